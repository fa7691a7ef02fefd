// The Values page on screen: found by typing, changed, checked, applied; every state drawn; no warning.
#include "base/files.h"
#include "qml/pagetest.h"
#include "values/fakevalues.h"

#include <QTemporaryDir>

using namespace cleardeck;

namespace {

struct Shown {
  explicit Shown(QSize size = QSize(1388, 828)) : page(fake.context(), fake.jobs()) {
    test.window()->resize(size);
    test.window()->setColor(QColor(0x11, 0x14, 0x17));  // what the shell is behind a page
    page.preview()->setPatience(100);
    QQmlEngine::setObjectOwnership(&page, QQmlEngine::CppOwnership);
  }
  QQuickItem* show() {
    page.setShown(true);
    auto* root = test.show(QStringLiteral("ClearDeck.Values/ValuesPage"),
                           {{QStringLiteral("page"), QVariant::fromValue(&page)}});
    if (root) root->forceActiveFocus();
    return root;
  }
  bool ready() {
    return QTest::qWaitFor([this] { return page.isReady(); }, 5000);
  }
  void type(const char* text) {
    for (const char* c = text; *c; ++c) QTest::keyClick(test.window(), *c);
  }
  QQuickItem* focused() { return test.window()->activeFocusItem(); }

  test::FakeValues fake;
  ValuesController page;
  PageTest test;
};

}  // namespace

class TestValues : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void findsChangesAndAppliesByKeyboard() {
    Shown on;
    auto* root = on.show();
    QVERIFY2(root, qPrintable(on.test.warnings()));
    QVERIFY(on.ready());
    QVERIFY(root->property("ready").toBool());
    QVERIFY(root->property("rowCount").toInt() > 0);
    auto* review = on.test.find("review");
    QVERIFY(!review->isEnabled());
    on.test.press(Qt::Key_Slash);
    on.type("apiserver.replicaCount");
    QCOMPARE(root->property("rowCount").toInt(), 1);
    on.test.press(Qt::Key_Return);
    QVERIFY(on.focused());
    QCOMPARE(on.focused()->objectName(), QStringLiteral("editor"));
    on.test.press(Qt::Key_A, Qt::ControlModifier);
    on.type("2");
    QVERIFY(!review->isEnabled());  // not before the diff is of this text
    QVERIFY(on.ready());
    QVERIFY(review->isEnabled());
    on.test.press(Qt::Key_Z, Qt::ControlModifier);  // in the field: the draft's own undo
    QCOMPARE(on.page.draft()->changes()->count(), 0);
    on.test.press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(on.ready());
    QCOMPARE(on.page.draft()->changes()->count(), 1);
    on.test.press(Qt::Key_Return, Qt::ControlModifier);
    auto* apply = on.test.find("apply");
    QVERIFY(apply && QTest::qWaitFor([&] { return apply->isVisible(); }));
    QTest::qWait(250);
    on.test.shoot(QStringLiteral("values-review"));
    on.test.press(Qt::Key_Return);  // Enter is not Apply
    QCOMPARE(on.fake.applied, std::string());
    QTest::mouseClick(on.test.window(), Qt::LeftButton, {}, apply->mapToScene(QPointF(20, 10)).toPoint());
    QVERIFY(QTest::qWaitFor([&] { return on.page.revision() == 2; }));
    QVERIFY(on.ready());
    QVERIFY(!review->isEnabled());
    QCOMPARE(on.test.warnings(), QString());
  }

  void studio() {
    Shown on;
    QVERIFY(on.show());
    QVERIFY(on.ready());
    on.page.draft()->set(QStringLiteral("apiserver.replicaCount"), QStringLiteral("2"));
    on.page.draft()->set(QStringLiteral("apiserver.resources.limits.memory"), QStringLiteral("2Gi"));
    QVERIFY(on.ready());
    on.page.draft()->set(QStringLiteral("apiserver.service.port"), QStringLiteral("eighty"));
    on.test.find("form")->forceActiveFocus();
    on.test.press(Qt::Key_BracketRight);
    QTest::qWait(200);
    on.test.shoot(QStringLiteral("values-studio"));
    on.page.draft()->fields()->setFilters(FieldsModel::OnlyChanged);
    QTest::qWait(50);
    on.test.shoot(QStringLiteral("values-only-changed"));
    on.page.draft()->fields()->setSearch(QStringLiteral("nothing at all"));
    QTest::qWait(50);
    on.test.shoot(QStringLiteral("values-nothing-found"));
    QCOMPARE(on.test.warnings(), QString());
  }

  void everyControlByKeyboard() {
    Shown on;
    QVERIFY(on.show());
    QVERIFY(on.ready());
    const auto go = [&on](const char* path) {
      on.test.find("search")->forceActiveFocus();
      QTest::keyClick(on.test.window(), Qt::Key_A, Qt::ControlModifier);
      on.type(path);
      on.test.press(Qt::Key_Return);
      QTest::qWait(20);
      on.test.find("form")->setFocus(true);
    };
    const auto at = [&on](const char* path) {
      const yaml::Value* value = yaml::find(on.page.draft()->session()->overrides(), *yaml::parsePath(path));
      return value ? *value : yaml::Value();
    };
    go("apiserver.extraEnvs");
    QCOMPARE(on.focused()->objectName(), QStringLiteral("editor"));  // the button that adds one
    on.test.press(Qt::Key_Return);
    QVERIFY(QTest::qWaitFor([&] { return on.focused()->objectName() == QStringLiteral("itemKey"); }));
    on.type("NAME");
    on.test.press(Qt::Key_Tab);
    QCOMPARE(on.focused()->objectName(), QStringLiteral("itemValue"));
    on.type("value");
    on.test.press(Qt::Key_Return);
    QVERIFY(at("apiserver.extraEnvs[1]") == yaml::Value::parse(R"({"name": "NAME", "value": "value"})"));
    on.type("s");
    QVERIFY(at("apiserver.extraEnvs[1].value") == yaml::Value("values"));
    on.test.press(Qt::Key_Escape);  // takes back what was typed since Return
    QVERIFY(at("apiserver.extraEnvs[1].value") == yaml::Value("value"));
    QTest::qWait(50);
    on.test.shoot(QStringLiteral("values-items"));
    go("apiserver.tolerations");
    on.test.press(Qt::Key_Return);
    QVERIFY(QTest::qWaitFor([&] { return on.focused() && on.focused()->inherits("QQuickTextInput"); }));
    on.type("gpu");
    on.test.press(Qt::Key_Tab);
    on.type("Exists");
    QVERIFY(at("apiserver.tolerations") == yaml::Value::parse(R"([{"key": "gpu", "operator": "Exists"}])"));
    QTest::qWait(50);
    on.test.shoot(QStringLiteral("values-tolerations"));
    go("apiserver.affinity");
    on.test.press(Qt::Key_Return);
    QVERIFY(QTest::qWaitFor([&] { return on.focused() && on.focused()->inherits("QQuickTextEdit"); }));
    QTest::keyClick(on.test.window(), Qt::Key_A, Qt::ControlModifier);
    on.type("podAffinity: 1");
    QVERIFY(at("apiserver.affinity.podAffinity") == yaml::Value(1));
    QTest::qWait(50);
    on.test.shoot(QStringLiteral("values-block"));
    on.test.press(Qt::Key_Escape);
    QVERIFY(at("apiserver.affinity").is_null());
    on.test.press(Qt::Key_Escape);  // and closes
    QVERIFY(!on.focused()->inherits("QQuickTextEdit"));
    go("clearml.testUserSecret");
    on.test.shoot(QStringLiteral("values-secret"));
    QCOMPARE(on.test.warnings(), QString());
  }

  void everyRowIsDrawn() {
    Shown on(QSize(1388, 2400));
    QVERIFY(on.show());
    QVERIFY(on.ready());
    auto* fields = on.page.draft()->fields();
    for (const char* section : {"", "ingress", "apiserver", "fileserver", "elasticsearch", "clearml", "?"}) {
      fields->setSection(QLatin1String(section));
      QTest::qWait(30);
      on.test.shoot(QStringLiteral("values-section-") + QLatin1String(section));
    }
    fields->setFilters(FieldsModel::OnlySecrets);
    QTest::qWait(30);
    on.test.shoot(QStringLiteral("values-secrets"));
    QCOMPARE(on.test.warnings(), QString());
  }

  void yamlAsText() {
    Shown on;
    QVERIFY(on.show());
    QVERIFY(on.ready());
    auto* button = on.test.find("editYaml");
    QTest::mouseClick(on.test.window(), Qt::LeftButton, {}, button->mapToScene(QPointF(10, 10)).toPoint());
    QVERIFY(on.page.draft()->isTextOpen());
    auto* area = on.test.find("yamlText");
    area->setProperty("text", QStringLiteral("apiserver:\n\treplicaCount: 2\n"));
    area->forceActiveFocus();
    on.test.press(Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(on.page.draft()->isTextOpen());
    QVERIFY(!on.page.draft()->textProblem().isEmpty());
    QTest::qWait(50);
    on.test.shoot(QStringLiteral("values-yaml-problem"));
    area->setProperty("text", QStringLiteral("# new\napiserver:\n  replicaCount: 2\n"));
    on.test.press(Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(!on.page.draft()->isTextOpen());
    QVERIFY(on.ready());
    QCOMPARE(on.page.draft()->session()->text(), std::string("# new\napiserver:\n  replicaCount: 2\n"));
    QCOMPARE(on.test.warnings(), QString());
  }

  void problemsHaveAWayOut() {
    Shown on;
    QVERIFY(on.show());
    QVERIFY(on.ready());
    on.page.draft()->set(QStringLiteral("apiserver.resources.limits.memory"), QStringLiteral("512m"));
    on.test.press(Qt::Key_Slash);
    on.type("apiserver.resources.limits.memory");
    on.test.press(Qt::Key_Return);
    QTest::qWait(50);
    on.test.shoot(QStringLiteral("values-fix"));
    on.test.press(Qt::Key_Tab);
    QVERIFY(on.focused());
    QCOMPARE(on.focused()->objectName(), QStringLiteral("fix"));
    on.test.press(Qt::Key_Space);
    QVERIFY(on.page.draft()->session()->text().find("512Mi") != std::string::npos);
    QCOMPARE(on.test.warnings(), QString());
  }

  void yamlIsPasted() {
    Shown on;
    QVERIFY(on.show());
    QVERIFY(on.ready());
    auto* button = on.test.find("pasteYaml");
    QTest::mouseClick(on.test.window(), Qt::LeftButton, {}, button->mapToScene(QPointF(10, 10)).toPoint());
    QTest::qWait(250);
    auto* area = on.focused();
    QVERIFY(area && area->objectName() == QStringLiteral("pasteText"));
    area->setProperty("text", QStringLiteral("apiserver: ["));
    QVERIFY(!on.page.draft()->pasteProblem().isEmpty());
    on.test.shoot(QStringLiteral("values-paste-problem"));
    area->setProperty("text", QStringLiteral("apiserver:\n  replicaCount: 4\n"));
    QTest::qWait(50);
    on.test.shoot(QStringLiteral("values-paste"));
    on.test.press(Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(on.page.draft()->session()->text().find("replicaCount: 4") != std::string::npos);
    QCOMPARE(on.test.warnings(), QString());
  }

  void theFileIsOpenedByKeyboard() {
    QTemporaryDir folder;
    qputenv("XDG_DATA_HOME", folder.path().toUtf8());
    const QString path = folder.filePath(QStringLiteral("values.yaml"));
    QVERIFY(files::writeAtomically(path.toStdString(), "# mine\n" + std::string(test::ownText)));
    Shown on;
    on.page.file()->setPatience(1);
    QVERIFY(on.show());
    QVERIFY(on.ready());
    on.test.press(Qt::Key_O, Qt::ControlModifier);
    QTest::qWait(250);
    QVERIFY(on.focused() && on.focused()->objectName() == QStringLiteral("filePath"));
    QTest::keyClick(on.test.window(), Qt::Key_A, Qt::ControlModifier);
    on.type(qPrintable(path.left(path.size() - 3)));
    on.test.press(Qt::Key_Tab);
    QCOMPARE(on.focused()->property("text").toString(), path);
    on.test.shoot(QStringLiteral("values-file"));
    on.test.press(Qt::Key_Return);
    QCOMPARE(on.page.file()->path(), path);
    QTest::qWait(250);
    on.page.draft()->set(QStringLiteral("apiserver.replicaCount"), QStringLiteral("2"));
    QVERIFY(files::writeAtomically(path.toStdString(), "# theirs\n"));
    QVERIFY(QTest::qWaitFor([&] { return on.page.file()->state() == ValuesFile::Changed; }));
    QTest::qWait(50);
    on.test.shoot(QStringLiteral("values-file-changed"));
    auto* banner = on.test.find("fileBanner");
    QVERIFY(banner && banner->isVisible());
    auto* mine = on.test.find("keepMine");
    QTest::mouseClick(on.test.window(), Qt::LeftButton, {}, mine->mapToScene(QPointF(10, 10)).toPoint());
    QVERIFY(!banner->isVisible());
    on.test.press(Qt::Key_S, Qt::ControlModifier);
    QVERIFY(helm::readOverrides(path.toStdString())->find("replicaCount: 2") != std::string::npos);
    QCOMPARE(on.test.warnings(), QString());
    qunsetenv("XDG_DATA_HOME");
  }

  void theReviewNamesWhatSpeaksAgainstIt() {
    Shown on;
    installation::Guard blocks, warns, passes;
    blocks.state = installation::GuardState::Blocks;
    blocks.title = "StatefulSet clearml-mongodb cannot change spec.volumeClaimTemplates";
    blocks.detail = "Take the change back, or delete it first";
    warns.state = installation::GuardState::Warns;
    warns.title = "Node port moves from 30008 to 30009";
    warns.detail = "Whoever reaches clearml-apiserver by the old port has to be told";
    warns.remedy = "Keep 30008";
    warns.path = *yaml::parsePath("apiserver.replicaCount");
    passes.title = "Can be undone";
    passes.detail = "Rollback to revision 1 brings back these values";
    on.fake.guards = {blocks, warns, passes};
    installation::DriftField field;
    field.object = "Deployment clearml-apiserver";
    field.path = "spec.replicas";
    field.deployed = "1";
    field.live = "5";
    field.manager = "kubectl-edit";
    on.fake.drift.fields = {field};
    QVERIFY(on.show());
    QVERIFY(on.ready());
    on.page.draft()->set(QStringLiteral("apiserver.replicaCount"), QStringLiteral("2"));
    on.page.draft()->set(QStringLiteral("webserver.replicaCount"), QStringLiteral("2"));
    QVERIFY(on.ready());
    on.test.press(Qt::Key_Return, Qt::ControlModifier);
    QTest::qWait(300);
    on.test.shoot(QStringLiteral("values-review-guards"));
    auto* byHand = on.test.find("byHand");
    QVERIFY(byHand && !byHand->isVisible());
    QVERIFY(QMetaObject::invokeMethod(on.test.find("which"), "chosen", Q_ARG(int, 1)));
    QVERIFY(byHand->isVisible());
    on.test.shoot(QStringLiteral("values-review-by-hand"));
    auto* apply = on.test.find("apply");
    QVERIFY(apply && apply->isVisible() && !apply->isEnabled());
    on.page.draft()->takeBack(QStringLiteral("apiserver.replicaCount"));  // as the remedy does
    on.fake.guards = {passes};
    QVERIFY(QTest::qWaitFor([&] { return apply->isEnabled(); }));
    QCOMPARE(on.test.warnings(), QString());
  }

  void smallWindow() {
    Shown on(QSize(972, 628));
    auto* root = on.show();
    QVERIFY(root);
    QVERIFY(on.ready());
    QVERIFY(!on.test.find("side")->isVisible());
    on.test.find("form")->forceActiveFocus();
    on.page.draft()->set(QStringLiteral("apiserver.replicaCount"), QStringLiteral("2"));
    QVERIFY(on.ready());
    QTest::qWait(50);
    on.test.shoot(QStringLiteral("values-small"));
    on.test.press(Qt::Key_BracketRight);
    QVERIFY(on.test.find("side")->isVisible());
    QTest::qWait(50);
    on.test.shoot(QStringLiteral("values-small-drawer"));
    on.test.press(Qt::Key_Escape);
    QVERIFY(!on.test.find("side")->isVisible());
    QCOMPARE(on.test.warnings(), QString());
  }

  void everyStateHasAFace_data() {
    QTest::addColumn<QString>("name");
    for (const char* name : {"loading", "forbidden", "failed", "gone", "stale", "foreign", "missing", "refused"})
      QTest::newRow(name) << QString::fromLatin1(name);
  }
  void everyStateHasAFace() {
    QFETCH(QString, name);
    Shown on;
    if (name == u"forbidden")
      on.fake.openError =
          Error(ErrorKind::Forbidden, "list secrets in namespace ml: jane may not").withHint("Needs list on secrets");
    if (name == u"failed")
      on.fake.openError = Error(ErrorKind::Network, "connect to 10.0.0.1:6443: refused").withHint("Is the cluster up?");
    if (name == u"missing")
      on.fake.missing = Error(ErrorKind::NotFound, "chart clearml-7.14.0 is not at hand").withHint("Choose its .tgz");
    if (name == u"refused")
      on.fake.previewError =
          Error(ErrorKind::Invalid, "render clearml: ingress.domain is needed for tls").withHint("Set ingress.domain");
    QVERIFY(on.show());
    if (name != u"loading") QTest::qWait(100);
    if (name == u"missing" || name == u"refused")
      on.page.draft()->set(QStringLiteral("apiserver.replicaCount"), QStringLiteral("2"));
    if (name == u"gone") on.fake.info->setGone();
    if (name == u"foreign") on.fake.deployElsewhere("apiserver:\n  replicaCount: 3\n");
    if (name == u"stale") {
      auto row = on.fake.info->value();
      row.state = LiveState(Freshness::Stale, "connection refused");
      on.fake.info->set(row);
    }
    QTest::qWait(300);
    on.test.shoot(QStringLiteral("values-") + name);
    QCOMPARE(on.test.warnings(), QString());
  }

  void light() {
    Shown on;
    QVERIFY(on.show());
    QVERIFY(on.ready());
    on.page.draft()->set(QStringLiteral("apiserver.replicaCount"), QStringLiteral("2"));
    QVERIFY(on.ready());
    on.test.setDark(false);
    QTest::qWait(100);
    on.test.shoot(QStringLiteral("values-light"));
    on.test.setDark(true);
    QCOMPARE(on.test.warnings(), QString());
  }
};

QTEST_MAIN(TestValues)
#include "test_values.moc"
