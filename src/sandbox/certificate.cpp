#include "sandbox/certificate.h"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <memory>

namespace cleardeck::sandbox {
namespace {

template <auto Free>
struct With {
  template <class T>
  void operator()(T* pointer) const {
    Free(pointer);
  }
};
using KeyPtr = std::unique_ptr<EVP_PKEY, With<EVP_PKEY_free>>;
using CertificatePtr = std::unique_ptr<X509, With<X509_free>>;
using BioPtr = std::unique_ptr<BIO, With<BIO_free_all>>;

std::string textOf(const BioPtr& bio) {
  char* data = nullptr;
  auto size = BIO_get_mem_data(bio.get(), &data);
  return std::string(data, std::size_t(size));
}

bool addExtension(X509* certificate, int which, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  std::unique_ptr<X509_EXTENSION, With<X509_EXTENSION_free>> extension(
      X509V3_EXT_conf_nid(nullptr, &context, which, value));
  return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

bool fill(X509* certificate, EVP_PKEY* key) {
  std::int64_t serial = 0;
  RAND_bytes(reinterpret_cast<unsigned char*>(&serial), 7);
  X509_set_version(certificate, 2);
  ASN1_INTEGER_set_int64(X509_get_serialNumber(certificate), serial & 0xffffffffffff);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate), 3600l * 24 * 3650);
  auto* name = X509_get_subject_name(certificate);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("cleardeck-sandbox"), -1,
                             -1, 0);
  X509_set_issuer_name(certificate, name);
  return X509_set_pubkey(certificate, key) == 1 &&
         addExtension(certificate, NID_basic_constraints, "critical,CA:TRUE") &&
         addExtension(certificate, NID_key_usage, "critical,digitalSignature,keyCertSign") &&
         addExtension(certificate, NID_ext_key_usage, "serverAuth") &&
         addExtension(certificate, NID_subject_key_identifier, "hash") &&
         addExtension(certificate, NID_subject_alt_name, "IP:127.0.0.1,DNS:localhost") &&
         X509_sign(certificate, key, EVP_sha256()) > 0;
}

}  // namespace

Result<net::ServerTls> makeCertificate() {
  KeyPtr key(EVP_EC_gen("P-256"));
  CertificatePtr certificate(X509_new());
  if (!key || !certificate || !fill(certificate.get(), key.get()))
    return Error(ErrorKind::Internal, "the sandbox could not make its certificate");
  BioPtr certificateText(BIO_new(BIO_s_mem())), keyText(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(certificateText.get(), certificate.get());
  PEM_write_bio_PrivateKey(keyText.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  net::ServerTls tls;
  tls.certificatePem = textOf(certificateText);
  tls.keyPem = textOf(keyText);
  return tls;
}

}  // namespace cleardeck::sandbox
