/// Where charts come from. A values change uses exactly the deployed version or is refused; a version upgrade chooses
/// from what a source has (chart_catalog.h).
#pragma once
#include "helm/chart.h"
#include "helm/program.h"

#include <string>
#include <vector>

namespace cleardeck::helm {

struct ChartSource {
  enum class Kind {
    Embedded,    ///< our own charts folder
    File,        ///< a folder or .tgz that the user chose, or a folder of them
    Repository,  ///< a Helm repository or an OCI registry
  };
  ChartSource(Kind k, std::string l, std::string n = std::string())
      : kind(k), location(std::move(l)), name(std::move(n)) {}
  Kind kind;
  std::string location;        ///< path; "https://…" of a repository; "oci://…/name", also with "@sha256:…"
  std::string name;            ///< of the chart in an https repository
  std::string user, password;  ///< of a repository or registry; never written anywhere
  bool isRegistry() const { return location.rfind("oci://", 0) == 0; }
};

/// "https://…", "oci://…", or a path, as a person writes it. `chart` is the name that is looked for in a repository.
/// Errors: NotFound, there is no such path; Invalid, http:// without TLS to another machine.
Result<ChartSource> chartSource(const std::string& text, const std::string& chart);

/// The first of the sources that is chart `name` in exactly `version`. A repository's chart is fetched into the user's
/// cache once, and its digest compared with the index's or the registry's. Errors: NotFound that says what each source
/// has instead, with what to do. Blocking work happens on `workers`.
Task<Chart> pinnedChart(Program program, std::vector<ChartSource> sources, std::string name, std::string version,
                        asio::any_io_executor workers);

}  // namespace cleardeck::helm
