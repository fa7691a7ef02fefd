#include "net/endpoint.h"

#include "base/text.h"

namespace cleardeck::net {
namespace {

struct UrlDeleter {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using Url = std::unique_ptr<CURLU, UrlDeleter>;

Url parse(const std::string& text, unsigned flags = 0) {
  Url url(curl_url());
  if (curl_url_set(url.get(), CURLUPART_URL, text.c_str(), flags) != CURLUE_OK) url.reset();
  return url;
}

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
  auto url = parse(baseUrl);
  if (!url) return Error(ErrorKind::Invalid, "not a URL: " + baseUrl).withHint("Write it as https://host:port");
  auto scheme = part(url.get(), CURLUPART_SCHEME);
  auto host = part(url.get(), CURLUPART_HOST);  // IPv6 with its brackets
  auto port = part(url.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT);
  auto explicitPort = part(url.get(), CURLUPART_PORT, CURLU_NO_DEFAULT_PORT);
  if (scheme != "https" && scheme != "http")
    return Error(ErrorKind::Invalid, "not an http or https URL: " + baseUrl).withHint("Write it as https://host:port");
  if (!identity.proxyUrl.empty() && !parse(identity.proxyUrl, CURLU_NON_SUPPORT_SCHEME))
    return Error(ErrorKind::Invalid, "the proxy of " + host + " is not a URL")
        .withHint("Write it as http://, https:// or socks5://host:port");
  // kubectl ignores credentials on plain http, so that they never cross the wire in the clear.
  if (scheme == "http" && !identity.secretsOverHttp) {
    identity.tokens.reset();
    identity.bearerToken.clear();
    identity.user.clear();
    identity.password.clear();
  }

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
  endpoint->setProxy(identity.proxyUrl);
  endpoint->m_identity = std::move(identity);
  return std::shared_ptr<const Endpoint>(std::move(endpoint));
}

Endpoint::~Endpoint() { curl_slist_free_all(m_connectTo); }

void Endpoint::setProxy(const std::string& proxyUrl) {
  m_proxyUrl = proxyUrl;
  if (proxyUrl.empty()) return;
  auto url = parse(proxyUrl, CURLU_NON_SUPPORT_SCHEME);
  m_proxyHost = part(url.get(), CURLUPART_HOST);
  if (auto port = part(url.get(), CURLUPART_PORT); !port.empty()) m_proxyHost += ":" + port;
  // Go resolves host names at a socks5 proxy; libcurl calls that socks5h.
  if (m_proxyUrl.rfind("socks5://", 0) == 0) m_proxyUrl.insert(6, "h");
}

std::string Endpoint::authorization(const std::string& token) const {
  if (!token.empty()) return "Bearer " + token;
  if (!m_identity.bearerToken.empty()) return "Bearer " + m_identity.bearerToken;
  if (m_identity.user.empty()) return std::string();
  return "Basic " + text::toBase64(m_identity.user + ":" + m_identity.password);
}

Headers Endpoint::headersFor(const Headers& own, const std::string& token) const {
  Headers lines;
  if (auto value = authorization(token); !value.empty() && !own.find("Authorization"))
    lines.add("Authorization", std::move(value));
  for (const auto& line : m_identity.headers)
    if (!own.find(line.name)) lines.add(line.name, line.value);
  return lines;
}

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
