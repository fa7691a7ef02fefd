// Editing overrides: states, undo, drift, problems, the plan of a values upgrade.
#include "base/files.h"
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

  void theUsersOwnFileIsNeverOverwritten() {
    QTemporaryDir folder;
    qputenv("XDG_DATA_HOME", folder.path().toUtf8());
    helm::ReleaseKey key("kind", "ml", "clearml");
    const std::filesystem::path file = folder.filePath("git/values.yaml").toStdString();
    QVERIFY(!helm::chosenOverrides(key));
    QVERIFY(helm::chooseOverrides(key, file));
    QCOMPARE(helm::chosenOverrides(key)->string(), file.string());
    QVERIFY(!helm::chosenOverrides(helm::ReleaseKey("kind", "ml", "other")));
    QCOMPARE(helm::readOverrides(file).error().kind, ErrorKind::NotFound);
    std::filesystem::create_directories(file.parent_path());
    QVERIFY(helm::writeOverrides(file, "a: 1\n", std::nullopt));
    QCOMPARE(helm::writeOverrides(file, "a: 2\n", std::nullopt).error().kind, ErrorKind::Conflict);
    QCOMPARE(helm::writeOverrides(file, "a: 2\n", "a: 0\n").error().kind, ErrorKind::Conflict);
    QCOMPARE(*helm::readOverrides(file), std::string("a: 1\n"));
    // The mode and the link stay.
    std::filesystem::permissions(file, std::filesystem::perms(0640));
    const auto link = file.parent_path() / "link.yaml";
    std::filesystem::create_symlink(file, link);
    QVERIFY(helm::writeOverrides(link, "a: 3\n", "a: 1\n"));
    QVERIFY(std::filesystem::is_symlink(link));
    QCOMPARE(*helm::readOverrides(file), std::string("a: 3\n"));
    QCOMPARE(int(std::filesystem::status(file).permissions()), 0640);
    QVERIFY(helm::chooseOverrides(key, std::nullopt));
    QVERIFY(!helm::chosenOverrides(key));
    qunsetenv("XDG_DATA_HOME");
  }

  void badFilesSaySo() {
    QTemporaryDir folder;
    const std::filesystem::path large = folder.filePath("large.yaml").toStdString(),
                                binary = folder.filePath("binary.yaml").toStdString();
    QVERIFY(files::writeAtomically(large, std::string(10'000'000, 'a')));
    QVERIFY(files::writeAtomically(binary, std::string("a: 1\n\0\1", 8)));
    QCOMPARE(helm::readOverrides(large).error().kind, ErrorKind::TooLarge);
    QCOMPARE(helm::readOverrides(binary).error().kind, ErrorKind::Invalid);
    QCOMPARE(helm::readOverrides(folder.path().toStdString()).error().kind, ErrorKind::Invalid);
  }

  void aPieceIsMergedByTheSmallestEdits() {
    const std::string text = "# mine\nreplicas: 3 # why\nextra: { a: 1, b: 2 }\n";
    auto session = ValuesSession::create(base(text));
    QVERIFY(session);
    const std::string before = session->text();
    auto preview = session->previewMerge("replicas: 5\nimage:\n  tag: '2'\n");
    QVERIFY2(preview, preview ? "" : preview.error().message.c_str());
    QCOMPARE(preview->size(), std::size_t(2));
    QCOMPARE(session->text(), before);
    QVERIFY(session->merge("replicas: 5\nimage:\n  tag: '2'\n"));
    QVERIFY2(session->text().find("# mine\nreplicas: 5 # why\n") == 0, session->text().c_str());
    QVERIFY(yaml::same(session->valueAt(path("image.tag")), "2"));
    QVERIFY(session->merge("memory: 2Gi\n", path("resources.limits")));
    QVERIFY(yaml::same(session->valueAt(path("resources.limits.memory")), "2Gi"));
    QVERIFY(session->undo() && session->undo());
    QCOMPARE(session->text(), before);
    for (const char* bad : {"a: [", "- a\n", "just words", "a: 1\n\tb: 2"}) {
      QVERIFY2(!session->merge(bad), bad);
      QCOMPARE(session->text(), before);
    }
    QVERIFY(session->previewMerge("a: 1\nb: [\n").error().message.find("line") != std::string::npos);
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
