#include "tracking/golden.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>

namespace cleardeck::test {
namespace {

const Allowed kAllowed[] = {
    {".*", ".*/(active_duration|last_worker|last_worker_report|host|total_runtime|running_time|completed_tasks_24h)",
     "of the recorded machine and moment"},
    {".*", ".*/scroll_id", "an opaque value"},
    {".*", ".*/metric_stats/.*", "ClearML keeps the metrics of the last batch only, we keep all"},
    {"events\\..*", ".*/method", "the SDK sends it by mistake; points are kept as numbers, not as documents"},
    {"events\\..*", ".*/@timestamp", "the time of the test"},
    {"models\\.edit", "/fields/ui_cache", "a cache of the web app, which we do not keep"},
};

std::string textOf(const Json& value) { return value.is_string() ? value.get<std::string>() : std::string(); }

}  // namespace

const Json Exchange::kNone = Json::object();

Json Exchange::data() const {
  const auto& body = response["body"];
  return body.is_object() && body.contains("data") ? body["data"] : Json::object();
}

std::string Exchange::message() const {
  const auto& body = response["body"];
  return body.is_object() && body.contains("meta") ? textOf(body["meta"]["result_msg"]) : std::string();
}

std::vector<Exchange> loadExchanges(const std::string& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::vector<Exchange> all;
  for (const auto& path : files) {
    std::ifstream in(path);
    auto json = Json::parse(in, nullptr, false);
    if (!json.is_object() || !json.contains("request")) continue;
    Exchange one;
    one.folder = path.parent_path().filename();
    one.file = path.filename();
    auto stem = path.stem().string();
    auto dash = stem.find('-');
    one.endpoint = stem.substr(0, dash);
    one.title = dash == stem.npos ? "" : stem.substr(dash + 1);
    one.request = json["request"];
    one.response = json["response"];
    one.trimmed = json.contains("trimmed");
    all.push_back(std::move(one));
  }
  return all;
}

const Allowed* allowedDifference(const std::string& endpoint, const std::string& pointer) {
  for (const auto& allowed : kAllowed)
    if (std::regex_match(endpoint, std::regex(allowed.endpoint)) &&
        std::regex_match(pointer, std::regex(allowed.pointer)))
      return &allowed;
  return nullptr;
}

bool isId(const std::string& text) {
  return text.size() == 32 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

bool isTime(const std::string& text) {
  static const std::regex form("\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d.*");
  return text.size() < 40 && std::regex_match(text, form);
}

std::string Comparison::mapped(std::string text) const {
  for (const auto& [theirs, ours] : m_ids)
    for (std::size_t at = 0; (at = text.find(theirs, at)) != std::string::npos; at += ours.size())
      text.replace(at, theirs.size(), ours);
  return text;
}

void Comparison::report(const std::string& pointer, const std::string& what) {
  if (!allowedDifference(m_endpoint, pointer)) m_differences.push_back(pointer + ": " + what);
}

void Comparison::compareTexts(const std::string& theirs, const std::string& ours, const std::string& pointer) {
  if (isId(theirs) && isId(ours)) {
    m_ids[theirs] = ours;
    return;
  }
  if (isTime(theirs) && isTime(ours) && theirs.size() == ours.size()) return;
  if (theirs.starts_with('<') && theirs.ends_with('>')) return;  // a placeholder
  auto expected = mapped(theirs);
  if (expected == ours || (m_trimmed && theirs.size() >= 60 && ours.starts_with(expected.substr(0, 60)))) return;
  report(pointer, "'" + ours.substr(0, 90) + "' instead of '" + expected.substr(0, 90) + "'");
}

void Comparison::compare(const Json& theirs, const Json& ours, const std::string& pointer) {
  auto kind = [](const Json& value) { return std::string(value.is_number() ? "number" : value.type_name()); };
  if (kind(theirs) != kind(ours)) return report(pointer, kind(ours) + " instead of " + kind(theirs));
  if (theirs.is_object()) return compareObjects(theirs, ours, pointer);
  if (theirs.is_array()) return compareLists(theirs, ours, pointer);
  if (theirs.is_string()) return compareTexts(theirs.get<std::string>(), ours.get<std::string>(), pointer);
  if (theirs.is_number()) {
    auto a = theirs.get<double>(), b = ours.get<double>();
    bool times = a > 1e12 && b > 1e12;
    if (times || std::abs(a - b) <= 1e-6 * std::max(1.0, std::abs(a))) return;
  }
  if (m_trimmed && (pointer == "/total" || pointer == "/returned")) return;  // part of what was counted is cut
  if (theirs != ours) report(pointer, ours.dump().substr(0, 80) + " instead of " + theirs.dump().substr(0, 80));
}

void Comparison::compareObjects(const Json& theirs, const Json& ours, const std::string& pointer) {
  if (theirs.contains("$omitted")) return;  // the recording left it out
  std::set<std::string> keys;
  for (const auto& item : theirs.items()) {
    auto key = mapped(item.key());
    keys.insert(key);
    if (!ours.contains(key))
      report(pointer + "/" + key, "is missing");
    else
      compare(item.value(), ours[key], pointer + "/" + key);
  }
  for (const auto& item : ours.items())
    if (!keys.contains(item.key())) report(pointer + "/" + item.key(), "is not in the recorded answer");
}

void Comparison::compareLists(const Json& theirs, const Json& ours, const std::string& pointer) {
  if (theirs.size() != ours.size() && !m_trimmed)
    return report(pointer, std::to_string(ours.size()) + " items instead of " + std::to_string(theirs.size()));
  for (std::size_t i = 0; i < std::min(theirs.size(), ours.size()); ++i)
    compare(theirs[i], ours[i], pointer + "/" + std::to_string(i));
}

}  // namespace cleardeck::test
