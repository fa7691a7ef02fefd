// What Helm reads out of a YAML text: scalars by the table of go-yaml v2, maps, merges, errors with their place.
#include "base/files.h"
#include "yaml/yaml.h"

#include <QtTest>

#include <filesystem>

using namespace cleardeck;
using yaml::Value;

namespace {
std::string jsonOf(const std::string& text) {
  auto value = yaml::parse(text);
  return value ? yaml::toJson(*value) : "error: " + value.error().message;
}
}  // namespace

class YamlValuesTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void scalars_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("json");
    const std::vector<std::pair<const char*, const char*>> rows{{"y", "true"},
                                                                {"Yes", "true"},
                                                                {"on", "true"},
                                                                {"True", "true"},
                                                                {"n", "false"},
                                                                {"OFF", "false"},
                                                                {"tRue", "\"tRue\""},
                                                                {"~", "null"},
                                                                {"Null", "null"},
                                                                {"0", "0"},
                                                                {"-1", "-1"},
                                                                {"+5", "5"},
                                                                {"0755", "493"},
                                                                {"0o17", "15"},
                                                                {"0x1F", "31"},
                                                                {"0b101", "5"},
                                                                {"1_000", "1000"},
                                                                {"08", "8.0"},
                                                                {"1e3", "1000.0"},
                                                                {"1.", "1.0"},
                                                                {".5", "0.5"},
                                                                {"1.5", "1.5"},
                                                                {"12:30", "\"12:30\""},
                                                                {"2024-01-01", "\"2024-01-01\""},
                                                                {"'1'", "\"1\""},
                                                                {"\"true\"", "\"true\""},
                                                                {"!!str 12", "\"12\""},
                                                                {"!!int \"12\"", "12"},
                                                                {"9223372036854775808", "9223372036854775808"},
                                                                {"1.2.3", "\"1.2.3\""},
                                                                {"100m", "\"100m\""},
                                                                {"-", "[null]"},
                                                                {"---", "null"},
                                                                {".", "\".\""},
                                                                {"-9223372036854775808", "-9223372036854775808"},
                                                                {"!!binary YWI=", "\"ab\""},
                                                                {"1e400", "\"1e400\""},
                                                                {"0x", "\"0x\""},
                                                                {"_", "\"_\""},
                                                                {"-_", "\"-_\""}};
    for (const auto& [text, json] : rows) QTest::newRow(text) << text << json;
  }
  void scalars() {
    QFETCH(QString, text);
    QFETCH(QString, json);
    QCOMPARE(QString::fromStdString(jsonOf(text.toStdString())), json);
  }

  void structures_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("json");
    QTest::newRow("empty") << ""
                           << "null";
    QTest::newRow("only comments") << "# a\n"
                                   << "null";
    QTest::newRow("the last duplicate wins") << "a: 1\na: 2\n"
                                             << R"({"a":2})";
    QTest::newRow("keys become text") << "true: 1\n12: 2\n"
                                      << R"({"12":2,"true":1})";
    QTest::newRow("merge in document order") << "x: &x {a: 1, b: 2}\nz:\n  a: 9\n  <<: *x\n  b: 3\n"
                                             << R"({"x":{"a":1,"b":2},"z":{"a":1,"b":3}})";
    QTest::newRow("a list of merges: the first wins") << "a: &a {k: 1}\nb: &b {k: 2}\nc: {<<: [*a, *b]}\n"
                                                      << R"({"a":{"k":1},"b":{"k":2},"c":{"k":1}})";
    QTest::newRow("alias") << "a: &a [1]\nb: *a\n"
                           << R"({"a":[1],"b":[1]})";
    QTest::newRow("CRLF and BOM") << "\xef\xbb\xbf"
                                     "a: |\r\n  x\r\n  y\r\nb: é\r\n"
                                  << R"({"a":"x\ny\n","b":"é"})";
    QTest::newRow("an absent value") << "a:\nb: 1\n"
                                     << R"({"a":null,"b":1})";
  }
  void structures() {
    QFETCH(QString, text);
    QFETCH(QString, json);
    QCOMPARE(QString::fromStdString(jsonOf(text.toStdString())), json);
  }

  void errors_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("place");
    QTest::addColumn<QString>("hint");
    QTest::newRow("tab") << QByteArray("a:\n\tb: 1\n") << "line 2, column 1"
                         << "tabs";
    QTest::newRow("unclosed") << QByteArray("a: [1\nb: 2\n") << "line 2"
                              << "";
    QTest::newRow("two documents") << QByteArray("a: 1\n---\nb: 2\n") << "2 documents"
                                   << "Helm 3";
    QTest::newRow("unknown alias") << QByteArray("a: *x\n") << "line 1, column 4"
                                   << "";
    QTest::newRow("infinity") << QByteArray("a:\n  b: .inf\n") << "line 2, column 6"
                              << "Quote";
    QTest::newRow("null key") << QByteArray("a: 1\n~: 2\n") << "line 2, column 1"
                              << "";
    QTest::newRow("complex key") << QByteArray("? [a]\n: 2\n") << "line 1, column 3"
                                 << "";
    QTest::newRow("contains itself") << QByteArray("a: &x [*x]\n") << "line 1, column 8"
                                     << "";
    QTest::newRow("not UTF-8") << QByteArray("a: \xff\n") << "line 1, column 4"
                               << "UTF-8";
    QByteArray laughs = "a0: &a0 [x]\n";
    for (int i = 1; i < 30; ++i) laughs += QString("a%1: &a%1 [*a%2, *a%2]\n").arg(i).arg(i - 1).toUtf8();
    QTest::newRow("excessive aliasing") << laughs << "excessive aliasing"
                                        << "";
    QTest::newRow("too deep") << QByteArray(5000, '[') << "100 levels"
                              << "";
  }
  void errors() {
    QFETCH(QByteArray, text);
    QFETCH(QString, place);
    QFETCH(QString, hint);
    auto value = yaml::parse(text.toStdString());
    QVERIFY(!value);
    QVERIFY2(value.error().message.find(place.toStdString()) != std::string::npos, value.error().message.c_str());
    QVERIFY2(value.error().hint.find(hint.toStdString()) != std::string::npos, value.error().hint.c_str());
  }

  void paths_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("steps");
    QTest::newRow("root") << "" << 0;
    QTest::newRow("keys") << "a.b" << 2;
    QTest::newRow("items") << "a[0][12].name" << 4;
    QTest::newRow("dot in key") << "annotations.a\\.b/c" << 2;
    QTest::newRow("empty key") << "a..b" << -1;
    QTest::newRow("open index") << "a[1" << -1;
    QTest::newRow("no number") << "a[x]" << -1;
    QTest::newRow("ends with dot") << "a." << -1;
  }
  void paths() {
    QFETCH(QString, text);
    QFETCH(int, steps);
    auto path = yaml::parsePath(text.toStdString());
    QCOMPARE(path ? int(path->size()) : -1, steps);
    if (path) QCOMPARE(QString::fromStdString(yaml::toString(*path)), text);
  }

  void wholeChartsAgreeWithTheirOwnRewriting() {
    int files = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(CLEARDECK_FIXTURES "/charts")) {
      if (entry.path().filename() != "values.yaml") continue;
      auto text = files::read(entry.path());
      QVERIFY(text);
      auto value = yaml::parse(*text);
      QVERIFY2(value, entry.path().c_str());
      auto again = yaml::parse(yaml::toYaml(*value));
      QVERIFY2(again, again ? "" : again.error().message.c_str());
      QCOMPARE(yaml::toJson(*again), yaml::toJson(*value));
      ++files;
    }
    QVERIFY(files >= 8);
  }
};

QTEST_APPLESS_MAIN(YamlValuesTest)
#include "test_yaml_values.moc"
