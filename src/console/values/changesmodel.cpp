#include "console/values/changesmodel.h"

#include "console/values/fieldrow.h"

using namespace cleardeck;

namespace {

bool isSecret(const helm::ValuesSession& session, const yaml::Path& path) {
  const helm::Field* field = session.field(path);
  if (field && field->secret) return true;
  return helm::isSecretAt(path);
}

// A list or map in one line; it is short in a review, and its secrets are in keys that mask themselves.
QString words(const std::optional<yaml::Value>& value, const yaml::Value* fallback, bool secret) {
  if (value) return shownText(*value, secret);
  return fallback ? shownText(*fallback, secret) : ChangesModel::tr("not set");
}

using Optional = std::optional<yaml::Value>;

void addLeaves(std::vector<helm::ValueChange>& changes, yaml::Path& path, const Optional& before,
               const Optional& after) {
  const Optional& whole = before ? before : after;
  if ((before && after) || !whole->is_object() || whole->empty()) {
    changes.push_back({path, before, after});
    return;
  }
  for (const auto& [key, value] : whole->items()) {
    path.emplace_back(key);
    addLeaves(changes, path, before ? Optional(value) : Optional(), after ? Optional(value) : Optional());
    path.pop_back();
  }
}

}  // namespace

std::vector<helm::ValueChange> leafChanges(const helm::ValuesSession& session) {
  std::vector<helm::ValueChange> leaves;
  for (const helm::ValueChange& change : session.changes()) {
    yaml::Path path = change.path;
    // A map that the chart knows as one value, such as annotations, is shown as one.
    if (session.field(path))
      leaves.push_back(change);
    else
      addLeaves(leaves, path, change.before, change.after);
  }
  return leaves;
}

void ChangesModel::set(const helm::ValuesSession& session) {
  QList<Change> next;
  for (const helm::ValueChange& change : leafChanges(session)) {
    const yaml::Value* fallback = yaml::find(session.defaults(), change.path);
    const bool secret = isSecret(session, change.path);
    Change one{QString::fromStdString(yaml::toString(change.path)), words(change.before, fallback, secret),
               words(change.after, fallback, secret)};
    if (secret && one.before == one.after) one.after += tr(" (another)");
    next.append(one);
  }
  if (next == m_changes) return;
  beginResetModel();
  m_changes = next;
  endResetModel();
  Q_EMIT changed();
}

QVariant ChangesModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const Change& change = m_changes[index.row()];
  switch (role) {
    case Qt::DisplayRole:
    case PathRole: return change.path;
    case BeforeRole: return change.before;
    case AfterRole: return change.after;
  }
  return {};
}
