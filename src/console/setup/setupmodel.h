/// The page "New installation": a local server or one for a team.
#pragma once
#include "console/setup/localform.h"
#include "console/setup/productionform.h"

class SetupModel : public PageModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("made by the shell")
  Q_PROPERTY(LocalForm* local READ local CONSTANT)
  Q_PROPERTY(ProductionForm* production READ production CONSTANT)
  Q_PROPERTY(Way way READ way WRITE setWay NOTIFY changed)
  Q_PROPERTY(QStringList contexts READ contexts NOTIFY changed)
  Q_PROPERTY(QString chart READ chart NOTIFY changed)
 public:
  enum Way { Local, Production };
  Q_ENUM(Way)
  explicit SetupModel(PageContext context, SetupJobs jobs = {});

  void setShown(bool shown) override;
  bool isReady() const override;
  int rowCount() const override { return current()->checks()->count(); }
  QList<Command> commands() override;
  void openAt(const QString& what) override;  ///< "local" or "production"

  LocalForm* local() { return &m_local; }
  ProductionForm* production() { return &m_production; }
  Way way() const { return m_way; }
  void setWay(Way way);
  QStringList contexts() const;
  QString chart() const { return m_chart; }  ///< "clearml 0.2.0"

 Q_SIGNALS:
  void changed();

 private:
  SetupForm* current() const;
  void chooseContext();
  void ended(const std::string& context, const cleardeck::installation::Installation* installed);
  void lead();
  SetupJobs m_jobs;
  LocalForm m_local;
  ProductionForm m_production;
  Way m_way = Local;
  QString m_chart, m_goal;  // the installation that is waited for, to be opened
  cleardeck::bridge::Handle m_reading;
};
