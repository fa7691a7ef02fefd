// The built-in overlays over the charts that they are for, and how a control is chosen without one.
#include "base/files.h"
#include "helm/field_overlay.h"
#include "helm/fixtures.h"

#include <QtTest>

#include <cstdio>
#include <map>

using namespace cleardeck;
using helm::Field;
using helm::FieldOverlay;
using helm::FieldType;
using helm::Widget;

namespace {
std::map<std::string, Field> byPath(const std::vector<Field>& fields) {
  std::map<std::string, Field> map;
  for (const Field& field : fields) map[field.pathText] = field;
  return map;
}

std::string resource(const std::string& name) { return std::string(CLEARDECK_SOURCE "/resources/fields/") + name; }

struct Case {
  const char* chart;
  const char* overlay;
};
const std::vector<Case> cases{{CLEARDECK_SOURCE "/charts/clearml", "clearml.yaml"},
                              {CLEARDECK_FIXTURES "/charts/clearml-7.14.4", "clearml-upstream-7.14.yaml"}};
}  // namespace

class HelmOverlayTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void everyLeafHasAControl_data() {
    QTest::addColumn<QString>("folder");
    QTest::addColumn<QString>("file");
    for (const Case& one : cases) QTest::newRow(one.overlay) << QString(one.chart) << QString(one.overlay);
  }
  /// Every leaf has a section, a description and a control. The counts are printed.
  void everyLeafHasAControl() {
    QFETCH(QString, folder);
    auto chart = helm::readChart(folder.toStdString());
    QVERIFY(chart);
    auto fields = helm::fieldsOf(*chart);
    int described = 0, specific = 0, dangerous = 0, restarting = 0;
    for (const Field& field : fields) {
      QVERIFY2(!field.section.empty(), field.pathText.c_str());
      if (!helm::isSpecific(field.widget) && field.widget != Widget::Text)
        qWarning("%s is edited as YAML", field.pathText.c_str());
      if (field.description.empty()) qWarning("%s has no description", field.pathText.c_str());
      if (field.widget == Widget::Reference) QVERIFY2(!field.reference.empty(), field.pathText.c_str());
      described += !field.description.empty();
      specific += helm::isSpecific(field.widget);
      dangerous += !field.danger.empty();
      restarting += !field.restarts.empty();
    }
    std::printf(
        "%s: %zu leaves, %d with a description, %d with a specific control, %d with a danger, %d restart pods\n",
        chart->meta.text().c_str(), fields.size(), described, specific, dangerous, restarting);
    QCOMPARE(described, int(fields.size()));
    QVERIFY(specific * 10 >= int(fields.size()) * 7);
  }

  void noRuleIsDead_data() { everyLeafHasAControl_data(); }
  void noRuleIsDead() {
    QFETCH(QString, folder);
    QFETCH(QString, file);
    auto chart = helm::readChart(folder.toStdString());
    auto overlay = FieldOverlay::parse(test::contentOf(resource(file.toStdString())));
    QVERIFY(chart);
    QVERIFY2(overlay, overlay ? "" : overlay.error().text().c_str());
    QVERIFY(overlay->isFor(chart->meta));
    auto fields = helm::fieldsOf(*chart, nullptr);
    for (const auto& rule : overlay->rules)
      for (const yaml::Path& pattern : rule.paths) {
        helm::FieldRule one;
        one.paths = {pattern};
        bool used = std::any_of(fields.begin(), fields.end(), [&](const Field& field) { return one.fits(field.path); });
        QVERIFY2(used, ("no value of " + chart->meta.text() + " fits " + yaml::toString(pattern)).c_str());
      }
  }

  void chosenByNameVersionAndSource_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("version");
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("from");
    auto row = [](const char* title, const char* name, const char* version, const char* source, const char* from) {
      QTest::newRow(title) << QString(name) << QString(version) << QString(source) << QString(from);
    };
    const char* upstream = "https://github.com/clearml/clearml-helm-charts";
    row("ours", "clearml", "0.1.0", "https://github.com/clearml/clearml-server", "ours");
    row("ours, one day", "clearml", "8.0.0", "", "ours");
    row("upstream", "clearml", "7.14.4", upstream, "upstream");
    row("upstream of the old place", "clearml", "7.14.1", "https://github.com/allegroai/clearml-helm-charts",
        "upstream");
    row("upstream 7.15", "clearml", "7.15.0", upstream, "upstream");
    row("upstream of the future", "clearml", "8.0.0", upstream, "none");
    row("another chart", "clearml-agent", "5.3.2", upstream, "none");
    row("a prerelease", "clearml", "7.14.0-rc.1", upstream, "upstream");
    row("no version", "clearml", "latest", "", "none");
  }
  void chosenByNameVersionAndSource() {
    QFETCH(QString, name);
    QFETCH(QString, version);
    QFETCH(QString, source);
    QFETCH(QString, from);
    helm::ChartMeta meta;
    meta.name = name.toStdString();
    meta.version = version.toStdString();
    meta.home = "https://clear.ml";
    meta.sources = {source.toStdString()};
    const FieldOverlay* overlay = helm::overlayFor(meta);
    QCOMPARE(QString(!overlay ? "none" : overlay->from.empty() ? "ours" : "upstream"), from);
  }

  void overUpstream() {
    auto chart = helm::readChart(CLEARDECK_FIXTURES "/charts/clearml-7.14.4");
    QVERIFY(chart);
    auto map = byPath(helm::fieldsOf(*chart));
    QCOMPARE(map["apiserver.replicaCount"].section, std::string("API server"));
    QCOMPARE(map["apiserver.additionalVolumes"].type, FieldType::List);
    QCOMPARE(map["apiserver.additionalVolumes"].widget, Widget::ObjectList);
    QCOMPARE(map["elasticsearch.roles.master"].type, FieldType::String);
    QCOMPARE(map["elasticsearch.roles.master"].widget, Widget::Enum);
    QCOMPARE(map["mongodb.persistence.storageClass"].reference, std::string("StorageClass"));
    QCOMPARE(map["clearml.secureAuthTokenSecret"].widget, Widget::Secret);
    QVERIFY(!map["clearml.secureAuthTokenSecret"].danger.empty());
    QCOMPARE(map["apiserver.image.tag"].compound, std::string("apiserver.image"));
    QCOMPARE(map["apiserver.image.tag"].restarts, (std::vector<std::string>{"apiserver", "async-delete"}));
    QVERIFY(map["apiserver.service.nodePort"].restarts.empty());
  }

  void overOurs() {
    auto chart = helm::readChart(CLEARDECK_SOURCE "/charts/clearml");
    QVERIFY(chart);
    auto map = byPath(helm::fieldsOf(*chart));
    QCOMPARE(map["watchdog.thresholdSec"].unit, std::string("s"));
    QCOMPARE(map["ingress.className"].reference, std::string("IngressClass"));
    QCOMPARE(map["fileserver.storage.data.class"].reference, std::string("StorageClass"));
    QVERIFY(map["fixedUsers.users"].secret);
    QCOMPARE(map["fixedUsers.users"].widget, Widget::ObjectList);
    QCOMPARE(map["apiserver.service.nodePort"].widget, Widget::Port);
    QCOMPARE(map["mongodb.image.pullPolicy"].widget, Widget::Enum);
    QCOMPARE(map["apiserver.service.port"].section, std::string("API server"));
  }

  void deduced_data() {
    QTest::addColumn<QString>("values");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("widget");
    QTest::addColumn<QString>("more");
    auto row = [](const char* values, const char* path, const char* widget, const char* more) {
      QTest::addRow("%s in %s", path, values) << QString(values) << QString(path) << QString(widget) << QString(more);
    };
    row("a: {enabled: true}", "a.enabled", "switch", "");
    row("a:\n  # -- (bool) x\n  enabled:", "a.enabled", "tri-state", "");
    row("a: {replicas: 2}", "a.replicas", "number", "");
    row("a: {nodePort: 30008}", "a.nodePort", "port", "");
    row("a: {redisPort: 6379}", "a.redisPort", "port", "");
    row("resources: {limits: {memory: 1Gi, cpu: 100m}}", "resources.limits.memory", "quantity", "resources");
    row("resources: {limits: {memory: 1Gi, cpu: 100m}}", "resources.limits.cpu", "cpu", "resources");
    row("resources: {}", "resources", "resources", "");
    row("persistence: {size: 5Gi}", "persistence.size", "quantity", "");
    row("persistence: {storageClass: \"\"}", "persistence.storageClass", "reference", "StorageClass");
    row("storage: {data: {class: \"\"}}", "storage.data.class", "reference", "StorageClass");
    row("ingress: {ingressClassName: \"\"}", "ingress.ingressClassName", "reference", "IngressClass");
    row("a: {existingSecret: \"\"}", "a.existingSecret", "reference", "Secret");
    row("a: {existingFilesConfigMap: \"\"}", "a.existingFilesConfigMap", "reference", "ConfigMap");
    row("a: {existingPVC: \"\"}", "a.existingPVC", "reference", "PersistentVolumeClaim");
    row("serviceAccount: {name: \"\"}", "serviceAccount.name", "reference", "ServiceAccount");
    row("image: {repository: x, tag: \"1\"}", "image.tag", "image", "image");
    row("image: {repository: x, tag: \"1\", pullPolicy: Always}", "image.pullPolicy", "enum", "image");
    row("image: {tag: \"1\"}", "image.tag", "text", "");
    row("service: {type: NodePort}", "service.type", "enum", "");
    row("a: {password: x}", "a.password", "secret", "");
    row("a: {podAnnotations: {}}", "a.podAnnotations", "key-values", "");
    row("a: {nodeSelector: {}}", "a.nodeSelector", "key-values", "");
    row("a: {tolerations: []}", "a.tolerations", "tolerations", "");
    row("a: {affinity: {}}", "a.affinity", "affinity", "");
    row("a: {podSecurityContext: {}}", "a.podSecurityContext", "security-context", "");
    row("a: {livenessProbe: {}}", "a.livenessProbe", "probe", "");
    row("a: {extraEnvs: []}", "a.extraEnvs", "env-vars", "");
    row("a: {volumeMounts: []}", "a.volumeMounts", "object-list", "");
    row("a: {things: [{b: 1}]}", "a.things", "object-list", "");
    row("a: {things: [b]}", "a.things", "strings", "");
    row("a: {additionalConfigs: {}}", "a.additionalConfigs", "files", "");
    row("a: {text: \"b\\nc\"}", "a.text", "multiline", "");
    row("a: {hosts: '[{\"host\":\"b\"}]'}", "a.hosts", "json", "");
    row("a: {hosts: '{{ .Release.Name }}'}", "a.hosts", "text", "");
    row("a: {things: []}", "a.things", "yaml", "");
    row("a: {word: b}", "a.word", "text", "");
  }
  void deduced() {
    QFETCH(QString, values);
    QFETCH(QString, path);
    QFETCH(QString, widget);
    QFETCH(QString, more);
    helm::Chart chart;
    chart.valuesText = values.toStdString();
    auto parsed = yaml::parse(chart.valuesText);
    QVERIFY(parsed);
    chart.values = *parsed;
    auto map = byPath(helm::fieldsOf(chart, nullptr));
    QVERIFY(map.count(path.toStdString()));
    const Field& field = map[path.toStdString()];
    QCOMPARE(QString(helm::name(field.widget)), widget);
    QCOMPARE(QString::fromStdString(field.reference.empty() ? field.compound : field.reference), more);
  }

  void patterns_data() {
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("fits");
    auto row = [](const char* pattern, const char* path, bool fits) {
      QTest::addRow("%s on %s", pattern, path) << QString(pattern) << QString(path) << fits;
    };
    row("a.b", "a.b", true);
    row("a.b", "a.b.c", false);
    row("*.b", "a.b", true);
    row("*.b", "a.c.b", false);
    row("a.**", "a.b.c", true);
    row("**.b", "a.c.b", true);
    row("a.**.d", "a.d", true);
    row("{a,c}.b", "c.b", true);
    row("{a,c}.b", "d.b", false);
    row("a.x\\.yml", "a.x\\.yml", true);
  }
  void patterns() {
    QFETCH(QString, pattern);
    QFETCH(QString, path);
    QFETCH(bool, fits);
    auto overlay = FieldOverlay::parse("chart: x\nrules: [{path: '" + pattern.toStdString() + "'}]");
    QVERIFY(overlay);
    QCOMPARE(overlay->rules[0].fits(*yaml::parsePath(path.toStdString())), fits);
  }

  void theLaterRuleWins() {
    auto overlay =
        FieldOverlay::parse("chart: x\nrules: [{path: '**', unit: s, level: advanced}, {path: a, unit: ms}]");
    QVERIFY(overlay);
    Field field;
    field.path = *yaml::parsePath("a");
    overlay->apply(field);
    QCOMPARE(field.unit, std::string("ms"));
    QCOMPARE(field.level, helm::FieldLevel::Advanced);
  }

  void badOverlays_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("says");
    QTest::newRow("no chart") << "rules: []"
                              << "names no chart";
    QTest::newRow("no rules") << "chart: x"
                              << "no rules";
    QTest::newRow("attribute") << "chart: x\nrules: [{path: a, tilte: b}]"
                               << "tilte";
    QTest::newRow("widget") << "chart: x\nrules: [{path: a, widget: slider}]"
                            << "slider";
    QTest::newRow("type") << "chart: x\nrules: [{path: a, type: text}]"
                          << "there is no type";
    QTest::newRow("level") << "chart: x\nrules: [{path: a, level: expert}]"
                           << "basic or advanced";
    QTest::newRow("brace") << "chart: x\nrules: [{path: 'a.{b'}]"
                           << "has no }";
    QTest::newRow("no path") << "chart: x\nrules: [{widget: text}]"
                             << "has no path";
    QTest::newRow("range") << "chart: x\nversions: '>=seven'\nrules: []"
                           << "seven";
    QTest::newRow("no YAML") << "a: ["
                             << "line";
  }
  void badOverlays() {
    QFETCH(QString, text);
    QFETCH(QString, says);
    auto overlay = FieldOverlay::parse(text.toStdString());
    QVERIFY(!overlay);
    QVERIFY2(overlay.error().message.find(says.toStdString()) != std::string::npos, overlay.error().message.c_str());
  }
};

QTEST_APPLESS_MAIN(HelmOverlayTest)
#include "test_helm_overlay.moc"
