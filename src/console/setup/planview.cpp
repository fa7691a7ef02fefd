#include "console/setup/planview.h"

#include "console/tables/text.h"

using namespace cleardeck;
using installation::PlannedFile;

namespace {

bool isSecret(const PlannedFile& file) { return (file.mode & 077) == 0; }

// Long commands break before an option, as one types them; an option stays with its value.
QString wrapped(const installation::PlannedCommand& command) {
  constexpr int width = 54;
  QStringList words;
  for (const std::string& argument : command.arguments) {
    const QString word = text(installation::PlannedCommand{{}, {argument}}.line());
    const bool value = !words.isEmpty() && words.last().startsWith(u'-') && !words.last().contains(u' ');
    if (value && !word.startsWith(u'-'))
      words.last() += u' ' + word;
    else
      words.append(word);
  }
  QString whole, line;
  for (const QString& word : words) {
    const bool full = !line.isEmpty() && line.size() + 1 + word.size() > width && word.startsWith(u'-');
    if (full) whole += line + QStringLiteral(" \\\n");
    line = full ? QStringLiteral("  ") + word : line.isEmpty() ? word : line + u' ' + word;
  }
  return whole + line;
}

}  // namespace

void PlanView::set(installation::SetupPlan plan) {
  m_plan = std::move(plan);
  m_stale = false;
  if (m_current >= int(m_plan.files.size())) m_current = 0;
  show();
}

void PlanView::setStale() {
  if (m_stale) return;
  m_stale = true;
  Q_EMIT changed();
}

void PlanView::show() {
  const bool any = isPresent();
  const PlannedFile* file = any ? &m_plan.files[std::size_t(m_current)] : nullptr;
  if (file && isSecret(*file))
    m_file.setText(tr("# Holds hashes of passwords: not shown here.\n# Saved with mode 0600."));
  else
    m_file.setText(file ? text(file->text) : QString());
  QStringList commands;
  for (const auto& command : m_plan.commands)
    commands.append(QStringLiteral("# ") + text(command.about) + u'\n' + wrapped(command));
  m_commands.setText(commands.join(u'\n'));
  Q_EMIT changed();
}

void PlanView::setCurrent(int index) {
  if (index == m_current || index < 0 || index >= int(m_plan.files.size())) return;
  m_current = index;
  show();
}

QStringList PlanView::names() const {
  QStringList names;
  for (const PlannedFile& file : m_plan.files) names.append(text(file.name));
  return names;
}

QString PlanView::language() const {
  if (!isPresent()) return QStringLiteral("plain");
  const QString name = text(m_plan.files[std::size_t(m_current)].name);
  return name.endsWith(QStringLiteral(".yaml")) ? QStringLiteral("yaml")
         : name.endsWith(QStringLiteral(".sh")) ? QStringLiteral("shell")
                                                : QStringLiteral("plain");
}

QStringList PlanView::notes() const {
  QStringList notes;
  for (const auto& note : m_plan.notes) notes.append(text(note));
  return notes;
}
