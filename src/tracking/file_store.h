/// The files' folder: names that clients choose, made safe; writing beside the target and renaming.
#pragma once
#include "base/result.h"

#include <cstdio>
#include <filesystem>
#include <memory>

namespace cleardeck::tracking {

/// The path below `root` for a client's name ("/proj/task.id/models/w.bin"). Errors: NotFound for names that lead out
/// of it, pass through a link, or have parts that no file can have.
Result<std::filesystem::path> safePath(const std::filesystem::path& root, std::string_view name);

/// One upload: what was written appears under its name at commit(), whole, or not at all.
class FileUpload {
 public:
  static Result<std::unique_ptr<FileUpload>> open(const std::filesystem::path& root, std::string_view name,
                                                  std::uint64_t limit);
  ~FileUpload();
  Result<Done> write(std::string_view bytes);
  Result<Done> commit();
  const std::string& name() const { return m_name; }

 private:
  FileUpload(std::filesystem::path target, std::filesystem::path temporary, std::string name, std::uint64_t limit);
  std::filesystem::path m_target, m_temporary;
  std::string m_name;
  std::uint64_t m_limit, m_written = 0;
  std::FILE* m_file = nullptr;
};

std::string contentTypeOf(const std::string& name);

}  // namespace cleardeck::tracking
