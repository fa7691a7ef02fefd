/// The pod in the drawer: its containers, conditions and events.
#pragma once
#include "console/bridge/cluster.h"
#include "console/tables/factsmodel.h"
#include "kube/event.h"
#include "kube/pod.h"

#include <map>
#include <QObject>

class PodDetail : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("belongs to the workloads")
  Q_PROPERTY(bool shown READ isShown NOTIFY changed)
  Q_PROPERTY(bool gone READ isGone NOTIFY changed)
  Q_PROPERTY(QString name READ name NOTIFY changed)
  Q_PROPERTY(QString word READ word NOTIFY changed)
  Q_PROPERTY(QString message READ message NOTIFY changed)
  Q_PROPERTY(int tone READ tone NOTIFY changed)
  Q_PROPERTY(QString lastEnd READ lastEnd NOTIFY changed)
  Q_PROPERTY(FactsModel* properties READ properties CONSTANT)
  Q_PROPERTY(FactsModel* containers READ containers CONSTANT)
  Q_PROPERTY(FactsModel* conditions READ conditions CONSTANT)
  Q_PROPERTY(FactsModel* events READ events CONSTANT)
 public:
  explicit PodDetail(cleardeck::bridge::ClusterPtr cluster) : m_cluster(std::move(cluster)) {}
  void show(const cleardeck::kube::Pod& pod);  ///< another one, or the same with new data
  void setGone();                              ///< what is shown was deleted
  void close();

  bool isShown() const { return !m_pod.uid.empty(); }
  bool isGone() const { return m_gone; }
  const cleardeck::kube::Pod& pod() const { return m_pod; }
  QString name() const { return QString::fromStdString(m_pod.name); }
  QString word() const;
  QString message() const { return QString::fromStdString(m_pod.message); }
  Tone::Kind tone() const;
  QString lastEnd() const;  ///< how a container ended before, "" when none did
  FactsModel* properties() { return &m_properties; }
  FactsModel* containers() { return &m_containers; }
  FactsModel* conditions() { return &m_conditions; }
  FactsModel* events() { return &m_events; }
  void apply(cleardeck::Changes<cleardeck::kube::Event> changes);

 Q_SIGNALS:
  void changed();

 private:
  void fill();
  const cleardeck::bridge::ClusterPtr m_cluster;
  cleardeck::kube::Pod m_pod;
  FactsModel m_properties, m_containers, m_conditions, m_events;
  std::map<std::string, cleardeck::kube::Event> m_known;
  bool m_gone = false;
  cleardeck::bridge::Handle m_eventsHandle;
};
