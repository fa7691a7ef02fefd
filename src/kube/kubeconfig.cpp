// Which files there are, how they are merged, and what is wrong with a context.
#include "kube/kubeconfig.h"

#include "base/files.h"
#include "base/text.h"

#include <algorithm>
#include <cstdlib>
#include <set>

namespace cleardeck::kube {
namespace {

namespace fs = std::filesystem;

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? std::string(value) : std::string();
}

struct Merge {
  Kubeconfig result;
  std::map<std::string, ClusterEntry> clusters;
  std::map<std::string, UserEntry> users;
  std::map<std::string, Error> broken;
  std::map<std::string, fs::path> definedIn;  // "context/x" -> file
};

// True when this file is the first that defines the name.
bool isFirst(Merge& merge, const std::string& kind, const std::string& name, const fs::path& file) {
  auto [place, fresh] = merge.definedIn.emplace(kind + "/" + name, file);
  if (!fresh)
    merge.result.notices.push_back("The " + kind + " “" + name + "” is defined in " + place->second.string() +
                                   " and in " + file.string() + "; the first one is used");
  return fresh;
}

void addFile(Merge& merge, KubeconfigText text, const fs::path& file) {
  merge.result.files.push_back(file);
  if (merge.result.currentContext.empty()) merge.result.currentContext = text.currentContext;
  for (auto& [name, entry] : text.clusters)
    if (isFirst(merge, "cluster", name, file)) merge.clusters.emplace(name, std::move(entry));
  for (auto& [name, entry] : text.users)
    if (isFirst(merge, "user", name, file)) merge.users.emplace(name, std::move(entry));
  for (auto& [name, error] : text.broken)
    if (merge.definedIn.emplace(name, file).second) merge.broken.emplace(name, std::move(error));
  for (auto& context : text.contexts)
    if (isFirst(merge, "context", context.name, file)) merge.result.contexts.push_back(std::move(context));
}

Error invalid(const Context& context, const std::string& why) {
  return Error(ErrorKind::Invalid, "context “" + context.name + "” in " + context.file.string() + ": " + why);
}

std::optional<Error> execProblem(const Context& context) {
  const auto& user = context.user;
  if (!user.exec) return std::nullopt;
  if (!user.authProvider.empty()) return invalid(context, "its user has both exec and auth-provider");
  if (user.exec->command.empty()) return invalid(context, "the exec entry of its user has no command");
  const auto& version = user.exec->apiVersion;
  if (version == "client.authentication.k8s.io/v1" || version == "client.authentication.k8s.io/v1beta1")
    return std::nullopt;
  return invalid(context, "the exec entry of its user has the apiVersion “" + version + "”")
      .withHint("Write client.authentication.k8s.io/v1 there, and update " + user.exec->command +
                " if it refuses that");
}

// What client-go's validation.go refuses.
std::optional<Error> userProblem(const Context& context) {
  const auto& user = context.user;
  bool certificate = !user.certificateFile.empty() || !user.certificateData.empty();
  bool key = !user.keyFile.empty() || !user.keyData.empty();
  if (certificate != key)
    return invalid(context,
                   certificate ? "a client certificate without its key" : "a client key without its certificate");
  if (!user.token.empty() && !user.username.empty())
    return invalid(context, "its user has both a token and a user name");
  bool details = !user.impersonateUid.empty() || !user.impersonateGroups.empty() || !user.impersonateExtra.empty();
  if (details && user.impersonate.empty()) return invalid(context, "as-uid, as-groups or as-user-extra without as");
  if (!user.authProvider.empty() && !user.exec)
    return invalid(context,
                   "its user signs in with the auth-provider “" + user.authProvider + "”, which is no longer supported")
        .withHint("Use an exec plugin such as kubelogin or gke-gcloud-auth-plugin instead");
  return execProblem(context);
}

std::optional<Error> problemOf(const Context& context, const Merge& merge) {
  if (context.clusterName.empty()) return invalid(context, "it names no cluster");
  if (auto broken = merge.broken.find("cluster/" + context.clusterName); broken != merge.broken.end())
    return broken->second;
  if (!merge.clusters.count(context.clusterName))
    return invalid(context, "there is no cluster “" + context.clusterName + "” in any file");
  if (context.cluster.server.empty())
    return invalid(context, "the cluster “" + context.clusterName + "” has no server");
  if (auto broken = merge.broken.find("user/" + context.userName); broken != merge.broken.end()) return broken->second;
  if (!context.userName.empty() && !merge.users.count(context.userName))
    return invalid(context, "there is no user “" + context.userName + "” in any file");
  return userProblem(context);
}

void resolve(Merge& merge) {
  for (auto& context : merge.result.contexts) {
    if (auto cluster = merge.clusters.find(context.clusterName); cluster != merge.clusters.end())
      context.cluster = cluster->second;
    if (auto user = merge.users.find(context.userName); user != merge.users.end()) context.user = user->second;
    context.problem = problemOf(context, merge);
  }
}

}  // namespace

std::vector<fs::path> kubeconfigFiles(const std::string& explicitPath) {
  if (!explicitPath.empty()) return std::vector<fs::path>(1, fs::path(explicitPath));
  std::vector<fs::path> all;
  for (const auto& name : text::split(environment("KUBECONFIG"), ':'))
    if (!name.empty() && std::find(all.begin(), all.end(), name) == all.end()) all.emplace_back(name);
  if (all.empty()) all.push_back(fs::path(environment("HOME")) / ".kube" / "config");
  return all;
}

Kubeconfig loadKubeconfig(const std::vector<fs::path>& files) {
  Merge merge;
  for (const auto& file : files) {
    std::error_code ec;
    if (!fs::exists(file, ec) && !ec) {
      if (files.size() == 1)
        merge.result.errors.push_back(Error(ErrorKind::NotFound, "there is no kubeconfig " + file.string())
                                          .withHint("Set KUBECONFIG, or choose a file in Settings"));
      continue;
    }
    auto content = files::read(file);
    if (!content) {
      merge.result.errors.push_back(std::move(content.error()).during("read the kubeconfig"));
      continue;
    }
    auto parsed = parseKubeconfig(*content, file);
    if (parsed)
      addFile(merge, std::move(*parsed), file);
    else
      merge.result.errors.push_back(parsed.error());
  }
  resolve(merge);
  return std::move(merge.result);
}

Result<Context> findContext(const Kubeconfig& config, const std::string& name) {
  const auto& wanted = name.empty() ? config.currentContext : name;
  for (const auto& context : config.contexts)
    if (context.name == wanted) {
      if (context.problem) return *context.problem;
      return context;
    }
  std::vector<std::string> names;
  for (const auto& context : config.contexts) names.push_back(context.name);
  Error missing(ErrorKind::NotFound, wanted.empty() ? std::string("the kubeconfig has no current context")
                                                    : "there is no context “" + wanted + "” in the kubeconfig");
  if (names.empty() && !config.errors.empty()) return config.errors.front();
  return std::move(missing).withHint(names.empty() ? "It names no context at all"
                                                   : "Choose one of: " + text::join(names, ", "));
}

}  // namespace cleardeck::kube
