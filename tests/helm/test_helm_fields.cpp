// Fields out of values.yaml: upstream's charts against their own README tables, other comment dialects, none at all.
#include "base/text.h"
#include "helm/field_comments.h"
#include "helm/fields.h"
#include "helm/fixtures.h"

#include <QtTest>

#include <map>

using namespace cleardeck;
using helm::Field;
using helm::FieldType;

namespace {
std::map<std::string, Field> byPath(const std::vector<Field>& fields) {
  std::map<std::string, Field> map;
  for (const Field& field : fields) map[field.pathText] = field;
  return map;
}

struct Row {
  std::string key, type, description;
};

/// The rows of the table that helm-docs made of the same values.yaml.
std::vector<Row> readmeRows(const std::string& readme) {
  std::vector<Row> rows;
  bool values = false;
  for (const std::string& line : text::split(readme, '\n')) {
    if (line.rfind("| Key", 0) == 0) values = true;
    if (!values || line.rfind("| ", 0) != 0 || line.rfind("| Key", 0) == 0) continue;
    auto first = line.find(" | "), second = line.find(" | ", first + 3), last = line.rfind(" | ");
    Row row{line.substr(2, first - 2), line.substr(first + 3, second - first - 3), line.substr(last + 3)};
    row.description = row.description.substr(0, row.description.rfind('|'));
    rows.push_back(std::move(row));
  }
  return rows;
}
}  // namespace

class HelmFieldsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void upstreamDescriptionsAreHelmDocs_data() {
    QTest::addColumn<QString>("chart");
    QTest::addColumn<int>("atLeast");
    QTest::newRow("clearml") << "clearml-7.14.4" << 90;
    QTest::newRow("clearml-agent") << "clearml-agent-5.3.2" << 45;
    QTest::newRow("clearml-serving") << "clearml-serving-1.5.10" << 40;
  }
  void upstreamDescriptionsAreHelmDocs() {
    QFETCH(QString, chart);
    QFETCH(int, atLeast);
    auto read = helm::readChart(CLEARDECK_FIXTURES "/charts/" + chart.toStdString());
    QVERIFY(read);
    auto fields = byPath(helm::fieldsOf(*read, nullptr));
    int compared = 0;
    for (const Row& row : readmeRows(read->readme)) {
      auto field = fields.find(row.key);
      if (field == fields.end() || std::string(text::trim(row.description)).empty())
        continue;  // a group, or no comment of its own
      QCOMPARE(QString::fromStdString(field->second.description).simplified(),
               QString::fromStdString(row.description).simplified());
      std::string type = row.type == "object" ? "map" : row.type;
      if (field->second.defaultJson != "null")
        QCOMPARE(QString(helm::name(field->second.type)), QString::fromStdString(type));
      ++compared;
    }
    QVERIFY2(compared >= atLeast, qPrintable(QString::number(compared)));
  }

  void everyLeafOfUpstreamIsAField() {
    auto chart = helm::readChart(CLEARDECK_FIXTURES "/charts/clearml-7.14.4");
    QVERIFY(chart);
    auto fields = helm::fieldsOf(*chart, nullptr);
    QVERIFY2(fields.size() >= 190, qPrintable(QString::number(fields.size())));
    auto map = byPath(fields);
    QCOMPARE(map.size(), fields.size());
    const Field& replicas = map["apiserver.replicaCount"];
    QCOMPARE(replicas.type, FieldType::Int);
    QCOMPARE(replicas.defaultJson, std::string("1"));
    QCOMPARE(replicas.title, std::string("Replica count"));
    QCOMPARE(replicas.section, std::string("Apiserver"));
    QCOMPARE(replicas.description, std::string("Api Server number of pods"));
    QCOMPARE(replicas.level, helm::FieldLevel::Basic);
    QVERIFY(replicas.line > 0 && !replicas.secret);
    QVERIFY(map["clearml.apiserverSecret"].secret);
    QVERIFY(map["imageCredentials.password"].secret);
    QVERIFY(!map["imageCredentials.existingSecret"].secret);
    QCOMPARE(map["apiserver.deploymentAnnotations"].type, FieldType::Map);
    QCOMPARE(map["apiserver.affinity"].level, helm::FieldLevel::Advanced);
    // Without a comment of its own it has its parent's.
    QCOMPARE(map["apiserver.image.tag"].description, std::string("Api Server image configuration"));
    QCOMPARE(fields[0].pathText, std::string("global.imageRegistry"));
  }

  void aChartWithoutComments() {
    auto chart = helm::readChart(test::helmFixture("plain"));
    QVERIFY(chart);
    auto map = byPath(helm::fieldsOf(*chart));
    QCOMPARE(map.size(), std::size_t(9));
    QCOMPARE(map["image.tag"].type, FieldType::Number);
    QCOMPARE(map["replicaCount"].type, FieldType::Int);
    QCOMPARE(map["nodeSelector"].type, FieldType::Map);
    QCOMPARE(map["args"].type, FieldType::List);
    QCOMPARE(map["debug"].type, FieldType::Bool);
    QCOMPARE(map["apiToken"].type, FieldType::Unknown);
    QVERIFY(map["apiToken"].secret);
    QVERIFY(!map["service.tlsSecretName"].secret);
    QCOMPARE(map["service.tlsSecretName"].title, std::string("Tls secret name"));
    QCOMPARE(map["ratio"].description, std::string());
  }

  void schemaAndSubcharts() {
    auto sample = helm::readChart(test::helmFixture("sample"));
    auto echo = helm::readChart(test::helmFixture("echo"));
    QVERIFY(sample && echo);
    auto map = byPath(helm::fieldsOf(*sample));
    QCOMPARE(map["tag"].title, std::string("Image tag"));
    QCOMPARE(*map["replicas"].maximum, 50.0);
    QCOMPARE(map["replicas"].description, std::string("How many web pods run"));
    auto sub = byPath(helm::fieldsOf(*echo));
    QCOMPARE(sub["store.replicas"].description, std::string("how many"));
    QCOMPARE(sub["store.replicas"].section, std::string("Store"));
    QCOMPARE(sub["store.persistence.size"].defaultJson, std::string("\"20Gi\""));
    QCOMPARE(sub["cache.persistence.size"].defaultJson, std::string("\"8Gi\""));
    QVERIFY(sub.count("cache.auth.password") && sub["cache.auth.password"].secret);
    QVERIFY(!sub.count("store.global.own"));
  }

  void fromAReleaseAlone() {
    std::string name = "sh.helm.release.v1.three.v2";
    auto release = helm::decodeRelease(name, test::contentOf(test::helmFixture("releases/" + name + ".txt")));
    QVERIFY(release);
    auto map = byPath(helm::fieldsOf(*release));
    QCOMPARE(map.size(), std::size_t(4));
    QCOMPARE(*map["replicas"].maximum, 50.0);
    QVERIFY(map["storePassword"].secret);
  }

  void comments_data() {
    QTest::addColumn<QString>("lines");
    QTest::addColumn<QString>("description");
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("section");
    QTest::newRow("helm-docs") << "# -- one\n# two"
                               << "one two"
                               << ""
                               << "";
    QTest::newRow("typed") << "# -- (int) how many"
                           << "how many"
                           << "int"
                           << "";
    QTest::newRow("the last group") << "# -- old\n# -- new"
                                    << "new"
                                    << ""
                                    << "";
    QTest::newRow("section") << "# -- x\n# @default -- y\n# @section -- Web"
                             << "x"
                             << ""
                             << "Web";
    QTest::newRow("before the group") << "# something\n# -- x"
                                      << "x"
                                      << ""
                                      << "";
    QTest::newRow("plain words") << "## How many\n## pods, at most: 5"
                                 << "How many pods, at most: 5"
                                 << ""
                                 << "";
    QTest::newRow("commented-out YAML") << "# Extra volumes\n# - name: x\n#   hostPath: /x\n# key: value"
                                        << "Extra volumes"
                                        << ""
                                        << "";
    QTest::newRow("other tools") << "# @schema type:string\n# Words"
                                 << "Words"
                                 << ""
                                 << "";
  }
  void comments() {
    QFETCH(QString, lines);
    QFETCH(QString, description);
    QFETCH(QString, type);
    QFETCH(QString, section);
    auto doc = helm::readComment(text::split(lines.toStdString(), '\n'));
    QCOMPARE(QString::fromStdString(doc.description), description);
    QCOMPARE(QString::fromStdString(doc.type), type);
    QCOMPARE(QString::fromStdString(doc.section), section);
  }

  void textsBecomeValues_data() {
    QTest::addColumn<int>("type");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("json");
    auto row = [](const char* name, FieldType type, const char* text, const char* json) {
      QTest::newRow(name) << int(type) << QString(text) << QString(json);
    };
    row("int", FieldType::Int, "2", "2");
    row("no int", FieldType::Int, "two", "error");
    row("a fraction", FieldType::Int, "2.5", "error");
    row("text that is a number", FieldType::String, "2", "\"2\"");
    row("empty text", FieldType::String, "", "\"\"");
    row("bool", FieldType::Bool, "false", "false");
    row("no bool", FieldType::Bool, "maybe", "error");
    row("list", FieldType::List, "[a, b]", "[\"a\",\"b\"]");
    row("no list", FieldType::List, "a", "error");
    row("map", FieldType::Map, "a: 1", "{\"a\":1}");
    row("null", FieldType::Int, "null", "null");
    row("nothing", FieldType::Int, "", "error");
    row("unknown", FieldType::Unknown, "x", "\"x\"");
    row("broken", FieldType::Map, "{a", "error");
  }
  void textsBecomeValues() {
    QFETCH(int, type);
    QFETCH(QString, text);
    QFETCH(QString, json);
    Field field;
    field.pathText = "a.b";
    field.type = FieldType(type);
    auto value = helm::valueFromText(field, text.toStdString());
    QCOMPARE(QString::fromStdString(value ? yaml::toJson(*value) : "error"), json);
    if (!value) QVERIFY(value.error().message.find("a.b") != std::string::npos);
  }

  void validates() {
    Field field;
    field.pathText = "a";
    field.type = FieldType::Int;
    field.minimum = 1;
    field.maximum = 3;
    QVERIFY(helm::validate(field, 2));
    QVERIFY(helm::validate(field, 2.0));
    QVERIFY(helm::validate(field, nullptr));
    QVERIFY(!helm::validate(field, 4));
    QVERIFY(!helm::validate(field, 0));
    QVERIFY(!helm::validate(field, "2"));
    field.type = FieldType::String;
    field.allowed = {"\"a\"", "\"b\""};
    QVERIFY(helm::validate(field, "a"));
    QVERIFY(!helm::validate(field, "c"));
  }
};

QTEST_APPLESS_MAIN(HelmFieldsTest)
#include "test_helm_fields.moc"
