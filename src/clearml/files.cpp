#include "clearml/files.h"
#include "base/text.h"

#include <algorithm>

namespace cleardeck::clearml {
namespace {

std::string_view withoutSlash(std::string_view url) {
  while (!url.empty() && url.back() == '/') url.remove_suffix(1);
  return url;
}

// A prefix ends where a host or path part ends: http://host:80 is none of http://host:8081.
bool startsWith(std::string_view url, std::string_view prefix) {
  if (prefix.empty() || url.substr(0, prefix.size()) != prefix) return false;
  return url.size() == prefix.size() || url[prefix.size()] == '/' || url[prefix.size()] == '?';
}

bool isTaskFolder(std::string_view part) {
  const auto dot = part.rfind('.');
  if (dot == std::string_view::npos || part.size() - dot != 33) return false;
  return part.substr(dot + 1).find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// The path of an http(s) URL when some folder of it, but not the first, is "<task name>.<32 hex>".
std::string_view fileServerPath(std::string_view url) {
  if (!url.starts_with("http://") && !url.starts_with("https://")) return {};
  const auto slash = url.find('/', url.find("://") + 3);
  if (slash == std::string_view::npos) return {};
  const auto path = url.substr(slash);
  const auto parts = text::split(path.substr(1), '/');
  for (std::size_t i = 1; i + 1 < parts.size(); ++i)
    if (isTaskFolder(parts[i])) return path;
  return {};
}

}  // namespace

std::string reachableUrl(std::string_view stored, std::string_view filesUrl, const std::vector<UrlRewrite>& rewrites) {
  const UrlRewrite* best = nullptr;
  for (const auto& rewrite : rewrites)
    if (startsWith(stored, withoutSlash(rewrite.from)) && (!best || rewrite.from.size() > best->from.size()))
      best = &rewrite;
  if (best) return std::string(withoutSlash(best->to)) + std::string(stored.substr(withoutSlash(best->from).size()));
  const auto path = fileServerPath(stored);
  if (path.empty() || filesUrl.empty()) return std::string(stored);
  return std::string(withoutSlash(filesUrl)) + std::string(path);
}

}  // namespace cleardeck::clearml
