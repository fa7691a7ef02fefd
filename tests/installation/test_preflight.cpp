// The rules of preflight: facts of a good cluster, each time with one thing changed, and what is found then.
#include "base/time.h"
#include "installation/preflight.h"

#include <QtTest>

using namespace cleardeck;
using namespace cleardeck::installation;

namespace {

const auto testNow = *time::parseRfc3339("2026-03-01T12:00:00Z");

yaml::Value defaults() {
  QFile file(CLEARDECK_FIXTURES "/setup/chart-values.yaml");
  if (!file.open(QIODevice::ReadOnly)) return {};
  return *yaml::parse(file.readAll().toStdString());
}

yaml::Value with(const std::vector<std::pair<const char*, yaml::Value>>& changes) {
  auto values = defaults();
  for (const auto& [path, value] : changes) yaml::assign(values, *yaml::parsePath(path), value);
  return values;
}

yaml::Value ingressValues() {
  return with({{"ingress.domain", "ml.example.com"}, {"ingress.className", "nginx"}, {"ingress.tlsSecretName", "tls"}});
}

net::Certificate certificate() {
  net::Certificate made;
  made.names = {"*.ml.example.com"};
  made.issuer = "Test CA";
  made.notBefore = testNow - std::chrono::hours(24);
  made.notAfter = testNow + std::chrono::hours(24 * 90);
  return made;
}

kube::Node node(const char* memory, const char* cpu) {
  kube::Node row;
  row.ready = true;
  row.memory = memory;
  row.cpu = cpu;
  return row;
}

kube::StorageClass storageClass(const char* name, bool isDefault) {
  kube::StorageClass row;
  row.name = name;
  row.provisioner = "ebs.csi.aws.com";
  row.expandable = true;
  row.isDefault = isDefault;
  return row;
}

void addIngress(SetupFacts& facts) {
  kube::IngressClass nginx;
  nginx.name = "nginx";
  nginx.controller = "k8s.io/ingress-nginx";
  facts.ingressClasses = std::vector<kube::IngressClass>{nginx};
  kube::Ingress other;
  other.className = "nginx";
  other.addresses = {"192.0.2.1"};
  facts.ingresses = std::vector<kube::Ingress>{other};
  SecretFact tls;
  tls.type = "kubernetes.io/tls";
  tls.keys = {"tls.crt", "tls.key"};
  tls.certificate = certificate();
  facts.secrets.emplace("tls", Result<SecretFact>(tls));
  for (const char* host : {"app.ml.example.com", "api.ml.example.com", "files.ml.example.com"}) {
    facts.addresses.emplace(host, std::vector<std::string>{"192.0.2.1"});
    facts.certificates.emplace(host, certificate());
  }
}

SetupFacts goodFacts(const SetupNeeds& needs) {
  SetupFacts facts;
  facts.now = testNow;
  facts.version = std::string("v1.33.0");
  kube::Verdict allowed;
  allowed.allowed = true;
  for (const auto& access : rightsFor(needs)) facts.rights.push_back(Right{access, allowed});
  kube::Namespace space;
  space.name = "ml";
  space.phase = "Active";
  facts.ns = space;
  facts.quotas = std::vector<kube::ResourceQuota>();
  facts.nodes = std::vector<kube::Node>{node("16Gi", "4"), node("16Gi", "4")};
  facts.storageClasses = std::vector<kube::StorageClass>{storageClass("standard", true), storageClass("fast", false)};
  facts.services = std::vector<kube::Service>();
  addIngress(facts);
  return facts;
}

struct Case {
  const char* name;
  yaml::Value values;
  std::function<void(SetupFacts&)> spoil;
  const char* what;  // begins the finding's name
  CheckState state;
  const char* word;  // in evidence or next step
};

Error forbidden() { return Error(ErrorKind::Forbidden, "may not list it").withHint("Ask for it"); }
Error notThere() { return Error(ErrorKind::NotFound, "it is not there"); }

kube::Service serviceWithPort(std::uint16_t nodePort, const char* ns, const char* release) {
  kube::Service row;
  row.name = "other";
  row.ns = ns;
  row.helmRelease = release;
  kube::ServicePort port;
  port.nodePort = nodePort;
  row.ports = {port};
  return row;
}

kube::ResourceQuota quota(const char* resource, const char* hard, const char* used) {
  kube::ResourceQuota row;
  row.name = "team";
  row.limits = {kube::QuotaLimit{resource, hard, used}};
  return row;
}

void setCertificate(SetupFacts& facts, const std::function<void(net::Certificate&)>& change) {
  auto shown = certificate();
  change(shown);
  facts.secrets.at("tls")->certificate = shown;
}

std::vector<Case> clusterCases() {
  using S = CheckState;
  return {
      {"version", {}, [](auto& f) { f.version = notThere(); }, "Kubernetes", S::Unknown, "not there"},
      {"a right",
       {},
       [](auto& f) { f.rights[2].verdict->allowed = false; },
       "Rights",
       S::Failed,
       "delete on deployments"},
      {"no answer on rights",
       {},
       [](auto& f) { f.rights[0].verdict = forbidden(); },
       "Rights",
       S::Unknown,
       "Ask for it"},
      {"new namespace", {}, [](auto& f) { f.ns = notThere(); }, "Namespace", S::Good, "makes it"},
      {"unseen namespace", {}, [](auto& f) { f.ns = forbidden(); }, "Namespace", S::Unknown, "may not"},
      {"dying namespace", {}, [](auto& f) { f.ns->phase = "Terminating"; }, "Namespace", S::Failed, "deleted"},
      {"restricted",
       {},
       [](auto& f) { f.ns->labels.set("pod-security.kubernetes.io/enforce", "restricted"); },
       "Pod Security",
       S::Failed,
       "webserver"},
      {"baseline",
       {},
       [](auto& f) { f.ns->labels.set("pod-security.kubernetes.io/enforce", "baseline"); },
       "Pod Security",
       S::Good,
       "baseline"},
      {"memory quota",
       {},
       [](auto& f) { f.quotas->push_back(quota("requests.memory", "4Gi", "2Gi")); },
       "Quota team",
       S::Failed,
       "2Gi of 4Gi"},
      {"enough quota",
       {},
       [](auto& f) { f.quotas->push_back(quota("requests.memory", "40Gi", "2Gi")); },
       "Quota team",
       S::Good,
       "2Gi of 40Gi"},
      {"claims quota",
       {},
       [](auto& f) { f.quotas->push_back(quota("persistentvolumeclaims", "3", "")); },
       "Quota team",
       S::Failed,
       "asks for 4"},
      {"quota of something else",
       {},
       [](auto& f) { f.quotas->push_back(quota("pods", "0", "")); },
       "Quota",
       S::Good,
       ""},
      {"no node", {}, [](auto& f) { f.nodes->clear(); }, "Nodes", S::Failed, "no node is ready"},
      {"cordoned",
       {},
       [](auto& f) {
         for (auto& n : *f.nodes) n.unschedulable = true;
       },
       "Nodes",
       S::Failed,
       "no node"},
      {"tainted",
       {},
       [](auto& f) {
         for (auto& n : *f.nodes) n.taints = {"gpu=yes:NoSchedule"};
       },
       "Nodes",
       S::Failed,
       ""},
      {"small nodes",
       {},
       [](auto& f) {
         for (auto& n : *f.nodes) n.memory = "1Gi";
       },
       "Nodes",
       S::Failed,
       "elasticsearch"},
      {"too little", {}, [](auto& f) { *f.nodes = {node("3Gi", "4")}; }, "Nodes", S::Failed, "3.0 GiB"},
      {"too few cores", {}, [](auto& f) { *f.nodes = {node("32Gi", "500m")}; }, "Nodes", S::Failed, "0.5"},
      {"tight", {}, [](auto& f) { *f.nodes = {node("4Gi", "4")}; }, "Nodes", S::Warning, "little is left"},
      {"nodes unseen", {}, [](auto& f) { f.nodes = forbidden(); }, "Nodes", S::Unknown, "Ask for it"},
      {"mapped files", with({{"elasticsearch.allowMmap", true}}), [](auto&) {}, "Kernel setting", S::Unknown, "262144"},
      {"no default class",
       {},
       [](auto& f) { f.storageClasses->front().isDefault = false; },
       "Default storage class",
       S::Failed,
       "standard, fast"},
      {"two defaults",
       {},
       [](auto& f) { f.storageClasses->back().isDefault = true; },
       "Default storage class",
       S::Warning,
       "2 classes"},
      {"no class at all", {}, [](auto& f) { f.storageClasses->clear(); }, "Default storage class", S::Failed, "none"},
      {"fixed size",
       {},
       [](auto& f) { f.storageClasses->front().expandable = false; },
       "Default storage class",
       S::Warning,
       "cannot grow"},
      {"no provisioner",
       {},
       [](auto& f) { f.storageClasses->front().provisioner = "kubernetes.io/no-provisioner"; },
       "Default storage class",
       S::Warning,
       "volume for each"},
      {"missing class", with({{"redis.persistence.storageClass", "gold"}}), [](auto&) {}, "Storage class gold",
       S::Failed, "redis 5Gi"},
      {"named class", with({{"redis.persistence.storageClass", "fast"}}), [](auto&) {}, "Storage class fast", S::Good,
       "can grow"},
      {"classes unseen", {}, [](auto& f) { f.storageClasses = forbidden(); }, "Storage classes", S::Unknown, "Ask"},
  };
}

std::vector<Case> addressCases() {
  using S = CheckState;
  const auto ingress = ingressValues();
  return {
      {"port taken",
       {},
       [](auto& f) { f.services->push_back(serviceWithPort(30080, "web", "")); },
       "Node port 30080",
       S::Failed,
       "web/other"},
      {"own port",
       {},
       [](auto& f) { f.services->push_back(serviceWithPort(30080, "ml", "clearml")); },
       "Node port 30080",
       S::Good,
       "no Service"},
      {"port out of range", with({{"webserver.service.nodePort", 8080}}), [](auto&) {}, "Node port 8080", S::Warning,
       "range"},
      {"services unseen", {}, [](auto& f) { f.services = forbidden(); }, "Node ports", S::Unknown, "Ask"},
      {"class missing", with({{"ingress.domain", "ml.example.com"}, {"ingress.className", "traefik"}}), [](auto&) {},
       "Ingress class traefik", S::Failed, "nginx"},
      {"no default class", with({{"ingress.domain", "ml.example.com"}}), [](auto&) {}, "Default ingress class",
       S::Failed, "--ingress-class"},
      {"no controller", ingress, [](auto& f) { f.ingressClasses->clear(); }, "Ingress class nginx", S::Failed,
       "Install"},
      {"class there", ingress, [](auto&) {}, "Ingress class nginx", S::Good, "ingress-nginx"},
      {"no name", ingress, [](auto& f) { f.addresses.at("api.ml.example.com") = notThere(); }, "DNS api.ml", S::Failed,
       "192.0.2.1"},
      {"another address", ingress,
       [](auto& f) { f.addresses.at("api.ml.example.com") = std::vector<std::string>{"203.0.113.9"}; }, "DNS api.ml",
       S::Warning, "203.0.113.9"},
      {"right address", ingress, [](auto&) {}, "DNS api.ml", S::Good, "192.0.2.1"},
      {"silent host", ingress, [](auto& f) { f.certificates.at("api.ml.example.com") = notThere(); }, "TLS api.ml",
       S::Unknown, "again"},
      {"another's certificate", ingress, [](auto& f) { f.certificates.at("api.ml.example.com")->names = {"fake"}; },
       "TLS api.ml", S::Warning, "fake"},
      {"private authority", ingress, [](auto& f) { f.certificates.at("api.ml.example.com")->distrust = "self-signed"; },
       "TLS api.ml", S::Warning, "REQUESTS_CA_BUNDLE"},
      {"good certificate", ingress, [](auto&) {}, "TLS api.ml", S::Good, "Test CA"},
      {"secret missing", ingress, [](auto& f) { f.secrets.at("tls") = notThere(); }, "Secret tls", S::Failed,
       "namespace ml"},
      {"secret unseen", ingress, [](auto& f) { f.secrets.at("tls") = forbidden(); }, "Secret tls", S::Unknown,
       "may not"},
      {"opaque secret", ingress, [](auto& f) { f.secrets.at("tls")->type = "Opaque"; }, "Secret tls", S::Failed,
       "Opaque"},
      {"no key", ingress, [](auto& f) { f.secrets.at("tls")->keys = {"tls.crt"}; }, "Secret tls", S::Failed, "tls.key"},
      {"rubbish", ingress, [](auto& f) { f.secrets.at("tls")->certificate = net::readCertificate("x"); }, "Secret tls",
       S::Failed, "PEM"},
      {"expired", ingress, [](auto& f) { setCertificate(f, [](auto& c) { c.notAfter = testNow; }); }, "Secret tls",
       S::Failed, "ran out"},
      {"soon expired", ingress,
       [](auto& f) { setCertificate(f, [](auto& c) { c.notAfter = testNow + std::chrono::hours(72); }); }, "Secret tls",
       S::Warning, "2026-03-04"},
      {"not yet", ingress,
       [](auto& f) { setCertificate(f, [](auto& c) { c.notBefore = testNow + std::chrono::hours(1); }); }, "Secret tls",
       S::Failed, "valid only from"},
      {"one name only", ingress, [](auto& f) { setCertificate(f, [](auto& c) { c.names = {"app.ml.example.com"}; }); },
       "Secret tls", S::Failed, "not for"},
      {"gateway missing", with({{"gateway.enabled", true}, {"gateway.parentRefs", {{{"name", "g"}}}}}),
       [](auto& f) { f.gateway = notThere(); }, "Gateway ml/g", S::Failed, "Install"},
      {"gateway there",
       with({{"gateway.enabled", true}, {"gateway.parentRefs", {{{"name", "g"}, {"namespace", "n"}}}}}),
       [](auto& f) { f.gateway = Done(); }, "Gateway n/g", S::Good, ""},
      {"issuer missing", with({{"ingress.certManager.clusterIssuer", "le"}}),
       [](auto& f) { f.clusterIssuer = notThere(); }, "ClusterIssuer le", S::Failed, "cert-manager"},
      {"external databases", with({{"mongodb.enabled", false}, {"externalServices.existingSecret", "db"}}),
       [](auto& f) { f.secrets.emplace("db", Result<SecretFact>(SecretFact())); }, "Secret db", S::Failed,
       "mongodb_auth_url"},
  };
}

std::vector<Case> cases() {
  auto all = clusterCases();
  for (auto& entry : addressCases()) all.push_back(std::move(entry));
  return all;
}

}  // namespace

class PreflightTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aGoodClusterIsGood() {
    for (const auto& values : {defaults(), ingressValues()}) {
      const auto needs = needsOf(values, "clearml", "ml");
      for (const auto& finding : check(needs, goodFacts(needs)))
        QVERIFY2(finding.state == CheckState::Good, (finding.what + ": " + finding.evidence).c_str());
    }
  }

  void rules_data() {
    QTest::addColumn<int>("index");
    const auto all = cases();
    for (std::size_t i = 0; i < all.size(); ++i) QTest::newRow(all[i].name) << int(i);
  }
  void rules() {
    QFETCH(int, index);
    const auto entry = cases()[std::size_t(index)];
    const auto needs = needsOf(entry.values.is_null() ? defaults() : entry.values, "clearml", "ml");
    auto facts = goodFacts(needs);
    entry.spoil(facts);
    const auto findings = check(needs, facts);
    auto about = [&entry](const CheckFinding& finding) { return finding.what.starts_with(entry.what); };
    const auto found = std::find_if(findings.begin(), findings.end(), about);
    if (found == findings.end()) {
      QVERIFY2(*entry.word == 0 && entry.state == CheckState::Good, "no such finding");
      return;
    }
    const auto text = found->what + ": " + found->evidence + " → " + found->nextStep;
    QVERIFY2(found->state == entry.state, text.c_str());
    QVERIFY2(text.find(entry.word) != std::string::npos, text.c_str());
    QVERIFY2((found->state == CheckState::Good) == found->nextStep.empty(), text.c_str());
  }

  void needs() {
    const auto local = needsOf(defaults(), "clearml", "ml");
    QCOMPARE(local.nodePorts.size(), std::size_t(3));
    QVERIFY(local.hosts.empty() && !local.ingress && !local.https && local.secrets.empty());
    QCOMPARE(local.storage.size(), std::size_t(4));
    QCOMPARE(local.rootPods, std::vector<std::string>{"webserver"});
    const auto team = needsOf(ingressValues(), "clearml", "ml");
    QVERIFY(team.nodePorts.empty() && team.ingress && team.https);
    QCOMPARE(team.hosts,
             (std::vector<std::string>{"app.ml.example.com", "api.ml.example.com", "files.ml.example.com"}));
    QCOMPARE(team.secrets.size(), std::size_t(1));
    const auto one = needsOf(with({{"publicUrl", "https://ml.example.com:8443"}}), "clearml", "ml");
    QCOMPARE(one.hosts, std::vector<std::string>{"ml.example.com"});
    QVERIFY(one.https && one.nodePorts.empty());
    const auto claim = needsOf(with({{"fileserver.storage.data.existingClaim", "old"}}), "clearml", "ml");
    QCOMPARE(claim.storage.size(), std::size_t(3));
  }

  // More objects need more rights.
  void rightsFollowTheValues() {
    auto asks = [](const yaml::Value& values, const std::string& resource) {
      const auto rights = rightsFor(needsOf(values, "clearml", "ml"));
      return std::any_of(rights.begin(), rights.end(), [&](const auto& right) { return right.resource == resource; });
    };
    const std::pair<const char*, yaml::Value> table[] = {
        {"ingresses", with({{"ingress.domain", "ml.example.com"}})},
        {"httproutes", with({{"gateway.enabled", true}, {"gateway.parentRefs", {{{"name", "g"}}}}})},
        {"networkpolicies", with({{"networkPolicy.enabled", true}})},
        {"poddisruptionbudgets", with({{"apiserver.replicaCount", 2}})},
        {"poddisruptionbudgets", with({{"redis.podDisruptionBudget.enabled", true}})},
        {"cronjobs", with({{"backup.enabled", true}})},
        {"roles", with({{"upgradeCheck.enabled", true}})},
        {"servicemonitors", with({{"metrics.serviceMonitor.enabled", true}})}};
    for (const auto& [resource, values] : table) {
      QVERIFY2(asks(values, resource), resource);
      QVERIFY2(!asks(defaults(), resource), resource);
    }
  }

  void theWorstDecides() {
    auto of = [](std::vector<CheckState> states) {
      std::vector<CheckFinding> findings;
      for (auto state : states) findings.push_back(CheckFinding{"x", state, "", ""});
      return worst(findings);
    };
    QVERIFY(of({}) == CheckState::Good);
    QVERIFY(of({CheckState::Warning, CheckState::Good}) == CheckState::Warning);
    QVERIFY(of({CheckState::Warning, CheckState::Unknown}) == CheckState::Unknown);
    QVERIFY(of({CheckState::Failed, CheckState::Unknown}) == CheckState::Failed);
  }

  void wildcardsCoverOneLabel() {
    net::Certificate one;
    one.names = {"*.ml.example.com", "10.0.0.1"};
    QVERIFY(net::covers(one, "APP.ml.example.com"));
    QVERIFY(net::covers(one, "10.0.0.1"));
    QVERIFY(!net::covers(one, "ml.example.com"));
    QVERIFY(!net::covers(one, "a.app.ml.example.com"));
    QVERIFY(!net::covers(one, "localhost"));
  }
};

QTEST_APPLESS_MAIN(PreflightTest)
#include "test_preflight.moc"
