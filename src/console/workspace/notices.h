/// What happened: toasts, and the list that keeps them.
#pragma once
#include "base/result.h"
#include "console/tables/tone.h"

#include <functional>
#include <QAbstractListModel>
#include <QDateTime>
#include <QPointer>

/// Newest first. A success leaves the screen after 6 s and stays in the list; a failure stays until it is dismissed.
class Notices : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("belongs to the workspace")
  Q_PROPERTY(int unseen READ unseen NOTIFY unseenChanged)
  Q_PROPERTY(int count READ count NOTIFY unseenChanged)
 public:
  enum Role { IdRole = Qt::UserRole, ToneRole, TitleRole, DetailRole, ActionRole, TimeRole, ToastRole };
  explicit Notices(QObject* parent = nullptr);

  /// `action` is the word on a button; `onAction` is called once when it is pressed, while `context` lives.
  int say(Tone::Kind tone, const QString& title, const QString& detail = {});
  int ask(Tone::Kind tone, const QString& title, const QString& detail, const QString& action, QObject* context,
          std::function<void()> onAction);
  /// What failed and the error's own words. Cancelled says nothing.
  int fail(const QString& title, const cleardeck::Error& error);
  /// Changes one that is shown, for example from Busy to Ok.
  void change(int id, Tone::Kind tone, const QString& title, const QString& detail = {});

  int unseen() const { return m_unseen; }
  int count() const { return int(m_notices.size()); }
  Q_INVOKABLE void act(int id);
  Q_INVOKABLE void dismiss(int id);
  Q_INVOKABLE void seeAll();
  void dismissAll();

  int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : count(); }
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 Q_SIGNALS:
  void unseenChanged();

 private:
  struct Notice {
    int id = 0;
    Tone::Kind tone = Tone::Ok;
    QString title, detail, action;
    QDateTime at;
    bool toast = true;
    QPointer<QObject> context;
    std::function<void()> onAction;
  };
  int add(Notice notice);
  int rowOf(int id) const;
  void leaveLater(int id);
  QList<Notice> m_notices;
  int m_last = 0;
  int m_unseen = 0;
};
