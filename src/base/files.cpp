#include "base/files.h"

#include "base/text.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <sstream>
#include <sys/stat.h>
#include <unistd.h>

namespace cleardeck::files {
namespace fs = std::filesystem;
namespace {

Error systemError(const std::string& what, const fs::path& path, int number) {
  const auto kind = number == ENOENT ? ErrorKind::NotFound : number == EACCES ? ErrorKind::Forbidden : ErrorKind::Invalid;
  return Error(kind, what + " " + path.string() + ": " + std::strerror(number));
}

fs::path homeFolder(const char* variable, const char* fallback) {
  if (const char* set = std::getenv(variable); set && *set == '/') return fs::path(set) / "cleardeck";
  const char* home = std::getenv("HOME");
  return fs::path(home && *home ? home : "/tmp") / fallback / "cleardeck";
}

bool writeAll(int fd, const std::string& content) {
  for (std::size_t done = 0; done < content.size();) {
    const auto count = ::write(fd, content.data() + done, content.size() - done);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    done += std::size_t(count);
  }
  return true;
}

Result<Done> writeNew(const fs::path& path, const std::string& content, unsigned mode) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
  if (fd < 0) return systemError("create", path, errno);
  const bool written = ::fchmod(fd, mode) == 0 && writeAll(fd, content) && ::fsync(fd) == 0;
  const int number = errno;
  ::close(fd);
  if (written) return Done();
  ::unlink(path.c_str());
  return systemError("write", path, number);
}

}  // namespace

Result<std::string> read(const fs::path& path) {
  std::error_code ec;
  if (fs::is_directory(path, ec)) return Error(ErrorKind::Invalid, "read " + path.string() + ": it is a folder");
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) return systemError("read", path, errno ? errno : ENOENT);
  std::ostringstream content;
  content << file.rdbuf();
  if (file.bad()) return systemError("read", path, errno ? errno : EIO);
  return std::move(content).str();
}

Result<Done> writeAtomically(const fs::path& path, const std::string& content, unsigned mode) {
  std::error_code ec;
  const fs::path target = fs::is_symlink(path, ec) ? fs::weakly_canonical(path, ec) : path;
  if (target.has_parent_path()) fs::create_directories(target.parent_path(), ec);
  struct stat existing {};
  if (::stat(target.c_str(), &existing) == 0) mode = existing.st_mode & 07777;
  const fs::path beside = target.string() + ".cleardeck-" + text::randomToken(8);
  if (auto written = writeNew(beside, content, mode); !written) return written.error();
  if (::rename(beside.c_str(), target.c_str()) == 0) return Done();
  const int number = errno;
  ::unlink(beside.c_str());
  return systemError("replace", target, number);
}

Result<fs::path> runtimeDir() {
  const char* set = std::getenv("XDG_RUNTIME_DIR");
  const fs::path dir = set && *set == '/' ? fs::path(set) / "cleardeck"
                                          : fs::path("/tmp") / ("cleardeck-" + std::to_string(::getuid()));
  if (::mkdir(dir.c_str(), 0700) != 0 && errno != EEXIST) return systemError("create", dir, errno);
  struct stat found {};
  if (::lstat(dir.c_str(), &found) != 0) return systemError("read", dir, errno);
  if (!S_ISDIR(found.st_mode) || found.st_uid != ::getuid() || (found.st_mode & 077) != 0)
    return Error(ErrorKind::Forbidden, dir.string() + " is not a private folder of ours").withHint("Remove it and try again");
  return dir;
}

fs::path dataDir() { return homeFolder("XDG_DATA_HOME", ".local/share"); }
fs::path configDir() { return homeFolder("XDG_CONFIG_HOME", ".config"); }
fs::path cacheDir() { return homeFolder("XDG_CACHE_HOME", ".cache"); }

Result<PrivateFile> PrivateFile::create(const std::string& content, const std::string& suffix) {
  auto dir = runtimeDir();
  if (!dir) return dir.error();
  fs::path path = *dir / (text::randomToken(16) + suffix);
  if (auto written = writeNew(path, content, 0600); !written) return written.error();
  return PrivateFile(std::move(path));
}

PrivateFile& PrivateFile::operator=(PrivateFile&& other) noexcept {
  std::swap(m_path, other.m_path);
  return *this;
}

PrivateFile::~PrivateFile() {
  if (!m_path.empty()) ::unlink(m_path.c_str());
}

}  // namespace cleardeck::files
