/// Label selectors (`a=b,c!=d,e in (f,g),!h`) and field selectors, as query strings and as `spec.selector` objects.
#pragma once
#include "base/result.h"
#include "sandbox/kinds.h"

namespace cleardeck::sandbox {

class Selector {
 public:
  /// Errors: Invalid (400) when the label selector cannot be read or a field is not selectable for the kind.
  static Result<Selector> parse(const Kind& kind, const std::string& labels, const std::string& fields);
  /// A LabelSelector object or a plain map of labels; matches nothing when it is null.
  static Selector ofObject(const Json& selector);

  bool matches(const Json& object) const;
  bool matchesLabels(const Json& labels) const;
  bool empty() const { return m_labels.empty() && m_fields.empty() && !m_nothing; }

 private:
  enum class Operator { In, NotIn, Exists, DoesNotExist };
  struct Requirement {
    std::string key;
    Operator op = Operator::In;
    std::vector<std::string> values;
  };
  struct Field {
    std::vector<std::string> path;
    std::string value;
    bool equal = true;
  };
  static Result<Requirement> parseRequirement(std::string_view text);
  static Result<Field> parseField(const Kind& kind, std::string_view text);
  std::vector<Requirement> m_labels;
  std::vector<Field> m_fields;
  bool m_nothing = false;
};

}  // namespace cleardeck::sandbox
