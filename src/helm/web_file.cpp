#include "helm/web_file.h"

#include "kube/proxy.h"

namespace cleardeck::helm {

namespace {
constexpr int maxRedirects = 5;

struct Url {
  std::string origin, target;  // "https://host:port", "/path?query"
};

Result<Url> split(const std::string& url) {
  const bool web = url.rfind("https://", 0) == 0 || url.rfind("http://", 0) == 0;
  const std::size_t host = url.find("://") + 3;
  const std::size_t slash = std::min(url.find('/', host), url.size());
  if (!web || slash == host) return Error(ErrorKind::Invalid, "\"" + url + "\" is no http:// or https:// address");
  Url parts;
  parts.origin = url.substr(0, slash);
  parts.target = slash == url.size() ? "/" : url.substr(slash);
  return parts;
}

Result<net::Identity> identityFor(const WebFile& file, const std::string& origin) {
  net::Identity identity;
  identity.proxyUrl = isLoopback(origin) ? std::string() : kube::proxyFromEnvironment(file.url);
  identity.user = file.user;
  identity.password = file.password;
  identity.bearerToken = file.bearerToken;
  const bool secret = !file.user.empty() || !file.bearerToken.empty();
  if (secret && origin.rfind("http://", 0) == 0) {
    if (!isLoopback(origin))
      return Error(ErrorKind::Invalid, "no login is sent to " + origin + " without TLS").withHint("Use https://");
    identity.secretsOverHttp = true;
  }
  return identity;
}

bool isRedirect(const net::FullResponse& answer) {
  const int status = answer.head.status;
  return (status == 301 || status == 302 || status == 303 || status == 307 || status == 308) &&
         answer.head.headers.find("Location");
}

Task<net::FullResponse> getOnce(WebFile file, Url url) {
  auto executor = co_await asio::this_coro::executor;
  auto identity = identityFor(file, url.origin);
  if (!identity) co_return identity.error();
  auto session = net::Session::create(executor, url.origin, *identity);
  if (!session) co_return session.error();
  net::Request request("GET", url.target);
  request.headers = file.headers;
  request.acceptGzip = file.gzip;
  request.bufferLimit = file.limit;
  auto answer = co_await net::fetch(*session, std::move(request));
  co_return answer;
}
}  // namespace

bool isLoopback(const std::string& url) {
  const std::size_t scheme = url.find("://");
  std::string host = scheme == std::string::npos ? url : url.substr(scheme + 3);
  host = host.substr(0, host.find('/'));
  if (!host.empty() && host[0] == '[') return host.rfind("[::1]", 0) == 0;
  host = host.substr(0, host.find(':'));
  return host == "localhost" || host == "127.0.0.1";
}

std::string absoluteUrl(const std::string& base, const std::string& location) {
  if (location.find("://") != std::string::npos) return location;
  const std::size_t host = base.find("://") + 3;
  const std::size_t path = std::min(base.find('/', host), base.size());
  if (location.rfind("//", 0) == 0) return base.substr(0, host - 2) + location;
  if (!location.empty() && location[0] == '/') return base.substr(0, path) + location;
  const std::string clean = base.substr(0, std::min(base.find('?'), base.size()));
  const std::size_t folder = clean.rfind('/');
  return (folder == std::string::npos || folder < path ? clean + "/" : clean.substr(0, folder + 1)) + location;
}

Error webFailure(const std::string& what, const net::FullResponse& answer) {
  Error error = net::failureOf(answer.head.status, answer.body);
  error.message = what + ": the server answers " + std::to_string(answer.head.status);
  if (error.kind == ErrorKind::Auth || error.kind == ErrorKind::Forbidden)
    error.hint = "Give a login in CLEARDECK_CHART_USER and CLEARDECK_CHART_PASSWORD";
  else if (error.kind == ErrorKind::NotFound)
    error.hint = "Check the address";
  return error;
}

Task<net::FullResponse> getFile(WebFile file) {
  for (int redirects = 0; redirects <= maxRedirects; ++redirects) {
    auto url = split(file.url);
    if (!url) co_return url.error();
    auto answer = co_await getOnce(file, *url);
    if (!answer) co_return std::move(answer.error()).during("get " + url->origin);
    if (!isRedirect(*answer)) co_return answer;
    const std::string next = absoluteUrl(file.url, std::string(*answer->head.headers.find("Location")));
    auto to = split(next);
    if (!to) co_return to.error();
    if (to->origin.rfind("http://", 0) == 0 && url->origin.rfind("https://", 0) == 0)
      co_return Error(ErrorKind::Tls, url->origin + " redirects to " + to->origin + ", which has no TLS");
    if (to->origin != url->origin) {
      file.user.clear();
      file.password.clear();
      file.bearerToken.clear();
    }
    file.url = next;
  }
  co_return Error(ErrorKind::Protocol, "get " + file.url + ": too many redirects");
}

}  // namespace cleardeck::helm
