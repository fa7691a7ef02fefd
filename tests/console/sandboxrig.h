/// The sandbox and a workspace that watches it, with folders of their own and no desktop keyring.
#pragma once
#include "app/sandbox_host.h"
#include "console/workspace/pagemodel.h"
#include "console/workspace/workspace.h"
#include "installation/values_change.h"
#include "kube/calls.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

/// A helm of the environment or of the test cluster; empty: there is none.
inline QString someHelm() {
  for (const char* variable : {"CLEARDECK_HELM4", "CLEARDECK_HELM3", "CLEARDECK_HELM"})
    if (qEnvironmentVariableIsSet(variable)) return qEnvironmentVariable(variable);
  const QDir built(QDir::homePath() + QStringLiteral("/.cache/cleardeck/cluster"));
  for (const QString& folder : built.entryList(QDir::Dirs | QDir::NoDotAndDotDot))
    if (const QString helm = built.filePath(folder + QStringLiteral("/helm3")); QFile::exists(helm)) return helm;
  return {};
}

/// Lets ClearDeck use some helm, and folders of `home` alone. False: there is no helm.
inline bool useHelm(const QTemporaryDir& home) {
  const QString helm = someHelm();
  for (const char* variable : {"XDG_DATA_HOME", "XDG_CACHE_HOME"}) qputenv(variable, home.path().toLocal8Bit());
  if (!helm.isEmpty()) qputenv("CLEARDECK_HELM", helm.toLocal8Bit());
  return !helm.isEmpty();
}

class SandboxRig {
 public:
  SandboxRig() {
    qputenv("XDG_CONFIG_HOME", m_folder.path().toUtf8());
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
    cleardeck::app::SandboxHost::Options options;
    options.dataDir = m_folder.filePath(QStringLiteral("tracking")).toStdString();
    auto started = cleardeck::app::SandboxHost::start(m_runtime, options);
    if (!started) qFatal("%s", started.error().text().c_str());
    m_host = std::move(*started);
    m_workspace = std::make_unique<Workspace>(m_runtime, cleardeck::installation::summaryReader(m_runtime.workers()));
    m_workspace->watch(config());
  }
  ~SandboxRig() { m_workspace.reset(); }

  /// Waits until the installation and its three Services are known; null after 20 s.
  InstallationInfo* installation() {
    const auto known = [this] {
      auto* info = m_workspace->current();
      if (!info || info->value().addresses.size() < 3) return false;
      for (const auto& address : info->value().addresses)
        if (address.service.empty()) return false;
      return true;
    };
    return QTest::qWaitFor(known, 20'000) ? m_workspace->current() : nullptr;
  }
  PageContext context() {
    auto* info = installation();
    return {m_runtime, *m_workspace, *m_workspace->notices(), info,
            info ? m_workspace->cluster(info->context().toStdString()) : nullptr};
  }
  Workspace& workspace() { return *m_workspace; }
  cleardeck::app::SandboxHost& host() { return *m_host; }
  cleardeck::kube::Kubeconfig config() const { return cleardeck::kube::loadKubeconfig({m_host->kubeconfig()}); }

  /// False: the pod could not be deleted.
  bool deletePod(const std::string& name) {
    auto session = cleardeck::kube::Session::create(m_runtime.executor(), config().contexts.front());
    if (!session) return false;
    bool answered = false, good = false;
    auto task = cleardeck::kube::deleteObject(*session, cleardeck::kube::Pod::path, "clearml", name, {});
    auto handle = cleardeck::bridge::run(m_runtime, std::move(task), m_workspace.get(), [&](auto result) {
      answered = true;
      good = bool(result);
    });
    return QTest::qWaitFor([&] { return answered; }, 10'000) && good;
  }

 private:
  QTemporaryDir m_folder;
  cleardeck::Runtime m_runtime;
  std::unique_ptr<cleardeck::app::SandboxHost> m_host;
  std::unique_ptr<Workspace> m_workspace;
};
