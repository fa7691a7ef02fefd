/// The helm program: found, asked for its version, run. 3.12 and later, or 4.
#pragma once
#include "net/process.h"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace cleardeck::helm {

struct Version {
  int major = 0, minor = 0;
  std::string text;  ///< as helm prints it: "v3.21.4", or "v3.21" from `go install`
  bool atLeast(int wantedMajor, int wantedMinor) const {
    return major > wantedMajor || (major == wantedMajor && minor >= wantedMinor);
  }
};
Result<Version> parseVersion(const std::string& text);

struct Program {
  Program() = default;
  Program(std::filesystem::path p, Version v) : path(std::move(p)), version(std::move(v)) {}
  std::filesystem::path path;
  Version version;
};

/// Where helm is looked for: $CLEARDECK_HELM alone when set, else PATH, else ~/.cache/cleardeck/bin/helm. Those that
/// exist.
std::vector<std::filesystem::path> programCandidates();
/// The first candidate that is new enough. Errors: NotFound (none) and Invalid (too old), with what to do.
Task<Program> findProgram();
/// Asks one program for its version. Errors: Invalid when it is too old or no helm.
Task<Program> probe(std::filesystem::path path);

/// The cluster, context and namespace of a command; always given to helm explicitly.
struct Target {
  Target() = default;
  Target(std::vector<std::filesystem::path> files, std::string c, std::string n)
      : kubeconfigs(std::move(files)), context(std::move(c)), ns(std::move(n)) {}
  std::vector<std::filesystem::path> kubeconfigs;  ///< as kube::Kubeconfig::files; several go through $KUBECONFIG
  std::string context;
  std::string ns;
};

/// One helm command.
struct Invocation {
  Invocation() = default;
  std::vector<std::string> arguments;  ///< without kubeconfig, context and namespace; never with values
  std::string input;                   ///< values for `-f -`
  std::chrono::milliseconds timeout{60'000};
  std::string what;  ///< for errors: "upgrade clearml"
  std::function<void(std::string_view line)> onLine;
};
/// The whole argument list, target included.
std::vector<std::string> argumentsFor(const Target& target, const Invocation& invocation);
/// The command as a person would type it, quoted for a shell. Values are named as `valuesFile` where helm reads `-`.
std::string commandLine(const Target& target, const Invocation& invocation, const std::string& valuesFile);

/// Runs helm and returns its standard output. A failure is an Error that a person can act on (translateFailure).
/// Cancelling sends SIGTERM to helm.
Task<std::string> invoke(Program program, Target target, Invocation invocation);

/// Helm's own words as an Error with a next step; Source: texts of helm 3.12 to 4.2. `detail` holds all of stderr.
Error translateFailure(const std::string& what, const std::string& standardError);

}  // namespace cleardeck::helm
