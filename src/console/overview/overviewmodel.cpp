#include "console/overview/overviewmodel.h"

#include "console/tables/text.h"
#include "console/workspace/workspace.h"

using namespace cleardeck::installation;

namespace {

QString text(std::string_view value) { return QString::fromUtf8(value.data(), qsizetype(value.size())); }

FactRow factOf(const PartStatus& part) {
  static const char* icons[] = {"globe", "monitor", "server", "folder", "database", "search", "database-zap", "eraser"};
  FactRow fact;
  fact.key = fact.title = text(name(part.part));
  fact.detail = text(part.summary);
  if (!part.version.empty())
    fact.detail += (fact.detail.isEmpty() ? QString() : QStringLiteral(", ")) + text(part.version);
  fact.value = text(part.summary);
  fact.link = text(part.reason);
  fact.iconName = QLatin1String(icons[std::size_t(part.part)]);
  fact.tone = InstallationInfo::toneOf(part.state);
  return fact;
}

FactRow factOf(const Finding& finding) {
  FactRow fact;
  fact.key = text(finding.part) + u'/' + text(finding.title);
  fact.title = text(finding.title);
  fact.detail = text(finding.nextStep.empty() ? finding.evidence : finding.nextStep);
  fact.value = text(finding.part);
  fact.link = text(finding.evidence);
  fact.tone = InstallationInfo::toneOf(finding.severity);
  return fact;
}

FactRow factOf(const Address& address) {
  FactRow fact;
  fact.key = text(name(address.door));
  fact.title = address.door == Door::Web   ? OverviewModel::tr("Web")
               : address.door == Door::Api ? OverviewModel::tr("API")
                                           : OverviewModel::tr("Files");
  fact.link = text(address.url);
  if (address.service.empty()) {
    fact.tone = Tone::Off;
    fact.detail = OverviewModel::tr("No Service was found");
  } else {
    fact.tone = address.url.empty() ? Tone::Unknown : Tone::Ok;
    const QString service = QStringLiteral("%1:%2").arg(text(address.service), text(address.port));
    fact.detail = address.via.empty() ? OverviewModel::tr("%1, reached by a forward").arg(service)
                                      : OverviewModel::tr("%1, through %2").arg(service, text(address.via));
  }
  return fact;
}

FactRow factOf(const Volume& volume) {
  FactRow fact;
  fact.key = text(volume.claim);
  fact.title = text(volume.part.empty() ? volume.claim : volume.part);
  fact.detail = volume.part.empty() ? text(volume.storageClass) : text(volume.claim);
  fact.value = text(volume.capacity.empty() ? volume.phase : volume.capacity);
  fact.link = text(volume.phase);
  fact.tone = volume.phase == "Bound" ? Tone::Ok : volume.phase == "Lost" ? Tone::Bad : Tone::Waiting;
  return fact;
}

template <class Values>
QList<FactRow> factsOf(const Values& values) {
  QList<FactRow> facts;
  for (const auto& value : values) facts.append(factOf(value));
  return facts;
}

int rowOf(const std::string& part) {
  const auto known = partNamed(part);
  return known ? int(*known) : -1;
}

}  // namespace

OverviewModel::OverviewModel(PageContext context)
    : PageModel(context), m_timeline(context.cluster, context.installation) {
  connect(context.installation, &InstallationInfo::changed, this, &OverviewModel::read);
  connect(&m_timeline, &Timeline::changed, this, &PageModel::readyChanged);
  read();
}

void OverviewModel::setShown(bool shown) { m_timeline.setWatched(shown); }

bool OverviewModel::isReady() const { return m_parts.count() > 0 && m_timeline.isSettled(); }

void OverviewModel::read() {
  const Installation& value = installation()->value();
  m_parts.set(factsOf(value.parts));
  m_findings.set(factsOf(value.health.findings));
  m_addresses.set(factsOf(value.addresses));
  m_volumes.set(factsOf(value.volumes));
  m_brokenFrom = rowOf(value.health.from);
  m_brokenTo = rowOf(value.health.to);
  m_advice = value.health.findings.empty() ? QString() : text(value.health.findings.front().nextStep);
  Q_EMIT changed();
  Q_EMIT readyChanged();
}

void OverviewModel::retry() { context().workspace.retry(installation()->context()); }

QList<Command> OverviewModel::commands() {
  QList<Command> commands;
  for (const FactRow& address : m_addresses.facts()) {
    Command command;
    command.title = tr("Copy the address of %1").arg(address.title);
    command.note = address.link;
    command.iconName = QStringLiteral("copy");
    command.reason = address.link.isEmpty() ? tr("not reachable from outside: use Connect") : QString();
    command.run = [this, url = address.link] { copy(url); };
    commands.append(command);
  }
  return commands;
}
