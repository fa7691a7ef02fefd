/// The API of an installation for a short piece of work: a forward of its own and a session with one of several keys.
/// And what is asked through it about users: do name and password fit, how many API keys has somebody.
#pragma once
#include "clearml/task.h"
#include "clearml/user_keys.h"
#include "installation/connection.h"

namespace cleardeck::installation {

/// Only the API's door; closes with the Connection. Errors: as Connection::start and waitUntilAnswering.
Task<std::shared_ptr<Connection>> openApi(kube::Hub hub, Installation installation, std::chrono::milliseconds patience);

/// How a login turned out.
struct LoginProof {
  enum Verdict {
    Accepted,
    Refused,   ///< the server answered 401
    NotAsked,  ///< no proof was possible: `why`
  };
  LoginProof() = default;
  explicit LoginProof(Verdict v, std::string w = {}) : verdict(v), why(std::move(w)) {}
  Verdict verdict = NotAsked;
  std::string why;
};
/// Logs in with these. Never an Error but Cancelled: what went wrong is the verdict's reason.
Task<LoginProof> proveLogin(std::string apiUrl, clearml::Credentials credentials, asio::any_io_executor workers);

/// Signed in with the first of the keys that the server takes. Errors: Auth, none was taken.
Task<clearml::Session> signInWith(std::string apiUrl, std::vector<clearml::Credentials> keys,
                                  asio::any_io_executor workers);
/// The installation's own keys that may be read: of its default user (revoked where fixed users are on), then of the
/// API server itself.
Task<std::vector<clearml::Credentials>> ownKeys(kube::Session session, Installation installation);

/// How many API keys each user has, by login name; who could not be asked about is missing.
struct KeyCounts {
  std::map<std::string, int> keys;
  std::string whyNot;  ///< when some are missing
};
/// `system`: a key that may ask about others. `company` as in UsersState. Never an Error but Cancelled.
Task<KeyCounts> countKeys(std::string apiUrl, clearml::Credentials system, std::string company,
                          std::vector<std::string> usernames, asio::any_io_executor workers);

/// The two questions through a forward of their own, with the installation's system key. Never an Error but Cancelled.
/// A refusal is asked again for some seconds: an old pod may still have answered.
Task<LoginProof> proveLoginThrough(kube::Hub hub, Installation installation, clearml::Credentials credentials,
                                   asio::any_io_executor workers);
Task<KeyCounts> countKeysThrough(kube::Hub hub, Installation installation, std::string company,
                                 std::vector<std::string> usernames, asio::any_io_executor workers);

}  // namespace cleardeck::installation
