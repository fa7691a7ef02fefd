// Help while editing: ways out of problems, usual texts, pieces of YAML that are pasted.
#include "console/tables/text.h"
#include "console/values/fieldparts.h"
#include "console/values/valuesdraft.h"

using namespace cleardeck;

void ValuesDraft::applyFix(const QString& path) {
  const FieldRow* row = m_session ? m_fields.row(path) : nullptr;
  if (!row || row->fix.kind == helm::Fix::Kind::None) return;
  const helm::Fix fix = row->fix;
  const QString at = row->path;
  const auto where = yaml::parsePath(row->fixPath.toStdString());
  if (!where) return;
  m_fields.accept(at);
  forgetTyping();
  const auto edit = fix.kind == helm::Fix::Kind::Set    ? m_session->set(*where, fix.value)
                    : fix.kind == helm::Fix::Kind::Move ? m_session->move(*where, fix.to)
                                                        : m_session->unset(*where);
  if (!edit) return refuse(at, row->newText, edit.error());
  afterEdit();
  if (fix.kind == helm::Fix::Kind::Move) reveal(::text(yaml::toString(fix.to)));
}

void ValuesDraft::addPair(const QString& path, const QString& pair) {
  const FieldRow* row = m_session ? m_fields.row(path) : nullptr;
  if (!row || row->editor != FieldInfo::Pairs) return;
  forgetTyping();
  putCells(path, row->cells + QStringList{pair.section(u'=', 0, 0), pair.section(u'=', 1)},
           path + QStringLiteral("#added"));
  forgetTyping();
}

QStringList ValuesDraft::boxNames(int editor) const { return ::boxNames(FieldInfo::Editor(editor)); }

QStringList ValuesDraft::boxChoices(int editor, int box) const { return ::boxChoices(FieldInfo::Editor(editor), box); }

QStringList ValuesDraft::presetsOf(const QString& path) const {
  const FieldRow* row = m_session ? m_fields.row(path) : nullptr;
  return row && row->field ? ::presetNames(row->field->widget) : QStringList();
}

void ValuesDraft::usePreset(const QString& path, const QString& name) {
  const FieldRow* row = m_session ? m_fields.row(path) : nullptr;
  if (!row || !row->field) return;
  QString component = row->section;
  const QString preset = ::presetText(row->field->widget, name, component);
  forgetTyping();
  if (!preset.isEmpty()) set(path, preset);
  forgetTyping();
}

QString ValuesDraft::noteOf(const QString& path) const {
  const FieldRow* row = m_session ? m_fields.row(path) : nullptr;
  return row ? m_fields.noteOf(*row) : QString();
}

void ValuesDraft::previewPaste(const QString& piece) {
  m_pasteProblem.clear();
  std::vector<helm::ValueChange> changes;
  if (m_session && !piece.trimmed().isEmpty()) {
    auto found = m_session->previewMerge(piece.toStdString());
    if (found)
      changes = std::move(*found);
    else
      m_pasteProblem = ::text(found.error().text());
  }
  if (m_session) m_paste.set(*m_session, changes);
  Q_EMIT pastePreviewed();
}

bool ValuesDraft::pastePiece(const QString& piece) {
  if (!m_session || piece.trimmed().isEmpty()) return false;
  const auto merged = m_session->merge(piece.toStdString());
  if (!merged) {
    m_pasteProblem = ::text(merged.error().text());
    Q_EMIT pastePreviewed();
    return false;
  }
  m_fields.acceptAll();
  forgetTyping();
  afterEdit();
  return true;
}
