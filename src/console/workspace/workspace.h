/// Everything the window works on: the contexts, their installations, which of them is in view, and the notices.
#pragma once
#include "console/bridge/cluster.h"
#include "console/workspace/contextsmodel.h"
#include "console/workspace/installationinfo.h"
#include "console/workspace/installationsmodel.h"
#include "console/workspace/notices.h"
#include "console/workspace/openconnections.h"
#include "kube/kubeconfig.h"

#include <map>

/// Made by main(), destroyed before the Runtime.
class Workspace : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("made by main()")
  Q_PROPERTY(ContextsModel* contexts READ contexts CONSTANT)
  Q_PROPERTY(InstallationsModel* installations READ installations CONSTANT)
  Q_PROPERTY(Notices* notices READ notices CONSTANT)
  Q_PROPERTY(OpenConnections* connections READ connections CONSTANT)
  Q_PROPERTY(InstallationInfo* current READ current NOTIFY currentChanged)
  Q_PROPERTY(bool empty READ isEmpty NOTIFY contextsChanged)
  Q_PROPERTY(QStringList lookedAt READ lookedAt NOTIFY contextsChanged)
 public:
  Workspace(cleardeck::Runtime& runtime, cleardeck::installation::ReadSummary read, QObject* parent = nullptr);
  ~Workspace() override;

  /// Starts to watch these contexts; those that were watched before are dropped. `config`'s errors become notices.
  void watch(const cleardeck::kube::Kubeconfig& config);

  /// What a context says of its installations; watch() sees to it. Also how tests feed it.
  void apply(const std::string& context, cleardeck::Changes<cleardeck::installation::Installation> changes);
  /// The kubeconfig files in use, for programs that we start.
  const std::vector<std::filesystem::path>& kubeconfigs() const { return m_kubeconfigs; }
  /// The folder of our own charts; main() says where it is.
  const std::filesystem::path& charts() const { return m_charts; }
  void setCharts(std::filesystem::path folder) { m_charts = std::move(folder); }

  ContextsModel* contexts() { return &m_contexts; }
  InstallationsModel* installations() { return &m_installations; }
  Notices* notices() { return &m_notices; }
  OpenConnections* connections() { return &m_connections; }
  cleardeck::Runtime& runtime() const { return m_runtime; }
  InstallationInfo* current() const { return m_current; }
  /// Null when there is no such context.
  cleardeck::bridge::ClusterPtr cluster(const std::string& context) const;
  /// The object of an installation; null when it was never seen.
  InstallationInfo* info(const QString& key) const;
  bool isEmpty() const { return m_clusters.empty(); }  ///< no context at all: the first-run page
  QStringList lookedAt() const { return m_lookedAt; }  ///< "file: what was found", for the first-run page

  Q_INVOKABLE void select(const QString& key);
  Q_INVOKABLE void retry(const QString& context);  ///< empty: all of them

 Q_SIGNALS:
  void currentChanged();
  void contextsChanged();
  void lookAgainRequested();
  void appeared(InstallationInfo* installation);

 private:
  struct Watched {
    cleardeck::bridge::ClusterPtr cluster;
    cleardeck::bridge::Handle handle;
  };
  void start(const cleardeck::kube::Context& context);
  void remember(const cleardeck::installation::Installation& value);
  void chooseOne();

  cleardeck::Runtime& m_runtime;
  const cleardeck::installation::ReadSummary m_read;
  ContextsModel m_contexts;
  InstallationsModel m_installations;
  Notices m_notices;
  OpenConnections m_connections;
  std::map<std::string, std::unique_ptr<InstallationInfo>> m_infos;
  std::map<std::string, Watched> m_clusters;  // before the infos go, their callbacks must
  InstallationInfo* m_current = nullptr;
  QStringList m_lookedAt;
  std::vector<std::filesystem::path> m_kubeconfigs;
  std::filesystem::path m_charts;
};
