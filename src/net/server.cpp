#include "net/server.h"

#include "base/log.h"
#include "net/acceptor.h"
#include "net/server_exchange.h"

#include <boost/asio/ip/address.hpp>
#include <boost/beast/http/read.hpp>

namespace cleardeck::net {

namespace http = boost::beast::http;
using tcp = asio::ip::tcp;
using SharedConnection = std::shared_ptr<ServerConnection>;
using SharedExchange = std::shared_ptr<HttpExchange>;

/// A listening server; the tasks of its connections hold the state, not the core, so that dropping it ends them.
class ServerCore {
 public:
  explicit ServerCore(std::shared_ptr<ServerState> s) : state(std::move(s)) {}
  std::shared_ptr<ServerState> state;
  ChildTasks connections;
  int lastNumber = 0;
};

namespace {

constexpr std::uint32_t headLimit = 64u << 10;
constexpr auto lingerTime = std::chrono::seconds(2);

asio::awaitable<error_code> handshake(std::shared_ptr<ByteStream> bytes, ServerRequest* facts) {
  error_code result;
  auto token = asio::redirect_error(asio::use_awaitable, result);
  auto begin = [bytes, facts](auto handler) {
    auto slot = asio::get_associated_cancellation_slot(handler);
    if (slot.is_connected()) slot.assign([bytes](asio::cancellation_type) { bytes->close(); });
    auto shared = std::make_shared<decltype(handler)>(std::move(handler));
    bytes->handshake(*facts, [shared](error_code ec, std::size_t) { std::move (*shared)(ec); });
  };
  auto pending = asio::async_initiate<decltype(token), void(error_code)>(std::move(begin), token);
  co_await std::move(pending);
  co_return result;
}

// close() with unread input would send RST, which destroys the answer on its way.
asio::awaitable<void> closePolitely(std::shared_ptr<ByteStream> bytes) {
  error_code ec;
  auto& socket = bytes->socket();
  socket.shutdown(tcp::socket::shutdown_send, ec);
  bytes->expireAfter(lingerTime);
  std::vector<char> rest(16384);
  while (!ec) {
    auto token = asio::redirect_error(asio::use_awaitable, ec);
    co_await socket.async_read_some(asio::buffer(rest), token);
  }
  bytes->neverExpire();
  bytes->close();
}

asio::awaitable<error_code> readHead(SharedConnection connection, std::shared_ptr<ServerParser> parser) {
  auto& state = *connection->state;
  auto& bytes = connection->stream.bytes();
  const int number = connection->facts.connection;
  parser->header_limit(headLimit);
  parser->body_limit(boost::none);
  bytes.expireAfter(connection->first ? state.options.readTimeout : state.options.idleTimeout);
  connection->first = false;
  state.idle[number] = bytes.weak_from_this();
  error_code ec;
  auto token = asio::redirect_error(asio::use_awaitable, ec);
  co_await http::async_read_header(connection->stream, connection->buffer, *parser, token);
  state.idle.erase(number);
  bytes.neverExpire();
  co_return ec;
}

asio::awaitable<void> respondPlainly(SharedExchange exchange, int status, std::string text) {
  Headers headers;
  headers.add("Content-Type", "text/plain");
  co_await exchange->respond(status, headers, text + "\n");
}

// false: the request was answered or lost already.
asio::awaitable<bool> takeBody(SharedExchange exchange, const ServerOptions& options) {
  if (options.streamed && options.streamed(exchange->request())) co_return true;
  const auto announced = exchange->request().headers.find("Content-Length");
  const bool tooLong = announced && std::strtoull(std::string(*announced).c_str(), nullptr, 10) > options.bodyLimit;
  Result<std::string> body = Error(ErrorKind::TooLarge, "body too large");
  if (!tooLong) body = co_await readWholeBody(exchange, options.bodyLimit);
  if (body) {
    exchange->setBody(std::move(*body));
    co_return true;
  }
  std::string text = "The body is larger than the limit of " + std::to_string(options.bodyLimit) + " bytes.";
  if (body.error().kind == ErrorKind::TooLarge) co_await respondPlainly(exchange, 413, std::move(text));
  co_return false;
}

asio::awaitable<void> handleOne(SharedExchange exchange, Server::Handler handler) {
  std::string failure;
  try {
    co_await handler(exchange);
  } catch (const boost::system::system_error& error) {
    if (error.code() == asio::error::operation_aborted) throw;  // the connection is being cancelled
    failure = error.what();
  } catch (const std::exception& error) {
    failure = error.what();
  }
  if (!failure.empty()) log::room("net")->error("the handler of a request failed: {}", failure);
  std::string text("The request could not be answered.");
  if (!exchange->begun()) co_await respondPlainly(exchange, 500, std::move(text));
}

bool isBadRequest(error_code ec) {
  return ec.category() == make_error_code(http::error::bad_version).category() && ec != http::error::end_of_stream &&
         ec != http::error::partial_message;
}

enum class Next { Request, Close, Abort };

asio::awaitable<Next> serveOne(SharedConnection connection) {
  if (connection->state->stopping) co_return Next::Close;
  auto parser = std::make_shared<ServerParser>();
  const auto ec = co_await readHead(connection, parser);
  if (ec && !isBadRequest(ec)) co_return Next::Abort;
  auto exchange = std::make_shared<HttpExchange>(connection, parser);
  if (ec) {
    std::string text = "Not a request that is understood: " + ec.message();
    const int status = ec == http::error::header_limit ? 431 : 400;
    co_await respondPlainly(exchange, status, std::move(text));
    co_return Next::Close;
  }
  const bool taken = co_await takeBody(exchange, connection->state->options);
  if (!taken) co_return Next::Close;
  co_await handleOne(exchange, connection->state->handler);
  if (exchange->upgraded()) co_return Next::Abort;
  co_return exchange->keepAlive() ? Next::Request : Next::Close;
}

Task<Done> serve(std::shared_ptr<ByteStream> bytes, std::shared_ptr<ServerState> state, ServerRequest facts) {
  bytes->expireAfter(state->options.readTimeout);
  auto failed = co_await handshake(bytes, &facts);
  bytes->neverExpire();
  if (failed) {
    bytes->close();
    co_return Error(ErrorKind::Tls, failed.message());
  }
  auto connection = std::make_shared<ServerConnection>(bytes, state, std::move(facts));
  Next next = Next::Request;
  while (next == Next::Request) next = co_await serveOne(connection);
  if (next == Next::Close) co_await closePolitely(bytes);
  bytes->close();
  co_return Done();
}

void addConnection(ServerCore& core, tcp::socket socket) {
  error_code ec;
  ServerRequest facts;
  facts.connection = ++core.lastNumber;
  facts.peerAddress = socket.remote_endpoint(ec).address().to_string();
  auto executor = socket.get_executor();
  auto bytes = makeStream(std::move(socket), core.state->tls);
  auto ended = [state = core.state, number = facts.connection](Result<Done> result) {
    state->idle.erase(number);
    state->connectionEnded.notify();
    if (!result && result.error().kind != ErrorKind::Cancelled)
      log::room("net")->debug("connection {}: {}", number, result.error().message);
  };
  core.connections.add(executor, serve(bytes, core.state, facts), ended);
}

Task<Done> drain(std::shared_ptr<ServerCore> core, std::chrono::milliseconds grace) {
  auto& state = *core->state;
  state.stopping = true;
  const auto deadline = Clock::now() + grace;
  const auto idle = std::exchange(state.idle, std::map<int, std::weak_ptr<ByteStream>>());
  for (const auto& [number, weak] : idle)
    if (auto bytes = weak.lock()) bytes->close();
  while (core->connections.count() > 0 && Clock::now() < deadline) {
    const auto wake = co_await state.connectionEnded.wait(deadline);
    if (wake == Wake::Cancelled) co_return cancelledError();
  }
  core->connections = ChildTasks();  // cancels the rest
  co_return Done();
}

}  // namespace

Result<Server> Server::listen(const asio::any_io_executor& executor, ServerOptions options, Handler handler) {
  ignoreBrokenPipes();
  error_code ec;
  const auto address = asio::ip::make_address(options.address, ec);
  if (ec)
    return Error(ErrorKind::Invalid, "not an address to listen on: " + options.address)
        .withHint("Use 127.0.0.1, ::1, 0.0.0.0 or ::");
  std::shared_ptr<TlsContext> tls;
  if (options.tls) {
    auto made = makeTlsContext(*options.tls);
    if (!made) return made.error();
    tls = *made;
  }
  auto acceptor = bindAcceptor(executor, tcp::endpoint(address, options.port));
  if (!acceptor) return acceptor.error();
  const auto port = (*acceptor)->local_endpoint(ec).port();
  auto state = std::make_shared<ServerState>(executor, std::move(options), std::move(handler));
  state->tls = std::move(tls);
  auto core = std::make_shared<ServerCore>(std::move(state));
  auto add = [weak = std::weak_ptr(core)](tcp::socket socket) {
    if (auto alive = weak.lock()) addConnection(*alive, std::move(socket));
  };
  auto ignore = [](Result<Done>) {};  // acceptAll ends only by cancellation
  ChildTask accepting(executor, acceptAll(*acceptor, add), ignore);
  return Server(std::move(core), std::move(accepting), port);
}

Result<Server> Server::listen(const asio::any_io_executor& executor, std::uint16_t port, std::optional<ServerTls> tls,
                              Handler handler) {
  ServerOptions options;
  options.port = port;
  options.tls = std::move(tls);
  return listen(executor, std::move(options), std::move(handler));
}

void Server::stop() {
  m_accepting.cancel();
  m_core->connections = ChildTasks();
}

Task<Done> Server::stopGracefully(std::chrono::milliseconds grace) {
  m_accepting.cancel();
  return drain(m_core, grace);
}

}  // namespace cleardeck::net
