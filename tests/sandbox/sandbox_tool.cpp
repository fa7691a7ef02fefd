// Runs a sandbox until standard input ends: sandbox_tool KUBECONFIG [--empty] [--forward PODPORT=PORT]…
#include "base/files.h"
#include "sandbox/sandbox.h"

#include <cstdio>
#include <iostream>

using namespace cleardeck;

int main(int argc, char** argv) {
  sandbox::Settings settings;
  for (int i = 2; i < argc; ++i) {
    std::string option = argv[i];
    unsigned podPort = 0, port = 0;
    if (option == "--empty")
      settings.sample = false;
    else if (option == "--forward" && i + 1 < argc && std::sscanf(argv[++i], "%u=%u", &podPort, &port) == 2)
      settings.forwards[std::uint16_t(podPort)] = sandbox::ForwardTarget(std::uint16_t(port));
    else
      argc = 0;
  }
  if (argc < 2) return std::cerr << "usage: sandbox_tool KUBECONFIG [--empty] [--forward PODPORT=PORT]\n", 2;
  Runtime runtime;
  auto cluster = sandbox::Cluster::start(runtime, settings);
  if (!cluster) return std::cerr << cluster.error().text() << "\n", 1;
  auto written = files::writeAtomically(argv[1], (*cluster)->kubeconfigText(), 0600);
  if (!written) return std::cerr << written.error().text() << "\n", 1;
  std::cout << (*cluster)->baseUrl() << std::endl;
  for (std::string line; std::getline(std::cin, line);) continue;
  return 0;
}
