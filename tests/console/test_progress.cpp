// The rows of a rollout as a page shows them.
#include "console/workspace/objectprogressmodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QtTest>

using namespace cleardeck;
using installation::ObjectProgress;
using installation::ProgressState;

namespace {

ObjectProgress progressOf(std::size_t place, const std::string& kind, const std::string& name, ProgressState state) {
  ObjectProgress row;
  row.place = place;
  row.kind = kind;
  row.name = name;
  row.uid = kind + "/ml/" + name;
  row.state = state;
  return row;
}

Changes<ObjectProgress> live(std::vector<ObjectProgress> rows) {
  Changes<ObjectProgress> changes;
  changes.upserts = std::move(rows);
  changes.state = LiveState(Freshness::Live);
  return changes;
}

}  // namespace

class TestProgress : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void keepsTheOrderInWhichHelmApplies() {
    ObjectProgressModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    QSignalSpy told(&model, &ObjectProgressModel::progressed);
    model.apply(live({progressOf(2, "Deployment", "web", ProgressState::Waiting),
                      progressOf(0, "ConfigMap", "config", ProgressState::Applied),
                      progressOf(1, "Deployment", "api", ProgressState::RollingOut)}));
    QCOMPARE(model.count(), 3);
    QCOMPARE(model.facts()[0].title, QStringLiteral("ConfigMap/config"));
    QCOMPARE(model.facts()[1].value, QStringLiteral("Rolling out"));
    QCOMPARE(model.facts()[2].title, QStringLiteral("Deployment/web"));
    QCOMPARE(model.summary(), QStringLiteral("1 of 3 done"));
    QCOMPARE(told.count(), 1);
    QCOMPARE(model.live()->state(), LiveStatus::Live);
  }

  void aFailureIsCountedAndItsReasonShown() {
    ObjectProgressModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.apply(live({progressOf(0, "Deployment", "api", ProgressState::RollingOut)}));
    auto row = progressOf(0, "Deployment", "api", ProgressState::Failed);
    row.desired = 2;
    row.ready = 1;
    row.detail = "api-0 is ImagePullBackOff";
    row.nextStep = "Check the image name";
    model.apply(live({row}));
    QCOMPARE(model.failed(), 1);
    QCOMPARE(model.summary(), QStringLiteral("0 of 1 done, 1 fails"));
    QCOMPARE(model.facts()[0].tone, Tone::Bad);
    QCOMPARE(model.facts()[0].detail, QStringLiteral("api-0 is ImagePullBackOff"));
    QCOMPARE(model.facts()[0].link, QStringLiteral("Check the image name"));
    QCOMPARE(model.facts()[0].fraction, 0.5);
    row.state = ProgressState::Ready;
    model.apply(live({row}));
    QCOMPARE(model.failed(), 0);
    QCOMPARE(model.done(), 1);
  }

  void startsAnewForAnotherChange() {
    ObjectProgressModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.apply(live({progressOf(0, "Deployment", "api", ProgressState::Ready)}));
    model.clear();
    QCOMPARE(model.count(), 0);
    QVERIFY(model.summary().isEmpty());
  }
};

QTEST_GUILESS_MAIN(TestProgress)
#include "test_progress.moc"
