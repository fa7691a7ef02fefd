#include "clearml/config_snippet.h"
#include "base/text.h"

#include <nlohmann/json.hpp>

namespace cleardeck::clearml {
namespace {

// A quoted HOCON string is a JSON string; within it neither ${} nor # nor : has a meaning.
std::string hocon(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

// Nothing has a meaning between single quotes, so only they need care.
std::string shell(const std::string& text) { return "'" + text::replaceAll(text, "'", "'\\''") + "'"; }

}  // namespace

std::string clearmlConf(const ServerUrls& urls, const Credentials& credentials) {
  std::string conf = "api {\n";
  conf += "    web_server: " + hocon(urls.web) + "\n";
  conf += "    api_server: " + hocon(urls.api) + "\n";
  conf += "    files_server: " + hocon(urls.files) + "\n";
  if (!credentials.key.empty())
    conf += "    credentials {\n        \"access_key\" = " + hocon(credentials.key) +
            "\n        \"secret_key\" = " + hocon(credentials.secret) + "\n    }\n";
  return conf + "}\n";
}

std::string environmentLines(const ServerUrls& urls, const Credentials& credentials) {
  std::string lines;
  auto add = [&lines](const char* name, const std::string& value) {
    if (!value.empty()) lines += std::string("export ") + name + "=" + shell(value) + "\n";
  };
  add("CLEARML_WEB_HOST", urls.web);
  add("CLEARML_API_HOST", urls.api);
  add("CLEARML_FILES_HOST", urls.files);
  add("CLEARML_API_ACCESS_KEY", credentials.key);
  add("CLEARML_API_SECRET_KEY", credentials.secret);
  return lines;
}

}  // namespace cleardeck::clearml
