/// The Users page: who logs in with a password, changes of that, and the watchdog.
#pragma once
#include "console/tables/text.h"
#include "console/users/watchdogform.h"

class UsersModel : public PageModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("made by the shell")
  Q_PROPERTY(InstallationInfo* installation READ installation CONSTANT)
  Q_PROPERTY(LiveStatus* live READ live CONSTANT)
  Q_PROPERTY(State state READ state NOTIFY changed)
  Q_PROPERTY(QString problem READ problem NOTIFY changed)
  Q_PROPERTY(QString hint READ hint NOTIFY changed)
  Q_PROPERTY(FactsModel* users READ users CONSTANT)
  Q_PROPERTY(FactsModel* steps READ steps CONSTANT)
  Q_PROPERTY(WatchdogForm* watchdog READ watchdog CONSTANT)
  Q_PROPERTY(bool off READ isOff NOTIFY changed)
  Q_PROPERTY(QString place READ place NOTIFY changed)
  Q_PROPERTY(QString readOnly READ readOnly NOTIFY changed)
  Q_PROPERTY(QString readOnlyHint READ readOnlyHint NOTIFY changed)
  Q_PROPERTY(bool json READ isJson NOTIFY changed)
  Q_PROPERTY(QString keysUnknown READ keysUnknown NOTIFY changed)
  Q_PROPERTY(QString busy READ busy NOTIFY changed)
 public:
  enum State { Nothing, Loading, Ready, Forbidden, Failed };
  Q_ENUM(State)
  enum Action { Add, Rename, Reset, Remove };  // as installation::UserChange::Kind
  Q_ENUM(Action)
  explicit UsersModel(PageContext context, UsersJobs jobs = {});

  void setShown(bool shown) override;
  bool isReady() const override;
  int rowCount() const override;
  QList<Command> commands() override;

  InstallationInfo* installation() const { return context().installation; }
  LiveStatus* live() { return installation() ? installation()->live() : &m_noInstallation; }
  State state() const { return m_state; }
  QString problem() const { return m_problem; }
  QString hint() const { return m_hint; }
  FactsModel* users() { return &m_users; }  ///< title login, detail name, value API keys, link how it was proven
  FactsModel* steps() { return &m_steps; }  ///< of prepare()
  WatchdogForm* watchdog() { return &m_watchdog; }
  bool isOff() const { return m_state == Ready && m_seen.isOff(); }
  QString place() const;     ///< where the users are kept, one sentence
  QString readOnly() const;  ///< why they cannot be changed here; empty: they can, or be switched on
  QString readOnlyHint() const;
  bool isJson() const { return m_seen.file.json || m_seen.isOff(); }
  QString keysUnknown() const { return text(m_counts.whyNot); }
  QString busy() const { return m_busy; }

  Q_INVOKABLE void reload();
  Q_INVOKABLE QString generatePassword() const;
  /// What is wrong with it, or "". `password` counts for Add and Reset.
  Q_INVOKABLE QString judge(int action, const QString& login, const QString& name, const QString& password) const;
  Q_INVOKABLE void prepare(int action, const QString& login, const QString& name);  ///< fills steps()
  Q_INVOKABLE void carryOut(int action, const QString& login, const QString& name, const QString& password);
  Q_INVOKABLE void copyCommand(int action, const QString& login, const QString& name);
  Q_INVOKABLE QString nameOf(const QString& login) const;

 Q_SIGNALS:
  void changed();
  void actionRequested(int action);  ///< from the palette

 private:
  void opened(cleardeck::Result<cleardeck::installation::UsersState> state);
  void take(cleardeck::installation::UsersState state);
  void count();
  void list();
  void onPiece(const cleardeck::bridge::UsersWish& wish, cleardeck::bridge::UsersBatch batch);
  void finish(const cleardeck::bridge::UsersWish& wish, const cleardeck::bridge::UsersOutcome& outcome);
  void followConnection();
  void enter(State state, const cleardeck::Error& error);

  UsersJobs m_jobs;
  State m_state = Nothing;
  QString m_problem, m_hint, m_busy;
  cleardeck::installation::UsersState m_seen;
  cleardeck::installation::KeyCounts m_counts;
  std::map<std::string, QString> m_proofs;  // by login
  FactsModel m_users, m_steps;
  WatchdogForm m_watchdog;
  LiveStatus m_noInstallation;
  int m_notice = 0;
  cleardeck::bridge::Handle m_reading, m_counting, m_changing;
};
