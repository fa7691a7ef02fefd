/// The log of one container of the chosen pod.
#pragma once
#include "console/bridge/cluster.h"
#include "console/tables/logmodel.h"

#include <QObject>

class PodLog : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("belongs to the workloads")
  Q_PROPERTY(LogModel* lines READ lines CONSTANT)
  Q_PROPERTY(QStringList containers READ containers NOTIFY changed)
  Q_PROPERTY(int container READ container WRITE setContainer NOTIFY changed)
  Q_PROPERTY(bool previous READ isPrevious WRITE setPrevious NOTIFY changed)
  Q_PROPERTY(QString note READ note NOTIFY changed)
 public:
  explicit PodLog(cleardeck::bridge::ClusterPtr cluster) : m_cluster(std::move(cluster)) {}
  /// Follows the first container that is no init container; an empty pod stops.
  void follow(const std::string& ns, const std::string& pod, const QStringList& containers, int first);
  void stop() { m_handle.reset(); }
  void resume() { start(); }

  LogModel* lines() { return &m_lines; }
  QStringList containers() const { return m_containers; }
  int container() const { return m_container; }
  void setContainer(int container);
  bool isPrevious() const { return m_previous; }
  void setPrevious(bool previous);         ///< the instance before the last restart
  QString note() const { return m_note; }  ///< what is shown, or why there is nothing
  void apply(cleardeck::bridge::Basket<cleardeck::bridge::LogPiece>::Batch batch);

 Q_SIGNALS:
  void changed();

 private:
  void start();
  void setNote(const QString& note);
  const cleardeck::bridge::ClusterPtr m_cluster;
  LogModel m_lines;
  std::string m_ns, m_pod;
  QStringList m_containers;
  int m_container = 0;
  bool m_previous = false;
  QString m_note;
  cleardeck::bridge::Handle m_handle;
};
