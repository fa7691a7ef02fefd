// The page's model from opening to applying and rolling back, in every state, over jobs that answer as the engine does.
#include "base/files.h"
#include "values/fakevalues.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QGuiApplication>
#include <QTemporaryDir>
#include <QtTest>

using namespace cleardeck;

namespace {

struct Page {
  explicit Page(test::FakeValues& f) : fake(f), page(f.context(), f.jobs()) {
    page.preview()->setPatience(1);
    page.setShown(true);
  }
  bool ready() {
    return QTest::qWaitFor([this] { return page.isReady(); }, 5000);
  }
  bool set(const char* path, const char* text) { return page.draft()->set(QLatin1String(path), QLatin1String(text)); }
  QString lastNotice() { return fake.workspace.notices()->index(0).data(Notices::TitleRole).toString(); }

  test::FakeValues& fake;
  ValuesController page;
  QAbstractItemModelTester objects{page.preview()->objects(), QAbstractItemModelTester::FailureReportingMode::QtTest};
};

}  // namespace

class ValuesPageTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void appliesExactlyWhatIsShown() {
    test::FakeValues fake;
    Page on(fake);
    QCOMPARE(on.page.state(), ValuesController::Loading);
    QVERIFY(on.ready());
    QVERIFY(on.page.rowCount() > 0);
    QCOMPARE(on.page.cannotApply(), QStringLiteral("Nothing is changed"));
    QVERIFY(on.set("apiserver.replicaCount", "2"));
    QVERIFY(!on.page.cannotApply().isEmpty());  // not before the diff of this text is there
    on.page.apply();
    QCOMPARE(fake.applied, std::string());
    QVERIFY(on.ready());
    QCOMPARE(on.page.preview()->state(), ManifestPreview::Live);
    QCOMPARE(on.page.preview()->objects()->count(), 1);
    QVERIFY(on.page.preview()->restarts().contains(QStringLiteral("clearml-apiserver")));
    QCOMPARE(on.page.cannotApply(), QString());
    const std::string shown = on.page.draft()->session()->text();
    on.page.apply();
    QVERIFY(!on.page.busy().isEmpty());
    QVERIFY(on.ready());
    QCOMPARE(fake.applied, shown);
    QCOMPARE(on.page.revision(), 2);
    QCOMPARE(on.page.draft()->changes()->count(), 0);
    QCOMPARE(on.page.preview()->state(), ManifestPreview::Unchanged);
    QVERIFY(fake.applied.find("# comments stay") != std::string::npos);
  }

  void undoAfterApplyRollsBack() {
    test::FakeValues fake;
    Page on(fake);
    QVERIFY(on.ready());
    on.set("apiserver.replicaCount", "2");
    QVERIFY(on.ready());
    on.page.apply();
    QVERIFY(on.ready());
    Notices* notices = fake.workspace.notices();
    QCOMPARE(notices->index(0).data(Notices::ActionRole).toString(), QStringLiteral("Undo"));
    notices->act(notices->index(0).data(Notices::IdRole).toInt());
    QVERIFY(on.ready());
    QCOMPARE(on.page.revision(), 3);
    QCOMPARE(*yaml::parse(fake.deployed), *yaml::parse(test::ownText));
    QCOMPARE(on.page.draft()->session()->text(), std::string(test::ownText));
  }

  void invalidFreezesTheDiff() {
    test::FakeValues fake;
    Page on(fake);
    QVERIFY(on.ready());
    on.set("apiserver.replicaCount", "2");
    QVERIFY(on.ready());
    const int asked = fake.previews;
    on.set("webserver.replicaCount", "many");
    QCOMPARE(on.page.preview()->state(), ManifestPreview::Frozen);
    QCOMPARE(on.page.preview()->objects()->count(), 1);
    QCOMPARE(on.page.cannotApply(), QStringLiteral("Fix webserver.replicaCount first"));
    on.page.draft()->takeBack(QStringLiteral("webserver.replicaCount"));
    QCOMPARE(on.page.preview()->state(), ManifestPreview::Live);  // the same text again
    QCOMPARE(fake.previews, asked);
    QCOMPARE(on.page.cannotApply(), QString());
  }

  void aNewerEditCancelsThePreview() {
    test::FakeValues fake;
    Page on(fake);
    on.page.preview()->setPatience(50);
    QVERIFY(on.ready());
    for (const char* typed : {"2", "3", "4"}) on.set("apiserver.replicaCount", typed);
    QVERIFY(on.ready());
    QCOMPARE(fake.previews, 1);
    QVERIFY(on.page.preview()->isOf(on.page.draft()->session()->text()));
  }

  void aRefusedDryRunStopsTheApply() {
    test::FakeValues fake;
    fake.previewError = Error(ErrorKind::Invalid, "render clearml: the template fails").withHint("Set the value");
    Page on(fake);
    QVERIFY(on.ready());
    on.set("apiserver.replicaCount", "2");
    QVERIFY(on.ready());
    QCOMPARE(on.page.preview()->state(), ManifestPreview::Failed);
    QCOMPARE(on.page.preview()->hint(), QStringLiteral("Set the value"));
    QVERIFY(!on.page.cannotApply().isEmpty());
  }

  void neverOverwritesAnotherRevision() {
    test::FakeValues fake;
    Page on(fake);
    QVERIFY(on.ready());
    on.set("apiserver.replicaCount", "2");
    QVERIFY(on.ready());
    const std::string theirs = "apiserver:\n  podAnnotations: { team: other }\nwebserver:\n  replicaCount: 5\n";
    fake.deployElsewhere(theirs);
    QCOMPARE(on.page.foreignRevision(), 2);
    QVERIFY(on.page.cannotApply().contains(QStringLiteral("revision 2")));
    on.page.apply();
    QCOMPARE(fake.deployed, theirs);
    on.page.reload();
    QVERIFY(on.ready());
    QCOMPARE(on.page.foreignRevision(), 0);
    QCOMPARE(on.page.draft()->changes()->count(), 1);  // mine, on top of theirs
    const auto& session = *on.page.draft()->session();
    QCOMPARE(session.valueAt(*yaml::parsePath("webserver.replicaCount")).get<int>(), 5);
    QCOMPARE(session.valueAt(*yaml::parsePath("apiserver.replicaCount")).get<int>(), 2);
    QVERIFY(session.text().find("# comments stay") != std::string::npos);
  }

  void aConflictAtTheLastMomentIsSaid() {
    test::FakeValues fake;
    Page on(fake);
    QVERIFY(on.ready());
    on.set("apiserver.replicaCount", "2");
    QVERIFY(on.ready());
    fake.revision = 9;  // deployed, and the watch has not told yet
    on.page.apply();
    QVERIFY(on.ready());
    QCOMPARE(fake.applied, std::string());
    QCOMPARE(on.lastNotice(), QStringLiteral("clearml was not changed as asked"));
    QCOMPARE(on.page.draft()->changes()->count(), 1);
  }

  void withoutHelmOrChartItSaysSo() {
    test::FakeValues fake;
    fake.missing = Error(ErrorKind::NotFound, "there is no helm program").withHint("Install helm");
    Page on(fake);
    QVERIFY(on.ready());
    QVERIFY(on.set("apiserver.replicaCount", "2"));
    QVERIFY(on.page.cannotApply().contains(QStringLiteral("no helm program. Install helm")));
    QCOMPARE(fake.previews, 0);
    fake.missing.reset();
    on.page.reload();
    QVERIFY(on.ready());
    QVERIFY(on.page.cannotApply().isEmpty());  // the edit was kept and checked
  }

  void whatCannotBeReadSaysWhy_data() {
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("state");
    QTest::newRow("forbidden") << int(ErrorKind::Forbidden) << int(ValuesController::Forbidden);
    QTest::newRow("network") << int(ErrorKind::Network) << int(ValuesController::Failed);
    QTest::newRow("undecodable") << int(ErrorKind::Protocol) << int(ValuesController::Failed);
  }
  void whatCannotBeReadSaysWhy() {
    QFETCH(int, kind);
    QFETCH(int, state);
    test::FakeValues fake;
    fake.openError = Error(ErrorKind(kind), "list secrets in namespace ml: no").withHint("Ask for list on secrets");
    Page on(fake);
    QVERIFY(QTest::qWaitFor([&] { return on.page.state() == state; }));
    QVERIFY(!on.page.isReady());
    QCOMPARE(on.page.hint(), QStringLiteral("Ask for list on secrets"));
    on.page.draft()->set(QStringLiteral("a"), QStringLiteral("b"));  // nothing to edit, nothing happens
    fake.openError.reset();
    on.page.setShown(false);
    on.page.setShown(true);  // coming back tries again
    QVERIFY(on.ready());
  }

  void aPageThatWasReadSurvivesABadReload() {
    test::FakeValues fake;
    Page on(fake);
    QVERIFY(on.ready());
    on.set("apiserver.replicaCount", "2");
    QVERIFY(on.ready());
    fake.openError = Error(ErrorKind::Network, "connection refused");
    on.page.reload();
    QVERIFY(on.ready());
    QCOMPARE(on.page.draft()->changes()->count(), 1);
    fake.info->setGone();
    QCOMPARE(on.page.state(), ValuesController::Nothing);
    fake.info->set(fake.info->value());
    QCOMPARE(on.page.state(), ValuesController::Ready);
  }

  void staleDataIsNotAppliedOver() {
    test::FakeValues fake;
    Page on(fake);
    QVERIFY(on.ready());
    on.set("apiserver.replicaCount", "2");
    QVERIFY(on.ready());
    auto row = fake.info->value();
    row.state = LiveState(Freshness::Stale, "connection lost");
    fake.info->set(row);
    QCOMPARE(on.page.cannotApply(), QStringLiteral("kind does not answer"));
  }

  void opensAtAValue() {
    test::FakeValues fake;
    Page on(fake);
    on.page.openAt(QStringLiteral("redis.image.tag"));
    QVERIFY(on.ready());
    QCOMPARE(on.page.draft()->fields()->section(), QStringLiteral("redis"));
    on.page.openAt(QStringLiteral("mongodb.enabled"));
    QCOMPARE(on.page.draft()->fields()->section(), QStringLiteral("mongodb"));
    QCOMPARE(on.page.commands().size(), 5);
    QVERIFY(!on.page.commands().first().reason.isEmpty());
  }

  void theCommandRunsAsItStands() {
    QTemporaryDir home;
    qputenv("XDG_DATA_HOME", home.path().toLocal8Bit());
    test::FakeValues fake;
    Page on(fake);
    QVERIFY(on.ready());
    on.set("apiserver.replicaCount", "2");
    QVERIFY(on.ready());
    on.page.copyCommand();
    const QString command = QGuiApplication::clipboard()->text();
    QVERIFY2(command.contains(QStringLiteral("upgrade clearml")), qPrintable(command));
    for (const char* part : {"--kube-context", "kind", "ml", "--version", "--reset-values", ".draft.yaml"})
      QVERIFY2(command.contains(QLatin1String(part)), part);
    QVERIFY(!command.contains(QStringLiteral("hidden-secret-word")));
    const auto file = files::dataDir();
    QVERIFY(QString::fromStdString(file.string()).startsWith(home.path()));
  }
};

QTEST_MAIN(ValuesPageTest)
#include "test_values_page.moc"
