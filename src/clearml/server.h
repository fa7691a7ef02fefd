/// The server itself and who we are on it.
#pragma once
#include "clearml/session.h"

namespace cleardeck::clearml {

struct ServerInfo {
  std::string version;     ///< "2.3.0"
  std::string apiVersion;  ///< "2.34"
};

struct User {
  std::string id;
  std::string name;
  std::string role;
  std::string company;
};

/// How one can sign in. It needs no credentials, so it also answers "is this a ClearML server?".
struct LoginModes {
  bool fixedUsers = false;           ///< user name and password
  bool databaseUnreachable = false;  ///< the server has lost its Elasticsearch
};

Task<LoginModes> loginModes(Session session);
Task<ServerInfo> serverInfo(Session session);
Task<User> currentUser(Session session);

}  // namespace cleardeck::clearml
