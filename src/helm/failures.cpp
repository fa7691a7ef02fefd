// What helm says when it fails, and what a person can do about it. Exit codes say nothing: every failure is 1.
#include "helm/program.h"

#include "base/text.h"

#include <array>

namespace cleardeck::helm {

namespace {
struct Known {
  const char* words;  ///< in helm's message, lower case
  ErrorKind kind;
  const char* hint;
};

// The first that matches wins, so the particular stands before the general.
constexpr std::array knownFailures{
    Known{"another operation (install/upgrade/rollback) is in progress", ErrorKind::Conflict,
          "Wait for it to end. If nothing runs any more, it was interrupted: roll back to the last deployed revision"},
    Known{"has no deployed releases", ErrorKind::NotFound,
          "No revision was ever deployed: uninstall the release and install it again"},
    Known{"use a name that is still in use", ErrorKind::Conflict,
          "A release of that name exists: change its values, or choose another name"},
    Known{"release: not found", ErrorKind::NotFound, "It may have been uninstalled, or live in another namespace"},
    Known{"don't meet the specifications of the schema", ErrorKind::Invalid,
          "Correct the values that the chart's schema refuses"},
    Known{
        "field is immutable", ErrorKind::Invalid,
        "Kubernetes cannot change this field of an existing object: take the change back, or delete the object first"},
    Known{"updates to statefulset spec for fields other than", ErrorKind::Invalid,
          "Volumes and selectors of a StatefulSet cannot be changed: take the change back, or delete the StatefulSet "
          "with "
          "its pods kept (--cascade=orphan)"},
    Known{"apply failed with", ErrorKind::Conflict,
          "Something else owns these fields, for instance kubectl or an autoscaler: set the value there, or take it "
          "back"},
    Known{"invalid ownership metadata", ErrorKind::Conflict,
          "The object belongs to nobody or to another release: delete it, or install under another name"},
    Known{"the object has been modified", ErrorKind::Conflict, "Try again"},
    Known{"which is incompatible with kubernetes", ErrorKind::Invalid,
          "This chart version does not support the cluster's Kubernetes version: choose another chart version"},
    Known{"missing in charts/ directory", ErrorKind::Invalid,
          "The chart's sub-charts are not there: run helm dependency build in its folder, or use the packaged .tgz"},
    Known{"removed kubernetes api", ErrorKind::Invalid,
          "The release uses an API that the cluster no longer has: see helm's mapkubeapis plugin"},
    Known{"no matches for kind", ErrorKind::Invalid, "The cluster lacks a custom resource that the chart uses"},
    Known{"nil pointer evaluating", ErrorKind::Invalid,
          "The chart misses a value: look at what was set to null or removed"},
    Known{"execution error at", ErrorKind::Invalid, "The chart refuses these values"},
    Known{"yaml parse error", ErrorKind::Invalid, "The chart renders no valid YAML with these values"},
    Known{"failed to parse", ErrorKind::Invalid, "Correct the values"},
    Known{"cannot unmarshal", ErrorKind::Invalid, "A value has the wrong type"},
    Known{"must have at most 1048576 bytes", ErrorKind::TooLarge,
          "The release does not fit into one Secret: make the values or the chart smaller"},
    Known{"request entity too large", ErrorKind::TooLarge,
          "The release does not fit into one Secret: make the values or the chart smaller"},
    Known{"x509:", ErrorKind::Tls, "The server's certificate was not accepted: check the kubeconfig's CA"},
    Known{"unauthorized", ErrorKind::Auth, "Sign in again: the cluster did not accept the credential"},
    Known{"must be logged in to the server", ErrorKind::Auth,
          "Sign in again: the cluster did not accept the credential"},
    Known{"asked for the client to provide credentials", ErrorKind::Auth,
          "Sign in again: the cluster did not accept the credential"},
    Known{"release has no ", ErrorKind::NotFound, "Choose one of the revisions of the release's history"},
    Known{"is forbidden", ErrorKind::Forbidden, "Ask for the right that the message names, or use another context"},
    Known{"kubernetes cluster unreachable", ErrorKind::Network,
          "Check that the cluster runs and can be reached from here"},
    Known{"connection refused", ErrorKind::Network, "Check that the cluster runs and can be reached from here"},
    Known{"no such host", ErrorKind::Network, "Check the server's name in the kubeconfig, and the network"},
    Known{"timed out waiting", ErrorKind::Timeout,
          "The change was applied, but not everything became ready in time: look at the pods, or roll back"},
    Known{"context deadline exceeded", ErrorKind::Timeout,
          "The change was applied, but not everything became ready in time: look at the pods, or roll back"},
    Known{"context canceled", ErrorKind::Cancelled, ""},
    Known{"not found", ErrorKind::NotFound, "Check the chart's name, version and repository"},
};

bool isNoise(std::string_view line) {
  return line.empty() || line.rfind("WARNING:", 0) == 0 || line.rfind("W0", 0) == 0 || line.rfind("I0", 0) == 0 ||
         line.rfind("Flag --", 0) == 0 || line.rfind("coalesce.go", 0) == 0 ||
         line.find("level=WARN") != std::string::npos;
}

/// helm's message: the text after "Error: ", without log lines and Helm's own prefix.
std::string messageOf(const std::string& standardError) {
  std::string message;
  for (const std::string& line : text::split(standardError, '\n')) {
    std::string_view trimmed = text::trim(line);
    if (isNoise(trimmed)) continue;
    if (trimmed.rfind("Error: ", 0) == 0) {
      message.clear();
      trimmed.remove_prefix(7);
    }
    if (!message.empty()) message += ' ';
    message += trimmed;
  }
  for (const char* prefix : {"UPGRADE FAILED: ", "INSTALLATION FAILED: ", "Rollback failed: "})
    if (message.rfind(prefix, 0) == 0) message.erase(0, std::string_view(prefix).size());
  return message.empty() ? "helm failed without a word" : message.substr(0, 2000);
}
}  // namespace

Error translateFailure(const std::string& what, const std::string& standardError) {
  std::string message = messageOf(standardError);
  std::string lower = text::toLower(message);
  Error error(ErrorKind::Invalid, what + ": " + message, 0, standardError);
  for (const Known& one : knownFailures) {
    if (lower.find(one.words) == std::string::npos) continue;
    error.kind = one.kind;
    error.hint = one.hint;
    break;
  }
  return error;
}

}  // namespace cleardeck::helm
