#include "helm/rebase.h"

#include <algorithm>

namespace cleardeck::helm {

namespace {
using yaml::Path;
using yaml::Value;

/// What the defaults say of a path.
struct Default {
  enum class Place {
    Known,
    Free,  ///< below an empty map or null: annotations, labels, selectors
    Unknown,
  };
  Place place = Place::Unknown;
  const Value* value = nullptr;
};

Default defaultAt(const Value& defaults, const Path& path) {
  const Value* at = &defaults;
  for (const yaml::Step& step : path) {
    const auto* key = std::get_if<std::string>(&step);
    if (!key || at->is_null() || (at->is_object() && at->empty() && at != &defaults))
      return {Default::Place::Free, nullptr};
    auto found = at->is_object() ? at->find(*key) : at->end();
    if (!at->is_object() || found == at->end()) return {Default::Place::Unknown, nullptr};
    at = &*found;
  }
  return {Default::Place::Known, at};
}

bool isSecret(const Path& path) {
  for (auto end = path.begin(); end != path.end(); ++end)
    if (isSecretAt(Path(path.begin(), end + 1))) return true;
  return false;
}

std::string shown(const Path& path, const Value* value) {
  if (!value) return std::string();
  if (isSecret(path) && !value->is_null()) return "********";
  std::string json = yaml::toJson(*value);
  constexpr std::size_t longest = 300;
  if (json.size() > longest) json.replace(longest, std::string::npos, "…");
  return json;
}

enum class Type { Null, Bool, Number, Text, List, Map };

Type typeOf(const Value& value) {
  if (value.is_boolean()) return Type::Bool;
  if (value.is_number()) return Type::Number;
  if (value.is_string()) return Type::Text;
  if (value.is_array()) return Type::List;
  return value.is_object() ? Type::Map : Type::Null;
}

const char* words(Type type) {
  switch (type) {
    case Type::Null: return "null";
    case Type::Bool: return "a boolean";
    case Type::Number: return "a number";
    case Type::Text: return "a text";
    case Type::List: return "a list";
    case Type::Map: return "a map";
  }
  return "null";
}

class Rebaser {
 public:
  Rebaser(const RebaseBase& base, const RebaseDecisions& decisions, yaml::Document document)
      : m_base(base), m_decisions(decisions), m_document(std::move(document)) {}

  Result<Rebase> run() {
    for (const RenamedKey& key : m_base.renames)
      if (auto done = rename(key); !done) return done.error();
    for (const std::string& path : m_decisions.drop)
      if (auto done = drop(path); !done) return done.error();
    Path root;
    collect(m_document.value(), root);
    for (std::size_t i = 0; i < m_vanished.size(); ++i) commentOut(m_vanished[i]);
    Rebase result;
    result.text = m_document.text();
    result.findings = std::move(m_findings);
    return result;
  }

 private:
  RebaseFinding finding(RebaseKind kind, const Path& path) const {
    RebaseFinding finding;
    finding.kind = kind;
    finding.path = yaml::toString(path);
    finding.ours = shown(path, yaml::find(m_document.value(), path));
    finding.oldDefault = shown(path, defaultAt(m_base.oldDefaults, path).value);
    finding.newDefault = shown(path, defaultAt(m_base.newDefaults, path).value);
    return finding;
  }

  bool isKept(const Path& path) const {
    if (m_decisions.keepAll) return true;
    return std::any_of(m_decisions.keep.begin(), m_decisions.keep.end(), [&](const std::string& text) {
      auto kept = yaml::parsePath(text);
      return kept && yaml::startsWith(path, *kept);
    });
  }

  Result<Done> rename(const RenamedKey& key) {
    auto from = yaml::parsePath(key.from), to = yaml::parsePath(key.to);
    if (!from || !to) return Error(ErrorKind::Internal, "the table of renamed keys: " + key.from + ", " + key.to);
    const bool stillKnown = defaultAt(m_base.newDefaults, *from).place == Default::Place::Known;
    if (stillKnown || !yaml::find(m_document.value(), *from)) return Done();
    RebaseFinding found = finding(RebaseKind::Renamed, *from);
    found.to = key.to;
    found.newDefault = shown(*to, defaultAt(m_base.newDefaults, *to).value);
    found.message = key.from + " is called " + key.to + " in " + m_base.newChart;
    auto moved = yaml::find(m_document.value(), *to)
                     ? Result<yaml::Edit>(Error(ErrorKind::Conflict, "your overrides have both"))
                     : m_document.move(*from, *to);
    found.edited = moved.has_value();
    found.conflict = !moved && !isKept(*from);
    if (!moved) found.message += ", but it was not moved: " + moved.error().message;
    m_findings.push_back(std::move(found));
    return Done();
  }

  Result<Done> drop(const std::string& text) {
    auto path = yaml::parsePath(text);
    if (!path) return path.error();
    if (!yaml::find(m_document.value(), *path))
      return Error(ErrorKind::NotFound, "there is no override " + text + " to drop");
    RebaseFinding found = finding(RebaseKind::Dropped, *path);
    auto removed = m_document.remove(*path);
    if (!removed) return std::move(removed.error()).during("drop " + text);
    found.edited = true;
    found.message = text + " is dropped: the default of " + m_base.newChart + " comes";
    m_findings.push_back(std::move(found));
    return Done();
  }

  void collect(const Value& ours, Path& path) {
    for (const auto& [key, value] : ours.items()) {
      path.emplace_back(key);
      visit(value, path);
      path.pop_back();
    }
  }

  bool isOpaque(const Path& path) const {
    const auto* key = std::get_if<std::string>(&path.front());
    return key && std::find(m_base.opaque.begin(), m_base.opaque.end(), *key) != m_base.opaque.end();
  }

  void visit(const Value& ours, Path& path) {
    const Default before = defaultAt(m_base.oldDefaults, path), after = defaultAt(m_base.newDefaults, path);
    if (after.place == Default::Place::Unknown && isOpaque(path)) return;
    if (before.place != Default::Place::Unknown && after.place == Default::Place::Unknown) {
      m_vanished.push_back(path);
      return;
    }
    const auto isFilledMap = [](const Value* value) { return value && value->is_object() && !value->empty(); };
    const bool staysMap = !after.value || after.value->is_object() || after.value->is_null();
    if (isFilledMap(&ours) && staysMap && (isFilledMap(before.value) || isFilledMap(after.value)))
      return collect(ours, path);
    if (before.value && after.value) compare(ours, *before.value, *after.value, path);
  }

  void compare(const Value& ours, const Value& before, const Value& after, const Path& path) {
    // Upstream's empty maps stand where lists are meant.
    const auto isEmpty = [](const Value& value) { return value.is_structured() && value.empty(); };
    const bool sameEmptiness = isEmpty(before) && isEmpty(after) && typeOf(ours) == typeOf(after);
    if (before == after || sameEmptiness) return;
    const std::string name = yaml::toString(path);
    if (ours == after) {
      auto found = finding(RebaseKind::Redundant, path);
      found.message = name + ": your value is the default of " + m_base.newChart + " now";
      m_findings.push_back(std::move(found));
      return;
    }
    const Type wanted = typeOf(after);
    const bool typed = wanted != Type::Null && typeOf(before) != wanted && !ours.is_null() && typeOf(ours) != wanted;
    auto found = finding(typed ? RebaseKind::TypeChanged : RebaseKind::DefaultChanged, path);
    found.conflict = !isKept(path);
    if (typed)
      found.message =
          name + " must be " + words(wanted) + " in " + m_base.newChart + ", and yours is " + words(typeOf(ours));
    else
      found.message = name + ": the default changed from " + found.oldDefault + " to " + found.newDefault +
                      ", yours is " + found.ours;
    m_findings.push_back(std::move(found));
  }

  /// Without effect it would mislead, and a schema may refuse it; as a comment nothing is lost.
  void commentOut(const Path& path) {
    RebaseFinding found = finding(RebaseKind::Vanished, path);
    auto edited = m_document.commentOut(path, m_base.newChart + " does not know this key:");
    found.edited = edited.has_value();
    found.message = found.path + " is unknown to " + m_base.newChart;
    found.message += edited ? ": turned into a comment" : ", and stays where it is: " + edited.error().message;
    found.conflict = !edited && !isKept(path);
    m_findings.push_back(std::move(found));
  }

  const RebaseBase& m_base;
  const RebaseDecisions& m_decisions;
  yaml::Document m_document;
  std::vector<RebaseFinding> m_findings;
  std::vector<Path> m_vanished;
};
}  // namespace

const char* name(RebaseKind kind) {
  switch (kind) {
    case RebaseKind::Renamed: return "renamed";
    case RebaseKind::Vanished: return "vanished";
    case RebaseKind::TypeChanged: return "typeChanged";
    case RebaseKind::DefaultChanged: return "defaultChanged";
    case RebaseKind::Redundant: return "redundant";
    case RebaseKind::Dropped: return "dropped";
  }
  return "";
}

std::vector<RebaseFinding> Rebase::conflicts() const {
  std::vector<RebaseFinding> open;
  std::copy_if(findings.begin(), findings.end(), std::back_inserter(open),
               [](const RebaseFinding& finding) { return finding.conflict; });
  return open;
}

Result<Rebase> rebase(const RebaseBase& base, const std::string& overrides, const RebaseDecisions& decisions) {
  auto document = yaml::Document::parse(overrides);
  if (!document) return std::move(document.error()).during("your overrides");
  if (!document->value().is_object())
    return Error(ErrorKind::Invalid, "the overrides must be a map").withHint("Write key: value");
  for (const std::string& path : decisions.keep)
    if (auto parsed = yaml::parsePath(path); !parsed) return parsed.error();
  return Rebaser(base, decisions, std::move(*document)).run();
}

yaml::Value allDefaults(const Chart& chart) {
  auto all = coalesce(chart, Value::object());
  return all ? *all : chart.values;
}

std::vector<std::string> missingSubcharts(const Chart& chart) {
  std::vector<std::string> missing;
  for (const ChartDependency& dependency : chart.meta.dependencies) {
    const bool there = std::any_of(chart.subcharts.begin(), chart.subcharts.end(),
                                   [&](const Subchart& sub) { return sub.key == dependency.key(); });
    if (!there) missing.push_back(dependency.key());
  }
  return missing;
}

}  // namespace cleardeck::helm
