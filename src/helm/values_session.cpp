#include "helm/values_session.h"

#include "base/text.h"

#include <algorithm>

namespace cleardeck::helm {

namespace {
yaml::Value defaultsOf(const ValuesBase& base) {
  if (!base.chart) return base.release.defaults;
  auto all = coalesce(*base.chart, yaml::Value::object(), base.rules);
  return all ? *all : base.chart->values;
}

bool isPinned(const ValuesBase& base) {
  return base.chart && base.chart->meta.name == base.release.chart.name &&
         base.chart->meta.version == base.release.chart.version;
}
}  // namespace

Result<ValuesSession> ValuesSession::create(ValuesBase base) {
  std::string text = base.overridesText;
  if (text.empty()) text = yaml::toYaml(base.release.userValues);
  auto document = yaml::Document::parse(std::move(text));
  if (!document) return std::move(document.error()).during("the overrides of " + base.release.name);
  if (!document->value().is_object())
    return Error(ErrorKind::Invalid, "the overrides of " + base.release.name + " must be a map")
        .withHint("Write key: value");
  ValuesSession session(std::move(base), std::move(*document));
  const yaml::Value& deployed = session.m_base.release.userValues;
  session.m_drift = diffValues(session.overrides(), deployed);
  if (!session.m_drift.empty()) {
    auto patched = session.m_document.patchTo(deployed);
    if (!patched)
      return std::move(patched.error()).during("bring the overrides of " + session.release().name + " up to date");
  }
  return session;
}

ValuesSession::ValuesSession(ValuesBase base, yaml::Document document)
    : m_base(std::move(base)), m_document(std::move(document)), m_defaults(defaultsOf(m_base)) {
  if (m_base.chart) {
    m_schemas = std::make_shared<const SchemaSet>(*m_base.chart);
    if (auto schema = yaml::fromJson(m_base.chart->schema)) m_schema = std::move(*schema);
  }
  m_fields = m_base.chart ? fieldsOf(*m_base.chart) : fieldsOf(m_base.release);
}

const Field* ValuesSession::field(const yaml::Path& path) const {
  auto found = std::find_if(m_fields.begin(), m_fields.end(), [&](const Field& field) { return field.path == path; });
  return found == m_fields.end() ? nullptr : &*found;
}

yaml::Value ValuesSession::effective() const {
  if (m_base.chart) {
    auto all = coalesce(*m_base.chart, overrides(), m_base.rules);
    if (all) return *all;
  }
  return coalesce(m_defaults, overrides());
}

yaml::Value ValuesSession::valueAt(const yaml::Path& path) const {
  if (const yaml::Value* value = yaml::find(overrides(), path)) return *value;
  const yaml::Value* fallback = yaml::find(m_defaults, path);
  return fallback ? *fallback : yaml::Value();
}

OverrideState ValuesSession::stateAt(const yaml::Path& path) const {
  OverrideState state = overrideState(m_defaults, overrides(), path);
  if (state == OverrideState::Inherited) return state;
  std::string text = yaml::toString(path);
  for (const Problem& problem : problems())
    if (problem.severity == Severity::Error && problem.path == text) return OverrideState::Invalid;
  if (state == OverrideState::Dangling) return isKnown(path) ? OverrideState::Overridden : state;
  return m_document.sharedWith(path).empty() ? state : OverrideState::Shared;
}

Result<yaml::Edit> ValuesSession::remember(std::string before, Result<yaml::Edit> edit) {
  if (edit && before != text()) {
    m_problems.reset();
    m_undo.push_back(std::move(before));
    m_redo.clear();
  }
  return edit;
}

Result<yaml::Edit> ValuesSession::set(const yaml::Path& path, const yaml::Value& value, yaml::Sharing sharing) {
  std::string before = text();
  return remember(std::move(before), m_document.set(path, value, sharing));
}

Result<yaml::Edit> ValuesSession::unset(const yaml::Path& path, yaml::Sharing sharing) {
  std::string before = text();
  return remember(std::move(before), m_document.remove(path, sharing));
}

Result<yaml::Edit> ValuesSession::insert(const yaml::Path& list, std::size_t index, const yaml::Value& value) {
  std::string before = text();
  return remember(std::move(before), m_document.insert(list, index, value));
}

Result<yaml::Edit> ValuesSession::moveItem(const yaml::Path& list, std::size_t from, std::size_t to) {
  std::string before = text();
  return remember(std::move(before), m_document.moveItem(list, from, to));
}

Result<yaml::Edit> ValuesSession::rename(const yaml::Path& path, const std::string& key) {
  std::string before = text();
  return remember(std::move(before), m_document.rename(path, key));
}

Result<yaml::Edit> ValuesSession::move(const yaml::Path& from, const yaml::Path& to) {
  std::string before = text();
  return remember(std::move(before), m_document.move(from, to));
}

Result<yaml::Document> ValuesSession::merged(const std::string& piece, const yaml::Path& at) const {
  auto value = yaml::parse(piece);
  if (!value) return std::move(value.error()).during("the piece");
  if (at.empty() && !value->is_object())
    return Error(ErrorKind::Invalid, "the piece is no map").withHint("Write key: value");
  if (at.empty() && overrides().empty() && text::trim(text()).empty()) return yaml::Document::parse(piece);
  yaml::Value over = std::move(*value);
  for (auto step = at.rbegin(); step != at.rend(); ++step) {
    auto* key = std::get_if<std::string>(&*step);
    if (!key) return Error(ErrorKind::Invalid, "a piece goes into a map, not into an item of a list");
    over = yaml::Value::object({{*key, std::move(over)}});
  }
  auto document = yaml::Document::parse(text());
  if (!document) return document.error();
  auto patched = document->patchTo(mergeOverrides(overrides(), over));
  if (!patched) return std::move(patched.error()).during("merge the piece");
  return document;
}

Result<std::vector<ValueChange>> ValuesSession::previewMerge(const std::string& piece, const yaml::Path& at) const {
  auto document = merged(piece, at);
  if (!document) return document.error();
  return diffValues(overrides(), document->value());
}

Result<Done> ValuesSession::merge(const std::string& piece, const yaml::Path& at) {
  auto document = merged(piece, at);
  if (!document) return document.error();
  return replaceText(document->text());
}

Result<Done> ValuesSession::replaceText(std::string text) {
  auto document = yaml::Document::parse(std::move(text));
  if (!document) return document.error();
  if (!document->value().is_object())
    return Error(ErrorKind::Invalid, "the overrides must be a map").withHint("Write key: value");
  std::string before = this->text();
  m_document = std::move(*document);
  auto done = remember(std::move(before), yaml::Edit());
  if (!done) return done.error();
  return Done();
}

Result<Done> ValuesSession::bringToDeployed() {
  auto document = yaml::Document::parse(text());
  if (!document) return document.error();
  auto patched = document->patchTo(m_base.release.userValues);
  if (!patched) return std::move(patched.error()).during("bring the overrides to what is deployed");
  return replaceText(document->text());
}

Result<Done> ValuesSession::restore(std::vector<std::string>& from, std::vector<std::string>& to) {
  if (from.empty()) return Error(ErrorKind::NotFound, "there is nothing to take back");
  auto document = yaml::Document::parse(from.back());
  if (!document) return document.error();
  to.push_back(text());
  from.pop_back();
  m_problems.reset();
  m_document = std::move(*document);
  return Done();
}

Result<Done> ValuesSession::undo() { return restore(m_undo, m_redo); }
Result<Done> ValuesSession::redo() { return restore(m_redo, m_undo); }

std::vector<ValueChange> ValuesSession::changes() const { return diffValues(m_base.release.userValues, overrides()); }

Result<ChartRun> ValuesSession::plan() const {
  const ChartMeta& deployed = m_base.release.chart;
  if (!isPinned(m_base))
    return Error(ErrorKind::NotFound, "a change of values needs chart " + deployed.text() + ", which is deployed" +
                                          (m_base.chart ? ", not " + m_base.chart->meta.text() : std::string()))
        .withHint("Choose its folder or .tgz. To move to another version, use a version upgrade");
  for (const Problem& problem : problems())
    if (!problem.warning) return Error(ErrorKind::Invalid, problem.message).withHint("Correct the value first");
  ChartRun run;
  run.release = m_base.release.name;
  run.chart = m_base.chart->path;
  run.version = deployed.version;
  run.values = text();
  return run;
}

}  // namespace cleardeck::helm
