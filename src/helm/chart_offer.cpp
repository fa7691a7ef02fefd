#include "helm/chart_offer.h"

#include "base/text.h"
#include "helm/json.h"

#include <algorithm>

namespace cleardeck::helm {

namespace {
// Either a list of texts or of maps with kind and description. Source: artifacthub.io/docs/topics/annotations/helm.
std::vector<std::string> changesOf(const yaml::Value& metadata) {
  std::vector<std::string> changes;
  auto list = yaml::parse(textAt(at(metadata, "annotations"), "artifacthub.io/changes"));
  if (!list || !list->is_array()) return changes;
  for (const yaml::Value& change : *list) {
    const std::string kind = textAt(change, "kind");
    const std::string text = change.is_string() ? change.get<std::string>() : textAt(change, "description");
    if (!text.empty()) changes.push_back(kind.empty() ? text : kind + ": " + text);
  }
  return changes;
}

std::string withAlgorithm(const std::string& digest) {
  return digest.empty() || digest.find(':') != std::string::npos ? digest : "sha256:" + digest;
}

/// An index may list hundreds of charts in many megabytes. In the form that helm writes, the lines of one chart can be
/// cut out: "entries:", then "  NAME:", then lines that are indented deeper or begin a list item. "" when the text has
/// another form.
std::string linesOfChart(const std::string& text, const std::string& chart) {
  const std::string entries = "\nentries:\n";
  std::size_t begin = text.rfind("entries:\n", 0) == 0 ? 0 : text.find(entries);
  if (begin == std::string::npos) return std::string();
  begin = text.find("\n  " + chart + ":\n", begin);
  if (begin == std::string::npos) return std::string();
  ++begin;
  std::size_t end = text.find('\n', begin) + 1;
  while (end < text.size()) {
    const std::string_view line = std::string_view(text).substr(end, text.find('\n', end) - end);
    const bool inside = line.empty() || line.rfind("   ", 0) == 0 || line.rfind("  -", 0) == 0;
    if (!inside) break;
    end = std::min(end + line.size() + 1, text.size());
  }
  return "entries:\n" + text.substr(begin, end - begin);
}

Result<yaml::Value> parseIndex(const std::string& text, const std::string& chart) {
  constexpr std::size_t large = 1'000'000;
  if (text.size() > large) {
    auto part = yaml::parse(linesOfChart(text, chart));
    if (part && part->is_object()) return part;
  }
  auto index = yaml::parse(text);
  if (!index) return std::move(index.error()).during("the index");
  if (!at(*index, "entries").is_object())
    return Error(ErrorKind::Invalid, "it is no index of a Helm repository")
        .withHint("Give the address of the repository, the folder of its index.yaml");
  return index;
}

Error noSuchChart(const yaml::Value& entries, const std::string& chart) {
  std::vector<std::string> names;
  for (const auto& entry : entries.items())
    if (names.size() < 10) names.push_back(entry.key());
  return Error(ErrorKind::NotFound, "there is no chart " + chart + " in the repository")
      .withHint(names.empty() ? "It is empty" : "There are: " + text::join(names, ", "));
}
}  // namespace

ChartOffer chartOffer(const yaml::Value& metadata) {
  const ChartMeta meta = chartMeta(metadata);
  ChartOffer offer;
  offer.name = meta.name;
  offer.version = meta.version;
  offer.appVersion = meta.appVersion;
  offer.kubeVersion = meta.kubeVersion;
  offer.description = meta.description;
  offer.deprecated = meta.deprecated;
  offer.home = meta.home;
  offer.created = textAt(metadata, "created");
  offer.digest = withAlgorithm(textAt(metadata, "digest"));
  const auto urls = textsAt(metadata, "urls");
  if (!urls.empty()) offer.location = urls.front();
  offer.changes = changesOf(metadata);
  return offer;
}

void newestFirst(std::vector<ChartOffer>& offers) {
  std::stable_sort(offers.begin(), offers.end(),
                   [](const ChartOffer& a, const ChartOffer& b) { return isOlder(b.version, a.version); });
}

const ChartOffer* find(const std::vector<ChartOffer>& offers, const std::string& version) {
  auto found =
      std::find_if(offers.begin(), offers.end(), [&](const ChartOffer& offer) { return offer.version == version; });
  return found == offers.end() ? nullptr : &*found;
}

Result<std::vector<ChartOffer>> readIndex(const std::string& text, const std::string& chart) {
  auto index = parseIndex(text, chart);
  if (!index) return index.error();
  const yaml::Value& entries = at(*index, "entries");
  const yaml::Value& list = at(entries, chart.c_str());
  if (!list.is_array() || list.empty()) return noSuchChart(entries, chart);
  std::vector<ChartOffer> offers;
  for (const yaml::Value& entry : list) {
    ChartOffer offer = chartOffer(entry);
    // Helm skips entries that are no charts, too.
    if (offer.name == chart && SemVer::parse(offer.version) && !offer.location.empty())
      offers.push_back(std::move(offer));
  }
  if (offers.empty()) return noSuchChart(yaml::Value::object(), chart);
  newestFirst(offers);
  return offers;
}

}  // namespace cleardeck::helm
