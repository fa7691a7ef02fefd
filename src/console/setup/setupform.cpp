#include "console/setup/setupform.h"

#include "console/tables/text.h"
#include "helm/values.h"
#include "installation/setup_apply.h"

#include <QDir>
#include <QRegularExpression>

using namespace cleardeck;
using installation::CheckState;

namespace {

constexpr int calmMs = 500;  // of the keys, before the preflight asks

Tone::Kind toneOfCheck(CheckState state) {
  switch (state) {
    case CheckState::Good: return Tone::Ok;
    case CheckState::Warning: return Tone::Warn;
    case CheckState::Failed: return Tone::Bad;
    case CheckState::Unknown: return Tone::Unknown;
  }
  return Tone::Unknown;
}

struct Option {
  const char* option;
  SetupForm::Field field;
  QString label;
};

// The engine names options of the command line; the form has fields.
QList<Option> options() {
  using F = SetupForm;
  return {{"--name", F::Cluster, F::tr("Cluster name")},
          {"--data", F::DataFolder, F::tr("Data folder")},
          {"--web-port", F::WebPort, F::tr("Web port")},
          {"--api-port", F::ApiPort, F::tr("API port")},
          {"--files-port", F::FilesPort, F::tr("Files port")},
          {"--release", F::Release, F::tr("Name")},
          {"--namespace", F::Namespace, F::tr("Namespace")},
          {"--domain", F::Domain, F::tr("Domain")},
          {"--ingress-class", F::IngressClass, F::tr("Ingress class")},
          {"--gateway", F::Gateway, F::tr("Gateway")},
          {"--gateway-namespace", F::Gateway, F::tr("Gateway")},
          {"--tls-secret", F::TlsSecret, F::tr("TLS Secret")},
          {"--cluster-issuer", F::ClusterIssuer, F::tr("Cluster issuer")},
          {"--storage-class", F::StorageClass, F::tr("Storage class")},
          {"--storage-size", F::NoField, F::tr("Size of the volume")},
          {"--users", F::People, F::tr("People")},
          {"--watchdog", F::Watchdog, F::tr("Watchdog")},
          {"--fixed-user", F::User, F::tr("User")},
          {"--external-secret", F::ExternalSecret, F::tr("Secret of the databases")},
          {"--external-elasticsearch", F::ExternalElasticsearch, F::tr("Elasticsearch")},
          {"--external-elasticsearch-user", F::ElasticsearchUser, F::tr("Elasticsearch user")},
          {"--external-redis", F::ExternalRedis, F::tr("Redis")},
          {"--external-redis-password", F::ExternalRedis, F::tr("Redis password")}};
}

}  // namespace

SetupForm::SetupForm(PageContext context, SetupJobs& jobs) : m_context(std::move(context)), m_jobs(jobs) {
  m_soon.setSingleShot(true);
  m_soon.setInterval(calmMs);
  connect(&m_soon, &QTimer::timeout, this, &SetupForm::check);
}

void SetupForm::useChart(std::shared_ptr<const helm::Chart> chart) {
  m_chart = std::move(chart);
  replan();
}

void SetupForm::chartFailed(const Error& error) { refuse(error); }

void SetupForm::setText(Field field, const QString& text) {
  if (m_texts.value(field) == text) return;
  m_texts[field] = text;
  if (field != Folder) return replan();
  m_failure.clear();
  m_replaceable = false;
  Q_EMIT changed();
}

void SetupForm::replan() {
  if (!m_chart || m_state == Running) return;
  m_state = Editing;
  m_failure.clear();
  m_replaceable = false;
  m_check.reset();
  m_checking = false;
  const Refusal own = refusal();
  auto plan = own.message.isEmpty() ? makePlan() : Result<installation::SetupPlan>(Error(ErrorKind::Invalid, ""));
  if (!plan) {
    if (own.message.isEmpty()) return refuse(plan.error());
    m_problem = own.message;
    m_hint = own.hint;
    m_problemField = own.field;
    m_soon.stop();
    m_plan.setStale();
    Q_EMIT changed();
    return;
  }
  m_problem.clear();
  m_hint.clear();
  m_problemField = NoField;
  m_plan.set(std::move(*plan));
  m_soon.start();
  Q_EMIT changed();
}

void SetupForm::refuse(const Error& error) {
  static const QRegularExpression option(QStringLiteral("^--[a-z-]+"));
  m_problem = ::text(error.message);
  m_hint = ::text(error.hint);
  m_problemField = NoField;
  const QString named = option.match(m_problem).captured();
  for (const Option& known : options())
    if (named == QLatin1String(known.option)) {
      m_problem.replace(0, named.size(), known.label);
      m_problemField = known.field;
    }
  if (m_hint.contains(QStringLiteral("--"))) m_hint.clear();  // it speaks of options
  m_soon.stop();
  m_plan.setStale();
  Q_EMIT changed();
}

void SetupForm::check() {
  if (!m_problem.isEmpty() || !m_chart || m_state == Running) return;
  m_soon.stop();
  m_checking = true;
  Q_EMIT changed();
  startCheck();
}

void SetupForm::checked(std::vector<installation::CheckFinding> findings, QString obstacle) {
  m_checking = false;
  m_obstacle = std::move(obstacle);
  QList<FactRow> rows;
  for (const auto& finding : findings) {
    FactRow row;
    row.key = row.title = ::text(finding.what);
    row.detail = ::text(finding.evidence);
    row.value = ::text(finding.nextStep);
    row.tone = toneOfCheck(finding.state);
    rows.append(row);
  }
  m_checks.set(std::move(rows));
  Q_EMIT changed();
}

void SetupForm::checkFailed(const Error& error) {
  installation::CheckFinding finding{"Preflight", CheckState::Failed, error.message, error.hint};
  checked({finding}, ::text(error.message));
}

QString SetupForm::obstacle() const {
  if (!m_problem.isEmpty()) return m_problem;
  if (!m_chart) return tr("The chart is being read");
  if (m_state == Running) return tr("It is being installed");
  if (isChecking()) return tr("The preflight is not done yet");
  return m_obstacle;
}

std::filesystem::path SetupForm::folder(Field field) const {
  QString path = text(field).trimmed();
  if (path == u"~" || path.startsWith(QStringLiteral("~/"))) path.replace(0, 1, QDir::homePath());
  return std::filesystem::path(path.toStdString()).lexically_normal();
}

Result<Done> SetupForm::saveTo(const std::filesystem::path& folder, bool replace) {
  auto saved = installation::writePlan(m_plan.plan(), folder, replace);
  m_replaceable = !saved && saved.error().kind == ErrorKind::Conflict;
  return saved;
}

bool SetupForm::save(bool replace) {
  if (!m_problem.isEmpty() || !m_plan.isPresent()) return false;
  const auto saved = saveTo(folder(Folder), replace);
  m_failure = saved ? QString() : ::text(saved.error().message);
  m_failureHint = saved ? QString() : ::text(saved.error().hint);
  if (saved) m_context.notices.say(Tone::Ok, tr("The plan is saved"), ::text(folder(Folder).string()));
  Q_EMIT changed();
  return bool(saved);
}

Result<yaml::Value> SetupForm::effectiveValues() const {
  auto overrides = yaml::parse(m_plan.plan().values);
  if (!overrides) return overrides.error();
  return helm::coalesce(*m_chart, overrides->is_null() ? yaml::Value(yaml::Value::object()) : *overrides);
}

installation::PlanChart SetupForm::planChart() const {
  return {m_chart->path.string(), m_chart->meta.version, m_chart->valuesText};
}

bridge::ServerOrder SetupForm::order(const std::string& release, const std::string& ns) const {
  bridge::ServerOrder order;
  order.release = release;
  order.ns = ns;
  order.values = m_plan.plan().values;
  order.chart = m_chart->path;
  order.chartVersion = m_chart->meta.version;
  if (auto effective = effectiveValues()) order.needs = installation::needsOf(*effective, release, ns);
  return order;
}

void SetupForm::install() {
  if (!obstacle().isEmpty()) return;
  m_failure.clear();
  m_progress.set({});
  m_state = Running;
  startInstall();
  Q_EMIT changed();
}

void SetupForm::stop() {
  if (m_state != Running) return;
  m_install.reset();
  fail(Error(ErrorKind::Cancelled, "it was stopped").withHint("What was made until then is still there"));
}

void SetupForm::applyProgress(bridge::InstallBatch batch) {
  for (auto& piece : batch.items) {
    if (const auto* line = std::get_if<std::string>(&piece)) tell(::text(*line), Tone::Ok);
    if (const auto* installed = std::get_if<installation::Installation>(&piece)) end(*installed);
  }
  if (batch.ended && !*batch.ended) fail(batch.ended->error());
}

void SetupForm::tell(const QString& line, Tone::Kind tone) {
  if (line.trimmed().isEmpty()) return;
  auto rows = m_progress.facts();
  FactRow row;
  row.key = QString::number(rows.size());
  row.title = line.trimmed();
  row.tone = tone;
  rows.append(row);
  m_progress.set(std::move(rows));
}

void SetupForm::end(const installation::Installation& installed) {
  const bool well = installed.health.word == installation::HealthWord::Healthy;
  m_state = well ? Finished : Failed;
  tell(::text(installed.name + ": " + std::string(installation::name(installed.health.word)) + ". " +
              installed.health.sentence),
       well ? Tone::Ok : Tone::Bad);
  if (!well) {
    m_failure = ::text(installed.health.sentence);
    m_failureHint.clear();
    for (const auto& finding : installed.health.findings)
      tell(::text(finding.title + ": " + finding.evidence + ". " + finding.nextStep), Tone::Bad);
    m_soon.start();
    if (!installed.health.findings.empty()) m_failureHint = ::text(installed.health.findings.front().nextStep);
  }
  Q_EMIT changed();
  Q_EMIT ended(&installed);
}

void SetupForm::fail(const Error& error) {
  m_state = Failed;
  m_failure = ::text(error.message);
  m_failureHint = ::text(error.hint);
  tell(m_failure, Tone::Bad);
  m_soon.start();  // something is there now, perhaps, that was not before
  Q_EMIT changed();
  Q_EMIT ended(nullptr);
}
