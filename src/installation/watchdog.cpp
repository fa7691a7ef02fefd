#include "installation/watchdog.h"

#include "base/text.h"
#include "base/hocon.h"

#include <algorithm>
#include <charconv>

namespace cleardeck::installation {
namespace {

constexpr std::int64_t minute = 60, hour = 3600, day = 86'400;
constexpr const char* variablePrefix = "CLEARML__services__tasks__non_responsive_tasks_watchdog__";
constexpr const char* variablesPath = "apiserver.extraEnvs";

// The three settings, as each place calls them.
struct Setting {
  const char* chartPath;  // of our chart
  const char* serverKey;
};
constexpr Setting enabledSetting = {"watchdog.enabled", "enabled"};
constexpr Setting thresholdSetting = {"watchdog.thresholdSec", "threshold_sec"};
constexpr Setting intervalSetting = {"watchdog.watchIntervalSec", "watch_interval_sec"};

const yaml::Value* valueAt(const yaml::Value& values, const std::string& path) {
  return yaml::find(values, *yaml::parsePath(path));
}

std::string wordAt(const yaml::Value& values, const char* path) {
  const auto* value = valueAt(values, path);
  return value && value->is_string() ? value->get<std::string>() : std::string();
}

// The index of the last variable of that name; the last one wins.
std::optional<std::size_t> variableAt(const yaml::Value& values, const std::string& name) {
  const auto* list = valueAt(values, variablesPath);
  if (!list || !list->is_array()) return std::nullopt;
  for (std::size_t i = list->size(); i-- > 0;)
    if (const auto* found = yaml::find((*list)[i], {"name"}); found && *found == name) return i;
  return std::nullopt;
}

struct WatchdogSetting {
  nlohmann::ordered_json value;  // null: nothing says so
  std::string from;
};

Result<WatchdogSetting> lookUp(const yaml::Value& values, Flavour flavour, const nlohmann::ordered_json& file,
                     const Setting& setting) {
  WatchdogSetting found;
  const auto* own = flavour == Flavour::ClearDeck ? valueAt(values, setting.chartPath) : nullptr;
  if (own && !own->is_null()) {
    found.value = nlohmann::ordered_json::parse(yaml::toJson(*own));
    found.from = setting.chartPath;
  }
  if (file.is_object() && file.contains(setting.serverKey)) {
    found.value = file[setting.serverKey];
    found.from = "apiserver.additionalConfigs";
  }
  const auto name = variablePrefix + std::string(setting.serverKey);
  const auto index = variableAt(values, name);
  if (!index) return found;
  const auto* word = valueAt(values, variablesPath + ("[" + std::to_string(*index) + "].value"));
  if (!word) return Error(ErrorKind::Invalid, name + " does not get its value from the values");
  const auto text = word->is_string() ? word->get<std::string>() : yaml::toJson(*word);
  auto parsed = readHocon("v: " + text);
  if (!parsed) return std::move(parsed.error()).during(name);
  found.value = (*parsed)["v"];
  found.from = std::string(variablesPath) + "[" + std::to_string(*index) + "].value";
  return found;
}

Result<nlohmann::ordered_json> watchdogFile(const yaml::Value& values) {
  const auto* text = yaml::find(values, {"apiserver", "additionalConfigs", "services.conf"});
  if (!text || !text->is_string()) return nlohmann::ordered_json();
  auto tree = readHocon(text->get<std::string>());
  if (!tree) return std::move(tree.error()).during("services.conf of apiserver.additionalConfigs");
  auto& tasks = (*tree)["tasks"];
  if (!tasks.is_object()) return nlohmann::ordered_json();
  return tasks["non_responsive_tasks_watchdog"];
}

Result<Done> takeFlag(const WatchdogSetting& found, bool& into) {
  if (found.value.is_null()) return Done();
  if (found.value.is_boolean())
    into = found.value.get<bool>();
  else if (found.value == "true" || found.value == "yes" || found.value == "on")
    into = true;
  else if (found.value == "false" || found.value == "no" || found.value == "off")
    into = false;
  else
    return Error(ErrorKind::Invalid, found.from + " is neither true nor false");
  return Done();
}

Result<Done> takeSeconds(const WatchdogSetting& found, std::int64_t& into) {
  if (found.value.is_null()) return Done();
  if (!found.value.is_number()) return Error(ErrorKind::Invalid, found.from + " is no number of seconds");
  into = found.value.get<std::int64_t>();
  return Done();
}

// At the place that says so now; where nothing does, a variable for a chart that has no value for it.
Result<Done> put(helm::ValuesSession& session, Flavour flavour, const Setting& setting, const std::string& from,
                 const yaml::Value& wanted) {
  const bool variable = from.rfind(variablesPath, 0) == 0;
  const bool own = flavour == Flavour::ClearDeck && (from == setting.chartPath || from.empty());
  if (variable || own) {
    const auto path = yaml::parsePath(variable ? from : setting.chartPath);
    auto edited = session.set(*path, variable ? yaml::Value(yaml::toJson(wanted)) : wanted);
    if (!edited) return edited.error();
    return Done();
  }
  const yaml::Value item = {{"name", variablePrefix + std::string(setting.serverKey)}, {"value", yaml::toJson(wanted)}};
  const auto list = *yaml::parsePath(variablesPath);
  const auto* written = yaml::find(session.overrides(), list);
  auto edited = written && written->is_array() && !written->empty() ? session.insert(list, written->size(), item)
                                                                    : session.set(list, yaml::Value::array({item}));
  if (!edited) return edited.error();
  return Done();
}

}  // namespace

Result<WatchdogInValues> watchdogIn(const yaml::Value& values, Flavour flavour) {
  auto file = watchdogFile(values);
  if (!file) return file.error();
  WatchdogInValues in;
  auto enabled = lookUp(values, flavour, *file, enabledSetting);
  auto threshold = lookUp(values, flavour, *file, thresholdSetting);
  auto interval = lookUp(values, flavour, *file, intervalSetting);
  for (const auto* found : {&enabled, &threshold, &interval})
    if (!*found) return found->error();
  if (auto taken = takeFlag(*enabled, in.settings.enabled); !taken) return taken.error();
  if (auto taken = takeSeconds(*threshold, in.settings.thresholdSeconds); !taken) return taken.error();
  if (auto taken = takeSeconds(*interval, in.settings.intervalSeconds); !taken) return taken.error();
  in.enabledFrom = enabled->from;
  in.thresholdFrom = threshold->from;
  in.intervalFrom = interval->from;
  for (const char* path : {"apiserver.existingAdditionalConfigsConfigMap", "apiserver.existingAdditionalConfigsSecret"})
    if (const auto object = wordAt(values, path); !object.empty())
      in.unsure = "services.conf in " + object + " may say otherwise";
  return in;
}

Result<Done> judge(const WatchdogSettings& settings) {
  if (settings.thresholdSeconds < minute || settings.thresholdSeconds > 365 * day)
    return Error(ErrorKind::Invalid, "a threshold of " + durationText(settings.thresholdSeconds))
        .withHint("Give a minute to a year");
  if (settings.intervalSeconds < 10 || settings.intervalSeconds > day)
    return Error(ErrorKind::Invalid, "an interval of " + durationText(settings.intervalSeconds))
        .withHint("Give 10 seconds to a day");
  return Done();
}

Result<Done> setWatchdog(helm::ValuesSession& session, Flavour flavour, const WatchdogSettings& wanted) {
  if (auto good = judge(wanted); !good) return good;
  auto now = watchdogIn(session.effective(), flavour);
  if (!now) return now.error();
  const auto& is = now->settings;
  Result<Done> done = Done();
  if (wanted.enabled != is.enabled) done = put(session, flavour, enabledSetting, now->enabledFrom, wanted.enabled);
  if (!done) return done;
  // A variable that was added may have moved no other: the paths above stay right.
  if (wanted.thresholdSeconds != is.thresholdSeconds)
    done = put(session, flavour, thresholdSetting, now->thresholdFrom, wanted.thresholdSeconds);
  if (!done) return done;
  if (wanted.intervalSeconds != is.intervalSeconds)
    done = put(session, flavour, intervalSetting, now->intervalFrom, wanted.intervalSeconds);
  if (!done) return done;
  auto then = watchdogIn(session.effective(), flavour);
  if (!then) return then.error();
  if (!(then->settings == wanted))
    return Error(ErrorKind::Invalid, "another value decides about the watchdog")
        .withHint("Change it on the page Values");
  return Done();
}

Result<std::int64_t> secondsFromText(const std::string& text) {
  const Error refused = Error(ErrorKind::Invalid, "\"" + text + "\" is no length of time")
                            .withHint("Write seconds, or a number with s, m, h or d: 90m, 2h, 1h30m");
  std::int64_t sum = 0;
  const auto trimmed = text::toLower(text::trim(text));
  const char* at = trimmed.data();
  const char* const end = at + trimmed.size();
  while (at < end) {
    std::int64_t number = 0;
    const auto read = std::from_chars(at, end, number);
    if (read.ec != std::errc() || number < 0 || number > 365 * day) return refused;
    at = read.ptr;
    while (at < end && *at == ' ') ++at;
    std::string unit;
    while (at < end && *at >= 'a' && *at <= 'z') unit += *at++;
    while (at < end && *at == ' ') ++at;
    const bool bare = unit.empty() && at == end && sum == 0;
    if (bare || unit == "s" || unit == "sec")
      sum += number;
    else if (unit == "m" || unit == "min")
      sum += number * minute;
    else if (unit == "h")
      sum += number * hour;
    else if (unit == "d")
      sum += number * day;
    else
      return refused;
  }
  if (trimmed.empty()) return refused;
  return sum;
}

std::string durationText(std::int64_t seconds) {
  std::string text;
  const std::pair<std::int64_t, const char*> units[] = {{day, " d"}, {hour, " h"}, {minute, " min"}, {1, " s"}};
  for (const auto& [length, unit] : units) {
    if (seconds < length) continue;
    text += (text.empty() ? "" : " ") + std::to_string(seconds / length) + unit;
    seconds %= length;
  }
  return text.empty() ? "0 s" : text;
}

std::vector<clearml::TaskRow> wouldStop(const std::vector<clearml::TaskRow>& running, std::int64_t thresholdSeconds,
                                        time::Moment now) {
  std::vector<clearml::TaskRow> silent;
  for (const auto& task : running)
    if (task.status == clearml::TaskStatus::InProgress &&
        now - task.lastUpdate > std::chrono::seconds(thresholdSeconds))
      silent.push_back(task);
  std::stable_sort(silent.begin(), silent.end(),
                   [](const auto& a, const auto& b) { return a.lastUpdate < b.lastUpdate; });
  return silent;
}

Task<std::vector<clearml::TaskRow>> runningTasks(clearml::Session session) {
  clearml::TaskQuery query;
  query.statuses = {clearml::TaskStatus::InProgress};
  query.everything = true;
  query.descending = false;
  std::vector<clearml::TaskRow> rows;
  for (;; ++query.page) {
    auto page = co_await clearml::tasks(session, query);
    if (!page) co_return page.error();
    rows.insert(rows.end(), page->rows.begin(), page->rows.end());
    if (page->last) co_return rows;
  }
}

}  // namespace cleardeck::installation
