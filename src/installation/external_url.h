/// Where a database outside of the cluster is, from a URL that holds no password. Internal to the set-up plans.
#pragma once
#include "yaml/value.h"

#include <string>
#include <vector>

namespace cleardeck::installation {

struct ExternalUrl {
  std::string host;
  int port = 0;
  bool tls = false;
};

/// "http://es:9200", "https://…"; for Redis "redis://…", "rediss://…" (`plain` is "http" or "redis"); a missing port is
/// `port`. Errors: Invalid, with the reason; a password in it is one.
Result<ExternalUrl> externalUrl(const std::string& option, const std::string& url, const std::string& plain, int port);

/// The JSON list that ClearML's server wants: [{"host":…,"port":…,"scheme":…}].
Result<yaml::Value> elasticsearchHosts(const std::vector<std::string>& urls);

}  // namespace cleardeck::installation
