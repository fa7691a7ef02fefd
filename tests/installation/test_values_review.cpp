// The rules of a review: immutable fields, what each value does, drift, room on the nodes, the guards.
#include "installation/change_effects.h"
#include "installation/values_review.h"

#include <QtTest>

using namespace cleardeck;
using namespace cleardeck::installation;

namespace {

std::string object(const std::string& kind, const std::string& rest, const std::string& name = "clearml-x") {
  return "apiVersion: apps/v1\nkind: " + kind + "\nmetadata:\n  name: " + name + "\n" + rest;
}

helm::ManifestDiff diffOf(const std::string& before, const std::string& after) {
  auto diff = helm::diffManifests(before, after, "ml");
  if (!diff) qFatal("%s", diff.error().message.c_str());
  return *diff;
}

LiveObject live(const std::string& kind, const std::string& json, const std::string& name = "clearml-x") {
  LiveObject one;
  one.kind = kind;
  one.ns = "ml";
  one.name = name;
  auto value = yaml::parse(json);
  if (!value) qFatal("%s", value.error().message.c_str());
  if (!value->contains("metadata")) (*value)["metadata"] = {{"name", name}};
  one.live = *value;
  return one;
}

QString states(const std::vector<Guard>& guards) {
  QStringList lines;
  for (const Guard& guard : guards)
    lines << QString("%1 %2").arg("PWB"[int(guard.state)]).arg(QString::fromStdString(guard.title));
  return lines.join('\n');
}

const std::string deployment =
    object("Deployment",
           "spec:\n  replicas: 1\n  selector: {matchLabels: {app: x}}\n  template:\n    spec:\n"
           "      containers:\n      - name: c\n        image: i:1\n        resources:\n"
           "          requests: {cpu: 1000m, memory: 1Gi}\n        env:\n"
           "        - {name: A, value: '1'}\n        - {name: API_TOKEN, value: abc}\n");

}  // namespace

class ValuesReviewTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void immutable_data() {
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::addColumn<int>("found");
    auto row = [](const char* name, const char* kind, const char* before, const char* after, int found) {
      QTest::newRow(name) << kind << before << after << found;
    };
    row("claim template", "StatefulSet", "spec: {volumeClaimTemplates: [{metadata: {name: d}, spec: {a: 1}}]}\n",
        "spec: {volumeClaimTemplates: [{metadata: {name: d}, spec: {a: 2}}]}\n", 1);
    row("set's selector", "StatefulSet", "spec: {selector: {matchLabels: {a: b}}}\n",
        "spec: {selector: {matchLabels: {a: c}}}\n", 1);
    row("set's service", "StatefulSet", "spec: {serviceName: a}\n", "spec: {serviceName: b}\n", 1);
    row("set's replicas", "StatefulSet", "spec: {replicas: 1}\n", "spec: {replicas: 2}\n", 0);
    row("set's template", "StatefulSet", "spec: {template: {a: 1}}\n", "spec: {template: {a: 2}}\n", 0);
    row("selector", "Deployment", "spec: {selector: {matchLabels: {a: b}}}\n",
        "spec: {selector: {matchLabels: {a: c}}}\n", 1);
    row("strategy", "Deployment", "spec: {strategy: {type: Recreate}}\n", "spec: {strategy: {type: RollingUpdate}}\n",
        0);
    row("job's template", "Job", "spec: {template: {spec: {image: a}}}\n", "spec: {template: {spec: {image: b}}}\n", 1);
    row("job's parallelism", "Job", "spec: {parallelism: 1}\n", "spec: {parallelism: 2}\n", 0);
    row("address", "Service", "spec: {clusterIP: 10.0.0.1}\n", "spec: {clusterIP: None}\n", 1);
    row("address left out", "Service", "spec: {clusterIP: 10.0.0.1, type: ClusterIP}\n", "spec: {type: ClusterIP}\n",
        0);
    row("service's port", "Service", "spec: {ports: [{port: 1}]}\n", "spec: {ports: [{port: 2}]}\n", 0);
    row("claim grows", "PersistentVolumeClaim", "spec: {resources: {requests: {storage: 1Gi}}}\n",
        "spec: {resources: {requests: {storage: 2Gi}}}\n", 0);
    row("claim shrinks", "PersistentVolumeClaim", "spec: {resources: {requests: {storage: 1Ti}}}\n",
        "spec: {resources: {requests: {storage: 900Gi}}}\n", 1);
    row("claim's class", "PersistentVolumeClaim", "spec: {storageClassName: a}\n", "spec: {storageClassName: b}\n", 1);
    row("role", "RoleBinding", "roleRef: {name: a}\n", "roleRef: {name: b}\n", 1);
    row("provisioner", "StorageClass", "provisioner: a\n", "provisioner: b\n", 1);
    row("open secret", "Secret", "data: {a: YQ==}\n", "data: {a: Yg==}\n", 0);
    row("sealed secret", "Secret", "data: {a: YQ==}\nimmutable: true\n", "data: {a: Yg==}\nimmutable: true\n", 1);
    row("custom kind", "Database", "spec: {selector: a}\n", "spec: {selector: b}\n", 0);
  }
  void immutable() {
    QFETCH(QString, kind);
    QFETCH(QString, before);
    QFETCH(QString, after);
    QFETCH(int, found);
    const auto diff =
        diffOf(object(kind.toStdString(), before.toStdString()), object(kind.toStdString(), after.toStdString()));
    const auto changes = immutableChanges(diff);
    QCOMPARE(int(changes.size()), found);
    if (found == 0) return;
    QVERIFY(!changes[0].remedy.empty() && changes[0].remedy.find('%') == std::string::npos);
    ReviewFacts facts;
    facts.order.diff = diff;
    QVERIFY(blocks(guardsOf(facts)));
  }

  void whatIsNewOrGoneIsNotImmutable() {
    const std::string set = object("StatefulSet", "spec: {serviceName: a}\n");
    QVERIFY(immutableChanges(diffOf("", set)).empty());
    QVERIFY(immutableChanges(diffOf(set, "")).empty());
  }

  void effects_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::addColumn<QString>("restarts");
    QTest::addColumn<QString>("effect");
    auto row = [](const char* path, const char* before, const char* after, const char* restarts, const char* effect) {
      QTest::newRow(effect) << path << before << after << restarts << effect;
    };
    row("apiserver.replicaCount", "1", "3", "", "adds 2 pods");
    row("apiserver.service.nodePort", "30008", "30009", "", "moves the node port");
    row("apiserver.resources.limits.memory", "1Gi", "2Gi", "webserver", "restarts webserver");
    row("webserver.extra", "1", "2", "", "restarts clearml-webserver");
    row("redis.enabled", "true", "false", "", "deletes 2 objects");
    row("other.thing", "1", "2", "", "");
  }
  void effects() {
    QFETCH(QString, path);
    QFETCH(QString, before);
    QFETCH(QString, after);
    QFETCH(QString, restarts);
    QFETCH(QString, effect);
    const auto deploy = [](const std::string& name, int replicas, const std::string& image) {
      return object("Deployment",
                    "spec: {replicas: " + std::to_string(replicas) + ", template: {image: " + image + "}}\n---\n",
                    name);
    };
    const auto service = [](const std::string& port) {
      return object("Service", "spec: {ports: [{port: 1, nodePort: " + port + "}]}\n---\n", "clearml-apiserver");
    };
    const std::string redis = object("Service", "spec: {}\n---\n", "clearml-redis") +
                              object("StatefulSet", "spec: {}\n---\n", "clearml-redis");
    const auto diff =
        diffOf(deploy("clearml-apiserver", 1, "a") + service("30008") + deploy("clearml-webserver", 1, "a") + redis,
               deploy("clearml-apiserver", 3, "a") + service("30009") + deploy("clearml-webserver", 1, "b"));
    EffectiveChange change;
    change.path = *yaml::parsePath(path.toStdString());
    change.before = *yaml::parse(before.toStdString());
    change.after = *yaml::parse(after.toStdString());
    if (!restarts.isEmpty()) change.restarts = {"apiserver", restarts.toStdString()};
    QCOMPARE(QString::fromStdString(effectOf(change, diff)), effect);
    QCOMPARE(effectOf(change, helm::ManifestDiff()), std::string("no object changes"));
  }

  void drift_data() {
    QTest::addColumn<QString>("change");  // of the live object: a JSON patch in short, path=value
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("fate");
    auto row = [](const char* name, const char* change, const char* path, DriftFate fate = DriftFate::Overwritten) {
      QTest::newRow(name) << change << path << int(fate);
    };
    row("nothing", "", "");
    row("scaled", "/spec/replicas=5", "spec.replicas");
    row("another notation", "/spec/template/spec/containers/0/resources/requests/cpu=\"1\"", "");
    row("filled in by the server", "/spec/revisionHistoryLimit=10", "");
    row("image", "/spec/template/spec/containers/0/image=\"i:2\"", "spec.template.spec.containers.c.image");
    row("variable", "/spec/template/spec/containers/0/env/0/value=\"2\"",
        "spec.template.spec.containers.c.env.A.value");
    row("secret variable", "/spec/template/spec/containers/0/env/1/value=\"xyz\"",
        "spec.template.spec.containers.c.env.API_TOKEN.value");
    row("another variable", "/spec/template/spec/containers/0/env/2={\"name\":\"B\",\"value\":\"x\"}",
        "spec.template.spec.containers.c.env.B", DriftFate::Kept);
  }
  void drift() {
    QFETCH(QString, change);
    QFETCH(QString, path);
    QFETCH(int, fate);
    yaml::Value now = *yaml::parse(deployment);
    if (!change.isEmpty()) {
      const QString at = change.section('=', 0, 0);
      now[yaml::Value::json_pointer(at.toStdString())] = *yaml::fromJson(change.section('=', 1).toStdString());
    }
    const auto found = manifestDrift(deployment, deployment, {live("Deployment", yaml::toJson(now))}, "ml", false);
    QVERIFY(found);
    QCOMPARE(found->read, std::size_t(1));
    QCOMPARE(found->fields.size(), std::size_t(path.isEmpty() ? 0 : 1));
    if (path.isEmpty()) return;
    const DriftField& field = found->fields[0];
    QCOMPARE(QString::fromStdString(field.path), path);
    QCOMPARE(int(field.fate), fate);
    QVERIFY(field.live.find("xyz") == std::string::npos && field.deployed.find("abc") == std::string::npos);
    if (fate == int(DriftFate::Kept)) return;
    const auto serverSide = manifestDrift(deployment, deployment, {live("Deployment", yaml::toJson(now))}, "ml", true);
    QCOMPARE(serverSide->fields[0].fate, DriftFate::Refused);
  }

  void whatTheApplyWritesAnywayIsNoDrift() {
    yaml::Value now = *yaml::parse(deployment), next = now;
    now["spec"]["replicas"] = next["spec"]["replicas"] = 4;
    const auto found =
        manifestDrift(deployment, yaml::toYaml(next), {live("Deployment", yaml::toJson(now))}, "ml", false);
    QVERIFY(found && found->fields.empty());
  }

  void namesWhoDidIt() {
    yaml::Value now = *yaml::parse(deployment);
    now["spec"]["replicas"] = 5;
    now["metadata"]["managedFields"] = *yaml::fromJson(R"([
      {"manager":"helm","time":"2026-01-01T00:00:00Z","fieldsV1":{"f:spec":{"f:replicas":{}}}},
      {"manager":"kubectl-scale","time":"2026-02-01T00:00:00Z","fieldsV1":{"f:spec":{"f:replicas":{}}}},
      {"manager":"kubelet","time":"2026-03-01T00:00:00Z","fieldsV1":{"f:status":{}}}])");
    const auto found = manifestDrift(deployment, deployment, {live("Deployment", yaml::toJson(now))}, "ml", false);
    QCOMPARE(found->fields.at(0).manager, std::string("kubectl-scale"));
    QCOMPARE(found->fields.at(0).live, std::string("5"));
  }

  void secretsGoneObjectsAndForbiddenOnes() {
    const std::string secret = object("Secret", "stringData: {password: hello}\n");
    QVERIFY(
        manifestDrift(secret, secret, {live("Secret", "{data: {password: aGVsbG8=}}")}, "ml", false)->fields.empty());
    const auto changed =
        manifestDrift(secret, secret, {live("Secret", "{data: {password: b3RoZXI=, more: YQ==}}")}, "ml", false);
    QCOMPARE(changed->fields.size(), std::size_t(2));
    for (const auto& field : changed->fields) QCOMPARE(field.live, std::string("********"));
    LiveObject gone = live("Secret", "{}"), forbidden = gone;
    gone.live = Error(ErrorKind::NotFound, "gone");
    forbidden.live = Error(ErrorKind::Forbidden, "no");
    const auto missing = manifestDrift(secret, secret, {gone}, "ml", false);
    QCOMPARE(missing->fields.size(), std::size_t(1));
    QVERIFY(manifestDrift(secret, "", {gone}, "ml", false)->fields.empty());
    QCOMPARE(manifestDrift(secret, secret, {forbidden}, "ml", false)->unread.size(), std::size_t(1));
    QVERIFY(!manifestDrift("a: [", secret, {}, "ml", false));
  }

  void customKindsKeepWhatTheChangeDoesNotTouch() {
    const std::string custom =
        "apiVersion: db.example.com/v1\nkind: Mongo\nmetadata: {name: clearml-x}\nspec: {size: 1}\n";
    const auto found = manifestDrift(custom, custom, {live("Mongo", "{spec: {size: 2}}")}, "ml", false);
    QCOMPARE(found->fields.at(0).fate, DriftFate::Kept);
  }

  void room() {
    const std::string more = QString::fromStdString(deployment).replace("replicas: 1", "replicas: 3").toStdString();
    const auto pods = newPods(diffOf(deployment, more));
    QCOMPARE(pods.size(), std::size_t(2));
    QCOMPARE(pods[0].milliCores, std::int64_t(1000));
    const std::int64_t gi = std::int64_t(1) << 30;
    QVERIFY(roomFor(pods, {{"a", 1500, 2 * gi}, {"b", 1000, gi}}).fits);
    QVERIFY(!roomFor(pods, {{"a", 1500, 2 * gi}}).fits);
    QVERIFY(!roomFor(pods, {}).fits);
    QVERIFY(roomFor({}, {{"a", 1, 1}}).sentence.find("a has") == 0);
    const std::string image = QString::fromStdString(deployment).replace("i:1", "i:2").toStdString();
    QCOMPARE(newPods(diffOf(deployment, image)).size(), std::size_t(1));  // beside the old one while it rolls over
    QVERIFY(newPods(diffOf(deployment, "")).empty());
  }

  void guards() {
    ReviewFacts facts;
    facts.order.revision = 34;
    facts.order.diff = diffOf("", "");
    facts.drift = ManifestDrift();
    facts.noWayBack = std::vector<std::string>();
    QCOMPARE(states(guardsOf(facts)), QString("P Nothing was changed by hand\nP Nothing restarts\nP Can be undone"));
    const auto service = [](int port) {
      return object("Service", "spec: {ports: [{port: 1, nodePort: " + std::to_string(port) + "}]}\n");
    };
    facts.order.diff = diffOf(service(30008), service(30009));
    facts.order.changes = {{*yaml::parsePath("a.nodePort"), yaml::Value(30008), yaml::Value(30009)}};
    facts.nodePorts = std::map<int, std::string>{{30008, "ml/clearml-x"}};
    auto found = guardsOf(facts);
    QCOMPARE(found[0].title, std::string("Node port moves from 30008 to 30009"));
    QCOMPARE(found[0].remedy, std::string("Keep 30008"));
    QCOMPARE(yaml::toString(found[0].path), std::string("a.nodePort"));
    facts.nodePorts = std::map<int, std::string>{{30009, "other/web"}};
    QVERIFY(blocks(guardsOf(facts)));
    facts.order.diff = diffOf(object("PersistentVolumeClaim", "spec: {}\n"), "");
    QVERIFY(blocks(guardsOf(facts)));
    facts.order.diff = diffOf(
        "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata:\n  name: d\n  annotations:\n    "
        "helm.sh/resource-policy: keep\n",
        "");
    QVERIFY(!blocks(guardsOf(facts)));
    facts.order.diff = diffOf(deployment, "");
    facts.order.published = {"clearml.apiserverKey"};
    facts.noWayBack = std::vector<std::string>{"MongoDB 6 does not open data of 7"};
    facts.drift = Error(ErrorKind::Forbidden, "not allowed");
    found = guardsOf(facts);
    QVERIFY(!blocks(found));
    QVERIFY2(states(found).contains("W It deletes Deployment clearml-x"), qPrintable(states(found)));
    QVERIFY(states(found).contains("W Published credentials are in use"));
    QVERIFY(states(found).contains("W It cannot simply be undone"));
    QVERIFY(states(found).contains("W Not compared with the cluster"));
  }
};

QTEST_APPLESS_MAIN(ValuesReviewTest)
#include "test_values_review.moc"
