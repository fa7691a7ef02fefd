/// HTTP header lines, for both directions.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cleardeck::net {

struct Header {
  Header(std::string n, std::string v) : name(std::move(n)), value(std::move(v)) {}
  std::string name;
  std::string value;
};

/// A list, because a name may repeat (Impersonate-Group) and every line counts.
class Headers {
 public:
  void add(std::string name, std::string value) { m_lines.emplace_back(std::move(name), std::move(value)); }
  std::optional<std::string_view> find(std::string_view name) const;  ///< the first, case-insensitive
  auto begin() const { return m_lines.begin(); }
  auto end() const { return m_lines.end(); }
  std::size_t size() const { return m_lines.size(); }
  void clear() { m_lines.clear(); }

 private:
  std::vector<Header> m_lines;
};

}  // namespace cleardeck::net
