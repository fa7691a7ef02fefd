/// A connection to an installation: its three doors forwarded to local ports, each proven by a call before it counts
/// as live, and the credentials that the installation itself holds.
#pragma once
#include "clearml/config_snippet.h"
#include "clearml/session.h"
#include "installation/model.h"
#include "kube/port_forward.h"

#include <functional>
#include <map>
#include <memory>

namespace cleardeck::installation {

/// One door's forward as a row; uid is name(door).
struct DoorForward {
  std::string uid;
  Door door = Door::Web;
  std::string service, port;  ///< in the cluster
  std::string url;            ///< "http://127.0.0.1:PORT"
  kube::ForwardState forward;
  bool answers = false;  ///< a call went through to the pod that is behind it now
  std::string answer;    ///< "200 in 4 ms", or why it does not answer; "" until it was asked
  bool operator==(const DoorForward&) const = default;
};

struct ConnectionOptions {
  ConnectionOptions() = default;
  std::map<Door, std::uint16_t> localPorts;  ///< wanted ones; missing or 0: any
};

/// Closes its ports when it goes away. I/O thread only.
class Connection {
 public:
  struct State;
  /// Listens on every door whose Service was found. Errors: no Service found at all; a wanted local port is in use.
  static Result<Connection> start(kube::Hub hub, Installation installation, ConnectionOptions options,
                                  ChangesSink<DoorForward> sink);
  Connection(Connection&&) = default;
  Connection& operator=(Connection&&) = default;
  ~Connection();

  std::vector<DoorForward> doors() const;
  clearml::ServerUrls urls() const;
  void tellTraffic();  ///< posts the doors whose byte counts have changed; a transfer alone changes no state

 private:
  friend class Result<Connection>;
  friend Task<Done> waitUntilAnswering(const Connection& connection, std::chrono::milliseconds patience);
  explicit Connection(std::shared_ptr<State> state) : m_state(std::move(state)) {}
  std::shared_ptr<State> m_state;
};

/// Waits until every door answers (Done), one has failed (its reason), or `patience` is over (Timeout naming the door).
Task<Done> waitUntilAnswering(const Connection& connection, std::chrono::milliseconds patience);

/// Runs a Connection until it is cancelled; for those who subscribe with a task. Traffic is told every two seconds.
Task<Done> holdConnection(kube::Hub hub, Installation installation, ConnectionOptions options,
                          ChangesSink<DoorForward> sink);

/// The access key of the installation's default user, from the Secret that its chart made (`test_user_key`).
/// Errors: Forbidden (get on secrets), NotFound: the chart keeps them elsewhere; then a person has to give a key.
Task<clearml::Credentials> credentialsOf(kube::Session session, Installation installation);

/// The API server's own key (role system), from the same Secret: it may ask about every user. Errors: the same.
Task<clearml::Credentials> systemCredentialsOf(kube::Session session, Installation installation);

/// The key pair of `owner` in a Secret's JSON; NotFound when it has none. Pure.
Result<clearml::Credentials> credentialsIn(const std::string& secretJson, const std::string& owner = "test_user");

}  // namespace cleardeck::installation
