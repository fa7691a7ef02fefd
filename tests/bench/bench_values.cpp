// From a keystroke in the form to the new text, its effective values and what is wrong with them.
// Budget: 16 ms for 500 fields.
#include "helm/diff.h"
#include "helm/values_session.h"

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <functional>

using namespace cleardeck;
using helm::ValuesSession;

namespace {

/// Processor time of this thread: what else runs on the machine does not count.
double processorMilliseconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

double median(const std::function<void(int)>& work) {
  std::vector<double> times;
  for (int i = 0; i < 31; ++i) {
    double begun = processorMilliseconds();
    work(i);
    times.push_back(processorMilliseconds() - begun);
  }
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}

/// A chart of components with ten fields each, a schema for all of them, and overrides of every tenth component.
helm::ValuesBase baseOf(int fields) {
  std::string values, overrides;
  yaml::Value properties = yaml::Value::object();
  for (int i = 0; i * 10 < fields; ++i) {
    std::string name = "c" + std::to_string(i);
    values += name +
              ":\n  # -- is it on\n  enabled: true\n  image:\n    repository: x/y\n    tag: \"1\"\n  replicas: 1\n"
              "  service:\n    type: NodePort\n    nodePort: " +
              std::to_string(30000 + i) +
              "\n  resources:\n    requests:\n      cpu: 100m\n    limits:\n      cpu: 1\n  labels: {}\n  args: []\n";
    if (i % 10 == 0) overrides += "# why\n" + name + ":\n  replicas: 2\n  image:\n    tag: \"2\"\n";
    properties[name] = *yaml::fromJson(R"({"type":"object","properties":{"enabled":{"type":"boolean"},
        "replicas":{"type":"integer","minimum":0},"service":{"type":"object","properties":
        {"type":{"enum":["ClusterIP","NodePort"]}}}}})");
  }
  auto chart = std::make_shared<helm::Chart>();
  chart->meta.name = "made";
  chart->meta.version = "1.0.0";
  chart->valuesText = values;
  chart->values = *yaml::parse(values);
  chart->schema = yaml::toJson(yaml::Value::object({{"type", "object"}, {"properties", properties}}));
  helm::ValuesBase base;
  base.release.chart = chart->meta;
  base.release.userValues = *yaml::parse(overrides);
  base.overridesText = overrides;
  base.chart = chart;
  return base;
}

void figures(int fields) {
  auto print = [](const char* what, double milliseconds) { std::printf("  %-44s %8.2f ms\n", what, milliseconds); };
  auto base = baseOf(fields);
  auto session = ValuesSession::create(base);
  if (!session) return;
  std::printf("%zu fields\n", session->fields().size());
  print("open", median([&](int) { (void)ValuesSession::create(base); }));
  yaml::Path path = *yaml::parsePath("c0.replicas");
  print("edit", median([&](int i) { (void)session->set(path, i + 10); }));
  print("problems", median([&](int i) {
                      (void)session->set(path, i + 100);
                      (void)session->problems();
                    }) - median([&](int i) { (void)session->set(path, i + 200); }));
  print("keystroke: edit, problems, effective", median([&](int i) {
          (void)session->set(path, i + 300);
          (void)session->problems();
          (void)session->effective();
        }));
}

/// What is ours of a manifest diff.
void manifestFigures(int objects) {
  std::string before, after;
  for (int i = 0; i < objects; ++i) {
    auto document = [i](int replicas) {
      return "---\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: d" + std::to_string(i) +
             "\nspec:\n  replicas: " + std::to_string(replicas) +
             "\n  template:\n    spec:\n      containers:\n      - name: c\n        image: i:1\n        env:\n" +
             "        - {name: A, value: '1'}\n        - {name: TOKEN, value: x}\n";
    };
    before += document(1);
    after += document(i % 10 == 0 ? 2 : 1);
  }
  std::printf("  manifest diff, %4d objects %17s %8.2f ms\n", objects, "",
              median([&](int) { (void)helm::diffManifests(before, after, "ml"); }));
}

/// A real chart: opening it and one keystroke.
void chartFigures(const char* folder) {
  auto chart = helm::readChart(folder);
  if (!chart) return;
  helm::ValuesBase base;
  base.release.chart = chart->meta;
  base.release.userValues = yaml::Value::object();
  base.chart = std::make_shared<const helm::Chart>(std::move(*chart));
  auto session = ValuesSession::create(base);
  if (!session) return;
  std::printf("%s: %zu fields\n", folder, session->fields().size());
  std::printf("  %-44s %8.2f ms\n", "open", median([&](int) { (void)ValuesSession::create(base); }));
  yaml::Path path = *yaml::parsePath("apiserver.replicaCount");
  std::printf("  %-44s %8.2f ms\n", "keystroke: edit, problems, effective", median([&](int i) {
                (void)session->set(path, i + 2);
                (void)session->problems();
                (void)session->effective();
              }));
}

}  // namespace

int main() {
  figures(500);
  figures(5000);
  chartFigures(CLEARDECK_SOURCE "/charts/clearml");
  manifestFigures(30);
  manifestFigures(300);
  std::printf("budget: 16 ms a keystroke for 500 fields\n");
  return 0;
}
