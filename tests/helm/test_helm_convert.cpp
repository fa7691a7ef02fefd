// From upstream's values to ours: the table covers every key, the documentation is the table, and whatever subset of
// upstream's values is converted, each value lands where the table says and no comment is lost.
#include "base/files.h"
#include "base/text.h"
#include "helm/convert_values.h"
#include "helm/fields.h"
#include "helm/fixtures.h"
#include "helm/values.h"
#include "yaml/comments.h"
#include "yaml/document.h"

#include <QtTest>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include <cstdio>
#include <map>
#include <random>
#include <set>

using namespace cleardeck;
using helm::ConversionTable;
using helm::ConvertedKey;
using helm::KeyOutcome;
using helm::KeyRule;
using yaml::Path;
using yaml::Value;

namespace {
void collectLeaves(const Value& value, Path& at, std::vector<Path>& leaves) {
  for (const auto& [key, item] : value.items()) {
    at.emplace_back(key);
    if (item.is_object() && !item.empty())
      collectLeaves(item, at, leaves);
    else
      leaves.push_back(at);
    at.pop_back();
  }
}

std::vector<Path> leavesOf(const Value& value) {
  std::vector<Path> leaves;
  Path at;
  collectLeaves(value, at, leaves);
  return leaves;
}

const ConversionTable& table() {
  static const auto parsed = helm::upstreamConversion();
  return *parsed;
}

QString converted(const std::string& text) {
  auto conversion = helm::convertValues(text, table());
  return conversion ? QString::fromStdString(conversion->text) : QString::fromStdString(conversion.error().message);
}
}  // namespace

class HelmConvertTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() {
    auto parsed = helm::upstreamConversion();
    QVERIFY2(parsed, parsed ? "" : parsed.error().text().c_str());
    auto upstream = yaml::parse(test::contentOf(CLEARDECK_FIXTURES "/charts/clearml-7.14.4/values.yaml"));
    auto ours = helm::readChart(CLEARDECK_SOURCE "/charts/clearml");
    QVERIFY(upstream && ours);
    m_upstream = *upstream;
    m_ours = ours->values;
    m_chart = *ours;
    auto schema = yaml::fromJson(ours->schema);
    QVERIFY(schema);
    valijson::SchemaParser(valijson::SchemaParser::kDraft7)
        .populateSchema(valijson::adapters::NlohmannJsonAdapter(*schema), m_schema);
  }

  void everyUpstreamKeyHasARule() {
    int same = 0, renamed = 0, dropped = 0;
    for (const Path& leaf : leavesOf(m_upstream)) {
      const KeyRule* rule = table().ruleFor(leaf);
      QVERIFY2(rule, yaml::toString(leaf).c_str());
      // A catch-all is for what a sub-chart has beyond the values that the chart itself names.
      QVERIFY2(rule->beyond.empty(), yaml::toString(leaf).c_str());
      ++(!rule->dropped.empty() ? dropped : rule->moves() ? renamed : same);
    }
    std::printf("upstream 7.14.4: %d keys: %d same, %d renamed, %d dropped; missing 0\n", same + renamed + dropped,
                same, renamed, dropped);
    QVERIFY(same + renamed + dropped >= 190);
  }

  void noRuleIsDead() {
    auto leaves = leavesOf(m_upstream);
    for (const KeyRule& rule : table().rules) {
      bool covers =
          std::any_of(leaves.begin(), leaves.end(), [&](const Path& leaf) { return table().ruleFor(leaf) == &rule; });
      QVERIFY2(covers == rule.beyond.empty(), rule.key.c_str());
      if (rule.unless) QVERIFY2(*yaml::find(m_upstream, rule.path) == *rule.unless, rule.key.c_str());
      if (rule.unless) QVERIFY2(!rule.because.empty(), rule.key.c_str());
    }
    for (const auto& [name, item] : table().ruleFor(*yaml::parsePath("elasticsearch.extraEnvs"))->items) {
      const Value* list = yaml::find(m_upstream, item.path);
      QVERIFY2(
          std::any_of(list->begin(), list->end(), [&, key = name](const Value& env) { return env["name"] == key; }),
          name.c_str());
    }
  }

  void everyTargetIsOurs() {
    for (const KeyRule& rule : table().rules) {
      if (rule.dropped.empty()) QVERIFY2(yaml::find(m_ours, rule.to), yaml::toString(rule.to).c_str());
      for (const auto& [name, item] : rule.items)
        if (item.dropped.empty()) QVERIFY2(yaml::find(m_ours, item.to), yaml::toString(item.to).c_str());
    }
  }

  void theDocumentationIsTheTable() {
    auto doc = files::read(CLEARDECK_SOURCE "/docs/upstream-values.md");
    QVERIFY(doc);
    auto begin = doc->find("| Key of ");
    QVERIFY(begin != std::string::npos);
    // Replace the table in the document by the output of `cleardeckctl values convert --table`.
    QCOMPARE(QString::fromStdString(doc->substr(begin)), QString::fromStdString(helm::markdown(table())));
  }

  void conversions_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    auto row = [](const char* name, const char* text, const char* expected) {
      QTest::newRow(name) << QString(text) << QString(expected);
    };
    row("nothing", "# empty\n", "# empty\n");
    row("same", "# two\napiserver:\n  replicaCount: 2 # pods\n", "# two\napiserver:\n  replicaCount: 2 # pods\n");
    row("a map moves as one",
        "redis:\n  # the master\n  master:\n    # disk\n    persistence:\n      size: 8Gi # big\n      # fast\n      "
        "storageClass: ssd\n",
        "redis:\n  # the master\n  # disk\n  persistence:\n    size: 8Gi # big\n    # fast\n    storageClass: ssd\n");
    row("keys get other names",
        "elasticsearch:\n  replicas: 1\n  volumeClaimTemplate:\n    accessModes: [ReadWriteOnce]\n    resources:\n     "
        " "
        "requests:\n        storage: 90Gi # much\n",
        "elasticsearch:\n  # Not taken over: the chart runs one Elasticsearch; a larger one goes to "
        "`externalServices`\n  # replicas: 1\n  persistence:\n    accessModes: [ReadWriteOnce]\n    size: 90Gi # "
        "much\n");
    row("a published key", "clearml:\n  apiserverKey: GGS9F4M6XB2DXJ5AFT9F\n  cookieName: x\n",
        "clearml:\n  # Not taken over: upstream's key is published; without a value one is generated and kept\n  # "
        "apiserverKey: GGS9F4M6XB2DXJ5AFT9F\n  cookieName: x\n");
    row("a key of one's own", "clearml:\n  apiserverKey: MINE\n", "clearml:\n  apiserverKey: MINE\n");
    row("null", "mongodb:\n  persistence:\n    storageClass: null\n    size: 9Gi\n",
        "mongodb:\n  persistence:\n    # Not taken over: null only said that there is no value\n    # storageClass: "
        "null\n    size: 9Gi\n");
    row("a map where a list is meant", "apiserver:\n  additionalVolumes: {} # none\n",
        "apiserver:\n  additionalVolumes: [] # none\n");
    row("a scheme", "externalServices:\n  elasticsearchConnectionString: '[{\"host\":\"es\",\"port\":9200}]' # prod\n",
        "externalServices:\n  elasticsearchConnectionString: '[{\"host\":\"es\",\"port\":9200,\"scheme\":\"http\"}]' # "
        "prod\n");
    row("three maps become one",
        "apiserver:\n  serviceAccountAnnotations:\n    role: a\nwebserver:\n  serviceAccountAnnotations:\n    more: "
        "b\n",
        "serviceAccount:\n  annotations:\n    role: a\n    more: b\n");
    row("two values for one place",
        "apiserver:\n  serviceAccountAnnotations:\n    role: a\nwebserver:\n  serviceAccountAnnotations:\n    role: "
        "b\n",
        "# Not taken over: serviceAccount.annotations.role has another value already\n# webserver:\n#   "
        "serviceAccountAnnotations:\n#     role: b\nserviceAccount:\n  annotations:\n    role: a\n");
    row("items",
        "elasticsearch:\n  extraEnvs:\n    # disk\n    - name: cluster.routing.allocation.disk.watermark.low\n      "
        "value: 9gb\n    - name: mine\n      value: x\n",
        "elasticsearch:\n  extraEnvs:\n    # disk\n    # Not taken over: it is elasticsearch.diskWatermarks.low now\n  "
        "  "
        "# - name: cluster.routing.allocation.disk.watermark.low\n    #   value: 9gb\n    - name: mine\n      value: "
        "x\n "
        " diskWatermarks:\n    low: 9gb\n");
    row("unknown", "apiserver:\n  replicas: 2\nother: 1\n",
        "# Not taken over: neither chart is known to have this value\n# apiserver:\n#   replicas: 2\n# Not taken over: "
        "neither chart is known to have this value\n# other: 1\n");
    row("of a sub-chart", "redis:\n  replica: {count: 2}\n  enabled: true\n",
        "redis:\n  # Not taken over: our chart has a Redis of its own, not Bitnami's sub-chart\n  # replica: {count: "
        "2}\n  enabled: true\n");
    row("7.15", "externalServices:\n  dragonflyHost: df\n", "externalServices:\n  redisHost: df\n");
    row("a list is no map", "- a\n", "the values must be a map");
    row("broken", "a: [\n", "YAML line 2, column 1: did not find expected node content");
  }
  void conversions() {
    QFETCH(QString, text);
    QFETCH(QString, expected);
    QCOMPARE(converted(text.toStdString()), expected);
  }

  void theReport() {
    auto conversion = helm::convertValues(
        "x: &a {b: 1}\nredis:\n  master: {persistence: {size: 8Gi}}\napiserver:\n  processes: {count: 2}\n", table());
    QVERIFY(conversion);
    QCOMPARE(conversion->keys.size(), std::size_t(3));
    QCOMPARE(conversion->keys[0].outcome, KeyOutcome::Unknown);
    QCOMPARE(conversion->keys[1].to, std::string("redis.persistence.size"));
    QCOMPARE(conversion->keys[1].line, std::size_t(3));
    std::string report = helm::reportText(*conversion);
    QVERIFY(report.find("redis.master.persistence.size -> redis.persistence.size") != std::string::npos);
    QVERIFY(report.find("apiserver.processes.count: it had no effect upstream") != std::string::npos);
    QVERIFY(report.find("3 keys read") != std::string::npos);
    QVERIFY(report.find("8Gi") == std::string::npos);
  }

  void theOldKeyStaysWhenTheTextCannotBeEdited() {
    auto conversion = helm::convertValues("a: &x\n  persistence: {size: 1Gi}\nredis:\n  master: *x\n", table());
    QVERIFY(conversion);
    bool refused = std::any_of(conversion->keys.begin(), conversion->keys.end(),
                               [](const ConvertedKey& key) { return key.outcome == KeyOutcome::Refused; });
    QVERIFY(refused);
    QVERIFY(conversion->text.find("master: *x") != std::string::npos);
  }

  void upstreamsOwnProfiles_data() {
    QTest::addColumn<QString>("file");
    QTest::newRow("values.yaml") << CLEARDECK_FIXTURES "/charts/clearml-7.14.4/values.yaml";
    QTest::newRow("values-production.yaml") << CLEARDECK_FIXTURES "/charts/clearml-7.14.4/values-production.yaml";
  }
  void upstreamsOwnProfiles() {
    QFETCH(QString, file);
    check(test::contentOf(file.toStdString()));
  }

  /// Overrides as people write them: some keys of upstream's values, each with a comment, in blocks or in one line.
  void randomOverrides() {
    auto leaves = leavesOf(m_upstream);
    std::size_t keys = 0;
    for (int round = 0; round < 300; ++round) {
      auto document = yaml::Document::parse("# overrides " + std::to_string(round) + "\n");
      std::size_t wanted = 1 + below(12);
      for (std::size_t i = 0; i < wanted; ++i) {
        const Path& path = leaves[below(leaves.size())];
        Value value = *yaml::find(m_upstream, path);
        if (below(3) == 0) value = another(path, value);
        QVERIFY(document->set(path, value));
      }
      keys += check(commented(document->text()));
      if (QTest::currentTestFailed()) return;
    }
    std::printf("300 random override files, %zu keys converted\n", keys);
  }

 private:
  std::size_t below(std::size_t n) { return n ? m_engine() % n : 0; }

  /// Another value that the place can take.
  static Value another(const Path& path, const Value& value) {
    static const std::map<std::string, Value> others{{"IfNotPresent", "Always"},
                                                     {"NodePort", "ClusterIP"},
                                                     {"ReadWriteOnce", "ReadWriteMany"},
                                                     {"10m", "0.5"},
                                                     {"100m", 2},
                                                     {"redis_hostname", "redis.example.com"},
                                                     {"2000m", "1500m"}};
    const auto& key = std::get<std::string>(path.back());
    if (key.starts_with("additionalVolume")) return Value::array({Value{{"name", "v"}, {"mountPath", "/v"}}});
    if (key.ends_with("Url")) return "https://clearml.example.com";
    if (key == "enabled") return value;  // a database that is off needs an external one
    if (value.is_string()) {
      auto text = value.get<std::string>();
      if (auto other = others.find(text); other != others.end()) return other->second;
      if (text.starts_with("[")) return R"([{"host":"es","port":9200}])";
      if (path.front() == yaml::Step("clearml")) return "own" + text;  // a credential begins with a letter
      return text.ends_with("i") ? "7" + text : text + "x";
    }
    if (value.is_number_integer()) return value.get<int>() + 1;
    if (value.is_boolean()) return !value.get<bool>();
    if (value.is_object()) return Value{{key == "additionalConfigs" ? "some.conf" : "some", "thing"}};
    return value;
  }

  /// The text with a comment of its own above or behind some lines.
  std::string commented(const std::string& text) {
    std::string out;
    bool literal = false;
    std::size_t literalColumn = 0;
    for (const std::string& line : text::split(text, '\n')) {
      std::size_t column = std::min(line.find_first_not_of(' '), line.size());
      if (literal && (column > literalColumn || column == line.size())) {
        out += line + "\n";
        continue;
      }
      literal = line.ends_with("|") || line.ends_with("|-") || line.ends_with("|+");
      literalColumn = column;
      if (column < line.size() && below(4) == 0) out += std::string(column, ' ') + "# note " + number() + "\n";
      out += line;
      if (column < line.size() && !literal && below(4) == 0) out += " # why " + number();
      out += "\n";
    }
    out.pop_back();
    return out;
  }
  std::string number() { return std::to_string(++m_comments) + "."; }

  /// What must hold of every conversion; returns how many keys were read.
  std::size_t check(const std::string& text) {
    auto before = yaml::Document::parse(text);
    auto conversion = helm::convertValues(text, table());
    if (!before || !conversion) {
      QTest::qFail(("does not convert:\n" + text).c_str(), __FILE__, __LINE__);
      return 0;
    }
    auto after = yaml::Document::parse(conversion->text);
    if (!after) QTest::qFail(("does not parse:\n" + conversion->text).c_str(), __FILE__, __LINE__);
    if (!after) return 0;
    for (const auto& comment : yaml::comments(before->tree()))
      if (conversion->text.find(comment.text) == std::string::npos)
        QTest::qFail((comment.text + " is lost:\n" + text + "=>\n" + conversion->text).c_str(), __FILE__, __LINE__);
    for (const ConvertedKey& key : conversion->keys) checkKey(key, before->value(), after->value(), conversion->text);
    checkSchema(after->value(), conversion->text);
    return conversion->keys.size();
  }

  /// Our chart takes the values.
  void checkSchema(const Value& values, const std::string& text) {
    auto all = helm::coalesce(m_chart, values);
    if (!all) QTest::qFail(all.error().message.c_str(), __FILE__, __LINE__);
    if (!all) return;
    valijson::Validator validator;
    valijson::ValidationResults results;
    if (validator.validate(m_schema, valijson::adapters::NlohmannJsonAdapter(*all), &results)) return;
    valijson::ValidationResults::Error error;
    std::string why;
    while (results.popError(error)) {
      for (const std::string& step : error.context) why += step;
      why += ": " + error.description + "\n";
    }
    QTest::qFail((why + text).c_str(), __FILE__, __LINE__);
  }

  static void checkKey(const ConvertedKey& key, const Value& before, const Value& after, const std::string& text) {
    auto from = yaml::parsePath(key.key);
    const Value* old = from ? yaml::find(before, *from) : nullptr;
    const Value* now = key.to.empty() ? nullptr : yaml::find(after, *yaml::parsePath(key.to));
    bool kept = key.outcome == KeyOutcome::Same || key.outcome == KeyOutcome::Renamed;
    if (kept && old && (!now || *now != *old))
      QTest::qFail((key.key + " is not at " + key.to + ":\n" + text).c_str(), __FILE__, __LINE__);
    if (!kept && key.outcome != KeyOutcome::Changed && old && yaml::find(after, *from))
      QTest::qFail((key.key + " is still there").c_str(), __FILE__, __LINE__);
    if (key.outcome == KeyOutcome::Refused || key.outcome == KeyOutcome::Unknown)
      QTest::qFail((key.key + ": " + key.why).c_str(), __FILE__, __LINE__);
  }

  std::mt19937 m_engine{11};
  int m_comments = 0;
  Value m_upstream, m_ours;
  helm::Chart m_chart;
  valijson::Schema m_schema;
};

QTEST_APPLESS_MAIN(HelmConvertTest)
#include "test_helm_convert.moc"
