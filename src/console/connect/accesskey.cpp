#include "console/connect/accesskey.h"

#include "console/connect/keyring.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace cleardeck;

AccessKey::AccessKey(Runtime& runtime, InstallationInfo* installation, QObject* parent)
    : QObject(parent), m_runtime(runtime), m_installation(installation) {}

void AccessKey::lookUp(bridge::ClusterPtr cluster) {
  if (isKnown() || m_reading) return;
  m_reading = true;
  Q_EMIT changed();
  keyring::read(m_installation->key(), this, [this, cluster, round = ++m_round](const QString& text) {
    if (round != m_round) return;
    const QJsonObject pair = QJsonDocument::fromJson(text.toUtf8()).object();
    clearml::Credentials found(pair[QLatin1String("key")].toString().toStdString(),
                               pair[QLatin1String("secret")].toString().toStdString());
    if (found.key.empty()) return readSecret(cluster);
    m_kept = true;
    take(FromKeyring, std::move(found));
  });
}

void AccessKey::readSecret(bridge::ClusterPtr cluster) {
  ++m_round;
  m_reading = true;
  Q_EMIT changed();
  if (!cluster) return fail(Error(ErrorKind::NotFound, "the installation's cluster is not open"));
  m_secret = bridge::credentials(cluster, m_installation->value(), this, [this](Result<clearml::Credentials> found) {
    if (!found) return fail(found.error());
    m_kept = false;
    take(FromSecret, std::move(*found));
  });
}

void AccessKey::enter(const QString& key, const QString& secret) {
  if (key.trimmed().isEmpty() || secret.isEmpty()) return;
  m_kept = false;
  take(ByHand, clearml::Credentials(key.trimmed().toStdString(), secret.toStdString()));
}

void AccessKey::forget() {
  if (m_source == FromKeyring || m_kept) keyring::forget(m_installation->key());
  m_kept = false;
  take(None, clearml::Credentials());
}

void AccessKey::take(Source source, clearml::Credentials credentials) {
  ++m_round;
  m_secret.reset();
  m_signIn.reset();
  m_reading = false;
  m_credentials = std::move(credentials);
  m_source = source;
  m_proof = Unproven;
  m_user.clear();
  m_problem.clear();
  m_hint.clear();
  Q_EMIT changed();
}

void AccessKey::fail(const Error& error) {
  m_reading = false;
  m_problem = QString::fromStdString(error.message);
  m_hint = QString::fromStdString(error.hint);
  Q_EMIT changed();
}

void AccessKey::prove(const std::string& apiUrl) {
  if (!isKnown()) return;
  clearml::Connection connection;
  connection.apiUrl = apiUrl;
  connection.credentials = m_credentials;
  auto session = clearml::Session::create(m_runtime.executor(), m_runtime.workers(), std::move(connection));
  if (!session) return fail(session.error());
  m_proof = Proving;
  m_problem.clear();
  m_hint.clear();
  Q_EMIT changed();
  m_signIn = bridge::run(m_runtime, clearml::currentUser(std::move(*session)), this,
                         [this](const Result<clearml::User>& user) { settle(user); });
}

void AccessKey::settle(const Result<clearml::User>& user) {
  const bool refused = !user && (user.error().kind == ErrorKind::Auth || user.error().kind == ErrorKind::Forbidden);
  m_proof = user ? Proven : refused ? Refused : Unproven;
  m_user = user ? QString::fromStdString(user->name) : QString();
  m_problem.clear();
  m_hint.clear();
  if (!user) return fail(user.error());
  m_provenAt = QDateTime::currentDateTime();
  if (m_source == ByHand && !m_kept) keep();
  Q_EMIT changed();
}

void AccessKey::keep() {
  const QJsonObject pair{{QStringLiteral("key"), name()},
                         {QStringLiteral("secret"), QString::fromStdString(m_credentials.secret)}};
  const auto text = QString::fromUtf8(QJsonDocument(pair).toJson(QJsonDocument::Compact));
  keyring::write(m_installation->key(), text, this, [this, round = m_round](bool kept) {
    if (round != m_round) return;
    m_kept = kept;
    Q_EMIT changed();
  });
}

void AccessKey::unprove() {
  m_signIn.reset();
  if (!isKnown() || isUntried()) return;
  m_proof = Unproven;
  m_user.clear();
  m_problem.clear();
  m_hint.clear();
  Q_EMIT changed();
}

clearml::Credentials AccessKey::masked() const {
  const std::string dots = QString(14, QChar(0x2022)).toStdString();
  return clearml::Credentials(m_credentials.key, isKnown() ? dots : std::string());
}

QString AccessKey::place() const {
  switch (m_source) {
    case None: return {};
    case FromSecret: return tr("Read from the installation's Secret; kept in memory only.");
    case FromKeyring: return tr("Kept in the desktop's keyring.");
    case ByHand: break;
  }
  if (m_kept) return tr("Entered here; kept in the desktop's keyring.");
  if (m_proof == Proven)
    return tr("Entered here; no keyring answers, so it is kept in memory until ClearDeck is closed.");
  return tr("Entered here; kept in memory until the server has taken it.");
}
