// Combining values as Helm does. The expectations in echo/cases were printed by helm 4.3 (`.json`) and, where it
// differs, by helm 3.22 (`.helm3.json`), from a chart that prints its .Values.
#include "helm/fixtures.h"
#include "helm/values.h"

#include <QtTest>

#include <filesystem>

using namespace cleardeck;
using yaml::Value;

class HelmValuesTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void coalescesLikeHelm_data() {
    QTest::addColumn<QString>("overrides");
    QTest::addColumn<QString>("expected");
    QTest::addColumn<bool>("helm3");
    for (const auto& entry : std::filesystem::directory_iterator(test::helmFixture("echo/cases"))) {
      if (entry.path().extension() != ".yaml") continue;
      std::filesystem::path four = entry.path(), three = entry.path();
      four.replace_extension(".json");
      three.replace_extension(".helm3.json");
      if (!std::filesystem::exists(three)) three = four;
      auto name = entry.path().stem().string();
      QTest::newRow((name + ", helm 4").c_str()) << entry.path().c_str() << four.c_str() << false;
      QTest::newRow((name + ", helm 3").c_str()) << entry.path().c_str() << three.c_str() << true;
    }
  }
  void coalescesLikeHelm() {
    QFETCH(QString, overrides);
    QFETCH(QString, expected);
    QFETCH(bool, helm3);
    auto chart = helm::readChart(test::helmFixture("echo"));
    auto user = yaml::parse(test::contentOf(overrides.toStdString()));
    auto golden = yaml::fromJson(test::contentOf(expected.toStdString()));
    QVERIFY(chart && user && golden);
    auto values = helm::coalesce(*chart, *user, helm3 ? helm::NullRules::Helm3 : helm::NullRules::Helm4);
    QVERIFY2(values, values ? "" : values.error().message.c_str());
    auto difference = helm::diffValues(*golden, *values);
    QVERIFY2(*values == *golden,
             difference.empty() ? "" : (yaml::toString(difference[0].path) + "\n" + yaml::toJson(*values)).c_str());
  }

  void aSubchartMustBeAMap() {
    auto chart = helm::readChart(test::helmFixture("echo"));
    QVERIFY(chart);
    auto values = helm::coalesce(*chart, Value::object({{"store", "x"}}));
    // Helm takes the text as "no condition" and then refuses it.
    QVERIFY(!values);
    QVERIFY(values.error().message.find("store") != std::string::npos);
  }

  void choosesNullRulesByVersion() {
    QCOMPARE(helm::nullRules(3, 22), helm::NullRules::Helm3);
    QCOMPARE(helm::nullRules(4, 1), helm::NullRules::Helm3);
    QCOMPARE(helm::nullRules(4, 2), helm::NullRules::Helm4);
  }

  void diffsPaths() {
    auto before = *yaml::fromJson(R"({"a":{"b":1,"c":[1]},"d":1,"e":{}})");
    auto after = *yaml::fromJson(R"({"a":{"b":2,"c":[1]},"e":{"x":1},"f":null})");
    std::string text;
    for (const auto& change : helm::diffValues(before, after))
      text += yaml::toString(change.path) + ":" + (change.before ? yaml::toJson(*change.before) : "-") + ">" +
              (change.after ? yaml::toJson(*change.after) : "-") + " ";
    QCOMPARE(text, std::string("a.b:1>2 d:1>- e:{}>{\"x\":1} f:->null "));
    QVERIFY(helm::diffValues(before, before).empty());
  }

  void states() {
    auto defaults = *yaml::fromJson(R"({"a":1,"b":{"c":true},"free":{},"n":null})");
    auto overrides = *yaml::fromJson(R"({"a":1,"b":{"c":null,"typo":1},"free":{"x":"y"},"other":1,"n":{"k":1}})");
    auto state = [&](const char* path) { return helm::overrideState(defaults, overrides, *yaml::parsePath(path)); };
    QCOMPARE(state("a"), helm::OverrideState::Redundant);
    QCOMPARE(state("b.c"), helm::OverrideState::Deleted);
    QCOMPARE(state("b"), helm::OverrideState::Overridden);
    QCOMPARE(state("x"), helm::OverrideState::Inherited);
    std::string unknown;
    for (const auto& path : helm::unknownOverrides(defaults, overrides)) unknown += yaml::toString(path) + " ";
    QCOMPARE(unknown, std::string("b.typo other "));
  }

  void mergesFiles() {
    auto merged = helm::mergeOverrides(*yaml::fromJson(R"({"a":{"b":1,"c":2},"l":[1]})"),
                                       *yaml::fromJson(R"({"a":{"c":null},"l":[2]})"));
    QCOMPARE(yaml::toJson(merged), std::string(R"({"a":{"b":1,"c":null},"l":[2]})"));
  }

  void secretKeys() {
    for (const char* key : {"password", "storePassword", "apiserverKey", "secureAuthTokenSecret", "pwd",
                            "AWS_SECRET_ACCESS_KEY", "token"})
      QVERIFY2(helm::isSecretKey(key), key);
    for (const char* key :
         {"existingSecret", "tlsSecretName", "imagePullSecrets", "keys", "monkey", "secretKeyRef", "replicas"})
      QVERIFY2(!helm::isSecretKey(key), key);
  }

  void aKeyIsASecretByItsPlace_data() {
    QTest::addColumn<bool>("secret");
    for (const char* path :
         {"key", "credentials.key", "tls.key", "ingress.tls[0].key", "clearml.apiserverKey", "aws.secretKey",
          "apiserver.token", "env[0].key", "users[0].key", "existing.api.key", "secret.key", "keyRefs.key",
          "tolerations.password", "labels.key", "volumes[0].key", "ref.key", "sshPrivateKey", "nodeSelector.token"})
      QTest::newRow(path) << true;
    for (const char* path :
         {"apiserver.tolerations[0].key", "tolerations[1].key", "global.tolerations.key", "taints[0].key",
          "affinity.nodeAffinity.terms[0].matchExpressions[0].key", "matchFields[0].key", "nodeSelector.key",
          "env[0].valueFrom.secretKeyRef.key", "env[0].valueFrom.configMapKeyRef.key", "existingSecret.key",
          "volumes[0].secret.items[0].key", "volumes[0].configMap.items[0].key", "spread[0].topologyKey",
          "sshPublicKey", "existingSecretPasswordKey", "tolerations[0].operator", "replicas", ""})
      QTest::newRow(*path ? path : "the root") << false;
  }
  void aKeyIsASecretByItsPlace() {
    QFETCH(bool, secret);
    const QByteArray name = QTest::currentDataTag();
    const auto path = yaml::parsePath(name == "the root" ? std::string() : name.toStdString());
    QVERIFY(path);
    QCOMPARE(helm::isSecretAt(*path), secret);
  }
};

QTEST_APPLESS_MAIN(HelmValuesTest)
#include "test_helm_values.moc"
