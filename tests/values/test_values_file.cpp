// The user's file: opened, saved, watched, compared; never written over what was not read. And the review before an
// apply.
#include "base/files.h"
#include "values/fakevalues.h"

#include <QAbstractItemModelTester>
#include <QTemporaryDir>
#include <QtTest>

using namespace cleardeck;

namespace {

struct Opened {
  Opened() : file(folder.filePath(QStringLiteral("values.yaml"))), page(fake.context(), fake.jobs()) {
    qputenv("XDG_DATA_HOME", folder.path().toUtf8());
    page.preview()->setPatience(1);
    page.file()->setPatience(1);
  }
  ~Opened() { qunsetenv("XDG_DATA_HOME"); }
  bool ready() {
    return QTest::qWaitFor([this] { return page.isReady(); }, 5000);
  }
  bool show() {
    page.setShown(true);
    return ready();
  }
  void write(const std::string& text) { QVERIFY(files::writeAtomically(file.toStdString(), text)); }
  std::string onDisk() { return *helm::readOverrides(file.toStdString()); }
  std::string draft() { return page.draft()->session()->text(); }
  bool becomes(ValuesFile::State state) {
    return QTest::qWaitFor([&] { return page.file()->state() == state; }, 3000);
  }
  void edit() { page.draft()->set(QStringLiteral("apiserver.replicaCount"), QStringLiteral("2")); }

  QTemporaryDir folder;
  QString file;
  test::FakeValues fake;
  ValuesController page;
  QAbstractItemModelTester review{page.review(), QAbstractItemModelTester::FailureReportingMode::QtTest};
};

}  // namespace

class ValuesFileTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void opensRemembersAndSaves() {
    Opened on;
    QVERIFY(on.show());
    QVERIFY(!on.page.file()->isOwn());
    QVERIFY(!on.page.file()->save());
    on.write(std::string("# from git\n") + test::ownText);
    QVERIFY(on.page.file()->open(on.file));
    QCOMPARE(on.draft(), std::string("# from git\n") + test::ownText);
    QVERIFY(!on.page.file()->isUnsaved());
    QCOMPARE(helm::chosenOverrides(helm::ReleaseKey("kind", "ml", "clearml"))->string(), on.file.toStdString());
    on.edit();
    QVERIFY(on.page.file()->isUnsaved());
    QVERIFY(on.page.file()->save());
    QCOMPARE(on.onDisk(), on.draft());
    QVERIFY(!on.page.file()->isUnsaved());
    const QString other = on.folder.filePath(QStringLiteral("other.yaml"));
    QVERIFY(on.page.file()->saveAs(other));
    QCOMPARE(on.page.file()->name(), QStringLiteral("other.yaml"));
    QVERIFY(!on.page.file()->saveAs(on.file));  // it is there already
    QCOMPARE(on.page.file()->state(), ValuesFile::Refused);
    on.page.file()->forget();
    QVERIFY(!on.page.file()->isOwn());
    QVERIFY(!helm::chosenOverrides(helm::ReleaseKey("kind", "ml", "clearml")));
  }

  void followsTheFileWhileNothingIsEdited() {
    Opened on;
    QVERIFY(on.show());
    on.write(test::ownText);
    QVERIFY(on.page.file()->open(on.file));
    on.write("# theirs\n");
    QVERIFY(QTest::qWaitFor([&] { return on.draft() == "# theirs\n"; }, 3000));
    QCOMPARE(on.page.file()->state(), ValuesFile::Fine);
    on.page.draft()->undo();
    QCOMPARE(on.draft(), std::string(test::ownText));
  }

  void neverOverwritesWhatAnotherProgramWrote() {
    Opened on;
    QVERIFY(on.show());
    on.write(test::ownText);
    QVERIFY(on.page.file()->open(on.file));
    on.edit();
    const std::string mine = on.draft();
    on.write("# theirs\na: 1\n");
    QVERIFY(on.becomes(ValuesFile::Changed));
    QVERIFY(!on.page.file()->save());
    QCOMPARE(on.onDisk(), std::string("# theirs\na: 1\n"));
    QCOMPARE(on.draft(), mine);
    on.page.file()->compare();
    QVERIFY(on.page.file()->difference()->added() > 0 && on.page.file()->difference()->removed() > 0);
    QVERIFY(!on.page.file()->difference()->text().contains(QStringLiteral("hidden-secret-word")));
    on.page.file()->keepMine();
    QCOMPARE(on.page.file()->state(), ValuesFile::Fine);
    QVERIFY(on.page.file()->save());
    QCOMPARE(on.onDisk(), mine);
    on.edit();
    on.write("# again\n");
    QVERIFY(
        QTest::qWaitFor([&] { return on.draft() == "# again\n" || on.page.file()->state() == ValuesFile::Changed; }));
    on.page.file()->takeDisk();
    QCOMPARE(on.draft(), std::string("# again\n"));
  }

  void aRaceBeforeTheWatcherIsAConflict() {
    Opened on;
    QVERIFY(on.show());
    on.write(test::ownText);
    QVERIFY(on.page.file()->open(on.file));
    on.page.file()->setPatience(60000);
    on.edit();
    on.write("# theirs\n");
    QVERIFY(!on.page.file()->save());
    QCOMPARE(on.page.file()->state(), ValuesFile::Changed);
    QCOMPARE(on.onDisk(), std::string("# theirs\n"));
  }

  void badFilesLeaveTheLastGoodTree_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("broken") << QByteArray("a: [\n");
    QTest::newRow("tab") << QByteArray("a:\n\tb: 1\n");
    QTest::newRow("list") << QByteArray("- a\n");
    QTest::newRow("binary") << QByteArray("a: 1\n\0\1", 8);
    QTest::newRow("10 MB") << QByteArray(10'000'000, 'a');
  }
  void badFilesLeaveTheLastGoodTree() {
    QFETCH(QByteArray, text);
    Opened on;
    QVERIFY(on.show());
    on.write(test::ownText);
    QVERIFY(on.page.file()->open(on.file));
    on.write(text.toStdString());
    QVERIFY(on.becomes(ValuesFile::Broken));
    QVERIFY(!on.page.file()->problem().isEmpty());
    QCOMPARE(on.draft(), std::string(test::ownText));
    QVERIFY(!on.page.file()->save());  // not over what nobody has read
    QCOMPARE(QByteArray::fromStdString(*files::read(on.file.toStdString())), text);
    on.write(test::ownText);
    QVERIFY(on.becomes(ValuesFile::Fine));
    QFile::remove(on.file);
    QVERIFY(on.becomes(ValuesFile::Gone));
    QVERIFY(on.page.file()->save());
    QCOMPARE(on.onDisk(), std::string(test::ownText));
  }

  void aBrokenFileIsNotOpened() {
    Opened on;
    QVERIFY(on.show());
    on.write("a: [\n");
    QVERIFY(!on.page.file()->open(on.file));
    QVERIFY2(on.page.file()->problem().contains(QStringLiteral("line")), qPrintable(on.page.file()->problem()));
    QVERIFY(!on.page.file()->open(on.folder.filePath(QStringLiteral("none.yaml"))));
    QVERIFY(!on.page.file()->open(on.folder.path()));
    QVERIFY(!on.page.file()->isOwn());
    QCOMPARE(on.draft(), std::string(test::ownText));
  }

  void theClustersValuesAndTheFiles() {
    Opened on;
    const std::string ahead = "# mine\napiserver:\n  replicaCount: 7\n";
    on.fake.deployed = "apiserver:\n  replicaCount: 2\n";
    on.fake.file = ahead;
    on.write(ahead);
    on.fake.chosen.path = on.file.toStdString();
    on.fake.chosen.text = ahead;
    QVERIFY(on.show());
    QCOMPARE(on.page.file()->drifted(), 1);
    QCOMPARE(on.draft(), std::string("# mine\napiserver:\n  replicaCount: 2\n"));
    on.page.file()->takeDisk();  // the cluster to the file: a change to review
    QCOMPARE(on.draft(), ahead);
    QCOMPARE(on.page.draft()->changes()->count(), 1);
    QVERIFY(on.page.file()->takeCluster());  // or the file to the cluster
    QCOMPARE(on.onDisk(), std::string("# mine\napiserver:\n  replicaCount: 2\n"));
    QCOMPARE(on.page.draft()->changes()->count(), 0);
  }

  void anApplyWritesTheFile() {
    Opened on;
    QVERIFY(on.show());
    on.write(test::ownText);
    QVERIFY(on.page.file()->open(on.file));
    on.edit();
    QVERIFY(on.ready());
    const std::string mine = on.draft();
    on.page.apply();
    QVERIFY(QTest::qWaitFor([&] { return on.page.revision() == 2; }, 3000));
    QCOMPARE(on.onDisk(), mine);
  }

  void aBlockingCheckTurnsApplyOff() {
    Opened on;
    installation::Guard guard;
    guard.state = installation::GuardState::Blocks;
    guard.title = "StatefulSet clearml-mongodb cannot change spec.serviceName";
    on.fake.guards = {guard};
    installation::DriftField field;
    field.object = "Deployment clearml-apiserver";
    field.path = "spec.replicas";
    field.live = "5";
    on.fake.drift.fields = {field};
    QVERIFY(on.show());
    on.edit();
    QVERIFY(on.ready());
    QVERIFY(!on.page.cannotConfirm().isEmpty());  // nothing was compared yet
    on.page.openReview();
    QCOMPARE(on.page.review()->state(), ReviewModel::Checking);
    QVERIFY(QTest::qWaitFor([&] { return on.page.review()->state() == ReviewModel::Ready; }));
    QCOMPARE(on.page.review()->blocking(), 1);
    QVERIFY(on.page.review()->drift().contains(QStringLiteral("spec.replicas")));
    QCOMPARE(on.page.cannotConfirm(), QStringLiteral("1 check blocks"));
    on.page.apply();
    QCOMPARE(on.fake.applied, std::string());
    QVERIFY(!on.page.draft()->changes()->index(0).data(ChangesModel::EffectRole).toString().isEmpty());
    on.fake.guards.clear();
    on.page.draft()->set(QStringLiteral("apiserver.replicaCount"), QStringLiteral("3"));
    QVERIFY(QTest::qWaitFor([&] { return on.page.cannotConfirm().isEmpty(); }));  // compared again by itself
    QCOMPARE(on.fake.reviews, 2);
    on.page.apply();
    QVERIFY(QTest::qWaitFor([&] { return on.page.revision() == 2; }));
    on.page.closeReview();
    QCOMPARE(on.page.review()->state(), ReviewModel::Idle);
  }

  void aClusterThatDoesNotAnswerConfirmsNothing() {
    Opened on;
    on.fake.reviewError = Error(ErrorKind::Network, "no answer");
    QVERIFY(on.show());
    on.edit();
    QVERIFY(on.ready());
    on.page.openReview();
    QVERIFY(QTest::qWaitFor([&] { return on.page.review()->state() == ReviewModel::Failed; }));
    QVERIFY(on.page.cannotConfirm().contains(QStringLiteral("no answer")));
    on.fake.reviewError.reset();
    on.page.openReview();
    QVERIFY(QTest::qWaitFor([&] { return on.page.cannotConfirm().isEmpty(); }));
  }
};

QTEST_MAIN(ValuesFileTest)
#include "test_values_file.moc"
