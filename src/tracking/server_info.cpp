// server.* and debug.*: what this server is and how it is doing.
#include "tracking/access.h"
#include "tracking/endpoint_lists.h"
#include "tracking/endpoint_versions.h"

#include "base/text.h"

#include <cstdio>
#include <thread>

namespace cleardeck::tracking {
namespace {

Json info(Call& call) {
  Json info = {{"version", kServerVersion}, {"build", ""}, {"commit", ""}};
  if (call.actualVersion == "2.12") info["api_version"] = kApiVersion;
  if (call.actualVersion == "2.8") info["uid"] = setting(call.db(), "default_user");
  return info;
}

// The part of ClearML's configuration that tells a client how tokens live.
Json config(Call& call) {
  Json cookies = {
      {"httponly", true}, {"secure", false}, {"domain", nullptr}, {"samesite", "Lax"}, {"max_age", 99999999999}};
  Json auth = {
      {"verify_user_tokens", false},       {"delete_missing_autocreated_users", true}, {"max_expiration_sec", 31536000},
      {"default_expiration_sec", 2592000}, {"session_auth_cookie_name", kTokenCookie}, {"cookies", cookies}};
  Json all = {{"apiserver", {{"auth", auth}}}};
  auto path = textOr(call.args, "path");
  if (path.empty()) return all;
  auto found = find(all, text::split(path, '.'));
  return found && found->is_object() ? *found : Json::object();
}

Json endpoints(Call&) {
  Json all = Json::object();
  for (const auto& name : endpointNames()) {
    auto versions = endpointVersions().find(name);
    if (versions == endpointVersions().end()) continue;
    all[name] = Json::array();
    for (auto version = versions->second.rbegin(); version != versions->second.rend(); ++version)
      all[name].push_back({{"min_version", *version}});
  }
  return Json{{"endpoints", all}, {"models", Json::object()}};
}

// Statistics are never sent anywhere; the switch only keeps its place.
Json reportStatsOption(Call& call) {
  auto stored = setting(call.db(), "report_stats");
  return Json{{"supported", true}, {"enabled", stored == "on"}, {"current_version", kServerVersion}};
}

Json setReportStatsOption(Call& call) {
  if (has(call.args, "enabled")) setSetting(call.db(), "report_stats", flag(call.args, "enabled") ? "on" : "off");
  return reportStatsOption(call);
}

double number(Call& call, const char* sql) {
  auto rows = call.db().rows(sql);
  return rows.next() && !rows.null(0) ? rows.real(0) : 0.0;
}

// From /proc/meminfo, in GB.
double memory(const char* field) {
  auto file = std::fopen("/proc/meminfo", "r");
  if (!file) return 0;
  char line[256];
  double kilobytes = 0;
  auto wanted = std::string(field) + ": %lf";
  while (std::fgets(line, sizeof line, file))
    if (std::sscanf(line, wanted.c_str(), &kilobytes) == 1) break;
  std::fclose(file);
  return kilobytes / 1024 / 1024;
}

Json same(double value) { return Json{{"min", value}, {"max", value}, {"avg", value}}; }

Json agents(Call& call) {
  auto list = Json::array();
  auto rows = call.db().rows("SELECT worker, max(time), count(*) FROM worker_stats WHERE time>? GROUP BY worker",
                             nowMs() - 86'400'000);
  while (rows.next()) {
    Json tasks = {
        {"last_activity_time", rows.number(1)}, {"count", 0}, {"avg_run_time_sec", 0.0}, {"avg_iterations", 0.0}};
    list.push_back({{"uuid", rows.text(0)}, {"resources", {{"interval_sec", 86400.0}}}, {"experiments", tasks}});
  }
  return list;
}

Json stats(Call& call) {
  auto total = memory("MemTotal"), available = memory("MemAvailable");
  Json resources = {{"interval_sec", numberOr(call.args, "interval", 86400)},
                    {"num_cores", std::thread::hardware_concurrency()},
                    {"cpu_usage", same(0)},
                    {"mem_used_gb", same(total - available)},
                    {"mem_free_gb", same(available)}};
  Json experiments = {
      {"count", std::int64_t(number(call, "SELECT count(*) FROM tasks"))},
      {"avg_run_time_sec", number(call, "SELECT round(avg(active_duration)) FROM tasks WHERE active_duration>0")},
      {"avg_iterations", number(call, "SELECT round(avg(last_iteration)) FROM tasks WHERE last_iteration>0")}};
  Json server = {{"version", kServerVersion},
                 {"deployment", "manual"},
                 {"uuid", setting(call.db(), "default_user")},
                 {"queues", {{"count", std::int64_t(number(call, "SELECT count(*) FROM queues"))}}},
                 {"users", {{"count", std::int64_t(number(call, "SELECT count(*) FROM users"))}}},
                 {"resources", resources},
                 {"experiments", experiments}};
  return Json{{"time", call.now}, {"company_id", kCompany}, {"server", server}, {"agents", agents(call)}};
}

Json ping(Call&) { return Json{{"msg", "ClearML server"}}; }

}  // namespace

std::vector<Endpoint> serverEndpoints() {
  return {{"server.info", Access::Read, info},
          {"server.config", Access::Read, config, Needs::Root},
          {"server.endpoints", Access::Read, endpoints, Needs::Root},
          {"server.get_stats", Access::Read, stats, Needs::Root},
          {"server.report_stats_option", Access::Write, setReportStatsOption},
          {"debug.ping", Access::Read, ping, Needs::Nothing}};
}

}  // namespace cleardeck::tracking
