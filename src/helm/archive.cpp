#include "helm/archive.h"

#include "base/files.h"
#include "base/text.h"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <memory>

namespace cleardeck::helm {

namespace {
constexpr std::size_t maxBytes = 100u << 20;
constexpr int maxFiles = 10'000;

bool isWanted(const std::string& path) {
  std::string file = text::toLower(path.substr(path.rfind('/') + 1));
  if (path.rfind("charts/", 0) == 0 && path.find('/', 7) == std::string::npos) return file.ends_with(".tgz");
  return file == "chart.yaml" || file == "values.yaml" || file == "values.schema.json" || file == "readme.md" ||
         file == "requirements.yaml" || (path.find("charts/") != std::string::npos && file.ends_with(".tgz"));
}

bool leadsOut(const std::string& path) {
  auto parts = text::split(path, '/');
  return path.empty() || path[0] == '/' || path.find('\\') != std::string::npos ||
         std::find(parts.begin(), parts.end(), "..") != parts.end();
}

Error tooLarge() { return Error(ErrorKind::TooLarge, "the chart has more than 100 MB or 10,000 files"); }

struct Closer {
  void operator()(archive* reader) const { archive_read_free(reader); }
};

Result<std::string> readEntry(archive* reader, std::size_t& total) {
  std::string content;
  char buffer[65536];
  for (;;) {
    la_ssize_t size = archive_read_data(reader, buffer, sizeof buffer);
    if (size < 0) return Error(ErrorKind::Invalid, "the archive is damaged");
    if (size == 0) return content;
    total += static_cast<std::size_t>(size);
    if (total > maxBytes) return tooLarge();
    content.append(buffer, static_cast<std::size_t>(size));
  }
}

/// "clearml/Chart.yaml" is "Chart.yaml"; "" for what is not to be read.
Result<std::string> chartPath(archive_entry* entry) {
  const char* name = archive_entry_pathname(entry);
  std::string path = name ? name : "";
  if (path.rfind("./", 0) == 0) path.erase(0, 2);
  if (leadsOut(path)) return Error(ErrorKind::Invalid, "the archive holds a file that leads out of it: " + path);
  std::size_t slash = path.find('/');
  if (archive_entry_filetype(entry) != AE_IFREG || slash == std::string::npos) return std::string();
  path.erase(0, slash + 1);
  return isWanted(path) ? path : std::string();
}
}  // namespace

Result<ChartFiles> readArchive(const std::string& bytes) {
  std::unique_ptr<archive, Closer> reader(archive_read_new());
  archive_read_support_format_tar(reader.get());
  archive_read_support_filter_gzip(reader.get());
  if (archive_read_open_memory(reader.get(), bytes.data(), bytes.size()) != ARCHIVE_OK)
    return Error(ErrorKind::Invalid, "it is no .tgz archive");
  ChartFiles files;
  std::size_t total = 0;
  archive_entry* entry = nullptr;
  for (int count = 0;; ++count) {
    int state = archive_read_next_header(reader.get(), &entry);
    if (state == ARCHIVE_EOF) return files;
    if (state != ARCHIVE_OK && state != ARCHIVE_WARN) return Error(ErrorKind::Invalid, "the archive is damaged");
    if (count >= maxFiles) return tooLarge();
    auto path = chartPath(entry);
    if (!path) return path.error();
    // What is not wanted is unpacked too, so that the limit holds for all of it.
    auto content = readEntry(reader.get(), total);
    if (!content) return content.error();
    if (!path->empty()) files[*path] = std::move(*content);
  }
}

Result<ChartFiles> readFolder(const std::filesystem::path& folder) {
  ChartFiles files;
  std::error_code failure;
  std::size_t total = 0;
  int count = 0;
  namespace fs = std::filesystem;
  for (fs::recursive_directory_iterator at(folder, failure), end; !failure && at != end; at.increment(failure)) {
    if (++count > maxFiles) return tooLarge();
    std::string path = fs::relative(at->path(), folder, failure).generic_string();
    if (failure || !at->is_regular_file(failure) || !isWanted(path)) continue;
    total += at->file_size(failure);
    if (total > maxBytes) return tooLarge();
    auto content = files::read(at->path());
    if (!content) return content.error();
    files[path] = std::move(*content);
  }
  if (failure) return Error(ErrorKind::Invalid, "the folder cannot be read: " + failure.message());
  return files;
}

}  // namespace cleardeck::helm
