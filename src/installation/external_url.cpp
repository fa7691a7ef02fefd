#include "installation/external_url.h"

#include "installation/setup_plan.h"

#include <charconv>

namespace cleardeck::installation {

Result<ExternalUrl> externalUrl(const std::string& option, const std::string& url, const std::string& plain, int port) {
  auto refuse = [&option](const std::string& why) { return Error(ErrorKind::Invalid, option + ": " + why); };
  // A URL with user or password is not repeated in the message.
  if (url.find('@') != url.npos)
    return refuse("the URL holds a user or a password")
        .withHint("Passwords belong into the Secret of --external-secret");
  ExternalUrl found;
  found.port = port;
  const auto scheme = url.find("://");
  const std::string name = url.substr(0, scheme == url.npos ? 0 : scheme);
  if (name != plain && name != plain + "s")
    return refuse("\"" + url.substr(0, 80) + "\" is no URL that begins with " + plain + ":// or " + plain + "s://");
  found.tls = name != plain;
  std::string rest = url.substr(scheme + 3);
  if (!rest.empty() && rest.back() == '/') rest.pop_back();
  const auto colon = rest.find(':');
  found.host = rest.substr(0, colon);
  if (auto good = checkObjectName(option, found.host); !good) return good.error();
  if (colon == rest.npos) return found;
  const char* end = rest.data() + rest.size();
  const auto [last, failure] = std::from_chars(rest.data() + colon + 1, end, found.port);
  if (failure != std::errc() || last != end || found.port < 1 || found.port > 65535)
    return refuse("\"" + rest.substr(colon + 1, 80) + "\" is no port");
  return found;
}

Result<yaml::Value> elasticsearchHosts(const std::vector<std::string>& urls) {
  yaml::Value hosts = yaml::Value::array();
  for (const auto& url : urls) {
    auto found = externalUrl("--external-elasticsearch", url, "http", 9200);
    if (!found) return found.error();
    hosts.push_back({{"host", found->host}, {"port", found->port}, {"scheme", found->tls ? "https" : "http"}});
  }
  return hosts;
}

}  // namespace cleardeck::installation
