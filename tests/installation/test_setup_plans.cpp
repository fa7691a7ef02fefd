// Plans of a set-up against golden texts, and the choices that are refused. Plans are found by their names:
// fixtures/setup/<case>.json and .txt. With CLEARDECK_WRITE_GOLDEN=1 the texts are written anew.
#include "installation/fixed_users.h"
#include "installation/kind_cluster.h"
#include "installation/setup_settings.h"
#include "installation/sizing.h"

#include <QDirIterator>
#include <QtTest>

using namespace cleardeck;
using namespace cleardeck::installation;

namespace {

constexpr auto folder = CLEARDECK_FIXTURES "/setup";

std::string contentOf(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

PlanChart chart() { return {"charts/clearml", "0.1.0", contentOf(QString(folder) + "/chart-values.yaml")}; }

KindChoices kindFrom(const yaml::Value& from) {
  KindChoices choices;
  choices.cluster = from.value("cluster", choices.cluster);
  choices.release = from.value("release", choices.release);
  choices.ns = from.value("namespace", choices.ns);
  choices.dataFolder = from.value("data", std::string("/home/me/clearml"));
  choices.apiPort = from.value("apiPort", choices.apiPort);
  choices.webPort = from.value("webPort", choices.webPort);
  choices.filesPort = from.value("filesPort", choices.filesPort);
  return choices;
}

void readExposure(const yaml::Value& from, ProductionChoices& choices) {
  choices.gateway = from.value("gateway", std::string());
  choices.gatewayNamespace = from.value("gatewayNamespace", std::string());
  const auto exposure = from.value("exposure", std::string());
  if (from.contains("gateway")) choices.exposure = Exposure::Gateway;
  if (exposure == "nodePort") choices.exposure = Exposure::NodePort;
  if (exposure == "portForward") choices.exposure = Exposure::PortForward;
  choices.tlsSecret = from.value("tlsSecret", std::string());
  choices.clusterIssuer = from.value("clusterIssuer", std::string());
  if (from.contains("tlsSecret")) choices.tls = Tls::Secret;
  if (from.contains("clusterIssuer")) choices.tls = Tls::ClusterIssuer;
  if (from.value("tls", std::string()) == "elsewhere") choices.tls = Tls::Elsewhere;
}

void readPolicies(const yaml::Value& from, ProductionChoices& choices) {
  for (const auto& user : from.value("fixedUsers", yaml::Value::array()))
    choices.fixedUsers.push_back(FixedUser{user["username"], user["name"], user["hash"]});
  const auto watchdog = from.value("watchdog", yaml::Value());
  if (watchdog.is_boolean()) choices.watchdog = watchdog.get<bool>();
  if (watchdog.is_number()) choices.watchdogThresholdSeconds = watchdog.get<int>();
}

ProductionChoices productionFrom(const yaml::Value& from) {
  ProductionChoices choices;
  choices.release = from.value("release", choices.release);
  choices.ns = from.value("namespace", choices.ns);
  choices.context = from.value("context", std::string());
  choices.domain = from.value("domain", std::string());
  choices.ingressClass = from.value("ingressClass", std::string());
  readExposure(from, choices);
  choices.users = from.value("users", 0);
  choices.storageClass = from.value("storageClass", std::string());
  const auto classes = from.value("storageClasses", yaml::Value::object());
  for (const auto& [part, name] : classes.items()) choices.storageClasses[*partNamed(part)] = name;
  readPolicies(from, choices);
  choices.external.secret = from.value("externalSecret", std::string());
  choices.external.mongodb = from.value("externalMongodb", false);
  choices.external.elasticsearch = from.value("externalElasticsearch", std::vector<std::string>());
  choices.external.elasticsearchUser = from.value("externalElasticsearchUser", std::string());
  choices.external.redis = from.value("externalRedis", std::string());
  choices.external.redisPassword = from.value("externalRedisPassword", false);
  return choices;
}

std::string textOf(const Result<SetupPlan>& plan) {
  if (!plan) return "refused: " + plan.error().text() + "\n";
  std::string text;
  for (const auto& file : plan->files)
    text += "==> " + file.name + " " + QString::number(file.mode, 8).toStdString() + "\n" + file.text;
  text += "==> commands\n";
  for (const auto& command : plan->commands) text += command.line() + "\n";
  for (const auto& record : plan->dnsRecords) text += "record " + record.host + ": " + record.target + "\n";
  return text + "web " + plan->webUrl + " api " + plan->apiUrl + " files " + plan->filesUrl + "\n";
}

// Good choices, changed by one that is not.
struct Refused {
  const char* name;
  std::function<void(ProductionChoices&)> spoil;
  const char* word;
};

const std::vector<Refused>& refused() {
  static const std::vector<Refused> table = {
      {"domain with a scheme", [](auto& c) { c.domain = "https://clearml.example.com"; }, "scheme"},
      {"domain with a port", [](auto& c) { c.domain = "clearml.example.com:8080"; }, "port"},
      {"domain with a path", [](auto& c) { c.domain = "clearml.example.com/app"; }, "path"},
      {"domain with a blank", [](auto& c) { c.domain = "clear ml.example.com"; }, "clear ml"},
      {"domain with a line end", [](auto& c) { c.domain = "example.com\nevil"; }, "small letters"},
      {"domain with capitals", [](auto& c) { c.domain = "ClearML.example.com"; }, "small letters"},
      {"domain with an umlaut", [](auto& c) { c.domain = "bücher.example.com"; }, "small letters"},
      {"domain with two dots", [](auto& c) { c.domain = "clearml..example.com"; }, "empty part"},
      {"domain that ends with a dot", [](auto& c) { c.domain = "example.com."; }, "empty part"},
      {"domain of one word", [](auto& c) { c.domain = "localhost"; }, "single word"},
      {"address for a domain", [](auto& c) { c.domain = "10.0.0.1"; }, "address"},
      {"wildcard", [](auto& c) { c.domain = "*.example.com"; }, "small letters"},
      {"no domain", [](auto& c) { c.domain = ""; }, "--domain is missing"},
      {"long domain", [](auto& c) { c.domain = std::string(64, 'a') + ".com"; }, "63"},
      {"release", [](auto& c) { c.release = "Clear_ML"; }, "--release"},
      {"long release", [](auto& c) { c.release = std::string(54, 'a'); }, "53"},
      {"namespace", [](auto& c) { c.ns = "a.b"; }, "--namespace"},
      {"ingress class", [](auto& c) { c.ingressClass = "ngi nx"; }, "--ingress-class"},
      {"storage class", [](auto& c) { c.storageClass = "-fast"; }, "--storage-class"},
      {"storage class of a part without", [](auto& c) { c.storageClasses[Part::Webserver] = "fast"; }, "webserver"},
      {"size of a volume", [](auto& c) { c.storageSizes[Part::Mongodb] = "big"; }, "--storage-size"},
      {"size of nothing", [](auto& c) { c.storageSizes[Part::Mongodb] = "0"; }, "--storage-size"},
      {"size of a part without", [](auto& c) { c.storageSizes[Part::Webserver] = "5Gi"; }, "webserver"},
      {"secret", [](auto& c) { c.tlsSecret = "a;b"; }, "--tls-secret"},
      {"no secret", [](auto& c) { c.tlsSecret = ""; }, "--tls-secret"},
      {"gateway without a name", [](auto& c) { c.exposure = Exposure::Gateway; }, "--gateway"},
      {"gateway with a secret", [](auto& c) { c.exposure = Exposure::Gateway, c.gateway = "g"; }, "Gateway's own"},
      {"node port with a domain", [](auto& c) { c.exposure = Exposure::NodePort; }, "--domain"},
      {"TLS on node ports", [](auto& c) { c.exposure = Exposure::NodePort, c.domain = ""; }, "TLS"},
      {"users", [](auto& c) { c.users = -1; }, "--users"},
      {"watchdog", [](auto& c) { c.watchdogThresholdSeconds = 5; }, "--watchdog"},
      {"user twice",
       [](auto& c) {
         c.fixedUsers = {{"a", "A", "x"}, {"a", "B", "x"}};
       },
       "twice"},
      {"user without a password",
       [](auto& c) {
         c.fixedUsers = {{"a", "A", ""}};
       },
       "no password"},
      {"MongoDB without a secret", [](auto& c) { c.external.mongodb = true; }, "--external-secret"},
      {"no URL", [](auto& c) { c.external.elasticsearch = {"es:9200"}; }, "http://"},
      {"port of a URL", [](auto& c) { c.external.elasticsearch = {"http://es:99999"}; }, "no port"},
      {"host of a URL", [](auto& c) { c.external.redis = "redis://a b"; }, "--external-redis"},
      {"password in a URL", [](auto& c) { c.external.redis = "redis://u:very-secret@r"; }, "holds a user"},
      {"Redis password without Redis", [](auto& c) { c.external.redisPassword = true, c.external.secret = "s"; },
       "redis"},
  };
  return table;
}

}  // namespace

class SetupTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void portsOfAKindCluster() {
    const auto ports = publishedPorts(
        "6443/tcp -> 127.0.0.1:41231\n30008/tcp -> 127.0.0.1:31008\n30080/tcp -> [::1]:30080\n"
        "53/udp -> 0.0.0.0:53\nError: no such container\n30081/tcp -> 127.0.0.1:\n");
    QCOMPARE(ports, (std::map<std::uint16_t, std::uint16_t>{{6443, 41231}, {30008, 31008}, {30080, 30080}}));
    KindCluster cluster{true, ports};
    KindChoices choices;
    choices.apiPort = 31008;
    QVERIFY(!hasPortsOf(cluster, choices));  // nothing leads to the file server
    cluster.ports[30081] = 30081;
    QVERIFY(hasPortsOf(cluster, choices));
    choices.apiPort = 30008;
    QVERIFY(!hasPortsOf(cluster, choices));
  }

  void golden_data() {
    QTest::addColumn<QString>("path");
    QDirIterator cases(folder, QStringList("*.json"));
    while (cases.hasNext()) {
      auto path = cases.next();
      QTest::newRow(qPrintable(cases.fileInfo().completeBaseName())) << path;
    }
  }
  void golden() {
    QFETCH(QString, path);
    const auto from = yaml::fromJson(contentOf(path));
    QVERIFY(from);
    const auto text = from->value("plan", std::string()) == "kind"
                          ? textOf(planKind(kindFrom(*from), chart()))
                          : textOf(planProduction(productionFrom(*from), chart()));
    const auto expected = QFileInfo(path).path() + "/" + QFileInfo(path).completeBaseName() + ".txt";
    if (qEnvironmentVariableIsSet("CLEARDECK_WRITE_GOLDEN")) {
      QFile file(expected);
      QVERIFY(file.open(QIODevice::WriteOnly));
      file.write(QByteArray::fromStdString(text));
    }
    QCOMPARE(QString::fromStdString(text), QString::fromStdString(contentOf(expected)));
  }

  void refused_data() {
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < ::refused().size(); ++i) QTest::newRow(::refused()[i].name) << int(i);
  }
  void refused() {
    QFETCH(int, index);
    ProductionChoices choices;
    choices.domain = "clearml.example.com";
    choices.tls = Tls::Secret;
    choices.tlsSecret = "clearml-tls";
    QVERIFY(planProduction(choices, chart()));
    const auto& entry = ::refused()[std::size_t(index)];
    entry.spoil(choices);
    const auto plan = planProduction(choices, chart());
    QVERIFY(!plan);
    QVERIFY(plan.error().kind == ErrorKind::Invalid);
    QVERIFY2(plan.error().text().find(entry.word) != std::string::npos, plan.error().text().c_str());
    QVERIFY2(plan.error().text().find("very-secret") == std::string::npos, "a password in the message");
    QVERIFY2(plan.error().text().find('\n') == std::string::npos, "two lines");
  }

  void kindRefusals() {
    auto word = [](KindChoices choices) {
      const auto plan = planKind(choices, chart());
      return plan ? QString("accepted") : QString::fromStdString(plan.error().text());
    };
    auto from = [](const char* json) { return kindFrom(*yaml::fromJson(json)); };
    QVERIFY(word(from(R"({"data":"here"})")).contains("--data"));
    QVERIFY(word(from(R"({"data":"/"})")).contains("root folder"));
    QVERIFY(word(from(R"({"data":"/a\nb: c"})")).contains("control character"));
    QVERIFY(word(from(R"({"apiPort":30080})")).contains("same"));
    QVERIFY(word(from(R"({"apiPort":0})")).contains("0"));
    QVERIFY(word(from(R"({"cluster":"my cluster"})")).contains("--name"));
  }

  // An older chart lacks what newer options set; that is said and not written into a void.
  void chartWithoutTheValue() {
    ProductionChoices choices;
    choices.exposure = Exposure::Gateway;
    choices.domain = "clearml.example.com";
    choices.gateway = "public";
    PlanChart old = chart();
    old.defaults = "ingress: {domain: ''}\n";
    const auto plan = planProduction(choices, old);
    QVERIFY(!plan);
    QVERIFY2(plan.error().text().find("gateway.enabled") != std::string::npos, plan.error().text().c_str());
  }

  // Whatever the choices are, the values file means the settings and nothing that equals a default.
  void valuesMeanTheSettings() {
    QDirIterator cases(folder, QStringList("production-*.json"));
    const auto defaults = *yaml::parse(chart().defaults);
    while (cases.hasNext()) {
      const auto choices = productionFrom(*yaml::fromJson(contentOf(cases.next())));
      const auto plan = planProduction(choices, chart());
      QVERIFY(plan);
      const auto written = *yaml::parse(plan->values);
      QVERIFY(written == *productionValues(choices, chart()));
      for (const auto& setting : settingsOf(choices)) {
        const auto path = *yaml::parsePath(setting.path);
        const auto* value = yaml::find(written, path);
        if (!value) value = yaml::find(defaults, path);
        QVERIFY2(value && *value == setting.value, setting.path.c_str());
      }
    }
  }

  void passwords() {
    const auto hash = hashPassword("correct horse");
    QVERIFY(hash);
    QVERIFY(hash->starts_with("JDJi"));  // base64 of "$2b"
    QVERIFY(passwordFits("correct horse", *hash));
    QVERIFY(!passwordFits("wrong horse", *hash));
    QVERIFY(!passwordFits("correct horse", "no hash"));
    QVERIFY(!hashPassword(""));
    QVERIFY(!hashPassword(std::string(73, 'a')));
    QVERIFY(!hashPassword(std::string("a\0b", 3)));
    // A vector of the tests of Python's bcrypt, which the server uses.
    QVERIFY(passwordFits("Kk4DQuMMfZL9o",
                         "JDJiJDA0JGNWV3A0WGFOVThhNHYxdU1SdW0yU08wMjZCV0xJb1FNRC9UWGc1dVpWLjBQLnVPOG0zWUVt"));
  }

  void users() {
    QCOMPARE(fixedUserFromText("jane=Jane Doe")->name, std::string("Jane Doe"));
    QCOMPARE(fixedUserFromText("jane")->name, std::string("jane"));
    for (const char* text : {"", "=Jane", "ja ne", "jane=", "jane=a\nb", "jane\"=x"})
      QVERIFY2(!fixedUserFromText(text), text);
  }

  void quantities() {
    QCOMPARE(*bytesOf("1Gi"), std::int64_t(1) << 30);
    QCOMPARE(*bytesOf("1.5G"), std::int64_t(1'500'000'000));
    QCOMPARE(*bytesOf("123"), std::int64_t(123));
    QCOMPARE(*milliCoresOf("250m"), std::int64_t(250));
    QCOMPARE(*milliCoresOf("2"), std::int64_t(2000));
    for (const char* text : {"", "lots", "1Q", "-1", "1 Gi"}) QVERIFY2(!bytesOf(text), text);
    QCOMPARE(bytesText(std::int64_t(3584) << 20), std::string("3.5 GiB"));
  }

  void sizes() {
    QCOMPARE(sizingFor(1).users, 5);
    QCOMPARE(sizingFor(5).users, 5);
    QCOMPARE(sizingFor(6).users, 25);
    QCOMPARE(sizingFor(1'000'000).users, 1000);
    const auto demand = demandOf(*yaml::parse(chart().defaults));
    QCOMPARE(demand.memoryBytes, (std::int64_t(5 * 256 - 128 + 64) << 20) + (std::int64_t(2) << 30));
    QCOMPARE(demand.largestPod, std::string("elasticsearch"));
    QCOMPARE(demand.milliCores, std::int64_t(600));
  }
};

QTEST_APPLESS_MAIN(SetupTest)
#include "test_setup_plans.moc"
