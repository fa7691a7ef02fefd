#include "app/sandbox_host.h"

#include "base/log.h"
#include "installation/connection.h"
#include "sandbox/sample.h"
#include "tracking/samples.h"

#include <nlohmann/json.hpp>

namespace cleardeck::app {
namespace {

// The tracking server accepts what the sample release's own Secret says, so that nothing has to be changed in either.
Result<clearml::Credentials> sampleCredentials(const std::string& owner) {
  auto objects = sandbox::sampleObjects();
  if (!objects) return objects.error();
  for (const auto& object : *objects) {
    auto credentials = installation::credentialsIn(object.dump(), owner);
    if (credentials) return credentials;
  }
  return Error(ErrorKind::Internal, "the sample release has no credentials");
}

// What an API server does when it starts: it reads who may log in. A file that it could not start with changes nothing.
void takeUsers(const std::weak_ptr<tracking::Server>& server, const sandbox::StartedPod& pod) {
  const auto component = pod.labels.find("app.kubernetes.io/component");
  if (component == pod.labels.end() || component->second != "apiserver") return;
  Result<tracking::FixedUsers> users = tracking::FixedUsers();
  const auto file = pod.secretFiles.find("users/apiserver.conf");
  if (file != pod.secretFiles.end()) users = tracking::fixedUsersFromText(file->second);
  auto alive = server.lock();
  if (!alive) return;
  auto taken = users ? alive->setFixedUsers(*users) : Result<Done>(users.error());
  if (!taken) log::room("sandbox")->warn("the sandbox's API server did not take its users: {}", taken.error().message);
}

sandbox::Settings sandboxSettings(const SandboxHost::Options& options, const tracking::Server& server) {
  sandbox::Settings settings;
  settings.port = options.kubePort;
  settings.forwards[8008] = sandbox::ForwardTarget(server.apiPort());
  settings.forwards[8081] = sandbox::ForwardTarget(server.filesPort());
  for (std::uint16_t webPort : {80, 8080}) settings.forwards[webPort] = sandbox::ForwardTarget(server.webPort());
  return settings;
}

}  // namespace

Result<std::unique_ptr<SandboxHost>> SandboxHost::start(Runtime& runtime, Options options) {
  std::unique_ptr<SandboxHost> host(new SandboxHost);
  auto credentials = sampleCredentials("test_user"), system = sampleCredentials("apiserver");
  if (!credentials) return credentials.error();
  if (!system) return system.error();
  tracking::Settings settings;
  settings.accessKey = credentials->key;
  settings.secretKey = credentials->secret;
  settings.systemKey = system->key;
  settings.systemSecret = system->secret;
  settings.dataDir = options.dataDir;
  settings.apiPort = settings.filesPort = settings.webPort = 0;
  settings.web = true;
  auto server = tracking::Server::start(runtime, std::move(settings));
  if (!server) return std::move(server.error()).during("start the sandbox's tracking server");
  host->m_tracking = std::move(*server);
  if (auto seeded = tracking::seedSamples(host->m_tracking->store()); !seeded) return seeded.error();
  auto clusterSettings = sandboxSettings(options, *host->m_tracking);
  clusterSettings.onStart = [weak = std::weak_ptr(host->m_tracking), &runtime](sandbox::StartedPod pod) {
    asio::post(runtime.workers(), [weak, pod = std::move(pod)] { takeUsers(weak, pod); });
  };
  auto cluster = sandbox::Cluster::start(runtime, std::move(clusterSettings));
  if (!cluster) return std::move(cluster.error()).during("start the sandbox");
  host->m_cluster = std::move(*cluster);
  auto file = files::PrivateFile::create(host->m_cluster->kubeconfigText(), ".kubeconfig");
  if (!file) return file.error();
  host->m_kubeconfig.emplace(std::move(*file));
  return host;
}

SandboxHost::~SandboxHost() = default;

}  // namespace cleardeck::app
