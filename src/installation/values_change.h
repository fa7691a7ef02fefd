/// A change of values from end to end: open the deployed release and its chart, edit (helm::ValuesSession), look at the
/// manifest diff, apply with the chart version pinned, roll back. The window and the command line share it.
#pragma once
#include "helm/chart_source.h"
#include "helm/commands.h"
#include "helm/overrides_file.h"
#include "helm/releases.h"
#include "helm/values_session.h"
#include "helm/values_upgrade.h"
#include "installation/fleet.h"

namespace cleardeck::installation {

/// What the steps need. Cheap to copy.
struct ValuesTools {
  ValuesTools(kube::Session s, std::vector<std::filesystem::path> files, std::vector<helm::ChartSource> sources,
              asio::any_io_executor w)
      : session(std::move(s)), kubeconfigs(std::move(files)), charts(std::move(sources)), workers(std::move(w)) {}
  kube::Session session;
  std::vector<std::filesystem::path> kubeconfigs;  ///< for helm, which runs against exactly this context
  std::vector<helm::ChartSource> charts;           ///< where the pinned chart may come from, best first
  asio::any_io_executor workers;

  helm::ReleaseKey key(const Installation& installation) const {
    return helm::ReleaseKey(session.name(), installation.ns, installation.name);
  }
  helm::Target target(const Installation& installation) const {
    return helm::Target(kubeconfigs, session.name(), installation.ns);
  }
};

/// The file that the user has chosen for the installation, as it was read.
struct OverridesFile {
  std::filesystem::path path;    ///< empty: none is chosen; ClearDeck keeps the overrides by itself
  std::string text;              ///< what a later write replaces
  std::optional<Error> problem;  ///< it cannot be read, or is no values file; the session is over the last good text
};

/// A session plus what could not be had without stopping anything: no helm, or no chart of the deployed version. Then
/// values can be looked at and edited, and `whyNotApply` says what is missing.
struct OpenedValues {
  std::shared_ptr<helm::ValuesSession> session;
  helm::Program program;
  OverridesFile file;
  std::optional<Error> whyNotApply;
};

/// `overridesText` as it stands, a change like any other; when empty the installation's file, brought up to date
/// with what is deployed (ValuesSession::drift()), else what Helm stores.
Task<OpenedValues> openValues(ValuesTools tools, Installation installation, std::string overridesText);

/// What applying `run` would change: rendered by helm on the server, compared with the deployed manifest.
Task<helm::ManifestDiff> previewValues(ValuesTools tools, Installation installation, helm::Program program,
                                       helm::ChartRun run, std::string deployedManifest);

/// Applies while revision `base` is still the newest, then keeps the text as the installation's overrides file. The
/// answer is the new revision. Errors: Conflict, when somebody else has changed the release since.
Task<int> applyValues(ValuesTools tools, Installation installation, helm::Program program, helm::ChartRun run,
                      int base);

/// Writes what is deployed now into the chosen file. Errors: Conflict, it was changed since it was read.
Result<Done> writeChosen(const OverridesFile& file, const std::string& text);

/// Rolls back to `revision`; values, chart and manifest are those of then.
Task<Done> rollbackTo(ValuesTools tools, Installation installation, int revision);

/// Where ClearML's charts may be found: ours at `embedded`, the user's own cache, upstream's repository.
std::vector<helm::ChartSource> chartSources(const std::filesystem::path& embedded);

/// The reader that Fleet is given: opens the Secret and takes the chart's names from it.
ReadSummary summaryReader(asio::any_io_executor workers);

}  // namespace cleardeck::installation
