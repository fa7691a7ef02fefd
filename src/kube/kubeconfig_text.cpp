// One kubeconfig file's text into entries.
#include "kube/kubeconfig.h"

#include "base/text.h"

#include <yaml-cpp/yaml.h>
#include <nlohmann/json.hpp>

namespace cleardeck::kube {
namespace {

namespace fs = std::filesystem;
constexpr int mostNodes = 10'000;  // of an extension: aliases can make a small text very large

std::string scalar(const YAML::Node& node, const char* key) {
  if (!node.IsMap()) return std::string();
  auto value = node[key];
  return value && value.IsScalar() ? value.Scalar() : std::string();
}

bool truth(const YAML::Node& node, const char* key) { return scalar(node, key) == "true"; }

std::vector<std::string> texts(const YAML::Node& node) {
  std::vector<std::string> all;
  if (node && node.IsSequence())
    for (const auto& item : node)
      if (item.IsScalar()) all.push_back(item.Scalar());
  return all;
}

/// client-go: relative to the file that holds the stanza; "~" is not expanded.
std::string resolved(const std::string& name, const fs::path& file) {
  if (name.empty() || fs::path(name).is_absolute()) return name;
  return (file.parent_path() / name).lexically_normal().string();
}

Error invalid(std::string message) { return Error(ErrorKind::Invalid, std::move(message)); }

Result<std::string> decoded(const YAML::Node& node, const char* key) {
  auto bytes = text::fromBase64(scalar(node, key));
  if (!bytes) return invalid(std::string(key) + " is not base64");
  return bytes;
}

nlohmann::json toJson(const YAML::Node& node, int& left) {
  if (--left < 0) throw YAML::Exception(node.Mark(), "an extension is too large");
  if (node.IsMap()) {
    auto object = nlohmann::json::object();
    for (const auto& pair : node) object[pair.first.as<std::string>()] = toJson(pair.second, left);
    return object;
  }
  if (node.IsSequence()) {
    auto array = nlohmann::json::array();
    for (const auto& item : node) array.push_back(toJson(item, left));
    return array;
  }
  if (!node.IsScalar()) return nullptr;
  if (node.Tag() != "!") {  // not quoted
    auto plain = nlohmann::json::parse(node.Scalar(), nullptr, false);
    if (plain.is_number() || plain.is_boolean()) return plain;
  }
  return node.Scalar();
}

std::string execExtension(const YAML::Node& cluster) {
  auto extensions = cluster["extensions"];
  if (!extensions || !extensions.IsSequence()) return std::string();
  for (const auto& item : extensions) {
    if (scalar(item, "name") != "client.authentication.k8s.io/exec" || !item["extension"]) continue;
    int left = mostNodes;
    return toJson(item["extension"], left).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  }
  return std::string();
}

Result<ClusterEntry> readCluster(const YAML::Node& node, const fs::path& file) {
  ClusterEntry entry;
  entry.server = scalar(node, "server");
  entry.tlsServerName = scalar(node, "tls-server-name");
  entry.insecure = truth(node, "insecure-skip-tls-verify");
  entry.caFile = resolved(scalar(node, "certificate-authority"), file);
  entry.proxyUrl = scalar(node, "proxy-url");
  entry.execConfigJson = execExtension(node);
  auto data = decoded(node, "certificate-authority-data");
  if (!data) return data.error();
  entry.caData = std::move(*data);
  return entry;
}

ExecEntry readExec(const YAML::Node& node, const fs::path& file) {
  ExecEntry exec;
  exec.apiVersion = scalar(node, "apiVersion");
  exec.command = scalar(node, "command");
  if (exec.command.find('/') != std::string::npos) exec.command = resolved(exec.command, file);
  exec.args = texts(node["args"]);
  exec.installHint = scalar(node, "installHint");
  exec.provideClusterInfo = truth(node, "provideClusterInfo");
  exec.interactiveMode = scalar(node, "interactiveMode");
  if (auto env = node["env"]; env && env.IsSequence())
    for (const auto& item : env) exec.env[scalar(item, "name")] = scalar(item, "value");
  return exec;
}

void readImpersonation(const YAML::Node& node, UserEntry& entry) {
  entry.impersonate = scalar(node, "as");
  entry.impersonateUid = scalar(node, "as-uid");
  entry.impersonateGroups = texts(node["as-groups"]);
  if (auto extra = node["as-user-extra"]; extra && extra.IsMap())
    for (const auto& pair : extra) entry.impersonateExtra[pair.first.as<std::string>()] = texts(pair.second);
}

Result<UserEntry> readUser(const YAML::Node& node, const fs::path& file) {
  UserEntry entry;
  if (!node.IsMap()) return entry;
  entry.certificateFile = resolved(scalar(node, "client-certificate"), file);
  entry.keyFile = resolved(scalar(node, "client-key"), file);
  entry.token = scalar(node, "token");
  entry.tokenFile = resolved(scalar(node, "tokenFile"), file);
  entry.username = scalar(node, "username");
  entry.password = scalar(node, "password");
  readImpersonation(node, entry);
  if (auto exec = node["exec"]; exec && exec.IsMap()) entry.exec = readExec(exec, file);
  if (auto provider = node["auth-provider"]; provider && provider.IsMap())
    entry.authProvider = scalar(provider, "name");
  auto certificate = decoded(node, "client-certificate-data");
  if (!certificate) return certificate.error();
  auto key = decoded(node, "client-key-data");
  if (!key) return key.error();
  entry.certificateData = std::move(*certificate);
  entry.keyData = std::move(*key);
  return entry;
}

/// The named entries of a list: use(name, its `inner` node). Errors: a name twice.
template <class Use>
void namedEntries(const YAML::Node& root, const char* listName, const char* inner, Use use) {
  auto entries = root[listName];
  if (!entries || !entries.IsSequence()) return;
  std::map<std::string, bool> seen;
  for (const auto& item : entries) {
    auto name = scalar(item, "name");
    if (name.empty()) continue;
    if (!seen.emplace(name, true).second)
      throw YAML::Exception(item.Mark(), "the name “" + name + "” is used twice in " + listName);
    use(name, item[inner] ? YAML::Node(item[inner]) : YAML::Node(YAML::NodeType::Map));
  }
}

KubeconfigText readAll(const YAML::Node& root, const fs::path& file) {
  KubeconfigText all;
  all.currentContext = scalar(root, "current-context");
  namedEntries(root, "clusters", "cluster", [&](const std::string& name, const YAML::Node& node) {
    auto entry = readCluster(node, file);
    if (entry)
      all.clusters[name] = std::move(*entry);
    else
      all.broken["cluster/" + name] = std::move(entry.error()).during("cluster “" + name + "” in " + file.string());
  });
  namedEntries(root, "users", "user", [&](const std::string& name, const YAML::Node& node) {
    auto entry = readUser(node, file);
    if (entry)
      all.users[name] = std::move(*entry);
    else
      all.broken["user/" + name] = std::move(entry.error()).during("user “" + name + "” in " + file.string());
  });
  namedEntries(root, "contexts", "context", [&](const std::string& name, const YAML::Node& node) {
    Context context;
    context.name = name;
    context.clusterName = scalar(node, "cluster");
    context.userName = scalar(node, "user");
    context.ns = scalar(node, "namespace");
    context.file = file;
    all.contexts.push_back(std::move(context));
  });
  return all;
}

}  // namespace

Result<KubeconfigText> parseKubeconfig(const std::string& text, const fs::path& file) {
  try {
    auto root = YAML::Load(text);
    if (!root || root.IsNull()) return KubeconfigText();
    if (!root.IsMap()) return invalid(file.string() + " is no kubeconfig: it holds no mapping");
    return readAll(root, file);
  } catch (const YAML::Exception& e) {
    std::string where = e.mark.is_null() ? "" : ":" + std::to_string(e.mark.line + 1);
    return invalid(file.string() + where + ": " + e.msg).withHint("Correct the file, or leave it out of KUBECONFIG");
  } catch (const std::exception& e) {
    return invalid(file.string() + " is no kubeconfig: " + e.what());
  }
}

}  // namespace cleardeck::kube
