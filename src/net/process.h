/// Other programs, run on the I/O thread without blocking it: kubeconfig exec plugins, helm, kind. Never a shell.
#pragma once
#include "net/async.h"

#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace cleardeck::net {

/// A program to run. Arguments are never put into errors or logs, because they may hold secrets.
struct ProcessRequest {
  explicit ProcessRequest(std::string p, std::vector<std::string> a = std::vector<std::string>())
      : program(std::move(p)), arguments(std::move(a)) {}

  std::string program;  ///< a name that is looked up in PATH, or a path
  std::vector<std::string> arguments;
  std::vector<std::pair<std::string, std::string>> environment;  ///< added to ours, or replacing a variable of ours
  std::string input;                                             ///< its standard input, then end of file
  std::filesystem::path workingFolder;                           ///< empty: ours
  std::size_t outputLimit = 64u << 20;                           ///< bytes of each stream; more is TooLarge
  std::chrono::milliseconds timeout{60'000};                     ///< for the whole run
  /// What a run that is given up has between SIGTERM and SIGKILL to leave things tidy. Its output is read meanwhile.
  std::chrono::milliseconds grace{2'000};
  std::string missingHint;  ///< what to do when there is no such program, e.g. the kubeconfig's installHint
  /// Every line of standard output and standard error as it comes, without its end; optional. I/O thread.
  std::function<void(std::string_view line)> onLine;
};

struct ProcessResult {
  ProcessResult() = default;
  int exitCode = 0;  ///< as a shell says it: 128 + the signal's number when a signal ended the program
  std::string output;
  std::string errors;  ///< standard error
};

/// Runs the program to its end. Any exit code is a value. Errors: NotFound (no such program or working folder),
/// Forbidden (not executable), Timeout, TooLarge, Cancelled. A run that is given up gets SIGTERM and after `grace` SIGKILL,
/// with every process of its group, and is reaped in the background.
Task<ProcessResult> run(ProcessRequest request);

/// The Error for an exit code other than 0; the message ends with the last line of standard error.
Error processFailure(const std::string& program, const ProcessResult& result);

}  // namespace cleardeck::net
