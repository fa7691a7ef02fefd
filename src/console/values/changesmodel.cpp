#include "console/values/changesmodel.h"

#include "console/values/fieldrow.h"
#include "installation/change_effects.h"

#include <algorithm>

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

void ChangesModel::set(const helm::ValuesSession& session) { set(session, leafChanges(session)); }

void ChangesModel::set(const helm::ValuesSession& session, const std::vector<helm::ValueChange>& changes) {
  QList<Change> next;
  for (const helm::ValueChange& change : changes) {
    const yaml::Value* fallback = yaml::find(session.defaults(), change.path);
    const bool secret = isSecret(session, change.path);
    Change one{QString::fromStdString(yaml::toString(change.path)),
               words(change.before, fallback, secret),
               words(change.after, fallback, secret),
               {}};
    if (secret && one.before == one.after) one.after += tr(" (another)");
    next.append(one);
  }
  const auto same = [](const Change& a, const Change& b) {
    return a.path == b.path && a.before == b.before && a.after == b.after;
  };
  if (std::equal(next.begin(), next.end(), m_changes.begin(), m_changes.end(), same)) return;
  beginResetModel();
  m_changes = next;
  endResetModel();
  Q_EMIT changed();
}

void ChangesModel::describe(const helm::ValuesSession& session, const helm::ManifestDiff& diff) {
  for (const helm::ValueChange& change : leafChanges(session)) {
    const QString path = QString::fromStdString(yaml::toString(change.path));
    const auto row =
        std::find_if(m_changes.begin(), m_changes.end(), [&](const Change& one) { return one.path == path; });
    if (row == m_changes.end()) continue;
    const yaml::Value* fallback = yaml::find(session.defaults(), change.path);
    installation::EffectiveChange effective;
    effective.path = change.path;
    effective.before = change.before ? *change.before : fallback ? *fallback : yaml::Value();
    effective.after = change.after ? *change.after : fallback ? *fallback : yaml::Value();
    if (const helm::Field* field = session.field(change.path)) effective.restarts = field->restarts;
    row->effect = QString::fromStdString(installation::effectOf(effective, diff));
  }
  if (count() > 0) Q_EMIT dataChanged(index(0), index(count() - 1), {EffectRole});
}

QVariant ChangesModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const Change& change = m_changes[index.row()];
  switch (role) {
    case Qt::DisplayRole:
    case PathRole: return change.path;
    case BeforeRole: return change.before;
    case AfterRole: return change.after;
    case EffectRole: return change.effect;
  }
  return {};
}
