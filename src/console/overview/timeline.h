/// What happened to an installation lately: Helm revisions and the cluster's events, newest first.
#pragma once
#include "console/bridge/cluster.h"
#include "console/tables/factsmodel.h"
#include "console/workspace/installationinfo.h"
#include "kube/event.h"
#include "kube/release_secret.h"

#include <map>
#include <QTimer>

/// A FactsModel whose `fraction` is the place on the axis of the last hours: 0 is its start, 1 is now.
class Timeline : public FactsModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("belongs to the overview")
  Q_PROPERTY(QStringList axis READ axis NOTIFY changed)
  Q_PROPERTY(LiveStatus* live READ live CONSTANT)
  Q_PROPERTY(int hours READ hours CONSTANT)
 public:
  Timeline(cleardeck::bridge::ClusterPtr cluster, InstallationInfo* installation);
  void setWatched(bool watched);
  bool isSettled() const;  ///< events have been read, or may not be
  QStringList axis() const { return m_axis; }
  LiveStatus* live() { return &m_live; }
  int hours() const { return 6; }

  void apply(cleardeck::Changes<cleardeck::kube::Event> changes);
  void apply(cleardeck::Changes<cleardeck::kube::ReleaseSecret> changes);

 Q_SIGNALS:
  void changed();

 private:
  bool concerns(const cleardeck::kube::Event& event) const;
  void build();
  const cleardeck::bridge::ClusterPtr m_cluster;
  InstallationInfo* m_installation;
  LiveStatus m_live;
  std::map<std::string, cleardeck::kube::Event> m_events;
  std::map<std::string, cleardeck::kube::ReleaseSecret> m_revisions;
  QStringList m_axis;
  QTimer m_clock;
  cleardeck::bridge::Handle m_eventsHandle, m_revisionsHandle;
};
