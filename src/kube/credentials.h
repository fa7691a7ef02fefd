/// What a context needs to be let in: the fixed part as a net::Identity, and the part that runs out (tokens from files
/// and programs) as Credentials. Internal to kube; everything else uses Session.
#pragma once
#include "kube/exec_plugin.h"
#include "kube/kubeconfig.h"
#include "net/http.h"

#include <memory>

namespace cleardeck::kube {

/// Trust, server name, proxy and a fixed client certificate. Reads the files. Errors: Invalid, with the file's name.
Result<net::Identity> identityOf(const Context& context);

/// The Impersonate-* headers of client-go (transport/round_trippers.go).
net::Headers impersonation(const UserEntry& user);

/// When the first certificate of a PEM text runs out; nullopt when it is none.
std::optional<time::Moment> certificateEnd(const std::string& pem);

/// A proof and its number: a new number is a new proof.
struct Credential {
  Proof proof;
  unsigned number = 0;
};

/// The credential of one context, shared by all its requests. At most one program runs at a time; a failure is kept
/// until forgive() or for 5 minutes, so that a page full of requests does not start it again and again.
class Credentials {
 public:
  Credentials(asio::any_io_executor executor, Context context, std::string caPem, std::chrono::milliseconds timeout);

  /// Nothing that runs out: currentCredential() answers at once.
  bool fixed() const;
  void accepted(unsigned number);  ///< a server let this one in
  void forgive();                  ///< the user wants to try again

 private:
  friend Task<Credential> currentCredential(std::shared_ptr<Credentials>, unsigned);
  bool needsRenewal(unsigned refused) const;
  bool soonOver() const;
  void renew(std::weak_ptr<Credentials> self);
  void finish(Result<Proof> result);

  asio::any_io_executor m_executor;
  Context m_context;
  std::string m_caPem;
  std::chrono::milliseconds m_timeout;
  Credential m_current;
  std::optional<Error> m_failure;
  Clock::time_point m_renewedAt;
  bool m_running = false;
  bool m_accepted = false;
  bool m_afterRefusal = false;  // the current one was made because the one before was refused
  ChildTask m_run;
  std::vector<std::shared_ptr<Notifier>> m_waiters;
};

/// The credential to use now. `refused`: the number of one that the server answered with 401; 0 is none.
/// Errors: Auth.
Task<Credential> currentCredential(std::shared_ptr<Credentials> credentials, unsigned refused);

}  // namespace cleardeck::kube
