#include "helm/random_chart.h"

#include <fstream>

namespace cleardeck::test {

using yaml::Value;

Value ChartWriter::value(int depth) {
  switch (below(depth < 3 ? 10 : 6)) {
    case 0: return nullptr;
    case 1: return below(100);
    case 2: return "text" + std::to_string(below(9));
    case 3: return oneIn(2);
    case 4: return Value::array({below(9), Value::object({{"k", nullptr}})});
    case 5: return Value::object();
    default: break;
  }
  Value map = Value::object();
  for (std::size_t i = below(4); i > 0; --i) map[std::string(1, static_cast<char>('a' + below(4)))] = value(depth + 1);
  return map;
}

/// Of a chart, or overrides of one: few keys, so that they meet.
Value ChartWriter::values(const std::vector<std::string>& subcharts, bool override) {
  Value map = Value::object();
  for (std::size_t i = below(5); i > 0; --i) map[std::string(1, static_cast<char>('a' + below(5)))] = value(0);
  if (!oneIn(3)) map["global"] = oneIn(12) ? Value(nullptr) : Value::object({{"g", value(1)}, {"h", value(1)}});
  if (oneIn(3)) map["tags"] = Value::object({{"t", oneIn(2)}, {"u", oneIn(2)}});
  if (!override || oneIn(4))
    map["exports"] = Value::object({{"data", value(1)}, {"more", Value::object({{"m", value(1)}})}});
  if (oneIn(3)) map["enabled"] = oneIn(3);
  for (const std::string& key : subcharts) {
    if (oneIn(3)) continue;
    map[key] = values({}, true);
    if (oneIn(4)) map[key]["enabled"] = oneIn(2);
    if (oneIn(25)) map[key] = oneIn(2) ? Value(nullptr) : Value("no map");
  }
  return map;
}

Value ChartWriter::dependency(const std::string& name, const std::string& key) {
  Value made = Value::object({{"name", name}, {"version", "0.1.0"}, {"repository", ""}});
  if (key != name) made["alias"] = key;
  if (oneIn(2)) made["condition"] = oneIn(3) ? "nowhere.enabled," + key + ".enabled" : key + ".enabled";
  if (oneIn(3)) made["tags"] = oneIn(2) ? Value::array({"t"}) : Value::array({"t", "u"});
  if (oneIn(3)) made["import-values"] = Value::array({"data"});
  if (oneIn(4)) made["import-values"].push_back(Value::object({{"child", "exports.more"}, {"parent", "a"}}));
  if (oneIn(6)) made["import-values"].push_back(Value::object({{"child", "b"}, {"parent", "imported.deep"}}));
  return made;
}

/// The keys of its sub-charts.
std::vector<std::string> ChartWriter::chart(const std::filesystem::path& folder, const std::string& name, int depth) {
  std::filesystem::create_directories(folder);
  Value meta = Value::object({{"apiVersion", "v2"}, {"name", name}, {"version", "0.1.0"}});
  std::vector<std::string> keys;
  for (std::size_t i = depth < 3 ? below(depth == 0 ? 4 : 3) : 0; i > 0; --i) {
    std::string sub = "c" + std::to_string(m_charts++);
    chart(folder / "charts" / sub, sub, depth + 1);
    bool declared = !oneIn(5);
    std::string key = declared && oneIn(3) ? sub + "alias" : sub;
    if (declared) meta["dependencies"].push_back(dependency(sub, key));
    keys.push_back(key);
    // The same chart once more; helm 3 mixes up the aliases below such a one, so only where there is nothing below.
    if (!declared || !oneIn(4) || std::filesystem::exists(folder / "charts" / sub / "charts")) continue;
    keys.push_back(sub + "twin");
    meta["dependencies"].push_back(dependency(sub, keys.back()));
  }
  std::ofstream(folder / "Chart.yaml") << yaml::toYaml(meta);
  std::ofstream(folder / "values.yaml") << yaml::toYaml(values(keys, false));
  return keys;
}

Value ChartWriter::write(const std::filesystem::path& folder) {
  m_charts = 0;
  auto keys = chart(folder, "root", 0);
  std::filesystem::create_directories(folder / "templates");
  std::ofstream(folder / "templates/values.yaml")
      << "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: echo\ndata:\n  values: {{ .Values | toJson | quote }}\n";
  return values(keys, true);
}

}  // namespace cleardeck::test
