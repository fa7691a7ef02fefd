#include "tracking/file_store.h"

#include "base/text.h"
#include "tracking/values.h"

#include <unistd.h>
#include <cstring>
#include <map>

namespace cleardeck::tracking {

namespace fs = std::filesystem;

Result<fs::path> safePath(const fs::path& root, std::string_view name) {
  Error refused(ErrorKind::NotFound, "no such file", 404);
  auto path = root;
  while (name.starts_with('/')) name.remove_prefix(1);
  if (name.empty() || name.find('\0') != std::string_view::npos) return refused;
  for (const auto& part : text::split(name, '/')) {
    if (part.empty() || part == "." || part == ".." || part.size() > 255) return refused;
    path /= part;
    std::error_code failed;
    if (fs::is_symlink(path, failed)) return refused;
  }
  return path;
}

FileUpload::FileUpload(fs::path target, fs::path temporary, std::string name, std::uint64_t limit)
    : m_target(std::move(target)), m_temporary(std::move(temporary)), m_name(std::move(name)), m_limit(limit) {}

Result<std::unique_ptr<FileUpload>> FileUpload::open(const fs::path& root, std::string_view name, std::uint64_t limit) {
  while (name.starts_with('/')) name.remove_prefix(1);
  auto target = safePath(root, name);
  if (!target) return Error(ErrorKind::Invalid, "upload: the name cannot be used", 400);
  auto folder = root.parent_path() / "uploads";  // on the same file system, out of reach of names
  std::error_code failed;
  fs::create_directories(folder, failed);
  std::unique_ptr<FileUpload> upload(new FileUpload(*target, folder / newId(), std::string(name), limit));
  upload->m_file = std::fopen(upload->m_temporary.c_str(), "wb");
  if (!upload->m_file) return Error(ErrorKind::Internal, std::string("upload: ") + std::strerror(errno), 500);
  return upload;
}

FileUpload::~FileUpload() {
  if (!m_file) return;
  std::fclose(m_file);
  std::error_code failed;
  fs::remove(m_temporary, failed);
}

Result<Done> FileUpload::write(std::string_view bytes) {
  m_written += bytes.size();
  if (m_limit && m_written > m_limit) return Error(ErrorKind::TooLarge, "upload: larger than this server takes", 413);
  if (std::fwrite(bytes.data(), 1, bytes.size(), m_file) == bytes.size()) return Done();
  return Error(ErrorKind::Internal, std::string("upload: ") + std::strerror(errno), 500);
}

Result<Done> FileUpload::commit() {
  Error failure(ErrorKind::Internal, std::string(), 500);
  bool flushed = std::fflush(m_file) == 0 && ::fdatasync(fileno(m_file)) == 0;
  if (!flushed) failure.message = std::string("upload: ") + std::strerror(errno);
  std::fclose(m_file);
  m_file = nullptr;
  std::error_code failed;
  if (flushed) fs::create_directories(m_target.parent_path(), failed);
  if (flushed && !failed) fs::rename(m_temporary, m_target, failed);
  if (flushed && !failed) return Done();
  if (failed) failure.message = "upload: " + failed.message();
  fs::remove(m_temporary, failed);
  return failure;
}

std::string contentTypeOf(const std::string& name) {
  static const std::map<std::string, std::string> types = {{"jpg", "image/jpeg"},
                                                           {"jpeg", "image/jpeg"},
                                                           {"png", "image/png"},
                                                           {"gif", "image/gif"},
                                                           {"webp", "image/webp"},
                                                           {"svg", "image/svg+xml"},
                                                           {"json", "application/json"},
                                                           {"txt", "text/plain; charset=utf-8"},
                                                           {"log", "text/plain; charset=utf-8"},
                                                           {"csv", "text/csv; charset=utf-8"},
                                                           {"html", "text/html; charset=utf-8"},
                                                           {"mp4", "video/mp4"},
                                                           {"wav", "audio/x-wav"},
                                                           {"mp3", "audio/mpeg"},
                                                           {"zip", "application/zip"},
                                                           {"pdf", "application/pdf"},
                                                           {"yaml", "application/yaml"}};
  auto dot = name.rfind('.');
  auto found = dot == std::string::npos ? types.end() : types.find(text::toLower(name.substr(dot + 1)));
  return found == types.end() ? "application/octet-stream" : found->second;
}

}  // namespace cleardeck::tracking
