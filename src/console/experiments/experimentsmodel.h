/// The page "Experiments" as the shell knows it.
#pragma once
#include "console/experiments/experiments.h"
#include "console/workspace/pagemodel.h"

class ExperimentsModel : public PageModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("made by the shell")
  Q_PROPERTY(Experiments* experiments READ experiments CONSTANT)
 public:
  explicit ExperimentsModel(PageContext pageContext);

  /// Ends what is read after a minute out of sight, and reads again when it is shown.
  void setShown(bool shown) override;
  bool isReady() const override;
  int rowCount() const override { return m_experiments.tasks()->count(); }
  QList<Command> commands() override;
  void openAt(const QString& what) override { m_experiments.task()->open(what); }  ///< a task's id

  Experiments* experiments() { return &m_experiments; }

 private:
  void followConnection();
  Experiments m_experiments;
  QTimer m_outOfSight;
};
