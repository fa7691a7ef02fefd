/// Certificates to look at: what is in a PEM, and what a server shows. Nothing here decides whom we trust; Identity
/// does.
#pragma once
#include "base/time.h"
#include "net/async.h"

#include <string>
#include <vector>

namespace cleardeck::net {

struct Certificate {
  std::vector<std::string> names;  ///< DNS names and addresses that it is valid for
  std::string issuer;              ///< its common name, else its organisation
  time::Moment notBefore, notAfter;
  std::string distrust;  ///< why the system's roots do not vouch for it; "" when they do, or when that was not asked
};

/// The first certificate of a PEM text. Errors: Invalid, there is none.
Result<Certificate> readCertificate(const std::string& pem);

/// One of its names is `host`, or "*." and what follows the first dot of `host`.
bool covers(const Certificate& certificate, const std::string& host);

/// The certificate that the server shows for `host`, whether it is to be trusted or not. Errors: Network, Timeout, Tls
/// (it speaks no TLS).
Task<Certificate> peerCertificate(std::string host, std::uint16_t port, std::chrono::milliseconds timeout);

/// The addresses of a host name, by the system's resolver. Errors: Network, the name is not known.
Task<std::vector<std::string>> addressesOf(std::string host);

}  // namespace cleardeck::net
