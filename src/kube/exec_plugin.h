/// Credential programs of a kubeconfig (client-go plugin/pkg/client/auth/exec): run, answer read, errors explained.
#pragma once
#include "base/time.h"
#include "kube/kubeconfig.h"
#include "net/async.h"

namespace cleardeck::kube {

/// What proves who we are.
struct Proof {
  std::string token;
  std::string certificatePem, keyPem;
  std::optional<time::Moment> expires;
  bool operator==(const Proof&) const = default;
};

/// An ExecCredential of exactly `apiVersion`. Pure. Errors: Auth.
Result<Proof> parseExecCredential(const std::string& json, const std::string& apiVersion);

/// The content of KUBERNETES_EXEC_INFO; `caPem` is put in when the context asks for cluster info.
std::string execInfo(const Context& context, const std::string& caPem);

/// Where the program is: its path, else the first in PATH, else in the places where such programs are usually installed
/// and a desktop's PATH does not lead. Errors: NotFound with the kubeconfig's installHint.
Result<std::string> findPlugin(const ExecEntry& exec);

/// Runs it to its end. Errors: Auth: missing, failed, printed no credential, took longer than `timeout`.
Task<Proof> runExecPlugin(Context context, std::string caPem, std::chrono::milliseconds timeout);

/// Text of other programs without control characters and terminal colours.
std::string printable(const std::string& text);

}  // namespace cleardeck::kube
