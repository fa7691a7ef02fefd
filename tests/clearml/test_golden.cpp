// Every recorded answer of a real server, through the reader that belongs to its endpoint.
#include "clearml/answer.h"
#include "clearml/clearml.h"
#include "clearml/json.h"

#include <nlohmann/json.hpp>
#include <QDirIterator>
#include <QtTest>

using namespace cleardeck;
using namespace cleardeck::clearml;
using nlohmann::json;

namespace {

struct Recorded {
  std::string file, endpoint;
  json request, response, trimmed;
  Answer answer() const {
    const json& body = response["body"];
    return {endpoint, "http://h:8008", response["status"], body.is_string() ? body.get<std::string>() : body.dump()};
  }
  const json& data() const { return at(response, "body.data"); }
};

Recorded load(const QString& path) {
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) qFatal("cannot open %s", qPrintable(path));
  auto bytes = file.readAll();
  bytes.replace(": NaN", ": null");  // what a request may hold and JSON may not
  const auto text = bytes.toStdString();
  auto document = json::parse(text);
  const auto target = textAt(document, "request.path");
  auto endpoint = target.substr(target.rfind('/') + 1);
  return {path.toStdString(), endpoint.substr(0, endpoint.find('?')), at(document, "request"), at(document, "response"),
          document.value("trimmed", json())};
}

std::vector<Recorded> recordings(const QString& pattern) {
  std::vector<Recorded> found;
  QDirIterator files(CLEARDECK_FIXTURES "/clearml", {pattern}, QDir::Files, QDirIterator::Subdirectories);
  while (files.hasNext()) {
    auto recorded = load(files.next());
    if (recorded.response.is_object()) found.push_back(std::move(recorded));  // else a whole flow of calls
  }
  return found;
}

}  // namespace

class GoldenTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void envelopesAndErrors() {
    int good = 0, bad = 0;
    for (const auto& r : recordings("*.json")) {
      if (!r.response["body"].is_object() || !r.response["body"].contains("meta")) continue;
      const auto data = dataOf(r.answer());
      const bool expected = r.response["status"] == 200;
      QVERIFY2(bool(data) == expected, r.file.c_str());
      (expected ? good : bad)++;
      if (expected) continue;
      QVERIFY2(data.error().httpStatus == r.response["status"], r.file.c_str());
      const auto why = textAt(r.response, "body.meta.result_msg");
      QVERIFY2(data.error().message.find(why) != std::string::npos, r.file.c_str());
      if (r.response["status"] == 401) QVERIFY2(data.error().kind == ErrorKind::Auth, r.file.c_str());
    }
    QVERIFY(good > 300);
    QVERIFY(bad > 50);
  }
  void projectLists() {
    int seen = 0;
    for (const auto& r : recordings("projects.get_all*.json")) {
      const auto list = parseProjects(r.data());
      QVERIFY2(list, r.file.c_str());
      QVERIFY2(list->size() == at(r.data(), "projects").size(), r.file.c_str());
      seen += int(list->size());
    }
    QVERIFY(seen > 10);
    const auto tree = *parseProjects(recordings("projects.get_all_ex-tree-all-names.json").at(0).data());
    QCOMPARE(tree[0].name, std::string("Vision/Classification"));
    QCOMPARE(tree[0].parent, tree.back().uid);
    const auto stats = *parseProjects(recordings("projects.get_all_ex-stats-filter.json").at(0).data());
    QCOMPARE(stats[0].taskCount, 10);
  }
  void taskTables() {
    int rows = 0;
    for (const auto& r : recordings("tasks.get_all*.json"))
      for (const json& document : at(r.data(), "tasks")) {
        const auto row = parseTaskRow(document, {});
        QVERIFY2(row.uid == document.value("id", ""), r.file.c_str());
        if (document.contains("status")) QVERIFY2(row.status != TaskStatus::Unknown, r.file.c_str());
        if (document.contains("last_update")) QVERIFY2(row.lastUpdate != time::Moment(), r.file.c_str());
        ++rows;
      }
    QVERIFY(rows > 100);
  }
  void metricColumns() {
    TaskQuery query;
    query.metrics = {{"loss", "train"}};
    const auto r = recordings("tasks.get_all_ex-custom-columns.json").at(0);
    // The MD5 path that we make is one that the Web-App asked for.
    const auto& fields = r.request["body"]["only_fields"];
    QVERIFY(std::find(fields.begin(), fields.end(), query.metricPaths().front()) != fields.end());
    int values = 0;
    for (const json& document : at(r.data(), "tasks"))
      values += parseTaskRow(document, query.metricPaths()).metrics.at(0).has_value();
    QVERIFY(values > 0);
  }
  void taskDetails() {
    int seen = 0;
    for (const auto& r : recordings("tasks.get_by_id_ex*.json"))
      for (const json& document : at(r.data(), "tasks")) {
        const auto detail = parseTaskDetail(document);
        std::size_t parameters = 0;
        for (const json& section : at(document, "hyperparams")) parameters += section.size();
        QVERIFY2(detail.parameters.size() == parameters, r.file.c_str());
        QVERIFY2(detail.artifacts.size() == at(document, "execution.artifacts").size(), r.file.c_str());
        const auto models = at(document, "models.input").size() + at(document, "models.output").size();
        QVERIFY2(detail.models.size() == models, r.file.c_str());
        ++seen;
      }
    QVERIFY(seen > 5);
    const auto r = recordings("tasks.get_by_id_ex-last-metrics-min-max-mean-first.json").at(0);
    const auto detail = parseTaskDetail(at(r.data(), "tasks")[0]);
    QCOMPARE(detail.lastMetrics.at(1).metric, std::string("seq"));
    QCOMPARE(detail.lastMetrics.at(1).highest, 7.25);
    QCOMPARE(detail.lastMetrics.at(1).count, std::int64_t(4));
    const auto failed = parseTaskDetail(recordings("tasks.get_by_id_ex-info-failed.json").at(0).data().at("tasks").at(0));
    QCOMPARE(failed.row.status, TaskStatus::Failed);
    QVERIFY(failed.completed > failed.created);
  }
  void histograms() {
    int curves = 0;
    for (const auto& r : recordings("events.scalar_metrics_iter_histogram*.json")) {
      if (r.response["status"] != 200) continue;
      const auto series = parseHistogram(r.data());
      QVERIFY2(series, r.file.c_str());
      for (const auto& s : *series) {
        QVERIFY2(s.x.size() == s.y.size() && !s.x.empty(), r.file.c_str());
        QVERIFY2(std::is_sorted(s.x.begin(), s.x.end()), r.file.c_str());
        ++curves;
      }
    }
    QVERIFY(curves > 20);
  }
  void consoleLogs() {
    int lines = 0;
    for (const auto& r : recordings("events.get_task_log*.json")) {
      if (r.response["status"] != 200) continue;
      const json& body = r.request["body"];
      const auto boundary = integerAt(body, "from_timestamp");
      const bool earlier = body.value("navigate_earlier", true);
      LogQuery query("t", earlier ? LogFrom::Newest : LogFrom::Start);
      if (boundary) query = LogQuery("t", earlier ? LogFrom::Older : LogFrom::Newer, boundary);
      const auto page = parseLog(r.data(), query);
      for (std::size_t i = 0; i < page.lines.size(); ++i) {
        const auto& line = page.lines[i];
        QVERIFY2(line.text.find('\x1b') == std::string::npos && line.text.find('\n') == std::string::npos,
                 r.file.c_str());
        QVERIFY2(i == 0 || page.lines[i - 1].atMs <= line.atMs, r.file.c_str());
        if (boundary) QVERIFY2(earlier ? line.atMs < boundary : line.atMs > boundary, r.file.c_str());
      }
      lines += int(page.lines.size());
    }
    QVERIFY(lines > 100);
  }
};

QTEST_APPLESS_MAIN(GoldenTest)
#include "test_golden.moc"
