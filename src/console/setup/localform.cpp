#include "console/setup/localform.h"

#include "base/files.h"
#include "console/tables/text.h"

#include <QDir>

using namespace cleardeck;

namespace {

const SetupForm::Field portFields[] = {SetupForm::WebPort, SetupForm::ApiPort, SetupForm::FilesPort};

// As preflight_local.h names them.
QString findingOf(SetupForm::Field field) {
  return field == SetupForm::WebPort   ? QStringLiteral("Web port ")
         : field == SetupForm::ApiPort ? QStringLiteral("API port ")
                                       : QStringLiteral("Files port ");
}

QString portName(SetupForm::Field field) {
  return field == SetupForm::WebPort   ? LocalForm::tr("Web port")
         : field == SetupForm::ApiPort ? LocalForm::tr("API port")
                                       : LocalForm::tr("Files port");
}

}  // namespace

LocalForm::LocalForm(PageContext context, SetupJobs& jobs) : SetupForm(std::move(context), jobs) {
  const installation::KindChoices usual;
  preset(Cluster, ::text(usual.cluster));
  preset(DataFolder, ::text((files::dataDir() / "kind" / usual.cluster).string()));
  preset(Folder, QDir::homePath() + QStringLiteral("/clearml-kind"));
  preset(WebPort, QString::number(usual.webPort));
  preset(ApiPort, QString::number(usual.apiPort));
  preset(FilesPort, QString::number(usual.filesPort));
}

installation::KindChoices LocalForm::choices() const {
  installation::KindChoices choices;
  choices.cluster = value(Cluster);
  choices.dataFolder = folder(DataFolder);
  choices.webPort = text(WebPort).toUShort();
  choices.apiPort = text(ApiPort).toUShort();
  choices.filesPort = text(FilesPort).toUShort();
  return choices;
}

std::string LocalForm::contextName() const { return installation::kindContext(value(Cluster)); }

SetupForm::Refusal LocalForm::refusal() const {
  for (const Field field : portFields) {
    bool number = false;
    const ushort port = text(field).trimmed().toUShort(&number);
    if (!number || port == 0)
      return {field, tr("%1: \"%2\" is no port").arg(portName(field), text(field).left(20)),
              tr("Give a number between 1 and 65535.")};
  }
  for (const Field field : portFields)
    for (const Field other : portFields)
      if (field > other && text(field).trimmed().toUShort() == text(other).trimmed().toUShort())
        return {field, tr("%1 is that of %2 too").arg(portName(field), portName(other)), tr("Give three ports.")};
  return {};
}

Result<installation::SetupPlan> LocalForm::makePlan() { return installation::planKind(choices(), planChart()); }

void LocalForm::startCheck() {
  auto effective = effectiveValues();
  if (!effective) return checkFailed(effective.error());
  installation::LocalNeeds needs(choices(), installation::demandOf(*effective));
  m_check = m_jobs.checkLocal(std::move(needs), [this](auto findings) {
    if (!findings) return checkFailed(findings.error());
    QString obstacle;
    for (const auto& finding : *findings)
      if (obstacle.isEmpty() && finding.state == installation::CheckState::Failed)
        obstacle = ::text(finding.what + ": " + finding.evidence);
    checked(std::move(*findings), obstacle);
  });
}

QString LocalForm::freePort(Field field) const {
  std::vector<std::uint16_t> taken;
  for (const Field other : portFields) taken.push_back(text(other).toUShort());
  const auto port = installation::freePortAfter(text(field).toUShort(), taken);
  return port ? QString::number(port) : QString();
}

int LocalForm::portTone(Field field) const {
  if (problemField() == field) return Tone::Bad;
  for (const FactRow& row : const_cast<LocalForm*>(this)->checks()->facts())
    if (row.title == findingOf(field) + text(field).trimmed()) return row.tone == Tone::Bad ? Tone::Warn : row.tone;
  return Tone::Unknown;
}

// kind reads its configuration from the saved plan, so that what was made can be read later.
void LocalForm::startInstall() {
  const auto wanted = choices();
  if (auto saved = saveTo(folder(Folder), false); !saved) {
    bridge::InstallBatch refused;
    refused.ended = Result<Done>(saved.error());
    return applyProgress(std::move(refused));
  }
  bridge::KindOrder kind;
  kind.choices = wanted;
  kind.config = folder(Folder) / "kind.yaml";
  m_install = m_jobs.installLocal(std::move(kind), order(wanted.release, wanted.ns),
                                  [this](bridge::InstallBatch batch) { applyProgress(std::move(batch)); });
}
