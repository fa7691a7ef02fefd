#include "installation/api_access.h"

namespace cleardeck::installation {
namespace {

constexpr std::chrono::seconds apiPatience(30);

Result<clearml::Session> sessionAt(const asio::any_io_executor& executor, const std::string& apiUrl,
                                   const clearml::Credentials& credentials, asio::any_io_executor workers) {
  clearml::Connection connection;
  connection.apiUrl = apiUrl;
  connection.credentials = credentials;
  return clearml::Session::create(executor, std::move(workers), std::move(connection));
}

}  // namespace

Task<std::shared_ptr<Connection>> openApi(kube::Hub hub, Installation installation,
                                          std::chrono::milliseconds patience) {
  std::erase_if(installation.addresses, [](const Address& address) { return address.door != Door::Api; });
  const ConnectionOptions options;
  auto tunnel = Connection::start(std::move(hub), std::move(installation), options, nullptr);
  if (!tunnel) co_return tunnel.error();
  auto held = std::make_shared<Connection>(std::move(*tunnel));
  auto answering = co_await waitUntilAnswering(*held, patience);
  if (!answering) co_return answering.error();
  co_return held;
}

Task<LoginProof> proveLogin(std::string apiUrl, clearml::Credentials credentials, asio::any_io_executor workers) {
  auto executor = co_await asio::this_coro::executor;
  auto session = sessionAt(executor, apiUrl, credentials, workers);
  if (!session) co_return LoginProof(LoginProof::NotAsked, session.error().text());
  auto signedIn = co_await clearml::signIn(*session);
  if (signedIn) co_return LoginProof(LoginProof::Accepted);
  const auto& error = signedIn.error();
  if (error.kind == ErrorKind::Cancelled) co_return error;
  co_return LoginProof(error.kind == ErrorKind::Auth ? LoginProof::Refused : LoginProof::NotAsked, error.message);
}

Task<clearml::Session> signInWith(std::string apiUrl, std::vector<clearml::Credentials> keys,
                                  asio::any_io_executor workers) {
  auto executor = co_await asio::this_coro::executor;
  Error last(ErrorKind::Auth, "there is no key for ClearML at " + apiUrl);
  for (const auto& key : keys) {
    auto session = sessionAt(executor, apiUrl, key, workers);
    if (!session) co_return session.error();
    auto signedIn = co_await clearml::signIn(*session);
    if (signedIn) co_return *session;
    if (signedIn.error().kind != ErrorKind::Auth) co_return signedIn.error();
    last = signedIn.error();
  }
  co_return last;
}

Task<std::vector<clearml::Credentials>> ownKeys(kube::Session session, Installation installation) {
  std::vector<clearml::Credentials> keys;
  auto user = co_await credentialsOf(session, installation);
  if (!user && user.error().kind == ErrorKind::Cancelled) co_return user.error();
  if (user) keys.push_back(*user);
  auto system = co_await systemCredentialsOf(session, installation);
  if (system) keys.push_back(*system);
  if (keys.empty()) co_return user.error();
  co_return keys;
}

Task<KeyCounts> countKeys(std::string apiUrl, clearml::Credentials system, std::string company,
                          std::vector<std::string> usernames, asio::any_io_executor workers) {
  auto executor = co_await asio::this_coro::executor;
  KeyCounts counts;
  auto session = sessionAt(executor, apiUrl, system, workers);
  if (!session) {
    counts.whyNot = session.error().text();
    co_return counts;
  }
  for (const auto& username : usernames) {
    const auto id = clearml::fixedUserId(company, username);
    auto count = co_await clearml::countKeysOf(*session, id, company);
    if (count) {
      counts.keys[username] = *count;
      continue;
    }
    const auto& error = count.error();
    if (error.kind == ErrorKind::Cancelled) co_return error;
    counts.whyNot = error.message;
    // A user whom the server does not know yet says nothing about the others.
    if (error.kind != ErrorKind::NotFound && error.kind != ErrorKind::Invalid) co_return counts;
  }
  co_return counts;
}

Task<LoginProof> proveLoginThrough(kube::Hub hub, Installation installation, clearml::Credentials credentials,
                                   asio::any_io_executor workers) {
  constexpr int attempts = 4;
  for (int attempt = 1;; ++attempt) {
    auto tunnel = co_await openApi(hub, installation, apiPatience);
    if (!tunnel && tunnel.error().kind == ErrorKind::Cancelled) co_return tunnel.error();
    if (!tunnel) co_return LoginProof(LoginProof::NotAsked, tunnel.error().text());
    const auto url = (*tunnel)->urls().api;
    auto proof = co_await proveLogin(url, credentials, workers);
    if (!proof || proof->verdict != LoginProof::Refused || attempt == attempts) co_return proof;
    co_await sleepFor(std::chrono::seconds(1));
  }
}

Task<KeyCounts> countKeysThrough(kube::Hub hub, Installation installation, std::string company,
                                 std::vector<std::string> usernames, asio::any_io_executor workers) {
  KeyCounts unknown;
  auto system = co_await systemCredentialsOf(hub.session(), installation);
  if (!system && system.error().kind == ErrorKind::Cancelled) co_return system.error();
  if (!system) {
    unknown.whyNot = system.error().message;
    co_return unknown;
  }
  auto tunnel = co_await openApi(hub, installation, apiPatience);
  if (!tunnel && tunnel.error().kind == ErrorKind::Cancelled) co_return tunnel.error();
  if (!tunnel) {
    unknown.whyNot = tunnel.error().message;
    co_return unknown;
  }
  const auto url = (*tunnel)->urls().api;
  co_return co_await countKeys(url, *system, company, usernames, workers);
}

}  // namespace cleardeck::installation
