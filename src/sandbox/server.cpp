#include "sandbox/server.h"

#include "sandbox/api.h"
#include "sandbox/status.h"

namespace cleardeck::sandbox {
namespace {

bool isSignedIn(const State& state, const net::ServerRequest& request) {
  auto header = request.headers.find("Authorization").value_or("");
  return header == "Bearer " + state.token;
}

/// As on a real server, anyone may ask whether it lives.
bool isPublic(const ApiRequest& request) {
  return request.path.size() == 1 && (request.path[0] == "healthz" || request.path[0] == "livez" ||
                                      request.path[0] == "readyz" || request.path[0] == "version");
}

enum class Stream { None, Watch, Log, PortForward };

Stream streamOf(const ApiRequest& request, const std::optional<Resource>& resource) {
  if (!resource || (request.method != "GET" && request.method != "POST")) return Stream::None;
  bool pod = resource->kind->plural == "pods";
  if (pod && resource->subresource == "portforward") return Stream::PortForward;
  if (request.method != "GET") return Stream::None;
  if (pod && resource->subresource == "log") return Stream::Log;
  return resource->subresource.empty() && request.flag("watch") ? Stream::Watch : Stream::None;
}

}  // namespace

asio::awaitable<void> sendReply(ExchangePtr exchange, Reply reply) {
  net::Headers headers;
  headers.add("Content-Type", reply.contentType);
  headers.add("Cache-Control", "no-cache, private");
  co_await exchange->respond(reply.status, std::move(headers), std::move(reply.body));
}

asio::awaitable<void> serve(StatePtr state, ExchangePtr exchange) {
  if (!state) co_return;  // stopped while the request arrived
  ApiRequest request(exchange->request());
  if (!isSignedIn(*state, exchange->request()) && !isPublic(request)) {
    Reply refused(refusal(401, "Unauthorized", "Unauthorized"));
    co_await sendReply(exchange, std::move(refused));
    co_return;
  }
  auto resource = resourceOf(request);
  switch (streamOf(request, resource)) {
    case Stream::Watch: co_await serveWatch(state, exchange, std::move(request), *resource); break;
    case Stream::Log: co_await serveLog(state, exchange, std::move(request), *resource); break;
    case Stream::PortForward: co_await servePortForward(state, exchange, std::move(request), *resource); break;
    case Stream::None: {
      auto reply = answer(*state, request);
      co_await sendReply(exchange, std::move(reply));
    }
  }
}

Task<Done> runControllers(StatePtr state) {
  for (;;) {
    auto next = state->controllers.step();
    auto soonest = std::max(next, Clock::now() + std::chrono::milliseconds(1));
    auto wake = co_await state->controllers.changed().wait(soonest);
    if (wake == Wake::Cancelled) co_return cancelledError();
  }
}

}  // namespace cleardeck::sandbox
