/// One file of the web: redirects followed, a login only for whom it is meant. Internal to this room.
#pragma once
#include "net/http.h"

#include <string>

namespace cleardeck::helm {

struct WebFile {
  explicit WebFile(std::string u) : url(std::move(u)) {}
  std::string url;  ///< http:// or https://
  net::Headers headers;
  std::string user, password;  ///< HTTP basic; not sent to another host that a redirect names
  std::string bearerToken;     ///< instead of user and password
  std::size_t limit = 100u << 20;
  bool gzip = false;  ///< never for a .tgz, which would arrive unpacked
};

/// At most five redirects. Any other status is a value. Errors: those of net::fetch; Invalid, the URL, or a login over
/// plain http to another machine.
Task<net::FullResponse> getFile(WebFile file);

/// Over plain http: only to this machine itself, for tests and local registries.
bool isLoopback(const std::string& url);
/// `location` of a redirect or of an index as an absolute URL; `base` is the URL that it was found at.
std::string absoluteUrl(const std::string& base, const std::string& location);
/// The Error for a status >= 400.
Error webFailure(const std::string& what, const net::FullResponse& answer);

}  // namespace cleardeck::helm
