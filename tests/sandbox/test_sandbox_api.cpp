// The sandbox's API over real HTTP: verbs, lists, refusals, patches, controllers.
#include "sandbox/client.h"

#include <QtTest>

using namespace cleardeck;
using namespace cleardeck::test;

namespace {

const std::string configMaps = "/api/v1/namespaces/default/configmaps";

Json configMap(const std::string& name, Json data = Json::object(), Json labels = Json::object()) {
  return {
      {"apiVersion", "v1"}, {"kind", "ConfigMap"}, {"metadata", {{"name", name}, {"labels", labels}}}, {"data", data}};
}

Json deployment(const std::string& name, int replicas, const std::string& image) {
  Json labels = {{"app", name}};
  Json container = {{"name", "main"},
                    {"image", image},
                    {"ports", Json::array({{{"name", "http"}, {"containerPort", 8080}}})},
                    {"env", Json::array({{{"name", "A"}, {"value", "1"}}})}};
  return {{"apiVersion", "apps/v1"},
          {"kind", "Deployment"},
          {"metadata", {{"name", name}}},
          {"spec",
           {{"replicas", replicas},
            {"selector", {{"matchLabels", labels}}},
            {"template", {{"metadata", {{"labels", labels}}}, {"spec", {{"containers", Json::array({container})}}}}}}}};
}

std::size_t count(const Json& list) { return list.is_object() && list.contains("items") ? list["items"].size() : 9999; }

}  // namespace

class SandboxApiTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void refusesOtherTokens() {
    Client client;
    net::Request request("GET", "/api/v1/pods");
    auto answer = client.await(net::fetch(client.session("wrong"), request));
    QVERIFY(answer);
    QCOMPARE(answer->head.status, 401);
    QCOMPARE(Json::parse(answer->body)["reason"].get<std::string>(), std::string("Unauthorized"));
  }
  void portInUseIsAnError() {
    Client client;
    Runtime other;
    sandbox::Settings settings;
    settings.port = std::uint16_t(std::stoi(client.cluster().baseUrl().substr(18)));
    auto second = sandbox::Cluster::start(other, settings);
    QVERIFY(!second);
    QCOMPARE(int(second.error().kind), int(ErrorKind::Conflict));
  }
  void createsReadsUpdatesDeletes() {
    Client client;
    auto made = client.call("POST", configMaps, configMap("a", {{"k", "1"}}));
    QCOMPARE(made.status, 201);
    QVERIFY(!made.json["metadata"]["uid"].get<std::string>().empty());
    QCOMPARE(client.call("POST", configMaps, configMap("a")).json["reason"].get<std::string>(),
             std::string("AlreadyExists"));
    Json changed = made.json;
    changed["data"]["k"] = "2";
    auto updated = client.call("PUT", configMaps + "/a", changed);
    QCOMPARE(updated.status, 200);
    QVERIFY(updated.json["metadata"]["resourceVersion"] != made.json["metadata"]["resourceVersion"]);
    auto stale = client.call("PUT", configMaps + "/a", changed);  // the version it names is gone
    QCOMPARE(stale.status, 409);
    QCOMPARE(stale.json["reason"].get<std::string>(), std::string("Conflict"));
    QCOMPARE(client.call("DELETE", configMaps + "/a").json["status"].get<std::string>(), std::string("Success"));
    auto gone = client.call("GET", configMaps + "/a");
    QCOMPARE(gone.status, 404);
    QCOMPARE(gone.json["message"].get<std::string>(), std::string("configmaps \"a\" not found"));
    QCOMPARE(gone.json["details"]["kind"].get<std::string>(), std::string("configmaps"));
  }
  void refusesBadInput_data() {
    QTest::addColumn<QString>("method");
    QTest::addColumn<QString>("target");
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("body");
    QTest::addColumn<int>("status");
    const QString maps = QString::fromStdString(configMaps), json = "application/json";
    QTest::newRow("not JSON") << "POST" << maps << json << "{" << 400;
    QTest::newRow("a list") << "POST" << maps << json << "[]" << 400;
    QTest::newRow("metadata is text") << "POST" << maps << json << R"({"metadata":"x"})" << 422;
    QTest::newRow("no name") << "POST" << maps << json << "{}" << 422;
    QTest::newRow("bad name") << "POST" << maps << json << R"({"metadata":{"name":"A_b"}})" << 422;
    QTest::newRow("other kind") << "POST" << maps << json
                                << R"({"kind":"Pod","apiVersion":"v1","metadata":{"name":"a"}})" << 400;
    QTest::newRow("other namespace") << "POST" << maps << json << R"({"metadata":{"name":"a","namespace":"b"}})" << 400;
    QTest::newRow("no such namespace") << "POST"
                                       << "/api/v1/namespaces/none/configmaps" << json << R"({"metadata":{"name":"a"}})"
                                       << 404;
    QTest::newRow("no such kind") << "GET"
                                  << "/apis/apps/v1/things" << json << "" << 404;
    QTest::newRow("bad selector") << "GET" << maps + "?labelSelector=a%20b" << json << "" << 400;
    QTest::newRow("bad field") << "GET" << maps + "?fieldSelector=data.x%3D1" << json << "" << 400;
    QTest::newRow("bad continue") << "GET" << maps + "?continue=rubbish" << json << "" << 400;
    QTest::newRow("version from the future") << "GET" << maps + "?resourceVersion=999999" << json << "" << 504;
    QTest::newRow("unknown patch") << "PATCH"
                                   << "/api/v1/namespaces/default"
                                   << "application/x"
                                   << "{}" << 415;
    QTest::newRow("patch of nothing") << "PATCH" << maps + "/none"
                                      << "application/merge-patch+json"
                                      << "{}" << 404;
    QTest::newRow("JSON patch that does not fit") << "PATCH"
                                                  << "/api/v1/namespaces/default"
                                                  << "application/json-patch+json"
                                                  << R"([{"op":"remove","path":"/nope"}])" << 422;
    QTest::newRow("spec is text") << "POST"
                                  << "/apis/apps/v1/namespaces/default/deployments" << json
                                  << R"({"metadata":{"name":"a"},"spec":"x"})" << 400;
    QTest::newRow("truncated protobuf") << "POST" << maps << "application/vnd.kubernetes.protobuf" << QString("k8s")
                                        << 400;
    QTest::newRow("apply without manager") << "PATCH" << maps + "/a"
                                           << "application/apply-patch+yaml"
                                           << "{}" << 422;
    QTest::newRow("apply of bad YAML") << "PATCH" << maps + "/a?fieldManager=m"
                                       << "application/apply-patch+yaml"
                                       << "a: [" << 400;
  }
  void refusesBadInput() {
    QFETCH(QString, method);
    QFETCH(QString, target);
    QFETCH(QString, type);
    QFETCH(QString, body);
    QFETCH(int, status);
    static Client client;
    auto answer = client.send(method.toStdString(), target.toStdString(), body.toStdString(), type.toStdString(),
                              "application/json");
    QVERIFY2(answer.status == status, answer.text.c_str());
    QCOMPARE(answer.json["kind"].get<std::string>(), std::string("Status"));
    QCOMPARE(answer.json["code"].get<int>(), status);
  }
  void pagesAndSelects() {
    Client client;
    for (int i = 0; i < 7; ++i)
      QCOMPARE(client
                   .call("POST", configMaps,
                         configMap("m" + std::to_string(i), Json::object(), {{"parity", i % 2 ? "odd" : "even"}}))
                   .status,
               201);
    auto first = client.get(configMaps + "?limit=3");
    QCOMPARE(count(first), std::size_t(3));
    QCOMPARE(first["metadata"]["remainingItemCount"].get<int>(), 4);
    auto second = client.get(configMaps + "?limit=10&continue=" + first["metadata"]["continue"].get<std::string>());
    QCOMPARE(count(second), std::size_t(4));
    QVERIFY(!second["metadata"].contains("continue"));
    QCOMPARE(second["metadata"]["resourceVersion"], first["metadata"]["resourceVersion"]);
    QCOMPARE(count(client.get(configMaps + "?labelSelector=parity%3Dodd")), std::size_t(3));
    QCOMPARE(count(client.get(configMaps + "?labelSelector=parity%20in%20(odd,even)")), std::size_t(7));
    QCOMPARE(count(client.get(configMaps + "?labelSelector=!parity")), std::size_t(0));
    QCOMPARE(count(client.get(configMaps + "?labelSelector=parity!%3Deven")), std::size_t(3));
    QCOMPARE(count(client.get(configMaps + "?fieldSelector=metadata.name%3Dm2")), std::size_t(1));
    auto table = client
                     .send("GET", configMaps, "", "application/json",
                           "application/json;as=Table;v=v1;g=meta.k8s.io,application/json")
                     .json;
    QCOMPARE(table["kind"].get<std::string>(), std::string("Table"));
    QCOMPARE(table["rows"].size(), std::size_t(7));
    auto meta = client
                    .send("GET", configMaps, "", "application/json",
                          "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json")
                    .json;
    QVERIFY(!meta["items"][0].contains("data"));
    QCOMPARE(count(client.call("DELETE", configMaps + "?labelSelector=parity%3Dodd").json), std::size_t(3));
    QCOMPARE(count(client.get(configMaps)), std::size_t(4));
  }
  void strategicMergeKeepsWhatItDoesNotName() {
    Client client;
    const std::string path = "/apis/apps/v1/namespaces/default/deployments";
    QCOMPARE(client.call("POST", path, deployment("web", 1, "web:1")).status, 201);
    Json patch = Json::parse(R"({"spec":{"template":{"spec":{"containers":[{"name":"main","image":"web:2",
      "env":[{"name":"A","$patch":"delete"},{"name":"B","value":"2"}]}]}}}})");
    auto patched = client.call("PATCH", path + "/web", patch, "application/strategic-merge-patch+json");
    QCOMPARE(patched.status, 200);
    const Json container = patched.json["spec"]["template"]["spec"]["containers"][0];
    QCOMPARE(container["image"].get<std::string>(), std::string("web:2"));
    QCOMPARE(container["ports"][0]["containerPort"].get<int>(), 8080);
    QCOMPARE(container["env"], Json::parse(R"([{"name":"B","value":"2"}])"));
    QCOMPARE(patched.json["metadata"]["generation"].get<int>(), 2);
    Json selector = {{"spec", {{"selector", {{"matchLabels", {{"app", "other"}}}}}}}};
    auto refused = client.call("PATCH", path + "/web", selector, "application/merge-patch+json");
    QCOMPARE(refused.status, 422);
    QVERIFY(refused.text.find("field is immutable") != std::string::npos);
  }
  void applyRemovesWhatItsManagerLeavesOut() {
    Client client;
    const std::string type = "application/apply-patch+yaml";
    auto apply = [&](const std::string& manager, const std::string& yaml) {
      return client.send("PATCH", configMaps + "/a?fieldManager=" + manager, yaml, type, "application/json");
    };
    QCOMPARE(apply("one", "apiVersion: v1\nkind: ConfigMap\ndata: {a: '1', b: '2'}\n").status, 201);
    QCOMPARE(apply("two", "data: {c: '3'}\n").status, 200);
    auto after = apply("one", "data: {a: '1'}\n");
    QCOMPARE(after.json["data"], Json::parse(R"({"a":"1","c":"3"})"));
    QCOMPARE(after.json["metadata"]["managedFields"].size(), std::size_t(2));
    auto conflict = apply("two", "data: {a: '9', c: '3'}\n");
    QCOMPARE(conflict.status, 409);
    QVERIFY(conflict.text.find("conflict with \\\"one\\\"") != std::string::npos);
    auto forced = client.send("PATCH", configMaps + "/a?force=true&fieldManager=two", "data: {a: '9', c: '3'}\n", type,
                              "application/json");
    QCOMPARE(forced.json["data"]["a"].get<std::string>(), std::string("9"));
    auto version = forced.json["metadata"]["resourceVersion"];
    QCOMPARE(apply("two", "data: {a: '9', c: '3'}\n").status, 409);  // "one" still says otherwise
    QCOMPARE(client.get(configMaps + "/a")["metadata"]["resourceVersion"], version);
  }
  void yamlMeansWhatKubernetesReads() {
    Client client;
    const std::string yaml =
        "kind: ConfigMap\ndata: {a: '1', b: \"no\", n: x}\nbinaryData: {mode: 0644, flag: no, text: 1.2.3, none: ~}\n";
    auto made = client.send("PATCH", configMaps + "/a?fieldManager=m", yaml, "application/apply-patch+yaml",
                            "application/json");
    QCOMPARE(made.status, 201);
    QCOMPARE(made.json["data"], Json::parse(R"({"a":"1","b":"no","false":"x"})"));
    QCOMPARE(made.json["binaryData"], Json::parse(R"({"mode":420,"flag":false,"text":"1.2.3","none":null})"));
  }
  void dryRunStoresNothing() {
    Client client;
    QCOMPARE(client.call("POST", configMaps + "?dryRun=All", configMap("a")).status, 201);
    QCOMPARE(client.call("GET", configMaps + "/a").status, 404);
  }
  void deploymentsMakePodsReadyAndReplaceThem() {
    Client client;
    const std::string path = "/apis/apps/v1/namespaces/default/deployments", pods = "/api/v1/namespaces/default/pods";
    Json service = {
        {"metadata", {{"name", "web"}}},
        {"spec", {{"selector", {{"app", "web"}}}, {"ports", Json::array({{{"port", 80}, {"targetPort", "http"}}})}}}};
    QCOMPARE(client.call("POST", "/api/v1/namespaces/default/services", service).status, 201);
    QCOMPARE(client.call("POST", path, deployment("web", 2, "web:1")).status, 201);
    auto available = [](int n) {
      return [n](const Json& d) {
        return d["status"].value("availableReplicas", 0) == n && d["status"].value("replicas", 0) == n;
      };
    };
    QVERIFY(client.until(path + "/web", available(2)));
    const std::string slices =
        "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices?labelSelector=kubernetes.io/service-name%3Dweb";
    QVERIFY(client.until(slices, [](const Json& list) { return list["items"][0]["endpoints"].size() == 2; }));
    QCOMPARE(client.get(slices)["items"][0]["ports"][0]["port"].get<int>(), 8080);
    auto victim = client.get(pods)["items"][0]["metadata"]["name"].get<std::string>();
    auto deleted = client.call("DELETE", pods + "/" + victim);
    QVERIFY(deleted.json["metadata"].contains("deletionTimestamp"));
    QVERIFY(client.until(
        pods, [&](const Json& list) { return count(list) == 2 && list.dump().find(victim) == std::string::npos; }));
    QVERIFY(client.until(path + "/web", available(2)));
    Json image = {
        {"spec",
         {{"template", {{"spec", {{"containers", Json::array({{{"name", "main"}, {"image", "web:missing"}}})}}}}}}}};
    QCOMPARE(client.call("PATCH", path + "/web", image, "application/strategic-merge-patch+json").status, 200);
    QVERIFY(
        client.until(pods, [](const Json& list) { return list.dump().find("ImagePullBackOff") != std::string::npos; }));
    QCOMPARE(client.get(path + "/web")["status"]["availableReplicas"].get<int>(), 2);  // the old ones stay
    QVERIFY(client.get("/api/v1/namespaces/default/events?fieldSelector=type%3DWarning")["items"].size() > 0);
    QCOMPARE(client.call("DELETE", path + "/web").status, 200);
    QVERIFY(client.until(pods, [](const Json& list) { return count(list) == 0; }));  // garbage collection
  }
  void statefulSetsKeepOrderAndClaims() {
    Client client;
    Json set = deployment("db", 2, "db:1");
    set["kind"] = "StatefulSet";
    set["spec"]["serviceName"] = "db";
    set["spec"]["volumeClaimTemplates"] = Json::parse(
        R"([{"metadata":{"name":"data"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}])");
    const std::string path = "/apis/apps/v1/namespaces/default/statefulsets",
                      claims = "/api/v1/namespaces/default/persistentvolumeclaims";
    QCOMPARE(client.call("POST", path, set).status, 201);
    QVERIFY(client.until(path + "/db", [](const Json& s) { return s["status"].value("readyReplicas", 0) == 2; }));
    QCOMPARE(client.get(claims + "/data-db-1")["status"]["phase"].get<std::string>(), std::string("Bound"));
    auto pods = client.get("/api/v1/namespaces/default/pods");
    QVERIFY(pods["items"][0]["metadata"]["name"] == "db-0" && pods["items"][1]["metadata"]["name"] == "db-1");
    Json size = {{"spec", {{"volumeClaimTemplates", Json::array()}}}};
    QCOMPARE(client.call("PATCH", path + "/db", size, "application/merge-patch+json").status, 422);
    QCOMPARE(client.call("DELETE", path + "/db").status, 200);
    QVERIFY(client.until("/api/v1/namespaces/default/pods", [](const Json& list) { return count(list) == 0; }));
    QCOMPARE(count(client.get(claims)), std::size_t(2));
  }
  void jobsCompleteAndNamespacesEnd() {
    Client client;
    QCOMPARE(client.call("POST", "/api/v1/namespaces", {{"metadata", {{"name", "team"}}}}).status, 201);
    Json job = Json::parse(
        R"({"metadata":{"name":"j"},"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"c:1"}]}}}})");
    QCOMPARE(client.call("POST", "/apis/batch/v1/namespaces/team/jobs", job).status, 201);
    QVERIFY(client.until("/apis/batch/v1/namespaces/team/jobs/j",
                         [](const Json& j) { return j["status"].contains("completionTime"); }));
    QCOMPARE(client.call("DELETE", "/api/v1/namespaces/team").status, 200);
    QVERIFY(client.until("/api/v1/namespaces/team", [](const Json& answer) { return answer["kind"] == "Status"; }));
    QCOMPARE(count(client.get("/api/v1/namespaces/team/pods")), std::size_t(0));
  }
  void sampleLooksLikeAHelmRelease() {
    Client client(quick(true));
    QVERIFY(client.good());
    auto releases = client.get("/api/v1/secrets?labelSelector=owner%3Dhelm&fieldSelector=type%3Dhelm.sh/release.v1");
    QCOMPARE(count(releases), std::size_t(1));
    QCOMPARE(releases["items"][0]["metadata"]["name"].get<std::string>(), std::string("sh.helm.release.v1.clearml.v1"));
    const std::string pods =
        "/api/v1/namespaces/clearml/pods?labelSelector=app.kubernetes.io/"
        "component%20in%20(webserver,apiserver,fileserver,mongodb,elasticsearch,redis,async-delete)";
    auto allReady = [](const Json& list) {
      std::size_t ready = 0;
      for (const auto& pod : list["items"])
        if (pod["status"].value("phase", "") == "Running") ++ready;
      return ready >= 7 && ready == count(list);
    };
    QVERIFY(client.until(pods, allReady));
    for (const auto& pod : client.get(pods)["items"])
      QCOMPARE(pod["metadata"]["labels"][sandbox::sampleLabel].get<std::string>(), std::string("true"));
  }
};

QTEST_APPLESS_MAIN(SandboxApiTest)
#include "test_sandbox_api.moc"
