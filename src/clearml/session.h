/// Who talks to which ClearML server. A Session signs in when the first call needs it, keeps the token in memory, and
/// renews it before it expires or when the server no longer accepts it.
/// Protocol: auth.login with Basic, then Bearer; a fixed user's name and password take the place of the key and secret.
#pragma once
#include "net/http.h"

namespace cleardeck::clearml {

/// An API key pair, or a fixed user's name and password. Never logged, never part of an error.
struct Credentials {
  Credentials() = default;
  Credentials(std::string k, std::string s) : key(std::move(k)), secret(std::move(s)) {}
  std::string key;     ///< access key or user name
  std::string secret;  ///< secret key or password
  bool operator==(const Credentials&) const = default;
};

/// Where the server is and who we are.
struct Connection {
  std::string apiUrl;    ///< "http://127.0.0.1:8008", or "https://host/api" behind the web server
  std::string filesUrl;  ///< may be empty: stored file URLs are then left as they are
  Credentials credentials;
  net::Identity identity;  ///< trust and proxy; its bearerToken is not used
};

/// Cheap to copy; every copy is the same signed-in session. Use it on the I/O thread only.
class Session {
 public:
  /// Makes no connection. Invalid: the API URL is empty, has no http(s) scheme, or carries a user and password.
  static Result<Session> create(asio::any_io_executor io, asio::any_io_executor workers, Connection connection);

  const Connection& connection() const;
  const asio::any_io_executor& workers() const;
  const net::Session& http() const;

 private:
  friend class Result<Session>;
  friend Task<std::string> bearerToken(Session session);
  friend void forgetToken(Session session, const std::string& token);
  struct State;
  explicit Session(std::shared_ptr<State> state) : m_state(std::move(state)) {}
  std::shared_ptr<State> m_state;
};

/// A token that is good for a minute at least; signs in when there is none. Concurrent callers share one sign-in.
/// Auth: the credentials were refused.
Task<std::string> bearerToken(Session session);
/// The server refused `token`: the next call signs in again. A newer token is kept.
void forgetToken(Session session, const std::string& token);

/// Signs in now, to tell a person whether the credentials are right.
Task<Done> signIn(Session session);

}  // namespace cleardeck::clearml
