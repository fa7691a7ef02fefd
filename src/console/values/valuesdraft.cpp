#include "console/values/valuesdraft.h"

#include "console/values/fieldparts.h"
#include "console/values/yamlview.h"

#include <algorithm>

using namespace cleardeck;

namespace {

Result<yaml::Value> valueFrom(const FieldRow& row, const QString& text) {
  if (!row.field || row.isMap()) return yaml::parse(text.toStdString());
  if (!row.parts.empty()) return imageFromText(text);
  QString whole = text.trimmed();
  const bool number = !whole.isEmpty() && !whole.back().isLetter();
  if (row.editor == FieldInfo::Quantity && number && !row.unit.isEmpty()) whole = textOf({whole, row.unit});
  if (row.editor != FieldInfo::Quantity) whole = text;
  return helm::valueFromText(*row.field, whole.toStdString());
}

}  // namespace

ValuesDraft::ValuesDraft(QObject* parent) : QObject(parent), m_sections(m_fields) {}

void ValuesDraft::load(std::shared_ptr<helm::ValuesSession> session) {
  const auto before = std::exchange(m_session, std::move(session));
  m_opened = m_session->text();
  m_fields.load(m_session);
  forgetTyping();
  if (before) makeAgain(before->text(), leafChanges(*before));
  setTextOpen(false);
  afterEdit();
}

// The draft's own text with its comments, and in it what others deployed meanwhile; if that cannot be written, the
// deployed text with the draft's values.
void ValuesDraft::makeAgain(const std::string& text, const std::vector<helm::ValueChange>& edits) {
  const auto isMine = [&edits](const helm::ValueChange& change) {
    return std::any_of(edits.begin(), edits.end(), [&](const auto& edit) {
      return yaml::startsWith(change.path, edit.path) || yaml::startsWith(edit.path, change.path);
    });
  };
  bool written = bool(m_session->replaceText(text));
  for (const helm::ValueChange& theirs : leafChanges(*m_session)) {
    if (!written || isMine(theirs)) continue;
    written = bool(theirs.before ? m_session->set(theirs.path, *theirs.before) : m_session->unset(theirs.path));
  }
  if (written) return;
  (void)m_session->replaceText(m_opened);  // it was parsed before
  for (const helm::ValueChange& edit : edits) {
    const auto made = edit.after ? m_session->set(edit.path, *edit.after) : m_session->unset(edit.path);
    const QString path = QString::fromStdString(yaml::toString(edit.path));
    if (!made && edit.after)
      m_fields.reject(path, {editedText(*edit.after), QString::fromStdString(made.error().text())});
  }
}

QString ValuesDraft::text() const { return m_session ? QString::fromStdString(m_session->text()) : QString(); }

int ValuesDraft::overrides() const { return m_session ? leafCount(m_session->overrides()) : 0; }

bool ValuesDraft::isEdited() const { return m_session && (m_session->text() != m_opened || m_fields.invalid() > 0); }

QString ValuesDraft::advice() const {
  for (const helm::Problem& problem : m_fields.problems())
    if (problem.path.empty()) return QString::fromStdString(problem.message);
  return {};
}

QString ValuesDraft::whyInvalid() const {
  const QString path = m_fields.firstInvalid();
  if (!path.isEmpty()) return tr("Fix %1 first").arg(path);
  for (const helm::Problem& problem : m_fields.problems())
    if (!problem.warning) return QString::fromStdString(problem.message);
  return {};
}

void ValuesDraft::setTextOpen(bool open) {
  if (open == m_textOpen && m_textProblem.isEmpty()) return;
  m_textOpen = open;
  m_textProblem.clear();
  Q_EMIT textProblemChanged();
}

// A reason without the path that stands beside it.
void ValuesDraft::refuse(const QString& path, const QString& typed, const Error& error) {
  QString why = QString::fromStdString(error.text());
  if (why.startsWith(path + QStringLiteral(": "))) why = why.mid(path.size() + 2);
  if (!why.isEmpty()) why[0] = why[0].toUpper();
  m_fields.reject(path, {typed, why});
  afterEdit();
}

bool ValuesDraft::set(const QString& path, const QString& text) {
  const FieldRow* row = m_session ? m_fields.row(path) : nullptr;
  if (!row) return false;
  const auto value = valueFrom(*row, text);
  if (value) return put(*row, row->path, text, *value);
  refuse(row->path, text, value.error());
  return false;
}

// The value that is inherited anyway is not written, unless it was written before.
bool ValuesDraft::put(const FieldRow& row, const QString& key, const QString& typed, const yaml::Value& value) {
  const QString path = row.path;
  if (m_typing == key && m_session->canUndo()) (void)m_session->undo();
  const std::string before = m_session->text();
  const bool inherit = row.in(m_session->defaults()) == value && !row.in(m_session->release().userValues);
  const auto edit = write(row, inherit ? std::nullopt : std::optional(value));
  m_typing = edit && m_session->text() != before ? key : QString();
  if (!edit) {
    refuse(path, typed, edit.error());
    return false;
  }
  m_fields.settle(path);
  m_fields.setTyped(path, typed);
  afterEdit();
  return true;
}

// Writes the value, or takes it out of the overrides. What stands beside an image's parts stays; a map is written as
// what it changes of the default.
Result<yaml::Edit> ValuesDraft::write(const FieldRow& row, const std::optional<yaml::Value>& value) {
  const yaml::Value* own = yaml::find(m_session->overrides(), row.at);
  const yaml::Value* fallback = yaml::find(m_session->defaults(), row.at);
  const auto remove = [&] { return own ? m_session->unset(row.at) : Result<yaml::Edit>(yaml::Edit()); };
  if (row.parts.empty()) {
    const bool merges = value && value->is_object() && fallback && fallback->is_object() && !fallback->empty();
    if (!value) return remove();
    return m_session->set(row.at, merges ? mapOverride(*value, fallback, own) : *value);
  }
  yaml::Value image = own && own->is_object() ? *own : yaml::Value::object();
  const auto theirs = row.in(m_session->release().userValues);
  for (const helm::Field* part : row.parts) {
    const std::string& key = std::get<std::string>(part->path.back());
    const yaml::Value* usual = yaml::find(m_session->defaults(), part->path);
    const bool inherited = usual && value && value->contains(key) && (*value)[key] == *usual;
    if (!value || !value->contains(key) || (inherited && !(theirs && theirs->contains(key))))
      image.erase(key);
    else
      image[key] = (*value)[key];
  }
  return image.empty() ? remove() : m_session->set(row.at, image);
}

void ValuesDraft::step(const QString& path, int by) {
  const FieldRow* row = m_session ? m_fields.row(path) : nullptr;
  if (!row || !row->field) return;
  const yaml::Value now = m_session->valueAt(row->at);
  if (!now.is_number_integer()) return;
  const bool port = row->field->widget == helm::Widget::Port;
  const auto next = now.get<std::int64_t>() + by;
  if (double(next) < row->field->minimum.value_or(port ? 1 : double(next))) return;
  if (double(next) > row->field->maximum.value_or(port ? 65535 : double(next))) return;
  set(path, QString::number(next));
}

void ValuesDraft::unset(const QString& path) {
  const FieldRow* row = m_session ? m_fields.row(path) : nullptr;
  if (!row) return;
  m_fields.accept(row->path);
  forgetTyping();
  if (!row->in(m_session->overrides())) return afterEdit();
  const auto edit = write(*row, std::nullopt);
  if (!edit) return refuse(row->path, row->newText, edit.error());
  afterEdit();
}

void ValuesDraft::takeBack(const QString& path) {
  const FieldRow* row = m_session ? m_fields.row(path) : nullptr;
  if (!row) return;
  const auto theirs = row->in(m_session->release().userValues);
  if (!row->changed || !theirs) return unset(path);
  m_fields.accept(row->path);
  forgetTyping();
  const auto edit = row->parts.empty() ? m_session->set(row->at, *theirs) : write(*row, theirs);
  if (!edit) return refuse(row->path, row->newText, edit.error());
  afterEdit();
}

void ValuesDraft::undo() {
  if (!m_session || !m_session->undo()) return;
  m_fields.acceptAll();
  forgetTyping();
  afterEdit();
}

void ValuesDraft::redo() {
  if (!m_session || !m_session->redo()) return;
  m_fields.acceptAll();
  forgetTyping();
  afterEdit();
}

// Can itself be undone.
void ValuesDraft::discard() {
  if (!m_session) return;
  m_fields.acceptAll();
  forgetTyping();
  if (m_session->text() != m_opened) (void)m_session->replaceText(m_opened);  // it was parsed before
  setTextOpen(false);
  afterEdit();
}

bool ValuesDraft::bringToDeployed() {
  if (!m_session) return false;
  const auto done = m_session->bringToDeployed();
  if (!done) {
    m_textProblem = QString::fromStdString(done.error().text());
    Q_EMIT textProblemChanged();
    return false;
  }
  m_fields.acceptAll();
  forgetTyping();
  afterEdit();
  return true;
}

bool ValuesDraft::replaceText(const QString& text) {
  if (!m_session) return false;
  const auto done = m_session->replaceText(text.toStdString());
  if (!done) {
    m_textProblem = QString::fromStdString(done.error().text());
    Q_EMIT textProblemChanged();
    return false;
  }
  m_fields.acceptAll();
  forgetTyping();
  setTextOpen(false);
  afterEdit();
  return true;
}

void ValuesDraft::reveal(const QString& path) {
  const FieldRow* row = m_fields.row(path);
  if (!row) return;
  if (m_fields.rowOf(path) < 0) {
    m_fields.showAll();
    m_fields.setSection(row->section);
  }
  Q_EMIT revealed(row->path);
}

int ValuesDraft::lineOf(const QString& path) const {
  const FieldRow* row = m_session ? m_fields.row(path) : nullptr;
  return row ? ::lineOf(*m_session, row->at) : 0;
}

void ValuesDraft::forgetTyping() {
  m_typing.clear();
  m_fields.setTyped({}, {});
}

void ValuesDraft::afterEdit() {
  m_fields.refresh();
  m_changes.set(*m_session);
  m_yaml.show(maskedText(m_session->document(), m_fields.rows()), changedLines(*m_session, m_fields.rows()));
  Q_EMIT changed();
}
