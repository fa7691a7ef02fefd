#include "net/identity.h"

namespace cleardeck::net {
namespace {

struct UrlDeleter { void operator()(CURLU* url) const { curl_url_cleanup(url); } };

std::string part(CURLU* url, CURLUPart what, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(url, what, &text, flags) != CURLUE_OK) return std::string();
  std::string value(text);
  curl_free(text);
  return value;
}

void setBlob(CURL* easy, CURLoption option, const std::string& pem) {
  curl_blob blob{const_cast<char*>(pem.data()), pem.size(), CURL_BLOB_NOCOPY};
  curl_easy_setopt(easy, option, &blob);
}

}  // namespace

Result<std::shared_ptr<const Endpoint>> Endpoint::create(const std::string& baseUrl, Identity identity) {
  std::unique_ptr<CURLU, UrlDeleter> url(curl_url());
  if (curl_url_set(url.get(), CURLUPART_URL, baseUrl.c_str(), 0) != CURLUE_OK)
    return Error(ErrorKind::Protocol, "not a URL: " + baseUrl);
  auto scheme = part(url.get(), CURLUPART_SCHEME);
  auto host = part(url.get(), CURLUPART_HOST);  // IPv6 with its brackets
  auto port = part(url.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT);
  auto explicitPort = part(url.get(), CURLUPART_PORT, CURLU_NO_DEFAULT_PORT);
  if (scheme != "https" && scheme != "http") return Error(ErrorKind::Protocol, "not an http(s) URL: " + baseUrl);
  // kubectl ignores credentials on plain http, so that they never cross the wire in the clear.
  if (scheme == "http") identity.bearerToken.clear();

  std::shared_ptr<Endpoint> endpoint(new Endpoint);
  endpoint->m_basePath = part(url.get(), CURLUPART_PATH);
  while (!endpoint->m_basePath.empty() && endpoint->m_basePath.back() == '/') endpoint->m_basePath.pop_back();
  endpoint->m_hostHeader = explicitPort.empty() ? host : host + ":" + explicitPort;

  // tls-server-name: the URL carries the name to verify (libcurl takes SNI and verification from it),
  // CONNECT_TO carries the address, the Host header stays the address (as client-go does).
  const auto& name = identity.tlsServerName.empty() ? host : identity.tlsServerName;
  endpoint->m_origin = scheme + "://" + name + ":" + port;
  if (!identity.tlsServerName.empty())
    endpoint->m_connectTo = curl_slist_append(nullptr, (name + ":" + port + ":" + host + ":" + port).c_str());

  // Go resolves host names at a socks5 proxy; libcurl calls that socks5h.
  endpoint->m_proxyUrl = identity.proxyUrl;
  if (endpoint->m_proxyUrl.rfind("socks5://", 0) == 0) endpoint->m_proxyUrl.insert(6, "h");
  endpoint->m_identity = std::move(identity);
  return std::shared_ptr<const Endpoint>(std::move(endpoint));
}

Endpoint::~Endpoint() { curl_slist_free_all(m_connectTo); }

void Endpoint::apply(CURL* easy, const std::string& target) const {
  curl_easy_setopt(easy, CURLOPT_URL, (m_origin + path(target)).c_str());
  curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_SSLVERSION, long(CURL_SSLVERSION_TLSv1_2));
  if (m_connectTo) curl_easy_setopt(easy, CURLOPT_CONNECT_TO, m_connectTo);

  if (!m_identity.caPem.empty()) {
    setBlob(easy, CURLOPT_CAINFO_BLOB, m_identity.caPem);
    // The blob replaces CAINFO but not CAPATH: without this line every system root stays trusted.
    curl_easy_setopt(easy, CURLOPT_CAPATH, nullptr);
  }
  if (!m_identity.certificatePem.empty()) {
    setBlob(easy, CURLOPT_SSLCERT_BLOB, m_identity.certificatePem);
    setBlob(easy, CURLOPT_SSLKEY_BLOB, m_identity.keyPem);
    curl_easy_setopt(easy, CURLOPT_SSLCERTTYPE, "PEM");
    curl_easy_setopt(easy, CURLOPT_SSLKEYTYPE, "PEM");
  }
  if (m_identity.insecure) {
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 0L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L);
  }

  // "" means no proxy, also when http_proxy and friends are set: the caller decides about those.
  curl_easy_setopt(easy, CURLOPT_PROXY, m_proxyUrl.c_str());
  if (!m_proxyUrl.empty()) {
    curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    curl_easy_setopt(easy, CURLOPT_HEADEROPT, long(CURLHEADER_SEPARATE));  // never our token to the proxy
    if (!m_identity.proxyCaPem.empty()) {
      setBlob(easy, CURLOPT_PROXY_CAINFO_BLOB, m_identity.proxyCaPem);
      curl_easy_setopt(easy, CURLOPT_PROXY_CAPATH, nullptr);
    }
  }
}

}  // namespace cleardeck::net
