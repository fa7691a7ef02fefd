#include "kube/exec_plugin.h"

#include "base/text.h"
#include "net/process.h"

#include <unistd.h>
#include <cstdlib>
#include <nlohmann/json.hpp>

namespace cleardeck::kube {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

Error refused(std::string message) { return Error(ErrorKind::Auth, std::move(message)); }

std::string textAt(const Json& object, const char* key) {
  auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// The places of gcloud, krew, snap, Homebrew and pip --user.
std::vector<fs::path> searchFolders() {
  std::vector<fs::path> folders;
  if (const char* path = std::getenv("PATH"))
    for (const auto& part : text::split(path, ':')) folders.emplace_back(part.empty() ? "." : part);
  if (const char* home = std::getenv("HOME"))
    for (const char* place : {".local/bin", "bin", ".krew/bin", "google-cloud-sdk/bin", "go/bin"})
      folders.push_back(fs::path(home) / place);
  for (const char* place : {"/usr/local/bin", "/snap/bin", "/home/linuxbrew/.linuxbrew/bin"})
    folders.emplace_back(place);
  return folders;
}

bool runnable(const fs::path& path) {
  std::error_code ec;
  return fs::is_regular_file(path, ec) && ::access(path.c_str(), X_OK) == 0;
}

std::string hintOf(const ExecEntry& exec) {
  auto hint = printable(exec.installHint);
  return hint.empty() ? "Install " + exec.command + ", or correct the exec entry in the kubeconfig" : hint;
}

Json clusterInfo(const Context& context, const std::string& caPem) {
  const auto& cluster = context.cluster;
  Json info = {{"server", cluster.server}};
  if (!cluster.tlsServerName.empty()) info["tls-server-name"] = cluster.tlsServerName;
  if (cluster.insecure) info["insecure-skip-tls-verify"] = true;
  if (!caPem.empty()) info["certificate-authority-data"] = text::toBase64(caPem);
  if (!cluster.proxyUrl.empty()) info["proxy-url"] = cluster.proxyUrl;
  if (!cluster.execConfigJson.empty()) info["config"] = Json::parse(cluster.execConfigJson, nullptr, false);
  return info;
}

Error failed(const ExecEntry& exec, const net::ProcessResult& result) {
  auto last = std::string(text::trim(printable(result.errors)));
  if (auto line = last.rfind('\n'); line != last.npos) last = last.substr(line + 1);
  Error error(ErrorKind::Auth, "the credential program " + exec.command + " ended with code " +
                                   std::to_string(result.exitCode) + (last.empty() ? "" : ": " + last));
  error.detail = printable(result.errors);
  return std::move(error).withHint("Sign in with it in a terminal, then reconnect");
}

}  // namespace

std::string printable(const std::string& text) {
  std::string clean;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\x1b') {  // ESC [ … letter
      if (i + 1 < text.size() && text[i + 1] == '[')
        for (i += 2; i < text.size() && !isalpha(static_cast<unsigned char>(text[i]));) ++i;
      continue;
    }
    auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 ? c != 0x7f : c == '\n' || c == '\t') clean += text[i];
  }
  return clean;
}

Result<Proof> parseExecCredential(const std::string& text, const std::string& apiVersion) {
  auto root = Json::parse(text, nullptr, false);
  if (!root.is_object()) return refused("it printed no JSON object");
  if (textAt(root, "kind") != "ExecCredential") return refused("it printed no ExecCredential");
  if (textAt(root, "apiVersion") != apiVersion)
    return refused("it answered in “" + textAt(root, "apiVersion") + "”, the kubeconfig asks for “" + apiVersion + "”");
  auto status = root.find("status");
  if (status == root.end() || !status->is_object()) return refused("its answer has no status");
  Proof proof;
  proof.token = textAt(*status, "token");
  proof.certificatePem = textAt(*status, "clientCertificateData");
  proof.keyPem = textAt(*status, "clientKeyData");
  if (proof.certificatePem.empty() != proof.keyPem.empty())
    return refused("it gave only one half of certificate and key");
  if (proof.token.empty() && proof.keyPem.empty()) return refused("its answer holds neither a token nor a certificate");
  auto expires = textAt(*status, "expirationTimestamp");
  if (expires.empty()) return proof;
  auto moment = time::parseRfc3339(expires);
  if (!moment) return refused("its expirationTimestamp is no time");
  proof.expires = *moment;
  return proof;
}

std::string execInfo(const Context& context, const std::string& caPem) {
  Json info = {
      {"kind", "ExecCredential"}, {"apiVersion", context.user.exec->apiVersion}, {"spec", {{"interactive", false}}}};
  if (context.user.exec->provideClusterInfo) info["spec"]["cluster"] = clusterInfo(context, caPem);
  return info.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<std::string> findPlugin(const ExecEntry& exec) {
  if (exec.command.find('/') != std::string::npos) {
    if (runnable(exec.command)) return exec.command;
    return Error(ErrorKind::Auth, "the credential program " + exec.command + " does not exist or cannot be run")
        .withHint(hintOf(exec));
  }
  for (const auto& folder : searchFolders())
    if (runnable(folder / exec.command)) return (folder / exec.command).string();
  return Error(ErrorKind::Auth, "the credential program " + exec.command + " is not installed").withHint(hintOf(exec));
}

Task<Proof> runExecPlugin(Context context, std::string caPem, std::chrono::milliseconds timeout) {
  const ExecEntry exec = *context.user.exec;
  if (exec.interactiveMode == "Always")
    co_return Error(ErrorKind::Auth,
                    "the credential program " + exec.command + " wants a terminal (interactiveMode: Always)")
        .withHint("Run kubectl once in a terminal, or set interactiveMode to IfAvailable");
  auto program = findPlugin(exec);
  if (!program) co_return program.error();
  net::ProcessRequest request(*program, exec.args);
  request.timeout = timeout;
  request.outputLimit = 4u << 20;
  for (const auto& [name, value] : exec.env) request.environment.emplace_back(name, value);
  request.environment.emplace_back("KUBERNETES_EXEC_INFO", execInfo(context, caPem));
  auto result = co_await net::run(std::move(request));
  if (!result && result.error().kind == ErrorKind::Cancelled) co_return result.error();
  if (!result && result.error().kind == ErrorKind::Timeout)
    co_return Error(ErrorKind::Auth, "the credential program " + exec.command + " gave no answer within " +
                                         std::to_string(timeout.count() / 1000) + " s")
        .withHint("It may wait for you in a browser or a terminal: sign in there, then reconnect");
  if (!result)
    co_return Error(ErrorKind::Auth, "the credential program " + exec.command + ": " + result.error().message)
        .withHint(hintOf(exec));
  if (result->exitCode != 0) co_return failed(exec, *result);
  auto proof = parseExecCredential(result->output, exec.apiVersion);
  if (proof) co_return proof;
  co_return std::move(proof.error())
      .during("the credential program " + exec.command)
      .withHint("Run it in a terminal to see what it prints");
}

}  // namespace cleardeck::kube
