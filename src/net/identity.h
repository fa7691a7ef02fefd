/// Who we are and whom we trust, for one endpoint.
#pragma once
#include "net/headers.h"

#include <memory>
#include <string>

namespace cleardeck::net {

class TokenSource;

/// Of the credentials the first wins: tokens, bearerToken, user and password. A request's own Authorization header
/// replaces them.
struct Identity {
  std::string caPem;                    ///< empty: the system's roots
  std::string certificatePem;           ///< client certificate, intermediates after it
  std::string keyPem;                   ///< any PEM form, any algorithm that OpenSSL reads
  std::shared_ptr<TokenSource> tokens;  ///< bearer tokens that can be renewed
  std::string bearerToken;
  std::string user;  ///< HTTP basic, with password
  std::string password;
  Headers headers;               ///< sent with every request: Impersonate-User …; a request's own line replaces one
  std::string tlsServerName;     ///< name for SNI and verification, when it is not the URL's host
  bool insecure = false;         ///< no verification
  std::string proxyUrl;          ///< http://, https://, socks5:// with optional user:password@; empty: direct
  std::string proxyCaPem;        ///< for https:// proxies; empty: the system's roots
  bool secretsOverHttp = false;  ///< send credentials also to http:// URLs; kubectl never does
};

}  // namespace cleardeck::net
