// Where each effective value comes from.
#include "helm/fixtures.h"
#include "helm/values_origin.h"

#include <QtTest>

#include <filesystem>

using namespace cleardeck;
using helm::Origin;
using yaml::Value;

namespace {
helm::Chart made(const std::string& name, const std::string& values) {
  helm::Chart chart;
  chart.meta.name = name;
  chart.meta.version = "1.0.0";
  chart.valuesText = values;
  chart.values = *yaml::parse(values);
  return chart;
}

helm::Chart parentAndSub() {
  auto chart = made("parent", "own: 1\ndropped: {x: 1}\nglobal:\n  domain: a.org\nsub:\n  port: 80\n  gone: null\n");
  auto sub = made("sub", "port: 8080\nname: x\ngone: 5\nexports:\n  data:\n    shown: yes\n");
  helm::ChartDependency dependency;
  dependency.name = "sub";
  dependency.imports = {{"exports.data", "."}};
  chart.meta.dependencies.push_back(dependency);
  chart.subcharts.push_back({"sub", "", {}, sub});
  return chart;
}
}  // namespace

class HelmOriginTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void tellsWhereFrom_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("says");
    auto row = [](const char* path, const char* says) { QTest::newRow(path) << QString(path) << QString(says); };
    row("own", "7 override  2");
    row("new.key", "\"v\" override  5");
    row("dropped", "{\"x\":1} deleted  3");
    row("global.domain", "\"a.org\" chart default parent-1.0.0 4");
    row("sub.port", "80 parent parent-1.0.0 6");
    row("sub.name", "\"x\" sub-chart default sub-1.0.0 2");
    row("sub.exports.data.shown", "true sub-chart default sub-1.0.0 6");
    row("sub.global.domain", "\"a.org\" global parent-1.0.0 4");
    row("sub.global.zone", "\"z\" global  7");
    row("shown", "true imported sub-1.0.0 0");
  }
  void tellsWhereFrom() {
    QFETCH(QString, path);
    auto chart = parentAndSub();
    auto overrides = yaml::Document::parse("# mine\nown: 7\ndropped: null\nnew:\n  key: v\nglobal:\n  zone: z\n");
    auto values = helm::effectiveValues(chart, *overrides, helm::NullRules::Helm3);
    QVERIFY(values);
    QString found;
    for (const helm::EffectiveValue& value : *values)
      if (yaml::toString(value.path) == path.toStdString())
        found = QString("%1 %2 %3 %4")
                    .arg(yaml::toJson(value.value).c_str(), helm::name(value.origin), value.chart.c_str())
                    .arg(value.line);
    QTEST(found, "says");
  }

  /// Without what is deleted, they are the combined values, each one once.
  void theyAreTheCombinedValues() {
    auto chart = helm::readChart(test::helmFixture("echo"));
    QVERIFY(chart);
    for (const auto& entry : std::filesystem::directory_iterator(test::helmFixture("echo/cases"))) {
      if (entry.path().extension() != ".yaml") continue;
      auto overrides = yaml::Document::parse(test::contentOf(entry.path().string()));
      for (auto rules : {helm::NullRules::Helm3, helm::NullRules::Helm4}) {
        auto values = helm::effectiveValues(*chart, *overrides, rules);
        auto combined = helm::coalesce(*chart, overrides->value(), rules);
        QVERIFY(values && combined);
        Value rebuilt = Value::object();
        for (const helm::EffectiveValue& value : *values)
          if (value.origin != Origin::Deleted) QVERIFY(yaml::assign(rebuilt, value.path, value.value));
        QCOMPARE(yaml::toJson(rebuilt), yaml::toJson(*combined));
      }
    }
  }
};

QTEST_APPLESS_MAIN(HelmOriginTest)
#include "test_helm_origin.moc"
