/// The objects of a change while helm works on them, one row each, in the order in which helm applies them. Shown by
/// ProgressRows of ClearDeck.Controls.
#pragma once
#include "console/tables/factsmodel.h"
#include "console/tables/livestatus.h"
#include "installation/rollout_progress.h"

/// Feed it with what bridge::rollout() delivers; clear() before another change.
class ObjectProgressModel : public FactsModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("belongs to a page's model")
  Q_PROPERTY(int done READ done NOTIFY progressed)
  Q_PROPERTY(int failed READ failed NOTIFY progressed)
  Q_PROPERTY(QString summary READ summary NOTIFY progressed)
  Q_PROPERTY(LiveStatus* live READ live CONSTANT)
 public:
  using FactsModel::FactsModel;
  void apply(cleardeck::Changes<cleardeck::installation::ObjectProgress> changes);
  void clear();

  int done() const;         ///< applied, and ready where there are pods
  int failed() const;       ///< cannot go on as things are
  QString summary() const;  ///< "3 of 5 done, 1 fails"
  LiveStatus* live() { return &m_live; }

 Q_SIGNALS:
  void progressed();

 private:
  std::vector<cleardeck::installation::ObjectProgress> m_rows;  // by place
  LiveStatus m_live;
};
