#include "kube/credentials.h"

#include "base/files.h"
#include "base/text.h"
#include "kube/proxy.h"

#include <openssl/pem.h>
#include <openssl/x509.h>

namespace cleardeck::kube {
namespace {

using namespace std::chrono_literals;
constexpr auto tokenFileAge = 60s;  // client-go transport/token_source.go
constexpr auto failureAge = 5min;
constexpr auto expiryLeeway = 10s;

/// `data`, else the content of `file`; both empty is empty.
Result<std::string> dataOr(const std::string& data, const std::string& file, const Context& context) {
  if (!data.empty() || file.empty()) return data;
  auto content = files::read(file);
  if (content) return content;
  return std::move(content.error())
      .during("context “" + context.name + "”")
      .withHint("Correct the file's name in " + context.file.string());
}

bool hasCertificate(const Context& context) {
  return !context.user.certificateData.empty() || !context.user.certificateFile.empty();
}

/// An explicit credential switches the program off (client-go exec.go, UpdateTransportConfig).
bool usesProgram(const Context& context) {
  const auto& user = context.user;
  return user.exec && user.token.empty() && user.tokenFile.empty() && user.username.empty() && !hasCertificate(context);
}

Task<Proof> readTokenFile(std::string file) {
  auto content = files::read(file);
  if (!content) co_return Error(ErrorKind::Auth, content.error().message);
  Proof proof;
  proof.token = text::trim(*content);
  if (proof.token.empty()) co_return Error(ErrorKind::Auth, "the token file " + file + " is empty");
  co_return proof;
}

}  // namespace

Result<net::Identity> identityOf(const Context& context) {
  net::Identity identity;
  auto ca = dataOr(context.cluster.caData, context.cluster.caFile, context);
  if (!ca) return ca.error();
  auto certificate = dataOr(context.user.certificateData, context.user.certificateFile, context);
  if (!certificate) return certificate.error();
  auto key = dataOr(context.user.keyData, context.user.keyFile, context);
  if (!key) return key.error();
  identity.caPem = std::move(*ca);
  identity.certificatePem = std::move(*certificate);
  identity.keyPem = std::move(*key);
  identity.user = context.user.username;
  identity.password = context.user.password;
  identity.headers = impersonation(context.user);
  identity.tlsServerName = context.cluster.tlsServerName;
  identity.insecure = context.cluster.insecure;
  identity.proxyUrl =
      context.cluster.proxyUrl.empty() ? proxyFromEnvironment(context.cluster.server) : context.cluster.proxyUrl;
  return identity;
}

net::Headers impersonation(const UserEntry& user) {
  net::Headers headers;
  if (user.impersonate.empty()) return headers;
  headers.add("Impersonate-User", user.impersonate);
  if (!user.impersonateUid.empty()) headers.add("Impersonate-Uid", user.impersonateUid);
  for (const auto& group : user.impersonateGroups) headers.add("Impersonate-Group", group);
  for (const auto& [key, values] : user.impersonateExtra)
    for (const auto& value : values) headers.add("Impersonate-Extra-" + text::urlEncode(key), value);
  return headers;
}

std::optional<time::Moment> certificateEnd(const std::string& pem) {
  std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new_mem_buf(pem.data(), int(pem.size())), &BIO_free);
  std::unique_ptr<X509, decltype(&X509_free)> certificate(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr),
                                                          &X509_free);
  if (!certificate) return std::nullopt;
  int days = 0, seconds = 0;
  if (!ASN1_TIME_diff(&days, &seconds, nullptr, X509_get0_notAfter(certificate.get()))) return std::nullopt;
  auto now = time::secondsSinceEpoch(std::chrono::system_clock::now());
  return time::fromSeconds(now + std::int64_t(days) * 86400 + seconds);
}

Credentials::Credentials(asio::any_io_executor executor, Context context, std::string caPem,
                         std::chrono::milliseconds timeout)
    : m_executor(std::move(executor)), m_context(std::move(context)), m_caPem(std::move(caPem)), m_timeout(timeout) {
  m_current.proof.token = m_context.user.token;
}

bool Credentials::fixed() const { return m_context.user.tokenFile.empty() && !usesProgram(m_context); }

void Credentials::accepted(unsigned number) {
  if (number == m_current.number) m_accepted = true;
}

void Credentials::forgive() {
  m_failure.reset();
  m_afterRefusal = false;
}

bool Credentials::soonOver() const {
  if (!m_context.user.tokenFile.empty()) return Clock::now() - m_renewedAt > tokenFileAge;
  if (!m_current.proof.expires) return false;
  auto left = *m_current.proof.expires - std::chrono::system_clock::now();
  auto used = Clock::now() - m_renewedAt;
  return left < 60s && left < used / 3;  // the last quarter, so that short-lived ones are not renewed all the time
}

bool Credentials::needsRenewal(unsigned refused) const {
  if (m_current.number == 0 || m_current.number == refused) return true;
  return m_current.proof.expires && *m_current.proof.expires - std::chrono::system_clock::now() < expiryLeeway &&
         soonOver();
}

void Credentials::renew(std::weak_ptr<Credentials> self) {
  if (m_running) return;
  m_running = true;
  m_renewedAt = Clock::now();
  auto done = [self](Result<Proof> result) {
    if (auto alive = self.lock()) alive->finish(std::move(result));
  };
  if (usesProgram(m_context))
    m_run = ChildTask(m_executor, runExecPlugin(m_context, m_caPem, m_timeout), done);
  else
    m_run = ChildTask(m_executor, readTokenFile(m_context.user.tokenFile), done);
}

void Credentials::finish(Result<Proof> result) {
  m_running = false;
  if (result) {
    m_failure.reset();
    if (m_current.number == 0 || m_current.proof != *result) {
      m_current.proof = std::move(*result);
      ++m_current.number;
      m_accepted = false;
    }
  } else {
    m_failure = result.error();
  }
  for (const auto& waiter : std::exchange(m_waiters, {})) waiter->notify();
}

Task<Credential> currentCredential(std::shared_ptr<Credentials> credentials, unsigned refused) {
  auto& self = *credentials;
  if (self.fixed()) co_return self.m_current;
  const bool again = refused != 0 && refused == self.m_current.number;
  if (again && self.m_afterRefusal && !self.m_accepted && !self.m_running)
    co_return Error(ErrorKind::Auth, "the server refuses the renewed credential too");
  if (!self.needsRenewal(refused)) {
    if (self.soonOver() && !self.m_failure) self.renew(credentials);  // meanwhile the old one is good
    co_return self.m_current;
  }
  if (self.m_failure && Clock::now() - self.m_renewedAt < failureAge) co_return *self.m_failure;
  if (again) self.m_afterRefusal = true;
  self.renew(credentials);
  auto waiter = std::make_shared<Notifier>(self.m_executor);
  self.m_waiters.push_back(waiter);
  while (self.m_running) {
    auto wake = co_await waiter->wait();
    if (wake == Wake::Cancelled) co_return cancelledError();
  }
  if (self.m_failure) co_return *self.m_failure;
  co_return self.m_current;
}

}  // namespace cleardeck::kube
