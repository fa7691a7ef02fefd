/// The key pair with which this computer signs in to an installation's API: where it comes from, where it is kept, and
/// whether the server takes it.
#pragma once
#include "clearml/server.h"
#include "console/bridge/connect.h"
#include "console/workspace/installationinfo.h"

#include <QDateTime>

/// The secret is never shown by itself: `revealed` is asked for by a person and ends with the page.
class AccessKey : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("belongs to the Connect page's model")
  Q_PROPERTY(Source source READ source NOTIFY changed)
  Q_PROPERTY(Proof proof READ proof NOTIFY changed)
  Q_PROPERTY(QString name READ name NOTIFY changed)
  Q_PROPERTY(bool known READ isKnown NOTIFY changed)
  Q_PROPERTY(bool reading READ isReading NOTIFY changed)
  Q_PROPERTY(QString user READ user NOTIFY changed)
  Q_PROPERTY(QString place READ place NOTIFY changed)
  Q_PROPERTY(QString problem READ problem NOTIFY changed)
  Q_PROPERTY(QString hint READ hint NOTIFY changed)
 public:
  enum Source { None, FromSecret, FromKeyring, ByHand };
  Q_ENUM(Source)
  enum Proof { Unproven, Proving, Proven, Refused };
  Q_ENUM(Proof)
  AccessKey(cleardeck::Runtime& runtime, InstallationInfo* installation, QObject* parent = nullptr);

  /// The key that was entered once and is in the keyring, else that of the installation's Secret. A known key stays.
  void lookUp(cleardeck::bridge::ClusterPtr cluster);
  void readSecret(cleardeck::bridge::ClusterPtr cluster);  ///< the installation's own, instead of what is known
  Q_INVOKABLE void enter(const QString& key, const QString& secret);  ///< kept in the keyring once it is proven
  Q_INVOKABLE void forget();                                          ///< here and in the keyring
  /// Signs in with it: auth.login, then who we are.
  void prove(const std::string& apiUrl);
  void unprove();  ///< the server is not there to ask
  /// Takes the answer to prove(); also how tests feed it.
  void settle(const cleardeck::Result<cleardeck::clearml::User>& user);

  const cleardeck::clearml::Credentials& credentials() const { return m_credentials; }
  cleardeck::clearml::Credentials masked() const;  ///< with dots for the secret
  Source source() const { return m_source; }
  Proof proof() const { return m_proof; }
  QString name() const { return QString::fromStdString(m_credentials.key); }
  bool isKnown() const { return !m_credentials.key.empty(); }
  bool isUntried() const { return isKnown() && m_proof == Unproven && m_problem.isEmpty(); }
  bool isReading() const { return m_reading; }
  QString user() const { return m_user; }  ///< who the server says we are
  QString place() const;                   ///< where it comes from and where it is kept, one sentence
  QString problem() const { return m_problem; }
  QString hint() const { return m_hint; }
  QDateTime provenAt() const { return m_provenAt; }

 Q_SIGNALS:
  void changed();

 private:
  void take(Source source, cleardeck::clearml::Credentials credentials);
  void fail(const cleardeck::Error& error);
  void keep();

  cleardeck::Runtime& m_runtime;
  InstallationInfo* const m_installation;
  cleardeck::clearml::Credentials m_credentials;
  Source m_source = None;
  Proof m_proof = Unproven;
  bool m_reading = false, m_kept = false;
  int m_round = 0;  // answers to earlier questions are not taken
  QString m_user, m_problem, m_hint;
  QDateTime m_provenAt;
  cleardeck::bridge::Handle m_secret, m_signIn;
};
