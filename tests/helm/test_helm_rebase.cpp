// Overrides carried to another chart version (tests/fixtures/rebase/*.yaml), versions and ranges, and stuck releases.
#include "helm/fixtures.h"
#include "helm/rebase.h"
#include "helm/repair.h"
#include "helm/semver.h"

#include <QtTest>

#include <algorithm>

using namespace cleardeck;

namespace {
std::vector<std::string> texts(const yaml::Value& source, const char* key) {
  std::vector<std::string> all;
  if (source.contains(key))
    for (const auto& item : source[key]) all.push_back(item.get<std::string>());
  return all;
}

// An inline map, or the name of a chart among the fixtures.
struct Side {
  yaml::Value defaults;
  std::string name;
  std::vector<std::string> missing;
};
Side sideOf(const yaml::Value& source, const char* key) {
  if (source[key].is_object()) return {source[key], key, {}};
  auto chart = helm::readChart(CLEARDECK_FIXTURES "/charts/" + source[key].get<std::string>());
  if (!chart) qFatal("%s", chart.error().message.c_str());
  return {helm::allDefaults(*chart), chart->meta.text(), helm::missingSubcharts(*chart)};
}

std::string lineOf(const helm::RebaseFinding& finding) {
  return std::string(name(finding.kind)) + " " + finding.path + (finding.conflict ? " conflict" : "") +
         (finding.edited ? " edited" : "");
}

kube::ReleaseSecret secret(std::uint32_t revision, const char* status, std::int64_t modifiedAt) {
  kube::ReleaseSecret row;
  row.revision = revision;
  row.status = status;
  row.modifiedAt = modifiedAt;
  return row;
}
}  // namespace

class HelmRebaseTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void cases_data() {
    QTest::addColumn<QString>("file");
    int count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(CLEARDECK_FIXTURES "/rebase")) {
      QTest::newRow(entry.path().stem().c_str()) << QString::fromStdString(entry.path().string());
      ++count;
    }
    QVERIFY2(count > 8, "the fixtures are missing");
  }
  void cases() {
    QFETCH(QString, file);
    auto parsed = yaml::parse(test::contentOf(file.toStdString()));
    QVERIFY2(parsed, parsed ? "" : parsed.error().message.c_str());
    const yaml::Value& source = *parsed;
    helm::RebaseBase base;
    Side before = sideOf(source, "old"), after = sideOf(source, "new");
    base.oldDefaults = before.defaults;
    base.newDefaults = after.defaults;
    base.oldChart = before.name;
    base.newChart = after.name;
    base.opaque = after.missing;
    if (source.contains("renames"))
      for (const auto& key : source["renames"]) base.renames.push_back({key["from"], key["to"]});
    helm::RebaseDecisions decisions;
    decisions.keep = texts(source, "keep");
    decisions.drop = texts(source, "drop");
    const std::string overrides = source["overrides"];
    auto result = helm::rebase(base, overrides, decisions);
    if (source.contains("error")) {
      QVERIFY(!result);
      QVERIFY(result.error().message.find(source["error"].get<std::string>()) != std::string::npos);
      return;
    }
    QVERIFY2(result, result ? "" : result.error().message.c_str());
    std::vector<std::string> lines;
    for (const auto& finding : result->findings) {
      lines.push_back(lineOf(finding));
      QVERIFY(!finding.message.empty());
      if (source.contains("neverSays"))
        for (const auto& text : {finding.message, finding.ours, finding.oldDefault, finding.newDefault})
          QVERIFY(text.find(source["neverSays"].get<std::string>()) == std::string::npos);
    }
    std::string seen;
    for (const auto& line : lines) seen += line + "; ";
    QVERIFY2(lines == texts(source, "findings"), seen.c_str());
    const bool edited = std::any_of(result->findings.begin(), result->findings.end(),
                                    [](const auto& finding) { return finding.edited; });
    if (source.contains("expected"))
      QCOMPARE(QString::fromStdString(result->text), QString::fromStdString(source["expected"].get<std::string>()));
    else
      QVERIFY2(edited || result->text == overrides, "the text was changed without a finding that says so");
    QVERIFY(edited || result->text == overrides);
  }
  // A rebase over unchanged defaults does nothing, whatever the overrides.
  void sameDefaultsChangeNothing() {
    for (const char* name : {"clearml-7.10.0", "clearml-7.14.4", "clearml-agent-5.3.2", "clearml-serving-1.5.10"}) {
      auto chart = helm::readChart(std::string(CLEARDECK_FIXTURES "/charts/") + name);
      QVERIFY(chart);
      helm::RebaseBase base;
      base.oldDefaults = base.newDefaults = helm::allDefaults(*chart);
      auto result = helm::rebase(base, chart->valuesText);
      QVERIFY2(result, result ? "" : result.error().message.c_str());
      QCOMPARE(result->text, chart->valuesText);
      QCOMPARE(result->findings.size(), std::size_t(0));
    }
  }
  void droppingWhatIsNotThere() {
    helm::RebaseDecisions decisions;
    decisions.drop = {"a.b"};
    QVERIFY(!helm::rebase(helm::RebaseBase(), "x: 1\n", decisions));
  }

  void ranges_data() {
    QTest::addColumn<QString>("range");
    QTest::addColumn<QString>("inside");
    QTest::addColumn<QString>("outside");
    auto row = [](const char* range, const char* inside, const char* outside) {
      QTest::newRow(range) << range << inside << outside;
    };
    row(">= 1.21.0-0 < 1.32.0-0", "v1.31.9 1.21.0 v1.30.1-gke.100", "1.20.9 1.32.0 v1.33.1+k3s1");
    row(">=1.20.0-0", "1.36.4 1.20.0-0 v1.24.3-eks-1", "1.19.9");
    row("", "1.0.0 9.9.9-rc.1", "");
    row("*", "1.0.0 0.0.1", "");
    row("^1.2.3", "1.2.3 1.9.0", "2.0.0 1.2.2 1.3.0-rc.1");
    row("^0.2.3", "0.2.3 0.2.9", "0.3.0");
    row("^0.0.3", "0.0.3", "0.0.4");
    row("~1.2.3", "1.2.9", "1.3.0");
    row("~1", "1.9.9", "2.0.0");
    row("1.2", "1.2.0 1.2.9", "1.3.0 1.1.9");
    row("1.x", "1.0.0 1.99.0", "2.0.0");
    row("=1.2.3", "1.2.3 v1.2.3", "1.2.4");
    row("!=1.2.3", "1.2.4", "1.2.3");
    row(">1.2", "1.3.0", "1.2.9 1.2.0");
    row("<=1.2", "1.2.9 1.0.0", "1.3.0");
    row("1.2 - 1.4.5", "1.2.0 1.4.5", "1.4.6 1.1.9");
    row("<1.0.0 || >=2.0.0", "0.9.0 2.1.0", "1.5.0");
    row(">=1.0.0, <2.0.0", "1.5.0", "2.0.0");
  }
  void ranges() {
    QFETCH(QString, range);
    QFETCH(QString, inside);
    QFETCH(QString, outside);
    auto parsed = helm::VersionRange::parse(range.toStdString());
    QVERIFY2(parsed, parsed ? "" : parsed.error().message.c_str());
    for (const bool wanted : {true, false})
      for (const QString& text : (wanted ? inside : outside).split(' ', Qt::SkipEmptyParts)) {
        auto version = helm::SemVer::parse(text.toStdString());
        QVERIFY2(version, qPrintable(text));
        QVERIFY2(parsed->contains(*version) == wanted, qPrintable(text));
      }
  }
  void badVersions() {
    for (const char* text :
         {"", "latest", "1.2.3.4", "1..2", "v", "1.x", "1.2.3-", "-1", "1.2.99999999999999999999999"})
      QVERIFY2(!helm::SemVer::parse(text), text);
    for (const char* text : {">>1", "1.2.x.y.z", "not a version", ">= latest"})
      QVERIFY2(!helm::VersionRange::parse(text), text);
  }
  void versionsInOrder() {
    const std::vector<std::string> ordered = {
        "latest",     "0.9.0",       "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta",
        "1.0.0-rc.9", "1.0.0-rc.10", "1.0.0",       "1.2.0",         "1.10.0",           "2.0"};
    for (std::size_t i = 0; i < ordered.size(); ++i)
      for (std::size_t j = 0; j < ordered.size(); ++j)
        QVERIFY2(helm::isOlder(ordered[i], ordered[j]) == (i < j), (ordered[i] + " " + ordered[j]).c_str());
  }

  void repairs_data() {
    using Action = helm::RepairAction;
    QTest::addColumn<QStringList>("statuses");  // newest first
    QTest::addColumn<int>("seconds");
    QTest::addColumn<int>("action");
    QTest::addColumn<int>("backTo");
    QTest::addColumn<bool>("mayStillRun");
    auto row = [](const char* name, QStringList statuses, int age, Action action, int backTo, bool runs) {
      QTest::newRow(name) << statuses << age << int(action) << backTo << runs;
    };
    row("healthy", {"deployed", "superseded"}, 9999, Action::None, 0, false);
    row("nothing", {}, 0, Action::None, 0, false);
    row("fresh upgrade", {"pending-upgrade", "deployed"}, 60, Action::Rollback, 1, true);
    row("old upgrade", {"pending-upgrade", "deployed"}, 3600, Action::Rollback, 1, false);
    row("old rollback", {"pending-rollback", "failed", "superseded"}, 3600, Action::Rollback, 1, false);
    row("first install", {"pending-install"}, 3600, Action::Uninstall, 0, false);
    row("failed upgrade", {"failed", "deployed"}, 10, Action::Rollback, 1, false);
    row("failed install", {"failed"}, 10, Action::Uninstall, 0, false);
    row("two failures", {"failed", "failed", "deployed"}, 10, Action::Rollback, 1, false);
    row("uninstalling", {"uninstalling", "superseded"}, 3600, Action::Uninstall, 0, false);
    row("clock of another machine", {"pending-upgrade", "deployed"}, -500, Action::Rollback, 1, true);
  }
  void repairs() {
    QFETCH(QStringList, statuses);
    QFETCH(int, seconds);
    QFETCH(int, action);
    QFETCH(int, backTo);
    QFETCH(bool, mayStillRun);
    std::vector<kube::ReleaseSecret> rows;
    for (int i = 0; i < statuses.size(); ++i)
      rows.push_back(secret(std::uint32_t(statuses.size() - i), qPrintable(statuses[i]), 1'000'000));
    auto advice = helm::adviseRepair(rows, time::fromSeconds(1'000'000 + seconds));
    QCOMPARE(int(advice.action), action);
    QCOMPARE(advice.backTo, backTo);
    QCOMPARE(advice.mayStillRun, mayStillRun);
    QVERIFY(!advice.sentence.empty());
  }
};

QTEST_APPLESS_MAIN(HelmRebaseTest)
#include "test_helm_rebase.moc"
