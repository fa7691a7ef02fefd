#include "console/values/valuescontroller.h"

#include "base/files.h"
#include "console/tables/text.h"
#include "console/workspace/command.h"
#include "console/workspace/workspace.h"
#include "helm/overrides_file.h"

using namespace cleardeck;

ValuesController::ValuesController(PageContext given, ValuesJobs jobs)
    : PageModel(std::move(given)), m_jobs(jobs.open ? std::move(jobs) : realJobs(context(), this)), m_file(m_draft) {
  m_preview.use(&m_jobs);
  connect(&m_draft, &ValuesDraft::changed, this, &ValuesController::follow);
  connect(&m_draft, &ValuesDraft::textProblemChanged, this, &ValuesController::changed);
  connect(&m_preview, &ManifestPreview::changed, this, &ValuesController::askReview);
  connect(&m_preview, &ManifestPreview::changed, this, &ValuesController::changed);
  connect(&m_review, &ReviewModel::changed, this, &ValuesController::changed);
  connect(this, &ValuesController::changed, this, &PageModel::readyChanged);
  connect(m_draft.fields(), &FieldsModel::counted, this, &PageModel::readyChanged);
  if (installation()) connect(installation(), &InstallationInfo::changed, this, &ValuesController::look);
}

void ValuesController::setShown(bool shown) {
  const bool open = m_state == Nothing || m_state == Failed || m_state == Forbidden;
  if (shown && open && installation() && !installation()->isGone()) reload();
}

bool ValuesController::isReady() const { return m_state == Ready && m_busy.isEmpty() && !m_preview.isBusy(); }

void ValuesController::openAt(const QString& path) {
  m_wanted = m_state == Ready ? QString() : path;
  if (m_state == Ready && !path.isEmpty()) m_draft.reveal(path);
}

void ValuesController::reload() {
  if (!installation()) return;
  if (m_draft.session())
    setBusy(tr("Reading what is deployed"));
  else
    setState(Loading);
  m_opening = m_jobs.open([this](const auto& values) { opened(values); });
}

void ValuesController::opened(const Result<installation::OpenedValues>& values) {
  setBusy({});
  const bool first = !m_draft.session();
  if (!values) {
    const Error& error = values.error();
    if (!first) {
      context().notices.fail(tr("%1 could not be read again").arg(installation()->name()), error);
      return look();
    }
    return setState(error.kind == ErrorKind::Forbidden ? Forbidden : Failed, ::text(error.message), ::text(error.hint));
  }
  m_program = values->program;
  m_missing = values->whyNotApply ? ::text(values->whyNotApply->text()) : QString();
  m_revision = values->session->release().revision;
  m_foreign = 0;
  m_preview.clear();
  const auto& where = installation()->value();
  m_file.load(helm::ReleaseKey(where.context, where.ns, where.name), values->file, int(values->session->drift().size()),
              values->session->text());
  m_draft.load(values->session);
  readNames();
  setState(Ready);
  look();
  if (!m_wanted.isEmpty()) m_draft.reveal(std::exchange(m_wanted, {}));
}

void ValuesController::look() {
  if (m_state == Ready && m_busy.isEmpty()) {
    const auto& now = installation()->value();
    if (now.status == "deployed" && int(now.revision) > m_revision) m_foreign = int(now.revision);
  }
  if (installation()->isGone() && m_busy.isEmpty()) m_state = Nothing;
  if (!installation()->isGone() && m_state == Nothing && m_draft.session()) m_state = Ready;
  Q_EMIT changed();
}

void ValuesController::follow() {
  const auto* session = m_draft.session();
  if (m_draft.changes()->count() == 0) {
    m_preview.clear();
  } else if (const QString invalid = m_draft.whyInvalid(); !invalid.isEmpty()) {
    m_preview.freeze(invalid);
  } else if (!m_missing.isEmpty()) {
    m_preview.freeze(m_missing);
  } else if (const auto run = session->plan()) {
    m_preview.ask(m_program, *run, session->release().manifest);
  } else {
    m_preview.freeze(::text(run.error().text()));
  }
  Q_EMIT changed();
}

QString ValuesController::cannotApply() const {
  if (m_state != Ready) return tr("There is nothing to apply");
  if (!m_busy.isEmpty()) return m_busy;
  if (m_foreign > 0) return tr("Reload first: revision %1 was deployed elsewhere").arg(m_foreign);
  if (installation()->live()->isOld()) return tr("%1 does not answer").arg(installation()->context());
  if (!installation()->pending().isEmpty())
    return tr("The release is %1: History has the way out").arg(installation()->pending());
  if (!m_missing.isEmpty()) return m_missing;
  const QString edit = whyNotEdited();
  return edit.isEmpty() ? whyNotPreviewed() : edit;
}

QString ValuesController::whyNotEdited() const {
  if (m_draft.isTextOpen()) return tr("Take over the YAML text first");
  if (const QString invalid = m_draft.whyInvalid(); !invalid.isEmpty()) return invalid;
  const auto* session = m_draft.session();
  if (session->changed()) return {};
  return m_draft.isEdited() ? tr("Only comments differ; they are kept with the next change") : tr("Nothing is changed");
}

QString ValuesController::whyNotPreviewed() const {
  switch (m_preview.state()) {
    case ManifestPreview::Failed: return tr("The dry run was refused");
    case ManifestPreview::Frozen: return m_preview.why();
    case ManifestPreview::Live:
      if (m_preview.isOf(m_draft.session()->text())) return {};
      break;
    case ManifestPreview::Asking:
    case ManifestPreview::Unchanged: break;
  }
  return tr("Checking on the server");
}

void ValuesController::apply() {
  const auto* session = m_draft.session();
  if (!cannotApply().isEmpty()) return;
  if (m_review.isOf(session->text()) && m_review.blocking() > 0) return;
  auto run = session->plan();
  if (!run) return context().notices.fail(tr("Nothing was applied"), run.error()), void();
  run->rollBack = m_rollBackOnFailure;
  const int before = m_revision;
  // An attempt that failed is newer than what is deployed, and no reason to stop.
  const auto& now = installation()->value();
  const int newest = now.status == "failed" ? std::max(before, int(now.revision)) : before;
  const int count = m_draft.changes()->count();
  const QString what = (count == 1 ? tr("Applying 1 change to %1") : tr("Applying %n changes to %1", "", count))
                           .arg(installation()->name());
  watchProgress();
  m_applying = true;
  setBusy(what);
  const int notice =
      context().notices.say(Tone::Busy, what, tr("helm upgrade, chart %1 pinned").arg(m_draft.chartVersion()));
  m_changing = m_jobs.apply(m_program, *run, newest,
                            [this, before, notice](auto revision) { applied(std::move(revision), before, notice); });
}

void ValuesController::applied(Result<int> revision, int before, int notice) {
  Notices& notices = context().notices;
  notices.dismiss(notice);
  m_applying = false;
  m_progressing.reset();
  setBusy({});
  if (!revision) {
    if (revision.error().kind != ErrorKind::Cancelled)
      notices.ask(Tone::Bad, tr("%1 was not changed as asked").arg(installation()->name()),
                  ::text(revision.error().text()), tr("Ways back"), this, [this] { open(QStringLiteral("History")); });
    // It may have happened in part; what is deployed now is the judge. A conflict is for the person to look at.
    return revision.error().kind == ErrorKind::Conflict ? look() : reload();
  }
  m_revision = *revision;
  keepFile();
  notices.ask(Tone::Ok, tr("Revision %1 of %2 is deployed").arg(*revision).arg(installation()->name()),
              tr("Chart %1 as before").arg(m_draft.chartVersion()), tr("Undo"), this,
              [this, before] { rollBack(before); });
  reload();
}

void ValuesController::rollBack(int revision) {
  if (!m_busy.isEmpty() || m_state != Ready) return;
  const QString what = tr("Rolling %1 back to revision %2").arg(installation()->name()).arg(revision);
  setBusy(what);
  const int notice = context().notices.say(Tone::Busy, what);
  m_changing = m_jobs.rollback(revision, m_revision,
                               [this, revision, notice](auto done) { rolledBack(std::move(done), revision, notice); });
}

void ValuesController::rolledBack(Result<Done> done, int revision, int notice) {
  Notices& notices = context().notices;
  notices.dismiss(notice);
  setBusy({});
  if (done)
    notices.say(Tone::Ok, tr("%1 is back at revision %2").arg(installation()->name()).arg(revision));
  else
    notices.fail(tr("%1 was not rolled back").arg(installation()->name()), done.error());
  reload();
}

// The command must run as it stands, so the draft goes to a private file of its own beside the saved overrides.
void ValuesController::copyCommand() {
  const auto* session = m_draft.session();
  if (!session) return;
  const auto run = session->plan();
  if (!run) return context().notices.fail(tr("There is no command for this"), run.error()), void();
  const auto& where = installation()->value();
  std::filesystem::path file = helm::overridesPath(helm::ReleaseKey(where.context, where.ns, where.name));
  file.replace_extension(".draft.yaml");
  const auto written = files::writeAtomically(file, run->values, 0600);
  if (!written) return context().notices.fail(tr("The draft could not be written"), written.error()), void();
  const helm::Target target(context().workspace.kubeconfigs(), where.context, where.ns);
  copy(::text(helm::commandLine(target, helm::upgradeInvocation(m_program, *run), file.string())));
}

QList<Command> ValuesController::commands() {
  const QString noUndo = m_draft.isUndoable() ? QString() : tr("Nothing to undo");
  const QString noEdit = m_draft.isEdited() ? QString() : tr("Nothing is changed");
  return {
      commandOf(tr("Review and apply"), "list-checks", "Ctrl Enter", cannotApply(),
                [this] { Q_EMIT reviewRequested(); }),
      commandOf(tr("Undo the last edit"), "undo-2", "Ctrl Z", noUndo, [this] { m_draft.undo(); }),
      commandOf(tr("Discard all edits"), "x", "", noEdit, [this] { m_draft.discard(); }),
      commandOf(tr("Copy the change as a command"), "terminal", "", noEdit, [this] { copyCommand(); }),
      commandOf(tr("Revisions and rollback"), "history", "G H", {}, [this] { open(QStringLiteral("History")); }),
  };
}

void ValuesController::setState(State state, const QString& problem, const QString& hint) {
  m_state = state;
  m_problem = problem;
  m_hint = hint;
  Q_EMIT changed();
}

void ValuesController::setBusy(const QString& what) {
  m_busy = what;
  Q_EMIT changed();
}
