/// Where the chart of an upgrade comes from. A values change uses exactly the deployed version or is refused.
#pragma once
#include "helm/chart.h"
#include "helm/program.h"

#include <string>
#include <vector>

namespace cleardeck::helm {

struct ChartSource {
  enum class Kind {
    Embedded,    ///< our own charts folder
    File,        ///< a folder or .tgz that the user chose
    Repository,  ///< a Helm repository or an OCI registry
  };
  ChartSource(Kind k, std::string l, std::string n = std::string())
      : kind(k), location(std::move(l)), name(std::move(n)) {}
  Kind kind;
  std::string location;  ///< path; "https://…" of a repository; "oci://…/name"
  std::string name;      ///< of the chart in an https repository
};

/// The first of the sources that is chart `name` in exactly `version`. A repository's chart is pulled into the user's
/// cache once. Errors: NotFound that says what each source has instead, with what to do.
/// Blocking work happens on `workers`. `program` is used for repositories only.
Task<Chart> pinnedChart(Program program, std::vector<ChartSource> sources, std::string name, std::string version,
                        asio::any_io_executor workers);

}  // namespace cleardeck::helm
