/// What ClearDeck asks of helm. Every command is an Invocation (pure, tested, can be shown to the user) and a
/// coroutine.
#pragma once
#include "helm/chart.h"
#include "helm/program.h"
#include "helm/release.h"

#include <string>
#include <vector>

namespace cleardeck::helm {

/// A release, a chart on this machine, and the complete overrides.
struct ChartRun {
  ChartRun() = default;
  std::string release;
  std::filesystem::path chart;   ///< folder or .tgz
  std::string version;           ///< of that chart; passed as --version, and checked by pinnedChart()
  std::string values;            ///< YAML, complete; goes to helm's standard input
  std::string description;       ///< for the history; "" is Helm's own
  bool wait = false;             ///< until the workloads are ready
  bool rollBack = false;         ///< upgrade only: wait, and go back by itself when it fails
  bool createNamespace = false;  ///< install only
  std::chrono::seconds timeout{900};
  std::string kubeVersion;  ///< "v1.31.2" for rendering without a cluster; "" when dry-running on the server
  std::function<void(std::string_view line)> onLine;
};

Invocation renderInvocation(const Program& program, const ChartRun& run, bool onServer);
Invocation upgradeInvocation(const Program& program, const ChartRun& run);
Invocation installInvocation(const Program& program, const ChartRun& run);
Invocation rollbackInvocation(const Program& program, const std::string& release, int revision, bool wait);
Invocation uninstallInvocation(const Program& program, const std::string& release, bool keepHistory);

/// The manifest that the run would apply. `onServer` lets the cluster check it and templates look things up.
Task<std::string> render(Program program, Target target, ChartRun run, bool onServer);
/// Values upgrade or version upgrade, by the chart that `run` names: --reset-values, so `run.values` is all there is.
/// The answer is the new revision.
Task<int> upgrade(Program program, Target target, ChartRun run);
Task<int> install(Program program, Target target, ChartRun run);
/// Goes back to `revision` (a new revision is made). Also the way out of a pending release.
Task<Done> rollback(Program program, Target target, std::string release, int revision, bool wait);
Task<Done> uninstall(Program program, Target target, std::string release, bool keepHistory);

struct Revision {
  int revision = 0;
  ReleaseStatus status = ReleaseStatus::Unknown;
  std::string updated;  ///< RFC 3339
  std::string chart;    ///< "clearml-7.14.4"
  std::string appVersion, description;
};
/// Oldest first.
Task<std::vector<Revision>> history(Program program, Target target, std::string release);
/// User-supplied values of a revision (0: the newest); a map. `all` includes the chart's.
Task<yaml::Value> storedValues(Program program, Target target, std::string release, int revision, bool all);

}  // namespace cleardeck::helm
