#include "base/text.h"
#include "sandbox/status.h"
#include "sandbox/streams.h"

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

namespace cleardeck::sandbox {
namespace {

using tcp = asio::ip::tcp;

/// One forwarded port: the WebSocket is written by one coroutine at a time, because its frames must not mix.
struct Tunnel {
  explicit Tunnel(const asio::any_io_executor& executor) : local(executor), closed(executor) {}
  std::shared_ptr<net::ServerSocket> socket;
  tcp::socket local;
  Notifier closed;
  bool localEnded = false, remoteEnded = false;
};

std::string message(char channel, std::string_view payload) { return std::string(1, channel) + std::string(payload); }

std::string portMessage(char channel, std::uint16_t port) {
  const char bytes[] = {channel, char(port & 0xff), char(port >> 8)};
  return std::string(bytes, sizeof bytes);
}

/// Local server → WebSocket. Ends when the server closes: then the WebSocket is closed too, which is the only EOF there
/// is.
Task<Done> pumpOut(std::shared_ptr<Tunnel> tunnel) {
  std::vector<char> buffer(32u << 10);
  for (;;) {
    error_code ec;
    auto token = asio::redirect_error(asio::use_awaitable, ec);
    auto into = asio::mutable_buffer(asio::buffer(buffer));
    auto count = co_await tunnel->local.async_read_some(into, token);
    if (ec) break;
    auto frame = message(0, std::string_view(buffer.data(), count));
    bool good = co_await tunnel->socket->write(std::move(frame));
    if (!good) break;
  }
  tunnel->localEnded = true;
  tunnel->closed.notify();
  co_return Done();
}

/// WebSocket → local server.
Task<Done> pumpIn(std::shared_ptr<Tunnel> tunnel) {
  for (;;) {
    auto frame = co_await tunnel->socket->read();
    if (!frame) break;
    if (frame->size() < 2 || frame->front() != 0) continue;
    error_code ec;
    auto token = asio::redirect_error(asio::use_awaitable, ec);
    auto bytes = asio::const_buffer(frame->data() + 1, frame->size() - 1);
    co_await asio::async_write(tunnel->local, bytes, token);
    if (ec) break;
  }
  tunnel->remoteEnded = true;
  tunnel->closed.notify();
  co_return Done();
}

Result<std::uint16_t> portOf(const ApiRequest& request) {
  auto given = request.value("ports").empty() ? request.value("port") : request.value("ports");
  auto parts = text::split(given, ',');
  long port = std::strtol(parts.front().c_str(), nullptr, 10);
  if (parts.size() != 1) return badRequest("the sandbox forwards one port per connection");
  if (port < 1 || port > 65535) return badRequest("query parameter \"port\" is required");
  return std::uint16_t(port);
}

Result<Done> checkPod(const State& state, const Resource& resource) {
  auto pod = state.store.find(Key(*resource.kind, resource.space, resource.name));
  if (!pod) return notFound(*resource.kind, resource.name);
  if (textAt(*pod, {"spec", "nodeName"}).empty())
    return badRequest("pod " + resource.name + " does not have a host assigned");
  if (textAt(*pod, {"status", "phase"}) != "Running")
    return badRequest("unable to forward port because pod is not running. Current status=" +
                      textAt(*pod, {"status", "phase"}));
  return Done();
}

asio::awaitable<error_code> dial(std::shared_ptr<Tunnel> tunnel, ForwardTarget target) {
  error_code ec;
  auto token = asio::redirect_error(asio::use_awaitable, ec);
  tcp::resolver resolver(tunnel->local.get_executor());
  auto service = std::to_string(target.port);
  auto found = co_await resolver.async_resolve(target.host, service, token);
  if (ec) co_return ec;
  co_await asio::async_connect(tunnel->local, found, token);
  co_return ec;
}

asio::awaitable<void> refuse(std::shared_ptr<Tunnel> tunnel, std::string pod, std::uint16_t port, std::string why) {
  auto text = "error forwarding port " + std::to_string(port) + " to pod " + pod + ", uid : " + why;
  auto frame = message(1, text);
  co_await tunnel->socket->write(std::move(frame));
  co_await tunnel->socket->close();
}

/// A pod that goes takes its connections with it, as a container's end does.
bool podRuns(const State& state, const Resource& resource, const std::string& uid) {
  auto pod = state.store.find(Key(*resource.kind, resource.space, resource.name));
  return pod && textAt(*pod, {"metadata", "uid"}) == uid;
}

asio::awaitable<void> pump(StatePtr state, std::shared_ptr<Tunnel> tunnel, Resource resource) {
  auto pod = state->store.find(Key(*resource.kind, resource.space, resource.name));
  auto uid = pod ? textAt(*pod, {"metadata", "uid"}) : std::string();
  auto ignore = [](Result<Done>) {};
  ChildTasks pumps;
  pumps.add(state->executor, pumpOut(tunnel), ignore);
  pumps.add(state->executor, pumpIn(tunnel), ignore);
  while (!tunnel->localEnded && !tunnel->remoteEnded && podRuns(*state, resource, uid)) {
    auto wake = co_await tunnel->closed.wait(Clock::now() + std::chrono::milliseconds(200));
    if (wake == Wake::Cancelled) break;
  }
  error_code ec;
  if (tunnel->localEnded) co_await tunnel->socket->close();
  tunnel->local.close(ec);
}

}  // namespace

asio::awaitable<void> servePortForward(StatePtr state, ExchangePtr exchange, ApiRequest request, Resource resource) {
  auto port = portOf(request);
  auto pod = checkPod(*state, resource);
  auto protocols = exchange->request().headers.find("Sec-WebSocket-Protocol").value_or("");
  bool known = protocols.find("v4.channel.k8s.io") != std::string_view::npos;
  Error error;
  if (!exchange->request().upgrade)
    error = badRequest("Upgrade request required");
  else if (!known)
    error = badRequest("unable to upgrade: the sandbox speaks v4.channel.k8s.io only");
  else if (!pod)
    error = pod.error();
  else if (!port)
    error = port.error();
  if (error.httpStatus) {
    Reply refused(error);
    co_await sendReply(exchange, std::move(refused));
    co_return;
  }
  auto tunnel = std::make_shared<Tunnel>(state->executor);
  std::string chosen("v4.channel.k8s.io");
  tunnel->socket = co_await exchange->accept(std::move(chosen));
  if (!tunnel->socket) co_return;
  for (char channel : {0, 1}) {
    auto frame = portMessage(channel, *port);
    co_await tunnel->socket->write(std::move(frame));
  }
  auto target = state->settings.forwards.find(*port);
  bool listens = target != state->settings.forwards.end();
  error_code ec = asio::error::connection_refused;
  if (listens) ec = co_await dial(tunnel, target->second);
  if (ec)
    co_await refuse(tunnel, resource.name, *port,
                    "failed to connect to localhost:" + std::to_string(*port) + " inside namespace: " + ec.message());
  else
    co_await pump(state, tunnel, resource);
}

}  // namespace cleardeck::sandbox
