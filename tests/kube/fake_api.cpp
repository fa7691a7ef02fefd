#include "kube/fake_api.h"

#include "base/files.h"

#include <nlohmann/json.hpp>

namespace cleardeck::test {
namespace {

using nlohmann::json;

std::string certificate(const char* name) {
  auto content = files::read(std::filesystem::path(CLEARDECK_TEST_CERTIFICATES) / name);
  return content ? *content : std::string();
}

json pod(const std::string& name, const std::string& version, const std::string& ns) {
  json metadata = {{"name", name}, {"namespace", ns}, {"uid", "uid-" + name}, {"resourceVersion", version}};
  return {{"kind", "Pod"}, {"apiVersion", "v1"}, {"metadata", metadata}, {"status", {{"phase", "Running"}}}};
}

// Waits until the client goes away: every write to it fails then.
asio::awaitable<void> hold(std::shared_ptr<net::Exchange>) {
  for (;;) co_await sleepFor(std::chrono::seconds(1));
}

}  // namespace

std::string statusJson(int code, const std::string& message, const std::string& reason) {
  return json({{"kind", "Status"},
               {"apiVersion", "v1"},
               {"status", "Failure"},
               {"code", code},
               {"message", message},
               {"reason", reason}})
      .dump();
}

std::string podList(const std::vector<std::string>& names, const std::string& version, const std::string& next,
                    const std::string& ns) {
  json items = json::array();
  for (const auto& name : names) items.push_back(pod(name, version, ns));
  json metadata = {{"resourceVersion", version}};
  if (!next.empty()) metadata["continue"] = next;
  return json({{"kind", "PodList"}, {"metadata", metadata}, {"items", items}}).dump();
}

std::string podEvent(const std::string& type, const std::string& name, const std::string& version,
                     const std::string& ns) {
  return json({{"type", type}, {"object", pod(name, version, ns)}}).dump() + "\n";
}

FakeApi::FakeApi(Loop& loop, bool tls) : m_loop(loop), m_tls(tls) {
  std::optional<net::ServerTls> serverTls;
  if (tls) {
    serverTls.emplace();
    serverTls->certificatePem = certificate("server.crt");
    serverTls->keyPem = certificate("server.key");
  }
  auto handler = [this](std::shared_ptr<net::Exchange> exchange) { return serve(std::move(exchange)); };
  auto server = net::Server::listen(loop.executor(), 0, serverTls, handler);
  if (!server) throw std::runtime_error(server.error().text());
  m_server.emplace(std::move(*server));
}

// Its handlers use this object; they end before it does.
FakeApi::~FakeApi() {
  m_server.reset();
  m_loop.runFor(std::chrono::milliseconds(20));
}

void FakeApi::refuse(const std::string& words, int status, const std::string& message) {
  answer(Answer(words, statusJson(status, message), status));
}

std::size_t FakeApi::count(const std::string& words) const {
  return std::size_t(
      std::count_if(seen.begin(), seen.end(), [&](const Seen& s) { return s.line.find(words) != s.line.npos; }));
}

const FakeApi::Seen& FakeApi::last(const std::string& words) const {
  for (auto s = seen.rbegin(); s != seen.rend(); ++s)
    if (s->line.find(words) != s->line.npos) return *s;
  static const Seen none;
  return none;
}

std::string FakeApi::url() const {
  return (m_tls ? "https://127.0.0.1:" : "http://127.0.0.1:") + std::to_string(m_server->port());
}

kube::Context FakeApi::context() const {
  kube::Context context;
  context.name = "fake";
  context.file = "/etc/kubeconfig";
  context.cluster.server = url();
  context.cluster.insecure = true;
  return context;
}

kube::Session FakeApi::session(kube::Context context) const {
  auto session = kube::Session::create(m_loop.executor(), std::move(context));
  if (!session) throw std::runtime_error(session.error().text());
  return *session;
}

asio::awaitable<void> FakeApi::serve(std::shared_ptr<net::Exchange> exchange) {
  const auto& request = exchange->request();
  const auto line = request.method + " " + request.target;
  Seen now;
  now.line = line;
  now.headers = request.headers;
  now.body = request.body;
  now.when = Clock::now();
  seen.push_back(std::move(now));
  if (request.upgrade && onUpgrade) {
    co_await onUpgrade(exchange);
    co_return;
  }
  Answer answer("", statusJson(404, "nothing was prepared for " + line), 404);
  auto fits = [&line](const Answer& a) { return line.find(a.words) != line.npos; };
  auto found = std::find_if(m_answers->begin(), m_answers->end(), fits);
  if (found != m_answers->end()) {
    answer = *found;
    auto same = [&answer](const Answer& a) { return a.words == answer.words; };
    if (std::count_if(m_answers->begin(), m_answers->end(), same) > 1) m_answers->erase(found);
  }
  if (answer.end == Answer::End::Proper) {
    (void)co_await exchange->respond(answer.status, answer.headers, answer.body);
    co_return;
  }
  auto begun = co_await exchange->beginChunked(answer.status, answer.headers);
  if (begun && !answer.body.empty()) (void)co_await exchange->chunk(answer.body);
  if (answer.end == Answer::End::Open) co_await hold(exchange);
}

}  // namespace cleardeck::test
