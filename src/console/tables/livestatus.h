/// How true what is on screen is, as QML sees it.
#pragma once
#include "base/live.h"
#include "console/tables/tone.h"

#include <QtQml/qqmlregistration.h>
#include <QDateTime>
#include <QObject>

/// Every live model has one; LiveBanner and LiveWord show it. Mirrors cleardeck::LiveState.
class LiveStatus : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("belongs to a model")
  Q_PROPERTY(State state READ state NOTIFY changed)
  Q_PROPERTY(int tone READ tone NOTIFY changed)
  Q_PROPERTY(QString word READ word NOTIFY changed)
  Q_PROPERTY(QString why READ why NOTIFY changed)
  Q_PROPERTY(QString hint READ hint NOTIFY changed)
  Q_PROPERTY(QDateTime since READ since NOTIFY changed)
  Q_PROPERTY(int attempt READ attempt NOTIFY changed)
  Q_PROPERTY(bool old READ isOld NOTIFY changed)
  Q_PROPERTY(bool refused READ isRefused NOTIFY changed)
 public:
  enum State { Syncing, Live, Stale, Reconnecting, NeedsSignIn, Forbidden, Failed };  // as cleardeck::Freshness
  Q_ENUM(State)

  explicit LiveStatus(QObject* parent = nullptr) : QObject(parent) {}
  void set(const cleardeck::LiveState& state);

  State state() const { return State(m_state.freshness); }
  Tone::Kind tone() const;
  QString word() const;  ///< one word for the top bar: "Live", "Stale"
  QString why() const { return QString::fromStdString(m_state.why); }
  QString hint() const { return QString::fromStdString(m_state.hint); }
  QDateTime since() const;  ///< when the data was last known to be true; invalid when that is now or never
  int attempt() const { return m_state.attempt; }
  bool isOld() const;      ///< the rows are of an earlier time: to be dimmed
  bool isRefused() const;  ///< nothing will come: Forbidden, NeedsSignIn or Failed

 Q_SIGNALS:
  void changed();

 private:
  cleardeck::LiveState m_state;
};
