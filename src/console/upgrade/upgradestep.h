/// The plan to a version and its next step, as the page shows them: path, guards, overrides, manifest diff.
#pragma once
#include "console/bridge/upgrade.h"
#include "console/tables/factsmodel.h"
#include "console/tables/manifestmodel.h"
#include "console/upgrade/overridesmodel.h"
#include "installation/upgrade_guards.h"

class UpgradeStep : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("belongs to the page's model")
  Q_PROPERTY(FactsModel* path READ path CONSTANT)
  Q_PROPERTY(FactsModel* guards READ guards CONSTANT)
  Q_PROPERTY(FactsModel* todo READ todo CONSTANT)
  Q_PROPERTY(OverridesModel* overrides READ overrides CONSTANT)
  Q_PROPERTY(ManifestModel* objects READ objects CONSTANT)
  Q_PROPERTY(QString from READ from NOTIFY changed)
  Q_PROPERTY(QString to READ to NOTIFY changed)
  Q_PROPERTY(int steps READ steps NOTIFY changed)
  Q_PROPERTY(int blocking READ blocking NOTIFY changed)
  Q_PROPERTY(QString blocker READ blocker NOTIFY changed)
  Q_PROPERTY(QString blockerWhy READ blockerWhy NOTIFY changed)
  Q_PROPERTY(QString guardSummary READ guardSummary NOTIFY changed)
  Q_PROPERTY(QString diffSummary READ diffSummary NOTIFY changed)
  Q_PROPERTY(QString restarts READ restarts NOTIFY changed)
  Q_PROPERTY(QString noWayBack READ noWayBack NOTIFY changed)
 public:
  using Opened = cleardeck::installation::OpenedUpgrade;

  using QObject::QObject;
  void show(const Opened& opened, const std::string& wanted, cleardeck::bridge::UpgradeLook look,
            const QSet<QString>& kept);
  void showDeployed(const Opened& opened);  ///< there is no version to go to
  /// Judges anew: a backup was named, the health is another.
  void guard(const Opened& opened, const cleardeck::installation::Health& health, const QString& backup,
             bool withoutBackup);
  /// Null when there is no step to run.
  const cleardeck::installation::StepProposal* proposal() const;

  FactsModel* path() { return &m_path; }
  FactsModel* guards() { return &m_guards; }
  FactsModel* todo() { return &m_todo; }
  OverridesModel* overrides() { return &m_overrides; }
  ManifestModel* objects() { return &m_objects; }
  QString from() const;
  QString to() const;
  int steps() const { return int(m_look.plan.steps.size()); }
  int blocking() const { return counted(Tone::Bad); }
  QString blocker() const;       ///< the first that blocks; empty: none
  QString blockerWhy() const;    ///< what was seen, and what to do
  QString guardSummary() const;  ///< "4 pass, 2 warn, 1 blocks"
  QString diffSummary() const;
  QString restarts() const;
  QString noWayBack() const;  ///< what a rollback cannot undo, in one line; empty: nothing

 Q_SIGNALS:
  void changed();

 private:
  int counted(Tone::Kind tone) const;
  const FactRow* blockingRow() const;

  cleardeck::bridge::UpgradeLook m_look;
  std::string m_wanted;
  FactsModel m_path, m_guards, m_todo;
  OverridesModel m_overrides;
  ManifestModel m_objects;
};
