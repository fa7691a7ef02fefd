#include "clearml/server.h"
#include "clearml/call.h"
#include "clearml/json.h"

namespace cleardeck::clearml {
namespace {

using nlohmann::json;

Result<ServerInfo> parseInfo(const json& data) {
  return ServerInfo{textAt(data, "version"), textAt(data, "api_version")};
}

Result<User> parseUser(const json& data) {
  const json& user = at(data, "user");
  return User{textAt(user, "id"), textAt(user, "name"), textAt(user, "role"), textAt(user, "company.name")};
}

}  // namespace

Task<LoginModes> loginModes(Session session) {
  const std::string endpoint = "login.supported_modes", body = "{}", nobody;
  auto answer = co_await send(session, endpoint, body, nobody);
  if (!answer) co_return answer.error();
  auto data = dataOf(*answer);
  if (!data) co_return data.error();
  LoginModes modes;
  modes.fixedUsers = boolAt(*data, "basic.enabled");
  modes.databaseUnreachable = boolAt(*data, "server_errors.es_connection_error");
  co_return modes;
}

Task<ServerInfo> serverInfo(Session session) {
  const std::string endpoint = "server.info";
  auto body = json::object();
  co_return co_await call(session, endpoint, body, &parseInfo);
}

Task<User> currentUser(Session session) {
  const std::string endpoint = "users.get_current_user";
  auto body = json::object();
  co_return co_await call(session, endpoint, body, &parseUser);
}

}  // namespace cleardeck::clearml
