// organization.get_project_usages: how long tasks ran, by day and project, user or queue.
#include "tracking/listing.h"
#include "tracking/usage.h"

#include <set>

namespace cleardeck::tracking {
namespace {

constexpr std::int64_t kDay = 86'400'000;
constexpr double kDefaultCpu = 8, kDefaultGpu = 1;  // of a queue whose workers said nothing (queues.conf)

struct Run {
  std::string project, user, queue;
  std::int64_t from = 0, to = 0;
};

struct Usage {
  double duration = 0, cpu = 0, gpu = 0;
  void add(const Usage& other) {
    duration += other.duration;
    cpu += other.cpu;
    gpu += other.gpu;
  }
  double field(const std::string& name) const {
    return name == "duration" ? duration : name == "cpu_usage" ? cpu : gpu;
  }
};

struct Period {
  std::int64_t from = 0, to = 0;  ///< whole days of the caller's time zone
};

Period periodOf(const Call& call) {
  auto moment = [&](const char* field) {
    auto ms = msOf(textOr(call.args, field));
    if (!ms) throw validationError("error for field '" + std::string(field) + "': invalid date");
    return *ms;
  };
  auto text = textOr(call.args, "from_date");
  auto local = msOf(text.substr(0, 19)).value_or(0);
  auto zone = local - moment("from_date");  // ms that the caller's clock is ahead
  auto day = [zone](std::int64_t ms) { return (ms + zone) / kDay * kDay - zone; };
  Period period{day(moment("from_date")), day(moment("to_date")) + kDay - 1};
  if (period.from > period.to) throw validationError("from_date must be less than to_date");
  if ((period.to - period.from) / kDay > 3660) throw validationError("the period is longer than ten years");
  return period;
}

std::vector<Run> runs(Call& call, const Period& period, const std::set<std::string>& projects) {
  std::vector<Run> all;
  bool development = flag(call.args, "include_development");
  auto rows = call.db().rows(
      "SELECT ifnull(project,''), ifnull(user,''), ifnull(queue,''), started, CASE WHEN status='in_progress' THEN ? "
      "ELSE "
      "ifnull(completed, status_changed) END, system_tags FROM tasks WHERE started IS NOT NULL AND started<?",
      call.now, timeText(period.to));
  while (rows.next()) {
    Run run{rows.text(0), rows.text(1), rows.text(2), msOf(rows.text(3)).value_or(0), msOf(rows.text(4)).value_or(0)};
    if (!projects.empty() && !projects.contains(run.project)) continue;
    bool isDevelopment = rows.text(5).find("\"development\"") != std::string::npos;
    if (!development && (run.queue.empty() || isDevelopment)) continue;
    run.from = std::max(run.from, period.from);
    run.to = std::min(run.to, period.to);
    if (run.to > run.from) all.push_back(run);
  }
  return all;
}

using Days = std::map<std::int64_t, Usage>;

void addRun(Days& days, const Run& run, const Period& period, double cpu, double gpu) {
  for (auto day = period.from + (run.from - period.from) / kDay * kDay; day < run.to; day += kDay) {
    auto seconds = double(std::min(run.to, day + kDay) - std::max(run.from, day)) / 1000;
    days[day].add(Usage{seconds, seconds * cpu, seconds * gpu});
  }
}

Json chart(const std::string& id, const Json& name, const Days& days, const Period& period,
           const std::vector<std::string>& fields, Json& total) {
  Json series = {{"id", id.empty() ? Json() : Json(id)}, {"name", name}, {"dates", Json::array()}};
  total = {{"id", series["id"]}, {"name", name}};
  Usage sum;
  for (auto day = period.from; day <= period.to; day += kDay) {
    auto found = days.find(day);
    auto usage = found == days.end() ? Usage() : found->second;
    sum.add(usage);
    series["dates"].push_back(double(day) / 1000);
    for (const auto& field : fields) series[field].push_back(usage.field(field));
  }
  for (const auto& field : fields) total[field] = sum.field(field);
  return series;
}

Json nameOfKey(Call& call, const std::string& key, const std::string& id) {
  if (id.empty()) return Json();
  auto name = nameOf(call.db(), key == "project" ? projects() : key == "user" ? users() : queues(), id);
  return name.empty() ? id : name;
}

}  // namespace

Json projectUsages(Call& call) {
  auto period = periodOf(call);
  std::set<std::string> wanted;
  std::map<std::string, std::string> parentOf;
  for (const auto& id : texts(call.args["projects"]))
    for (const auto& one : texts(withSubprojects(call.db(), Json::array({id})))) {
      wanted.insert(one);
      parentOf.emplace(one, id);
    }
  auto keys = texts(call.args.value("breakdown_keys", Json::array()));
  if (keys.empty()) keys = {"project", "queue", "user"};
  auto fields = texts(call.args.value("usage_fields", Json::array()));
  if (fields.empty()) fields = {"duration", "cpu_usage", "gpu_usage"};
  std::map<std::string, std::map<std::string, Days>> usage;
  for (const auto& run : runs(call, period, wanted)) {
    auto queue = findDocument(call.db(), queues(), run.queue);
    auto resource = [&](const char* name, double otherwise) {
      auto found = queue ? find(*queue, {"resources", name}) : nullptr;
      return found && found->is_number() ? found->get<double>() : otherwise;
    };
    auto parent = parentOf.find(run.project);
    for (const auto& key : keys) {
      auto id = key == "project" ? (parent == parentOf.end() ? run.project : parent->second)
                : key == "user"  ? run.user
                                 : run.queue;
      addRun(usage[key][id], run, period, resource("cpu_usage", kDefaultCpu), resource("gpu_usage", kDefaultGpu));
    }
  }
  Json answer = Json::object();
  for (const auto& key : keys) {
    auto& part = answer[key + "s"] = {{"total", Json::array()}, {"series", Json::array()}};
    for (const auto& [id, days] : usage[key]) {
      Json total;
      part["series"].push_back(chart(id, nameOfKey(call, key, id), days, period, fields, total));
      part["total"].push_back(total);
    }
  }
  return answer;
}

}  // namespace cleardeck::tracking
