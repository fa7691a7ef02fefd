// Edits of a part of a value: a box of an item, a unit; and what is being typed.
#include "base/text.h"
#include "console/values/fieldparts.h"
#include "console/values/valuesdraft.h"

using namespace cleardeck;

void ValuesDraft::setUnit(const QString& path, const QString& unit) {
  const FieldRow* row = m_session ? m_fields.row(path) : nullptr;
  if (!row || row->editor != FieldInfo::Quantity) return;
  forgetTyping();
  if (!row->newText.isEmpty()) set(path, textOf({row->newText, unit}));
  forgetTyping();
  afterEdit();
}

void ValuesDraft::generate(const QString& path) {
  forgetTyping();
  set(path, QString::fromStdString(text::randomToken(32)));
  forgetTyping();
}

void ValuesDraft::setCell(const QString& path, int index, const QString& text) {
  const FieldRow* row = m_session ? m_fields.row(path) : nullptr;
  if (!row || index < 0 || index >= row->cells.size()) return;
  QStringList cells = row->cells;
  cells[index] = text;
  putCells(path, cells, path + u'#' + QString::number(index));
}

void ValuesDraft::putCells(const QString& path, const QStringList& cells, const QString& key) {
  const FieldRow& row = *m_fields.row(path);
  m_fields.setCells(path, cells);
  // Compared with what was there before this box was typed in, for that is what an undo step goes back to.
  const auto value = valueOfCells(row.editor, cells, valueNow(row, *m_session));
  if (value && *value == valueNow(row, *m_session)) {
    m_fields.settle(path);
    m_fields.setTyped(path, {});
    afterEdit();
  } else if (value) {
    put(row, key, {}, *value);
  } else {
    refuse(path, {}, value.error());
  }
}

void ValuesDraft::addItem(const QString& path) {
  const FieldRow* row = m_session ? m_fields.row(path) : nullptr;
  if (!row || boxesOf(row->editor) == 0) return;
  QStringList cells = row->cells;
  for (int box = 0; box < boxesOf(row->editor); ++box) cells.append(QString());
  m_fields.setCells(path, cells);
  afterEdit();
}

void ValuesDraft::removeItem(const QString& path, int item) {
  const FieldRow* row = m_session ? m_fields.row(path) : nullptr;
  const int boxes = row ? boxesOf(row->editor) : 0;
  if (boxes == 0 || item < 0 || (item + 1) * boxes > row->cells.size()) return;
  QStringList cells = row->cells;
  cells.remove(item * boxes, boxes);
  forgetTyping();
  putCells(path, cells, path + QStringLiteral("#removed"));
  forgetTyping();
}

void ValuesDraft::finish(const QString& path) {
  const bool mine = m_typing == path || m_typing.startsWith(path + u'#');
  if (!m_session || !mine) return;
  forgetTyping();
  afterEdit();
}

bool ValuesDraft::revert(const QString& path) {
  if (!m_session) return false;
  const bool mine = m_typing == path || m_typing.startsWith(path + u'#');
  if (mine) (void)m_session->undo();  // there is one: it was made when typing began
  const bool typed = m_fields.accept(path);
  if (!mine && !typed) return false;
  forgetTyping();
  afterEdit();
  return true;
}

QString ValuesDraft::blockText(const QString& path) const {
  const FieldRow* row = m_session ? m_fields.row(path) : nullptr;
  if (!row) return {};
  if (const auto typed = m_fields.typedText(row->path)) return *typed;
  const yaml::Value now = valueNow(*row, *m_session);
  if (!now.is_structured() || now.empty()) return editedText(now);
  return QString::fromStdString(yaml::toYaml(now)).trimmed();
}

bool ValuesDraft::isSecretName(const QString& name) const { return helm::isSecretKey(name.toStdString()); }

QString ValuesDraft::dangerOf(const QString& path) const {
  const FieldRow* row = m_session ? m_fields.row(path) : nullptr;
  return row && row->field ? QString::fromStdString(row->field->danger) : QString();
}

QString ValuesDraft::rollsOf(const QString& path) const {
  const FieldRow* row = m_session ? m_fields.row(path) : nullptr;
  return row && row->field ? QString::fromStdString(text::join(row->field->restarts, ", ")) : QString();
}

QString ValuesDraft::rolls() const {
  QStringList components;
  for (const FieldRow& row : m_fields.rows()) {
    if (!row.changed || !row.field) continue;
    for (const std::string& one : row.field->restarts)
      if (const QString name = QString::fromStdString(one); !components.contains(name)) components.append(name);
  }
  return components.join(QStringLiteral(", "));
}
