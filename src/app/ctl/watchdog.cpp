// cleardeckctl watchdog show|set NAME: when silent experiments are stopped, and which ones that would be now.
#include "installation/watchdog.h"
#include "app/ctl/plan.h"
#include "installation/api_access.h"

#include <nlohmann/json.hpp>

#include <cstdlib>

namespace cleardeck::app::ctl {
namespace {

using installation::WatchdogSettings;

struct Wanted {
  std::string name, threshold, interval, state;
  bool yes = false;
};

// The running experiments, or why they could not be asked for.
struct Running {
  std::vector<clearml::TaskRow> tasks;
  std::string whyNot;
};

Task<std::vector<clearml::TaskRow>> askRunning(Chosen chosen, asio::any_io_executor workers) {
  std::vector<clearml::Credentials> keys;
  const char* key = std::getenv("CLEARML_API_ACCESS_KEY");
  const char* secret = std::getenv("CLEARML_API_SECRET_KEY");
  if (key && secret && *key && *secret) {
    keys.emplace_back(key, secret);
  } else {
    auto own = co_await installation::ownKeys(chosen.hub->session(), chosen.row);
    if (!own) co_return own.error();
    keys = std::move(*own);
  }
  auto tunnel = co_await installation::openApi(*chosen.hub, chosen.row, std::chrono::seconds(30));
  if (!tunnel) co_return tunnel.error();
  const auto url = (*tunnel)->urls().api;
  auto session = co_await installation::signInWith(url, keys, workers);
  if (!session) co_return session.error();
  co_return co_await installation::runningTasks(*session);
}

Task<Running> running(Chosen chosen, asio::any_io_executor workers) {
  Running result;
  auto tasks = co_await askRunning(std::move(chosen), workers);
  if (!tasks && tasks.error().kind == ErrorKind::Cancelled) co_return tasks.error();
  if (tasks)
    result.tasks = std::move(*tasks);
  else
    result.whyNot = tasks.error().text();
  co_return result;
}

nlohmann::json asJson(const WatchdogSettings& settings) {
  return {{"enabled", settings.enabled},
          {"thresholdSec", settings.thresholdSeconds},
          {"watchIntervalSec", settings.intervalSeconds}};
}

std::int64_t silentSeconds(const clearml::TaskRow& task) {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now() - task.lastUpdate).count();
}

// For a person: two units say enough.
std::string silentWord(const clearml::TaskRow& task) {
  constexpr std::int64_t hour = 3600, day = 86'400;
  const auto seconds = silentSeconds(task);
  const std::int64_t unit = seconds >= day ? hour : seconds >= hour ? 60 : 1;
  return installation::durationText(seconds - seconds % unit);
}

std::vector<clearml::TaskRow> victims(const Running& running, const WatchdogSettings& settings) {
  if (!settings.enabled) return {};
  return installation::wouldStop(running.tasks, settings.thresholdSeconds, std::chrono::system_clock::now());
}

nlohmann::json asJson(const Running& running, const WatchdogSettings& settings) {
  if (!running.whyNot.empty()) return nullptr;
  auto list = nlohmann::json::array();
  for (const auto& task : victims(running, settings))
    list.push_back({{"id", task.uid},
                    {"name", task.name},
                    {"project", task.projectName},
                    {"user", task.user},
                    {"lastUpdate", time::toRfc3339(task.lastUpdate)},
                    {"silentSec", silentSeconds(task)}});
  return list;
}

std::string words(const WatchdogSettings& settings) {
  using installation::durationText;
  if (!settings.enabled) return "The watchdog is off: nothing is stopped";
  return "Experiments are stopped after " + durationText(settings.thresholdSeconds) +
         " without a report; a look every " + durationText(settings.intervalSeconds);
}

void show(const Running& running, const WatchdogSettings& settings) {
  if (!running.whyNot.empty()) return print("Which experiments that are is not known: " + running.whyNot + ".");
  const auto stopped = victims(running, settings);
  print("It would stop " + std::to_string(stopped.size()) + " of " + std::to_string(running.tasks.size()) +
        " running experiments now" + (stopped.empty() ? "." : ":"));
  for (const auto& task : stopped)
    print("  " + task.uid + "  " + silentWord(task) + "  " + task.projectName + "  " + task.name + "  " + task.user);
}

struct Opened {
  Target target;
  installation::ValuesTools tools;
  installation::OpenedValues values;
  installation::WatchdogInValues now;
};

Task<Opened> open(Task<Target> finding, asio::any_io_executor workers) {
  auto target = co_await std::move(finding);
  if (!target) co_return target.error();
  auto tools = valuesTools(target->clusters, target->chosen, workers);
  auto values = co_await installation::openValues(tools, target->chosen.row, std::string());
  if (!values) co_return values.error();
  auto now = installation::watchdogIn(values->session->effective(), target->chosen.row.flavour);
  if (!now) co_return now.error();
  co_return Opened{std::move(*target), std::move(tools), std::move(*values), std::move(*now)};
}

Task<int> showNow(Task<Target> finding, bool json, asio::any_io_executor workers) {
  auto opened = co_await open(std::move(finding), workers);
  if (!opened) co_return opened.error();
  auto tasks = co_await running(opened->target.chosen, workers);
  if (!tasks) co_return tasks.error();
  const auto& now = opened->now;
  if (json) {
    auto report = asJson(now.settings);
    report["from"] = {
        {"enabled", now.enabledFrom}, {"thresholdSec", now.thresholdFrom}, {"watchIntervalSec", now.intervalFrom}};
    report["unsure"] = now.unsure;
    report["wouldStop"] = asJson(*tasks, now.settings);
    report["whyNot"] = tasks->whyNot;
    print(report);
    co_return Good;
  }
  print(words(now.settings) + ".");
  if (!now.unsure.empty()) print("Not sure: " + now.unsure + ".");
  show(*tasks, now.settings);
  co_return Good;
}

Result<WatchdogSettings> settingsOf(const Wanted& wanted, WatchdogSettings settings) {
  if (!wanted.state.empty()) settings.enabled = wanted.state == "on";
  for (const auto& [text, into] : {std::pair(&wanted.threshold, &settings.thresholdSeconds),
                                   std::pair(&wanted.interval, &settings.intervalSeconds)}) {
    if (text->empty()) continue;
    auto seconds = installation::secondsFromText(*text);
    if (!seconds) return seconds.error();
    *into = *seconds;
  }
  if (auto good = installation::judge(settings); !good) return good.error();
  return settings;
}

Task<int> set(Task<Target> finding, Wanted wanted, bool json, asio::any_io_executor workers) {
  auto opened = co_await open(std::move(finding), workers);
  if (!opened) co_return opened.error();
  const auto& row = opened->target.chosen.row;
  auto& session = *opened->values.session;
  auto settings = settingsOf(wanted, opened->now.settings);
  if (!settings) co_return settings.error();
  if (auto edited = installation::setWatchdog(session, row.flavour, *settings); !edited) co_return edited.error();
  auto tasks = co_await running(opened->target.chosen, workers);
  if (!tasks) co_return tasks.error();
  if (opened->values.whyNotApply) co_return *opened->values.whyNotApply;
  auto run = session.plan();
  if (!run) co_return run.error();
  const auto& program = opened->values.program;
  auto diff = co_await installation::previewValues(opened->tools, row, program, *run, session.release().manifest);
  if (!diff) co_return diff.error();
  auto report = diffJson(*diff);
  report["settings"] = asJson(*settings);
  report["wouldStop"] = asJson(*tasks, *settings);
  if (!json) {
    print(diff->empty() ? std::string("Nothing changes.") : diff->text());
    print(words(*settings) + ".");
    show(*tasks, *settings);
  }
  if (wanted.yes && !diff->empty()) {
    auto revision = co_await installation::applyValues(opened->tools, row, program, *run, session.release().revision);
    if (!revision) co_return revision.error();
    report["revision"] = *revision;
    if (!json) print("Revision " + std::to_string(*revision) + ", chart " + run->version + " as before.");
  } else if (!json && !wanted.yes) {
    print(std::string("Nothing was changed. Do it: give --yes."));
  }
  if (json) print(report);
  co_return Good;
}

}  // namespace

void addWatchdog(CLI::App& app, Env& env) {
  auto* watchdog = app.add_subcommand("watchdog", "when experiments that no longer report are stopped");
  watchdog->require_subcommand(1);
  auto wanted = std::make_shared<Wanted>();
  auto* now = watchdog->add_subcommand("show", "its settings, and what it would stop now");
  now->add_option("NAME", wanted->name, "of the installation")->required();
  now->callback([&env, wanted] {
    env.exitCode = runToEnd(env, showNow(targetOf(env, wanted->name), env.json(), env.workers()));
  });
  auto* change = watchdog->add_subcommand("set", "change it, as a change of values; prints the diff");
  change->add_option("NAME", wanted->name, "of the installation")->required();
  change->add_option("--threshold", wanted->threshold,
                     "silence after which an experiment is stopped: 90m, 2h, seconds");
  change->add_option("--interval", wanted->interval, "time between two looks");
  change->add_option("--state", wanted->state, "on or off")->check(CLI::IsMember({"on", "off"}));
  change->add_flag("--yes", wanted->yes, "do the values upgrade; without it only the diff is shown");
  change->callback([&env, wanted] {
    if (wanted->yes) env.changing = Changing(wanted->name, "", "");
    env.exitCode = runToEnd(env, set(targetOf(env, wanted->name), *wanted, env.json(), env.workers()));
  });
  watchdog->footer(
      "Experiments are asked for with $CLEARML_API_ACCESS_KEY and $CLEARML_API_SECRET_KEY, else with the "
      "installation's own key.");
}

}  // namespace cleardeck::app::ctl
