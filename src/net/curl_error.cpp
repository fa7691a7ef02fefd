#include "net/curl_error.h"

#include "net/endpoint.h"

#include <openssl/x509_vfy.h>
#include <cstring>

namespace cleardeck::net {
namespace {

long fact(CURL* easy, CURLINFO what) {
  long value = 0;
  curl_easy_getinfo(easy, what, &value);
  return value;
}

std::string hintForCertificate(long verifyResult, const std::string& text) {
  switch (verifyResult) {
    case X509_V_ERR_CERT_HAS_EXPIRED: return "The server's certificate has expired: it must be renewed there";
    case X509_V_ERR_CERT_NOT_YET_VALID: return "The server's certificate is not valid yet: compare both clocks";
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
      return "Its certificate comes from an authority that is not trusted: give the authority's certificate (CA)";
    default: break;
  }
  if (text.find("subject name") != text.npos)
    return "Its certificate is for another name: check the address, or set the TLS server name";
  return "Check the certificates of both sides";
}

Error tlsError(CURL* easy, CURLcode code, const std::string& text, const Endpoint& endpoint) {
  const long proxyResult = endpoint.proxyHost().empty() ? 0 : fact(easy, CURLINFO_PROXY_SSL_VERIFYRESULT);
  const auto who = proxyResult ? "proxy " + endpoint.proxyHost() : endpoint.host();
  const long result = proxyResult ? proxyResult : fact(easy, CURLINFO_SSL_VERIFYRESULT);
  const bool ours = code == CURLE_SSL_CERTPROBLEM || code == CURLE_SSL_CACERT_BADFILE;
  return Error(ErrorKind::Tls, "TLS with " + who + ": " + text)
      .withHint(ours ? "Our own certificate, key or CA cannot be used: check the credentials"
                     : hintForCertificate(result, text));
}

Error refusedError(CURL* easy, const std::string& text, const Endpoint& endpoint) {
  const long number = fact(easy, CURLINFO_OS_ERRNO);
  const bool proxied = !endpoint.proxyHost().empty();
  const auto who = proxied ? "proxy " + endpoint.proxyHost() : endpoint.host();
  return Error(ErrorKind::Network, "connect to " + who + ": " + (number ? std::strerror(int(number)) : text))
      .withHint(number == ECONNREFUSED ? "Nothing listens there: check that it is running, and its address and port"
                                       : "Check the address, the network and the VPN");
}

Error proxyError(long status, const Endpoint& endpoint) {
  return Error(ErrorKind::Network,
               "proxy " + endpoint.proxyHost() + " answered " + std::to_string(status) + " for " + endpoint.host())
      .withHint(status == 407 ? "The proxy wants a user and a password" : "Check that the proxy may reach this host");
}

}  // namespace

Error curlError(CURL* easy, CURLcode code, const char* message, const Endpoint& endpoint) {
  const std::string text = message && *message ? message : curl_easy_strerror(code);
  const auto& host = endpoint.host();
  const long proxyStatus = fact(easy, CURLINFO_HTTP_CONNECTCODE);
  if (proxyStatus >= 300) return proxyError(proxyStatus, endpoint);
  switch (code) {
    case CURLE_OPERATION_TIMEDOUT:
      return Error(ErrorKind::Timeout, "connect to " + host + ": " + text)
          .withHint("Check the network, the VPN and the proxy; a firewall may drop the packets");
    case CURLE_COULDNT_RESOLVE_HOST:
      return Error(ErrorKind::Network, "there is no host named " + host)
          .withHint("Check the name, and that the network or VPN that knows it is connected");
    case CURLE_COULDNT_RESOLVE_PROXY:
      return Error(ErrorKind::Network, "there is no proxy named " + endpoint.proxyHost())
          .withHint("Check the proxy's name");
    case CURLE_COULDNT_CONNECT: return refusedError(easy, text, endpoint);
    case CURLE_PROXY:
      return Error(ErrorKind::Network, "proxy " + endpoint.proxyHost() + ": " + text)
          .withHint("Check that the proxy may reach " + host);
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_CIPHER: return tlsError(easy, code, text, endpoint);
    case CURLE_BAD_CONTENT_ENCODING:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT:
    case CURLE_WEIRD_SERVER_REPLY: return Error(ErrorKind::Protocol, host + ": " + text);
    default: return Error(ErrorKind::Network, host + ": " + text).withHint("Try again; the connection was lost");
  }
}

}  // namespace cleardeck::net
