#include "tracking/samples.h"

#include "tracking/entity.h"
#include "tracking/event_batch.h"
#include "tracking/store.h"

#include <cmath>

namespace cleardeck::tracking {
namespace {

constexpr std::int64_t kFirstDay = 1'780'300'800'000;  // 2026-06-01, so that every seeding gives the same
constexpr std::int64_t kHour = 3'600'000;

struct Theme {
  const char* project;
  const char* task;
  const char* metric;  // the one that grows to `goal`
  const char* model;
  const char* framework;
  double goal;
  int tasks, iterations;
};

constexpr Theme kThemes[] = {
    {"Samples/Image classification", "resnet50", "accuracy", "resnet50", "PyTorch", 0.94, 20, 1200},
    {"Samples/Object detection", "yolo-s", "mAP", "yolo-s", "PyTorch", 0.61, 14, 2000},
    {"Samples/Text summarisation", "t5-small", "rouge", "t5-small", "PyTorch", 0.42, 14, 800},
    {"Samples/Demand forecast", "gradient boosting", "r2", "forecast", "XGBoost", 0.88, 12, 300}};
constexpr const char* kStatuses[] = {"completed", "completed", "completed", "published",   "completed", "stopped",
                                     "completed", "failed",    "completed", "in_progress", "queued",    "created"};
constexpr const char* kOptimizers[] = {"adam", "sgd", "adamw"};

// A small generator of our own: the standard distributions differ from library to library.
class Noise {
 public:
  explicit Noise(std::uint64_t seed) : m_state(seed * 2654435761u + 1) {}
  double next() {  // 0 … 1
    m_state = m_state * 6364136223846793005u + 1442695040888963407u;
    return double(m_state >> 40) / double(1 << 24);
  }

 private:
  std::uint64_t m_state;
};

struct Run {
  const Theme* theme;
  int number;
  std::string id, name, status, project, user;
  std::int64_t started = 0, ended = 0;
  double rate = 0;
  int batch = 0, iterations = 0;
  bool hasRun() const { return status != "queued" && status != "created"; }
};

std::string sampleId(const std::string& text) { return md5("cleardeck sample " + text); }
std::string numberText(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%g", value);
  return text;
}

Json parameter(const char* section, const char* name, const std::string& value, const char* type) {
  return {{"section", section}, {"name", name}, {"value", value}, {"type", type}};
}

Json hyperParameters(const Run& run) {
  Json args = {{"lr", parameter("Args", "lr", numberText(run.rate), "float")},
               {"batch_size", parameter("Args", "batch_size", std::to_string(run.batch), "int")},
               {"optimizer", parameter("Args", "optimizer", kOptimizers[run.number % 3], "str")},
               {"epochs", parameter("Args", "epochs", std::to_string(run.iterations / 100), "int")},
               {"seed", parameter("Args", "seed", std::to_string(run.number), "int")}};
  Json data = {{"augment", parameter("Data", "augment", run.number % 2 ? "True" : "False", "bool")},
               {"workers", parameter("Data", "workers", "4", "int")}};
  return {{"Args", args}, {"Data", data}};
}

Run makeRun(const Theme& theme, int number, const std::string& user) {
  Run run;
  run.theme = &theme;
  run.number = number;
  run.name = std::string(theme.task) + " run " + std::to_string(number + 1);
  run.id = sampleId(std::string(theme.project) + "/" + run.name);
  run.project = sampleId(theme.project);
  run.status = kStatuses[std::size_t(number) % std::size(kStatuses)];
  run.user = user;
  run.rate = 0.0005 * double(1 << number % 6);
  run.batch = 16 << number % 4;
  bool cut = run.status == "stopped" || run.status == "failed" || run.status == "in_progress";
  run.iterations = cut ? theme.iterations * (30 + number * 7 % 50) / 100 : theme.iterations;
  run.started = kFirstDay + std::int64_t(number) * 7 * kHour + (&theme - kThemes) * kHour;
  run.ended = run.started + std::int64_t(run.iterations) * 4000;
  return run;
}

Json taskDocument(const Run& run) {
  Json none = Json::object();
  Json script = {{"binary", "python"},
                 {"repository", "https://git.example.com/samples/training.git"},
                 {"branch", "main"},
                 {"version_num", sampleId("commit").substr(0, 40)},
                 {"entry_point", "train.py"},
                 {"working_dir", "."},
                 {"requirements", {{"pip", "clearml==2.1.12\nnumpy==2.1.0\ntorch==2.5.1\n"}}},
                 {"diff", ""}};
  Json task = {{"id", run.id},
               {"company", kCompany},
               {"user", run.user},
               {"name", run.name},
               {"type", "training"},
               {"status", run.status},
               {"comment", "Sample data of ClearDeck, not a real experiment."},
               {"report_assets", Json::array()},
               {"created", timeText(run.started - kHour / 2)},
               {"project", run.project},
               {"output", none},
               {"tags", {"sample"}},
               {"system_tags", Json::array()},
               {"script", script},
               {"hyperparams", hyperParameters(run)},
               {"runtime", none},
               {"container", none},
               {"unique_metrics", Json::array()},
               {"last_iteration", 0},
               {"status_changed", timeText(run.ended)},
               {"execution", {{"parameters", none}, {"artifacts", Json::array()}}},
               {"models", {{"input", Json::array()}, {"output", Json::array()}}},
               {"last_update", timeText(run.hasRun() ? run.ended : run.started)},
               {"last_change", timeText(run.ended)}};
  Json schedule = {{"name", "schedule"},
                   {"type", "yaml"},
                   {"value", "warmup: 100\ndecay: cosine\nbase_lr: " + numberText(run.rate) + "\n"}};
  task["configuration"] = {{"schedule", schedule}};
  if (run.number % 5 == 0) task["tags"].push_back("baseline");
  if (!run.hasRun()) return task;
  task["started"] = timeText(run.started);
  task["active_duration"] = (run.ended - run.started) / 1000;
  task["runtime"] = {{"progress", std::to_string(100 * run.iterations / run.theme->iterations)},
                     {"python_version", "3.11.7"},
                     {"hostname", "sample-worker"}};
  if (run.status != "in_progress") task["completed"] = timeText(run.ended);
  if (run.status == "published") task["published"] = timeText(run.ended + kHour);
  if (run.status == "failed") task["status_reason"] = "CUDA out of memory";
  if (run.status == "stopped") task["status_reason"] = "stopped by the user";
  return task;
}

void addPoint(OwnerEvents& events, const std::string& metric, const std::string& variant, std::int64_t iteration,
              std::int64_t time, double value) {
  auto& series = events.scalars[SeriesName{metric, variant}];
  series.points.push_back(Point{iteration, time, float(value)});
  series.exact.push_back(value);
}

// Curves that fall and rise as real ones do, noisier at higher rates; every fourth run has a spike.
void addScalars(const Run& run, OwnerEvents& events) {
  Noise noise(std::uint64_t(run.number) * 131 + std::uint64_t(run.theme - kThemes));
  double pace = double(run.theme->iterations) / (3 + run.number % 4), rough = 0.02 + run.rate * 2;
  for (int i = 0; i < run.iterations; ++i) {
    auto time = run.started + std::int64_t(i) * 4000;
    double fall = std::exp(-i / pace), loss = 2.3 * fall + 0.15 + rough * (noise.next() - 0.5);
    if (run.number % 4 == 1 && i == run.iterations / 2) loss += 3;
    addPoint(events, "loss", "train", i, time, loss);
    addPoint(events, "learning rate", "group 0", i, time,
             run.rate * 0.5 * (1 + std::cos(3.14159 * i / run.theme->iterations)));
    if (i % 20) continue;
    addPoint(events, "loss", "validation", i, time, 2.35 * fall + 0.22 + rough * (noise.next() - 0.5));
    addPoint(events, run.theme->metric, "validation", i, time, run.theme->goal * (1 - fall) - rough * noise.next() / 2);
    addPoint(events, ":monitor:machine", "cpu_usage", i, time, 55 + 30 * noise.next());
    addPoint(events, ":monitor:gpu", "gpu_0_utilization", i, time, 85 + 12 * noise.next());
  }
  events.lastIteration = run.iterations - 1;
  if (run.status == "completed" || run.status == "published")
    addPoint(events, "Summary", std::string("best ") + run.theme->metric, kSingleValueIteration, run.ended,
             run.theme->goal - rough / 4);
}

void addLog(const Run& run, OwnerEvents& events) {
  auto say = [&](std::int64_t time, const char* level, const std::string& text) {
    events.logs.push_back({time, level, "sample-worker", text + "\n"});
  };
  say(run.started, "info", "This is sample data of ClearDeck");
  say(run.started + 500, "info", "loading " + std::string(run.theme->project).substr(8) + " data with 4 workers");
  for (int i = 0; i < run.iterations; i += 10)
    say(run.started + std::int64_t(i) * 4000, "info",
        "iteration " + std::to_string(i) + "/" + std::to_string(run.theme->iterations) + "  loss " +
            numberText(2.3 * std::exp(-4.0 * i / run.theme->iterations) + 0.15));
  if (run.status == "failed")
    say(run.ended, "error",
        "Traceback (most recent call last):\n  File \"train.py\", line 88, in <module>\nRuntimeError: CUDA out of "
        "memory");
  if (run.status == "completed" || run.status == "published") say(run.ended, "info", "training finished");
}

void addPlot(const Run& run, OwnerEvents& events) {
  Json figure = {{"data",
                  {{{"type", "heatmap"},
                    {"x", {"a", "b", "c"}},
                    {"y", {"a", "b", "c"}},
                    {"z", {{50, 2, 1}, {3, 47, 5}, {0, 4, 48}}}}}},
                 {"layout", {{"title", "confusion"}}}};
  SampleEvent plot{"plot", "confusion", "validation", "", run.iterations - 1, run.ended, Json()};
  plot.document = {
      {"type", "plot"},         {"task", run.id},         {"metric", plot.metric},     {"variant", plot.variant},
      {"iter", plot.iteration}, {"timestamp", plot.time}, {"plot_str", figure.dump()}, {"worker", "sample-worker"}};
  events.samples.push_back(plot);
}

void addModel(Database& database, const Run& run, Json& task) {
  Json model = {{"id", sampleId("model of " + run.id)},
                {"company", kCompany},
                {"user", run.user},
                {"name", std::string(run.theme->model) + " " + std::to_string(run.number + 1)},
                {"project", run.project},
                {"task", run.id},
                {"created", timeText(run.ended)},
                {"framework", run.theme->framework},
                {"tags", {"sample"}},
                {"system_tags", Json::array()},
                {"uri", "file:///samples/" + run.id + "/model.bin"},
                {"ready", run.status == "published"},
                {"design", Json::object()},
                {"labels", Json::object()},
                {"metadata", Json::object()},
                {"last_update", timeText(run.ended)},
                {"last_iteration", run.iterations - 1},
                {"comment", "Sample data of ClearDeck, there is no file behind it."}};
  insertDocument(database, models(), model);
  task["models"]["output"].push_back(
      {{"model", model["id"]}, {"name", model["name"]}, {"updated", timeText(run.ended)}});
}

void addRun(Database& database, const Run& run) {
  auto task = taskDocument(run);
  if (run.status == "completed" || run.status == "published") addModel(database, run, task);
  insertDocument(database, tasks(), task);
  if (!run.hasRun()) return;
  EventBatch batch;
  auto& events = batch.owners[run.id];
  events.allowLocked = true;
  events.worker = "sample-worker";
  addScalars(run, events);
  addLog(run, events);
  addPlot(run, events);
  storeEvents(database, batch, timeText(run.ended));
}

void addProject(Database& database, const std::string& id, const std::string& name, const std::string& parent,
                const std::string& user) {
  Json project = {{"id", id},
                  {"company", kCompany},
                  {"user", user},
                  {"name", name},
                  {"basename", name.substr(name.rfind('/') + 1)},
                  {"description", "Sample data of ClearDeck"},
                  {"created", timeText(kFirstDay)},
                  {"last_update", timeText(kFirstDay)},
                  {"tags", {"sample"}},
                  {"system_tags", Json::array()},
                  {"featured", 9999}};
  if (!parent.empty()) {
    project["parent"] = parent;
    project["path"].push_back(parent);
  }
  insertDocument(database, projects(), project);
}

Outcome seed(Database& database) {
  auto top = sampleId("Samples");
  if (rowNumber(database, projects(), top)) return Outcome();
  std::string user;
  {
    auto rows = database.rows("SELECT id FROM users ORDER BY n LIMIT 1");
    if (rows.next()) user = rows.text(0);
  }
  addProject(database, top, "Samples", "", user);
  for (const auto& theme : kThemes) {
    addProject(database, sampleId(theme.project), theme.project, top, user);
    for (int number = 0; number < theme.tasks; ++number) addRun(database, makeRun(theme, number, user));
  }
  return Outcome();
}

}  // namespace

Result<Done> seedSamples(Store& store) {
  auto seeded = store.writeNow(seed);
  if (!seeded) return std::move(seeded.error()).during("seed samples");
  return Done();
}

}  // namespace cleardeck::tracking
