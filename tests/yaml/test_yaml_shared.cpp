// Lists patched and sorted item by item, and values that several places share, byte for byte. Bad input.
#include "yaml/yaml.h"

#include <QtTest>

using namespace cleardeck;
using yaml::Document;
using yaml::Path;
using yaml::Sharing;
using yaml::Value;

namespace {
Path path(const QString& text) { return *yaml::parsePath(text.toStdString()); }

QString textAfter(Document& document, const Result<yaml::Edit>& edit) {
  return edit ? QString::fromStdString(document.text()) : QString("refused");
}

QString joined(const std::vector<Path>& paths) {
  QStringList texts;
  for (const Path& one : paths) texts << QString::fromStdString(yaml::toString(one));
  return texts.join(' ');
}
}  // namespace

class YamlSharedTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void movesItems_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("from");
    QTest::addColumn<int>("to");
    QTest::addColumn<QString>("expected");
    auto row = [](const char* name, const char* text, int from, int to, const char* expected) {
      QTest::newRow(name) << QString(text) << from << to << QString(expected);
    };
    row("down with its comment", "l:\n  # first\n  - a # x\n  - b\n  - c\nz: 1\n", 0, 1,
        "l:\n  - b\n  # first\n  - a # x\n  - c\nz: 1\n");
    row("up", "l:\n- a\n- b: 1\n  c: 2\n- d\n", 1, 0, "l:\n- b: 1\n  c: 2\n- a\n- d\n");
    row("to the end", "l:\n  - a\n  - b\n# z\nz: 1\n", 0, 1, "l:\n  - b\n  - a\n# z\nz: 1\n");
    row("no final line break", "l:\n  - a\n  - b", 0, 1, "l:\n  - b\n  - a");
    row("CRLF", "l:\r\n  - a\r\n  - b\r\n", 1, 0, "l:\r\n  - b\r\n  - a\r\n");
    row("in flow", "l: [a, \"b\" , c] # x\n", 2, 0, "l: [c, a , \"b\"] # x\n");
    row("a comment in flow", "l: [a, # one\n  b]\n", 1, 0, "refused");
    row("before the anchor that it needs", "l:\n  - &x a\n  - [*x]\n", 1, 0, "refused");
    row("past the end", "l: [a]\n", 0, 1, "refused");
    row("no list", "l: 1\n", 0, 0, "refused");
  }
  void movesItems() {
    QFETCH(QString, text);
    QFETCH(int, from);
    QFETCH(int, to);
    auto document = Document::parse(text.toStdString());
    QVERIFY(document);
    auto edit = document->moveItem(path("l"), static_cast<std::size_t>(from), static_cast<std::size_t>(to));
    QTEST(textAfter(*document, edit), "expected");
  }

  void patchesLists_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("json");
    QTest::addColumn<QString>("expected");
    auto row = [](const char* name, const char* text, const char* json, const char* expected) {
      QTest::newRow(name) << QString(text) << QString(json) << QString(expected);
    };
    row("one item changed", "l:\n  - a # 1\n  - b # 2\n", R"(["a","x"])", "l:\n  - a # 1\n  - x # 2\n");
    row("one in the middle", "l:\n  - a # 1\n  - b # 2\n", R"(["a","x","b"])", "l:\n  - a # 1\n  - x\n  - b # 2\n");
    row("one gone", "l:\n  - a # 1\n  # of b\n  - b\n  - c # 3\n", R"(["a","c"])", "l:\n  - a # 1\n  - c # 3\n");
    row("found by its name", "l:\n  # one\n  - name: A\n    value: x\n  # two\n  - name: B\n    value: 'y'\n",
        R"([{"name":"B","value":"z"}])", "l:\n  # two\n  - name: B\n    value: 'z'\n");
    row("flow", "l: [1, 2,  3]\n", "[1,3,4]", "l: [1, 3, 4]\n");
  }
  void patchesLists() {
    QFETCH(QString, text);
    QFETCH(QString, json);
    auto document = Document::parse(text.toStdString());
    QVERIFY(document);
    auto edit = document->set(path("l"), *yaml::fromJson(json.toStdString()));
    QTEST(textAfter(*document, edit), "expected");
  }

  void sharedWith_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("place");
    QTest::addColumn<QString>("others");
    auto row = [](const char* name, const char* text, const char* place, const char* others) {
      QTest::newRow(name) << QString(text) << QString(place) << QString(others);
    };
    row("nobody", "a: &x 1\nb: 1\n", "a", "");
    row("an anchor", "a: &x 1\nb: *x\nc: [*x]\n", "a", "b c[0]");
    row("an alias", "a: &x 1\nb: *x\n", "b", "a");
    row("below an anchor", "a: &x {k: 1}\nb: *x\n", "a.k", "b.k");
    row("through an alias", "a: &x {k: 1}\nb: *x\n", "b.k", "a.k");
    row("above an anchor", "a: {k: &x 1}\nb: *x\n", "a", "b");
    row("a merge", "a: &x {k: 1, l: 2}\nb:\n  <<: *x\n  l: 3\n", "a.k", "b.k");
    row("not what the merge's map overwrites", "a: &x {k: 1, l: 2}\nb:\n  <<: *x\n  l: 3\n", "a.l", "");
    row("no such place", "a: 1\n", "z", "");
  }
  void sharedWith() {
    QFETCH(QString, text);
    QFETCH(QString, place);
    auto document = Document::parse(text.toStdString());
    QVERIFY(document);
    QTEST(joined(document->sharedWith(path(place))), "others");
  }

  void sharing_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("place");
    QTest::addColumn<QString>("how");
    QTest::addColumn<QString>("expected");
    auto row = [](const char* name, const char* text, const char* place, const char* how, const char* expected) {
      QTest::newRow(name) << QString(text) << QString(place) << QString(how) << QString(expected);
    };
    row("asks first", "a: &x 1\nb: *x\n", "a", "refuse", "refused");
    row("asks first below", "a: &x {k: 1}\nb: *x\n", "a.k", "refuse", "refused");
    row("an alias alone is one's own", "a: &x 1\nb: *x # y\n", "b", "refuse", "a: &x 1\nb: 7 # y\n");
    row("all of them", "a: &x 1\nb: *x\n", "b", "all", "a: &x 7\nb: *x\n");
    row("all of them below", "a: &x\n  k: 1 # z\nb: *x\n", "b.k", "all", "a: &x\n  k: 7 # z\nb: *x\n");
    row("detached", "a: &x 1\nb: *x\n", "a", "detach", "a: &x 7\nb: 1\n");
    row("detached through the alias", "a: &x {k: 1, l: 2}\nb: *x\n", "b.k", "detach",
        "a: &x {k: 1, l: 2}\nb:\n  k: 7\n  l: 2\n");
    row("detached from a merge", "a: &x {k: 1}\nb:\n  <<: *x\n", "a.k", "detach",
        "a: &x {k: 7}\nb:\n  <<:\n    k: 1\n");
    row("a merged value is overridden below", "a: &x {k: 1, m: {o: 1, p: 2}}\nb:\n  <<: *x\n", "b.m.o", "refuse",
        "a: &x {k: 1, m: {o: 1, p: 2}}\nb:\n  <<: *x\n  m:\n    o: 7\n    p: 2\n");
    row("only a part is shared", "a: {k: &x 1}\nb: *x\n", "a", "all", "refused");
    row("removed, the others keep it", "a: &x 1\nb: *x\n", "a", "remove", "b: 1\n");
    row("copied only", "a: &x [1]\nb: *x\n", "b", "copy", "a: &x [1]\nb:\n  - 1\n");
  }
  void sharing() {
    QFETCH(QString, text);
    QFETCH(QString, place);
    QFETCH(QString, how);
    auto document = Document::parse(text.toStdString());
    QVERIFY(document);
    auto sharing = how == "all" ? Sharing::ChangeAll : how == "refuse" ? Sharing::Refuse : Sharing::Detach;
    auto edit = how == "remove" ? document->remove(path(place), sharing)
                : how == "copy" ? document->detach(path(place))
                                : document->set(path(place), Value(7), sharing);
    QTEST(textAfter(*document, edit), "expected");
    if (!edit) return;
    QVERIFY(document->undo(*edit));
    QCOMPARE(QString::fromStdString(document->text()), text);
  }

  void refusesBadInput_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("says");
    auto row = [](const char* name, const QByteArray& text, const char* says) { QTest::newRow(name) << text << says; };
    row("a tab as indentation", "a:\n\tb: 1\n", "line 2, column 1");
    row("broken", "a: [1, 2\nb: 3\n", "line 2");
    row("an open quote", "a: 'x\nb: 3\n", "line 3");
    row("several documents", "a: 1\n---\nb: 2\n", "2 documents");
    row("binary", QByteArray("a: 1\n\x00\x01\x02\xff\xfe", 10), "line 2");
    row("not UTF-8", "a: 1\nb: \xff\xfe\n", "line 2");
    row("10 MB", QByteArray(10'000'000, '#'), "at most 5 MB");
    row("an alias without anchor", "a: *x\n", "line 1, column 4");
    row("an anchor within itself", "a: &x [*x]\n", "itself");
    row("a map as key", "? {a: 1}\n: 2\n", "line 1");
    row("too deep", QByteArray(200, '['), "deeper than 100");
  }
  void refusesBadInput() {
    QFETCH(QByteArray, text);
    QFETCH(QString, says);
    auto document = Document::parse(text.toStdString());
    QVERIFY(!document);
    QVERIFY2(QString::fromStdString(document.error().text()).contains(says), document.error().text().c_str());
  }

  void aListAsRootTakesEditsOfItems() {
    auto document = Document::parse("- a\n- b\n");
    QVERIFY(document);
    QVERIFY(!document->patchTo(Value::object({{"a", 1}})));
    QVERIFY(!document->set(path("a"), Value(1)));
    QVERIFY(document->set(path("[1]"), Value("c")));
    QCOMPARE(document->text(), std::string("- a\n- c\n"));
  }
};

QTEST_APPLESS_MAIN(YamlSharedTest)
#include "test_yaml_shared.moc"
