#include "installation/upgrade_facts.h"

#include "helm/json.h"
#include "installation/upgrade_data.h"

#include <algorithm>

namespace cleardeck::installation {
namespace {

using yaml::Value;

ChartRow readRow(const Value& source) {
  ChartRow row;
  row.from = helm::textAt(source, "from");
  row.makeup.clearml = helm::textAt(source, "clearml");
  row.makeup.mongodb = helm::textAt(source, "mongodb");
  row.makeup.elasticsearch = helm::textAt(source, "elasticsearch");
  row.fcv = helm::textAt(source, "fcv");
  return row;
}

UpgradeTrap readTrap(const Value& source) {
  UpgradeTrap trap;
  trap.crossing = helm::textAt(source, "crossing");
  trap.title = helm::textAt(source, "title");
  trap.why = helm::textAt(source, "why");
  trap.before = helm::textsAt(source, "before");
  trap.after = helm::textsAt(source, "after");
  trap.notes = helm::textsAt(source, "notes");
  trap.restarts = helm::textsAt(source, "restarts");
  return trap;
}

ChartFacts readChartFacts(const Value& source) {
  ChartFacts facts;
  for (const Value& row : helm::at(source, "versions")) facts.versions.push_back(readRow(row));
  for (const Value& trap : helm::at(source, "traps")) facts.traps.push_back(readTrap(trap));
  for (const Value& group : helm::at(source, "renames")) {
    std::vector<helm::RenamedKey> keys;
    for (const Value& key : helm::at(group, "keys"))
      keys.push_back({helm::textAt(key, "from"), helm::textAt(key, "to")});
    facts.renames.emplace_back(helm::textAt(group, "crossing"), std::move(keys));
  }
  for (const Value& image : helm::at(source, "vanished"))
    facts.vanished.push_back(
        {helm::textAt(image, "value"), helm::textAt(image, "image"), helm::textAt(image, "instead")});
  const Value& paths = helm::at(source, "paths");
  facts.clearmlPath = helm::textAt(paths, "clearml");
  facts.mongodbPath = helm::textAt(paths, "mongodb");
  facts.elasticsearchPath = helm::textAt(paths, "elasticsearch");
  return facts;
}

bool isVersion(const std::string& text) { return helm::SemVer::parse(text).has_value(); }

Result<Done> checkFacts(const UpgradeFacts& facts) {
  auto bad = [](const std::string& what) { return Error(ErrorKind::Invalid, "the facts of upgrades: " + what); };
  if (facts.mongodbSeries.empty() || facts.elasticsearchFrom.empty()) return bad("no series of databases");
  for (const auto& [server, series] : facts.raisesFcv)
    if (!isVersion(server) || !isVersion(series)) return bad("server " + server);
  for (Flavour flavour : {Flavour::ClearDeck, Flavour::Upstream}) {
    if (!facts.charts.count(flavour)) return bad("a chart is missing");
    const ChartFacts& chart = facts.of(flavour);
    if (chart.versions.empty() || chart.clearmlPath.empty()) return bad("a chart without versions or paths");
    for (const ChartRow& row : chart.versions)
      if (!isVersion(row.from) || !isVersion(row.fcv)) return bad("chart version " + row.from);
    for (const UpgradeTrap& trap : chart.traps)
      if (!isVersion(trap.crossing) || trap.why.empty()) return bad("trap " + trap.crossing);
  }
  return Done();
}

const Value* tagAt(const Value& effective, const std::string& path) {
  auto parsed = yaml::parsePath(path);
  const Value* found = parsed ? yaml::find(effective, *parsed) : nullptr;
  return found && found->is_string() && isVersion(found->get<std::string>()) ? found : nullptr;
}

bool isOff(const Value& effective, const char* part) {
  const Value& enabled = helm::at(helm::at(effective, part), "enabled");
  return enabled.is_boolean() && !enabled.get<bool>();
}

}  // namespace

Result<UpgradeFacts> readUpgradeFacts(std::string_view text) {
  auto source = yaml::parse(text);
  if (!source) return std::move(source.error()).during("the facts of upgrades");
  UpgradeFacts facts;
  facts.mongodbSeries = helm::textsAt(*source, "mongodb");
  for (const auto& [major, from] : helm::at(*source, "elasticsearchFrom").items())
    if (auto version = helm::SemVer::parse(major); version && from.is_string())
      facts.elasticsearchFrom[version->major] = from.get<std::string>();
  for (const Value& server : helm::at(*source, "servers"))
    facts.raisesFcv.emplace_back(helm::textAt(server, "clearml"), helm::textAt(server, "raisesTo"));
  for (const Value& passage : helm::at(*source, "passages"))
    facts.passages.push_back(
        {helm::textAt(passage, "through"), helm::textAt(passage, "to"), helm::textAt(passage, "why")});
  const Value& charts = helm::at(*source, "charts");
  if (charts.contains("upstream")) facts.charts[Flavour::Upstream] = readChartFacts(charts["upstream"]);
  if (charts.contains("cleardeck")) facts.charts[Flavour::ClearDeck] = readChartFacts(charts["cleardeck"]);
  if (auto checked = checkFacts(facts); !checked) return checked.error();
  return facts;
}

const UpgradeFacts& upgradeFacts() {
  // A test reads the same text; a program with a broken one is not built.
  static const UpgradeFacts facts = [] {
    auto read = readUpgradeFacts(upgradeFactsText());
    return read ? *read : UpgradeFacts();
  }();
  return facts;
}

Flavour flavourOf(const Value& chartYaml) {
  for (const Value& maintainer : helm::at(chartYaml, "maintainers"))
    if (helm::textAt(maintainer, "name") == "ClearDeck authors") return Flavour::ClearDeck;
  return Flavour::Upstream;
}

const char* name(Flavour flavour) { return flavour == Flavour::ClearDeck ? "ClearDeck's chart" : "ClearML's chart"; }

const ChartRow* rowOf(const ChartFacts& facts, const std::string& chartVersion) {
  const ChartRow* best = nullptr;
  for (const ChartRow& row : facts.versions)
    if (!helm::isOlder(chartVersion, row.from)) best = &row;
  return best;
}

Makeup makeupOf(const ChartFacts& facts, const helm::ChartMeta& chart, const Value& effective) {
  Makeup makeup;
  if (const ChartRow* row = rowOf(facts, chart.version)) makeup = row->makeup;
  if (isVersion(chart.appVersion)) makeup.clearml = chart.appVersion;
  if (const Value* tag = tagAt(effective, facts.clearmlPath)) makeup.clearml = *tag;
  if (const Value* tag = tagAt(effective, facts.mongodbPath)) makeup.mongodb = *tag;
  if (const Value* tag = tagAt(effective, facts.elasticsearchPath)) makeup.elasticsearch = *tag;
  if (const Value* tag = tagAt(effective, "redis.image.tag")) makeup.redis = *tag;
  if (isOff(effective, "mongodb")) makeup.mongodb.clear();
  if (isOff(effective, "elasticsearch")) makeup.elasticsearch.clear();
  if (isOff(effective, "redis")) makeup.redis.clear();
  return makeup;
}

std::vector<VanishedImage> vanishedImages(const ChartFacts& facts, const Value& effective) {
  std::vector<VanishedImage> gone;
  for (const VanishedImage& image : facts.vanished) {
    auto path = yaml::parsePath(image.value);
    const Value* used = path ? yaml::find(effective, *path) : nullptr;
    if (used && used->is_string() && used->get<std::string>() == image.image) gone.push_back(image);
  }
  return gone;
}

std::vector<helm::RenamedKey> renamesBetween(const ChartFacts& facts, const std::string& from, const std::string& to) {
  std::vector<helm::RenamedKey> keys;
  for (const auto& [crossing, renamed] : facts.renames)
    if (helm::isOlder(from, crossing) && !helm::isOlder(to, crossing))
      keys.insert(keys.end(), renamed.begin(), renamed.end());
  return keys;
}

}  // namespace cleardeck::installation
