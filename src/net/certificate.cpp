#include "net/certificate.h"

#include "base/text.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>

#include <arpa/inet.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <ctime>
#include <memory>

namespace cleardeck::net {
namespace {

namespace ssl = asio::ssl;
using tcp = asio::ip::tcp;

template <auto Free>
struct With {
  template <class T>
  void operator()(T* pointer) const {
    Free(pointer);
  }
};
using CertificatePtr = std::unique_ptr<X509, With<X509_free>>;
using BioPtr = std::unique_ptr<BIO, With<BIO_free_all>>;
using NamesPtr = std::unique_ptr<GENERAL_NAMES, With<GENERAL_NAMES_free>>;

time::Moment momentOf(const ASN1_TIME* when) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(when, &parts) != 1) return {};
  return time::fromSeconds(timegm(&parts));
}

std::string textOf(X509_NAME* name, int part) {
  const int at = X509_NAME_get_index_by_NID(name, part, -1);
  if (at < 0) return {};
  unsigned char* bytes = nullptr;
  const int size = ASN1_STRING_to_UTF8(&bytes, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
  if (size < 0) return {};
  std::string text(reinterpret_cast<char*>(bytes), std::size_t(size));
  OPENSSL_free(bytes);
  return text;
}

std::string addressText(const ASN1_OCTET_STRING* bytes) {
  char text[INET6_ADDRSTRLEN] = {};
  const int family = ASN1_STRING_length(bytes) == 4 ? AF_INET : AF_INET6;
  return inet_ntop(family, ASN1_STRING_get0_data(bytes), text, sizeof text) ? text : "";
}

std::vector<std::string> namesOf(X509* certificate) {
  std::vector<std::string> names;
  NamesPtr list(static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
  for (int i = 0; list && i < sk_GENERAL_NAME_num(list.get()); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(list.get(), i);
    if (name->type == GEN_DNS)
      names.emplace_back(reinterpret_cast<const char*>(ASN1_STRING_get0_data(name->d.dNSName)),
                         std::size_t(ASN1_STRING_length(name->d.dNSName)));
    else if (name->type == GEN_IPADD)
      names.push_back(addressText(name->d.iPAddress));
  }
  return names;
}

Certificate read(X509* certificate) {
  Certificate read;
  read.names = namesOf(certificate);
  read.issuer = textOf(X509_get_issuer_name(certificate), NID_commonName);
  if (read.issuer.empty()) read.issuer = textOf(X509_get_issuer_name(certificate), NID_organizationName);
  read.notBefore = momentOf(X509_get0_notBefore(certificate));
  read.notAfter = momentOf(X509_get0_notAfter(certificate));
  return read;
}

// One connection that ends when its time is over.
struct Peek : std::enable_shared_from_this<Peek> {
  explicit Peek(const asio::any_io_executor& executor)
      : context(ssl::context::tls_client), stream(executor, context), timer(executor) {}
  void limit(std::chrono::milliseconds time) {
    timer.expires_after(time);
    timer.async_wait([weak = weak_from_this()](error_code ec) {
      auto self = weak.lock();
      if (ec || !self) return;
      self->late = true;
      error_code ignored;
      self->stream.lowest_layer().close(ignored);
    });
  }
  ssl::context context;
  ssl::stream<tcp::socket> stream;
  asio::steady_timer timer;
  bool late = false;
};

Error failure(const Peek& peek, const std::string& where, ErrorKind kind, const error_code& ec) {
  if (peek.late) return Error(ErrorKind::Timeout, where + " did not answer in time");
  return Error(kind, where + ": " + ec.message());
}

}  // namespace

Result<Certificate> readCertificate(const std::string& pem) {
  BioPtr bio(BIO_new_mem_buf(pem.data(), int(pem.size())));
  CertificatePtr certificate(bio ? PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr) : nullptr);
  if (!certificate) return Error(ErrorKind::Invalid, "there is no certificate in the text");
  return read(certificate.get());
}

bool covers(const Certificate& certificate, const std::string& host) {
  const std::string wanted = text::toLower(host);
  const auto dot = wanted.find('.');
  const std::string wildcard = dot == std::string::npos ? std::string() : "*" + wanted.substr(dot);
  return std::any_of(certificate.names.begin(), certificate.names.end(), [&](const std::string& name) {
    const std::string lower = text::toLower(name);
    return lower == wanted || (!wildcard.empty() && lower == wildcard);
  });
}

Task<std::vector<std::string>> addressesOf(std::string host) {
  auto executor = co_await asio::this_coro::executor;
  tcp::resolver resolver(executor);
  error_code ec;
  auto token = asio::redirect_error(asio::use_awaitable, ec);
  std::string service;
  auto found = co_await resolver.async_resolve(host, service, token);
  if (ec == asio::error::operation_aborted) co_return cancelledError();
  if (ec) co_return Error(ErrorKind::Network, host + " has no address: " + ec.message());
  std::vector<std::string> addresses;
  for (const auto& entry : found) {
    const auto text = entry.endpoint().address().to_string();
    if (std::find(addresses.begin(), addresses.end(), text) == addresses.end()) addresses.push_back(text);
  }
  co_return addresses;
}

Task<Certificate> peerCertificate(std::string host, std::uint16_t port, std::chrono::milliseconds timeout) {
  const std::string where = host + ":" + std::to_string(port);
  auto addresses = co_await addressesOf(host);
  if (!addresses) co_return addresses.error();
  auto executor = co_await asio::this_coro::executor;
  auto held = std::make_shared<Peek>(executor);
  Peek& peek = *held;
  error_code ec;
  peek.context.set_default_verify_paths(ec);
  // Verification is asked for below; a handshake that it stops would show no certificate.
  peek.stream.set_verify_mode(ssl::verify_none);
  SSL_set_tlsext_host_name(peek.stream.native_handle(), host.c_str());
  peek.limit(timeout);
  const tcp::endpoint endpoint(asio::ip::make_address(addresses->front()), port);
  auto token = asio::redirect_error(asio::use_awaitable, ec);
  co_await peek.stream.lowest_layer().async_connect(endpoint, token);
  if (ec) co_return failure(peek, where, ErrorKind::Network, ec);
  co_await peek.stream.async_handshake(ssl::stream_base::client, token);
  if (ec) co_return failure(peek, where, ErrorKind::Tls, ec);
  CertificatePtr shown(SSL_get1_peer_certificate(peek.stream.native_handle()));
  if (!shown) co_return Error(ErrorKind::Tls, where + " shows no certificate");
  Certificate certificate = read(shown.get());
  const long verdict = SSL_get_verify_result(peek.stream.native_handle());
  if (verdict != X509_V_OK) certificate.distrust = X509_verify_cert_error_string(verdict);
  co_return certificate;
}

}  // namespace cleardeck::net
