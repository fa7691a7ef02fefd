#include "helm/overrides_file.h"

#include "base/files.h"
#include "base/text.h"

namespace cleardeck::helm {

namespace fs = std::filesystem;

namespace {
/// A context may be called "arn:aws:eks/…" or "..": only its encoded form is a file name.
std::string fileName(const std::string& name) {
  std::string encoded = text::urlEncode(name);
  return !encoded.empty() && encoded[0] == '.' ? "%2E" + encoded.substr(1) : encoded;
}
}  // namespace

fs::path overridesPath(const ReleaseKey& key) {
  return files::dataDir() / "values" / fileName(key.context) / fileName(key.ns) / (fileName(key.release) + ".yaml");
}

Result<std::string> loadOverrides(const ReleaseKey& key) {
  std::error_code failure;
  fs::path path = overridesPath(key);
  if (!fs::exists(path, failure)) return std::string();
  return files::read(path);
}

Result<Done> saveOverrides(const ReleaseKey& key, const std::string& text) {
  fs::path path = overridesPath(key);
  std::error_code failure;
  fs::create_directories(path.parent_path(), failure);
  if (!failure) fs::permissions(files::dataDir() / "values", fs::perms::owner_all, failure);
  if (failure)
    return Error(ErrorKind::Internal, "keep the overrides in " + path.string() + ": " + failure.message())
        .withHint("Check that the folder can be written");
  return files::writeAtomically(path, text, 0600);
}

}  // namespace cleardeck::helm
