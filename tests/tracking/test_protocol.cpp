// The API's protocol: envelope, versions, sign-in, errors, and the stories of tasks, queries and events.
#include "tracking/client.h"

#include <QtTest>

#include <set>

using namespace cleardeck::test;
using Json = nlohmann::json;

namespace {

Json scalar(const std::string& task, int iteration, double value) {
  return {{"type", "training_stats_scalar"},
          {"task", task},
          {"iter", iteration},
          {"metric", "loss"},
          {"variant", "train"},
          {"value", value},
          {"timestamp", 1'700'000'000'000 + iteration}};
}

struct Wrong {
  const char* path;
  const char* body;
  int status, subcode;
  const char* message;
};

const Wrong kWrong[] = {
    {"/v2.34/tasks.get_by_id", "{\"task\":5}", 400, 12,
     "Validation error (error for field 'task': ('value is wrong, expected type \"str\"', 5).)"},
    {"/v2.34/tasks.get_by_id", "{}", 400, 12, "Validation error (error for field 'task'. field is required!)"},
    {"/v2.34/tasks.get_by_id", "{not json", 400, 0,
     "The browser (or proxy) sent a request that this server could not understand."},
    {"/v2.34/tasks.get_by_id", "[1]", 400, 12, "Validation error (the request's body must be a JSON object)"},
    {"/v2.34/tasks.get_by_id", "{\"task\":\"nosuch\"}", 400, 101, "Invalid task id: ids=(nosuch)"},
    {"/v2.34/tasks.nosuch", "{}", 404, 0, "Unable to find endpoint for name tasks.nosuch and version 2.34"},
    {"/", "{}", 400, 0, "Invalid request path /"},
    {"/v2.34/a/b.c", "{}", 400, 0, "Invalid request path /v2.34/a/b.c"},
    {"/v2.34/tasks.create", "{\"name\":\"x\",\"type\":\"nosuch\"}", 400, 12,
     "Validation error (error for field 'type': value 'nosuch' is not a valid choice..)"},
    {"/v2.34/tasks.create", "{\"name\":\"x\",\"type\":\"training\",\"project\":\"nosuch\"}", 400, 16,
     "Invalid value for fields (expecting Project id): id=nosuch, field=project"},
    {"/v2.34/tasks.get_all_ex", "{\"only_fields\":[\"nosuch\"]}", 400, 14,
     "Fields not defined for object: fields=(nosuch), object=Task"},
    {"/v2.34/tasks.get_all_ex", "{\"order_by\":[\"nosuch\"]}", 400, 14,
     "Fields not defined for object: fields=(nosuch), object=Task"},
    {"/v2.34/tasks.get_all_ex", "{\"last_iteration\":[1]}", 400, 12,
     "Validation error (Min and max values should be specified for range field last_iteration)"},
    {"/v2.34/tasks.get_all_ex", "{\"page_size\":\"5\"}", 400, 12,
     "Validation error (error for field 'page_size': ('value is wrong, expected type \"int\"', '5').)"},
    {"/v2.34/tasks.get_all_ex", "{\"scroll_id\":null,\"size\":-1}", 400, 12,
     "Validation error (Integer size parameter greater than 1 should be provided when working with scroll)"},
    {"/v2.34/projects.create", "{\"name\":\"ab\"}", 400, 12, "Validation error (Project name cannot be blank)"},
    {"/v2.34/projects.get_by_id", "{\"project\":\"nosuch\"}", 400, 401, "Invalid project id: id=nosuch"},
    {"/v2.34/models.get_by_id", "{\"model\":\"' OR 1=1 --\"}", 400, 201, nullptr},
    {"/v2.34/queues.get_by_id", "{\"queue\":\"default\"}", 400, 701, nullptr},
    {"/v2.34/tasks.delete_many", "{\"ids\":[]}", 400, 12, nullptr},
    {"/v2.34/users.get_vaults", "{}", 404, 0, nullptr},
    {"/v2.34/server.config", "{}", 403, 20, "Forbidden (not allowed for role): role=user, allowed=(root, system)"},
    {"/v2.34/events.add_batch", "", 400, 17, "Batch request contains no items"},
};

}  // namespace

class TestProtocol : public QObject {
  Q_OBJECT
  TrackingServer m_tracking;

 private Q_SLOTS:
  void envelope() {
    auto answer = m_tracking.post("/v2.23/users.get_current_user", "{}");
    QCOMPARE(answer.status, 200);
    auto meta = answer.json()["meta"];
    for (auto key :
         {"id", "trx", "endpoint", "result_code", "result_subcode", "result_msg", "error_stack", "error_data"})
      QVERIFY2(meta.contains(key), key);
    QCOMPARE(meta["endpoint"]["requested_version"], Json("2.23"));
    QCOMPARE(meta["endpoint"]["actual_version"], Json("1.0"));
    QVERIFY(m_tracking.post("/v1.5/tasks.get_all", "{}").json()["meta"]["endpoint"]["requested_version"].is_number());
    QCOMPARE(m_tracking.post("/tasks.get_all", "{}").status, 200);
    QCOMPARE(m_tracking.post("/v999.0/tasks.get_all", "{}").status, 200);
  }

  void methodsAndBodies() {
    auto id = m_tracking.runningTask();
    auto url = m_tracking.server().apiUrl() + "/v2.34/tasks.get_by_id";
    HeaderLines signedIn{"Authorization: Bearer " + m_tracking.token(), "Content-Type: text/plain"};
    for (auto method : {"GET", "POST", "PUT", "DELETE"})
      QCOMPARE(http(method, url, Json{{"task", id}}.dump(), signedIn).status, 200);
    QCOMPARE(http("GET", url + "?task=" + id, {}, signedIn).status, 200);
    HeaderLines form{signedIn[0], "Content-Type: application/x-www-form-urlencoded"};
    QCOMPARE(http("POST", url, "task=" + id, form).status, 200);
    auto packed = signedIn;
    packed.push_back("Content-Encoding: gzip");
    QCOMPARE(http("POST", url, "xx", packed).status, 415);
    auto cors =
        http("OPTIONS", url, {}, {"Origin: http://localhost:1", "Access-Control-Request-Headers: content-type"});
    QCOMPARE(cors.status, 200);
    QCOMPARE(cors.headers["access-control-allow-origin"], std::string("http://localhost:1"));
  }

  void wrongRequests_data() {
    QTest::addColumn<int>("row");
    for (int i = 0; i < int(std::size(kWrong)); ++i) QTest::addRow("%d %s", i, kWrong[i].path) << i;
  }
  void wrongRequests() {
    QFETCH(int, row);
    const auto& wrong = kWrong[row];
    auto answer = m_tracking.post(wrong.path, wrong.body);
    QCOMPARE(answer.status, wrong.status);
    QCOMPARE(answer.subcode(), wrong.subcode);
    if (wrong.message) QCOMPARE(answer.message(), std::string(wrong.message));
    QCOMPARE(answer.json()["data"], Json::object());
  }

  void signIn_data() {
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<int>("subcode");
    QTest::newRow("nothing") << QByteArray() << 20;
    QTest::newRow("empty") << QByteArray("Authorization;") << 20;
    QTest::newRow("wrong secret") << QByteArray("Authorization: Basic YTpi") << 22;
    QTest::newRow("not base64") << QByteArray("Authorization: Basic !!!") << 22;
    QTest::newRow("unknown kind") << QByteArray("Authorization: Digest x") << 10;
    QTest::newRow("no token") << QByteArray("Authorization: Bearer") << 30;
    QTest::newRow("no signature") << QByteArray("Authorization: Bearer eyJhbGciOiJub25lIn0.eyJleHAiOjk5OTk5OTk5OTl9.")
                                  << 30;
    QTest::newRow("forged") << QByteArray("Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjk5OTk5OTk5OTl9.AAAA")
                            << 30;
  }
  void signIn() {
    QFETCH(QByteArray, header);
    QFETCH(int, subcode);
    HeaderLines headers;
    if (!header.isEmpty()) headers.push_back(header.toStdString());
    auto answer = http("POST", m_tracking.server().apiUrl() + "/v2.34/tasks.get_all", "{}", headers);
    QCOMPARE(answer.status, 401);
    QCOMPARE(answer.subcode(), subcode);
    QCOMPARE(http("GET", m_tracking.server().apiUrl() + "/debug.ping", {}, headers).status, 200);
  }

  void cookieAndLogout() {
    auto token = http("POST", m_tracking.server().apiUrl() + "/auth.login", "{}", {m_tracking.basic()})
                     .json()["data"]["token"]
                     .get<std::string>();
    auto url = m_tracking.server().apiUrl();
    HeaderLines cookie{"Cookie: a=b; clearml_token_basic=" + token};
    QCOMPARE(http("POST", url + "/tasks.get_all", "{}", cookie).status, 200);
    QCOMPARE(http("POST", url + "/login.logout", "{}", cookie).status, 200);
    QCOMPARE(http("POST", url + "/tasks.get_all", "{}", cookie).status, 401);
  }

  void statusMoves() {
    auto id = m_tracking.call("tasks.create", {{"name", "moves"}, {"type", "training"}})["id"];
    auto refused = m_tracking.post("/tasks.completed", Json{{"task", id}}.dump());
    QCOMPARE(refused.subcode(), 110);
    QCOMPARE(refused.message(),
             std::string("Invalid task status (Invalid status change): current_status=created, new_status=completed"));
    QCOMPARE(m_tracking.call("tasks.started", {{"task", id}})["started"], Json(1));
    QCOMPARE(m_tracking.call("tasks.started", {{"task", id}})["started"], Json(1));  // again
    QCOMPARE(m_tracking.call("tasks.completed", {{"task", id}})["fields"]["status"], Json("completed"));
    QCOMPARE(m_tracking.post("/tasks.edit", Json{{"task", id}, {"comment", "x"}}.dump()).subcode(), 110);
    QCOMPARE(m_tracking.call("tasks.edit", {{"task", id}, {"comment", "x"}, {"force", true}})["updated"], Json(1));
    QCOMPARE(m_tracking.call("tasks.publish", {{"task", id}})["fields"]["status"], Json("published"));
    QCOMPARE(m_tracking.post("/tasks.delete", Json{{"task", id}}.dump()).subcode(), 123);
    auto locked = m_tracking.send({scalar(id, 1, 1)});
    QCOMPARE(locked["meta"]["result_subcode"], Json(131));
  }

  void manyReportsEachFailure() {
    auto id = m_tracking.runningTask("one of many");
    auto answer = m_tracking.call("tasks.archive_many", {{"ids", {id, "nosuchid"}}});
    QCOMPARE(answer["succeeded"][0]["id"], Json(id));
    QCOMPARE(answer["failed"][0]["error"]["codes"], Json({400, 101}));
  }

  void queries() {
    auto project = m_tracking.call("projects.create", {{"name", "Queries/inner"}})["id"];
    std::vector<Json> ids;
    for (int i = 0; i < 5; ++i) {
      Json lr;
      lr["Args"]["lr.min"]["value"] = std::to_string(i);
      ids.push_back(m_tracking.call("tasks.create", {{"name", "query " + std::to_string(i)},
                                                     {"type", i % 2 ? "testing" : "training"},
                                                     {"project", project},
                                                     {"tags", i < 2 ? Json::array({"a"}) : Json::array({"b", "c"})},
                                                     {"hyperparams", lr}})["id"]);
      m_tracking.send({scalar(ids.back(), 0, 10 - i), scalar(ids.back(), 1, i)});
    }
    auto names = [&](Json query) {
      query["project"] = Json::array({project});
      query["only_fields"] = Json::array({"name"});
      std::string all;
      auto answer = m_tracking.call("tasks.get_all_ex", query);
      for (const auto& task : answer["tasks"]) all += task["name"].get<std::string>().back();
      return QString::fromStdString(all);
    };
    QCOMPARE(names({{"order_by", Json::array({"-name"})}}), QString("43210"));
    QCOMPARE(names({{"name", "^QUERY [12]$"}}), QString("12"));
    QCOMPARE(names({{"type", Json::array({"__$not", "testing"})}}), QString("024"));
    QCOMPARE(names({{"tags", Json::array({"a"})}}), QString("01"));
    QCOMPARE(names({{"tags", Json::array({"-a"})}}), QString("234"));
    QCOMPARE(names({{"tags", {"__$and", "b", "c"}}}), QString("234"));
    QCOMPARE(names({{"filters", {{"tags", {{"any", {{"include", {"a", "c"}}, {"exclude", Json::array()}}}}}}}}),
             QString("01234"));
    QCOMPARE(names({{"_any_", {{"pattern", "query 3"}, {"fields", {"name", "comment"}}}}}), QString("3"));
    QCOMPARE(names({{"search_text", "RY 4"}}), QString("4"));
    QCOMPARE(names({{"page", 1}, {"page_size", 2}}), QString("23"));
    QCOMPARE(names({{"start", 3}, {"size", 5}}), QString("34"));
    QCOMPARE(names({{"hyperparams.Args.lr%2Emin.value", Json::array({"3"})}}), QString("3"));
    QCOMPARE(names({{"order_by", Json::array({"-hyperparams.Args.lr%2Emin.value"})}}), QString("43210"));
    QCOMPARE(names({{"status", Json::array({"nosuch"})}}), QString());
    auto task = m_tracking.call("tasks.get_by_id", {{"task", ids[2]}})["task"];
    auto hash = task["last_metrics"].begin().key();
    auto variant = task["last_metrics"][hash].begin().key();
    auto path = "last_metrics." + hash + "." + variant + ".value";
    QCOMPARE(names({{"order_by", Json::array({"-" + path})}}), QString("43210"));
    QCOMPARE(names({{path, Json::array({1, 3})}}), QString("123"));
    auto parent =
        m_tracking.call("projects.get_all_ex", {{"name", "^Queries$"}, {"include_stats", true}})["projects"][0];
    QCOMPARE(parent["stats"]["active"]["total_tasks"], Json(5));
    QCOMPARE(parent["sub_projects"][0]["name"], Json("Queries/inner"));
    auto first = m_tracking.call("tasks.get_all_ex", {{"project", Json::array({project})},
                                                      {"scroll_id", nullptr},
                                                      {"size", 3},
                                                      {"only_fields", Json::array({"name"})}});
    QCOMPARE(first["tasks"].size(), std::size_t(3));
    auto second = m_tracking.call("tasks.get_all_ex", {{"project", Json::array({project})},
                                                       {"scroll_id", first["scroll_id"]},
                                                       {"size", 3},
                                                       {"only_fields", Json::array({"name"})}});
    QCOMPARE(second["tasks"].size(), std::size_t(2));
  }

  void scalarsKeepPeaks() {
    auto id = m_tracking.runningTask("curve");
    std::vector<Json> events;
    for (int i = 0; i < 5000; ++i) events.push_back(scalar(id, i, i == 2345 ? 100 : i == 3456 ? -100 : 1));
    QCOMPARE(m_tracking.send(events)["data"]["added"], Json(5000));
    QCOMPARE(m_tracking.send({scalar(id, 7, 50), scalar(id, 7, 5), scalar(id, 9000, 2)})["data"]["added"], Json(3));
    auto curve =
        m_tracking.call("events.scalar_metrics_iter_histogram", {{"task", id}, {"samples", 40}})["loss"]["train"];
    auto y = curve["y"];
    QVERIFY(y.size() <= 40);
    QVERIFY(std::find(y.begin(), y.end(), Json(100.0)) != y.end());
    QVERIFY(std::find(y.begin(), y.end(), Json(-100.0)) != y.end());
    QCOMPARE(curve["x"].front(), Json(0));
    QCOMPARE(curve["x"].back(), Json(9000));
    Json raw = {{"task", id}, {"metric", {{"metric", "loss"}}}, {"batch_size", 3000}, {"count_total", true}};
    auto first = m_tracking.call("events.scalar_metrics_iter_raw", raw);
    QCOMPARE(first["total"], Json(5001));
    QCOMPARE(first["variants"]["train"]["y"][7], Json(5.0));
    raw["scroll_id"] = first["scroll_id"];
    QCOMPARE(m_tracking.call("events.scalar_metrics_iter_raw", raw)["returned"], Json(2001));
    auto task = m_tracking.call("tasks.get_by_id", {{"task", id}})["task"];
    QCOMPARE(task["last_iteration"], Json(9000));
    auto figures = task["last_metrics"].begin()->begin().value();
    QCOMPARE(figures["max_value"], Json(100.0));
    QCOMPARE(figures["max_value_iteration"], Json(2345));
    QCOMPARE(figures["count"], Json(5003));
  }

  void logPages() {
    auto id = m_tracking.runningTask("log");
    std::vector<Json> events;
    for (int i = 0; i < 30; ++i)
      events.push_back({{"type", "log"},
                        {"task", id},
                        {"level", "info"},
                        {"msg", "line " + std::to_string(i)},
                        {"timestamp", 1000 + i / 2}});
    m_tracking.send(events);
    auto tail = m_tracking.call("events.get_task_log", {{"task", id}, {"batch_size", 5}});
    QCOMPARE(tail["returned"], Json(6));  // both lines of the last millisecond
    QCOMPARE(tail["total"], Json(30));
    QCOMPARE(tail["events"][0]["msg"], Json("line 29"));
    auto older =
        m_tracking.call("events.get_task_log",
                        {{"task", id}, {"batch_size", 100}, {"from_timestamp", tail["events"].back()["timestamp"]}});
    QCOMPARE(older["returned"], Json(24));
    auto newer =
        m_tracking.call("events.get_task_log", {{"task", id}, {"navigate_earlier", false}, {"from_timestamp", 1013}});
    QCOMPARE(newer["events"][0]["msg"], Json("line 28"));
    auto text = m_tracking.post("/events.download_task_log",
                                Json{{"task", id}, {"line_type", "text"}, {"line_format", "{level}|{msg}"}}.dump());
    QVERIFY(text.body.starts_with("info|line 0\ninfo|line 1\n"));
  }

  void badEvents() {
    auto id = m_tracking.runningTask("bad events");
    auto answer = m_tracking.send({scalar(id, 1, 1),
                                   scalar("nosuchtask", 1, 1),
                                   {{"task", id}},
                                   {{"task", id}, {"type", "nosuch"}},
                                   Json::array({1}),
                                   {{"task", id}, {"type", "training_stats_scalar"}, {"iter", "x"}, {"value", 1}},
                                   {{"task", id}, {"type", "training_stats_scalar"}, {"iter", 1}, {"value", "x"}}});
    QCOMPARE(answer["data"]["added"], Json(1));
    QCOMPARE(answer["data"]["errors"], Json(6));
    QCOMPARE(answer["data"]["errors_info"]["Invalid task id nosuchtask"], Json(1));
    QCOMPARE(m_tracking.send({scalar("nosuchtask", 1, 1)})["meta"]["result_msg"],
             Json("Events not added: Invalid task id nosuchtask=1"));
    auto rubbish = m_tracking.post("/events.add_batch", "{\"type\":", {"Content-Type: application/json-lines"});
    QCOMPARE(rubbish.status, 400);
    std::string long10Mb(10'000'000, 'x');
    QCOMPARE(m_tracking.send({{{"type", "log"}, {"task", id}, {"msg", long10Mb}}})["data"]["added"], Json(1));
    QCOMPARE(m_tracking.call("events.get_task_log", {{"task", id}})["events"][0]["msg"].get<std::string>().size(),
             long10Mb.size());
  }

  // Every endpoint of ClearML is answered, or its absence has a reason; and we have none that ClearML has not.
  void endpointTable() {
    auto table = cleardeck::tracking::Server::endpointTable();
    QCOMPARE(table.size(), std::size_t(204));
    std::set<std::string> theirs;
    for (const auto& row : table) {
      theirs.insert(row.name);
      QVERIFY2(row.ours || !row.reason.empty(), row.name.c_str());
      if (!row.ours) qInfo("left out: %s, %s", row.name.c_str(), row.reason.c_str());
    }
    for (const auto& name : cleardeck::tracking::Server::endpoints()) QVERIFY2(theirs.contains(name), name.c_str());
  }

  void unknownEndpointsAreCounted() {
    m_tracking.post("/workers.cluster_report", "{}");
    m_tracking.post("/workers.cluster_report", "{}");
    std::uint64_t count = 0;
    for (const auto& [name, times] : m_tracking.server().unknownEndpoints())
      if (name == "workers.cluster_report") count = times;
    QCOMPARE(count, std::uint64_t(2));
  }

  void presetCredentialsAndRole() {
    cleardeck::tracking::Settings settings;
    settings.accessKey = "preset-key";
    settings.secretKey = "preset-secret";
    settings.accessRole = "root";
    TrackingServer preset(settings);
    QCOMPARE(preset.server().accessKey(), std::string("preset-key"));
    QVERIFY(!preset.server().firstStart());
    QCOMPARE(preset.post("/server.endpoints", "{}").status, 200);
    QVERIFY(m_tracking.server().firstStart());
  }

  void samplesAreThereOnce() {
    TrackingServer sampled;
    QVERIFY(cleardeck::tracking::seedSamples(sampled.server().store()));
    QVERIFY(cleardeck::tracking::seedSamples(sampled.server().store()));
    auto tasks = sampled.call("tasks.get_all_ex", {{"only_fields", {"name", "tags", "project.name"}}})["tasks"];
    QCOMPARE(tasks.size(), std::size_t(60));
    for (const auto& task : tasks)
      QVERIFY(task["tags"][0] == "sample" && task["project"]["name"].get<std::string>().starts_with("Samples/"));
    auto curves = sampled.call("events.scalar_metrics_iter_histogram", {{"task", tasks[0]["id"]}});
    QVERIFY(curves["loss"]["train"]["x"].size() > 500);
  }
};

QTEST_APPLESS_MAIN(TestProtocol)
#include "test_protocol.moc"
