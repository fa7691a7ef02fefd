// The planner of version upgrades: tests/fixtures/upgrades/*.yaml, and its own facts.
#include "base/files.h"
#include "installation/upgrade_data.h"
#include "installation/upgrade_plan.h"

#include <QtTest>

using namespace cleardeck;
using namespace cleardeck::installation;

namespace {
std::string text(const yaml::Value& map, const char* key) {
  return map.contains(key) && map[key].is_string() ? map[key].get<std::string>() : std::string();
}
Flavour flavour(const yaml::Value& map) {
  return text(map, "flavour") == "cleardeck" ? Flavour::ClearDeck : Flavour::Upstream;
}
Makeup makeup(const yaml::Value& map) {
  return {text(map, "clearml"), text(map, "mongodb"), text(map, "elasticsearch"), text(map, "redis")};
}

UpgradeStart startOf(const yaml::Value& source) {
  UpgradeStart start;
  start.flavour = flavour(source);
  start.chart = text(source, "chart");
  start.now = makeup(source);
  start.fcv = text(source, "fcv");
  start.kubernetes = text(source, "kubernetes");
  return start;
}

// Versions that the table of the chart does not tell are written down in the fixture.
UpgradeCandidate candidate(const yaml::Value& source) {
  helm::ChartOffer offer;
  offer.version = text(source, "version");
  offer.appVersion = text(source, "appVersion");
  offer.kubeVersion = text(source, "kubeVersion");
  auto result = candidateOf(upgradeFacts(), offer, flavour(source), yaml::Value::object());
  if (source.contains("mongodb")) result.brings.mongodb = text(source, "mongodb");
  if (source.contains("elasticsearch")) result.brings.elasticsearch = text(source, "elasticsearch");
  result.brings.redis = text(source, "redis");
  return result;
}

std::string allWords(const UpgradePlan& plan) {
  std::string all;
  for (const auto& step : plan.steps) {
    for (const auto& line : step.reasons) all += line + "\n";
    for (const auto& line : step.notes) all += line + "\n";
    for (const auto& line : step.doBefore) all += "first " + line + "\n";
    for (const auto& line : step.doAfter) all += "then " + line + "\n";
    for (const auto& line : step.noWayBack) all += "back " + line + "\n";
    for (const auto& line : step.restarts) all += "restarts " + line + "\n";
  }
  return all;
}

bool holds(const std::string& haystack, const std::string& needle) { return haystack.find(needle) != haystack.npos; }
}  // namespace

class UpgradePlanTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void plans_data() {
    QTest::addColumn<QString>("file");
    int count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(CLEARDECK_FIXTURES "/upgrades")) {
      QTest::newRow(entry.path().stem().c_str()) << QString::fromStdString(entry.path().string());
      ++count;
    }
    QVERIFY2(count > 10, "the fixtures are missing");
  }
  void plans() {
    QFETCH(QString, file);
    auto content = files::read(file.toStdString());
    QVERIFY(content);
    auto parsed = yaml::parse(*content);
    QVERIFY2(parsed, parsed ? "" : parsed.error().message.c_str());
    const yaml::Value& source = *parsed;
    std::vector<UpgradeCandidate> candidates;
    for (const auto& one : source["candidates"]) candidates.push_back(candidate(one));
    const auto plan = planUpgrade(upgradeFacts(), startOf(source["start"]), candidates, text(source, "wanted"));
    std::vector<std::string> path, wanted;
    for (const auto& step : plan.steps) path.push_back(step.to);
    for (const auto& version : source["path"]) wanted.push_back(version.get<std::string>());
    QVERIFY2(path == wanted, (plan.refusal + " | " + allWords(plan)).c_str());
    if (wanted.empty()) {
      QVERIFY2(holds(plan.refusal, text(source, "refusal")), plan.refusal.c_str());
      QVERIFY2(holds(plan.hint, text(source, "hint")), plan.hint.c_str());
      QVERIFY(!plan.refusal.empty() && !plan.hint.empty());
      return;
    }
    QCOMPARE(plan.whyNotDirect.empty(), wanted.size() == 1);
    std::string why;
    for (const auto& reason : plan.whyNotDirect) why += reason + "\n";
    for (const auto& reason : source["whyNot"]) QVERIFY2(holds(why, reason.get<std::string>()), why.c_str());
    const auto words = allWords(plan);
    for (const auto& word : source["says"]) QVERIFY2(holds(words, word.get<std::string>()), words.c_str());
    if (source.contains("silent"))
      for (const auto& word : source["silent"]) QVERIFY2(!holds(words, word.get<std::string>()), words.c_str());
    QCOMPARE(plan.steps.front().from, text(source["start"], "chart"));
  }
  void theBuiltInFactsAreSound() {
    auto facts = readUpgradeFacts(upgradeFactsText());
    QVERIFY2(facts, facts ? "" : facts.error().message.c_str());
    // Every version of upstream's chart that we have as a fixture is told from its neighbours by the table.
    for (const char* version : {"7.10.0", "7.11.3", "7.12.0", "7.13.0", "7.14.1", "7.14.4"}) {
      auto chart = helm::readChart(std::string(CLEARDECK_FIXTURES "/charts/clearml-") + version);
      QVERIFY(chart);
      QCOMPARE(flavourOf(chart->metadata), Flavour::Upstream);
      const auto& upstream = facts->of(Flavour::Upstream);
      const auto own = makeupOf(upstream, chart->meta, chart->values);
      const auto* row = rowOf(upstream, version);
      QVERIFY(row);
      QVERIFY2(own.clearml.rfind(row->makeup.clearml, 0) == 0,
               (own.clearml + " is not " + row->makeup.clearml).c_str());
      QVERIFY2(own.mongodb.rfind(row->makeup.mongodb, 0) == 0, own.mongodb.c_str());
    }
    auto ours = helm::readChart(CLEARDECK_SOURCE "/charts/clearml");
    QVERIFY(ours);
    QCOMPARE(flavourOf(ours->metadata), Flavour::ClearDeck);
    const auto own = makeupOf(facts->of(Flavour::ClearDeck), ours->meta, ours->values);
    const auto* row = rowOf(facts->of(Flavour::ClearDeck), ours->meta.version);
    QVERIFY2(own.mongodb.rfind(row->makeup.mongodb, 0) == 0, own.mongodb.c_str());
    QVERIFY2(own.elasticsearch.rfind(row->makeup.elasticsearch, 0) == 0, own.elasticsearch.c_str());
  }
  void brokenFactsAreRefused() {
    for (const char* broken : {"", "a: [", "mongodb: [\"7.0\"]\n", "mongodb: []\nelasticsearchFrom: {}\n"})
      QVERIFY2(!readUpgradeFacts(broken), broken);
  }
  void goingBack() {
    const auto& facts = upgradeFacts();
    QVERIFY(noWayBack(facts, {"2.0", "6.0", "7.17", ""}, {"2.0", "6.0", "7.17", ""}).empty());
    QCOMPARE(noWayBack(facts, {"2.0", "6.0", "7.17", ""}, {"1.17", "5.0", "7.17", ""}).size(), std::size_t(2));
    QCOMPARE(noWayBack(facts, {"2.4", "7.0", "8.19", ""}, {"2.4", "7.0", "7.17", ""}).size(), std::size_t(1));
  }
  void vanished() {
    const auto& facts = upgradeFacts().of(Flavour::Upstream);
    auto values = yaml::parse("redis: {image: {repository: bitnami/redis}}\nmongodb: {image: {repository: mine/m}}\n");
    const auto gone = vanishedImages(facts, *values);
    QCOMPARE(gone.size(), std::size_t(1));
    QCOMPARE(gone[0].instead, std::string("bitnamilegacy/redis"));
  }
  void switchedOffDatabases() {
    helm::ChartMeta meta;
    meta.version = "7.14.4";
    meta.appVersion = "2.0";
    auto values = yaml::parse("mongodb: {enabled: false}\nelasticsearch: {imageTag: 8.17.0}\n");
    const auto own = makeupOf(upgradeFacts().of(Flavour::Upstream), meta, *values);
    QCOMPARE(own.mongodb, std::string());
    QCOMPARE(own.elasticsearch, std::string("8.17.0"));
    QCOMPARE(own.clearml, std::string("2.0"));
  }
};

QTEST_APPLESS_MAIN(UpgradePlanTest)
#include "test_upgrade_plan.moc"
