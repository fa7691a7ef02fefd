/// The Values page: the deployed values opened, edited as a draft, looked at as a manifest diff, applied, rolled back.
#pragma once
#include "console/values/manifestpreview.h"
#include "console/values/reviewmodel.h"
#include "console/values/valuesdraft.h"
#include "console/values/valuesfile.h"
#include "console/workspace/objectprogressmodel.h"

/// What is applied is exactly what the diff on screen is of; a revision that somebody else deployed meanwhile is never
/// overwritten. The chart version is pinned to the deployed one.
class ValuesController : public PageModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("made by the shell")
  Q_PROPERTY(InstallationInfo* installation READ installation CONSTANT)
  Q_PROPERTY(State state READ state NOTIFY changed)
  Q_PROPERTY(QString problem READ problem NOTIFY changed)
  Q_PROPERTY(QString hint READ hint NOTIFY changed)
  Q_PROPERTY(ValuesDraft* draft READ draft CONSTANT)
  Q_PROPERTY(ManifestPreview* preview READ preview CONSTANT)
  Q_PROPERTY(ValuesFile* file READ file CONSTANT)
  Q_PROPERTY(ReviewModel* review READ review CONSTANT)
  Q_PROPERTY(ObjectProgressModel* progress READ progress CONSTANT)
  Q_PROPERTY(bool applying READ isApplying NOTIFY changed)
  Q_PROPERTY(bool rollBackOnFailure MEMBER m_rollBackOnFailure NOTIFY changed)
  Q_PROPERTY(QString cannotConfirm READ cannotConfirm NOTIFY changed)
  Q_PROPERTY(int revision READ revision NOTIFY changed)
  Q_PROPERTY(int foreignRevision READ foreignRevision NOTIFY changed)
  Q_PROPERTY(QString busy READ busy NOTIFY changed)
  Q_PROPERTY(QString cannotApply READ cannotApply NOTIFY changed)
  Q_PROPERTY(QString missing READ missing NOTIFY changed)
 public:
  enum State {
    Nothing,  ///< no installation is chosen, or it is gone from the cluster
    Loading,  ///< the first read
    Ready,
    Forbidden,  ///< may not read the release's Secret; `problem` says the right
    Failed,
  };
  Q_ENUM(State)

  explicit ValuesController(PageContext context, ValuesJobs jobs = {});

  void setShown(bool shown) override;
  bool isReady() const override;
  int rowCount() const override { return m_state == Ready ? m_draft.shown() : 0; }
  QList<Command> commands() override;
  void openAt(const QString& path) override;  ///< a value's path

  InstallationInfo* installation() const { return context().installation; }
  State state() const { return m_state; }
  QString problem() const { return m_problem; }
  QString hint() const { return m_hint; }
  ValuesDraft* draft() { return &m_draft; }
  ManifestPreview* preview() { return &m_preview; }
  ValuesFile* file() { return &m_file; }
  ReviewModel* review() { return &m_review; }
  ObjectProgressModel* progress() { return &m_progress; }  ///< of the apply under way, or the last one
  bool isApplying() const { return m_applying; }
  int revision() const { return m_revision; }        ///< that the draft starts from
  int foreignRevision() const { return m_foreign; }  ///< deployed by somebody else meanwhile; 0: none
  QString busy() const { return m_busy; }            ///< what is under way on the cluster; empty: nothing
  QString cannotApply() const;                       ///< why not now; empty: it can be applied
  QString cannotConfirm() const;                     ///< why the review does not allow it; empty: it may be applied
  QString missing() const { return m_missing; }      ///< why it can never be applied here: no helm, or no such chart

  Q_INVOKABLE void reload();  ///< starts from what is deployed now and makes the edits again
  Q_INVOKABLE void apply();
  Q_INVOKABLE void openReview();  ///< asks the cluster what speaks against the change, until closeReview()
  Q_INVOKABLE void closeReview();
  Q_INVOKABLE void copyCommand();
  Q_INVOKABLE void rollBack(int revision);

 Q_SIGNALS:
  void changed();
  void reviewRequested();

 private:
  void opened(const cleardeck::Result<cleardeck::installation::OpenedValues>& values);
  void applied(cleardeck::Result<int> revision, int before, int notice);
  void rolledBack(cleardeck::Result<cleardeck::Done> done, int revision, int notice);
  void follow();  // the preview follows the draft
  void look();    // at the installation: gone, or another revision
  void askReview();
  void readNames();
  void watchProgress();
  void keepFile();
  void setState(State state, const QString& problem = {}, const QString& hint = {});
  void setBusy(const QString& what);
  QString whyNotEdited() const;
  QString whyNotPreviewed() const;

  ValuesJobs m_jobs;
  ValuesDraft m_draft;
  ManifestPreview m_preview;
  cleardeck::helm::Program m_program;
  ValuesFile m_file;
  ReviewModel m_review;
  ObjectProgressModel m_progress;
  cleardeck::bridge::Handle m_opening, m_changing, m_reviewing, m_naming, m_progressing;
  std::string m_reviewed;  ///< the text that the review under way is of
  bool m_reviewOpen = false, m_applying = false, m_rollBackOnFailure = false;
  QString m_problem, m_hint, m_busy, m_missing, m_wanted;
  int m_revision = 0, m_foreign = 0;
  State m_state = Nothing;
};
