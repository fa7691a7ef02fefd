/// A version of a chart that could be had, as an index or a registry describes it.
#pragma once
#include "helm/chart_meta.h"
#include "helm/semver.h"

#include <string>
#include <vector>

namespace cleardeck::helm {

struct ChartOffer {
  std::string name, version, appVersion, kubeVersion, description;
  std::string created;  ///< RFC 3339, or ""
  bool deprecated = false;
  std::string digest;                ///< "sha256:…" of the archive, or "" when nobody says
  std::string location;              ///< URL or path of the archive or folder
  std::vector<std::string> changes;  ///< annotation artifacthub.io/changes: "fixed: …"
  std::string home;                  ///< tells charts of one name apart
};

/// What a source has of one chart.
struct ChartCatalog {
  std::vector<ChartOffer> offers;  ///< newest first
  /// The source could not be asked now: `offers` is what it had when it answered last.
  std::optional<Error> problem;
};

/// From an entry of an index, or from Chart.yaml.
ChartOffer chartOffer(const yaml::Value& metadata);

/// The versions of `chart` in a repository's index.yaml; newest first. Errors: Invalid, no index; NotFound, no such
/// chart in it (names some that are). CPU: an index of 20 MB takes under a second; call it on a worker.
Result<std::vector<ChartOffer>> readIndex(const std::string& text, const std::string& chart);

void newestFirst(std::vector<ChartOffer>& offers);
/// nullptr when it is not there.
const ChartOffer* find(const std::vector<ChartOffer>& offers, const std::string& version);

}  // namespace cleardeck::helm
