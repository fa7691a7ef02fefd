/// The Installations page: every installation of every context.
#pragma once
#include "console/workspace/pagemodel.h"
#include "console/workspace/workspace.h"

class FleetModel : public PageModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("made by the shell")
  Q_PROPERTY(InstallationsModel* installations READ installations CONSTANT)
  Q_PROPERTY(ContextsModel* contexts READ contexts CONSTANT)
  Q_PROPERTY(QString headline READ headline NOTIFY changed)
  Q_PROPERTY(QString summary READ summary NOTIFY changed)
  Q_PROPERTY(bool looking READ isLooking NOTIFY changed)
  Q_PROPERTY(QString currentKey READ currentKey NOTIFY changed)
 public:
  explicit FleetModel(PageContext context);

  void setShown(bool) override {}  // the fleet is watched all the time
  bool isReady() const override;
  int rowCount() const override { return m_installations->total(); }
  QList<Command> commands() override;

  InstallationsModel* installations() const { return m_installations; }
  ContextsModel* contexts() const { return m_contexts; }
  QString headline() const;
  QString summary() const;
  bool isLooking() const { return m_contexts->syncing() > 0; }  ///< not every context has answered yet
  QString currentKey() const;
  Q_INVOKABLE void openInstallation(const QString& key);
  Q_INVOKABLE void retry(const QString& contextName);

 Q_SIGNALS:
  void changed();

 private:
  InstallationsModel* m_installations;
  ContextsModel* m_contexts;
};
