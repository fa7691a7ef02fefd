#include "net/peer.h"

#include "base/files.h"
#include "base/text.h"

#include <stdexcept>

namespace cleardeck::test {
namespace {

using namespace std::chrono_literals;
using net::Exchange;
using net::Headers;
using Counts = std::shared_ptr<PeerCounts>;
using SharedExchange = std::shared_ptr<Exchange>;

std::string factsOf(const net::ServerRequest& request) {
  std::string text = request.peerCommonName + "\n" + request.serverName + "\n" + std::to_string(request.connection) +
                     "\n" + (request.resumed ? "resumed" : "full") + "\n";
  for (const auto& header : request.headers) text += header.name + ": " + header.value + "\n";
  return text;
}

asio::awaitable<void> endless(SharedExchange exchange, Counts counts) {
  Headers none;
  co_await exchange->beginChunked(200, none);
  for (;;) {
    std::string block(65536, 'x');
    const bool sent = co_await exchange->chunk(std::move(block));
    if (!sent) co_return;
    counts->endlessSent += 65536;
  }
}

asio::awaitable<void> echoSocket(SharedExchange exchange, Counts counts) {
  auto socket = co_await exchange->accept("v4.channel.k8s.io");
  if (!socket) co_return;
  ++counts->openSockets;
  for (;;) {
    auto message = co_await socket->read();
    if (!message) break;
    std::string text = *message;
    const bool quit = text == "quit";
    co_await socket->write(std::move(text));
    if (quit) co_await socket->close();
  }
  --counts->openSockets;
}

asio::awaitable<void> otherSockets(SharedExchange exchange) {
  auto socket = co_await exchange->accept("nonsense");
  // /vanish ends the connection without a close frame.
  if (exchange->request().target != "/vanish") co_await sleepFor(1s);
}

// A whole answer, or nullopt when the target is not one of these.
struct Answer {
  Answer(int s, Headers h, std::string b) : status(s), headers(std::move(h)), body(std::move(b)) {}
  int status;
  Headers headers;
  std::string body;
};

std::optional<Answer> simpleAnswer(const net::ServerRequest& request, const PeerCounts& counts) {
  Headers json;
  json.add("Content-Type", "application/json");
  const auto& target = request.target;
  if (target == "/facts") {
    json.add("X-Twice", "one");
    json.add("X-Twice", "two");
    return Answer(200, json, factsOf(request));
  }
  if (target == "/echo") return Answer(200, json, request.method + " " + request.body);
  if (target == "/empty") return Answer(204, Headers(), "");
  if (target == "/missing")
    return Answer(404, json, R"({"kind":"Status","message":"pods \"x\" not found","code":404})");
  if (target == "/huge-header") {
    for (int i = 0; i < 50; ++i) json.add("X-Long", std::string(4000, 'h'));
    return Answer(200, json, "{}");
  }
  const bool token = target == "/token" || target == "/token-socket";
  if (!token) return std::nullopt;
  const auto given = request.headers.find("Authorization");
  if (!given || *given != "Bearer " + counts.acceptedToken) return Answer(401, json, R"({"message":"who are you"})");
  if (target == "/token-socket") return std::nullopt;
  return Answer(200, json, request.body);
}

asio::awaitable<void> handle(SharedExchange exchange, Counts counts) {
  const auto& request = exchange->request();
  const auto& target = request.target;
  ++counts->requests;
  if (auto answer = simpleAnswer(request, *counts)) {
    co_await exchange->respond(answer->status, answer->headers, answer->body);
  } else if (target == "/slow") {
    Headers none;
    co_await sleepFor(20s);
    co_await exchange->respond(200, none, "{}");
  } else if (target == "/endless") {
    co_await endless(exchange, counts);
  } else if (target == "/cut") {  // closed without the last chunk
    Headers none;
    co_await exchange->beginChunked(200, none);
    co_await exchange->chunk("half of it");
  } else if (request.upgrade && (target == "/echo-socket" || target == "/token-socket")) {
    co_await echoSocket(exchange, counts);
  } else if (request.upgrade && (target == "/other-protocol" || target == "/vanish")) {
    co_await otherSockets(exchange);
  } else {
    Headers json;
    const std::string padding(4000, ' ');  // larger than the buffer in which Beast keeps a refused upgrade's answer
    co_await exchange->respond(403, json, R"({"kind":"Status","message":"alice may not","code":403})" + padding);
  }
}

}  // namespace

std::string certificate(const std::string& file) {
  auto text = files::read(std::filesystem::path(CLEARDECK_TEST_CERTIFICATES) / file);
  if (!text) throw std::runtime_error(text.error().message);
  return *text;
}

net::Identity alice() {
  net::Identity identity;
  identity.caPem = certificate("ca.crt");
  identity.certificatePem = certificate("alice.crt");
  identity.keyPem = certificate("alice.key");
  return identity;
}

net::Identity bob() {
  auto identity = alice();
  identity.certificatePem = certificate("bob.crt");
  identity.keyPem = certificate("bob.key");
  return identity;
}

net::ServerTls serverTls(const std::string& name) {
  net::ServerTls tls;
  tls.certificatePem = certificate(name + ".crt");
  tls.keyPem = certificate(name + ".key");
  tls.clientCaPem = certificate("ca.crt");
  return tls;
}

Peer::Peer(const std::string& certificateName)
    : m_loop(std::make_unique<Loop>()), m_counts(std::make_shared<PeerCounts>()) {
  auto handler = [counts = m_counts](SharedExchange exchange) { return handle(exchange, counts); };
  auto server = net::Server::listen(m_loop->executor(), 0, serverTls(certificateName), handler);
  if (!server) throw std::runtime_error(server.error().message);
  m_server.emplace(std::move(*server));
}

Peer::~Peer() {
  m_server->stop();
  m_loop->runFor(20ms);
}

std::string Peer::url() const { return "https://127.0.0.1:" + std::to_string(port()); }

net::Session Peer::session(net::Identity identity) const { return session(std::move(identity), url()); }

net::Session Peer::session(net::Identity identity, const std::string& url) const {
  return *net::Session::create(m_loop->executor(), url, std::move(identity));
}

std::string lineOf(const std::string& text, int number) { return text::split(text, '\n').at(std::size_t(number)); }

}  // namespace cleardeck::test
