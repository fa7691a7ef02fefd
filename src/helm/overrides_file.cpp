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

constexpr std::uintmax_t largestFile = 5'000'000;  // what yaml::Document takes

fs::path choicePath(const ReleaseKey& key) { return overridesPath(key).replace_extension(".file"); }

Result<Done> makeFolder(const fs::path& path) {
  std::error_code failure;
  fs::create_directories(path.parent_path(), failure);
  if (!failure) fs::permissions(files::dataDir() / "values", fs::perms::owner_all, failure);
  if (failure)
    return Error(ErrorKind::Internal, "keep the overrides in " + path.string() + ": " + failure.message())
        .withHint("Check that the folder can be written");
  return Done();
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
  if (auto made = makeFolder(path); !made) return made;
  return files::writeAtomically(path, text, 0600);
}

std::optional<fs::path> chosenOverrides(const ReleaseKey& key) {
  auto text = files::read(choicePath(key));
  if (!text) return std::nullopt;  // nobody has chosen
  fs::path file(std::string(text::trim(*text)));
  return file.is_absolute() ? std::optional(file) : std::nullopt;
}

Result<Done> chooseOverrides(const ReleaseKey& key, const std::optional<fs::path>& file) {
  fs::path path = choicePath(key);
  if (file) {
    if (auto made = makeFolder(path); !made) return made;
    return files::writeAtomically(path, fs::absolute(*file).lexically_normal().string() + "\n", 0600);
  }
  std::error_code failure;
  fs::remove(path, failure);
  if (failure) return Error(ErrorKind::Internal, "forget the file of " + key.release + ": " + failure.message());
  return Done();
}

Result<std::string> readOverrides(const fs::path& file) {
  std::error_code failure;
  if (!fs::exists(file, failure)) return Error(ErrorKind::NotFound, "there is no file " + file.string());
  if (!fs::is_regular_file(file, failure)) return Error(ErrorKind::Invalid, file.string() + " is not a file");
  if (auto size = fs::file_size(file, failure); !failure && size > largestFile)
    return Error(ErrorKind::TooLarge, file.string() + " has " + std::to_string(size / 1'000'000) + " MB")
        .withHint("Values files have some kilobytes; 5 MB are the limit");
  auto text = files::read(file);
  if (text && text->find('\0') != std::string::npos)
    return Error(ErrorKind::Invalid, file.string() + " is binary, not a text");
  return text;
}

Result<Done> writeOverrides(const fs::path& file, const std::string& text, const std::optional<std::string>& before) {
  std::error_code failure;
  fs::path target = fs::exists(file, failure) ? fs::canonical(file, failure) : file;
  if (failure) return Error(ErrorKind::Internal, file.string() + ": " + failure.message());
  auto now = readOverrides(target);
  bool missing = !now && now.error().kind == ErrorKind::NotFound;
  bool same = before ? now && *now == *before : missing;
  if (!same && before && missing) return files::writeAtomically(target, text, 0600);  // only its place was lost
  if (!same)
    return Error(ErrorKind::Conflict, before ? file.string() + " was changed by another program since it was read"
                                             : file.string() + " is there already")
        .withHint(before ? "Look at the difference, then reload it or write yours" : "Open it, or choose another name");
  return files::writeAtomically(target, text, 0600);
}

}  // namespace cleardeck::helm
