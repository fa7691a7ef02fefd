#include "clearml/call.h"

namespace cleardeck::clearml {
namespace {

// A named string: GCC 12 warns falsely about this literal in place.
const std::string clientHeader = "X-ClearML-Client";

Error unreachable(Error error, const std::string& url) {
  if (error.kind == ErrorKind::Cancelled) return error;
  auto named = std::move(error).during("reach ClearML at " + url);
  if (named.kind == ErrorKind::Tls)
    return std::move(named).withHint("Give the authority that signed the server's certificate");
  return std::move(named).withHint("Look whether the forward is up and the API server's pod is ready");
}

net::Request requestFor(const std::string& endpoint, std::string body, const std::string& authorization) {
  net::Request request("POST", apiPath + endpoint);
  request.headers.add("Content-Type", "application/json");
  request.headers.add(clientHeader, "cleardeck");
  if (!authorization.empty()) request.headers.add("Authorization", authorization);
  request.acceptGzip = true;
  request.body = std::move(body);
  return request;
}

}  // namespace

Task<Answer> send(Session session, std::string endpoint, std::string body, std::string authorization) {
  auto request = requestFor(endpoint, std::move(body), authorization);
  auto response = co_await net::fetch(session.http(), request);
  const auto& url = session.connection().apiUrl;
  if (!response) co_return unreachable(response.error(), url);
  co_return Answer{std::move(endpoint), url, response->head.status, std::move(response->body)};
}

Task<Answer> sendSignedIn(Session session, std::string endpoint, std::string body) {
  for (bool first : {true, false}) {
    auto token = co_await bearerToken(session);
    if (!token) co_return token.error();
    const std::string authorization = "Bearer " + *token;
    auto answer = co_await send(session, endpoint, body, authorization);
    // The server forgets tokens when its key changes or somebody signs the session out.
    if (!answer || answer->status != 401 || !first) co_return answer;
    forgetToken(session, *token);
  }
  co_return cancelledError();  // not reached: the second round returns
}

}  // namespace cleardeck::clearml
