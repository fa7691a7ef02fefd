// The step for a terminal, for the palette and as a plan file.
#include "base/files.h"
#include "console/tables/text.h"
#include "console/upgrade/upgradecontroller.h"
#include "console/upgrade/upgradewords.h"
#include "console/workspace/command.h"
#include "console/workspace/workspace.h"
#include "helm/overrides_file.h"

#include <QDir>

using namespace cleardeck;

namespace {

std::filesystem::path stepValues(const installation::Installation& where) {
  auto file = helm::overridesPath(helm::ReleaseKey(where.context, where.ns, where.name));
  return file.replace_extension(".upgrade.yaml");
}

}  // namespace

std::string UpgradeController::terminalCommand() const {
  const auto& where = installation()->value();
  upgrade::CommandPlace place{where.context, where.ns, where.name, m_source};
  if (m_source == "embedded") place.source = m_opened->source.location;
  return upgrade::ctlCommand(place, m_wanted, wishes(), m_backup.trimmed().toStdString(), m_step.steps() > 1);
}

std::string UpgradeController::helmCommand(const std::string& valuesFile) const {
  const auto& where = installation()->value();
  const helm::Target target(context().workspace.kubeconfigs(), where.context, where.ns);
  auto run = m_step.proposal()->run;
  run.description.clear();
  return helm::commandLine(target, helm::upgradeInvocation(m_opened->program, run), valuesFile);
}

QString UpgradeController::commandText() const {
  if (!m_opened || m_wanted.empty() || m_step.steps() == 0) return {};
  QString lines = upgrade::inLines(terminalCommand());
  if (!m_step.proposal()) return lines;
  lines += QStringLiteral("\n# ") + tr("the step to %1 with helm alone").arg(m_step.to()) + u'\n';
  return lines + upgrade::inLines(helmCommand("overrides.yaml"));
}

// The command must run as it stands, so the new overrides go to a private file of their own beside the saved ones.
void UpgradeController::copyCommands() {
  if (!m_opened || m_wanted.empty() || m_step.steps() == 0) return;
  std::string lines = terminalCommand();
  if (const auto* proposal = m_step.proposal()) {
    const auto file = stepValues(installation()->value());
    const auto written = files::writeAtomically(file, proposal->run.values, 0600);
    if (!written)
      return context().notices.fail(tr("The overrides of the step could not be written"), written.error()), void();
    lines += "\n# " + tr("the step to %1 with helm alone").arg(m_step.to()).toStdString() + "\n" +
             helmCommand(file.string());
  }
  copy(text(lines));
}

QString UpgradeController::planPath() const {
  if (!m_opened) return {};
  return QDir::homePath() + u'/' + installation()->name() + u'-' + m_step.to() + QStringLiteral(".plan.json");
}

void UpgradeController::savePlan(const QString& typed, bool replace) {
  const auto* proposal = m_step.proposal();
  if (!proposal || m_looking || m_work.isBusy() || m_work.isStopped() || m_foreign > 0)
    return Q_EMIT planRefused(cannotStart(), false), void();
  auto planned = *proposal;
  planned.run.description = installation::stepDescription(planned.step, wishes().note);
  QString path = typed.trimmed();
  if (path.startsWith(QStringLiteral("~/"))) path.replace(0, 1, QDir::homePath());
  const auto done = [this, path](Result<Done> saved) {
    if (!saved) {
      const bool exists = saved.error().kind == ErrorKind::Conflict && m_step.overrides()->undecided() == 0;
      return Q_EMIT planRefused(text(saved.error().text()), exists), void();
    }
    context().notices.say(Tone::Ok, tr("The plan is saved"),
                          tr("%1 holds your overrides with their secrets. Run it: cleardeckctl apply").arg(path));
    Q_EMIT planSaved(path);
  };
  m_saving = m_jobs.save(*m_opened, std::move(planned), path.toStdString(), replace, done);
}

QList<Command> UpgradeController::commands() {
  const QString notRead = m_state == Ready ? QString() : tr("The versions are not read yet");
  const QString noStep = m_step.steps() > 0 ? QString() : tr("There is no step to a version");
  return {
      commandOf(tr("Choose version and source"), "package", "V", notRead, [this] { Q_EMIT versionsRequested(); }),
      commandOf(tr("Review and start the next step"), "list-checks", "Ctrl Enter", cannotStart(),
                [this] { Q_EMIT reviewRequested(); }),
      commandOf(tr("Check the upgrade again"), "refresh-cw", "R", notRead, [this] { reload(); }),
      commandOf(tr("Copy the upgrade as a command"), "terminal", "C", noStep, [this] { copyCommands(); }),
  };
}
