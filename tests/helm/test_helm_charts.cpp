// Charts from folders and archives, good and bad.
#include "helm/chart.h"
#include "helm/chart_source.h"
#include "helm/fixtures.h"
#include "net/await.h"
#include "net/runtime.h"

#include <QtTest>

using namespace cleardeck;

class HelmChartsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void folderAndArchiveAreTheSame() {
    auto folder = helm::readChart(test::helmFixture("echo"));
    auto archive = helm::readChart(test::helmFixture("echo-1.0.0.tgz"));
    QVERIFY2(folder, folder ? "" : folder.error().message.c_str());
    QVERIFY2(archive, archive ? "" : archive.error().message.c_str());
    QCOMPARE(folder->meta.text(), std::string("echo-1.0.0"));
    QCOMPARE(archive->valuesText, folder->valuesText);
    QCOMPARE(archive->values, folder->values);
    QCOMPARE(folder->subcharts.size(), std::size_t(2));
    QCOMPARE(archive->subcharts.size(), std::size_t(2));
    QCOMPARE(folder->subcharts[0].key, std::string("cache"));
    QCOMPARE(folder->subcharts[0].chart.meta.name, std::string("store"));
    QCOMPARE(folder->subcharts[1].condition, std::string("store.enabled"));
    QVERIFY(folder->subcharts[1].chart.valuesText.find("@param") != std::string::npos);
  }
  void upstreamCharts() {
    auto chart = helm::readChart(CLEARDECK_FIXTURES "/charts/clearml-7.14.4");
    QVERIFY(chart);
    QCOMPARE(chart->meta.name, std::string("clearml"));
    QCOMPARE(chart->meta.version, std::string("7.14.4"));
    QVERIFY(chart->readme.find("## Values") != std::string::npos);
    QVERIFY(!chart->meta.dependencies.empty());
  }
  void badOnes_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("reason");
    QTest::newRow("nothing") << "absent.tgz"
                             << "absent.tgz";
    QTest::newRow("leads out") << "escape.tgz"
                               << "leads out";
    QTest::newRow("no Chart.yaml") << "no-chart.tgz"
                                   << "no Chart.yaml";
    QTest::newRow("no archive") << "sample/values.yaml"
                                << "archive";
    QTest::newRow("folder without chart") << "releases"
                                          << "no Chart.yaml";
  }
  void badOnes() {
    QFETCH(QString, path);
    QFETCH(QString, reason);
    auto chart = helm::readChart(test::helmFixture(path.toStdString()));
    QVERIFY(!chart);
    QVERIFY2(chart.error().message.find(reason.toStdString()) != std::string::npos, chart.error().message.c_str());
  }

  void onlyTheDeployedVersionWillDo() {
    Runtime runtime;
    test::Loop loop;
    using Kind = helm::ChartSource::Kind;
    std::vector<helm::ChartSource> sources{helm::ChartSource(Kind::File, test::helmFixture("absent.tgz")),
                                           helm::ChartSource(Kind::Embedded, test::helmFixture("sample")),
                                           helm::ChartSource(Kind::File, test::helmFixture("echo-1.0.0.tgz"))};
    auto found = loop.await(helm::pinnedChart(helm::Program(), sources, "echo", "1.0.0", runtime.workers()));
    QVERIFY2(found, found ? "" : found.error().message.c_str());
    QCOMPARE(found->path.filename().string(), std::string("echo-1.0.0.tgz"));
    auto other = loop.await(helm::pinnedChart(helm::Program(), sources, "echo", "1.0.1", runtime.workers()));
    QVERIFY(!other);
    QCOMPARE(other.error().kind, ErrorKind::NotFound);
    QVERIFY2(other.error().message.find("is sample-1.0.0") != std::string::npos, other.error().message.c_str());
    QVERIFY(!other.error().hint.empty());
  }
};

QTEST_APPLESS_MAIN(HelmChartsTest)
#include "test_helm_charts.moc"
