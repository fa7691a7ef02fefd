/// A server for a team, on a cluster that is there.
#pragma once
#include "console/setup/fixedusersmodel.h"
#include "console/setup/setupform.h"

class ProductionForm : public SetupForm {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("belongs to the page's model")
  Q_PROPERTY(FactsModel* steps READ steps CONSTANT)
  Q_PROPERTY(FactsModel* hosts READ hosts CONSTANT)
  Q_PROPERTY(FixedUsersModel* users READ users CONSTANT)
  Q_PROPERTY(QString context READ context WRITE setContext NOTIFY changed)
  Q_PROPERTY(QList<QString> storageClasses READ storageClasses NOTIFY offerChanged)
  Q_PROPERTY(QList<QString> ingressClasses READ ingressClasses NOTIFY offerChanged)
  Q_PROPERTY(QString usualStorage READ usualStorage NOTIFY offerChanged)
  Q_PROPERTY(int exposure READ exposure WRITE setExposure NOTIFY changed)
  Q_PROPERTY(int tls READ tls WRITE setTls NOTIFY changed)
  Q_PROPERTY(int watchdog READ watchdog WRITE setWatchdog NOTIFY changed)
  Q_PROPERTY(bool external READ isExternal WRITE setExternal NOTIFY changed)
  Q_PROPERTY(bool externalMongodb READ isExternalMongodb WRITE setExternalMongodb NOTIFY changed)
  Q_PROPERTY(bool redisPassword READ hasRedisPassword WRITE setRedisPassword NOTIFY changed)
  Q_PROPERTY(QString size READ size NOTIFY changed)
  Q_PROPERTY(QString userProblem READ userProblem NOTIFY changed)
  Q_PROPERTY(bool hashing READ isHashing NOTIFY changed)
 public:
  enum Exposure { Ingress, GatewayApi, NodePort, PortForward };  ///< as installation::Exposure
  Q_ENUM(Exposure)
  enum Tls { NoTls, FromSecret, FromIssuer, Elsewhere };  ///< as installation::Tls
  Q_ENUM(Tls)
  enum WatchdogChoice { AsChart, On, Off };
  Q_ENUM(WatchdogChoice)
  ProductionForm(PageContext context, SetupJobs& jobs);

  void lookAtCluster();  ///< its classes, for the menus
  FactsModel* steps() { return &m_steps; }
  FactsModel* hosts() { return &m_hosts; }
  FixedUsersModel* users() { return &m_users; }
  QString context() const { return m_contextName; }
  void setContext(const QString& name);
  QStringList storageClasses() const { return m_storageClasses; }
  QStringList ingressClasses() const { return m_ingressClasses; }
  QString usualStorage() const { return m_usualStorage; }  ///< the cluster's default class; empty: none is known
  int exposure() const { return m_exposure; }
  void setExposure(int exposure);
  int tls() const { return m_tls; }
  void setTls(int tls) { put(m_tls, Tls(tls)); }
  int watchdog() const { return m_watchdog; }
  void setWatchdog(int watchdog) { put(m_watchdog, WatchdogChoice(watchdog)); }
  bool isExternal() const { return m_external; }
  void setExternal(bool external) { put(m_external, external); }
  bool isExternalMongodb() const { return m_externalMongodb; }
  void setExternalMongodb(bool external) { put(m_externalMongodb, external); }
  bool hasRedisPassword() const { return m_redisPassword; }
  void setRedisPassword(bool asked) { put(m_redisPassword, asked); }
  QString size() const;  ///< what the number of people comes to
  /// What a volume gets when its field is empty, in words.
  Q_INVOKABLE QString usualSize(SetupForm::Field field) const;
  QString userProblem() const { return m_userProblem; }
  bool isHashing() const { return m_hashing; }

  /// `user` is "jane" or "jane=Jane Doe". The password is hashed on a worker and not kept.
  Q_INVOKABLE void addUser(const QString& user, const QString& password);
  Q_INVOKABLE void removeUser(int row);
  Q_INVOKABLE QString generatePassword() const;

 Q_SIGNALS:
  void offerChanged();
  void userAdded();

 protected:
  cleardeck::Result<cleardeck::installation::SetupPlan> makePlan() override;
  Refusal refusal() const override;
  void startCheck() override;
  void startInstall() override;

 private:
  template <class T>
  void put(T& member, T value) {
    if (member == value) return;
    member = value;
    replan();
  }
  cleardeck::installation::ProductionChoices choices() const;
  cleardeck::installation::ExternalDatabases databases() const;
  void addAddresses(cleardeck::installation::ProductionChoices& choices) const;
  std::string secretName() const;
  void showHosts();
  void offered(const cleardeck::bridge::ClusterOffer& offer);
  FactsModel m_hosts, m_steps;
  FixedUsersModel m_users;
  QString m_contextName, m_usualStorage, m_userProblem;
  QStringList m_storageClasses, m_ingressClasses;
  Exposure m_exposure = Ingress;
  Tls m_tls = FromSecret;
  WatchdogChoice m_watchdog = AsChart;
  bool m_external = false, m_externalMongodb = false, m_redisPassword = false, m_hashing = false;
  cleardeck::bridge::Handle m_offer, m_hash;
};
