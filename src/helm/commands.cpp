#include "helm/commands.h"

#include "helm/json.h"

namespace cleardeck::helm {

namespace {
void add(std::vector<std::string>& arguments, std::initializer_list<std::string> more) {
  arguments.insert(arguments.end(), more);
}

std::string seconds(std::chrono::seconds time) { return std::to_string(time.count()) + "s"; }

/// Helm 4's own wait needs watches on everything and can hang (helm#32615); "legacy" is what Helm 3 does.
std::string waitFlag(const Program& program) { return program.version.major >= 4 ? "--wait=legacy" : "--wait"; }

/// 3.12 has only the bare flag, which contacts the cluster for an upgrade.
std::string serverDryRunFlag(const Program& program) {
  return program.version.atLeast(3, 13) ? "--dry-run=server" : "--dry-run";
}

/// helm gets the time that it is told and a little to say that it is over.
std::chrono::milliseconds limitOf(std::chrono::seconds time) { return time + std::chrono::seconds(30); }

Invocation chartInvocation(const Program& program, const ChartRun& run, const std::string& verb) {
  Invocation invocation;
  invocation.what = verb + " " + run.release;
  invocation.arguments = {verb, run.release, run.chart.string()};
  if (!run.version.empty()) add(invocation.arguments, {"--version", run.version});
  add(invocation.arguments, {"--values", "-", "--timeout", seconds(run.timeout)});
  if (run.wait || run.rollBack) invocation.arguments.push_back(waitFlag(program));
  if (!run.description.empty()) add(invocation.arguments, {"--description", run.description});
  invocation.input = run.values;
  invocation.timeout = limitOf(run.timeout);
  invocation.onLine = run.onLine;
  return invocation;
}

Result<yaml::Value> answer(const std::string& output, const std::string& what) {
  auto json = yaml::fromJson(output);
  if (!json) return Error(ErrorKind::Protocol, what + ": helm's answer is not JSON");
  return json;
}

Result<int> revisionOf(const std::string& output, const std::string& what) {
  auto json = answer(output, what);
  if (!json) return json.error();
  const yaml::Value& revision = at(*json, "version");
  if (!revision.is_number_integer()) return Error(ErrorKind::Protocol, what + ": helm's answer names no revision");
  return revision.get<int>();
}
}  // namespace

Invocation renderInvocation(const Program& program, const ChartRun& run, bool onServer) {
  Invocation invocation;
  if (onServer) {
    invocation = upgradeInvocation(program, run);
    invocation.arguments.push_back(serverDryRunFlag(program));
  } else {
    invocation.arguments = {"template", run.release, run.chart.string()};
    if (!run.version.empty()) add(invocation.arguments, {"--version", run.version});
    add(invocation.arguments, {"--values", "-", "--is-upgrade", "--skip-tests", "--no-hooks"});
    if (!run.kubeVersion.empty()) add(invocation.arguments, {"--kube-version", run.kubeVersion});
    invocation.input = run.values;
    invocation.timeout = std::chrono::seconds(120);
  }
  invocation.what = "render " + run.release;
  return invocation;
}

Invocation upgradeInvocation(const Program& program, const ChartRun& run) {
  Invocation invocation = chartInvocation(program, run, "upgrade");
  add(invocation.arguments, {"--reset-values", "--cleanup-on-fail", "--output", "json"});
  if (run.rollBack) {
    invocation.arguments.push_back(program.version.major >= 4 ? "--rollback-on-failure" : "--atomic");
    invocation.timeout = limitOf(2 * run.timeout);  // the way back waits as long again
  }
  return invocation;
}

Invocation installInvocation(const Program& program, const ChartRun& run) {
  Invocation invocation = chartInvocation(program, run, "install");
  if (run.createNamespace) invocation.arguments.push_back("--create-namespace");
  add(invocation.arguments, {"--output", "json"});
  return invocation;
}

Invocation rollbackInvocation(const Program& program, const std::string& release, int revision, bool wait) {
  Invocation invocation;
  invocation.what = "roll back " + release + " to revision " + std::to_string(revision);
  invocation.arguments = {"rollback", release, std::to_string(revision), "--timeout", "900s"};
  if (wait) invocation.arguments.push_back(waitFlag(program));
  invocation.timeout = limitOf(std::chrono::seconds(900));
  return invocation;
}

Invocation uninstallInvocation(const Program&, const std::string& release, bool keepHistory) {
  Invocation invocation;
  invocation.what = "uninstall " + release;
  invocation.arguments = {"uninstall", release, "--timeout", "300s"};
  if (keepHistory) invocation.arguments.push_back("--keep-history");
  invocation.timeout = limitOf(std::chrono::seconds(300));
  return invocation;
}

Task<std::string> render(Program program, Target target, ChartRun run, bool onServer) {
  Invocation invocation = renderInvocation(program, run, onServer);
  std::string what = invocation.what;
  auto output = co_await invoke(program, target, std::move(invocation));
  if (!output || !onServer) co_return output;
  auto json = answer(*output, what);
  if (!json) co_return json.error();
  co_return textAt(*json, "manifest");
}

Task<int> upgrade(Program program, Target target, ChartRun run) {
  Invocation invocation = upgradeInvocation(program, run);
  std::string what = invocation.what;
  auto output = co_await invoke(program, target, std::move(invocation));
  if (!output) co_return output.error();
  co_return revisionOf(*output, what);
}

Task<int> install(Program program, Target target, ChartRun run) {
  Invocation invocation = installInvocation(program, run);
  std::string what = invocation.what;
  auto output = co_await invoke(program, target, std::move(invocation));
  if (!output) co_return output.error();
  co_return revisionOf(*output, what);
}

Task<Done> rollback(Program program, Target target, std::string release, int revision, bool wait) {
  Invocation invocation = rollbackInvocation(program, release, revision, wait);
  auto output = co_await invoke(program, target, std::move(invocation));
  if (!output) co_return output.error();
  co_return Done();
}

Task<Done> uninstall(Program program, Target target, std::string release, bool keepHistory) {
  Invocation invocation = uninstallInvocation(program, release, keepHistory);
  auto output = co_await invoke(program, target, std::move(invocation));
  if (!output) co_return output.error();
  co_return Done();
}

Task<std::vector<Revision>> history(Program program, Target target, std::string release) {
  Invocation invocation;
  invocation.what = "history of " + release;
  invocation.arguments = {"history", release, "--max", "256", "--output", "json"};
  std::string what = invocation.what;
  auto output = co_await invoke(program, target, std::move(invocation));
  if (!output) co_return output.error();
  auto json = answer(*output, what);
  if (!json) co_return json.error();
  std::vector<Revision> revisions;
  for (const yaml::Value& entry : *json) {
    Revision revision;
    if (at(entry, "revision").is_number_integer()) revision.revision = at(entry, "revision").get<int>();
    revision.status = releaseStatus(textAt(entry, "status"));
    revision.updated = textAt(entry, "updated");
    revision.chart = textAt(entry, "chart");
    revision.appVersion = textAt(entry, "app_version");
    revision.description = textAt(entry, "description");
    revisions.push_back(std::move(revision));
  }
  co_return revisions;
}

Task<yaml::Value> storedValues(Program program, Target target, std::string release, int revision, bool all) {
  Invocation invocation;
  invocation.what = "values of " + release;
  invocation.arguments = {"get", "values", release, "--output", "json"};
  if (revision > 0) add(invocation.arguments, {"--revision", std::to_string(revision)});
  if (all) invocation.arguments.push_back("--all");
  std::string what = invocation.what;
  auto output = co_await invoke(program, target, std::move(invocation));
  if (!output) co_return output.error();
  auto json = answer(*output, what);
  if (!json) co_return json.error();
  // helm prints null when nothing was given.
  if (!json->is_object()) co_return yaml::Value(yaml::Value::object());
  co_return json;
}

}  // namespace cleardeck::helm
