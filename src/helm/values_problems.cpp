// Everything that can be said about overrides before Helm sees them. Only what surely fails stops an apply.
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
    problems.add(
        {field.pathText, "a published default: anyone can read it and use it on this server", true, Severity::Warning});
  }
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
                    Severity::Warning});
  for (const std::string& warning : m_document.warnings())
    problems.add({std::string(), warning, true, Severity::Warning});
  if (m_schemas)
    for (const std::string& note : m_schemas->notes()) problems.add({std::string(), note, true, Severity::Hint});
  return problems.take();
}

}  // namespace cleardeck::helm
