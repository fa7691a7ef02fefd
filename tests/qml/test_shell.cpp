// The window as a whole: keys, palette, notices, theme, first run.
#include "console/shell/window.h"
#include "qml/fixtures.h"

#include <QAbstractItemModelTester>
#include <QQuickItem>
#include <QSignalSpy>
#include <QTest>

using namespace cleardeck;

namespace {

QStringList warnings;

void note(QtMsgType type, const QMessageLogContext&, const QString& text) {
  if (type != QtDebugMsg && type != QtInfoMsg) warnings.append(text);
}

installation::ReadSummary noSummaries() {
  return [](kube::Session, kube::ReleaseSecret) -> Task<installation::ReleaseSummary> {
    co_return installation::ReleaseSummary();
  };
}

struct Stage {
  explicit Stage(bool filled) : workspace(runtime, noSummaries()) {
    kube::Kubeconfig config;
    kube::Context context;
    context.name = "kind";
    context.problem = Error(ErrorKind::Invalid, "a context of a test");
    if (filled) config.contexts.push_back(context);
    workspace.watch(config);
    if (filled) workspace.apply("kind", fixtures::fleet());
    shell = std::make_unique<Shell>(workspace, allPages(), ShellOptions());
    window = std::make_unique<Window>(*shell);
    if (window->window()) window->window()->requestActivate();
  }
  bool shown() { return window->window() && QTest::qWaitForWindowActive(window->window()); }
  void press(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    QTest::keyClick(window->window(), Qt::Key(key), modifiers);
  }
  void type(const char* text) {
    for (; *text; ++text) QTest::keyClick(window->window(), *text);
  }
  void shoot(const char* name) {
    const QString folder = qEnvironmentVariable("CLEARDECK_SHOTS");
    QTest::qWait(200);
    if (!folder.isEmpty())
      window->window()->grabWindow().save(folder + u'/' + QLatin1String(name) + QStringLiteral(".png"));
  }
  Runtime runtime;
  Workspace workspace;
  std::unique_ptr<Shell> shell;
  std::unique_ptr<Window> window;
};

}  // namespace

class TestShell : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init() {
    warnings.clear();
    qInstallMessageHandler(note);
  }
  void cleanup() {
    qInstallMessageHandler(nullptr);
    QCOMPARE(warnings.join(u'\n'), QString());
  }

  void keysOpenPages() {
    Stage stage(true);
    QVERIFY(stage.shown());
    QCOMPARE(stage.shell->page(), QStringLiteral("Installations"));
    stage.shoot("shell-installations");
    stage.press(Qt::Key_G);
    stage.press(Qt::Key_W);
    QCOMPARE(stage.shell->page(), QStringLiteral("Workloads"));
    stage.press(Qt::Key_G);
    stage.press(Qt::Key_O);
    QCOMPARE(stage.shell->page(), QStringLiteral("Overview"));
    stage.shoot("shell-overview");
    for (int i = 0; i < 4; ++i) stage.press(Qt::Key_F6);
    stage.window->window()->resize(1024, 700);
    stage.shell->setDark(false);
    stage.shoot("shell-small-light");
  }

  void paletteFindsAndRuns() {
    Stage stage(true);
    QVERIFY(stage.shown());
    const QAbstractItemModelTester tester(stage.shell->palette(),
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    stage.press(Qt::Key_K, Qt::ControlModifier);
    QTest::qWait(250);
    stage.shoot("shell-palette");
    stage.type("alpha");
    QCOMPARE(stage.shell->palette()->count(), 1);
    stage.press(Qt::Key_Return);
    QCOMPARE(stage.shell->page(), QStringLiteral("Overview"));
    QCOMPARE(stage.workspace.current()->name(), QStringLiteral("alpha"));
  }

  void impossibleCommandsSayWhy() {
    Stage stage(false);
    QVERIFY(stage.shown());
    stage.shell->fillPalette();
    stage.shell->palette()->setQuery(QStringLiteral("Overview"));
    QCOMPARE(stage.shell->palette()->count(), 1);
    const auto reason = stage.shell->palette()->index(0).data(PaletteModel::ReasonRole).toString();
    QVERIFY(!reason.isEmpty());
    QVERIFY(!stage.shell->palette()->run(0));
    QVERIFY(!stage.shell->open(QStringLiteral("Overview")));
    QVERIFY(!stage.shell->open(QStringLiteral("Nowhere")));
    stage.shoot("shell-firstrun");
  }

  void singulars_data() {
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("one");
    QTest::newRow("noun") << "%n installations" << "%n installation";
    QTest::newRow("amid") << "Reading %n contexts" << "Reading %n context";
    QTest::newRow("verb") << "%n need attention." << "%n needs attention.";
    QTest::newRow("later") << "what changed, last %n hours on the axis" << "what changed, last %n hour on the axis";
    QTest::newRow("no noun") << "Follow, %n new" << "Follow, %n new";
    QTest::newRow("not a plural") << "%n process" << "%n process";
  }
  void singulars() {
    QFETCH(QString, source);
    QFETCH(QString, one);
    const EnglishPlurals plurals;
    QCOMPARE(plurals.translate("", source.toUtf8().constData(), nullptr, 1), one);
    QVERIFY(plurals.translate("", source.toUtf8().constData(), nullptr, 2).isEmpty());
    QVERIFY(plurals.translate("", "Live", nullptr, 1).isEmpty());
  }

  void noticesAreKept() {
    Stage stage(true);
    QVERIFY(stage.shown());
    auto* notices = stage.workspace.notices();
    const QAbstractItemModelTester tester(notices, QAbstractItemModelTester::FailureReportingMode::QtTest);
    notices->fail(QStringLiteral("Could not apply"), Error(ErrorKind::Forbidden, "may not patch").withHint("ask"));
    QCOMPARE(notices->fail(QStringLiteral("Nothing"), Error(ErrorKind::Cancelled, "cancelled")), 0);
    int undone = 0;
    const int id =
        notices->ask(Tone::Ok, QStringLiteral("Applied"), {}, QStringLiteral("Undo"), this, [&] { ++undone; });
    stage.shoot("shell-toasts");
    notices->act(id);
    notices->act(id);
    QCOMPARE(undone, 1);
    for (int i = 0; i < 300; ++i) notices->say(Tone::Ok, QString::number(i));
    QCOMPARE(notices->count(), 200);
    int toasts = 0;
    for (int row = 0; row < notices->count(); ++row) toasts += notices->index(row).data(Notices::ToastRole).toBool();
    QCOMPARE(toasts, 3);
    notices->seeAll();
    QCOMPARE(notices->unseen(), 0);
  }

  void vanishedInstallationGivesWay() {
    Stage stage(true);
    stage.workspace.select(QStringLiteral("kind/clearml/beta"));
    QVERIFY(stage.shell->open(QStringLiteral("Overview")));
    Changes<installation::Installation> gone;
    gone.removals.push_back("kind/clearml/beta");
    gone.state = LiveState(Freshness::Live);
    stage.workspace.apply("kind", gone);
    QCOMPARE(stage.workspace.current()->name(), QStringLiteral("alpha"));
    QCOMPARE(stage.shell->page(), QStringLiteral("Overview"));
  }
};

QTEST_MAIN(TestShell)
#include "test_shell.moc"
