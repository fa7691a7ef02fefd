/// A Session is one context in use: its server, its identity, its credential. Cheap to copy; the last copy closes the
/// connections. I/O thread only.
#pragma once
#include "kube/kubeconfig.h"
#include "net/http.h"
#include "net/websocket.h"

#include <functional>
#include <memory>

namespace cleardeck::kube {

struct SessionOptions {
  SessionOptions() = default;
  /// Namespaces to look at when the user may not list cluster-wide; the context's own is always among them.
  std::vector<std::string> namespaces;
  std::chrono::milliseconds pluginTimeout{60'000};  ///< how long a credential program may take
};

class Session {
 public:
  struct State;
  /// Reads the certificate files; runs nothing and sends nothing yet.
  /// Errors: the context's problem; a file that cannot be read; a certificate without its key; a URL that is none.
  static Result<Session> create(const asio::any_io_executor& executor, Context context,
                                SessionOptions options = SessionOptions());

  const Context& context() const;
  const std::string& name() const { return context().name; }
  /// The context's namespace, "default" when it names none.
  std::string defaultNamespace() const;
  const std::vector<std::string>& namespaces() const;
  void setNamespaces(std::vector<std::string> namespaces);
  const asio::any_io_executor& executor() const;

  /// The user wants it now, or the machine woke up: every waiting watch tries again at once, and credential programs
  /// that failed may run again.
  void reconnectNow();
  /// Calls `wake` at each reconnectNow() while the returned token lives.
  std::shared_ptr<void> onReconnect(std::function<void()> wake) const;

  State& state() const { return *m_state; }

 private:
  friend class Result<Session>;
  explicit Session(std::shared_ptr<State> state) : m_state(std::move(state)) {}
  std::shared_ptr<State> m_state;
};

/// As their namesakes in net, with the context's credential; after a 401 the credential is renewed and the request
/// repeated once. Errors also: Auth, when there is no credential to be had.
Task<net::Response> open(Session session, net::Request request);
Task<net::FullResponse> fetch(Session session, net::Request request);
Task<net::WebSocket> connectWebSocket(Session session, net::WebSocketRequest request);

/// A status >= 400 as an Error with a next step; `what` as "list pods in namespace team".
Error refusal(const Session& session, int status, std::string body, const std::string& what);
/// A failed connection as an Error whose hint names the place in the kubeconfig, where that is to blame.
Error connectionError(const Session& session, Error error);

}  // namespace cleardeck::kube
