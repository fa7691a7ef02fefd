#include "helm/program.h"

#include "base/files.h"
#include "base/text.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>

namespace cleardeck::helm {

namespace fs = std::filesystem;

namespace {
/// The user's environment must not lead helm to another cluster, user or namespace than the one on screen.
const std::vector<std::pair<std::string, std::string>>& neutralEnvironment() {
  static const std::vector<std::pair<std::string, std::string>> variables{
      {"HELM_NAMESPACE", ""},    {"HELM_KUBECONTEXT", ""},         {"HELM_KUBEAPISERVER", ""},
      {"HELM_KUBETOKEN", ""},    {"HELM_KUBECAFILE", ""},          {"HELM_KUBEASUSER", ""},
      {"HELM_KUBEASGROUPS", ""}, {"HELM_KUBETLS_SERVER_NAME", ""}, {"HELM_KUBEINSECURE_SKIP_TLS_VERIFY", ""},
      {"HELM_DEBUG", "false"},   {"HELM_DRIVER", "secret"}};
  return variables;
}

std::string joinedPaths(const std::vector<fs::path>& paths) {
  std::string joined;
  for (const fs::path& path : paths) joined += (joined.empty() ? "" : ":") + path.string();
  return joined;
}

bool isProgram(const fs::path& path) {
  std::error_code failure;
  auto status = fs::status(path, failure);
  return !failure && fs::is_regular_file(status) && (status.permissions() & fs::perms::owner_exec) != fs::perms::none;
}

std::string quoted(const std::string& argument) {
  bool plain = !argument.empty() && argument.find_first_not_of(
                                        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                        "0123456789_-./:=@%+,") == std::string::npos;
  return plain ? argument : "'" + text::replaceAll(argument, "'", "'\\''") + "'";
}

const char* howToGetHelm =
    "Install helm 3.12 or later (https://helm.sh/docs/intro/install), or set CLEARDECK_HELM to its path";
}  // namespace

Result<Version> parseVersion(const std::string& text) {
  Version version;
  version.text = std::string(text::trim(text));
  const char* at = version.text.data();
  const char* end = at + version.text.size();
  if (at != end && *at == 'v') ++at;
  auto major = std::from_chars(at, end, version.major);
  if (major.ec != std::errc() || major.ptr == end || *major.ptr != '.')
    return Error(ErrorKind::Protocol, "\"" + version.text.substr(0, 80) + "\" is no version of helm");
  auto minor = std::from_chars(major.ptr + 1, end, version.minor);
  if (minor.ec != std::errc())
    return Error(ErrorKind::Protocol, "\"" + version.text.substr(0, 80) + "\" is no version of helm");
  return version;
}

std::vector<fs::path> programCandidates() {
  std::vector<fs::path> candidates;
  const char* chosen = std::getenv("CLEARDECK_HELM");
  if (chosen && *chosen) return {fs::path(chosen)};
  const char* path = std::getenv("PATH");
  for (const std::string& folder : text::split(path ? path : "", ':'))
    if (!folder.empty() && isProgram(fs::path(folder) / "helm")) candidates.push_back(fs::path(folder) / "helm");
  if (fs::path own = files::cacheDir() / "bin" / "helm"; isProgram(own)) candidates.push_back(own);
  return candidates;
}

Task<Program> probe(fs::path path) {
  std::vector<std::string> arguments{"version", "--template", "{{.Version}}"};
  net::ProcessRequest request(path.string(), arguments);
  request.timeout = std::chrono::seconds(20);
  request.environment = neutralEnvironment();
  request.missingHint = howToGetHelm;
  auto result = co_await net::run(std::move(request));
  if (!result) co_return result.error();
  if (result->exitCode != 0) co_return net::processFailure(path.string(), *result).withHint(howToGetHelm);
  auto version = parseVersion(result->output);
  if (!version) co_return std::move(version.error()).during(path.string()).withHint(howToGetHelm);
  if (!version->atLeast(3, 12))
    co_return Error(ErrorKind::Invalid, path.string() + " is helm " + version->text + ": 3.12 or later is needed")
        .withHint(howToGetHelm);
  co_return Program(path, std::move(*version));
}

Task<Program> findProgram() {
  Error why = Error(ErrorKind::NotFound, "helm was not found").withHint(howToGetHelm);
  auto candidates = programCandidates();
  for (const fs::path& candidate : candidates) {
    auto program = co_await probe(candidate);
    if (program) co_return program;
    why = std::move(program.error());
  }
  co_return why;
}

std::vector<std::string> argumentsFor(const Target& target, const Invocation& invocation) {
  std::vector<std::string> arguments = invocation.arguments;
  if (target.kubeconfigs.size() == 1)
    arguments.insert(arguments.end(), {"--kubeconfig", target.kubeconfigs[0].string()});
  if (!target.context.empty()) arguments.insert(arguments.end(), {"--kube-context", target.context});
  if (!target.ns.empty()) arguments.insert(arguments.end(), {"--namespace", target.ns});
  return arguments;
}

std::string commandLine(const Target& target, const Invocation& invocation, const std::string& valuesFile) {
  std::string line;
  if (target.kubeconfigs.size() > 1) line = "KUBECONFIG=" + quoted(joinedPaths(target.kubeconfigs)) + " ";
  line += "helm";
  for (const std::string& argument : argumentsFor(target, invocation))
    line += ' ' + quoted(argument == "-" ? valuesFile : argument);
  return line;
}

Task<std::string> invoke(Program program, Target target, Invocation invocation) {
  auto arguments = argumentsFor(target, invocation);
  net::ProcessRequest request(program.path.string(), std::move(arguments));
  request.environment = neutralEnvironment();
  if (!target.kubeconfigs.empty()) request.environment.emplace_back("KUBECONFIG", joinedPaths(target.kubeconfigs));
  request.input = std::move(invocation.input);
  request.timeout = invocation.timeout;
  request.grace = std::chrono::seconds(20);  // an upgrade that is killed at once stays "pending"
  request.missingHint = howToGetHelm;
  request.onLine = std::move(invocation.onLine);
  auto result = co_await net::run(std::move(request));
  if (!result) co_return std::move(result.error()).during(invocation.what);
  if (result->exitCode != 0) co_return translateFailure(invocation.what, result->errors);
  co_return std::move(result->output);
}

}  // namespace cleardeck::helm
