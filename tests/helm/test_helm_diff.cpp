// Manifests compared by object and field; secrets never shown.
#include "helm/diff.h"
#include "helm/fixtures.h"

#include <QtTest>

using namespace cleardeck;
using helm::ChangeKind;

namespace {
std::string deployment(const std::string& name, int replicas, const std::string& image, const std::string& env = "[]") {
  return "---\n# Source: x/y.yaml\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: " + name +
         "}\nspec:\n  replicas: " + std::to_string(replicas) +
         "\n  template:\n    spec:\n      containers:\n      - name: web\n        image: " + image +
         "\n        env: " + env + "\n";
}
}  // namespace

class HelmDiffTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void objectsAndFields() {
    std::string before = deployment("a", 1, "x:1") + deployment("gone", 1, "x") +
                         "---\nkind: Service\napiVersion: v1\nmetadata: {name: s}\n";
    std::string after = "---\nkind: Service\napiVersion: v1\nmetadata: {name: s, namespace: ns} # moved\n" +
                        deployment("a", 2, "x:2") + deployment("new", 1, "x");
    auto diff = helm::diffManifests(before, after, "ns");
    QVERIFY2(diff, diff ? "" : diff.error().message.c_str());
    QCOMPARE(diff->objects.size(), std::size_t(4));
    QCOMPARE(diff->objects[0].title(), std::string("Service s"));
    QCOMPARE(diff->objects[0].fields[0].path, std::string("metadata.namespace"));
    const auto& changed = diff->objects[1];
    QCOMPARE(changed.kind, ChangeKind::Changed);
    QCOMPARE(changed.fields.size(), std::size_t(2));
    QCOMPARE(changed.fields[0].path, std::string("spec.replicas"));
    QCOMPARE(changed.fields[0].after, std::string("2"));
    QCOMPARE(changed.fields[1].path, std::string("spec.template.spec.containers[web].image"));
    QVERIFY(changed.restartsPods);
    QCOMPARE(diff->objects[2].kind, ChangeKind::Added);
    QCOMPARE(diff->objects[3].kind, ChangeKind::Removed);
    QCOMPARE(diff->restarts.size(), std::size_t(1));
    QVERIFY(diff->text().find("-  replicas: 1\n+  replicas: 2\n") != std::string::npos);
  }

  void orderAndCommentsAreNoChange() {
    auto diff = helm::diffManifests(deployment("a", 1, "x") + deployment("b", 1, "x"),
                                    deployment("b", 1, "x") + "# c\n" + deployment("a", 1, "x"), "ns");
    QVERIFY(diff);
    QVERIFY(diff->empty());
    QCOMPARE(diff->text(), std::string());
  }

  void secretsAreMasked() {
    auto secret = [](const std::string& password) {
      return "---\napiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: {same: c2FtZQ==, password: " + password +
             "}\n";
    };
    auto env = [](const std::string& value) {
      return deployment("a", 1, "x",
                        "[{name: DB_PASSWORD, value: " + value + "}, {name: MODE, value: plain-" + value + "}]");
    };
    auto diff = helm::diffManifests(secret("b2xkb2xk") + env("hunter1"), secret("bmV3bmV3") + env("hunter2"), "ns");
    QVERIFY(diff);
    std::string all = diff->text();
    for (const auto& object : diff->objects)
      for (const auto& field : object.fields) all += field.path + field.before + field.after;
    for (const char* hidden : {"b2xkb2xk", "bmV3bmV3", "c2FtZQ==", "\"hunter1\"", " hunter1", " hunter2"})
      QVERIFY2(all.find(hidden) == std::string::npos, hidden);
    QVERIFY(all.find("data.password") != std::string::npos);
    QVERIFY(all.find("plain-hunter2") != std::string::npos);
    QVERIFY(all.find("data.same") == std::string::npos);
    QVERIFY(diff->objects[1].restartsPods);
    auto added = helm::diffManifests("", secret("bmV3bmV3") + env("hunter2"), "ns");
    QVERIFY(added && added->text().find("bmV3bmV3") == std::string::npos);
    QVERIFY(added->text().find(" hunter2") == std::string::npos);
    auto removed = helm::diffManifests(env("hunter2"), "", "ns");
    QVERIFY(removed && removed->text().find(" hunter2") == std::string::npos);
    auto variable = helm::diffManifests(env("hunter2"), deployment("a", 1, "x", "[]"), "ns");
    QVERIFY(variable && variable->text().find(" hunter2") == std::string::npos);
    QVERIFY(variable->objects[0].fields[0].before.find("\"hunter2\"") == std::string::npos);
  }

  void upstreamAgainstItself() {
    auto manifest = test::contentOf(CLEARDECK_FIXTURES "/charts/clearml-7.14.4/manifests-default.yaml");
    auto same = helm::diffManifests(manifest, manifest, "clearml");
    QVERIFY2(same, same ? "" : same.error().message.c_str());
    QVERIFY(same->empty());
    auto none = helm::diffManifests("", manifest, "clearml");
    QVERIFY(none->objects.size() > 30);
  }

  void brokenManifests() {
    auto diff = helm::diffManifests(deployment("a", 1, "x"), "---\na: [\n", "ns");
    QVERIFY(!diff);
    QVERIFY2(diff.error().message.find("new manifest") != std::string::npos, diff.error().message.c_str());
    QVERIFY(!helm::diffManifests("a: 1\n", "", "ns"));
  }

  void lineHunks() {
    std::string before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n", after = "1\n2\n3\n4\nfive\n6\n7\n8\n9\n10\n";
    std::string text;
    for (const auto& line : helm::diffLines(before, after)) text += std::string(1, line.mark) + line.text + "|";
    QCOMPARE(QString::fromStdString(text), QString("@@@ -2,8 +2,9 @@| 2| 3| 4|-5|+five| 6| 7| 8| 9|+10|"));
    QVERIFY(helm::diffLines(before, before).empty());
    QCOMPARE(helm::diffLines("", "a\n")[0].text, std::string("@@ -0,0 +1,1 @@"));
  }
};

QTEST_APPLESS_MAIN(HelmDiffTest)
#include "test_helm_diff.moc"
