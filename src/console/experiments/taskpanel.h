/// One task, opened beside the table. Reads only what the chosen tab shows, and keeps it live.
#pragma once
#include "console/experiments/access.h"
#include "console/experiments/charts.h"
#include "console/experiments/facts.h"
#include "console/tables/logmodel.h"
#include "console/tables/tone.h"

class TaskPanel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("belongs to Experiments")
  Q_PROPERTY(QString key READ key NOTIFY keyChanged)
  Q_PROPERTY(bool known READ isKnown NOTIFY taskChanged)
  Q_PROPERTY(QString name READ name NOTIFY taskChanged)
  Q_PROPERTY(QString shortId READ shortId NOTIFY taskChanged)
  Q_PROPERTY(QString word READ word NOTIFY taskChanged)
  Q_PROPERTY(Tone::Kind tone READ tone NOTIFY taskChanged)
  Q_PROPERTY(QString icon READ icon NOTIFY taskChanged)
  Q_PROPERTY(QString summary READ summary NOTIFY taskChanged)
  Q_PROPERTY(QString trouble READ trouble NOTIFY taskChanged)
  Q_PROPERTY(Tab tab READ tab WRITE setTab NOTIFY tabChanged)
  Q_PROPERTY(bool elapsed READ isElapsed WRITE setElapsed NOTIFY elapsedChanged)
  Q_PROPERTY(Facts* overview READ overview CONSTANT)
  Q_PROPERTY(Facts* configuration READ configuration CONSTANT)
  Q_PROPERTY(Facts* artifacts READ artifacts CONSTANT)
  Q_PROPERTY(Charts* charts READ charts CONSTANT)
  Q_PROPERTY(LogModel* log READ log CONSTANT)
  Q_PROPERTY(LiveStatus* live READ live CONSTANT)
  Q_PROPERTY(LiveStatus* scalarsLive READ scalarsLive CONSTANT)
 public:
  enum Tab { Overview, Configuration, Scalars, Console, Artifacts };
  Q_ENUM(Tab)

  TaskPanel(Access& access, QObject* parent) : QObject(parent), m_access(access) {}
  Q_INVOKABLE void open(const QString& key);
  Q_INVOKABLE void close() { open(QString()); }
  Q_INVOKABLE void retry();

  QString key() const { return QString::fromStdString(m_key); }
  bool isKnown() const { return m_known; }
  QString name() const { return QString::fromStdString(m_detail.row.name); }
  QString shortId() const { return key().left(8); }
  QString word() const;
  Tone::Kind tone() const;
  QString icon() const;
  QString summary() const;  ///< "iteration 41, 3 h 12 min"
  QString trouble() const;  ///< why it failed, in the task's words
  Tab tab() const { return m_tab; }
  void setTab(Tab tab);
  bool isElapsed() const { return m_elapsed; }
  void setElapsed(bool elapsed);  ///< curves over time instead of iterations
  Facts* overview() { return &m_overview; }
  Facts* configuration() { return &m_configuration; }
  Facts* artifacts() { return &m_artifacts; }
  Charts* charts() { return &m_charts; }
  LogModel* log() { return &m_log; }
  LiveStatus* live() { return &m_live; }
  LiveStatus* scalarsLive() { return &m_scalarsLive; }

 Q_SIGNALS:
  void keyChanged();
  void taskChanged();
  void tabChanged();
  void elapsedChanged();

 private:
  void watchTask();
  void watchTab();
  void watchScalars();
  void followLog();
  void show(cleardeck::clearml::TaskDetail detail);
  void append(const cleardeck::clearml::LogPage& page);

  Access& m_access;
  std::string m_key;
  cleardeck::clearml::TaskDetail m_detail;
  bool m_known = false;
  bool m_elapsed = false;
  Tab m_tab = Scalars;
  Facts m_overview, m_configuration, m_artifacts;
  Charts m_charts;
  LogModel m_log;
  LiveStatus m_live, m_scalarsLive;
  cleardeck::bridge::Handle m_task, m_scalars, m_console;
};
