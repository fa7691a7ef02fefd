/// The Connect page: an installation's three doors on local ports, the key, and what to copy into a ClearML client.
#pragma once
#include "console/connect/accesskey.h"
#include "console/connect/doorsmodel.h"
#include "console/connect/serverconnection.h"
#include "console/tables/factsmodel.h"

/// Lives until the window is closed, and the connection with it; leaving the page ends nothing.
class ConnectModel : public PageModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("made by the shell")
  Q_PROPERTY(InstallationInfo* installation READ installation CONSTANT)
  Q_PROPERTY(LiveStatus* live READ live CONSTANT)
  Q_PROPERTY(DoorsModel* doors READ doors CONSTANT)
  Q_PROPERTY(FactsModel* checks READ checks CONSTANT)
  Q_PROPERTY(AccessKey* key READ key CONSTANT)
  Q_PROPERTY(State state READ state NOTIFY changed)
  Q_PROPERTY(QString obstacle READ obstacle NOTIFY changed)
  Q_PROPERTY(QString problem READ problem NOTIFY changed)
  Q_PROPERTY(QString hint READ hint NOTIFY changed)
  Q_PROPERTY(bool portTaken READ isPortTaken NOTIFY changed)
  Q_PROPERTY(bool webLive READ isWebLive NOTIFY changed)
  Q_PROPERTY(bool revealed READ isRevealed WRITE setRevealed NOTIFY changed)
  Q_PROPERTY(QString conf READ conf NOTIFY changed)
  Q_PROPERTY(QString environment READ environment NOTIFY changed)
 public:
  enum State { Off, Starting, Up, Failed };  // as ServerConnection::State
  Q_ENUM(State)
  explicit ConnectModel(PageContext context);
  ~ConnectModel() override;

  void setShown(bool shown) override;
  bool isReady() const override;
  int rowCount() const override { return m_doors.found(); }
  QList<Command> commands() override;
  void openAt(const QString& what) override;  ///< "start": connects, as soon as the Services are known

  InstallationInfo* installation() const { return context().installation; }
  DoorsModel* doors() { return &m_doors; }
  FactsModel* checks() { return &m_checks; }  ///< what was asked through the doors, and the answers
  AccessKey* key() { return &m_key; }
  ServerConnection* connection() { return &m_connection; }
  LiveStatus* live() { return installation() ? installation()->live() : &m_noInstallation; }
  State state() const;
  QString obstacle() const;  ///< why it cannot be connected at all; empty: it can
  QString problem() const;   ///< the first thing that failed
  QString hint() const;
  bool isPortTaken() const { return m_connection.isPortTaken(); }
  bool isWebLive() const { return m_connection.answers(cleardeck::installation::Door::Web); }
  bool isRevealed() const { return m_revealed; }
  void setRevealed(bool revealed);
  /// For the screen: the secret as dots unless revealed. Empty until the API has answered.
  QString conf() const { return snippet(cleardeck::clearml::clearmlConf, m_revealed); }
  QString environment() const { return snippet(cleardeck::clearml::environmentLines, m_revealed); }

  Q_INVOKABLE void start();
  Q_INVOKABLE void startAnywhere();
  Q_INVOKABLE void stop();
  Q_INVOKABLE void copyConf() { copySecret(snippet(cleardeck::clearml::clearmlConf, true)); }
  Q_INVOKABLE void copyEnvironment() { copySecret(snippet(cleardeck::clearml::environmentLines, true)); }
  Q_INVOKABLE void copySecretKey();
  Q_INVOKABLE void openWeb();
  Q_INVOKABLE void readSecret();
  Q_INVOKABLE void proveAgain();
  Q_INVOKABLE void retry();

 Q_SIGNALS:
  void changed();

 private:
  using Writer = std::string (*)(const cleardeck::clearml::ServerUrls&, const cleardeck::clearml::Credentials&);
  QString snippet(Writer write, bool whole) const;
  cleardeck::bridge::ClusterPtr cluster() const;
  void onConnection();
  void onKey();
  void offer();
  void check();
  FactRow checkOf(cleardeck::installation::Door door, const QString& title) const;
  FactRow webCheck() const;
  FactRow keyCheck() const;

  DoorsModel m_doors;
  FactsModel m_checks;
  AccessKey m_key;
  ServerConnection m_connection;
  LiveStatus m_noInstallation;
  bool m_apiAnswered = false, m_revealed = false, m_startWanted = false;
};
