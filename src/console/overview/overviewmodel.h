/// The Overview page: one installation's chain, what needs attention, addresses, storage, and what happened.
#pragma once
#include "console/overview/timeline.h"
#include "console/tables/factsmodel.h"
#include "console/workspace/pagemodel.h"

class OverviewModel : public PageModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("made by the shell")
  Q_PROPERTY(InstallationInfo* installation READ installation CONSTANT)
  Q_PROPERTY(FactsModel* parts READ parts CONSTANT)
  Q_PROPERTY(FactsModel* findings READ findings CONSTANT)
  Q_PROPERTY(FactsModel* addresses READ addresses CONSTANT)
  Q_PROPERTY(FactsModel* volumes READ volumes CONSTANT)
  Q_PROPERTY(Timeline* timeline READ timeline CONSTANT)
  Q_PROPERTY(int brokenFrom READ brokenFrom NOTIFY changed)
  Q_PROPERTY(int brokenTo READ brokenTo NOTIFY changed)
  Q_PROPERTY(QString advice READ advice NOTIFY changed)
 public:
  explicit OverviewModel(PageContext context);

  void setShown(bool shown) override;
  bool isReady() const override;
  int rowCount() const override { return m_parts.count(); }
  QList<Command> commands() override;

  InstallationInfo* installation() const { return context().installation; }
  FactsModel* parts() { return &m_parts; }  ///< in the order of the chain
  FactsModel* findings() { return &m_findings; }
  FactsModel* addresses() { return &m_addresses; }
  FactsModel* volumes() { return &m_volumes; }
  Timeline* timeline() { return &m_timeline; }
  int brokenFrom() const { return m_brokenFrom; }  ///< rows of `parts`; -1: no broken link
  int brokenTo() const { return m_brokenTo; }
  QString advice() const { return m_advice; }  ///< the next step of the worst finding
  Q_INVOKABLE void retry();

 Q_SIGNALS:
  void changed();

 private:
  void read();
  FactsModel m_parts, m_findings, m_addresses, m_volumes;
  Timeline m_timeline;
  QString m_advice;
  int m_brokenFrom = -1, m_brokenTo = -1;
};
