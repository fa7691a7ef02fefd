// Table tests of what needs no server: reduction, smoothing, terminal text, file URLs, config snippets, error words.
#include "clearml/answer.h"
#include "clearml/clearml.h"

#include <nlohmann/json.hpp>
#include <QtTest>

#include <cmath>

using namespace cleardeck;
using namespace cleardeck::clearml;

namespace {

const double noValue = std::numeric_limits<double>::quiet_NaN();

struct ErrorCase {
  const char* name;
  int status;
  std::string body;
  ErrorKind kind;
  const char* message;  // part of it
  const char* hint;     // part of it
};

std::string envelope(int code, int subcode, const char* message) {
  return nlohmann::json{{"meta", {{"result_code", code}, {"result_subcode", subcode}, {"result_msg", message}}},
                        {"data", nlohmann::json::object()}}
      .dump();
}

const std::vector<ErrorCase> errorCases = {
    {"wrong secret", 401, envelope(401, 22, "Unauthorized (invalid credentials)"), ErrorKind::Auth,
     "invalid credentials", "Check the access key"},
    {"token over", 401, envelope(401, 30, "Unauthorized (invalid token)"), ErrorKind::Auth, "invalid token",
     "Sign in again"},
    {"401 of a proxy", 401, "<html>401</html>", ErrorKind::Auth, "HTTP status 401", "Sign in again"},
    {"role", 403, envelope(403, 20, "Forbidden (not allowed for role)"), ErrorKind::Forbidden, "not allowed",
     "a user who may"},
    {"unknown endpoint", 404, envelope(404, 0, "Unable to find endpoint"), ErrorKind::NotFound, "Unable to find",
     "too old"},
    {"no such task", 400, envelope(400, 101, "Invalid task id"), ErrorKind::NotFound, "Invalid task id", "deleted"},
    {"status race", 400, envelope(400, 110, "Invalid task status"), ErrorKind::Conflict, "task status", "refresh"},
    {"bad field", 400, envelope(400, 14, "Invalid fields"), ErrorKind::Invalid, "Invalid fields", ""},
    {"server's defect", 500, envelope(500, 0, "'<' not supported"), ErrorKind::Protocol, "not supported", "log"},
    {"disk full", 500, envelope(500, 4, "low disk space"), ErrorKind::Protocol, "low disk", "disk is full"},
    {"bare 500", 500, "", ErrorKind::Protocol, "answered nothing (HTTP status 500)", "log"},
    {"bad gateway", 502, "<html>502</html>", ErrorKind::Network, "not ready", "pod is ready"},
    {"starting", 503, "", ErrorKind::Network, "not ready", "pod is ready"},
    {"the web app", 200, "<!doctype html><html></html>", ErrorKind::Protocol, "a web page", "port 8008"},
    {"the web app's 404", 404, "\n <HTML><body>", ErrorKind::Protocol, "a web page", "/api"},
    {"nothing", 200, "", ErrorKind::Protocol, "answered nothing", "pod"},
    {"other JSON", 200, R"({"kind":"Status"})", ErrorKind::Protocol, "not ClearML's API", "Check"},
    {"not JSON", 200, "OK", ErrorKind::Protocol, "not ClearML's API", "Check"},
    {"cut off", 200, R"({"meta":{"result_code":200)", ErrorKind::Protocol, "not ClearML's API", "Check"},
};

// The file server is reached at http://127.0.0.1:18081/ and there is one rewrite of the table.
const std::string id = "b4c6a06804fb4a33bf51dab6a7b3c216";
const std::vector<std::pair<std::string, std::string>> urlCases = {
    {"http://clearml-fileserver:8081/Vision/run%201." + id + "/models/w.bin",
     "http://127.0.0.1:18081/Vision/run%201." + id + "/models/w.bin"},
    {"http://localhost:8081/a/b/c." + id + "/x", "http://127.0.0.1:18081/a/b/c." + id + "/x"},
    {"https://app.example.com/files/a/b." + id + "/x", "http://127.0.0.1:18081/a/b." + id + "/x"},
    {"https://app.example.com/files2/a/b.1/x", "https://app.example.com/files2/a/b.1/x"},
    {"s3://bucket/a/b." + id + "/x", "s3://bucket/a/b." + id + "/x"},
    {"https://pypi.org/simple", "https://pypi.org/simple"},
    {"http://host/a/b." + id.substr(1) + "/x", "http://host/a/b." + id.substr(1) + "/x"},
    {"http://host/b." + id + "/x", "http://host/b." + id + "/x"},
    {"http://host", "http://host"},
    {"", ""},
};

const std::vector<std::pair<std::string, std::string>> terminalCases = {
    {"plain", "plain"},
    {"\x1b[32mgreen\x1b[0m \x1b[1;31mred\x1b[0m", "green red"},
    {"10%\r20%\r100%", "100%"},
    {"10%\r\nnext", "10%\nnext"},
    {"a\n10%\r20%\nb", "a\n20%\nb"},
    {"\x1b]0;title\atext", "text"},
    {"tab\tkept, bell\a not", "tab\tkept, bell not"},
    {"unfinished \x1b[3", "unfinished "},
    {"\x1b", ""},
    {"ünïcödé 漢字", "ünïcödé 漢字"},
};

}  // namespace

class ValuesTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void errorsNameTheNextStep() {
    for (const auto& c : errorCases) {
      const auto data = dataOf({"tasks.get_all", "http://h:8008", c.status, c.body});
      QVERIFY2(!data, c.name);
      const auto& error = data.error();
      const auto told = std::string(c.name) + ": " + error.text();
      QVERIFY2(error.kind == c.kind, told.c_str());
      QVERIFY2(error.message.find(c.message) != std::string::npos, told.c_str());
      QVERIFY2(error.message.find("http://h:8008") != std::string::npos, told.c_str());
      QVERIFY2(error.hint.find(c.hint) != std::string::npos, told.c_str());
      QVERIFY2(*c.hint == '\0' || !error.hint.empty(), told.c_str());
    }
  }
  void reductionKeepsEveryColumnsPeak() {
    std::vector<double> x, y;
    for (int i = 0; i < 100'000; ++i) {
      x.push_back(i);
      y.push_back(i == 54'321 ? 900 : i == 77'777 ? -900 : std::sin(i * 0.01));
    }
    const auto points = reduce(x, y, 0, 99'999, 300);
    QVERIFY(points.size() <= 300 * 5 + 2);
    QVERIFY(std::find(points.begin(), points.end(), Point{54'321, 900}) != points.end());
    QVERIFY(std::find(points.begin(), points.end(), Point{77'777, -900}) != points.end());
    QVERIFY((points.front() == Point{0, 0}));
    QCOMPARE(points.back().x, 99'999.0);
    QVERIFY(std::is_sorted(points.begin(), points.end(), [](const Point& a, const Point& b) { return a.x < b.x; }));
  }
  void reductionKeepsTheLineBeyondBothEnds() {
    std::vector<double> x, y;
    for (int i = 0; i < 10'000; ++i) x.push_back(i), y.push_back(i % 7);
    for (int columns : {10, 5000}) {
      const auto points = reduce(x, y, 100.5, 9000.5, columns);
      QCOMPARE(points.front().x, 100.0);
      QCOMPARE(points.back().x, 9001.0);
    }
  }
  void reductionOfOddInput() {
    const std::vector<double> none, one = {5}, steps = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1},
                                    down = {9, 8, 7, 6, 5, 4, 3, 2, 1, 0};
    QVERIFY(reduce(none, none, 0, 1, 10).empty());
    QVERIFY(reduce(one, one, 9, 1, 10).empty());
    QVERIFY(reduce(one, one, 0, 9, 0).empty());
    QVERIFY(reduce(one, one, noValue, 9, 10).empty());
    QCOMPARE(reduce(one, one, 5, 5, 1).size(), std::size_t(1));
    QCOMPARE(reduce(steps, one, 0, 9, 1).size(), std::size_t(1));
    QCOMPARE(reduce(steps, down, 1, 1, 1).size(), std::size_t(2));  // all at one place: from 9 down to 0
  }
  void aGapBreaksTheLine() {
    std::vector<double> x, y;
    for (int i = 0; i < 1000; ++i) x.push_back(i), y.push_back(i == 500 ? noValue : 1.0);
    const auto points = reduce(x, y, 0, 999, 20);
    QCOMPARE(std::count_if(points.begin(), points.end(), [](const Point& p) { return std::isnan(p.y); }), 1);
  }
  void smoothingStartsAtTheFirstValue() {
    const std::vector<double> y = {10, 10, noValue, 10, 20};
    const auto smoothed = smooth(y, 0.6);
    QCOMPARE(smoothed[0], 10.0);
    QCOMPARE(smoothed[3], 10.0);
    QVERIFY(std::isnan(smoothed[2]));
    QVERIFY(smoothed[4] > 10 && smoothed[4] < 20);
    QCOMPARE(smooth(y, 0)[4], 20.0);
    QVERIFY(std::isfinite(smooth(y, 5)[4]));
  }
  void terminalTextBecomesPlain() {
    for (const auto& [raw, plain] : terminalCases) QCOMPARE(plainText(raw), plain);
  }
  void storedUrlsLeadToTheForward() {
    const std::vector<UrlRewrite> table = {{"https://app.example.com", "http://unused"},
                                           {"https://app.example.com/files", "http://127.0.0.1:18081"}};
    for (const auto& [stored, expected] : urlCases) {
      if (stored.rfind("https://app.example.com/files2", 0) == 0) {
        QCOMPARE(reachableUrl(stored, "http://127.0.0.1:18081/", {table[1]}), expected);
        continue;
      }
      QCOMPARE(reachableUrl(stored, "http://127.0.0.1:18081/", table), expected);
    }
    QCOMPARE(reachableUrl(urlCases[0].first, "", {}), urlCases[0].first);
  }
  void snippetsQuoteWhatTheyAreGiven() {
    const ServerUrls urls{"http://a:8008", "http://w:8080", "http://f:8081"};
    const Credentials odd("KEY", "a\"b\\c${HOME}'d#");
    const std::string secretLine = "\"secret_key\" = \"a\\\"b\\\\c${HOME}'d#\"";
    const std::string exportLine = "export CLEARML_API_SECRET_KEY='a\"b\\c${HOME}'\\''d#'";
    const auto conf = clearmlConf(urls, odd);
    QVERIFY(conf.find(secretLine) != std::string::npos);
    QVERIFY(conf.find("api_server: \"http://a:8008\"") != std::string::npos);
    QCOMPARE(std::count(conf.begin(), conf.end(), '{'), std::count(conf.begin(), conf.end(), '}'));
    QVERIFY(clearmlConf(urls, Credentials()).find("credentials") == std::string::npos);
    const auto lines = environmentLines(urls, odd);
    QVERIFY(lines.find(exportLine) != std::string::npos);
    QVERIFY(lines.find("CLEARML_API_HOST='http://a:8008'") != std::string::npos);
    QVERIFY(environmentLines(urls, Credentials()).find("KEY") == std::string::npos);
  }
  void statusesAreTheServersWords() {
    for (int i = 0; i <= int(TaskStatus::Published); ++i) QCOMPARE(taskStatus(word(TaskStatus(i))), TaskStatus(i));
    QCOMPARE(taskStatus("something new"), TaskStatus::Unknown);
  }
  void queriesEscapeWhatAPersonTypes() {
    TaskQuery query;
    query.text = "lr=0.1 (a+b)";
    query.statuses = {TaskStatus::InProgress};
    query.metrics = {{"loss", "train"}};
    query.order = TaskOrder::Metric;
    const auto body = toJson(query);
    QCOMPARE(body["_any_"]["pattern"].get<std::string>(), std::string("lr=0\\.1 \\(a\\+b\\)"));
    QCOMPARE(body["status"][0].get<std::string>(), std::string("in_progress"));
    const auto path = query.metricPaths().front();
    QCOMPARE(body["order_by"][0].get<std::string>(), "-" + path);
    QVERIFY(path.rfind("last_metrics.", 0) == 0 && path.size() == 13 + 32 + 1 + 32 + 6);
    query.metrics.clear();
    QCOMPARE(toJson(query)["order_by"][0].get<std::string>(), std::string("-last_update"));
  }
};

QTEST_APPLESS_MAIN(ValuesTest)
#include "test_values.moc"
