// What is wrong with values though Helm takes them, and the state of each override.
#include "helm/fixtures.h"
#include "helm/values_check.h"
#include "helm/values_session.h"

#include <QtTest>

using namespace cleardeck;
using helm::OverrideState;
using helm::ValuesSession;
using yaml::Value;

namespace {
/// A session over a chart that is made of two texts; a sub-chart "sub" has the schema that is given for it.
Result<ValuesSession> sessionOf(const std::string& defaults, const std::string& overrides,
                                const std::string& schema = std::string(),
                                const std::string& subSchema = std::string()) {
  auto chart = std::make_shared<helm::Chart>();
  chart->meta.name = "made";
  chart->meta.version = "1.0.0";
  chart->valuesText = defaults;
  chart->values = *yaml::parse(defaults);
  chart->schema = schema;
  if (!subSchema.empty()) {
    helm::Subchart sub;
    sub.key = sub.chart.meta.name = "sub";
    sub.chart.values = Value::object({{"size", 1}});
    sub.chart.schema = subSchema;
    chart->subcharts.push_back(sub);
  }
  helm::ValuesBase base;
  base.release.name = "made";
  base.release.chart = chart->meta;
  base.release.userValues = yaml::parse(overrides)->is_null() ? Value::object() : *yaml::parse(overrides);
  base.release.manifest = "x";
  base.chart = chart;
  base.overridesText = overrides;
  return ValuesSession::create(std::move(base));
}

QString problemsOf(const Result<ValuesSession>& session) {
  QStringList lines;
  for (const helm::Problem& problem : session->problems()) {
    const char* severity = problem.severity == helm::Severity::Error     ? "error"
                           : problem.severity == helm::Severity::Warning ? "warning"
                                                                         : "hint";
    lines << QString("%1|%2|%3").arg(problem.path.c_str(), severity, problem.message.c_str());
  }
  return lines.join('\n');
}
}  // namespace

class HelmCheckTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void quantities_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<double>("amount");
    auto row = [](const char* text, double amount) { QTest::newRow(text) << QString(text) << amount; };
    row("1", 1);
    row("100m", 0.1);
    row("1.5Gi", 1.5 * 1024 * 1024 * 1024);
    row("1e3", 1000);
    row("2E", 2e18);
    row(".5", 0.5);
    row("-1k", -1000);
    row("1E-2", 0.01);
    for (const char* bad : {"", "1 Gi", "1GB", "Gi", "1.2.3", "one", "1e", "0x10", "1gi"}) row(bad, -12345);
  }
  void quantities() {
    QFETCH(QString, text);
    QFETCH(double, amount);
    QCOMPARE(helm::parseQuantity(text.toStdString()).value_or(-12345), amount);
  }

  void fixes_data() {
    QTest::addColumn<QString>("defaults");
    QTest::addColumn<QString>("overrides");
    QTest::addColumn<QString>("label");
    QTest::addColumn<QString>("value");
    auto row = [](const char* name, const char* defaults, const char* overrides, const char* label, const char* value) {
      QTest::newRow(name) << defaults << overrides << label << value;
    };
    const char* ports =
        "a: {service: {type: NodePort, nodePort: 30008}}\nb: {service: {type: NodePort, nodePort: 30080}}\n";
    row("outside", ports, "b: {service: {nodePort: 8008}}\n", "Use 30009", "30009");
    row("above", ports, "b: {service: {nodePort: 99999}}\n", "Use 30999", "30999");
    row("twice", ports, "b: {service: {nodePort: 30008}}\n", "Use 30009", "30009");
    row("thousandths", "resources: {limits: {memory: 1Gi}}\n", "resources: {limits: {memory: 512m}}\n", "Use 512Mi",
        "\"512Mi\"");
    row("over the limit", "resources: {limits: {memory: 1Gi}, requests: {memory: 1Gi}}\n",
        "resources: {requests: {memory: 2Gi}}\n", "Use 1Gi", "\"1Gi\"");
    row("host", "ingress: {hostName: a}\n", "ingress: {hostName: 'https://a.b:80/c'}\n", "Use a.b", "\"a.b\"");
    row("misspelled", "a: {replicaCount: 1}\n", "a: {replicaCont: 2}\n", "Use replicaCount", "a.replicaCount");
    row("case", "a: {replicaCount: 1}\n", "a: {replicacount: 2}\n", "Use replicaCount", "a.replicaCount");
    row("dead", "a: {replicaCount: 1}\n", "a: {dragonfly: 2}\n", "Remove dead value", "");
    row("taken", "a: {replicaCount: 1}\n", "a: {replicaCount: 2, replicaCont: 3}\n", "Remove dead value", "");
  }
  void fixes() {
    QFETCH(QString, defaults);
    QFETCH(QString, overrides);
    QFETCH(QString, label);
    QFETCH(QString, value);
    auto session = sessionOf(defaults.toStdString(), overrides.toStdString());
    QVERIFY(session);
    QCOMPARE(session->problems().size(), std::size_t(1));
    const helm::Problem problem = session->problems().front();
    QCOMPARE(QString::fromStdString(problem.fix.label), label);
    const bool moves = problem.fix.kind == helm::Fix::Kind::Move;
    const std::string text = moves                         ? yaml::toString(problem.fix.to)
                             : problem.fix.value.is_null() ? ""
                                                           : yaml::toJson(problem.fix.value);
    QCOMPARE(QString::fromStdString(text), value);
    const yaml::Path at = *yaml::parsePath(problem.path);
    if (problem.fix.kind == helm::Fix::Kind::Set) QVERIFY(session->set(at, problem.fix.value));
    if (problem.fix.kind == helm::Fix::Kind::Unset) QVERIFY(session->unset(at));
    if (moves) QVERIFY(session->move(at, problem.fix.to));
    QVERIFY2(session->problems().empty(), qPrintable(problemsOf(session)));
  }

  void advice_data() {
    QTest::addColumn<QString>("defaults");
    QTest::addColumn<QString>("overrides");
    QTest::addColumn<QString>("says");
    auto row = [](const char* name, const char* defaults, const char* overrides, const char* says) {
      QTest::newRow(name) << QString(defaults) << QString(overrides) << QString(says);
    };
    row("nothing", "a: 1\n", "a: 2\n", "");
    row("a wrong type", "a: 1\n", "a: x\n", "a|error|a: it must be a whole number");
    row("an unknown key", "a: 1\n", "b: 1\n", "b|warning|chart made-1.0.0 does not know b");
    row("a key twice", "a: 1\n", "a: 2\na: 2\n",
        "|warning|line 2, column 1: the key a stands twice; Helm uses the last one");
    row("a quantity", "resources: {}\n", "resources: {limits: {memory: 1GB}}\n",
        "resources.limits.memory|error|it must be a quantity, such as 512Mi or 50Gi");
    row("thousandths of bytes", "resources: {}\n", "resources: {limits: {memory: 512m}}\n",
        "resources.limits.memory|warning|512m is a thousandth of a byte each: is 512Mi meant?");
    row("requests over limits", "resources: {}\n", "resources: {requests: {cpu: 2}, limits: {cpu: 1500m}}\n",
        "resources.requests.cpu|error|more cpu is requested than the limit allows; Kubernetes refuses such a pod");
    row("a port", "service: {nodePort: 30008}\n", "service: {nodePort: 99999}\n",
        "service.nodePort|error|a port is a whole number from 1 to 65535");
    row("a node port", "service: {nodePort: 30008}\n", "service: {nodePort: 8080}\n",
        "service.nodePort|warning|Kubernetes takes node ports from 30000 to 32767 unless the cluster says otherwise");
    row("the same node port twice", "a: {type: NodePort, nodePort: 30008}\nb: {type: NodePort, nodePort: 30080}\n",
        "b: {nodePort: 30008}\n", "b.nodePort|error|the same node port as a.nodePort");
    row("not when one has none", "a: {type: NodePort, nodePort: 30008}\nb: {type: ClusterIP, nodePort: 30008}\n", "",
        "");
    row("a host with scheme", "ingress: {hostName: x.org}\n", "ingress: {hostName: https://x.org}\n",
        "ingress.hostName|error|an ingress host is a name without scheme: x.org");
    row("a large number", "id: 1\n", "id: 1234567\n",
        "id|warning|Helm prints whole numbers from 1,000,000 as 1e+06: write it in quotes if it goes into text");
    row("a published secret", "clearml:\n  testUserKey: \"\"\n", "clearml:\n  testUserKey: ENP39EQM4SLACGD5FXB7\n",
        "clearml.testUserKey|warning|a published default: anyone can read it and use it on this server");
    row("the chart's own secret", "apiKey: abcdefgh12345678\n", "",
        "apiKey|warning|a published default: anyone can read it and use it on this server");
    row("a template is not judged", "resources: {}\n", "resources: {limits: {memory: '{{ .x }}'}}\n", "");
  }
  void advice() {
    QFETCH(QString, defaults);
    QFETCH(QString, overrides);
    auto session = sessionOf(defaults.toStdString(), overrides.toStdString());
    QVERIFY2(session, session ? "" : session.error().text().c_str());
    QTEST(problemsOf(session), "says");
    for (const helm::Problem& problem : session->problems()) QVERIFY(problem.warning);
  }

  void schemas_data() {
    QTest::addColumn<QString>("schema");
    QTest::addColumn<QString>("overrides");
    QTest::addColumn<QString>("says");
    auto row = [](const char* name, const char* schema, const char* overrides, const char* says) {
      QTest::newRow(name) << QString(schema) << QString(overrides) << QString(says);
    };
    row("fits", "{\"properties\":{\"a\":{\"type\":\"integer\"}}}", "a: 2\n", "");
    row("draft 7", "{\"properties\":{\"l\":{\"items\":{\"required\":[\"name\"]}}}}", "l: [{name: x}, {nam: y}]\n",
        "l[1]|error|the chart's schema says: Missing required property 'name'.");
    row("a key that only the schema knows", "{\"properties\":{\"new\":{\"type\":\"string\"}}}", "new: x\n", "");
    row("2020-12: prefixItems",
        "{\"$defs\":{\"n\":{\"type\":\"number\"}},\"properties\":{\"l\":{\"prefixItems\":[{\"$ref\":\"#/$defs/"
        "n\"}],\"items\":false}}}",
        "l: [x]\n", "l[0]|error|it has another type than the chart's schema wants");
    row("2019-09: dependentRequired", "{\"properties\":{\"m\":{\"dependentRequired\":{\"user\":[\"password\"]}}}}",
        "m: {user: x}\n", "m|error|");
    row("a keyword that nobody checks is told once",
        "{\"properties\":{\"a\":{\"unevaluatedProperties\":false},\"l\":{\"unevaluatedProperties\":false}}}", "",
        "|hint|schema of made-1.0.0: unevaluatedProperties is not checked here");
    row("no JSON", "{", "", "|hint|schema of made-1.0.0: it is no JSON");
    row("a reference to elsewhere", "{\"properties\":{\"a\":{\"$ref\":\"https://example.org/x.json\"}}}", "",
        "|hint|schema of made-1.0.0: $ref to https://example.org/x.json is not checked here");
    row("a circle", "{\"properties\":{\"a\":{\"$ref\":\"#/properties/a\"}}}", "", "|hint|schema of made-1.0.0: ");
    row("a tree",
        "{\"properties\":{\"m\":{\"$ref\":\"#/$defs/t\"}},\"$defs\":{\"t\":{\"additionalProperties\":{\"$ref\":\"#/"
        "$defs/t\"}}}}",
        "m: {m: {m: {}}}\n", "");
    row("a bad pattern", "{\"properties\":{\"l\":{\"items\":{\"pattern\":\"((\"}}}}", "l: [x]\n",
        "|error|the chart's schema cannot be applied");
    row("a long text", "{\"properties\":{\"l\":{\"items\":{\"pattern\":\"^(.|x)*$\"}}}}",
        ("l: [" + std::string(300'000, 'x') + "]\n").c_str(), "");
    row("not a schema", "[1]", "", "|hint|schema of made-1.0.0: it is not checked here");
  }
  void schemas() {
    QFETCH(QString, schema);
    QFETCH(QString, overrides);
    QFETCH(QString, says);
    auto session = sessionOf("a: 1\nl: []\nm: {}\n", overrides.toStdString(), schema.toStdString());
    QVERIFY2(session, session ? "" : session.error().text().c_str());
    QString problems = problemsOf(session);
    QVERIFY2(says.isEmpty() ? problems.isEmpty() : problems.startsWith(says), qPrintable(problems));
    QVERIFY(problems.count('\n') == 0);
  }

  void aSubchartsSchemaJudgesItsBlock() {
    auto session = sessionOf("a: 1\n", "sub: {size: big}\n", "", "{\"properties\":{\"size\":{\"type\":\"integer\"}}}");
    QVERIFY(session);
    QVERIFY2(problemsOf(session).startsWith("sub.size|error|"), qPrintable(problemsOf(session)));
  }

  void onlyWhatFailsStopsAnApply() {
    auto session = sessionOf("a: 1\n", "a: 1\n", "", "{\"type\":\"object\"}");
    QVERIFY(session->set({std::string("sub")}, Value("no map")));
    bool stops = false;
    for (const helm::Problem& problem : session->problems()) stops = stops || !problem.warning;
    QVERIFY(stops && !session->plan());
  }

  void states_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("state");
    auto row = [](const char* path, OverrideState state) { QTest::newRow(path) << QString(path) << int(state); };
    row("inherited", OverrideState::Inherited);
    row("nowhere", OverrideState::Inherited);
    row("overridden", OverrideState::Overridden);
    row("redundant", OverrideState::Redundant);
    row("deleted", OverrideState::Deleted);
    row("deleted.below", OverrideState::Deleted);
    row("dangling", OverrideState::Dangling);
    row("map.dangling.deep", OverrideState::Dangling);
    row("free.x", OverrideState::Overridden);
    row("shared", OverrideState::Shared);
    row("merged.k", OverrideState::Shared);
    row("number", OverrideState::Invalid);
    row("bySchema", OverrideState::Overridden);
  }
  void states() {
    QFETCH(QString, path);
    QFETCH(int, state);
    auto session = sessionOf(
        "inherited: 1\noverridden: 1\nredundant: 1\ndeleted: {below: 1}\nmap: {a: 1}\nfree: {}\nshared: {k: 0}\n"
        "merged: {k: 0}\nnumber: 1\n",
        "overridden: 2\nredundant: 1\ndeleted: null\ndangling: 1\nmap: {dangling: {deep: 1}}\nfree: {x: 1}\n"
        "shared: &s {k: 1}\nmerged:\n  <<: *s\nnumber: text\nbySchema: 1\n",
        "{\"properties\":{\"bySchema\":{\"type\":\"integer\"}}}");
    QVERIFY2(session, session ? "" : session.error().text().c_str());
    QCOMPARE(int(session->stateAt(*yaml::parsePath(path.toStdString()))), state);
  }

  void sharedValuesAskFirst() {
    auto session = sessionOf("a: 1\nb: 1\n", "a: &x 2\nb: *x\n");
    yaml::Path a{std::string("a")};
    QCOMPARE(session->sharedWith(a).size(), std::size_t(1));
    QVERIFY(!session->set(a, Value(3)));
    QVERIFY(!session->canUndo());
    QVERIFY(session->set(a, Value(3), yaml::Sharing::ChangeAll));
    QCOMPARE(session->text(), std::string("a: &x 3\nb: *x\n"));
    QVERIFY(session->undo());
    QVERIFY(session->set(a, Value(3), yaml::Sharing::Detach));
    QCOMPARE(session->text(), std::string("a: &x 3\nb: 2\n"));
  }

  void badFiles_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("broken") << QByteArray("a: [\n");
    QTest::newRow("a list") << QByteArray("- a\n");
    QTest::newRow("a scalar") << QByteArray("text\n");
    QTest::newRow("10 MB") << QByteArray(10'000'000, '#');
    QTest::newRow("binary") << QByteArray("\x7f\x45\x4c\x46\x00\x01", 6);
    QTest::newRow("tabs") << QByteArray("a:\n\tb: 1\n");
    QTest::newRow("two documents") << QByteArray("a: 1\n---\na: 2\n");
  }
  void badFiles() {
    QFETCH(QByteArray, text);
    auto session = sessionOf("a: 1\n", "a: 2\n");
    QVERIFY(!session->replaceText(text.toStdString()));
    QCOMPARE(session->text(), std::string("a: 2\n"));
    QCOMPARE(session->effective()["a"].get<int>(), 2);
    helm::ValuesBase base;
    base.overridesText = text.toStdString();
    QVERIFY(!ValuesSession::create(std::move(base)));
  }
};

QTEST_APPLESS_MAIN(HelmCheckTest)
#include "test_helm_check.moc"
