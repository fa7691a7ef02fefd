#include "installation/plan_file.h"

#include "base/files.h"
#include "helm/digest.h"
#include "helm/json.h"
#include "installation/release_history.h"
#include "net/runtime.h"

#include <chrono>

namespace cleardeck::installation {
namespace {

using yaml::Value;
constexpr const char* format = "cleardeck-plan/1";

int planNumber(const Value& json, const char* key) {
  return json.contains(key) && json[key].is_number_integer() ? json[key].get<int>() : 0;
}

Value planJson(const PlanFile& plan) {
  return {{"format", format},
          {"kind", plan.kind},
          {"context", plan.context},
          {"namespace", plan.ns},
          {"release", plan.release},
          {"baseRevision", plan.base},
          {"made", plan.made},
          {"by", plan.by},
          {"fromVersion", plan.fromVersion},
          {"chart", plan.chart},
          {"version", plan.version},
          {"chartDigest", plan.chartDigest},
          {"source", plan.source},
          {"overrides", plan.overrides},
          {"overridesDigest", plan.overridesDigest},
          {"diffDigest", plan.diffDigest},
          {"summary", plan.summary},
          {"noWayBack", plan.noWayBack},
          {"note", plan.note},
          {"timeoutSeconds", plan.timeoutSeconds}};
}

Error moved(const PlanFile& plan, const std::string& what) {
  return Error(ErrorKind::Conflict, "the plan for " + plan.release + " is refused: " + what)
      .withHint("Nothing was changed. Make a new plan and look at it");
}

Result<Done> sameRevision(const PlanFile& plan, const kube::ReleaseSecret& newest) {
  if (static_cast<int>(newest.revision) != plan.base)
    return moved(plan, "it was made over revision " + std::to_string(plan.base) + ", and revision " +
                           std::to_string(newest.revision) + " is " + newest.status + " now");
  if (helm::releaseStatus(newest.status) != helm::ReleaseStatus::Deployed)
    return moved(plan, "revision " + std::to_string(plan.base) + " is " + newest.status);
  return Done();
}

Task<helm::Chart> plannedChart(ValuesTools tools, PlanFile plan, helm::Program program) {
  std::vector<helm::ChartSource> sources;
  if (auto source = helm::chartSource(plan.source, plan.chart)) sources.push_back(*source);
  sources.insert(sources.end(), tools.charts.begin(), tools.charts.end());
  auto chart = co_await helm::pinnedChart(program, std::move(sources), plan.chart, plan.version, tools.workers);
  if (!chart) co_return chart;
  auto hash = [path = chart->path] { return helm::chartDigest(path); };
  auto work = onWorkers(tools.workers, std::move(hash));
  auto digest = co_await std::move(work);
  if (!digest) co_return digest.error();
  if (*digest != plan.chartDigest)
    co_return moved(plan,
                    "chart " + plan.chart + "-" + plan.version + " has other contents now than when it was planned");
  co_return chart;
}

}  // namespace

std::string diffDigest(const helm::ManifestDiff& diff) { return helm::sha256(diff.text()); }

Result<PlanFile> planOfRun(const ValuesTools& tools, const Installation& installation, const helm::ChartRun& run,
                           int base, const helm::ManifestDiff& diff, const std::string& source) {
  PlanFile plan;
  plan.kind = "values";
  plan.context = tools.session.name();
  plan.ns = installation.ns;
  plan.release = installation.name;
  plan.base = base;
  plan.made = time::toRfc3339(std::chrono::system_clock::now());
  plan.by = readChangeNote(changeNote(std::string())).who;
  plan.fromVersion = installation.release.chartVersion;
  plan.chart = installation.release.chart;
  plan.version = run.version;
  plan.source = source;
  plan.overrides = run.values;
  plan.overridesDigest = helm::sha256(run.values);
  plan.diffDigest = diffDigest(diff);
  plan.note = readChangeNote(run.description).what;
  plan.timeoutSeconds = static_cast<int>(run.timeout.count());
  for (const auto& object : diff.objects) {
    const char* verb = object.kind == helm::ChangeKind::Added ? "add " : "change ";
    plan.summary.push_back((object.kind == helm::ChangeKind::Removed ? "delete " : verb) + object.title());
  }
  for (const auto& restart : diff.restarts) plan.summary.push_back("restart " + restart);
  auto digest = helm::chartDigest(run.chart);
  if (!digest) return digest.error();
  plan.chartDigest = *digest;
  return plan;
}

Result<Done> writePlan(const std::filesystem::path& file, const PlanFile& plan) {
  // A file that is there keeps its mode, and it may be open to others.
  std::error_code failure;
  if (std::filesystem::exists(file, failure))
    std::filesystem::permissions(file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write,
                                 failure);
  if (failure) return Error(ErrorKind::Forbidden, "write " + file.string() + ": " + failure.message());
  return files::writeAtomically(file, yaml::toJson(planJson(plan), 2) + "\n", 0600);
}

Result<PlanFile> readPlan(const std::filesystem::path& file) {
  auto text = files::read(file);
  if (!text) return text.error();
  auto json = yaml::fromJson(*text);
  if (!json || !json->is_object() || helm::textAt(*json, "format") != format)
    return Error(ErrorKind::Invalid, file.string() + " is no plan of this version of ClearDeck")
        .withHint("Make one: cleardeckctl plan -o FILE values|upgrade …");
  PlanFile plan;
  plan.kind = helm::textAt(*json, "kind");
  plan.context = helm::textAt(*json, "context");
  plan.ns = helm::textAt(*json, "namespace");
  plan.release = helm::textAt(*json, "release");
  plan.base = planNumber(*json, "baseRevision");
  plan.made = helm::textAt(*json, "made");
  plan.by = helm::textAt(*json, "by");
  plan.fromVersion = helm::textAt(*json, "fromVersion");
  plan.chart = helm::textAt(*json, "chart");
  plan.version = helm::textAt(*json, "version");
  plan.chartDigest = helm::textAt(*json, "chartDigest");
  plan.source = helm::textAt(*json, "source");
  plan.overrides = helm::textAt(*json, "overrides");
  plan.overridesDigest = helm::textAt(*json, "overridesDigest");
  plan.diffDigest = helm::textAt(*json, "diffDigest");
  plan.summary = helm::textsAt(*json, "summary");
  plan.noWayBack = helm::textsAt(*json, "noWayBack");
  plan.note = helm::textAt(*json, "note");
  plan.timeoutSeconds = planNumber(*json, "timeoutSeconds");
  const bool whole = (plan.kind == "values" || plan.kind == "upgrade") && !plan.release.empty() && plan.base > 0 &&
                     !plan.chartDigest.empty() && !plan.diffDigest.empty() && plan.timeoutSeconds > 0;
  if (!whole) return Error(ErrorKind::Invalid, file.string() + ": parts of the plan are missing");
  if (helm::sha256(plan.overrides) != plan.overridesDigest)
    return Error(ErrorKind::Invalid, file.string() + ": the overrides in it were edited after it was planned")
        .withHint("Edit your overrides file, then make a new plan and look at it");
  return plan;
}

Task<CheckedPlan> checkPlan(ValuesTools tools, Installation installation, PlanFile plan) {
  auto rows = co_await revisionRows(tools.session, plan.ns, plan.release);
  if (!rows) co_return rows.error();
  if (auto same = sameRevision(plan, rows->front()); !same) co_return same.error();
  auto release = co_await helm::openRelease(tools.session, plan.ns, rows->front().name, tools.workers);
  if (!release) co_return release.error();
  CheckedPlan checked;
  auto program = co_await helm::findProgram();
  if (!program) co_return program.error();
  checked.program = *program;
  auto chart = co_await plannedChart(tools, plan, *program);
  if (!chart) co_return chart.error();
  checked.run.release = plan.release;
  checked.run.chart = chart->path;
  checked.run.version = plan.version;
  checked.run.values = plan.overrides;
  checked.run.wait = plan.kind == "upgrade";
  checked.run.timeout = std::chrono::seconds(plan.timeoutSeconds);
  checked.run.description = changeNote(plan.note.empty() ? "Values changed" : plan.note);
  auto diff = co_await previewValues(tools, installation, *program, checked.run, release->manifest);
  if (!diff) co_return diff.error();
  if (diffDigest(*diff) != plan.diffDigest)
    co_return moved(plan, "what it would change in the cluster is no longer what was planned");
  co_return checked;
}

}  // namespace cleardeck::installation
