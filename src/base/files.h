/// Whole files, and the folders that belong to us.
#pragma once
#include "base/result.h"

#include <filesystem>
#include <string>

namespace cleardeck::files {

/// Blocking: not on the I/O thread for anything that may be large or remote.
Result<std::string> read(const std::filesystem::path& path);

/// Writes beside the target, syncs and renames, so that a reader sees the old or the new file, whole.
/// Keeps the mode of an existing file; a new one gets `mode`.
Result<Done> writeAtomically(const std::filesystem::path& path, const std::string& content, unsigned mode = 0644);

/// $XDG_RUNTIME_DIR/cleardeck (0700), or a private folder under /tmp when there is none. Secrets may pass through here.
Result<std::filesystem::path> runtimeDir();
std::filesystem::path dataDir();    ///< $XDG_DATA_HOME/cleardeck
std::filesystem::path configDir();  ///< $XDG_CONFIG_HOME/cleardeck
std::filesystem::path cacheDir();   ///< $XDG_CACHE_HOME/cleardeck

/// A file of ours in runtimeDir() with mode 0600 that is removed with its owner.
class PrivateFile {
 public:
  static Result<PrivateFile> create(const std::string& content, const std::string& suffix);
  PrivateFile(PrivateFile&& other) noexcept : m_path(std::exchange(other.m_path, {})) {}
  PrivateFile& operator=(PrivateFile&& other) noexcept;
  ~PrivateFile();
  const std::filesystem::path& path() const { return m_path; }

 private:
  explicit PrivateFile(std::filesystem::path path) : m_path(std::move(path)) {}
  std::filesystem::path m_path;
};

}  // namespace cleardeck::files
