// What helps while editing: forms of known structures, ways out of problems, names from the cluster, pasted YAML.
#include "console/values/fieldparts.h"
#include "console/values/valuesdraft.h"
#include "values/fakevalues.h"

#include <QAbstractItemModelTester>
#include <QtTest>

using namespace cleardeck;

namespace {

struct Help {
  explicit Help(const std::string& text = test::ownText) { draft.load(test::sessionOf(text)); }
  yaml::Value at(const char* path) {
    const yaml::Value* value = yaml::find(draft.session()->overrides(), *yaml::parsePath(path));
    return value ? *value : yaml::Value();
  }
  QVariant role(const char* path, FieldsModel::Role role) {
    draft.reveal(QLatin1String(path));
    return draft.fields()->index(draft.fields()->rowOf(QLatin1String(path))).data(role);
  }
  ValuesDraft draft;
  QAbstractItemModelTester fields{draft.fields(), QAbstractItemModelTester::FailureReportingMode::QtTest};
  QAbstractItemModelTester paste{draft.paste(), QAbstractItemModelTester::FailureReportingMode::QtTest};
};

}  // namespace

class ValuesHelpTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void forms_data() {
    QTest::addColumn<int>("editor");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QStringList>("cells");
    auto row = [](const char* name, FieldInfo::Editor editor, const char* value, QStringList cells) {
      QTest::newRow(name) << int(editor) << value << cells;
    };
    row("toleration", FieldInfo::Tolerations,
        R"([{"key":"gpu","operator":"Equal","value":"yes","effect":"NoSchedule"}])",
        {"gpu", "Equal", "yes", "NoSchedule"});
    row("two", FieldInfo::Tolerations, R"([{"operator":"Exists"},{"key":"a"}])",
        {"", "Exists", "", "", "a", "", "", ""});
    row("resources", FieldInfo::Resources, R"({"limits":{"memory":"2Gi","cpu":2}})", {"", "2", "", "2Gi"});
    row("no resources", FieldInfo::Resources, "{}", {"", "", "", ""});
    row("probe", FieldInfo::Probe, R"({"httpGet":{"path":"/x","port":80},"periodSeconds":5})",
        {"/x", "80", "", "5", "", "", ""});
    row("names", FieldInfo::Names, R"([{"name":"a"},{"name":"b"}])", {"a", "b"});
  }
  void forms() {
    QFETCH(int, editor);
    QFETCH(QString, value);
    QFETCH(QStringList, cells);
    const auto kind = FieldInfo::Editor(editor);
    const yaml::Value whole = *yaml::fromJson(value.toStdString());
    const auto found = cellsOf(kind, whole);
    QVERIFY(found);
    QCOMPARE(*found, cells);
    const auto back = valueOfCells(kind, cells, whole);
    QVERIFY(back);
    QVERIFY2(yaml::same(*back, whole), yaml::toJson(*back).c_str());
    QVERIFY(boxNames(kind).size() == boxesOf(kind) || kind == FieldInfo::Names);
  }

  void whatAFormCannotShowStaysYaml() {
    QVERIFY(!cellsOf(FieldInfo::Tolerations, *yaml::fromJson(R"([{"key":"a","tolerationSeconds":5}])")));
    QVERIFY(!cellsOf(FieldInfo::Resources, *yaml::fromJson(R"({"limits":{"nvidia.com/gpu":1}})")));
    QVERIFY(!cellsOf(FieldInfo::Probe, *yaml::fromJson(R"({"exec":{"command":["a"]}})")));
    QVERIFY(!cellsOf(FieldInfo::Names, *yaml::fromJson(R"([{"name":"a","b":1}])")));
    QVERIFY(!cellsOf(FieldInfo::Resources, yaml::Value::array()));
  }

  void formsRefuseNonsense() {
    const yaml::Value none;
    QVERIFY(!valueOfCells(FieldInfo::Resources, {"a lot", "", "", ""}, none));
    QVERIFY(!valueOfCells(FieldInfo::Probe, {"/", "80", "soon", "", "", "", ""}, none));
    QVERIFY(!valueOfCells(FieldInfo::Tolerations, {"a", "Exists", "b", ""}, none));
    QVERIFY(valueOfCells(FieldInfo::Tolerations, {"", "", "", ""}, none)->empty());
  }

  void aTolerationIsTypedBoxByBox() {
    Help on;
    const QString path = QStringLiteral("apiserver.tolerations");
    QCOMPARE(on.role("apiserver.tolerations", FieldsModel::EditorRole).toInt(), int(FieldInfo::Tolerations));
    on.draft.addItem(path);
    on.draft.setCell(path, 0, QStringLiteral("gpu"));
    on.draft.setCell(path, 1, QStringLiteral("Exists"));
    QVERIFY(on.at("apiserver.tolerations") == *yaml::fromJson(R"([{"key":"gpu","operator":"Exists"}])"));
    QVERIFY(on.draft.yaml()->text().contains(QStringLiteral("key: gpu")));  // a name, not a secret
    on.draft.removeItem(path, 0);
    QVERIFY(on.at("apiserver.tolerations").is_null() || on.at("apiserver.tolerations").empty());
  }

  void affinityHasUsualTexts() {
    Help on;
    const QString path = QStringLiteral("apiserver.affinity");
    const QStringList names = on.draft.presetsOf(path);
    QVERIFY(names.size() >= 3);
    for (const QString& name : names) {
      on.draft.usePreset(path, name);
      QVERIFY2(on.at("apiserver.affinity").is_object(), qPrintable(name));
    }
    QVERIFY(on.draft.presetsOf(QStringLiteral("apiserver.replicaCount")).isEmpty());
  }

  void aFixIsOneKeyPress() {
    Help on;
    QCOMPARE(on.role("fileserver.replicaCont", FieldsModel::FixRole).toString(), QStringLiteral("Use replicaCount"));
    on.draft.applyFix(QStringLiteral("fileserver.replicaCont"));
    QVERIFY(on.at("fileserver.replicaCont").is_null());
    QVERIFY(on.at("fileserver.replicaCount") == yaml::Value(2));
    on.draft.undo();
    QVERIFY(on.at("fileserver.replicaCont") == yaml::Value(2));
    on.draft.set(QStringLiteral("apiserver.resources.limits.memory"), QStringLiteral("512m"));
    QCOMPARE(on.role("apiserver.resources.limits.memory", FieldsModel::FixRole).toString(),
             QStringLiteral("Use 512Mi"));
    on.draft.applyFix(QStringLiteral("apiserver.resources.limits.memory"));
    QVERIFY(on.at("apiserver.resources.limits.memory") == yaml::Value("512Mi"));
    QCOMPARE(on.role("apiserver.resources.limits.memory", FieldsModel::FixRole).toString(), QString());
  }

  void namesComeFromTheCluster() {
    Help on;
    installation::ClusterNames names;
    names.byKind["StorageClass"] = std::vector<std::string>{"fast", "slow"};
    names.byKind["Secret"] = Error(ErrorKind::Forbidden, "secrets may not be listed");
    names.nodeLabels = std::vector<std::string>{"pool=gpu"};
    on.draft.fields()->setNames(names);
    const char* path = "mongodb.persistence.storageClass";
    QCOMPARE(on.role(path, FieldsModel::EditorRole).toInt(), int(FieldInfo::Choice));
    QCOMPARE(on.role(path, FieldsModel::AllowedRole).toStringList(), (QStringList{"fast", "slow"}));
    on.draft.set(QLatin1String(path), QStringLiteral("fast"));
    QVERIFY(!on.role(path, FieldsModel::ProblemRole).toString().contains(QStringLiteral("StorageClass of this")));
    on.draft.set(QLatin1String(path), QStringLiteral("fats"));  // free text stays, with a word about it
    QVERIFY(on.role(path, FieldsModel::ProblemRole).toString().contains(QStringLiteral("StorageClass of this")));
    QCOMPARE(on.role(path, FieldsModel::StateRole).toInt(), int(FieldInfo::Warning));
    QVERIFY(on.at(path) == yaml::Value("fats"));
    // No rights: a line of text, and why.
    QCOMPARE(on.role("clearml.existingSecret", FieldsModel::EditorRole).toInt(), int(FieldInfo::Text));
    QVERIFY(on.draft.noteOf(QStringLiteral("clearml.existingSecret")).contains(QStringLiteral("may not be listed")));
    QCOMPARE(on.draft.noteOf(QLatin1String(path)), QString());
    on.draft.addPair(QStringLiteral("apiserver.nodeSelector"), QStringLiteral("pool=gpu"));
    QVERIFY(on.at("apiserver.nodeSelector.pool") == yaml::Value("gpu"));
  }

  void piecesArePastedAfterALook() {
    Help on;
    const std::string before = on.draft.session()->text();
    on.draft.previewPaste(QStringLiteral("apiserver:\n  replicaCount: 3\nclearml:\n  testUserSecret: second-word\n"));
    QCOMPARE(on.draft.paste()->count(), 2);
    QCOMPARE(on.draft.pasteProblem(), QString());
    for (int row = 0; row < 2; ++row)
      QVERIFY(
          !on.draft.paste()->index(row).data(ChangesModel::AfterRole).toString().contains(QStringLiteral("second")));
    QCOMPARE(on.draft.session()->text(), before);
    for (const char* bad : {"a: [", "- a", "a: 1\n\tb: 2"}) {
      on.draft.previewPaste(QLatin1String(bad));
      QVERIFY(!on.draft.pasteProblem().isEmpty());
      QCOMPARE(on.draft.paste()->count(), 0);
      QVERIFY(!on.draft.pastePiece(QLatin1String(bad)));
    }
    QVERIFY(on.draft.pastePiece(QStringLiteral("apiserver:\n  replicaCount: 3\n")));
    QVERIFY(on.at("apiserver.replicaCount") == yaml::Value(3));
    QVERIFY(on.draft.session()->text().find("# comments stay") != std::string::npos);
    on.draft.undo();
    QCOMPARE(on.draft.session()->text(), before);
  }
};

QTEST_MAIN(ValuesHelpTest)
#include "test_values_help.moc"
