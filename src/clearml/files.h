/// Where a stored file can be read from here. Tasks store absolute URLs with the host that the reporting process used
/// (often a name inside the cluster); the same path is on the file server that we reach.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace cleardeck::clearml {

struct UrlRewrite {
  std::string from;  ///< "http://clearml-fileserver:8081"
  std::string to;    ///< "http://127.0.0.1:18081"
};

/// The longest matching `rewrites` wins. Otherwise an http(s) URL that is laid out as the file server's
/// ("/<project>/<name>.<32 hex>/…") is moved to `filesUrl`. Everything else (s3://, gs://, other hosts) stays.
std::string reachableUrl(std::string_view stored, std::string_view filesUrl, const std::vector<UrlRewrite>& rewrites);

}  // namespace cleardeck::clearml
