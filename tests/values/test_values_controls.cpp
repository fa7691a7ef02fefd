// Every value has a control that suits it, and every control's edits land in the YAML, each one undoable.
#include "console/values/fieldparts.h"
#include "console/values/valuesdraft.h"
#include "values/fakevalues.h"

#include <QAbstractItemModelTester>
#include <QMetaEnum>
#include <QtTest>

using namespace cleardeck;

namespace {

constexpr const char* ourChart = CLEARDECK_SOURCE "/charts/clearml";

struct Form {
  explicit Form(const std::string& text = test::ownText, const char* folder = ourChart) {
    draft.load(test::sessionOf(text, 1, folder));
  }
  const FieldRow& row(const char* path) { return *fields.row(QLatin1String(path)); }
  yaml::Value at(const char* path) {
    const yaml::Value* value = yaml::find(draft.session()->overrides(), *yaml::parsePath(path));
    return value ? *value : yaml::Value();
  }
  bool set(const char* path, const char* text) { return draft.set(QLatin1String(path), QLatin1String(text)); }
  std::string text() { return draft.session()->text(); }

  ValuesDraft draft;
  FieldsModel& fields = *draft.fields();
  QAbstractItemModelTester tester{draft.fields(), QAbstractItemModelTester::FailureReportingMode::QtTest};
};

void leavesOf(const yaml::Value& value, yaml::Path& path, std::vector<yaml::Path>& leaves) {
  if (!value.is_object() || value.empty()) return leaves.push_back(path);
  for (const auto& [key, child] : value.items()) {
    path.emplace_back(key);
    leavesOf(child, path, leaves);
    path.pop_back();
  }
}

bool reaches(const FieldRow& row, const yaml::Path& leaf) {
  if (row.parts.empty()) return row.field && yaml::startsWith(leaf, row.at);
  return row.has(QString::fromStdString(yaml::toString(leaf)));
}

}  // namespace

class ValuesControlsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void everyLeafHasAControl_data() {
    QTest::addColumn<QString>("folder");
    QTest::newRow("clearml") << QString::fromLatin1(ourChart);
    QTest::newRow("upstream") << QStringLiteral(CLEARDECK_FIXTURES "/charts/clearml-7.14.4");
    QTest::newRow("plain") << QStringLiteral(CLEARDECK_FIXTURES "/helm/plain");
  }
  void everyLeafHasAControl() {
    QFETCH(QString, folder);
    Form form("{}\n", folder.toLocal8Bit().constData());
    std::vector<yaml::Path> leaves;
    yaml::Path path;
    leavesOf(form.draft.session()->chart()->values, path, leaves);
    std::map<FieldInfo::Editor, int> counts;
    int described = 0;
    for (const yaml::Path& leaf : leaves) {
      const auto row = std::find_if(form.fields.rows().begin(), form.fields.rows().end(),
                                    [&](const FieldRow& one) { return reaches(one, leaf); });
      QVERIFY2(row != form.fields.rows().end(), yaml::toString(leaf).c_str());
      ++counts[row->editor];
      described += !row->description.isEmpty();
    }
    QVERIFY(!leaves.empty());
    const int plain = counts[FieldInfo::Text] + counts[FieldInfo::Block];
    qInfo("%zu leaves, all reachable, %d described, %d with a specific control", leaves.size(), described,
          int(leaves.size()) - plain);
    const auto names = QMetaEnum::fromType<FieldInfo::Editor>();
    for (const auto& [editor, count] : counts) qInfo("  %s: %d", names.valueToKey(editor), count);
  }

  void theControlSuits_data() {
    QTest::addColumn<int>("editor");
    const auto add = [](const char* path, FieldInfo::Editor editor) { QTest::newRow(path) << int(editor); };
    add("apiserver.enabled", FieldInfo::Switch);
    add("apiserver.replicaCount", FieldInfo::Number);
    add("apiserver.service.port", FieldInfo::Number);
    add("apiserver.service.type", FieldInfo::Choice);
    add("apiserver.resources.limits.memory", FieldInfo::Quantity);
    add("apiserver.resources.requests.cpu", FieldInfo::Quantity);
    add("apiserver.image", FieldInfo::Image);
    add("apiserver.image.tag", FieldInfo::Image);
    add("apiserver.podAnnotations", FieldInfo::Pairs);
    add("apiserver.nodeSelector", FieldInfo::Pairs);
    add("ingress.annotations", FieldInfo::Pairs);
    add("apiserver.extraEnvs", FieldInfo::Variables);
    add("apiserver.tolerations", FieldInfo::Tolerations);
    add("apiserver.affinity", FieldInfo::Block);
    add("clearml.testUserSecret", FieldInfo::Secret);
    add("fileserver.replicaCont", FieldInfo::Block);
  }
  void theControlSuits() {
    QFETCH(int, editor);
    Form form;
    QVERIFY(form.fields.row(QLatin1String(QTest::currentDataTag())));
    QCOMPARE(int(form.row(QTest::currentDataTag()).editor), editor);
  }

  void anImageIsOneLine() {
    Form form("apiserver:\n  image:\n    pullPolicy: Always  # mine\n");
    const std::string before = form.text();
    const QString usual = form.row("apiserver.image").newText;
    QCOMPARE(usual, QStringLiteral("clearml/server"));  // without a tag it is the chart's own version
    QVERIFY(form.set("apiserver.image", "registry.example:5000/team/server:1.2"));
    QCOMPARE(form.at("apiserver.image.repository"), yaml::Value("registry.example:5000/team/server"));
    QCOMPARE(form.at("apiserver.image.tag"), yaml::Value("1.2"));
    QCOMPARE(form.at("apiserver.image.pullPolicy"), yaml::Value("Always"));
    QVERIFY(form.text().find("# mine") != std::string::npos);
    QVERIFY(!form.set("apiserver.image", "team/server@sha256:00"));
    QCOMPARE(form.row("apiserver.image").state, FieldInfo::Invalid);
    QVERIFY(!form.set("apiserver.image", ""));
    form.draft.takeBack(QStringLiteral("apiserver.image"));
    QCOMPARE(form.text(), before);  // what stands beside the parts is kept
    QVERIFY(form.set("apiserver.image", usual.toUtf8().constData()));
    QCOMPARE(form.text(), before);  // inherited, so not written
  }

  void quantitiesHaveAUnit() {
    Form form("{}\n");
    const char* memory = "apiserver.resources.limits.memory";
    QVERIFY(form.set(memory, "512Mi"));
    form.draft.finish(QLatin1String(memory));
    QCOMPARE(form.row(memory).newText, QStringLiteral("512"));
    QCOMPARE(form.row(memory).unit, QStringLiteral("Mi"));
    QVERIFY(form.set(memory, "7"));
    QCOMPARE(form.at(memory), yaml::Value("7Mi"));
    form.draft.setUnit(QLatin1String(memory), QStringLiteral("Gi"));
    QCOMPARE(form.at(memory), yaml::Value("7Gi"));
    form.draft.undo();
    QCOMPARE(form.at(memory), yaml::Value("7Mi"));
    QVERIFY(form.set("apiserver.resources.limits.cpu", "250m"));
    form.draft.finish(QStringLiteral("apiserver.resources.limits.cpu"));
    QCOMPARE(form.row("apiserver.resources.limits.cpu").unit, QStringLiteral("m"));
  }

  void amounts_data() {
    QTest::addColumn<bool>("cpu");
    QTest::addColumn<QString>("number");
    QTest::addColumn<QString>("unit");
    QTest::newRow("1.5Gi") << false << QStringLiteral("1.5") << QStringLiteral("Gi");
    QTest::newRow("1073741824") << false << QStringLiteral("1073741824") << QStringLiteral("bytes");
    QTest::newRow("100m") << true << QStringLiteral("100") << QStringLiteral("m");
    QTest::newRow("0.5") << true << QStringLiteral("0.5") << QStringLiteral("cores");
    QTest::newRow("{{ .Values.size }}") << false << QString() << QString();
    QTest::newRow("-1Gi") << false << QString() << QString();
  }
  void amounts() {
    QFETCH(bool, cpu);
    QFETCH(QString, number);
    const QString text = QString::fromLatin1(QTest::currentDataTag());
    const auto amount = amountOf(text, cpu);
    QCOMPARE(amount.has_value(), !number.isEmpty());
    if (!amount) return;
    QCOMPARE(amount->number, number);
    QTEST(amount->unit, "unit");
    QCOMPARE(textOf(*amount), text);
  }

  void variablesAreRows() {
    Form form;
    const QString path = QStringLiteral("apiserver.extraEnvs");
    QCOMPARE(form.row("apiserver.extraEnvs").cells, QStringList({"A", "1"}));
    form.draft.addItem(path);
    QCOMPARE(form.text(), std::string(test::ownText));  // nothing is written before it has a name
    for (const char* typed : {"B", "BC"}) form.draft.setCell(path, 2, QLatin1String(typed));
    form.draft.setCell(path, 3, QStringLiteral("yes"));
    QCOMPARE(form.at("apiserver.extraEnvs[1]"), yaml::Value::parse(R"({"name": "BC", "value": "yes"})"));
    QCOMPARE(form.at("apiserver.extraEnvs[0].value"), yaml::Value("1"));
    form.draft.undo();
    QCOMPARE(form.at("apiserver.extraEnvs[1].name"), yaml::Value("BC"));
    form.draft.undo();  // typing a name is one step
    QCOMPARE(form.text(), std::string(test::ownText));
    form.draft.redo();
    form.draft.removeItem(path, 0);
    QCOMPARE(form.at("apiserver.extraEnvs").size(), std::size_t(1));
    form.draft.undo();
    form.draft.undo();
    QCOMPARE(form.text(), std::string(test::ownText));
    QVERIFY(form.set("apiserver.extraEnvs", "- name: X\n  valueFrom: { secretKeyRef: { name: a, key: b } }\n"));
    form.draft.finish(path);
    QCOMPARE(form.row("apiserver.extraEnvs").editor, FieldInfo::Block);  // a reference is more than a text
  }

  void pairsAreWhatTheChartSees() {
    Form form("ingress:\n  annotations:\n    mine: \"1\"\n");
    const std::string before = form.text();
    const QString path = QStringLiteral("ingress.annotations");
    const QStringList cells = form.row("ingress.annotations").cells;
    QCOMPARE(cells.size(), 8);  // the chart's three and mine
    const int theirs = int(cells.indexOf(QStringLiteral("nginx.ingress.kubernetes.io/proxy-body-size")));
    QVERIFY(theirs >= 0);
    form.draft.removeItem(path, theirs / 2);
    const yaml::Value& over = form.at("ingress.annotations");
    QVERIFY(over.at("nginx.ingress.kubernetes.io/proxy-body-size").is_null());  // else the default comes back
    QCOMPARE(over.at("mine"), yaml::Value("1"));
    QCOMPARE(over.size(), std::size_t(2));
    QCOMPARE(form.row("ingress.annotations").cells.size(), 6);
    form.draft.undo();
    QCOMPARE(form.text(), before);
    form.draft.addItem(path);
    form.draft.setCell(path, 8, QStringLiteral("mine"));
    QCOMPARE(form.row("ingress.annotations").state, FieldInfo::Invalid);
    QVERIFY(form.row("ingress.annotations").problem.contains(QStringLiteral("twice")));
    QVERIFY(form.draft.revert(path));
    QCOMPARE(form.row("ingress.annotations").cells, cells);
    QCOMPARE(form.text(), before);
  }

  void blocksAreYaml() {
    Form form("apiserver:\n  # keep\n  tolerations:\n    - key: gpu  # why\n      operator: Exists\n");
    const std::string before = form.text();
    const QString path = QStringLiteral("apiserver.tolerations");
    QCOMPARE(*yaml::parse(form.draft.blockText(path).toStdString()), form.at("apiserver.tolerations"));
    QVERIFY(form.set("apiserver.tolerations", "- key: gpu\n  operator: Equal\n"));
    QCOMPARE(form.at("apiserver.tolerations[0].operator"), yaml::Value("Equal"));
    QVERIFY(form.text().find("# why") != std::string::npos);
    QVERIFY(!form.set("apiserver.tolerations", "- key: [\n"));
    QCOMPARE(form.draft.blockText(path), QStringLiteral("- key: [\n"));  // what was typed is not lost
    QVERIFY(form.draft.revert(path));
    QCOMPARE(form.text(), before);
  }

  void secretsAreGenerated() {
    Form form;
    form.draft.generate(QStringLiteral("clearml.testUserSecret"));
    QCOMPARE(form.at("clearml.testUserSecret").get<std::string>().size(), std::size_t(32));
    QVERIFY(form.text().find("# private") != std::string::npos);
    form.draft.undo();
    QCOMPARE(form.text(), std::string(test::ownText));
  }

  void howItStands() {
    Form form(
        "apiserver:\n  enabled: true\n  replicaCount: 2\n  service: null\nwebserver:\n  replicaCount: null\n"
        "bogus: 1\n");
    QCOMPARE(form.row("apiserver.enabled").standing, FieldInfo::Redundant);
    QCOMPARE(form.row("apiserver.replicaCount").standing, FieldInfo::Own);
    QCOMPARE(form.row("webserver.replicaCount").standing, FieldInfo::Deleted);
    QCOMPARE(form.row("fileserver.replicaCount").standing, FieldInfo::Default);
    QCOMPARE(form.row("bogus").standing, FieldInfo::Dangling);
  }

  void filters() {
    Form form;
    const auto shown = [&form](int filters) {
      form.fields.setFilters(filters);
      return form.fields.shown();
    };
    const int section = shown(0);
    QVERIFY(shown(FieldsModel::OnlyBasic) < section);
    const int secrets = shown(FieldsModel::OnlySecrets);
    QVERIFY(secrets > 5 && secrets < form.fields.total());
    QCOMPARE(shown(FieldsModel::OnlyProblems), form.fields.troubled());
    QVERIFY(form.fields.troubled() >= 1);  // the typing error
    QCOMPARE(shown(FieldsModel::OnlySecrets | FieldsModel::OnlyChanged), 1);
    form.fields.setFilters(FieldsModel::OnlyBasic);
    form.fields.setSearch(QStringLiteral("apiserver.tolerations"));  // a search finds what is not basic too
    QVERIFY(form.fields.rowOf(QStringLiteral("apiserver.tolerations")) >= 0);
    form.fields.showAll();
    QCOMPARE(form.fields.shown(), section);
  }

  void saysWhatAChangeRestarts() {
    Form form;
    QCOMPARE(form.draft.rollsOf(QStringLiteral("webserver.image")), QStringLiteral("webserver"));
    QVERIFY(form.draft.rolls().isEmpty());
    QVERIFY(form.set("apiserver.resources.limits.memory", "7Gi"));
    QCOMPARE(form.draft.rolls(), QStringLiteral("apiserver"));
    QVERIFY(!form.draft.dangerOf(QStringLiteral("apiserver.image")).isEmpty());
  }
};

QTEST_GUILESS_MAIN(ValuesControlsTest)
#include "test_values_controls.moc"
