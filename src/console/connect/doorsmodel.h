/// The three doors as rows: web, API, files; always all three, in this order.
#pragma once
#include "console/tables/tone.h"
#include "installation/connection.h"

#include <array>
#include <QAbstractListModel>
#include <QTimer>

class DoorsModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("belongs to the Connect page's model")
  Q_PROPERTY(int live READ live NOTIFY changed)
 public:
  using DoorForward = cleardeck::installation::DoorForward;
  enum State { Off, Starting, Live, WaitingForPod, Reconnecting, Failed };
  Q_ENUM(State)
  enum Role {
    TitleRole = Qt::UserRole,
    StateRole,
    ToneRole,
    WordRole,
    WhyRole,     ///< the line under the word: for how long, or why not
    HintRole,    ///< what to do; may be empty
    UrlRole,     ///< on this computer; empty: none
    TargetRole,  ///< "service:port" in the cluster; empty: no Service was found
    PodRole,     ///< that new connections go to
    OpenRole,    ///< connections now
    UpRole,      ///< bytes since it was started, as text
    DownRole,
    RateRole,     ///< "12 kB/s", both ways, of the last two seconds
    HistoryRole,  ///< the rates of the last two minutes
    InsideRole,   ///< URL for a pod in the cluster
    OutsideRole,  ///< URL from outside; empty: none is published
  };
  explicit DoorsModel(QObject* parent = nullptr);

  void setAddresses(const std::vector<cleardeck::installation::Address>& addresses, const std::string& ns);
  /// What is forwarded now; a door that is not in it is Off.
  void setForwards(const std::vector<DoorForward>& forwards);
  void tick();  ///< two seconds went by

  int live() const;        ///< that answer
  int found() const;       ///< that have a Service
  bool isSettled() const;  ///< none is Starting
  State stateOf(int row) const;
  const DoorForward* failed() const;  ///< the first that has Failed; null: none

  int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : int(m_rows.size()); }
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 Q_SIGNALS:
  void changed();

 private:
  struct Row {
    cleardeck::installation::Address address;
    DoorForward forward;
    bool on = false, lived = false;
    std::uint64_t bytes = 0;  // at the last tick
    QList<double> history;    // oldest first
  };
  void put(Row& row, const DoorForward* forward);
  State stateOf(const Row& row) const;
  QString word(const Row& row) const;
  QString why(const Row& row) const;
  QVariant traffic(const Row& row, int role) const;
  void tell();
  std::array<Row, 3> m_rows;
  std::string m_ns;
  QTimer m_clock;
};
