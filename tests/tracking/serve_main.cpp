// The tracking server alone, for tests with other programs: serve_tracking DIR [--samples]. Prints one JSON line with
// the addresses and credentials, and stops when its standard input ends.
#include "tracking/tracking.h"

#include <iostream>
#include <nlohmann/json.hpp>

int main(int argc, char** argv) {
  using namespace cleardeck;
  if (argc < 2) {
    std::cerr << "serve_tracking DIR [--samples]\n";
    return 2;
  }
  Runtime runtime;
  tracking::Settings settings;
  settings.dataDir = argv[1];
  settings.apiPort = settings.filesPort = settings.webPort = 0;
  settings.web = true;
  auto server = tracking::Server::start(runtime, settings);
  if (!server) {
    std::cerr << server.error().text() << "\n";
    return 1;
  }
  auto& s = **server;
  bool samples = argc > 2 && std::string_view(argv[2]) == "--samples";
  if (samples) {
    auto seeded = tracking::seedSamples(s.store());
    if (!seeded) std::cerr << seeded.error().text() << "\n";
  }
  nlohmann::json line = {{"api", s.apiUrl()},
                         {"files", s.filesUrl()},
                         {"web", "http://127.0.0.1:" + std::to_string(s.webPort())},
                         {"access_key", s.accessKey()},
                         {"secret_key", s.secretKey()}};
  std::cout << line.dump() << std::endl;
  std::string rest;
  while (std::getline(std::cin, rest)) {
  }
  auto unknown = s.unknownEndpoints();
  s.stop();
  for (const auto& [name, count] : unknown) std::cerr << "not answered: " << name << " " << count << "\n";
  return 0;
}
