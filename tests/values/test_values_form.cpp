// The form's models over real charts: search, sections, edits, problems, the YAML beside them.
#include "console/values/valuesdraft.h"
#include "values/fakevalues.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QtTest>

using namespace cleardeck;

namespace {

constexpr auto strict = QAbstractItemModelTester::FailureReportingMode::QtTest;

struct Form {
  explicit Form(std::shared_ptr<helm::ValuesSession> session) { draft.load(session); }
  QVariant at(const char* path, FieldsModel::Role role) {
    const int row = fields.rowOf(QLatin1String(path));
    return row < 0 ? QVariant() : fields.index(row).data(role);
  }
  FieldInfo::State state(const char* path) { return FieldInfo::State(at(path, FieldsModel::StateRole).toInt()); }
  bool set(const char* path, const char* text) { return draft.set(QLatin1String(path), QLatin1String(text)); }
  std::string text() { return draft.session()->text(); }

  ValuesDraft draft;
  FieldsModel& fields = *draft.fields();
  QAbstractItemModelTester testFields{draft.fields(), strict};
  QAbstractItemModelTester testSections{draft.sections(), strict};
  QAbstractItemModelTester testChanges{draft.changes(), strict};
  QAbstractItemModelTester testYaml{draft.yaml(), strict};
};

}  // namespace

class ValuesFormTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void findsByTyping_data() {
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("path");
    QTest::newRow("whole path") << QStringLiteral("apiserver.replicaCount") << QStringLiteral("apiserver.replicaCount");
    QTest::newRow("any case") << QStringLiteral("REPLICAcount") << QStringLiteral("webserver.replicaCount");
    QTest::newRow("two words") << QStringLiteral("mongodb storageClass")
                               << QStringLiteral("mongodb.persistence.storageClass");
    QTest::newRow("description") << QStringLiteral("session cookie") << QStringLiteral("clearml.cookieName");
    QTest::newRow("value") << QStringLiteral("clearml-token-k8s") << QStringLiteral("clearml.cookieName");
  }
  void findsByTyping() {
    QFETCH(QString, words);
    QFETCH(QString, path);
    Form form(test::sessionOf(test::ownText));
    QVERIFY(form.fields.total() > 150);
    form.fields.setSearch(words);
    QVERIFY2(form.fields.rowOf(path) >= 0, qPrintable(path));
    QVERIFY(form.fields.shown() < form.fields.total());
    QVERIFY(!form.fields.index(0).data(FieldsModel::HeadingRole).toString().isEmpty());
    form.fields.setSearch(QStringLiteral("no such thing anywhere"));
    QCOMPARE(form.fields.rowCount(), 0);
  }

  void secretsAreNotSearched() {
    Form form(test::sessionOf(test::ownText));
    form.fields.setSearch(QStringLiteral("hidden-secret-word"));
    QCOMPARE(form.fields.shown(), 0);
    QVERIFY(!form.draft.yaml()->text().contains(QStringLiteral("hidden-secret-word")));
    QVERIFY(form.draft.yaml()->text().contains(QStringLiteral("# private")));
    form.fields.setSearch(QStringLiteral("testUserSecret"));
    QCOMPARE(form.at("clearml.testUserSecret", FieldsModel::DeployedRole).toString().count(u'h'), 0);
    QCOMPARE(form.at("clearml.testUserSecret", FieldsModel::EditorRole).toInt(), int(FieldInfo::Secret));
  }

  void statesAndEditors() {
    Form form(test::sessionOf(test::ownText));
    form.fields.setSearch(QStringLiteral("."));
    QCOMPARE(form.state("apiserver.replicaCount"), FieldInfo::Inherited);
    QCOMPARE(form.at("apiserver.replicaCount", FieldsModel::EditorRole).toInt(), int(FieldInfo::Number));
    QCOMPARE(form.at("apiserver.enabled", FieldsModel::EditorRole).toInt(), int(FieldInfo::Switch));
    QCOMPARE(form.state("apiserver.podAnnotations"), FieldInfo::Overridden);
    QCOMPARE(form.at("apiserver.podAnnotations", FieldsModel::EditorRole).toInt(), int(FieldInfo::Pairs));
    QCOMPARE(form.at("apiserver.podAnnotations", FieldsModel::CellsRole).toStringList(), QStringList({"team", "ml"}));
    QCOMPARE(form.state("fileserver.replicaCont"), FieldInfo::Warning);  // a typing error is said, not hidden
  }

  void editsAndTakesBack() {
    Form form(test::sessionOf(test::ownText));
    form.fields.setSection(QStringLiteral("apiserver"));
    QSignalSpy resets(&form.fields, &QAbstractItemModel::modelReset);
    QElapsedTimer clock;
    clock.start();
    QVERIFY(form.set("apiserver.replicaCount", "2"));
    qInfo("an edit of %d fields: %.1f ms", form.fields.total(), double(clock.nsecsElapsed()) / 1e6);
    QCOMPARE(form.state("apiserver.replicaCount"), FieldInfo::Changed);
    QCOMPARE(form.at("apiserver.replicaCount", FieldsModel::DefaultRole).toString(), QStringLiteral("1"));
    QCOMPARE(form.at("apiserver.replicaCount", FieldsModel::NewRole).toString(), QStringLiteral("2"));
    QCOMPARE(form.draft.changes()->count(), 1);
    QCOMPARE(form.draft.changes()->index(0).data(ChangesModel::BeforeRole).toString(), QStringLiteral("1"));
    const int line = form.draft.lineOf(QStringLiteral("apiserver.replicaCount"));
    QVERIFY(line > 0);
    QCOMPARE(form.draft.yaml()->index(line - 1).data(CodeLines::MarkRole).toInt(), int(CodeLines::Marked));
    form.draft.takeBack(QStringLiteral("apiserver.replicaCount"));
    QCOMPARE(form.text(), std::string(test::ownText));  // byte for byte
    form.draft.takeBack(QStringLiteral("apiserver.podAnnotations"));
    QCOMPARE(form.state("apiserver.podAnnotations"), FieldInfo::Changed);
    form.draft.undo();
    QCOMPARE(form.text(), std::string(test::ownText));
    QCOMPARE(resets.count(), 0);  // the cursor would leave its field
  }

  void aDangerousChangeSaysWhy() {
    Form form(test::sessionOf(test::ownText));
    const char* path = "apiserver.image.tag";
    QVERIFY(form.at(path, FieldsModel::ProblemRole).toString().isEmpty());
    QVERIFY(form.set(path, "allegroai/clearml:9.9.9"));
    QVERIFY(form.at(path, FieldsModel::ProblemRole).toString().contains(QStringLiteral("must be of one version")));
    QCOMPARE(form.state(path), FieldInfo::Changed);
    form.draft.takeBack(QString::fromLatin1(path));
    QVERIFY(form.at(path, FieldsModel::ProblemRole).toString().isEmpty());
  }

  void typingIsOneUndoStep() {
    Form form(test::sessionOf(test::ownText));
    for (const char* typed : {"2", "25", "253"}) QVERIFY(form.set("webserver.replicaCount", typed));
    QVERIFY(form.set("fileserver.replicaCount", "3"));
    form.draft.undo();
    QCOMPARE(form.draft.session()->valueAt(*yaml::parsePath("webserver.replicaCount")).get<int>(), 253);
    form.draft.undo();
    QCOMPARE(form.text(), std::string(test::ownText));
    QVERIFY(!form.draft.isUndoable());
    form.draft.redo();
    QCOMPARE(form.draft.session()->valueAt(*yaml::parsePath("webserver.replicaCount")).get<int>(), 253);
    form.draft.discard();
    QCOMPARE(form.text(), std::string(test::ownText));
  }

  void whatIsInheritedIsNotWritten() {
    Form form(test::sessionOf(test::ownText));
    QVERIFY(form.set("apiserver.enabled", "false"));
    QVERIFY(form.set("apiserver.enabled", "true"));
    QCOMPARE(form.text(), std::string(test::ownText));
  }

  void refusesWhatIsNoValue_data() {
    QTest::addColumn<QByteArray>("typed");
    QTest::newRow("word") << QByteArray("two");
    QTest::newRow("empty") << QByteArray("");
    QTest::newRow("list") << QByteArray("[1, 2]");
    QTest::newRow("broken") << QByteArray("{1");
  }
  void refusesWhatIsNoValue() {
    QFETCH(QByteArray, typed);
    Form form(test::sessionOf(test::ownText));
    form.fields.setSection(QStringLiteral("apiserver"));
    QVERIFY(!form.set("apiserver.replicaCount", typed.constData()));
    QCOMPARE(form.state("apiserver.replicaCount"), FieldInfo::Invalid);
    QCOMPARE(form.at("apiserver.replicaCount", FieldsModel::NewRole).toString(), QString::fromLatin1(typed));
    QVERIFY(!form.at("apiserver.replicaCount", FieldsModel::ProblemRole).toString().isEmpty());
    QCOMPARE(form.text(), std::string(test::ownText));
    QCOMPARE(form.draft.whyInvalid(), QStringLiteral("Fix apiserver.replicaCount first"));
    QVERIFY(form.set("apiserver.replicaCount", "4"));
    QVERIFY(form.draft.whyInvalid().isEmpty());
  }

  void theTextPane() {
    Form form(test::sessionOf(test::ownText));
    form.draft.setTextOpen(true);
    QVERIFY(!form.draft.replaceText(QStringLiteral("a:\n\t- b\n")));
    QVERIFY(form.draft.textProblem().contains(QStringLiteral("line 2")));
    QCOMPARE(form.text(), std::string(test::ownText));
    const QString twice = QStringLiteral("apiserver:\n  replicaCount: 3\n  replicaCount: 4\nbogus: 1\n");
    QVERIFY(form.draft.replaceText(twice));
    QVERIFY(!form.draft.isTextOpen());
    QVERIFY2(!form.draft.advice().isEmpty(), "a duplicate key is worth a word");
    QVERIFY(form.fields.row(QStringLiteral("bogus")));
    QVERIFY(!form.fields.row(QStringLiteral("fileserver.replicaCont")));
    form.draft.undo();
    QCOMPARE(form.text(), std::string(test::ownText));
    QVERIFY(form.fields.row(QStringLiteral("fileserver.replicaCont")));
  }

  void walksTheChanged() {
    Form form(test::sessionOf(test::ownText));
    QCOMPARE(form.fields.nextChanged({}, 1), QString());
    form.set("apiserver.replicaCount", "2");
    form.set("webserver.replicaCount", "2");
    const QString first = form.fields.nextChanged({}, 1), second = form.fields.nextChanged(first, 1);
    QVERIFY(first != second);
    QCOMPARE(form.fields.nextChanged(second, 1), first);
    QCOMPARE(form.fields.nextChanged(first, -1), second);
    QSignalSpy revealed(&form.draft, &ValuesDraft::revealed);
    form.fields.setSection(QStringLiteral("redis"));
    form.draft.reveal(second);
    QCOMPARE(revealed.count(), 1);
    QVERIFY(form.fields.rowOf(second) >= 0);
    form.fields.setFilters(FieldsModel::OnlyChanged);
    QCOMPARE(form.fields.shown(), form.fields.overridden());
  }

  void chartsWithoutComments_data() {
    QTest::addColumn<QString>("folder");
    QTest::addColumn<bool>("withChart");
    QTest::newRow("no comments") << QStringLiteral(CLEARDECK_FIXTURES "/helm/plain") << true;
    QTest::newRow("upstream") << QStringLiteral(CLEARDECK_FIXTURES "/charts/clearml-7.14.4") << true;
    QTest::newRow("release alone") << QStringLiteral(CLEARDECK_FIXTURES "/charts/clearml-7.14.4") << false;
  }
  void chartsWithoutComments() {
    QFETCH(QString, folder);
    QFETCH(bool, withChart);
    Form form(test::sessionOf("{}\n", 1, folder.toLocal8Bit().constData(), withChart));
    QVERIFY(form.fields.total() > 0);
    form.fields.setSearch(QStringLiteral("."));
    int edited = 0;
    for (const FieldRow& row : std::vector<FieldRow>(form.fields.rows())) {
      if (row.editor != FieldInfo::Number) continue;
      QVERIFY2(form.draft.set(row.path, QStringLiteral("7")), qPrintable(row.path));
      ++edited;
    }
    QCOMPARE(form.draft.changes()->count(), edited);
    while (form.draft.isUndoable()) form.draft.undo();
    QCOMPARE(form.text(), std::string("{}\n"));
  }
};

QTEST_GUILESS_MAIN(ValuesFormTest)
#include "test_values_form.moc"
