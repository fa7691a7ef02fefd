#include "installation/kind_cluster.h"

#include "base/text.h"
#include "helm/program.h"
#include "net/process.h"

#include <algorithm>
#include <charconv>

namespace cleardeck::installation {
namespace {

constexpr const char* howToGetKind = "Install kind (https://kind.sigs.k8s.io) and put it on PATH; Docker must run, too";

net::ProcessRequest kindRequest(std::vector<std::string> arguments, const std::filesystem::path& kubeconfig) {
  if (!kubeconfig.empty()) arguments.insert(arguments.end(), {"--kubeconfig", kubeconfig.string()});
  net::ProcessRequest request("kind", std::move(arguments));
  request.missingHint = howToGetKind;
  return request;
}

std::uint16_t portAt(std::string_view text) {
  std::uint16_t port = 0;
  std::from_chars(text.data(), text.data() + text.size(), port);
  return port;
}

Task<Done> runKind(net::ProcessRequest request, std::string what, std::string hint) {
  auto result = co_await net::run(std::move(request));
  if (!result) co_return result.error();
  if (result->exitCode != 0) co_return net::processFailure(what, *result).withHint(hint);
  co_return Done();
}

Result<Done> makeDataFolder(const std::filesystem::path& folder) {
  std::error_code ec;
  std::filesystem::create_directories(folder, ec);
  if (ec) return Error(ErrorKind::Forbidden, "make " + folder.string() + ": " + ec.message());
  return Done();
}

}  // namespace

std::map<std::uint16_t, std::uint16_t> publishedPorts(const std::string& output) {
  std::map<std::uint16_t, std::uint16_t> ports;
  for (const auto& line : text::split(output, '\n')) {
    const auto arrow = line.find("/tcp -> ");
    const auto colon = line.rfind(':');
    if (arrow == line.npos || colon == line.npos) continue;
    const auto inside = portAt(line), outside = portAt(std::string_view(line).substr(colon + 1));
    if (inside != 0 && outside != 0) ports[inside] = outside;
  }
  return ports;
}

bool hasPortsOf(const KindCluster& cluster, const KindChoices& choices) {
  const auto wanted = mappedPorts(choices);
  return std::all_of(wanted.begin(), wanted.end(), [&cluster](const auto& port) {
    const auto found = cluster.ports.find(port.first);
    return found != cluster.ports.end() && found->second == port.second;
  });
}

Task<KindCluster> findKindCluster(std::string name) {
  net::ProcessRequest listing = kindRequest({"get", "clusters"}, {});
  listing.timeout = std::chrono::seconds(30);
  auto clusters = co_await net::run(std::move(listing));
  if (!clusters) co_return clusters.error();
  if (clusters->exitCode != 0) co_return net::processFailure("kind get clusters", *clusters);
  KindCluster found;
  const auto names = text::split(clusters->output, '\n');
  found.exists = std::find(names.begin(), names.end(), name) != names.end();
  if (!found.exists) co_return found;
  net::ProcessRequest asking("docker", {"port", name + "-control-plane"});
  asking.timeout = std::chrono::seconds(20);
  auto ports = co_await net::run(std::move(asking));
  if (!ports && ports.error().kind == ErrorKind::Cancelled) co_return ports.error();
  if (ports && ports->exitCode == 0) found.ports = publishedPorts(ports->output);
  co_return found;
}

Task<Done> provideKindCluster(KindChoices choices, std::filesystem::path configFile, std::filesystem::path kubeconfig,
                              std::function<void(std::string)> tell) {
  auto program = co_await helm::findProgram();  // without helm a cluster would be made for nothing
  if (!program) co_return program.error();
  auto found = co_await findKindCluster(choices.cluster);
  if (!found) co_return found.error();
  if (found->exists && !hasPortsOf(*found, choices))
    co_return Error(ErrorKind::Conflict, "kind has a cluster " + choices.cluster + " with other ports")
        .withHint("Choose another name, or give the ports that it has");
  if (found->exists) {
    if (tell) tell("The cluster " + choices.cluster + " is there already, with these ports; it is used as it is.");
    auto request = kindRequest({"export", "kubeconfig", "--name", choices.cluster}, kubeconfig);
    const std::string hint = "`kind delete cluster --name " + choices.cluster + "` removes it, the data folder stays";
    co_return co_await runKind(std::move(request), "kind export kubeconfig", hint);
  }
  if (auto folder = makeDataFolder(choices.dataFolder); !folder) co_return folder.error();
  auto request =
      kindRequest({"create", "cluster", "--name", choices.cluster, "--config", configFile.string()}, kubeconfig);
  request.timeout = std::chrono::minutes(15);
  if (tell) request.onLine = [tell](std::string_view line) { tell(std::string(line)); };
  const std::string hint = "`docker ps` and `kind get clusters` tell what is left of it";
  co_return co_await runKind(std::move(request), "kind create cluster", hint);
}

}  // namespace cleardeck::installation
