#include "sandbox/selector.h"

#include "base/text.h"
#include "sandbox/status.h"

#include <algorithm>

namespace cleardeck::sandbox {
namespace {

/// Splits at commas outside parentheses.
std::vector<std::string> parts(std::string_view text) {
  std::vector<std::string> result;
  std::string part;
  int depth = 0;
  for (char c : text) {
    if (c == '(') ++depth;
    if (c == ')') --depth;
    if (c != ',' || depth > 0) {
      part += c;
      continue;
    }
    result.push_back(std::exchange(part, std::string()));
  }
  if (!text::trim(part).empty()) result.push_back(part);
  return result;
}

std::string clean(std::string_view text) { return std::string(text::trim(text)); }

/// What the API server lets one select by, besides metadata.name and metadata.namespace.
bool isSelectable(const Kind& kind, std::string_view field) {
  if (field == "metadata.name" || field == "metadata.namespace") return true;
  if (kind.plural == "pods")
    return field == "status.phase" || field == "spec.nodeName" || field == "spec.restartPolicy" ||
           field == "status.podIP";
  if (kind.plural == "events")
    return field.starts_with("involvedObject.") || field == "reason" || field == "type" || field == "source" ||
           field == "reportingComponent";
  if (kind.plural == "secrets") return field == "type";
  if (kind.plural == "namespaces") return field == "status.phase";
  if (kind.plural == "nodes") return field == "spec.unschedulable";
  return kind.plural == "jobs" && field == "status.successful";
}

}  // namespace

Result<Selector::Requirement> Selector::parseRequirement(std::string_view text) {
  Requirement made;
  auto all = clean(text);
  auto open = all.find('(');
  if (open != std::string::npos && all.back() == ')') {
    auto head = clean(all.substr(0, open));
    auto blank = head.find(' ');
    if (blank == std::string::npos) return badRequest("unable to parse requirement: " + all);
    auto word = clean(head.substr(blank));
    if (word != "in" && word != "notin") return badRequest("unable to parse requirement: " + all);
    made.key = head.substr(0, blank);
    made.op = word == "in" ? Operator::In : Operator::NotIn;
    for (const auto& value : text::split(all.substr(open + 1, all.size() - open - 2), ','))
      made.values.push_back(clean(value));
    return made;
  }
  auto equal = all.find('=');
  if (equal == std::string::npos) {
    made.op = all.starts_with('!') ? Operator::DoesNotExist : Operator::Exists;
    made.key = clean(all.starts_with('!') ? all.substr(1) : all);
  } else {
    bool differs = equal > 0 && all[equal - 1] == '!';
    made.op = differs ? Operator::NotIn : Operator::In;
    made.key = clean(all.substr(0, differs ? equal - 1 : equal));
    made.values.push_back(clean(all.substr(
        all.find_first_not_of('=', equal) == std::string::npos ? all.size() : all.find_first_not_of('=', equal))));
  }
  if (made.key.empty() || made.key.find(' ') != std::string::npos)
    return badRequest("unable to parse requirement: " + all);
  return made;
}

Result<Selector::Field> Selector::parseField(const Kind& kind, std::string_view text) {
  auto equal = text.find('=');
  if (equal == std::string_view::npos) return badRequest("invalid field selector: \"" + std::string(text) + "\"");
  Field made;
  made.equal = equal == 0 || text[equal - 1] != '!';
  auto name = clean(text.substr(0, made.equal ? equal : equal - 1));
  auto value = text.substr(equal + 1);
  made.value = clean(value.starts_with('=') ? value.substr(1) : value);
  if (!isSelectable(kind, name)) return badRequest("field label not supported: " + name);
  if (name == "source") name = "source.component";
  made.path = text::split(name, '.');
  return made;
}

Result<Selector> Selector::parse(const Kind& kind, const std::string& labels, const std::string& fields) {
  Selector selector;
  for (const auto& part : parts(labels)) {
    auto requirement = parseRequirement(part);
    if (!requirement) return requirement.error();
    selector.m_labels.push_back(std::move(*requirement));
  }
  for (const auto& part : parts(fields)) {
    auto field = parseField(kind, part);
    if (!field) return field.error();
    selector.m_fields.push_back(std::move(*field));
  }
  return selector;
}

Selector Selector::ofObject(const Json& object) {
  Selector selector;
  bool structured = object.contains("matchLabels") || object.contains("matchExpressions");
  const Json& labels = structured ? at(object, {"matchLabels"}) : object;
  selector.m_nothing = !object.is_object() || object.empty();
  if (labels.is_object())
    for (const auto& [key, value] : labels.items())
      if (value.is_string()) selector.m_labels.push_back({key, Operator::In, {value.get<std::string>()}});
  const Json& expressions = at(object, {"matchExpressions"});
  if (expressions.is_array())
    for (const auto& expression : expressions) {
      auto name = textAt(expression, {"operator"});
      Requirement made{textAt(expression, {"key"}), Operator::In, {}};
      if (name == "NotIn") made.op = Operator::NotIn;
      if (name == "Exists") made.op = Operator::Exists;
      if (name == "DoesNotExist") made.op = Operator::DoesNotExist;
      for (const auto& value : at(expression, {"values"}))
        if (value.is_string()) made.values.push_back(value.get<std::string>());
      selector.m_labels.push_back(std::move(made));
    }
  return selector;
}

bool Selector::matchesLabels(const Json& labels) const {
  if (m_nothing) return false;
  for (const auto& requirement : m_labels) {
    auto found = labels.is_object() ? labels.find(requirement.key) : labels.end();
    bool has = labels.is_object() && found != labels.end() && found->is_string();
    bool in = has && std::find(requirement.values.begin(), requirement.values.end(), found->get<std::string>()) !=
                         requirement.values.end();
    bool good = true;
    switch (requirement.op) {
      case Operator::In: good = in; break;
      case Operator::NotIn: good = !in; break;
      case Operator::Exists: good = has; break;
      case Operator::DoesNotExist: good = !has; break;
    }
    if (!good) return false;
  }
  return true;
}

bool Selector::matches(const Json& object) const {
  if (!matchesLabels(at(object, {"metadata", "labels"}))) return false;
  for (const auto& field : m_fields) {
    const Json* here = &object;
    for (const auto& key : field.path) here = &at(*here, {key.c_str()});
    auto value = here->is_string() ? here->get<std::string>() : here->is_null() ? std::string() : here->dump();
    if ((value == field.value) != field.equal) return false;
  }
  return true;
}

}  // namespace cleardeck::sandbox
