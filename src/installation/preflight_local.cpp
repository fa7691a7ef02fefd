#include "installation/preflight_local.h"

#include "base/text.h"
#include "helm/program.h"
#include "installation/kind_cluster.h"
#include "net/process.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <fstream>

namespace cleardeck::installation {
namespace {

namespace fs = std::filesystem;
using asio::ip::tcp;

CheckFinding localFinding(std::string what, CheckState state, std::string evidence, std::string nextStep = {}) {
  return CheckFinding{std::move(what), state, std::move(evidence), std::move(nextStep)};
}

std::string firstLineOf(const std::string& text) {
  return text::split(text.substr(0, text.find_last_not_of(" \n\r\t") + 1), '\n').front();
}

// Nothing is sent: who may bind the port finds it free.
bool portIsFree(std::uint16_t port) {
  asio::io_context io;
  tcp::acceptor acceptor(io);
  error_code ec;
  acceptor.open(tcp::v4(), ec);
  if (!ec) acceptor.set_option(asio::socket_base::reuse_address(true), ec);
  if (!ec) acceptor.bind(tcp::endpoint(asio::ip::address_v4::loopback(), port), ec);
  if (!ec) acceptor.listen(1, ec);
  return !ec;
}

CheckFinding portFinding(const std::string& what, std::uint16_t port, const std::vector<std::uint16_t>& taken) {
  const auto number = std::to_string(port);
  const auto name = what + " port " + number;
  if (portIsFree(port)) return localFinding(name, CheckState::Good, "127.0.0.1:" + number + " is free");
  const auto next = freePortAfter(port, taken);
  return localFinding(name, CheckState::Failed, "127.0.0.1:" + number + " is in use or may not be opened",
                      next ? "Use " + std::to_string(next) + ", which is free" : "Choose another port");
}

// `ours`: the cluster that is to be used has them open.
void addPorts(const KindChoices& choices, bool ours, std::vector<CheckFinding>& findings) {
  const std::pair<const char*, std::uint16_t> ports[] = {
      {"Web", choices.webPort}, {"API", choices.apiPort}, {"Files", choices.filesPort}};
  for (const auto& [what, port] : ports)
    findings.push_back(ours ? localFinding(std::string(what) + " port " + std::to_string(port), CheckState::Good,
                                           "the cluster " + choices.cluster + " has it")
                            : portFinding(what, port, {choices.webPort, choices.apiPort, choices.filesPort}));
}

Task<CheckFinding> kindProgram() {
  net::ProcessRequest request("kind", {"version"});
  request.timeout = std::chrono::seconds(20);
  auto result = co_await net::run(std::move(request));
  const std::string next =
      "Install kind (https://kind.sigs.k8s.io) and put it on PATH, or run the saved files elsewhere";
  if (!result && result.error().kind == ErrorKind::Cancelled) co_return result.error();
  if (!result && result.error().kind == ErrorKind::NotFound)
    co_return localFinding("kind", CheckState::Failed, "kind is not on PATH", next);
  if (!result) co_return localFinding("kind", CheckState::Failed, result.error().message, next);
  if (result->exitCode != 0)
    co_return localFinding("kind", CheckState::Failed, net::processFailure("kind version", *result).message, next);
  co_return localFinding("kind", CheckState::Good, firstLineOf(result->output));
}

Task<CheckFinding> containerEngine() {
  net::ProcessRequest request("docker", {"version", "--format", "{{.Server.Version}}"});
  request.timeout = std::chrono::seconds(20);
  auto result = co_await net::run(std::move(request));
  if (!result && result.error().kind == ErrorKind::Cancelled) co_return result.error();
  if (!result && result.error().kind == ErrorKind::NotFound)
    co_return localFinding("Container engine", CheckState::Failed, "docker is not on PATH",
                           "Install Docker; kind runs its nodes in it");
  if (!result)
    co_return localFinding("Container engine", CheckState::Failed, result.error().message, "Start Docker's service");
  if (result->exitCode != 0)
    co_return localFinding("Container engine", CheckState::Failed,
                           net::processFailure("docker version", *result).message,
                           "Start Docker's service, and see that you may use it");
  co_return localFinding("Container engine", CheckState::Good, "Docker " + firstLineOf(result->output) + " answers");
}

Task<CheckFinding> helmProgram() {
  auto program = co_await helm::findProgram();
  if (program) {
    const auto evidence = "helm " + program->version.text + " at " + program->path.string();
    co_return localFinding("helm", CheckState::Good, evidence);
  }
  if (program.error().kind == ErrorKind::Cancelled) co_return program.error();
  co_return localFinding("helm", CheckState::Failed, program.error().message, program.error().hint);
}

CheckFinding clusterFinding(const Result<KindCluster>& found, const KindChoices& choices) {
  const std::string what = "Cluster " + choices.cluster;
  if (!found)
    return localFinding(what, CheckState::Unknown, "`kind get clusters` did not answer", "See kind and Docker first");
  if (!found->exists) return localFinding(what, CheckState::Good, "the name is free");
  if (hasPortsOf(*found, choices))
    return localFinding(what, CheckState::Warning, "it is there already, with these ports",
                        "It is used as it is; choose another name for a new one");
  return localFinding(what, CheckState::Failed, "kind has a cluster of this name already, with other ports",
                      "Choose another name");
}

// Bytes; 0 where the kernel does not tell.
std::int64_t availableMemory() {
  std::ifstream file("/proc/meminfo");
  std::string key, unit;
  for (std::int64_t amount = 0; file >> key >> amount; std::getline(file, unit))
    if (key == "MemAvailable:") return amount * 1024;
  return 0;
}

CheckFinding memoryFinding(const Demand& demand) {
  const auto available = availableMemory();
  const auto wanted = bytesText(demand.memoryBytes);
  if (available == 0) return localFinding("Memory", CheckState::Unknown, "it cannot be read here", "Needs " + wanted);
  const auto evidence = wanted + " asked for, " + bytesText(available) + " free";
  if (available >= demand.memoryBytes) return localFinding("Memory", CheckState::Good, evidence);
  return localFinding("Memory", CheckState::Warning, evidence, "End other programs, or expect pods that wait or die");
}

CheckFinding folderFinding(const fs::path& folder) {
  std::error_code ec;
  const auto what = "Data folder";
  if (!fs::exists(folder, ec)) return localFinding(what, CheckState::Good, folder.string() + " will be made");
  if (!fs::is_directory(folder, ec))
    return localFinding(what, CheckState::Failed, folder.string() + " is a file", "Choose another folder");
  if (fs::is_empty(folder, ec)) return localFinding(what, CheckState::Good, folder.string() + " is there, and empty");
  if (ec) return localFinding(what, CheckState::Failed, folder.string() + ": " + ec.message(), "Choose another folder");
  return localFinding(what, CheckState::Warning, folder.string() + " has files in it",
                      "Data of an earlier server is used again; choose another folder for a new one");
}

}  // namespace

std::uint16_t freePortAfter(std::uint16_t port, const std::vector<std::uint16_t>& taken) {
  for (int next = port + 1; next < std::min(port + 200, 65536); ++next) {
    const auto candidate = std::uint16_t(next);
    if (std::find(taken.begin(), taken.end(), candidate) == taken.end() && portIsFree(candidate)) return candidate;
  }
  return 0;
}

Task<std::vector<CheckFinding>> checkThisMachine(LocalNeeds needs) {
  const auto& choices = needs.choices;
  std::vector<CheckFinding> findings;
  auto kind = co_await kindProgram();
  if (!kind) co_return kind.error();
  findings.push_back(*kind);
  auto engine = co_await containerEngine();
  if (!engine) co_return engine.error();
  findings.push_back(*engine);
  auto helm = co_await helmProgram();
  if (!helm) co_return helm.error();
  findings.push_back(*helm);
  bool ours = false;
  if (kind->state == CheckState::Good) {
    auto cluster = co_await findKindCluster(choices.cluster);
    if (!cluster && cluster.error().kind == ErrorKind::Cancelled) co_return cluster.error();
    findings.push_back(clusterFinding(cluster, choices));
    ours = cluster && hasPortsOf(*cluster, choices);
  }
  addPorts(choices, ours, findings);
  findings.push_back(memoryFinding(needs.demand));
  findings.push_back(folderFinding(choices.dataFolder));
  co_return findings;
}

}  // namespace cleardeck::installation
