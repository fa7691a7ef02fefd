/// A ClearML API that says what a test wants: `answer(endpoint, request)` for every call, on a loopback port.
#pragma once
#include "net/server.h"

#include <nlohmann/json.hpp>

namespace cleardeck::test {

struct Reply {
  int status = 200;
  std::string body;
};

inline Reply envelope(const nlohmann::json& data) {
  return {200, nlohmann::json{{"meta", {{"result_code", 200}, {"result_msg", "OK"}}}, {"data", data}}.dump()};
}
inline Reply refusal(int status, int subcode, const std::string& why) {
  const nlohmann::json meta = {{"result_code", status}, {"result_subcode", subcode}, {"result_msg", why}};
  return {status, nlohmann::json{{"meta", meta}, {"data", nlohmann::json::object()}}.dump()};
}
inline std::string headerOf(const net::ServerRequest& request, std::string_view name) {
  auto value = request.headers.find(name);
  return value ? std::string(*value) : std::string();
}

using Script = std::function<Reply(const std::string& endpoint, const net::ServerRequest& request)>;

inline asio::awaitable<void> replyTo(std::shared_ptr<net::Exchange> exchange, Script script) {
  const auto& request = exchange->request();
  const auto endpoint = request.target.substr(request.target.rfind('/') + 1);
  const auto reply = script(endpoint, request);
  net::Headers headers;
  headers.add("Content-Type", reply.body.rfind('{', 0) == 0 ? "application/json" : "text/html");
  co_await exchange->respond(reply.status, headers, reply.body);
}

inline Result<net::Server> serve(const asio::any_io_executor& io, Script script) {
  auto handler = [script](std::shared_ptr<net::Exchange> exchange) { return replyTo(std::move(exchange), script); };
  return net::Server::listen(io, 0, std::nullopt, handler);
}

}  // namespace cleardeck::test
