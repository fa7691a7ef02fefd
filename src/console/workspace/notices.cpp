#include "console/workspace/notices.h"

#include <QTimer>

namespace {
constexpr int kept = 200;
constexpr int toasts = 3;
}  // namespace

Notices::Notices(QObject* parent) : QAbstractListModel(parent) {}

int Notices::say(Tone::Kind tone, const QString& title, const QString& detail) {
  return ask(tone, title, detail, {}, nullptr, {});
}

int Notices::ask(Tone::Kind tone, const QString& title, const QString& detail, const QString& action, QObject* context,
                 std::function<void()> onAction) {
  Notice notice;
  notice.tone = tone;
  notice.title = title;
  notice.detail = detail;
  notice.action = action;
  notice.context = context;
  notice.onAction = std::move(onAction);
  return add(std::move(notice));
}

int Notices::fail(const QString& title, const cleardeck::Error& error) {
  if (error.kind == cleardeck::ErrorKind::Cancelled) return 0;
  return say(Tone::Bad, title, QString::fromStdString(error.text()));
}

int Notices::add(Notice notice) {
  notice.id = ++m_last;
  notice.at = QDateTime::currentDateTime();
  const int id = notice.id;
  beginInsertRows({}, 0, 0);
  m_notices.prepend(std::move(notice));
  endInsertRows();
  if (count() > kept) {
    beginRemoveRows({}, kept, count() - 1);
    m_notices.resize(kept);
    endRemoveRows();
  }
  // At most three at once: the oldest that says no failure makes room, else the oldest.
  int shown = 0;
  for (int row = 0; row < count(); ++row)
    if (m_notices[row].toast && ++shown > toasts) dismiss(m_notices[row].id);
  ++m_unseen;
  Q_EMIT unseenChanged();
  leaveLater(id);
  return id;
}

void Notices::leaveLater(int id) {
  const int row = rowOf(id);
  if (row < 0 || m_notices[row].tone == Tone::Bad || m_notices[row].tone == Tone::Busy) return;
  QTimer::singleShot(6000, this, [this, id] { dismiss(id); });
}

void Notices::change(int id, Tone::Kind tone, const QString& title, const QString& detail) {
  const int row = rowOf(id);
  if (row < 0) return;
  Notice& notice = m_notices[row];
  notice.tone = tone;
  notice.title = title;
  notice.detail = detail;
  notice.toast = true;
  Q_EMIT dataChanged(index(row), index(row));
  leaveLater(id);
}

int Notices::rowOf(int id) const {
  for (int row = 0; row < count(); ++row)
    if (m_notices[row].id == id) return row;
  return -1;
}

void Notices::act(int id) {
  const int row = rowOf(id);
  if (row < 0) return;
  const auto action = std::exchange(m_notices[row].onAction, nullptr);
  const bool alive = !m_notices[row].context.isNull();
  m_notices[row].action.clear();
  dismiss(id);
  if (action && alive) action();
}

void Notices::dismiss(int id) {
  const int row = rowOf(id);
  if (row < 0 || !m_notices[row].toast) return;
  m_notices[row].toast = false;
  Q_EMIT dataChanged(index(row), index(row));
}

void Notices::dismissAll() {
  for (const Notice& notice : std::as_const(m_notices)) dismiss(notice.id);
}

void Notices::seeAll() {
  m_unseen = 0;
  Q_EMIT unseenChanged();
}

QVariant Notices::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const Notice& notice = m_notices[index.row()];
  switch (role) {
    case IdRole: return notice.id;
    case ToneRole: return notice.tone;
    case Qt::DisplayRole:
    case TitleRole: return notice.title;
    case DetailRole: return notice.detail;
    case ActionRole: return notice.action;
    case TimeRole: return notice.at.toString(QStringLiteral("HH:mm:ss"));
    case ToastRole: return notice.toast;
  }
  return {};
}

QHash<int, QByteArray> Notices::roleNames() const {
  return {{IdRole, "noticeId"},   {ToneRole, "tone"}, {TitleRole, "title"}, {DetailRole, "detail"},
          {ActionRole, "action"}, {TimeRole, "time"}, {ToastRole, "toast"}};
}
