/// One process a data folder. Internal.
#pragma once
#include "base/result.h"

#include <filesystem>

namespace cleardeck::tracking {

/// Held until destroyed; the kernel frees it when the process dies.
class FolderLock {
 public:
  /// Errors: Conflict (another process has it), Invalid (the folder cannot be made or written).
  static Result<FolderLock> take(const std::filesystem::path& folder);
  FolderLock(FolderLock&& other) noexcept : m_file(std::exchange(other.m_file, -1)) {}
  FolderLock& operator=(FolderLock&&) = delete;
  ~FolderLock();

 private:
  explicit FolderLock(int file) : m_file(file) {}
  int m_file;
};

}  // namespace cleardeck::tracking
