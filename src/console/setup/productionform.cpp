#include "console/setup/productionform.h"

#include "base/password.h"
#include "base/text.h"
#include "console/setup/productionsteps.h"
#include "console/tables/text.h"

#include <QDir>

using namespace cleardeck;
using installation::Part;

namespace {

const std::pair<SetupForm::Field, Part> sizeFields[] = {{SetupForm::FileserverSize, Part::Fileserver},
                                                        {SetupForm::MongodbSize, Part::Mongodb},
                                                        {SetupForm::ElasticsearchSize, Part::Elasticsearch},
                                                        {SetupForm::RedisSize, Part::Redis}};

}  // namespace

ProductionForm::ProductionForm(PageContext given, SetupJobs& jobs) : SetupForm(std::move(given), jobs) {
  preset(Release, QStringLiteral("clearml"));
  preset(Namespace, QStringLiteral("clearml"));
  preset(TlsSecret, QStringLiteral("clearml-tls"));
  preset(People, QStringLiteral("10"));
  preset(Watchdog, QStringLiteral("7200"));
  preset(Folder, QDir::homePath() + QStringLiteral("/clearml-production"));
  connect(this, &SetupForm::changed, this, [this] { m_steps.set(productionSteps(*this)); });
  connect(checks(), &FactsModel::countChanged, this, &ProductionForm::showHosts);
  connect(checks(), &FactsModel::dataChanged, this, &ProductionForm::showHosts);
}

void ProductionForm::setContext(const QString& name) {
  if (name == m_contextName) return;
  m_contextName = name;
  m_storageClasses.clear();
  m_ingressClasses.clear();
  m_usualStorage.clear();
  Q_EMIT offerChanged();
  lookAtCluster();
  replan();
}

void ProductionForm::lookAtCluster() {
  if (m_contextName.isEmpty()) return;
  m_offer = m_jobs.offer(m_contextName, [this](auto offer) {
    if (offer) offered(*offer);  // a cluster that does not answer is the preflight's to say
  });
}

void ProductionForm::offered(const bridge::ClusterOffer& offer) {
  m_storageClasses.clear();
  m_ingressClasses.clear();
  for (const auto& row : offer.storageClasses) {
    m_storageClasses.append(::text(row.name));
    if (row.isDefault) m_usualStorage = ::text(row.name);
  }
  for (const auto& row : offer.ingressClasses) m_ingressClasses.append(::text(row.name));
  m_storageClasses.sort();
  m_ingressClasses.sort();
  Q_EMIT offerChanged();
}

// A Gateway has the certificate itself; node ports and forwards have none.
void ProductionForm::setExposure(int exposure) {
  if (m_exposure == exposure) return;
  m_exposure = Exposure(exposure);
  if (m_exposure == GatewayApi && (m_tls == FromSecret || m_tls == FromIssuer)) m_tls = Elsewhere;
  replan();
}

SetupForm::Refusal ProductionForm::refusal() const {
  if (m_contextName.isEmpty())
    return {NoField, tr("There is no cluster"), tr("Open a kubeconfig, or make a local cluster.")};
  bool number = false;
  const int people = text(People).trimmed().toInt(&number);
  if (!text(People).trimmed().isEmpty() && (!number || people < 1))
    return {People, tr("People: \"%1\" is no number").arg(text(People).left(20)), tr("It decides the size only.")};
  for (const auto& [field, part] : sizeFields)
    if (!value(field).empty() && !installation::bytesOf(value(field)))
      return {field, tr("\"%1\" is no size").arg(text(field).left(20)), tr("Write it as 200Gi.")};
  const int seconds = text(Watchdog).trimmed().toInt(&number);
  if (m_watchdog == On && (!number || seconds < 1))
    return {Watchdog, tr("Watchdog: \"%1\" is no number of seconds").arg(text(Watchdog).left(20)),
            tr("The chart's own is 7200.")};
  return {};
}

void ProductionForm::addAddresses(installation::ProductionChoices& choices) const {
  choices.exposure = installation::Exposure(m_exposure);
  if (m_exposure != Ingress && m_exposure != GatewayApi) return;
  choices.domain = value(Domain);
  choices.tls = installation::Tls(m_tls);
  if (m_tls == FromSecret) choices.tlsSecret = value(TlsSecret);
  if (m_tls == FromIssuer) choices.clusterIssuer = value(ClusterIssuer);
  if (m_exposure == Ingress) choices.ingressClass = value(IngressClass);
  if (m_exposure != GatewayApi) return;
  choices.gateway = value(Gateway);
  if (const auto slash = choices.gateway.find('/'); slash != std::string::npos) {
    choices.gatewayNamespace = choices.gateway.substr(0, slash);
    choices.gateway.erase(0, slash + 1);
  }
}

installation::ExternalDatabases ProductionForm::databases() const {
  installation::ExternalDatabases external;
  if (!m_external) return external;
  external.secret = value(ExternalSecret);
  external.mongodb = m_externalMongodb;
  for (const auto& url : text::split(value(ExternalElasticsearch), ','))
    if (const auto trimmed = ::text(url).trimmed(); !trimmed.isEmpty())
      external.elasticsearch.push_back(trimmed.toStdString());
  external.elasticsearchUser = value(ElasticsearchUser);
  external.redis = value(ExternalRedis);
  external.redisPassword = m_redisPassword;
  return external;
}

installation::ProductionChoices ProductionForm::choices() const {
  installation::ProductionChoices choices;
  choices.release = value(Release);
  choices.ns = value(Namespace);
  choices.context = m_contextName.toStdString();
  addAddresses(choices);
  choices.storageClass = value(StorageClass);
  const std::pair<Field, Part> parts[] = {{FileserverClass, Part::Fileserver},
                                          {MongodbClass, Part::Mongodb},
                                          {ElasticsearchClass, Part::Elasticsearch},
                                          {RedisClass, Part::Redis}};
  for (const auto& [field, part] : parts)
    if (!value(field).empty()) choices.storageClasses[part] = value(field);
  for (const auto& [field, part] : sizeFields)
    if (!value(field).empty()) choices.storageSizes[part] = value(field);
  choices.users = text(People).trimmed().toInt();
  choices.fixedUsers = m_users.users();
  if (m_watchdog != AsChart) choices.watchdog = m_watchdog == On;
  if (m_watchdog == On) choices.watchdogThresholdSeconds = text(Watchdog).trimmed().toInt();
  choices.external = databases();
  return choices;
}

Result<installation::SetupPlan> ProductionForm::makePlan() {
  auto wanted = choices();
  auto plan = installation::planProduction(wanted, planChart());
  if (!plan && !this->plan()->isPresent() && wanted.domain.empty()) {
    wanted.domain = "clearml.example.com";  // so that one sees what will be written before the domain is given
    if (auto example = installation::planProduction(wanted, planChart())) this->plan()->set(std::move(*example));
  }
  if (!plan) return plan;
  QList<FactRow> hosts;
  for (const auto& record : plan->dnsRecords) {
    FactRow row;
    row.key = row.title = ::text(record.host);
    row.detail = ::text(record.target);
    row.tone = Tone::Unknown;
    hosts.append(row);
  }
  m_hosts.set(std::move(hosts));
  return plan;
}

// What the preflight found of a host's name stands beside it.
void ProductionForm::showHosts() {
  auto hosts = m_hosts.facts();
  for (FactRow& host : hosts)
    for (const FactRow& finding : checks()->facts())
      if (finding.title == QStringLiteral("DNS ") + host.title) {
        host.tone = finding.tone;
        host.value = finding.detail;
      }
  m_hosts.set(std::move(hosts));
}

QString ProductionForm::size() const {
  const int people = text(People).trimmed().toInt();
  if (people < 1) return tr("The chart's own size");
  const auto& sizing = installation::sizingFor(people);
  return tr("API %1 × %2 workers, Elasticsearch heap %3")
      .arg(sizing.apiReplicas)
      .arg(sizing.apiWorkers)
      .arg(::text(sizing.elasticsearchHeap));
}

QString ProductionForm::usualSize(Field field) const {
  const int people = text(People).trimmed().toInt();
  if (people < 1 || field == RedisSize) return tr("default");
  const auto& sizing = installation::sizingFor(people);
  return ::text(field == FileserverSize ? sizing.filesDisk
                : field == MongodbSize  ? sizing.mongodbDisk
                                        : sizing.elasticsearchDisk);
}

void ProductionForm::addUser(const QString& who, const QString& password) {
  auto user = installation::fixedUserFromText(who.trimmed().toStdString());
  m_userProblem.clear();
  if (!user) m_userProblem = ::text(user.error().message).remove(QStringLiteral("--fixed-user: "));
  if (user && m_users.has(user->username)) m_userProblem = tr("%1 is there already").arg(::text(user->username));
  Q_EMIT changed();
  if (!m_userProblem.isEmpty() || m_hashing) return;
  m_hashing = true;
  m_hash = m_jobs.hash(password.toStdString(), [this, user = std::move(*user)](auto hash) mutable {
    m_hashing = false;
    if (!hash) {
      m_userProblem = ::text(hash.error().message);
      Q_EMIT changed();
      return;
    }
    user.passwordHash = std::move(*hash);
    m_users.add(std::move(user));
    Q_EMIT userAdded();
    replan();
  });
  Q_EMIT changed();
}

void ProductionForm::removeUser(int row) {
  m_users.remove(row);
  replan();
}

QString ProductionForm::generatePassword() const { return ::text(cleardeck::generatePassword()); }

std::string ProductionForm::secretName() const {
  return m_users.count() == 0 ? std::string() : installation::fixedUsersSecretName(value(Release));
}

void ProductionForm::startCheck() {
  auto effective = effectiveValues();
  if (!effective) return checkFailed(effective.error());
  auto needs = installation::needsOf(*effective, value(Release), value(Namespace));
  m_check = m_jobs.check(m_contextName, std::move(needs), secretName(), [this](auto check) {
    if (!check) return checkFailed(check.error());
    const auto& stop = check->obstacle;
    checked(std::move(check->findings), stop ? ::text(stop->what + ": " + stop->evidence) : QString());
    showHosts();
  });
}

void ProductionForm::startInstall() {
  auto wanted = order(value(Release), value(Namespace));
  wanted.secretName = secretName();
  if (!wanted.secretName.empty())
    wanted.secret = installation::fixedUsersSecret(wanted.release, wanted.ns, m_users.users());
  m_install = m_jobs.install(m_contextName, std::move(wanted),
                             [this](bridge::InstallBatch batch) { applyProgress(std::move(batch)); });
}
