#include "helm/values_check.h"

#include "base/text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <set>

namespace cleardeck::helm {

namespace {
using yaml::Path;
using yaml::Value;

std::string keyOf(const Path& path) {
  auto* key = path.empty() ? nullptr : std::get_if<std::string>(&path.back());
  return key ? *key : std::string();
}

constexpr double firstNodePort = 30000, lastNodePort = 32767;  // of a cluster that nobody told otherwise

bool isTemplate(const Value& value) {
  return value.is_string() && value.get_ref<const std::string&>().find("{{") != std::string::npos;
}

/// The text of a quantity: a number is one too.
std::string quantityText(const Value& value) {
  return value.is_string() ? value.get<std::string>() : yaml::toJson(value);
}

/// Walks the combined values once and collects what is wrong.
class Checker {
 public:
  Checker(const Value& values, const Value& overrides) : m_overrides(overrides) { collectNodePorts(values); }

  void walk(const Value& value) {
    if (value.is_array()) {
      for (std::size_t i = 0; i < value.size(); ++i) step(yaml::Step(i), value[i]);
      return;
    }
    if (!value.is_object()) return;
    if (keyOf(m_at) == "resources") checkResources(value);
    for (const auto& [key, item] : value.items()) step(yaml::Step(key), item);
    checkNodePort(value);
  }

  /// Does the form know it as a quantity, where its name does not say so?
  void checkField(const Field& field, const Value& value) {
    bool quantity = field.widget == Widget::Quantity || field.widget == Widget::Cpu;
    if (quantity && !field.unit.empty()) return;  // a plain number with a unit of its own
    if (quantity) checkQuantity(field.path, value, field.widget == Widget::Cpu);
    if (field.widget == Widget::Port) checkPort(field.path, value);
    if (field.widget == Widget::Json) checkJson(field.path, value);
  }

  std::vector<Problem> take() { return std::move(m_problems); }

 private:
  void step(yaml::Step step, const Value& item) {
    m_at.push_back(std::move(step));
    checkScalar(item);
    walk(item);
    m_at.pop_back();
  }

  void say(const Path& path, const std::string& message, Severity severity = Severity::Error, Fix fix = {}) {
    std::string text = yaml::toString(path);
    if (std::none_of(m_problems.begin(), m_problems.end(), [&](const Problem& one) { return one.path == text; }))
      m_problems.push_back({text, message, true, severity, std::move(fix)});
  }

  static Fix use(const Value& value) {
    std::string text = value.is_string() ? value.get<std::string>() : yaml::toJson(value);
    return {Fix::Kind::Set, "Use " + text, value, {}};
  }

  void collectNodePorts(const Value& value) {
    if (!value.is_structured()) return;
    for (const auto& [key, item] : value.items()) {
      if (value.is_object() && text::toLower(key) == "nodeport" && item.is_number())
        m_usedPorts.insert(item.get<double>());
      collectNodePorts(item);
    }
  }

  /// 8008 becomes 30008, or the next one that no other value has.
  Fix freePort(double port) const {
    double base =
        port >= firstNodePort && port <= lastNodePort ? port : firstNodePort + std::fmod(std::abs(port), 1000);
    for (double free = std::floor(base); free <= lastNodePort; ++free)
      if (m_usedPorts.count(free) == 0) return use(static_cast<std::int64_t>(free));
    return {};
  }

  void checkScalar(const Value& value) {
    if (value.is_null() || value.is_structured() || isTemplate(value)) return;
    std::string key = text::toLower(keyOf(m_at));
    if (key == "nodeport" || key == "containerport") checkPort(m_at, value);
    if (key == "hostname" || key == "host") checkHost(value);
    if (value.is_number_integer() && std::abs(value.get<double>()) >= 1'000'000 && yaml::find(m_overrides, m_at))
      say(m_at, "Helm prints whole numbers from 1,000,000 as 1e+06: write it in quotes if it goes into text",
          Severity::Warning);
  }

  void checkPort(const Path& path, const Value& value) {
    if (value.is_null() || isTemplate(value) || (value.is_string() && value.get<std::string>().empty())) return;
    double port = 0;
    if (value.is_number()) {
      port = value.get<double>();
    } else if (value.is_string()) {
      auto text = value.get<std::string>();
      auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), port);
      if (failure != std::errc() || end != text.data() + text.size()) return;  // a port may have a name
    }
    bool node = text::toLower(keyOf(path)) == "nodeport";
    if (node && port == 0) return;
    if (port < 1 || port > 65535 || port != std::floor(port))
      say(path, "a port is a whole number from 1 to 65535", Severity::Error, node ? freePort(port) : Fix());
    else if (node && (port < firstNodePort || port > lastNodePort))
      say(path, "Kubernetes takes node ports from 30000 to 32767 unless the cluster says otherwise", Severity::Warning,
          freePort(port));
  }

  void checkHost(const Value& value) {
    bool ingress = std::any_of(m_at.begin(), m_at.end(), [](const yaml::Step& step) {
      auto* key = std::get_if<std::string>(&step);
      return key && text::toLower(*key).find("ingress") != std::string::npos;
    });
    if (!ingress || !value.is_string()) return;
    auto host = value.get<std::string>();
    std::size_t scheme = host.find("://");
    std::string bare = scheme == std::string::npos ? host : host.substr(scheme + 3);
    bare = bare.substr(0, bare.find_first_of("/: "));
    Fix fix = bare.empty() ? Fix() : use(bare);
    if (scheme != std::string::npos)
      say(m_at, "an ingress host is a name without scheme: " + host.substr(scheme + 3), Severity::Error, fix);
    else if (host.find_first_of("/: ") != std::string::npos)
      say(m_at, "an ingress host is a name only, without port and path", Severity::Error, fix);
  }

  void checkJson(const Path& path, const Value& value) {
    if (!value.is_string() || value.get<std::string>().empty() || isTemplate(value)) return;
    if (!yaml::fromJson(value.get<std::string>())) say(path, "it is no JSON");
  }

  std::optional<double> checkQuantity(const Path& path, const Value& value, bool cpu) {
    if (value.is_null() || value.is_structured() || value.is_boolean() || isTemplate(value)) return std::nullopt;
    std::string text = quantityText(value);
    if (text.empty()) return std::nullopt;
    auto amount = parseQuantity(text);
    if (!amount)
      say(path,
          cpu ? "it must be an amount of CPU, such as 500m or 2" : "it must be a quantity, such as 512Mi or 50Gi");
    else if (!cpu && text.back() == 'm')
      say(path, text + " is a thousandth of a byte each: is " + text.substr(0, text.size() - 1) + "Mi meant?",
          Severity::Warning, use(text.substr(0, text.size() - 1) + "Mi"));
    return amount;
  }

  void checkResources(const Value& resources) {
    std::map<std::string, std::map<std::string, double>> amounts;
    for (const char* part : {"requests", "limits"}) {
      auto found = resources.find(part);
      if (found == resources.end() || !found->is_object()) continue;
      for (const auto& [name, value] : found->items()) {
        Path path = m_at;
        path.emplace_back(std::string(part));
        path.emplace_back(name);
        if (auto amount = checkQuantity(path, value, name == "cpu")) amounts[name][part] = *amount;
      }
    }
    for (const auto& [name, both] : amounts) {
      if (both.size() < 2 || both.at("requests") <= both.at("limits")) continue;
      Path path = m_at;
      path.emplace_back(std::string("requests"));
      path.emplace_back(name);
      say(path, "more " + name + " is requested than the limit allows; Kubernetes refuses such a pod", Severity::Error,
          use(resources["limits"][name]));
    }
  }

  /// Of Services that have node ports: two of the same number cannot both be made.
  void checkNodePort(const Value& service) {
    auto port = service.find("nodePort");
    auto type = service.find("type");
    if (port == service.end() || !port->is_number() || port->get<double>() == 0) return;
    if (type != service.end() && type->is_string() && *type == "ClusterIP") return;
    Path path = m_at;
    path.emplace_back(std::string("nodePort"));
    auto [first, fresh] = m_nodePorts.emplace(port->get<double>(), path);
    if (!fresh)
      say(path, "the same node port as " + yaml::toString(first->second), Severity::Error, freePort(first->first));
  }

  const Value& m_overrides;
  Path m_at;
  std::map<double, Path> m_nodePorts;
  std::set<double> m_usedPorts;
  std::vector<Problem> m_problems;
};
}  // namespace

std::optional<double> parseQuantity(const std::string& text) {
  static const std::map<std::string, double> units{{"", 1},        {"n", 1e-9},    {"u", 1e-6},    {"m", 1e-3},
                                                   {"k", 1e3},     {"M", 1e6},     {"G", 1e9},     {"T", 1e12},
                                                   {"P", 1e15},    {"E", 1e18},    {"Ki", 1024.0}, {"Mi", 1048576.0},
                                                   {"Gi", 0x1p30}, {"Ti", 0x1p40}, {"Pi", 0x1p50}, {"Ei", 0x1p60}};
  std::size_t begin = !text.empty() && (text[0] == '+' || text[0] == '-');
  std::size_t end = begin;
  std::size_t digits = 0;
  for (; end < text.size() && (text[end] == '.' || (text[end] >= '0' && text[end] <= '9')); ++end)
    digits += text[end] != '.';
  if (digits == 0 || std::count(text.begin(), text.end(), '.') > 1) return std::nullopt;
  double number = 0;
  std::from_chars(text.data() + begin, text.data() + end, number);
  if (text[0] == '-') number = -number;
  std::string unit = text.substr(end);
  if (auto known = units.find(unit); known != units.end()) return number * known->second;
  if (unit.size() < 2 || (unit[0] != 'e' && unit[0] != 'E')) return std::nullopt;
  int exponent = 0;
  std::size_t sign = unit[1] == '+';
  auto [stop, failure] = std::from_chars(unit.data() + 1 + sign, unit.data() + unit.size(), exponent);
  if (failure != std::errc() || stop != unit.data() + unit.size()) return std::nullopt;
  return number * std::pow(10, exponent);
}

std::vector<Problem> checkValues(const std::vector<Field>& fields, const Value& values, const Value& overrides) {
  Checker checker(values, overrides);
  checker.walk(values);
  for (const Field& field : fields)
    if (const Value* value = yaml::find(values, field.path)) checker.checkField(field, *value);
  return checker.take();
}

}  // namespace cleardeck::helm
