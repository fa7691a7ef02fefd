#include "console/upgrade/upgradewords.h"

#include "console/tables/text.h"
#include "installation/setup_plan.h"

#include <QCoreApplication>

using namespace cleardeck;

namespace upgrade {
namespace {

QString say(const char* words) { return QCoreApplication::translate("Upgrade", words); }

FactRow rowOf(const QString& title, const QString& detail, Tone::Kind tone) {
  FactRow row;
  row.key = row.title = title;
  row.detail = detail;
  row.tone = tone;
  return row;
}

QString joined(const std::vector<std::string>& lines, const QString& between) {
  QStringList words;
  for (const auto& line : lines) words.append(text(line));
  return words.join(between);
}

bool isPrerelease(const std::string& version) {
  const auto parsed = helm::SemVer::parse(version);
  return !parsed || !parsed->prerelease.empty();
}

Tone::Kind guardTone(installation::CheckState state) {
  switch (state) {
    case installation::CheckState::Good: return Tone::Ok;
    case installation::CheckState::Failed: return Tone::Bad;
    case installation::CheckState::Warning:
    case installation::CheckState::Unknown: break;
  }
  return Tone::Warn;
}

QString guardAction(installation::UpgradeGuard guard, installation::CheckState state) {
  const bool good = state == installation::CheckState::Good;
  switch (guard) {
    case installation::UpgradeGuard::DryRun: return good ? say("Show diff") : QString();
    case installation::UpgradeGuard::Images: return good ? QString() : say("Use it");
    case installation::UpgradeGuard::Backup: return good ? QString() : say("Name it");
    case installation::UpgradeGuard::Overrides: return good ? QString() : say("Decide");
    case installation::UpgradeGuard::Health: return good ? QString() : say("Overview");
    default: return {};
  }
}

}  // namespace

QList<FactRow> versionRows(const installation::OpenedUpgrade& opened) {
  QList<FactRow> rows;
  const std::string newest = newestAbove(opened);
  for (const auto& offer : opened.catalog.offers) {
    const bool installed = offer.version == opened.start.chart;
    const bool older = helm::isOlder(offer.version, opened.start.chart);
    FactRow row = rowOf(text(offer.version), {}, installed ? Tone::Live : older ? Tone::Off : Tone::Ok);
    row.detail = offer.appVersion.empty() ? say("app unknown") : say("app %1").arg(text(offer.appVersion));
    if (!offer.created.empty()) row.detail += QStringLiteral(", ") + text(offer.created.substr(0, 10));
    row.link = joined(offer.changes, QStringLiteral("; "));
    row.value = installed                     ? say("deployed")
                : offer.deprecated            ? say("deprecated")
                : offer.version == newest     ? say("newest")
                : isPrerelease(offer.version) ? say("prerelease")
                : older                       ? say("older")
                                              : QString();
    rows.append(row);
  }
  return rows;
}

std::string newestAbove(const installation::OpenedUpgrade& opened) {
  for (const auto& offer : opened.catalog.offers)
    if (!offer.deprecated && !isPrerelease(offer.version) && helm::isOlder(opened.start.chart, offer.version))
      return offer.version;
  return {};
}

QList<FactRow> pathRows(const installation::OpenedUpgrade& opened, const installation::UpgradePlan& plan,
                        const std::string& wanted) {
  QList<FactRow> rows{rowOf(text(opened.start.chart), say("deployed"), Tone::Live)};
  for (const auto& step : plan.steps) {
    QString reason = step.reasons.empty() ? say("no database change") : text(step.reasons.front());
    if (step.to == wanted) reason = step.reasons.empty() ? say("target") : say("target, %1").arg(reason);
    rows.append(rowOf(text(step.to), reason, step.to == wanted ? Tone::Ok : Tone::Off));
  }
  if (plan.steps.empty() && !wanted.empty()) rows.append(rowOf(text(wanted), say("no legal path"), Tone::Bad));
  return rows;
}

QList<FactRow> guardRows(const std::vector<installation::GuardFinding>& guards) {
  QList<FactRow> rows;
  for (const auto& guard : guards) {
    const auto& finding = guard.finding;
    FactRow row = rowOf(text(finding.what), text(finding.evidence), guardTone(finding.state));
    row.key = QString::number(int(guard.guard));
    if (!finding.nextStep.empty())
      row.detail += (row.detail.isEmpty() || row.detail.endsWith(u'.') ? QStringLiteral(" ") : QStringLiteral(". ")) +
                    text(finding.nextStep);
    row.detail = row.detail.trimmed();
    row.link = guardAction(guard.guard, finding.state);
    rows.append(row);
  }
  return rows;
}

QList<FactRow> todoRows(const installation::UpgradeStep& step) {
  QList<FactRow> rows;
  for (const auto& line : step.doBefore) rows.append(rowOf(text(line), say("by hand, before"), Tone::Warn));
  rows.append(rowOf(say("helm upgrade to %1, with your overrides and nothing else").arg(text(step.to)),
                    step.restarts.empty() ? say("waits for the workloads")
                                          : say("restarts %1").arg(joined(step.restarts, QStringLiteral(", "))),
                    Tone::Off));
  rows.append(rowOf(say("Verify: health, and the version that the web server answers"), say("up to 5 min"), Tone::Off));
  for (const auto& line : step.doAfter) rows.append(rowOf(text(line), say("by hand, after"), Tone::Off));
  for (const auto& line : step.notes) rows.append(rowOf(text(line), say("good to know"), Tone::Off));
  return rows;
}

std::string ctlCommand(const CommandPlace& place, const std::string& wanted, const installation::StepWishes& wishes,
                       const std::string& backup, bool severalSteps) {
  installation::PlannedCommand command;
  command.arguments = {"cleardeckctl", "--context",   place.context, "--namespace", place.ns,
                       "upgrade",      place.release, "--to",        wanted};
  const auto add = [&command](const char* option, const std::string& value) {
    command.arguments.push_back(option);
    if (!value.empty()) command.arguments.push_back(value);
  };
  if (!place.source.empty()) add("--chart", place.source);
  for (const auto& path : wishes.decisions.keep) add("--keep", path);
  for (const auto& path : wishes.decisions.drop) add("--drop", path);
  for (const auto& set : wishes.sets) add("--set", set);
  const bool without = wishes.note == "without backup";
  add(without ? "--without-backup" : "--backup", without ? "" : backup.empty() ? "NAME" : backup);
  if (severalSteps) add("--walk", {});
  add("--apply", {});
  return command.line();
}

QString inLines(const std::string& command) {
  return text(command).replace(QStringLiteral(" --"), QStringLiteral(" \\\n  --"));
}

}  // namespace upgrade
