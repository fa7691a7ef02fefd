// HOCON as the configuration files of a ClearML server need it.
#include "base/hocon.h"

#include <QtTest>

using namespace cleardeck;

class TestHocon : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void table_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("json");
    const auto row = [](const char* name, const char* text, const char* json) {
      QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(json);
    };
    row("empty", "", "{}");
    row("comment", "# only\n// this", "{}");
    row("paths merge", "a.b = 1\na { c: 2 }\n", "{\"a\":{\"b\":1,\"c\":2}}");
    row("last wins", "a = 1, a = two words ", "{\"a\":\"two words\"}");
    row("append", "a = [1]\na += 2", "{\"a\":[1,2]}");
    row("triple", "a = \"\"\"x \"y\" \\n\"\"\"", "{\"a\":\"x \\\"y\\\" \\\\n\"}");
    row("quoted key", "\"a.b\" : true", "{\"a.b\":true}");
    row("url", "a = http://x:80/y # no", "{\"a\":\"http:\"}");
    row("joined", "a = 5 \"min\"", "{\"a\":\"5 min\"}");
    row("list over lines", "a: [\n  { x = 1 }\n  { x = 2 }\n]\n// end", "{\"a\":[{\"x\":1},{\"x\":2}]}");
    row("open list", "a = [1,", "");
    row("commas", "[1]", "");
    row("include", "include \"other\"", "");
    row("substitution", "a = ${HOME}", "");
    row("open", "a { b = 1", "");
    row("text open", "a = \"b", "");
    row("no value", "a =", "");
    row("same line", "a { } b { }", "");
    row("binary", "\x01\x02", "");
  }
  void table() {
    QFETCH(QString, text);
    QFETCH(QString, json);
    const auto tree = readHocon(text.toStdString());
    QCOMPARE(tree ? QString::fromStdString(tree->dump()) : QString(), json);
    if (!tree) QVERIFY(tree.error().message.rfind("line ", 0) == 0);
  }
  void nestsOnlySoDeep() { QVERIFY(!readHocon(std::string(5000, '{'))); }
};

QTEST_APPLESS_MAIN(TestHocon)
#include "test_hocon.moc"
