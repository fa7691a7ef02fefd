/// What is known of ClearML's versions: which databases belong to which server, which steps must be walked, what a
/// chart does on the way. The data is resources/upgrades/clearml.yaml, built into the program.
#pragma once
#include "helm/chart_offer.h"
#include "helm/rebase.h"
#include "installation/model.h"

#include <map>

namespace cleardeck::installation {

/// The versions of what runs, as image tags or series: "2.0.0-613", "6.0". "" is not part of the release, or unknown.
struct Makeup {
  std::string clearml, mongodb, elasticsearch, redis;
};

struct ChartRow {  ///< from this version of the chart on
  std::string from;
  Makeup makeup;
  std::string fcv;  ///< the lowest that its data may have
};
struct UpgradeTrap {
  std::string crossing;  ///< concerns a step from below this version to it or above
  std::string title, why;
  std::vector<std::string> before, after, notes, restarts;
};
struct VanishedImage {
  std::string value, image, instead;
};
struct ChartFacts {
  std::vector<ChartRow> versions;
  std::vector<UpgradeTrap> traps;
  std::vector<std::pair<std::string, std::vector<helm::RenamedKey>>> renames;  ///< by the version that is crossed
  std::vector<VanishedImage> vanished;
  std::string clearmlPath, mongodbPath, elasticsearchPath;  ///< values that name the image tags
};
struct Passage {
  std::string through, to, why;
};

struct UpgradeFacts {
  std::vector<std::string> mongodbSeries;                      ///< oldest first
  std::map<std::uint64_t, std::string> elasticsearchFrom;      ///< by major version
  std::vector<std::pair<std::string, std::string>> raisesFcv;  ///< server, and the FCV that it raises to
  std::vector<Passage> passages;
  std::map<Flavour, ChartFacts> charts;

  const ChartFacts& of(Flavour flavour) const { return charts.at(flavour); }
};

/// Errors: Invalid, names the place.
Result<UpgradeFacts> readUpgradeFacts(std::string_view yaml);
/// The built-in ones.
const UpgradeFacts& upgradeFacts();

/// Both charts are named "clearml"; ours names its maintainers.
Flavour flavourOf(const yaml::Value& chartYaml);
const char* name(Flavour flavour);  ///< "ClearDeck's chart", "ClearML's chart"

/// What the effective values of a chart bring; what they do not tell comes from the table of its versions.
Makeup makeupOf(const ChartFacts& facts, const helm::ChartMeta& chart, const yaml::Value& effective);
/// Images that these effective values name and the registry no longer has.
std::vector<VanishedImage> vanishedImages(const ChartFacts& facts, const yaml::Value& effective);
/// From the table alone.
const ChartRow* rowOf(const ChartFacts& facts, const std::string& chartVersion);
/// Renames on the way from one version of the chart to another.
std::vector<helm::RenamedKey> renamesBetween(const ChartFacts& facts, const std::string& from, const std::string& to);

}  // namespace cleardeck::installation
