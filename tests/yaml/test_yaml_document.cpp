// Edits of a text, byte for byte.
#include "yaml/yaml.h"

#include <QtTest>

using namespace cleardeck;
using yaml::Document;
using yaml::Value;

namespace {
struct Edited {
  std::string text;
  std::string error;
};

Edited edit(const std::string& text, const std::string& path, const std::string& json) {
  auto document = Document::parse(text);
  if (!document) return {text, document.error().message};
  auto value = yaml::fromJson(json);
  auto where = yaml::parsePath(path);
  auto done = json == "remove" ? document->remove(*where) : document->set(*where, *value);
  return {document->text(), done ? "" : done.error().text()};
}
}  // namespace

class YamlDocumentTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void edits_data() {
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("json");
    QTest::addColumn<QByteArray>("after");
    auto row = [](const char* name, const char* before, const char* path, const char* json, const char* after) {
      QTest::newRow(name) << QByteArray(before) << QString(path) << QString(json) << QByteArray(after);
    };
    row("a number", "a: 1 # x\nb: 2\n", "a", "3", "a: 3 # x\nb: 2\n");
    row("keeps double quotes", "a: \"x\"\n", "a", "\"y\"", "a: \"y\"\n");
    row("keeps single quotes", "a: 'x'\n", "a", "\"it's\"", "a: 'it''s'\n");
    row("text that looks like a number", "a: x\n", "a", "\"0123\"", "a: \"0123\"\n");
    row("text that looks like a boolean", "a: x\n", "a", "\"no\"", "a: \"no\"\n");
    row("a date", "a: x\n", "a", "\"2024-01-01\"", "a: \"2024-01-01\"\n");
    row("a quantity", "a: x\n", "a", "\"100m\"", "a: 100m\n");
    row("a quoted number to a number", "a: \"1\"\n", "a", "2", "a: 2\n");
    row("null", "a: 1\n", "a", "null", "a: null\n");
    row("an absent value", "a: # why\nb: 1\n", "a", "5", "a: 5 # why\nb: 1\n");
    row("an absent value without blank", "a:\n", "a", "\"x\"", "a: x\n");
    row("anchor kept", "a: &x 1\n", "a", "2", "a: &x 2\n");
    row("CRLF", "a: 1\r\nb: 2\r\n", "c.d", "3", "a: 1\r\nb: 2\r\nc:\r\n  d: 3\r\n");
    row("no final line break", "a: 1", "b", "2", "a: 1\nb: 2\n");
    row("after a literal without final line break", "a: |\n  x", "b", "2", "a: |-\n  x\nb: 2\n");
    row("new parents", "a:\n  b: 1\n\n# end\n", "a.c.d", "true", "a:\n  b: 1\n  c:\n    d: true\n\n# end\n");
    row("indentation of the file", "a:\n    b:\n        c: 1\n", "a.d.e", "1",
        "a:\n    b:\n        c: 1\n    d:\n        e: 1\n");
    row("into {}", "a: {} # none\n", "a.b", "1", "a: # none\n  b: 1\n");
    row("into null", "a:\nb: 1\n", "a.x", "1", "a:\n  x: 1\nb: 1\n");
    row("into an empty text", "", "a.b", "1", "a:\n  b: 1\n");
    row("into comments only", "# mine\n", "a", "1", "# mine\na: 1\n");
    row("into a root {}", "{}\n", "a", "1", "a: 1\n");
    row("into flow", "a: {b: 1, c: [1, 2]}\n", "a.d", "\"x, y\"", "a: {b: 1, c: [1, 2], d: \"x, y\"}\n");
    row("within flow", "a: {b: 1, c: [1, 2]}\n", "a.c[1]", "5", "a: {b: 1, c: [1, 5]}\n");
    row("an item", "a:\n- x # one\n- y\n", "a[0]", "\"z\"", "a:\n- z # one\n- y\n");
    row("a key of an item", "a:\n  - name: x\n    value: y\n", "a[0].value", "\"z\"",
        "a:\n  - name: x\n    value: z\n");
    row("several lines", "a: x # c\nb: 1\n", "a", "\"l1\\nl2\\n\"", "a: | # c\n  l1\n  l2\nb: 1\n");
    row("above a deeper comment", "a: []\n    # - x\n", "a", "\"l1\\nl2\"", "a: \"l1\\nl2\"\n    # - x\n");
    row("a literal to one line", "a: |\n  l1\n  l2\n\nb: 1\n", "a", "\"x\"", "a: x\n\nb: 1\n");
    row("a map to a scalar", "a: # c\n  b: 1\n  d: 2\ne: 1\n", "a", "\"x\"", "a: x # c\ne: 1\n");
    row("a map over a map", "a:\n  # about b\n  b: 1\n  c: 2\n", "a", "{\"b\": 3, \"d\": 4}",
        "a:\n  # about b\n  b: 3\n  d: 4\n");
    row("a list over []", "a: []\nb: 1\n", "a", "[\"x\", {\"k\": 1, \"l\": 2}]",
        "a:\n  - x\n  - k: 1\n    l: 2\nb: 1\n");
    row("the file's own lists", "z:\n- 1\na: []\n", "a", "[1]", "z:\n- 1\na:\n- 1\n");
    row("an alias is replaced", "a: &x 1\nb: *x\n", "b", "2", "a: &x 1\nb: 2\n");
    row("below a merge", "a: &x {k: 1}\nb:\n  <<: *x\n  l: 1\n", "b.k", "2",
        "a: &x {k: 1}\nb:\n  <<: *x\n  l: 1\n  k: 2\n");
    row("an odd key", "a: 1\n", "b\\.c: d", "1", "a: 1\n\"b.c: d\": 1\n");
    row("the same value", "a:   0x10   # c\n", "a", "16", "a:   0x10   # c\n");
    row("remove one", "a: 1\n# about b\nb: 2\nc: 3\n", "b", "remove", "a: 1\nc: 3\n");
    row("remove the last of a map", "a:\n  b: 1\nc: 2\n", "a.b", "remove", "c: 2\n");
    row("remove all", "a:\n  b: 1\n", "a.b", "remove", "");
    row("the file's header stays", "# My values\na: 1\nb: 2\n", "a", "remove", "# My values\nb: 2\n");
    row("a neighbour's comments stay", "a: 1\n  # more of a\nb: 2\n\n# about c\nc: 3\n", "b", "remove",
        "a: 1\n  # more of a\n\n# about c\nc: 3\n");
    row("remove an item", "a:\n  - 1\n  - 2\n", "a[0]", "remove", "a:\n  - 2\n");
    row("remove the only item", "a:\n  - 1\nb: 1\n", "a[0]", "remove", "a: []\nb: 1\n");
    row("remove the first key of an item", "a:\n  - k: 1\n    l: 2\n", "a[0].k", "remove", "a:\n  - l: 2\n");
    row("remove the only key of an item", "a:\n  - k: 1\n  - l: 2\n", "a[0].k", "remove", "a:\n  - {}\n  - l: 2\n");
    row("remove within flow", "a: {b: 1, c: 2}\n", "a.b", "remove", "a: {c: 2}\n");
    row("remove with CRLF", "a: 1\r\nb: 2\r\n", "a", "remove", "b: 2\r\n");
  }
  void edits() {
    QFETCH(QByteArray, before);
    QFETCH(QString, path);
    QFETCH(QString, json);
    QFETCH(QByteArray, after);
    Edited edited = edit(before.toStdString(), path.toStdString(), json.toStdString());
    QCOMPARE(QString::fromStdString(edited.error), QString());
    QCOMPARE(QByteArray::fromStdString(edited.text), after);
  }

  void refusals_data() {
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("json");
    QTest::addColumn<QString>("reason");
    auto row = [](const char* name, const char* before, const char* path, const char* json, const char* reason) {
      QTest::newRow(name) << QByteArray(before) << QString(path) << QString(json) << QString(reason);
    };
    row("tabs", "a:\n\tb: 1\n", "a.b", "2", "line 2");
    row("two documents", "a: 1\n---\nb: 1\n", "a", "2", "2 documents");
    row("duplicate", "a: 1\na: 2\n", "a", "3", "stands twice");
    row("duplicate parent", "a: {b: 1}\na: {c: 2}\n", "a.b", "3", "stands twice");
    row("remove a duplicate", "a: 1\na: 2\n", "a", "remove", "stands twice");
    row("a shared value", "a: &x {k: 1}\nb: *x\n", "a.k", "2", "shared through an anchor");
    row("through an alias", "a: &x {k: 1}\nb: *x\n", "b.k", "2", "is an alias");
    row("an anchor in use", "a: &x 1\nb: *x\n", "a", "remove", "shared through an anchor");
    row("a scalar on the way", "a: 1\n", "a.b", "2", "no map");
    row("past the end", "a: [1]\n", "a[3]", "2", "1 items");
    row("a pair within a list", "a: [b: 1]\n", "a[0].b", "2", "pair");
    row("a key from a merge", "a: &x {k: 1}\nb:\n  <<: *x\n", "b.k", "remove", "comes from a merge");
    row("not there", "a: 1\n", "b", "remove", "no such value");
    row("another's comment", "a:\n  - k: 1\n    # about l\n    l: 2\n", "a[0].k", "remove", "comment");
  }
  void refusals() {
    QFETCH(QByteArray, before);
    QFETCH(QString, path);
    QFETCH(QString, json);
    QFETCH(QString, reason);
    Edited edited = edit(before.toStdString(), path.toStdString(), json.toStdString());
    QVERIFY2(edited.error.find(reason.toStdString()) != std::string::npos, edited.error.c_str());
    QCOMPARE(QByteArray::fromStdString(edited.text), before);
  }

  void insertsItems() {
    auto document = Document::parse("a:\n  # first\n  - x\n  - y\nb: [1]\n");
    QVERIFY(document);
    QVERIFY(document->insert(*yaml::parsePath("a"), 2, Value("z")));
    QVERIFY(document->insert(*yaml::parsePath("a"), 0, Value::object({{"k", 1}, {"l", 2}})));
    QVERIFY(document->insert(*yaml::parsePath("b"), 0, Value(0)));
    QVERIFY(!document->insert(*yaml::parsePath("b"), 9, Value(0)));
    QCOMPARE(document->text(), std::string("a:\n  # first\n  - k: 1\n    l: 2\n  - x\n  - y\n  - z\nb: [0, 1]\n"));
  }

  void undoesAndPatches() {
    const std::string before = "# head\na: 1 # one\nb:\n  c: x\n";
    auto document = Document::parse(before);
    QVERIFY(document);
    auto edit = document->patchTo(*yaml::fromJson(R"({"a": 2, "b": {"d": [1]}, "e": "x"})"));
    QVERIFY(edit);
    QCOMPARE(document->text(), std::string("# head\na: 2 # one\nb:\n  d:\n    - 1\ne: x\n"));
    QVERIFY(document->undo(*edit));
    QCOMPARE(document->text(), before);
    auto first = document->set(*yaml::parsePath("a"), 5);
    QVERIFY(document->set(*yaml::parsePath("a"), 77));
    QVERIFY(!document->undo(*first));
  }

  void findsPlacesAndWarns() {
    auto document = Document::parse("a: 1\nb:\n  c: é\n  c: 2\n");
    QVERIFY(document);
    auto place = document->find(*yaml::parsePath("a"));
    QVERIFY(place);
    QCOMPARE(place->line, std::size_t(1));
    QCOMPARE(document->warnings().size(), std::size_t(1));
    QVERIFY(document->warnings()[0].find("line 4") != std::string::npos);
    QVERIFY(!document->find(*yaml::parsePath("x")));
    auto root = document->find(*yaml::parsePath("b"));
    QVERIFY(root);
    QCOMPARE(root->line, std::size_t(2));
  }
};

QTEST_APPLESS_MAIN(YamlDocumentTest)
#include "test_yaml_document.moc"
