/// The forwards of one installation: started, stopped, and what is known of their doors.
#pragma once
#include "console/bridge/connect.h"
#include "console/connect/localports.h"
#include "console/workspace/pagemodel.h"

/// Belongs to the Connect page's model, which lives until the window is closed: a connection survives other pages.
class ServerConnection : public QObject {
  Q_OBJECT
 public:
  using DoorForward = cleardeck::installation::DoorForward;
  using Door = cleardeck::installation::Door;
  enum State { Off, Starting, Up, Failed };  ///< Up: a call to the API went through since it was started
  explicit ServerConnection(PageContext context, QObject* parent = nullptr);

  /// On the ports of the last time. At the first time on ClearML's own, else those of its NodePorts, else any.
  void start();
  void startAnywhere();  ///< on any free ports, which are kept from then on
  void stop();
  /// What the engine says; start() sees to it. Also how tests feed it.
  void apply(cleardeck::bridge::DoorBatch batch);

  State state() const { return m_state; }
  const QString& problem() const { return m_problem; }  ///< why it has Failed
  const QString& hint() const { return m_hint; }
  bool isPortTaken() const { return m_portTaken; }  ///< the reason of Failed: startAnywhere() helps
  std::vector<DoorForward> doors() const;
  const DoorForward* door(Door door) const;  ///< null when it has no forward
  bool answers(Door door) const;
  int live() const;  ///< how many doors answer
  const LocalPorts& ports() const { return m_ports; }
  cleardeck::clearml::ServerUrls urls() const;

 Q_SIGNALS:
  void changed();

 private:
  void begin(LocalPorts ports);
  void put(DoorForward row);
  void fail(const cleardeck::Error& error);
  void enter(State state);

  const PageContext m_context;
  State m_state = Off;
  QString m_problem, m_hint;
  bool m_portTaken = false;
  LocalPorts m_ports;                   // that are wanted, then those there are
  std::vector<LocalPorts> m_otherwise;  // to try when one is in use; last first
  std::map<Door, DoorForward> m_doors;
  cleardeck::bridge::Handle m_handle;
};
