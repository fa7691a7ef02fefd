#include "console/tables/manifestmodel.h"

#include <algorithm>

namespace helm = cleardeck::helm;

namespace {

constexpr std::size_t openLines = 300;  // a diff of thousands of lines starts folded

QString wordOf(helm::ChangeKind kind) {
  switch (kind) {
    case helm::ChangeKind::Added: return ManifestModel::tr("new");
    case helm::ChangeKind::Removed: return ManifestModel::tr("removed");
    case helm::ChangeKind::Changed: break;
  }
  return {};
}

QString unified(const std::vector<helm::DiffLine>& lines) {
  QString text;
  for (const helm::DiffLine& line : lines) {
    if (line.mark != '@') text += QLatin1Char(line.mark);
    text += QString::fromStdString(line.text) + u'\n';
  }
  return text;
}

}  // namespace

void ManifestModel::set(const helm::ManifestDiff& diff) {
  beginResetModel();
  m_objects.clear();
  std::size_t total = 0;
  for (const helm::ObjectChange& change : diff.objects) {
    const auto marked = [&change](char mark) {
      return int(std::count_if(change.lines.begin(), change.lines.end(),
                               [mark](const auto& line) { return line.mark == mark; }));
    };
    total += change.lines.size();
    Object object;
    object.title = QString::fromStdString(change.objectKind + "/" + change.name);
    object.word = wordOf(change.kind);
    object.text = unified(change.lines);
    object.added = marked('+');
    object.removed = marked('-');
    object.restarts = change.restartsPods;
    object.open = total <= openLines;
    m_objects.append(object);
  }
  endResetModel();
  Q_EMIT changed();
}

void ManifestModel::toggle(int row) {
  if (row < 0 || row >= count()) return;
  m_objects[row].open = !m_objects[row].open;
  Q_EMIT dataChanged(index(row), index(row), {OpenRole});
}

QVariant ManifestModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const Object& object = m_objects[index.row()];
  switch (role) {
    case Qt::DisplayRole:
    case TitleRole: return object.title;
    case WordRole: return object.word;
    case AddedRole: return object.added;
    case RemovedRole: return object.removed;
    case RestartsRole: return object.restarts;
    case TextRole: return object.text;
    case OpenRole: return object.open;
  }
  return {};
}

QHash<int, QByteArray> ManifestModel::roleNames() const {
  return {{TitleRole, "title"},       {WordRole, "word"}, {AddedRole, "added"}, {RemovedRole, "removed"},
          {RestartsRole, "restarts"}, {TextRole, "diff"}, {OpenRole, "isOpen"}};
}
