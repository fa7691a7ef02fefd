#include "clearml/user_keys.h"

#include "clearml/call.h"
#include "clearml/json.h"
#include "clearml/md5.h"

namespace cleardeck::clearml {
namespace {

using nlohmann::json;

Result<std::string> tokenIn(const json& data) {
  auto token = textAt(data, "token");
  if (token.empty()) return Error(ErrorKind::Protocol, "auth.get_token_for_user gave no token");
  return token;
}

}  // namespace

std::string fixedUserId(const std::string& company, const std::string& username) {
  return md5Hex(company + ":" + username);
}

Task<int> countKeysOf(Session session, std::string userId, std::string company) {
  const std::string tokenEndpoint = "auth.get_token_for_user", listEndpoint = "auth.get_credentials", body = "{}";
  json question = {{"user", userId}, {"company", company}};
  auto token = co_await call(session, tokenEndpoint, question, &tokenIn);
  if (!token) co_return token.error();
  const std::string authorization = "Bearer " + *token;
  auto answer = co_await send(session, listEndpoint, body, authorization);
  if (!answer) co_return answer.error();
  auto data = dataOf(*answer);
  if (!data) co_return data.error();
  const auto& list = at(*data, "credentials");
  if (!list.is_array()) co_return Error(ErrorKind::Protocol, "auth.get_credentials gave no list");
  co_return int(list.size());
}

}  // namespace cleardeck::clearml
