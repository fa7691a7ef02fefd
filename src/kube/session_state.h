/// What a Session is made of. Internal to kube.
#pragma once
#include "kube/credentials.h"
#include "kube/session.h"

#include <map>

namespace cleardeck::kube {

struct Session::State {
  explicit State(asio::any_io_executor e) : executor(std::move(e)) {}
  asio::any_io_executor executor;
  Context context;
  SessionOptions options;
  net::Identity identity;  // without what the credential adds
  std::shared_ptr<Credentials> credentials;
  bool secure = false;    // https: credentials are sent over nothing else
  bool loopback = false;  // compressing answers would only cost the machine's own time
  std::optional<net::Session> connection;
  std::string connectionCertificate;  // that `connection` was made with
  unsigned namespacesVersion = 0;
  std::map<unsigned, std::function<void()>> wakers;
  unsigned lastWaker = 0;
};

}  // namespace cleardeck::kube
