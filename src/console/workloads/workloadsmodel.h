/// The Workloads page: pods and services of an installation, the pod in the drawer and its log.
#pragma once
#include "console/workloads/poddetail.h"
#include "console/workloads/podlog.h"
#include "console/workloads/podsmodel.h"
#include "console/workloads/servicesmodel.h"
#include "console/workspace/pagemodel.h"

class WorkloadsModel : public PageModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("made by the shell")
  Q_PROPERTY(InstallationInfo* installation READ installation CONSTANT)
  Q_PROPERTY(PodsModel* pods READ pods CONSTANT)
  Q_PROPERTY(ServicesModel* services READ services CONSTANT)
  Q_PROPERTY(PodDetail* pod READ pod CONSTANT)
  Q_PROPERTY(PodLog* log READ log CONSTANT)
  Q_PROPERTY(QString chosen READ chosen WRITE choose NOTIFY chosenChanged)
 public:
  explicit WorkloadsModel(PageContext context);

  void setShown(bool shown) override;
  bool isReady() const override;
  int rowCount() const override { return m_pods.total(); }
  QList<Command> commands() override;
  void openAt(const QString& podOrPart) override;

  InstallationInfo* installation() const { return context().installation; }
  PodsModel* pods() { return &m_pods; }
  ServicesModel* services() { return &m_services; }
  PodDetail* pod() { return &m_detail; }
  PodLog* log() { return &m_log; }
  QString chosen() const { return m_chosen; }
  void choose(const QString& key);  ///< a pod's key; empty closes the drawer
  Q_INVOKABLE void retry();
  Q_INVOKABLE void copyCommand();  ///< the log's, as kubectl has it

  void apply(cleardeck::Changes<cleardeck::kube::Pod> changes);

 Q_SIGNALS:
  void chosenChanged();

 private:
  void readParts();
  QString logCommand() const;
  PodsModel m_pods;
  ServicesModel m_services;
  PodDetail m_detail;
  PodLog m_log;
  QString m_chosen;
  QString m_wanted;  // a pod or part that openAt() named and that is not there yet
  bool m_chose = false;
  cleardeck::bridge::Handle m_podsHandle, m_servicesHandle;
};
