#include "tracking/folder_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#include <cstring>

namespace cleardeck::tracking {

Result<FolderLock> FolderLock::take(const std::filesystem::path& folder) {
  std::error_code failed;
  bool made = std::filesystem::create_directories(folder, failed);
  if (failed) return Error(ErrorKind::Invalid, "data folder " + folder.string() + ": " + failed.message());
  if (made) std::filesystem::permissions(folder, std::filesystem::perms::owner_all, failed);
  auto path = folder / "lock";
  int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return Error(ErrorKind::Invalid, "data folder " + folder.string() + ": " + std::strerror(errno));
  if (::flock(file, LOCK_EX | LOCK_NB) == 0) return FolderLock(file);
  ::close(file);
  return Error(ErrorKind::Conflict, "data folder " + folder.string() + " is used by another tracking server")
      .withHint("Stop it, or choose another folder");
}

FolderLock::~FolderLock() {
  if (m_file >= 0) ::close(m_file);
}

}  // namespace cleardeck::tracking
