// What the services beside tasks do: queues, workers, reports, pipelines, projects, models, downloads, older versions.
#include "tracking/client.h"

#include <QtTest>

using namespace cleardeck::test;
using Json = nlohmann::json;

class TestServices : public QObject {
  Q_OBJECT
  TrackingServer m_tracking;

  std::string made(const std::string& endpoint, const Json& args) {
    return m_tracking.call(endpoint, args).value("id", std::string());
  }
  std::string task(const std::string& name, Json more = Json::object()) {
    more.update({{"name", name}, {"type", more.value("type", "training")}});
    return made("tasks.create", more);
  }
  int subcode(const std::string& endpoint, const Json& args) {
    return m_tracking.post("/v2.34/" + endpoint, args.dump()).subcode();
  }
  std::vector<std::string> entries(const std::string& queue) {
    std::vector<std::string> ids;
    auto found = m_tracking.call("queues.get_by_id", {{"queue", queue}})["queue"]["entries"];
    for (const auto& entry : found) ids.push_back(entry["task"]);
    return ids;
  }

 private Q_SLOTS:
  void queueOrder() {
    auto queue = made("queues.create", {{"name", "order"}});
    std::vector<std::string> ids;
    for (int i = 0; i < 4; ++i) {
      ids.push_back(task("queued " + std::to_string(i)));
      m_tracking.call("tasks.enqueue", {{"task", ids.back()}, {"queue", queue}});
    }
    auto move = [&](const char* how, int count) {
      return m_tracking.call(std::string("queues.move_task_") + how,
                             {{"queue", queue}, {"task", ids[0]}, {"count", count}})["position"];
    };
    QCOMPARE(move("backward", 2), Json(2));
    QCOMPARE(entries(queue)[2], ids[0]);
    QCOMPARE(move("backward", 100), Json(3));
    QCOMPARE(move("forward", 1), Json(2));
    QCOMPARE(move("to_front", 1), Json(0));
    QCOMPARE(move("to_back", 1), Json(3));
    QCOMPARE(subcode("queues.add_task", {{"queue", queue}, {"task", ids[0]}}), 706);
    QCOMPARE(subcode("queues.delete", {{"queue", queue}}), 702);
    QCOMPARE(subcode("queues.create", {{"name", "order"}}), 801);
    QCOMPARE(m_tracking.call("queues.peek_task", {{"queue", queue}})["task"], Json(ids[1]));
    QCOMPARE(m_tracking.call("queues.get_next_task", {{"queue", queue}})["entry"]["task"], Json(ids[1]));
    QCOMPARE(m_tracking.call("queues.clear_queue", {{"queue", queue}})["removed_tasks"].size(), std::size_t(3));
    QCOMPARE(m_tracking.call("tasks.get_by_id", {{"task", ids[0]}})["task"]["status"], Json("created"));
    auto now = std::int64_t(QDateTime::currentSecsSinceEpoch());
    auto chart =
        m_tracking.call("queues.get_queue_metrics",
                        {{"queue_ids", {queue}}, {"from_date", now - 60}, {"to_date", now + 5}, {"interval", 5}});
    QCOMPARE(chart["queues"][0]["queue"], Json(queue));
    QVERIFY(subcode("queues.get_queue_metrics", {{"from_date", now}, {"to_date", now - 1}, {"interval", 5}}) == 16);
  }

  void workersComeAndGo() {
    m_tracking.call("workers.register", {{"worker", "rig:1"}, {"tags", {"a"}}});
    m_tracking.call("workers.status_report", {{"worker", "rig:2"}, {"timestamp", 1}, {"tags", {"b"}}});
    auto count = [&](Json args) { return m_tracking.call("workers.get_count", args)["count"]; };
    QCOMPARE(count(Json::object()), Json(2));
    QCOMPARE(count({{"tags", {"a", "x"}}}), Json(1));
    QCOMPARE(count({{"tags", {"-a"}}}), Json(1));
    QCOMPARE(count({{"worker_pattern", "*:2"}}), Json(1));
    QCOMPARE(count({{"worker_pattern", "*:3"}}), Json(0));
    m_tracking.call("workers.unregister", {{"worker", "rig:1"}});
    QCOMPARE(count(Json::object()), Json(1));
    QCOMPARE(subcode("workers.register", {{"worker", "w"}, {"queues", {"nosuch"}}}), 701);
    QCOMPARE(subcode("workers.status_report", {{"worker", "w"}, {"timestamp", 1}, {"task", "nosuch"}}), 101);
    QCOMPARE(subcode("workers.get_metric_keys", {{"worker_ids", {"nosuch"}}}), 1005);
  }

  void reportsLive() {
    auto report = m_tracking.call("reports.create", {{"name", "weekly"}, {"report", "# Text"}, {"tags", {"w"}}});
    auto id = report["id"];
    QCOMPARE(m_tracking.call("reports.get_tags")["tags"], Json::array({"w"}));
    QCOMPARE(m_tracking.call("reports.update", {{"task", id}, {"report", "# New"}})["fields"]["report"], Json("# New"));
    QVERIFY(m_tracking.call("reports.move", {{"task", id}, {"project_name", "Reports here"}})["project_id"] !=
            report["project_id"]);
    QCOMPARE(m_tracking.call("reports.get_all_ex", {{"id", {id}}})["tasks"][0]["name"], Json("weekly"));
    QCOMPARE(m_tracking.call("reports.publish", {{"task", id}})["fields"]["status"], Json("published"));
    QCOMPARE(subcode("reports.update", {{"task", id}, {"report", "# Late"}}), 110);
    QCOMPARE(subcode("reports.update", {{"task", task("plain")}, {"name", "xyz"}}), 150);
    QCOMPARE(m_tracking.call("reports.delete", {{"task", id}})["deleted"], Json(1));
  }

  void pipelineRuns() {
    auto project =
        made("projects.create", {{"name", "Flow/.pipelines/train"}, {"system_tags", {"pipeline", "hidden"}}});
    auto first = task("train", {{"project", project}, {"type", "controller"}, {"system_tags", {"pipeline"}}});
    auto step = task("step", {{"parent", first}});
    auto started = m_tracking.call("pipelines.start_pipeline",
                                   {{"task", first}, {"args", Json::array({{{"name", "n"}, {"value", "7"}}})}});
    auto run = m_tracking.call("tasks.get_by_id", {{"task", started["pipeline"]}})["task"];
    QCOMPARE(run["hyperparams"]["Args"]["n"]["value"], Json("7"));
    QCOMPARE(run["name"], Json("train #2"));
    QCOMPARE(run["status"], Json("queued"));
    QCOMPARE(subcode("pipelines.delete_runs", {{"project", project}, {"ids", {first, started["pipeline"]}}}), 160);
    QCOMPARE(m_tracking.call("pipelines.delete_runs", {{"project", project}, {"ids", {first}}})["succeeded"].size(),
             std::size_t(1));
    QCOMPARE(subcode("tasks.get_by_id", {{"task", step}}), 101);
  }

  void projectTree() {
    auto leaf = made("projects.create", {{"name", "Tree/one/leaf"}});
    auto inside = task("inside", {{"project", leaf}});
    auto one = m_tracking.call("projects.get_by_id", {{"project", leaf}})["project"]["parent"];
    QCOMPARE(m_tracking.call("projects.move", {{"project", one}, {"new_location", "Other"}})["moved"], Json(2));
    QCOMPARE(m_tracking.call("projects.get_by_id", {{"project", leaf}})["project"]["name"], Json("Other/one/leaf"));
    QCOMPARE(subcode("projects.move", {{"project", one}, {"new_location", "Other/one/leaf"}}), 411);
    QCOMPARE(subcode("projects.update", {{"project", leaf}, {"name", "Elsewhere/leaf"}}), 408);
    QCOMPARE(subcode("projects.delete", {{"project", one}}), 402);
    QCOMPARE(m_tracking.call("projects.validate_delete", {{"project", one}})["tasks"], Json(1));
    auto target = made("projects.create", {{"name", "Target"}});
    auto merged = m_tracking.call("projects.merge", {{"project", leaf}, {"destination_project", target}});
    QCOMPARE(merged["moved_entities"], Json(1));
    auto deleted =
        m_tracking.call("projects.delete", {{"project", target}, {"force", true}, {"delete_contents", true}});
    QCOMPARE(deleted["deleted_tasks"], Json(1));
    QCOMPARE(subcode("tasks.get_by_id", {{"task", inside}}), 101);
    auto open = made("projects.create", {{"name", "Public thing"}});
    m_tracking.call("projects.make_public", {{"ids", {open}}});
    QCOMPARE(subcode("projects.create", {{"name", "Public thing/mine"}}), 414);
  }

  void filesOfADeletedTaskGo() {
    auto url = m_tracking.server().filesUrl();
    auto body = std::string(
        "--BB\r\nContent-Disposition: form-data; name=\"/p/t/a.bin\"; filename=\"a\"\r\n\r\nabc\r\n--BB--\r\n");
    QCOMPARE(m_tracking.file("POST", "/", body, {"Content-Type: multipart/form-data; boundary=BB"}).status, 200);
    QCOMPARE(m_tracking.file("GET", "/p/t/a.bin").status, 200);
    auto id = task("with a file");
    Json artifact = {{"key", "a"}, {"type", "custom"}, {"uri", url + "/p/t/a.bin"}};
    m_tracking.call("tasks.add_or_update_artifacts", {{"task", id}, {"artifacts", Json::array({artifact})}});
    auto gone = m_tracking.call("tasks.delete", {{"task", id}, {"force", true}, {"return_file_urls", true}});
    QCOMPARE(gone["urls"]["artifact_urls"], Json::array({url + "/p/t/a.bin"}));
    QCOMPARE(m_tracking.file("GET", "/p/t/a.bin").status, 404);
  }

  void tableAsCsv() {
    task("=cmd()");
    Json query = {
        {"entity_type", "task"},
        {"name", "^=cmd"},
        {"only_fields", {"name", "status"}},
        {"field_mappings", {{{"field", "name"}, {"name", "Name"}}, {{"field", "status"}, {"name", "Status"}}}}};
    auto id = m_tracking.call("organization.prepare_download_for_get_all", query)["prepare_id"].get<std::string>();
    auto csv = m_tracking.post("/v2.34/organization.download_for_get_all?prepare_id=" + id, "");
    QCOMPARE(csv.body, std::string("\xEF\xBB\xBF\"Name\",\"Status\"\r\n\"'=cmd()\",\"created\"\r\n"));
    QCOMPARE(subcode("organization.download_for_get_all", {{"prepare_id", "nosuch"}}), 10);
  }

  void olderVersions() {
    auto id = task(
        "old", {{"tags", {"mine"}}, {"system_tags", {"development"}}, {"execution", {{"parameters", {{"lr", "1"}}}}}});
    auto now = m_tracking.call("tasks.get_by_id", {{"task", id}})["task"];
    QCOMPARE(now["hyperparams"]["Args"]["lr"]["value"], Json("1"));
    auto old = m_tracking.post("/v2.2/tasks.get_by_id", Json{{"task", id}}.dump()).json()["data"]["task"];
    QCOMPARE(old["execution"]["parameters"]["lr"], Json("1"));
    QCOMPARE(old["tags"], Json::array({"development", "mine"}));
    QVERIFY(!old.contains("system_tags"));
    QCOMPARE(m_tracking.post("/v2.34/models.get_by_task_id", Json{{"task", id}}.dump()).status, 301);
    QCOMPARE(m_tracking.post("/v2.3/queues.get_all", "{}").status, 404);  // since 2.4
  }
};

QTEST_APPLESS_MAIN(TestServices)
#include "test_services.moc"
