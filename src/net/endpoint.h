/// An Identity bound to a base URL: the only place where TLS and proxies are configured. Internal to net.
#pragma once
#include "net/identity.h"

#include "base/result.h"

#include <curl/curl.h>

namespace cleardeck::net {

/// Must outlive the handles that it was applied to: they point into its PEM texts.
class Endpoint {
 public:
  static Result<std::shared_ptr<const Endpoint>> create(const std::string& baseUrl, Identity identity);
  ~Endpoint();
  Endpoint(const Endpoint&) = delete;
  Endpoint& operator=(const Endpoint&) = delete;

  /// Trust, client certificate, server name, proxy and the URL for `target`; nothing about the request.
  void apply(CURL* easy, const std::string& target) const;

  const std::string& host() const { return m_hostHeader; }      ///< for the Host header and for errors: host[:port]
  const std::string& proxyHost() const { return m_proxyHost; }  ///< without its password; empty: direct
  std::string path(const std::string& target) const { return m_basePath + target; }
  const std::shared_ptr<TokenSource>& tokens() const { return m_identity.tokens; }
  /// The identity's header lines for a request that has these of its own; `token` is what tokens() gave.
  Headers headersFor(const Headers& own, const std::string& token) const;

 private:
  Endpoint() = default;
  void setProxy(const std::string& proxyUrl);
  std::string authorization(const std::string& token) const;

  Identity m_identity;
  std::string m_origin;    // scheme://host[:port]; with tlsServerName its host is the server name
  std::string m_basePath;  // "/k8s/clusters/c-1" for gateways, else ""
  std::string m_hostHeader;
  std::string m_proxyUrl;
  std::string m_proxyHost;
  curl_slist* m_connectTo = nullptr;
};

}  // namespace cleardeck::net
