#include "helm/digest.h"

#include "base/files.h"

#include <openssl/sha.h>

#include <algorithm>
#include <vector>

namespace cleardeck::helm {

namespace fs = std::filesystem;

namespace {
constexpr std::size_t maxBytes = 100u << 20;

Result<std::vector<std::string>> filesBelow(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code failure;
  for (fs::recursive_directory_iterator at(folder, failure), end; !failure && at != end; at.increment(failure))
    if (at->is_regular_file(failure)) names.push_back(at->path().lexically_relative(folder).generic_string());
  if (failure) return Error(ErrorKind::Invalid, "read " + folder.string() + ": " + failure.message());
  std::sort(names.begin(), names.end());
  return names;
}
}  // namespace

std::string sha256(std::string_view bytes) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest);
  std::string text = "sha256:";
  for (unsigned char byte : digest) {
    text += "0123456789abcdef"[byte >> 4];
    text += "0123456789abcdef"[byte & 15];
  }
  return text;
}

Result<std::string> chartDigest(const fs::path& chart) {
  std::error_code failure;
  if (!fs::is_directory(chart, failure)) {
    auto bytes = files::read(chart);
    if (!bytes) return bytes.error();
    return sha256(*bytes);
  }
  auto names = filesBelow(chart);
  if (!names) return names.error();
  std::string all;  // a digest of digests: the names cannot run into the contents
  std::size_t total = 0;
  for (const std::string& name : *names) {
    auto content = files::read(chart / name);
    if (!content) return content.error();
    total += content->size();
    if (total > maxBytes) return Error(ErrorKind::TooLarge, "the chart " + chart.string() + " has more than 100 MB");
    all += sha256(*content) + " " + name + "\n";
  }
  return sha256(all);
}

}  // namespace cleardeck::helm
