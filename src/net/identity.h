// Who we are and whom we trust, for one endpoint: the only place where TLS and proxies are configured.
#pragma once
#include "base/result.h"

#include <curl/curl.h>
#include <memory>
#include <string>

namespace cleardeck::net {

struct Identity {
  std::string caPem;             // empty: the system's roots
  std::string certificatePem;    // client certificate, intermediates after it
  std::string keyPem;            // any PEM form, any algorithm that OpenSSL reads
  std::string bearerToken;
  std::string tlsServerName;     // name for SNI and verification, when it is not the URL's host
  bool insecure = false;         // no verification
  std::string proxyUrl;          // http://, https://, socks5:// with optional user:password@; empty: direct
  std::string proxyCaPem;        // for https:// proxies; empty: the system's roots
};

// An Identity bound to a base URL, with the libcurl lists it needs. Must outlive the handles.
class Endpoint {
 public:
  static Result<std::shared_ptr<const Endpoint>> create(const std::string& baseUrl, Identity identity);
  ~Endpoint();
  Endpoint(const Endpoint&) = delete;
  Endpoint& operator=(const Endpoint&) = delete;

  // Credentials, trust, server name, proxy and the URL for `target`; nothing about the request.
  void apply(CURL* easy, const std::string& target) const;

  const std::string& host() const { return m_hostHeader; }           // for the Host header: host[:port]
  const std::string& bearerToken() const { return m_identity.bearerToken; }
  std::string path(const std::string& target) const { return m_basePath + target; }

 private:
  Endpoint() = default;
  Identity m_identity;
  std::string m_origin;      // scheme://host[:port]; with tlsServerName its host is the server name
  std::string m_basePath;    // "/k8s/clusters/c-1" for gateways, else ""
  std::string m_hostHeader;
  std::string m_proxyUrl;
  curl_slist* m_connectTo = nullptr;
};

}  // namespace cleardeck::net
