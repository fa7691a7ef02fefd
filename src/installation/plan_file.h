/// A change that was looked at, in a file: applied later only when nothing has moved in between. The file holds the
/// overrides as they are, with every secret that is in them, and nothing else that is secret; its mode is 0600.
#pragma once
#include "installation/values_change.h"

namespace cleardeck::installation {

struct PlanFile {
  std::string kind;  ///< "values" or "upgrade"
  std::string context, ns, release;
  int base = 0;                 ///< revision that it stands on
  std::string made, by;         ///< RFC 3339; "ada@desk"
  std::string fromVersion;      ///< of the chart, before
  std::string chart, version;   ///< to be used
  std::string chartDigest;      ///< helm::chartDigest
  std::string source;           ///< where the chart is: path, https://, oci://
  std::string overrides;        ///< the whole text
  std::string overridesDigest;  ///< of that text: a plan that was edited is refused
  std::string diffDigest;       ///< of what it changes in the cluster
  std::vector<std::string> summary;
  std::vector<std::string> noWayBack;  ///< what a rollback cannot undo
  std::string note;                    ///< for the history
  int timeoutSeconds = 900;
};

/// Everything that a run says; `fromVersion`, `kind`, `noWayBack` are the caller's. Blocking: reads the chart.
Result<PlanFile> planOfRun(const ValuesTools& tools, const Installation& installation, const helm::ChartRun& run,
                           int base, const helm::ManifestDiff& diff, const std::string& source);
Result<Done> writePlan(const std::filesystem::path& file, const PlanFile& plan);
/// Errors: Invalid, no plan of ours, or one that was edited.
Result<PlanFile> readPlan(const std::filesystem::path& file);

/// The digest of a diff; secrets are masked in it, so it tells nothing of them.
std::string diffDigest(const helm::ManifestDiff& diff);

/// The run of the plan, after proof that nothing has moved. Errors: Conflict: the revision, the chart, or what the
/// server's dry run says would change.
struct CheckedPlan {
  helm::Program program;
  helm::ChartRun run;
};
Task<CheckedPlan> checkPlan(ValuesTools tools, Installation installation, PlanFile plan);

}  // namespace cleardeck::installation
