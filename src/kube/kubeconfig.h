/// Kubeconfig files, read and merged by the rules of client-go (tools/clientcmd loader.go): the first file that defines
/// a name wins, relative paths belong to their file, what is broken hides nothing else.
#pragma once
#include "base/result.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cleardeck::kube {

/// File names here are absolute or relative to the working directory, never to the kubeconfig. `*Data` is decoded.
struct ClusterEntry {
  std::string server;
  std::string tlsServerName;
  bool insecure = false;
  std::string caFile, caData;
  std::string proxyUrl;
  std::string execConfigJson;  ///< extension client.authentication.k8s.io/exec, as JSON; "" when absent
};

/// A program that prints a credential.
struct ExecEntry {
  std::string apiVersion;
  std::string command;
  std::vector<std::string> args;
  std::map<std::string, std::string> env;
  std::string installHint;
  bool provideClusterInfo = false;
  std::string interactiveMode;
};

struct UserEntry {
  std::string certificateFile, certificateData;
  std::string keyFile, keyData;
  std::string token, tokenFile;
  std::string username, password;
  std::string impersonate, impersonateUid;
  std::vector<std::string> impersonateGroups;
  std::map<std::string, std::vector<std::string>> impersonateExtra;
  std::optional<ExecEntry> exec;
  std::string authProvider;  ///< the name of the old auth-provider; only said to be unsupported
};

/// A context with everything it names. One with a `problem` can be shown but not used.
struct Context {
  std::string name;
  std::string clusterName, userName;
  std::string ns;  ///< "" when the context names none
  ClusterEntry cluster;
  UserEntry user;
  std::filesystem::path file;  ///< that defined the context
  std::optional<Error> problem;
};

struct Kubeconfig {
  std::vector<std::filesystem::path> files;  ///< that were read, in order
  std::vector<Context> contexts;             ///< in the order of the files
  std::string currentContext;
  std::vector<std::string> notices;  ///< worth saying, e.g. a name that two files define
  std::vector<Error> errors;         ///< files that could not be read
};

/// One file's text, before merging. Pure. Errors: not YAML, a name twice.
struct KubeconfigText {
  std::map<std::string, ClusterEntry> clusters;
  std::map<std::string, UserEntry> users;
  std::vector<Context> contexts;        ///< without cluster and user
  std::map<std::string, Error> broken;  ///< "cluster/x", "user/x": entries that cannot be used
  std::string currentContext;
};
Result<KubeconfigText> parseKubeconfig(const std::string& text, const std::filesystem::path& file);

/// The files to read: `explicitPath` alone when given, else those of $KUBECONFIG, else ~/.kube/config.
std::vector<std::filesystem::path> kubeconfigFiles(const std::string& explicitPath);

/// Reads and merges. Blocking, small files. Never fails: what went wrong is in errors, notices and Context::problem.
/// Files that do not exist are skipped, unless there is only one.
Kubeconfig loadKubeconfig(const std::vector<std::filesystem::path>& files);

/// The context of that name, or the current one for "". Errors: NotFound naming those there are; the context's problem.
Result<Context> findContext(const Kubeconfig& config, const std::string& name);

}  // namespace cleardeck::kube
