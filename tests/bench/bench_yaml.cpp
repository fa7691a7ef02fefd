// What an edit of a YAML document costs, proof included. Budget: 5 ms for 5,000 lines.
#include "yaml/document.h"

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <functional>
#include <vector>

using namespace cleardeck;
using yaml::Document;
using yaml::Path;
using yaml::Value;

namespace {

/// Values as a chart has them: components with commented keys, lists and a literal text.
std::string valuesOf(int lines) {
  std::string text = "# values\n";
  for (int component = 0; component * 25 < lines; ++component) {
    std::string name = "component" + std::to_string(component);
    text += "# -- " + name + "\n" + name +
            ":\n  # -- is it on\n  enabled: true\n  image:\n    repository: docker.io/example/" + name +
            "\n    tag: \"1.2.3\"\n    pullPolicy: IfNotPresent # as always\n  replicas: 1\n  resources:\n"
            "    requests: {cpu: 100m, memory: 128Mi}\n    limits:\n      memory: 1Gi\n  env:\n    - name: A\n"
            "      value: 'x'\n    # the second\n    - name: B\n      value: \"true\"\n  config: |\n    a: 1\n"
            "    b: 2\n  annotations: {}\n  nodeSelector: {}\n  tolerations: []\n\n";
  }
  return text;
}

/// Processor time of this thread: what else runs on the machine does not count.
double processorMilliseconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

/// The median of 51 edits, each on a fresh copy of the document.
double median(const Document& start, const std::function<bool(Document&)>& edit) {
  std::vector<double> times;
  for (int i = 0; i < 51; ++i) {
    auto document = Document::parse(start.text());
    double begun = processorMilliseconds();
    if (!edit(*document)) return -1;
    times.push_back(processorMilliseconds() - begun);
  }
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}

void figures(int lines) {
  std::string text = valuesOf(lines);
  auto document = Document::parse(text);
  if (!document) return;
  std::string middle = "component" + std::to_string(lines / 50);
  auto path = [&](const char* rest) { return *yaml::parsePath(middle + rest); };
  auto print = [&](const char* what, double milliseconds) {
    std::printf("%-44s %8.2f ms\n", what, milliseconds);
    std::fflush(stdout);
  };
  std::printf("%zd lines, %zu bytes\n", std::count(text.begin(), text.end(), '\n'), text.size());
  print("parse", median(*document, [&](Document&) { return bool(Document::parse(text)); }));
  print("set a scalar", median(*document, [&](Document& d) { return bool(d.set(path(".image.tag"), Value("2"))); }));
  print("add a key", median(*document, [&](Document& d) { return bool(d.set(path(".annotations.x"), Value("y"))); }));
  print("remove a key", median(*document, [&](Document& d) { return bool(d.remove(path(".replicas"))); }));
  print("insert an item", median(*document, [&](Document& d) {
          return bool(d.insert(path(".env"), 1, Value::object({{"name", "C"}})));
        }));
}

}  // namespace

int main() {
  figures(500);
  figures(5000);
  std::printf("budget: 5 ms an edit of 5,000 lines\n");
  return 0;
}
