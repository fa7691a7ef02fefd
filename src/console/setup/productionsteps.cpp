#include "console/setup/productionsteps.h"

#include "console/setup/productionform.h"

namespace {

QString stepOf(SetupForm::Field field) {
  using F = SetupForm;
  switch (field) {
    case F::Release:
    case F::Namespace: return QStringLiteral("cluster");
    case F::Domain:
    case F::IngressClass:
    case F::Gateway:
    case F::TlsSecret:
    case F::ClusterIssuer: return QStringLiteral("addresses");
    case F::User: return QStringLiteral("users");
    case F::Watchdog:
    case F::ExternalSecret:
    case F::ExternalElasticsearch:
    case F::ElasticsearchUser:
    case F::ExternalRedis: return QStringLiteral("policy");
    case F::NoField: return QStringLiteral("cluster");
    default: return QStringLiteral("storage");
  }
}

QString addressWord(const ProductionForm& form) {
  if (form.exposure() == ProductionForm::NodePort) return ProductionForm::tr("ports of every node");
  if (form.exposure() == ProductionForm::PortForward) return ProductionForm::tr("port-forwards only");
  const QString domain = form.text(SetupForm::Domain).trimmed();
  return domain.isEmpty() ? ProductionForm::tr("no domain yet") : domain;
}

QString policyWord(const ProductionForm& form) {
  const QString databases =
      form.isExternal() ? ProductionForm::tr("databases elsewhere") : ProductionForm::tr("databases of the chart");
  if (form.watchdog() == ProductionForm::Off) return ProductionForm::tr("no watchdog, %1").arg(databases);
  if (form.watchdog() == ProductionForm::AsChart) return databases;
  return ProductionForm::tr("after %1 s, %2").arg(form.text(SetupForm::Watchdog), databases);
}

FactRow stepRow(const char* key, const QString& title, const QString& detail = {}) {
  FactRow row;
  row.key = QString::fromLatin1(key);
  row.title = title;
  row.detail = detail;
  return row;
}

FactRow preflightStep(ProductionForm& form) {
  FactRow row = stepRow("preflight", ProductionForm::tr("Preflight"));
  int bad = 0, warn = 0;
  for (const FactRow& finding : form.checks()->facts()) {
    bad += finding.tone == Tone::Bad;
    warn += finding.tone == Tone::Warn;
  }
  row.tone = form.isChecking() ? Tone::Busy : bad ? Tone::Bad : warn ? Tone::Warn : Tone::Ok;
  if (form.checks()->count() == 0 && !form.isChecking()) row.tone = Tone::Unknown;
  row.detail = form.isChecking()           ? ProductionForm::tr("asking")
               : row.tone == Tone::Unknown ? ProductionForm::tr("not done yet")
               : bad || warn               ? ProductionForm::tr("%n open", "", bad + warn)
                                           : ProductionForm::tr("nothing is open");
  return row;
}

}  // namespace

QList<FactRow> productionSteps(ProductionForm& form) {
  const int users = form.users()->count();
  QList<FactRow> steps = {stepRow("cluster", ProductionForm::tr("Cluster"),
                                  form.context() + QStringLiteral(" / ") + form.text(SetupForm::Namespace)),
                          stepRow("addresses", ProductionForm::tr("Addresses"), addressWord(form)),
                          stepRow("storage", ProductionForm::tr("Size and storage"),
                                  ProductionForm::tr("for %1").arg(form.text(SetupForm::People).trimmed())),
                          stepRow("users", ProductionForm::tr("Users"),
                                  users == 0 ? ProductionForm::tr("everyone may enter")
                                             : ProductionForm::tr("%n fixed users", "", users)),
                          stepRow("policy", ProductionForm::tr("Watchdog, databases"), policyWord(form))};
  const QString troubled = form.problem().isEmpty() ? QString() : stepOf(form.problemField());
  for (FactRow& step : steps) step.tone = step.key == troubled ? Tone::Bad : Tone::Ok;
  if (users == 0 && steps[3].tone == Tone::Ok) steps[3].tone = Tone::Warn;
  if (form.text(SetupForm::People).trimmed().isEmpty()) steps[2].detail = form.size();
  steps.append(preflightStep(form));
  return steps;
}
