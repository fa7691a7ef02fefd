// What the real SDK and a real server said to each other (tests/fixtures/clearml/sdk-flows), replayed in order against
// ours. Ids are mapped as they appear; every answer is compared: status, keys and types, and values that are no ids,
// times or figures of the moment. Differences that are wanted are in kAllowed, with the reason.
#include "tracking/client.h"

#include <QDirIterator>
#include <QtTest>

#include <regex>
#include <set>

using namespace cleardeck::test;
using Json = nlohmann::json;

namespace {

struct Allowed {
  const char* endpoint;
  const char* pointer;  // regular expression
  const char* why;
};

const Allowed kAllowed[] = {
    {"auth.login", ".*", "the token is ours"},
    {".*",
     ".*/"
     "(created|started|completed|published|status_changed|last_update|last_change|updated|timestamp|@timestamp|added)",
     "the time of the replay"},
    {".*", ".*/(active_duration|last_worker|last_worker_report|last_changed_by|user|host)", "of the recorded machine"},
    {".*", ".*/scroll_id", "an opaque value"},
    {"tasks.get_all", "/tasks", "earlier runs of the pipeline, which the recording does not hold"},
    {"models.edit", "/fields/ui_cache", "a cache of the web app, which we do not keep"},
    {"events.add_batch", "/(added|errors|errors_info).*", "the recording keeps only the first events of long batches"},
    {"(tasks|models)\\..*", ".*/(last_metrics|metric_stats|last_iteration|unique_metrics).*",
     "follow from events that the recording cuts"},
};

bool isId(const std::string& text) {
  return text.size() == 32 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

Json readFile(const QString& path) {
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) return Json();
  return Json::parse(file.readAll().toStdString(), nullptr, false);
}

class Replay {
 public:
  explicit Replay(TrackingServer& server) : m_server(server) {}

  void run(const Json& flow) {
    for (const auto& call : flow["calls"]) one(call);
  }
  const QStringList& differences() const { return m_differences; }
  int calls() const { return m_calls; }

 private:
  void one(const Json& call) {
    m_where = QString::fromStdString(call["path"].get<std::string>());
    m_endpoint = m_where.section('/', -1).toStdString();
    if (m_endpoint == "auth.login") return;
    ++m_calls;
    m_trimmed = call.contains("trimmed");
    auto answer = m_server.post(call["path"], body(call["request"]), type(call["request"]));
    if (answer.status != call["status"].get<int>())
      return report("", QString("status %1, message %2").arg(answer.status).arg(answer.message().c_str()));
    compare(call["response_data"], answer.json()["data"], "");
  }

  static HeaderLines type(const Json& request) {
    return request.is_object() && request.contains("$json_lines") ? HeaderLines{"Content-Type: application/json-lines"}
                                                                  : HeaderLines{};
  }

  std::string body(const Json& request) {
    if (request.is_null()) return "{}";
    if (!request.contains("$json_lines")) return mapped(request.dump());
    std::string lines;
    for (const auto& line : request["$json_lines"]) lines += mapped(line.dump()) + "\n";
    return lines;
  }

  std::string mapped(std::string text) const {
    for (const auto& [theirs, ours] : m_ids)
      for (std::size_t at = 0; (at = text.find(theirs, at)) != std::string::npos; at += ours.size())
        text.replace(at, theirs.size(), ours);
    return text;
  }

  void report(const std::string& pointer, const QString& what) {
    for (const auto& allowed : kAllowed)
      if (std::regex_match(m_endpoint, std::regex(allowed.endpoint)) &&
          std::regex_match(pointer, std::regex(allowed.pointer)))
        return;
    auto line = m_where + " " + QString::fromStdString(pointer) + ": " + what;
    if (!m_differences.contains(line)) m_differences << line;
  }

  static const char* kind(const Json& value) { return value.is_number() ? "number" : value.type_name(); }

  void compare(const Json& theirs, const Json& ours, const std::string& pointer) {
    if (std::string(kind(theirs)) != kind(ours))
      return report(pointer, QString("%1 instead of %2").arg(kind(ours), kind(theirs)));
    if (theirs.is_object()) return compareObjects(theirs, ours, pointer);
    if (theirs.is_array()) return compareLists(theirs, ours, pointer);
    if (theirs.is_string() && isId(theirs.get<std::string>()) && isId(ours.get<std::string>())) {
      m_ids[theirs.get<std::string>()] = ours.get<std::string>();
      return;
    }
    auto expected = theirs.is_string() ? Json(mapped(theirs.get<std::string>())) : theirs;
    if (expected != ours && !(m_trimmed && theirs.is_string()))
      report(pointer,
             QString::fromStdString(ours.dump().substr(0, 80) + " instead of " + expected.dump().substr(0, 80)));
  }

  void compareObjects(const Json& theirs, const Json& ours, const std::string& pointer) {
    if (theirs.contains("$omitted")) return;  // the recording left it out
    for (const auto& item : theirs.items()) {
      auto key = mapped(item.key());
      if (!ours.contains(key))
        report(pointer + "/" + key, "is missing");
      else
        compare(item.value(), ours[key], pointer + "/" + key);
    }
    for (const auto& item : ours.items()) {
      std::set<std::string> keys;
      for (const auto& their : theirs.items()) keys.insert(mapped(their.key()));
      if (!keys.contains(item.key())) report(pointer + "/" + item.key(), "is not in the recorded answer");
    }
  }

  void compareLists(const Json& theirs, const Json& ours, const std::string& pointer) {
    if (theirs.size() != ours.size() && !m_trimmed)
      return report(pointer, QString("%1 items instead of %2").arg(ours.size()).arg(theirs.size()));
    for (std::size_t i = 0; i < std::min(theirs.size(), ours.size()); ++i)
      compare(theirs[i], ours[i], pointer + "/" + std::to_string(i));
  }

  TrackingServer& m_server;
  std::map<std::string, std::string> m_ids;
  QStringList m_differences;
  QString m_where;
  std::string m_endpoint;
  bool m_trimmed = false;
  int m_calls = 0;
};

}  // namespace

class TestGolden : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  // One server and one mapping for all of them: later flows find what the first one made.
  void flows() {
    QStringList paths;
    QDirIterator files(CLEARDECK_FIXTURES "/clearml/sdk-flows", {"*.json"});
    while (files.hasNext()) paths << files.next();
    auto trainFirst = [](const QString& a, const QString& b) {
      return std::pair(!a.endsWith("/train.json"), a) < std::pair(!b.endsWith("/train.json"), b);
    };
    std::sort(paths.begin(), paths.end(), trainFirst);
    QVERIFY(paths.size() >= 6);
    TrackingServer server;
    server.call("projects.create",
                {{"name", "Pipes/.pipelines"}, {"system_tags", Json::array({"hidden"})}});  // was there already
    server.call("projects.create",
                {{"name", "Pipes/.pipelines/train pipe"}, {"system_tags", Json::array({"hidden", "pipeline"})}});
    Replay replay(server);
    for (const auto& path : paths) {
      auto recorded = readFile(path);
      QVERIFY2(recorded.is_object() && !recorded["calls"].empty(), qPrintable(path));
      replay.run(recorded);
    }
    qInfo("%d calls replayed, %d differences", replay.calls(), int(replay.differences().size()));
    for (const auto& line : replay.differences()) qWarning("%s", qPrintable(line));
    QVERIFY(replay.differences().isEmpty());
  }
};

QTEST_APPLESS_MAIN(TestGolden)
#include "test_golden.moc"
