// Everything that can be said about overrides before Helm sees them. Only what surely fails stops an apply.
#include "base/text.h"
#include "helm/data.h"
#include "helm/field_schema.h"
#include "helm/values_check.h"
#include "helm/values_session.h"

#include <algorithm>
#include <set>

namespace cleardeck::helm {

namespace {
using yaml::Value;

const std::set<std::string>& publishedCredentials() {
  static const std::set<std::string> known = [] {
    std::set<std::string> found;
    if (auto list = yaml::parse(publishedText()))
      for (const Value& one : *list)
        if (one.is_string()) found.insert(one.get<std::string>());
    return found;
  }();
  return known;
}

/// Of several problems of a value the first is told.
class Problems {
 public:
  void add(Problem problem) {
    if (problem.path.empty() || m_paths.insert(problem.path).second) m_problems.push_back(std::move(problem));
  }
  std::vector<Problem> take() { return std::move(m_problems); }

 private:
  std::set<std::string> m_paths;
  std::vector<Problem> m_problems;
};

/// A secret that everybody can read: one of ClearML's own, or one that this chart publishes.
void checkCredentials(const std::vector<Field>& fields, const Value& values, Problems& problems) {
  for (const Field& field : fields) {
    const Value* value = yaml::find(values, field.path);
    if (!value || !value->is_string()) continue;
    auto text = value->get<std::string>();
    bool published = publishedCredentials().count(text) > 0;
    bool looksGenerated = text.size() >= 16 && text.find_first_of("0123456789") != std::string::npos;
    if (!published && !(field.secret && looksGenerated && field.defaultJson == yaml::toJson(*value))) continue;
    problems.add({field.pathText, "a published default: anyone can read it and use it on this server", true,
                  Severity::Warning, Fix(), true});
  }
}

/// How many letters differ, up to `limit`; more is limit + 1. Levenshtein's distance.
std::size_t distance(const std::string& a, const std::string& b, std::size_t limit) {
  if (a.size() > b.size() + limit || b.size() > a.size() + limit) return limit + 1;
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      std::size_t replaced = diagonal + (text::toLower(a.substr(i - 1, 1)) != text::toLower(b.substr(j - 1, 1)));
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return std::min(row[b.size()], limit + 1);
}

/// The key beside an unknown one that was probably meant and has no override yet; else the value can go.
Fix fixOfUnknown(const std::vector<Field>& fields, const Value& overrides, const yaml::Path& unknown) {
  constexpr std::size_t limit = 2, shortest = 4;
  auto* name = std::get_if<std::string>(&unknown.back());
  std::size_t best = limit + 1;
  Fix fix{Fix::Kind::Unset, "Remove dead value", Value(), {}};
  if (!name || name->size() < shortest) return fix;
  const yaml::Path parent(unknown.begin(), unknown.end() - 1);
  for (const Field& field : fields) {
    if (field.path.size() < unknown.size() || !yaml::startsWith(field.path, parent)) continue;
    auto* key = std::get_if<std::string>(&field.path[parent.size()]);
    yaml::Path to(field.path.begin(), field.path.begin() + static_cast<std::ptrdiff_t>(unknown.size()));
    if (!key || yaml::find(overrides, to)) continue;
    if (std::size_t apart = distance(*name, *key, limit); apart < best) {
      best = apart;
      fix = {Fix::Kind::Move, "Use " + *key, Value(), to};
    }
  }
  return fix;
}
}  // namespace

bool ValuesSession::isKnown(const yaml::Path& path) const { return schemaAt(m_schema, path).is_object(); }

const std::vector<Problem>& ValuesSession::problems() const {
  if (!m_problems) m_problems = findProblems();
  return *m_problems;
}

std::vector<Problem> ValuesSession::findProblems() const {
  Problems problems;
  for (const Field& field : m_fields) {
    const Value* value = yaml::find(overrides(), field.path);
    if (!value) continue;
    auto fits = validate(field, *value);
    // A default may have another type than its template wants (upstream's volumes are `{}`): only a schema is strict.
    if (!fits) problems.add({field.pathText, fits.error().message, true, Severity::Error});
  }
  Value values = coalesce(m_defaults, overrides());
  if (m_base.chart) {
    auto all = coalesce(*m_base.chart, overrides(), m_base.rules);
    if (all)
      values = std::move(*all);
    else
      problems.add({std::string(), all.error().message, false, Severity::Error});
  }
  if (m_schemas)
    for (const SchemaFault& fault : m_schemas->check(values))
      problems.add({yaml::toString(fault.path), fault.message, true, Severity::Error});
  for (Problem& problem : checkValues(m_fields, values, overrides())) problems.add(std::move(problem));
  checkCredentials(m_fields, values, problems);
  for (const yaml::Path& path : unknownOverrides(m_defaults, overrides()))
    if (!isKnown(path))
      problems.add({yaml::toString(path),
                    "chart " + m_base.release.chart.text() + " does not know " + yaml::toString(path), true,
                    Severity::Warning, fixOfUnknown(m_fields, overrides(), path)});
  for (const std::string& warning : m_document.warnings())
    problems.add({std::string(), warning, true, Severity::Warning});
  if (m_schemas)
    for (const std::string& note : m_schemas->notes()) problems.add({std::string(), note, true, Severity::Hint});
  return problems.take();
}

}  // namespace cleardeck::helm
