// What a person should do about a refusal or a connection that failed.
#include "kube/session_state.h"

namespace cleardeck::kube {
namespace {

std::string expiredCertificate(const Session::State& state) {
  auto end =
      certificateEnd(state.connectionCertificate.empty() ? state.identity.certificatePem : state.connectionCertificate);
  if (!end || *end > std::chrono::system_clock::now()) return std::string();
  return "the client certificate of “" + state.context.userName + "” ran out on " + time::toRfc3339(*end);
}

}  // namespace

Error refusal(const Session& session, int status, std::string body, const std::string& what) {
  auto error = net::failureOf(status, std::move(body)).during(what);
  if (status == 401) {
    auto expired = expiredCertificate(session.state());
    if (!expired.empty()) {
      error.message += ": " + expired;
      return std::move(error).withHint("Get a new certificate for this user, then reconnect");
    }
    return std::move(error).withHint("Sign in again for the context “" + session.name() + "”, then reconnect");
  }
  if (status == 403) return std::move(error).withHint("Ask the cluster's administrator for the right to " + what);
  if (status == 429) return std::move(error).withHint("The server is busy; it is asked again by itself");
  if (status >= 500)
    return std::move(error).withHint("The API server has a problem of its own; it is asked again by itself");
  return error;
}

Error connectionError(const Session& session, Error error) {
  if (error.kind == ErrorKind::Tls)
    error.hint += ". See certificate-authority, client-certificate and tls-server-name of “" + session.name() +
                  "” in " + session.context().file.string();
  return error;
}

}  // namespace cleardeck::kube
