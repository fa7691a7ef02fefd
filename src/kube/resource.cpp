#include "kube/resource.h"

#include "base/text.h"

#include <algorithm>

namespace cleardeck::kube {

std::string collectionTarget(const ResourcePath& path, std::string_view ns) {
  std::string target = path.group.empty() ? "/api/" : "/apis/" + std::string(path.group) + "/";
  target += path.version;
  if (path.namespaced && !ns.empty()) target += "/namespaces/" + text::urlEncode(ns);
  return target + "/" + std::string(path.plural);
}

std::string objectTarget(const ResourcePath& path, std::string_view ns, std::string_view name) {
  return collectionTarget(path, ns) + "/" + text::urlEncode(name);
}

std::vector<std::pair<std::string_view, std::string_view>> Labels::pairs() const {
  std::vector<std::pair<std::string_view, std::string_view>> all;
  for (std::size_t at = 0; at < m_text.size();) {
    std::string_view key(m_text.c_str() + at);
    std::string_view value(m_text.c_str() + at + key.size() + 1);
    all.emplace_back(key, value);
    at += key.size() + value.size() + 2;
  }
  return all;
}

void Labels::set(std::string_view key, std::string_view value) {
  if (key.find('\0') != key.npos || value.find('\0') != value.npos) return;  // no label can be so
  auto all = pairs();
  auto place = std::lower_bound(all.begin(), all.end(), key, [](const auto& pair, auto k) { return pair.first < k; });
  if (place != all.end() && place->first == key)
    place->second = value;
  else
    all.emplace(place, key, value);
  std::string joined;
  for (auto [k, v] : all) joined.append(k).append(1, '\0').append(v).append(1, '\0');
  m_text = std::move(joined);
}

std::string_view Labels::find(std::string_view key) const {
  for (auto [k, v] : pairs())
    if (k == key) return v;
  return std::string_view();
}

bool Labels::contains(std::string_view key, std::string_view value) const {
  for (auto [k, v] : pairs())
    if (k == key) return v == value;
  return false;
}

bool Labels::match(const Labels& selector) const {
  if (selector.empty()) return false;
  for (auto [k, v] : selector.pairs())
    if (!contains(k, v)) return false;
  return true;
}

std::string Labels::selectorText() const {
  std::string joined;
  for (auto [k, v] : pairs()) joined.append(joined.empty() ? "" : ",").append(k).append("=").append(v);
  return joined;
}

const Condition* find(const std::vector<Condition>& conditions, std::string_view type) {
  for (const auto& condition : conditions)
    if (condition.type == type) return &condition;
  return nullptr;
}

}  // namespace cleardeck::kube
