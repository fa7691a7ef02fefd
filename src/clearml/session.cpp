#include "clearml/session.h"
#include "base/text.h"
#include "clearml/call.h"
#include "clearml/json.h"

#include <list>

namespace cleardeck::clearml {

using nlohmann::json;

struct Session::State {
  State(asio::any_io_executor w, Connection c, net::Session s)
      : workers(std::move(w)), connection(std::move(c)), http(std::move(s)) {}
  asio::any_io_executor workers;
  Connection connection;
  net::Session http;
  std::string token;
  time::Moment renewAt = time::Moment::max();
  bool signingIn = false;
  std::list<Notifier*> waiting;  // for the sign-in that is under way

  bool hasToken() const { return !token.empty() && std::chrono::system_clock::now() < renewAt; }
};

namespace {

constexpr auto renewBefore = std::chrono::seconds(60);

// The part between the dots is base64url JSON with "exp" in seconds. A token that we cannot read is used until the
// server refuses it.
time::Moment renewalOf(const std::string& token) {
  const auto parts = text::split(token, '.');
  if (parts.size() != 3) return time::Moment::max();
  auto payload = text::replaceAll(text::replaceAll(parts[1], "-", "+"), "_", "/");
  payload.append((4 - payload.size() % 4) % 4, '=');
  const auto bytes = text::fromBase64(payload);
  if (!bytes) return time::Moment::max();
  const auto expires = integerAt(json::parse(*bytes, nullptr, false), "exp");
  // The real server's default is a date in the year 5195, beyond a nanosecond clock.
  if (expires <= 0 || expires > 9'000'000'000) return time::Moment::max();
  return time::fromSeconds(expires) - renewBefore;
}

Result<Done> checkUrl(const std::string& url) {
  const bool http = url.rfind("http://", 0) == 0 || url.rfind("https://", 0) == 0;
  const auto host = url.find("://") + 3;
  const auto authority = url.substr(std::min(host, url.size()), url.find('/', host) - host);
  if (!http || authority.empty())
    return Error(ErrorKind::Invalid, "'" + url + "' is no address of a ClearML API server")
        .withHint("Use an address such as http://127.0.0.1:8008");
  if (authority.find('@') != std::string::npos)
    return Error(ErrorKind::Invalid, "the API server's address must not carry a user and password")
        .withHint("Give them as credentials");
  return Done();
}

Result<std::string> tokenOf(const Answer& answer) {
  auto data = dataOf(answer);
  if (!data) return data.error();
  auto token = textAt(*data, "token");
  if (token.empty()) return Error(ErrorKind::Protocol, "ClearML at " + answer.url + " gave no token at sign-in");
  return token;
}

}  // namespace

Result<Session> Session::create(asio::any_io_executor io, asio::any_io_executor workers, Connection connection) {
  while (!connection.apiUrl.empty() && connection.apiUrl.back() == '/') connection.apiUrl.pop_back();
  auto good = checkUrl(connection.apiUrl);
  if (!good) return good.error();
  connection.identity.bearerToken.clear();
  auto http = net::Session::create(io, connection.apiUrl, connection.identity);
  if (!http) return http.error();
  return Session(std::make_shared<State>(std::move(workers), std::move(connection), std::move(*http)));
}

const Connection& Session::connection() const { return m_state->connection; }
const asio::any_io_executor& Session::workers() const { return m_state->workers; }
const net::Session& Session::http() const { return m_state->http; }

void forgetToken(Session session, const std::string& token) {
  if (session.m_state->token == token) session.m_state->token.clear();
}

Task<std::string> bearerToken(Session session) {
  auto state = session.m_state;
  const auto& credentials = state->connection.credentials;
  if (credentials.key.empty())
    co_return Error(ErrorKind::Auth, "there are no credentials for ClearML at " + state->connection.apiUrl)
        .withHint("Give an access key and secret, or a user name and password");
  while (!state->hasToken() && state->signingIn) {
    Notifier turn(state->http.executor());
    auto place = state->waiting.insert(state->waiting.end(), &turn);
    // Unwinding by cancellation must not leave a dangling waiter.
    std::shared_ptr<void> leave(nullptr, [state, place](void*) { state->waiting.erase(place); });
    auto wake = co_await turn.wait();
    if (wake == Wake::Cancelled) co_return cancelledError();
  }
  if (state->hasToken()) co_return state->token;

  state->signingIn = true;
  std::shared_ptr<void> done(nullptr, [state](void*) {
    state->signingIn = false;
    for (auto* waiting : state->waiting) waiting->notify();
  });
  const std::string basic = "Basic " + text::toBase64(credentials.key + ":" + credentials.secret);
  const std::string endpoint = "auth.login", body = "{}";
  auto answer = co_await send(session, endpoint, body, basic);
  if (!answer) co_return answer.error();
  auto token = tokenOf(*answer);
  if (!token) co_return token.error();
  state->token = *token;
  state->renewAt = renewalOf(*token);
  co_return token;
}

Task<Done> signIn(Session session) {
  auto token = co_await bearerToken(session);
  if (!token) co_return token.error();
  co_return Done();
}

}  // namespace cleardeck::clearml
