/// cleardeckctl values … --file F: a values file is edited with no cluster.
#pragma once
#include "app/ctl/command.h"

#include <string>
#include <vector>

namespace cleardeck::app::ctl {

struct FileEdit {
  std::string verb;  ///< get, set, unset, remove, insert, move
  std::string file;  ///< "-" reads standard input and prints the result
  std::vector<std::string> words;
  std::string shared = "refuse";  ///< or "all", "detach": what becomes of values that share an anchor
};

/// --file and --shared.
void addFileOptions(CLI::App& command, FileEdit& edit);
/// Edits in place, whole or not at all, and prints the diff. Returns the exit code; a refusal names line and reason.
int editFile(const FileEdit& edit, bool json);
/// insert, remove, move, effective: below `values`.
void addValuesFile(CLI::App& values, Env& env);

}  // namespace cleardeck::app::ctl
