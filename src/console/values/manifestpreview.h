/// What the draft would do to the cluster: a dry run on the server that follows the typing.
#pragma once
#include "console/tables/manifestmodel.h"
#include "console/values/valuesjobs.h"

#include <QTime>
#include <QTimer>

/// Asks 500 ms after the last edit; a newer edit cancels the run under way. While the draft is invalid, the last valid
/// diff stays, with its time.
class ManifestPreview : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("belongs to the page's model")
  Q_PROPERTY(State state READ state NOTIFY changed)
  Q_PROPERTY(ManifestModel* objects READ objects CONSTANT)
  Q_PROPERTY(QString summary READ summary NOTIFY changed)
  Q_PROPERTY(QString restarts READ restarts NOTIFY changed)
  Q_PROPERTY(QString time READ time NOTIFY changed)
  Q_PROPERTY(QString why READ why NOTIFY changed)
  Q_PROPERTY(QString hint READ hint NOTIFY changed)
  Q_PROPERTY(bool busy READ isBusy NOTIFY changed)
 public:
  enum State {
    Unchanged,  ///< nothing to show: the values are as deployed
    Asking,     ///< an edit is newer than what is shown
    Live,       ///< what is shown is what would be applied
    Frozen,     ///< the draft cannot be asked about now; what is shown was true for an earlier one
    Failed,     ///< the dry run was refused
  };
  Q_ENUM(State)

  explicit ManifestPreview(QObject* parent = nullptr);
  void use(const ValuesJobs* jobs) { m_jobs = jobs; }
  void setPatience(int milliseconds) { m_timer.setInterval(milliseconds); }

  void ask(const cleardeck::helm::Program& program, const cleardeck::helm::ChartRun& run, const std::string& deployed);
  void freeze(const QString& why);
  void clear();
  /// What is shown is the diff of exactly this overrides text.
  bool isOf(const std::string& text) const { return m_state == Live && m_shownText == text; }

  const cleardeck::helm::ManifestDiff& diff() const { return m_diff; }  ///< that is shown; may hold secrets

  State state() const { return m_state; }
  ManifestModel* objects() { return &m_objects; }
  QString summary() const;                         ///< "2 objects, 1 rollout"
  QString restarts() const { return m_restarts; }  ///< names of what gets new pods, in one line
  QString time() const { return m_time.toString(QStringLiteral("HH:mm:ss")); }  ///< of what is shown
  QString why() const { return m_why; }
  QString hint() const { return m_hint; }
  bool isBusy() const { return m_state == Asking; }

 Q_SIGNALS:
  void changed();

 private:
  void run();
  void take(cleardeck::Result<cleardeck::helm::ManifestDiff> diff);
  void become(State state, const QString& why = {}, const QString& hint = {});

  const ValuesJobs* m_jobs = nullptr;
  cleardeck::bridge::Handle m_handle;
  QTimer m_timer;
  cleardeck::helm::Program m_program;
  cleardeck::helm::ChartRun m_run;
  std::string m_deployed, m_shownText;
  ManifestModel m_objects;
  cleardeck::helm::ManifestDiff m_diff;
  QString m_why, m_hint, m_restarts;
  QTime m_time;
  int m_rollouts = 0;
  bool m_shown = false;  ///< there is a diff, of m_shownText
  State m_state = Unchanged;
};
