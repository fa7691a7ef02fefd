/// The ClearML-compatible tracking server: API, files and a small web page on three ports of one address, one data
/// folder behind them.
#pragma once
#include "net/runtime.h"
#include "net/server.h"
#include "tracking/fixed_users.h"
#include "tracking/watchdog.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace cleardeck::tracking {

/// How to start. A port of 0 is any free one.
struct Settings {
  std::filesystem::path dataDir;  ///< made (0700) when missing: tracking.db, files/, lock
  std::uint16_t apiPort = 8008;
  std::uint16_t filesPort = 8081;
  std::uint16_t webPort = 8080;
  bool web = false;                  ///< serve the page that says what this server is
  std::string listen = "127.0.0.1";  ///< address of all ports
  std::string accessKey;             ///< empty: those of the data folder, generated at the first start
  std::string secretKey;
  std::string accessRole = "user";  ///< role of the above credentials: user, admin, root or system
  std::string systemKey;            ///< a further key, of the role system: the API server's own; empty: none
  std::string systemSecret;
  std::uint64_t maxUploadBytes = 0;  ///< of one file; 0: no limit
  FixedUsers fixedUsers;             ///< who signs in with a password
  Watchdog watchdog;
  std::function<std::int64_t()> clock;  ///< milliseconds since 1970, of the watchdog; the system's when empty
};

/// A running server. Destroying or stopping it closes the ports, waits for the requests that are being answered and
/// writes everything to disk. Any thread but the I/O thread.
class Server {
 public:
  /// Opens the data folder and the ports. Errors: Conflict (another process has the folder or a port), Invalid (the
  /// folder cannot be used). Blocks for the time that opening the database takes.
  static Result<std::unique_ptr<Server>> start(Runtime& runtime, Settings settings);
  ~Server();

  std::uint16_t apiPort() const;
  std::uint16_t filesPort() const;
  std::uint16_t webPort() const;  ///< 0 without a web page
  std::string apiUrl() const;
  std::string filesUrl() const;
  const std::string& accessKey() const;
  const std::string& secretKey() const;
  bool firstStart() const;  ///< the credentials were generated just now: show them once

  /// Puts another list of fixed users in force: the next sign-in goes by it, tokens that were given live on. Blocks for
  /// one commit; any thread. Errors: those of Store::write; then the old list stays.
  Result<Done> setFixedUsers(FixedUsers users);

  /// The store behind it, for seeding samples.
  Store& store();

  /// One of ClearML's endpoints.
  struct EndpointRow {
    std::string name, since;  ///< "2.4": the API version that first had it
    bool ours = false;
    std::string reason;  ///< why it is left out; empty when it is answered
  };
  /// All of clearml-server 2.3, sorted by name.
  static std::vector<EndpointRow> endpointTable();
  /// Names of all endpoints that are answered, sorted.
  static std::vector<std::string> endpoints();
  /// Endpoints that clients asked for and that we do not have: name and count.
  std::vector<std::pair<std::string, std::uint64_t>> unknownEndpoints() const;

  void stop();

 private:
  struct Parts;
  explicit Server(std::unique_ptr<Parts> parts);
  static Result<Done> openPort(Parts& parts, std::uint16_t port, std::size_t bodyLimit, net::Server::Handler handler,
                               std::uint16_t* bound);
  static Result<Done> openPorts(Parts& parts);
  static void startWatchdog(Parts& parts);
  std::unique_ptr<Parts> m_parts;
};

}  // namespace cleardeck::tracking
