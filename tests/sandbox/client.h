/// A client of a sandbox in the same process, for tests that ask and wait.
#pragma once
#include "net/net.h"
#include "sandbox/sandbox.h"

#include <nlohmann/json.hpp>

#include <future>

namespace cleardeck::test {

using Json = nlohmann::json;

struct Answer {
  int status = 0;
  std::string text;
  Json json;
};

inline sandbox::Settings quick(bool sample) {
  sandbox::Settings settings;
  settings.sample = sample;
  settings.pace.schedule = settings.pace.start = settings.pace.terminate = settings.pace.job =
      std::chrono::milliseconds(10);
  settings.pace.bookmark = std::chrono::milliseconds(50);
  settings.pace.logLine = std::chrono::milliseconds(20);
  return settings;
}

class Client {
 public:
  explicit Client(sandbox::Settings settings = quick(false)) {
    auto started = sandbox::Cluster::start(m_runtime, std::move(settings));
    if (started) m_cluster = std::move(*started);
  }
  bool good() const { return m_cluster != nullptr; }
  sandbox::Cluster& cluster() { return *m_cluster; }

  net::Session session(std::string token) {
    net::Identity identity;
    identity.caPem = m_cluster->certificatePem();
    identity.bearerToken = std::move(token);
    return await(made(net::Session::create(m_runtime.executor(), m_cluster->baseUrl(), identity))).value();
  }
  net::Session session() { return session(m_cluster->token()); }

  template <class T>
  Result<T> await(Task<T> task) {
    std::promise<Result<T>> promise;
    auto result = promise.get_future();
    auto done = [&promise](Result<T> r) { promise.set_value(std::move(r)); };
    auto begin = [&] { start<T>(m_runtime.executor(), std::move(task), done); };
    asio::post(m_runtime.executor(), begin);
    if (result.wait_for(std::chrono::seconds(20)) != std::future_status::ready) std::abort();
    return result.get();
  }

  Answer call(const std::string& method, const std::string& target, const Json& body = Json(),
              const std::string& type = "application/json") {
    return send(method, target, body.is_null() ? std::string() : body.dump(), type, "application/json");
  }
  Answer send(const std::string& method, const std::string& target, std::string body, const std::string& type,
              const std::string& accept) {
    net::Request request(method, target);
    request.headers.add("Content-Type", type);
    request.headers.add("Accept", accept);
    request.body = std::move(body);
    if (!m_session) m_session.emplace(session());
    auto response = await(net::fetch(*m_session, std::move(request)));
    Answer answer;
    if (!response) return answer;
    answer.status = response->head.status;
    answer.text = response->body;
    answer.json = Json::parse(response->body, nullptr, false);
    return answer;
  }
  Json get(const std::string& target) { return call("GET", target).json; }

  /// Asks again until the answer pleases; false after 10 s.
  template <class Condition>
  bool until(const std::string& target, Condition pleases) {
    for (auto end = Clock::now() + std::chrono::seconds(10); Clock::now() < end;) {
      try {
        if (pleases(get(target))) return true;
      } catch (const Json::exception&) {  // what it looks at is not there yet
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
  }

 private:
  static Task<net::Session> made(Result<net::Session> session) { co_return session; }
  Runtime m_runtime;
  std::unique_ptr<sandbox::Cluster> m_cluster;
  std::optional<net::Session> m_session;
};

}  // namespace cleardeck::test
