#include "installation/overrides.h"

#include "base/files.h"
#include "base/text.h"

namespace cleardeck::installation {

std::filesystem::path overridesPath(const Installation& installation) {
  // A name of dots only would climb; encoded it cannot.
  const auto part = [](const std::string& name) {
    const std::string encoded = text::urlEncode(name);
    return encoded.find_first_not_of('.') == encoded.npos ? text::replaceAll(encoded, ".", "%2E") : encoded;
  };
  return files::dataDir() / "overrides" / part(installation.context) / part(installation.ns) /
         (part(installation.name) + ".yaml");
}

Result<std::string> loadOverrides(const Installation& installation) {
  auto text = files::read(overridesPath(installation));
  if (!text && text.error().kind == ErrorKind::NotFound) return std::string();
  return text;
}

Result<Done> saveOverrides(const Installation& installation, const std::string& text) {
  return files::writeAtomically(overridesPath(installation), text, 0600);
}

}  // namespace cleardeck::installation
