// Editing overrides: states, undo, drift, problems, the plan of a values upgrade.
#include "helm/fixtures.h"
#include "helm/overrides_file.h"
#include "helm/values_session.h"

#include <QtTest>

using namespace cleardeck;
using helm::ValuesSession;

namespace {
helm::ValuesBase base(const std::string& text = std::string()) {
  helm::ValuesBase start;
  std::string name = "sh.helm.release.v1.three.v2";
  start.release = *helm::decodeRelease(name, test::contentOf(test::helmFixture("releases/" + name + ".txt")));
  start.chart = std::make_shared<helm::Chart>(*helm::readChart(test::helmFixture("sample")));
  start.overridesText = text;
  return start;
}
yaml::Path path(const char* text) { return *yaml::parsePath(text); }
}  // namespace

class HelmSessionTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void editsKeepComments() {
    const std::string text = "# mine\nreplicas: 3 # enough\n";
    auto session = ValuesSession::create(base(text));
    QVERIFY2(session, session ? "" : session.error().message.c_str());
    QVERIFY(!session->changed());
    QVERIFY(session->drift().empty());
    QCOMPARE(session->stateAt(path("tag")), helm::OverrideState::Inherited);
    QVERIFY(session->set(path("tag"), "2.0"));
    QCOMPARE(session->text(), text + "tag: \"2.0\"\n");
    QCOMPARE(session->valueAt(path("tag")).get<std::string>(), std::string("2.0"));
    QCOMPARE(session->effective()["replicas"].get<int>(), 3);
    QCOMPARE(session->changes().size(), std::size_t(1));
    QCOMPARE(session->field(path("replicas"))->description, std::string("How many web pods run"));
    QVERIFY(session->unset(path("tag")));
    QCOMPARE(session->text(), text);
    QVERIFY(session->undo() && session->undo());
    QVERIFY(!session->canUndo() && !session->undo());
    QVERIFY(session->redo());
    QVERIFY(session->changed());
  }

  void startsFromTheReleaseWithoutAFile() {
    auto session = ValuesSession::create(base());
    QVERIFY(session);
    QCOMPARE(session->text(), std::string("replicas: 3\n"));
  }

  void followsWhatSomeoneElseDeployed() {
    auto session = ValuesSession::create(base("# mine\nreplicas: 9 # why\ntag: x\n"));
    QVERIFY(session);
    QCOMPARE(session->text(), std::string("# mine\nreplicas: 3 # why\n"));
    QCOMPARE(session->drift().size(), std::size_t(2));
    QVERIFY(!session->changed());
  }

  void refusesBrokenText() {
    QVERIFY(!ValuesSession::create(base("a:\n\tb: 1\n")));
    auto session = ValuesSession::create(base());
    QVERIFY(!session->replaceText("a: [\n"));
    QVERIFY(!session->replaceText("- a\n"));
    QCOMPARE(session->text(), std::string("replicas: 3\n"));
    QVERIFY(session->replaceText("replicas: 4\n"));
    QVERIFY(session->undo());
    QCOMPARE(session->text(), std::string("replicas: 3\n"));
  }

  void warns() {
    auto session = ValuesSession::create(base());
    QVERIFY(session->problems().empty());
    QVERIFY(session->set(path("replicas"), 99));
    QVERIFY(session->set(path("replcas"), 1));
    auto problems = session->problems();
    QCOMPARE(problems.size(), std::size_t(2));
    QVERIFY(problems[0].message.find("at most") != std::string::npos);
    QVERIFY(problems[1].message.find("replcas") != std::string::npos);
  }

  void keepsTheUsersFile() {
    QTemporaryDir folder;
    qputenv("XDG_DATA_HOME", folder.path().toUtf8());
    helm::ReleaseKey key("arn:aws:eks/../prod", "..", "clearml");
    auto none = helm::loadOverrides(key);
    QVERIFY(none && none->empty());
    QVERIFY(helm::saveOverrides(key, "# mine\na: 1\n"));
    auto path = QString::fromStdString(helm::overridesPath(key).string());
    QVERIFY(QFileInfo(path).canonicalFilePath().startsWith(QFileInfo(folder.path()).canonicalFilePath() +
                                                           "/cleardeck/values/"));
    QCOMPARE(QFile::permissions(path) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    QCOMPARE(*helm::loadOverrides(key), std::string("# mine\na: 1\n"));
    QCOMPARE(*helm::loadOverrides(helm::ReleaseKey("other", "..", "clearml")), std::string());
    qunsetenv("XDG_DATA_HOME");
  }

  void plansOnlyWithTheDeployedChart() {
    auto session = ValuesSession::create(base());
    QVERIFY(session->set(path("tag"), "2.0"));
    auto run = session->plan();
    QVERIFY2(run, run ? "" : run.error().message.c_str());
    QCOMPARE(run->version, std::string("1.0.0"));
    QCOMPARE(run->values, std::string("replicas: 3\ntag: \"2.0\"\n"));
    auto other = base();
    auto chart = std::make_shared<helm::Chart>(*other.chart);
    chart->meta.version = "1.0.1";
    other.chart = chart;
    auto refused = ValuesSession::create(std::move(other))->plan();
    QVERIFY(!refused);
    QVERIFY2(refused.error().message.find("sample-1.0.1") != std::string::npos, refused.error().message.c_str());
    auto without = base();
    without.chart = nullptr;
    auto session2 = ValuesSession::create(std::move(without));
    QVERIFY(session2->fields().size() == 4 && !session2->plan());
  }
};

QTEST_APPLESS_MAIN(HelmSessionTest)
#include "test_helm_session.moc"
