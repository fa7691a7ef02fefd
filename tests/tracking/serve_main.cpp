// The tracking server alone, for tests with other programs: serve_tracking DIR [--samples] [--api-port N]. Prints one
// JSON line with the addresses and credentials, and stops when its standard input ends. $CLEARDECK_ACCESS_KEY,
// $CLEARDECK_SECRET_KEY and $CLEARDECK_ACCESS_ROLE preset the credentials.
#include "tracking/tracking.h"

#include <cstdlib>
#include <iostream>
#include <nlohmann/json.hpp>

namespace {

std::string fromEnvironment(const char* name, const char* otherwise) {
  auto value = std::getenv(name);
  return value ? value : otherwise;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace cleardeck;
  if (argc < 2) {
    std::cerr << "serve_tracking DIR [--samples] [--api-port N]\n";
    return 2;
  }
  Runtime runtime;
  tracking::Settings settings;
  settings.dataDir = argv[1];
  settings.apiPort = settings.filesPort = settings.webPort = 0;
  settings.web = true;
  settings.accessKey = fromEnvironment("CLEARDECK_ACCESS_KEY", "");
  settings.secretKey = fromEnvironment("CLEARDECK_SECRET_KEY", "");
  settings.accessRole = fromEnvironment("CLEARDECK_ACCESS_ROLE", "user");
  bool samples = false;
  for (int i = 2; i < argc; ++i) {
    samples = samples || std::string_view(argv[i]) == "--samples";
    if (std::string_view(argv[i]) == "--api-port" && i + 1 < argc)
      settings.apiPort = std::uint16_t(std::atoi(argv[++i]));
  }
  auto server = tracking::Server::start(runtime, settings);
  if (!server) {
    std::cerr << server.error().text() << "\n";
    return 1;
  }
  auto& s = **server;
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
