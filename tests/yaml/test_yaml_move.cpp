// Moving, renaming and commenting out: where the lines go, and that no comment is lost on the way.
#include "base/files.h"
#include "base/text.h"
#include "yaml/yaml.h"

#include <QtTest>

#include <algorithm>
#include <filesystem>
#include <random>

using namespace cleardeck;
using yaml::Document;
using yaml::Path;
using yaml::Value;

namespace {
void collectKeys(const Value& value, Path& at, std::vector<Path>& paths) {
  for (const auto& [key, item] : value.items()) {
    if (!value.is_object()) continue;
    at.emplace_back(key);
    paths.push_back(at);
    if (item.is_structured()) collectKeys(item, at, paths);
    at.pop_back();
  }
}

std::vector<std::string> sortedComments(const Document& document) {
  std::vector<std::string> texts;
  for (const auto& comment : yaml::comments(document.tree())) texts.push_back(comment.text);
  std::sort(texts.begin(), texts.end());
  return texts;
}

bool prune(Value& root, Path path, const Path& keep) {
  while (path.size() > 1) {
    Path parent(path.begin(), path.end() - 1);
    if (yaml::startsWith(keep, parent) || yaml::find(root, parent)->size() != 1) break;
    path = parent;
  }
  return yaml::erase(root, path);
}
}  // namespace

class YamlMoveTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void moves_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("expected");
    auto row = [](const char* name, const char* text, const char* from, const char* to, const char* expected) {
      QTest::newRow(name) << QString(text) << QString(from) << QString(to) << QString(expected);
    };
    row("a rename keeps the place", "# one\na: 1  # x\nb: 2\n", "a", "c", "# one\nc: 1  # x\nb: 2\n");
    row("in flow too", "m: {a: 1, b: 2} # x\n", "m.a", "m.c", "m: {c: 1, b: 2} # x\n");
    row("a name that needs quotes", "m:\n  a: 1\n", "m.a", "m.on", "m:\n  \"on\": 1\n");
    row("up", "r:\n  m:\n    # big\n    size: 5 # GB\n  x: 1\n", "r.m.size", "r.size",
        "r:\n  x: 1\n  # big\n  size: 5 # GB\n");
    row("comments of lonely parents move too", "# top\n\nr:\n  # the master\n  m: # here\n    size: 5\n  x: 1\n",
        "r.m.size", "r.size", "# top\n\nr:\n  x: 1\n  # the master\n  # here\n  size: 5\n");
    row("its parent stays for the target", "r:\n  m:\n    size: 5\n", "r.m.size", "r.size", "r:\n  size: 5\n");
    row("down, parents made", "a: 1\nb:\n  # c\n  c: |\n    x\n     y\n", "a", "b.d.e",
        "b:\n  # c\n  c: |\n    x\n     y\n  d:\n    e: 1\n");
    row("a literal changes its indentation", "c: |\n  x\n   y\n\n  z\nb:\n  k: 1\n", "c", "b.c",
        "b:\n  k: 1\n  c: |\n    x\n     y\n\n    z\n");
    row("out of flow by value", "a: {b: 1, c: 2} # x\nd:\n  e: 1\n", "a.b", "d.b",
        "a: {c: 2} # x\nd:\n  e: 1\n  b: 1\n");
    row("into flow by value", "a: {b: 1}\nd: 2\n", "d", "a.d", "a: {b: 1, d: 2}\n");
    row("a comment would be lost", "a: {b: 1}\n# why\nd: 2\n", "d", "a.d", "refused");
    row("taken", "a: 1\nb: 2\n", "a", "b", "refused");
    row("into itself", "a: {b: 1}\n", "a", "a.b.c", "refused");
    row("nothing there", "a: 1\n", "b", "c", "refused");
    row("through an alias", "a: &x {b: 1}\nc: *x\n", "c.b", "d", "refused");
    row("the end without a line break", "a:\n  b: 1\nc: 2", "a.b", "d", "c: 2\nd: 1\n");
    row("CRLF", "a:\r\n  b: 1 # x\r\nc: 2\r\n", "a.b", "d", "c: 2\r\nd: 1 # x\r\n");
  }
  void moves() {
    QFETCH(QString, text);
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QString, expected);
    auto document = Document::parse(text.toStdString());
    QVERIFY(document);
    auto edit = document->move(*yaml::parsePath(from.toStdString()), *yaml::parsePath(to.toStdString()));
    if (!edit && expected != "refused") qWarning("%s", edit.error().message.c_str());
    QCOMPARE(edit ? QString::fromStdString(document->text()) : QString("refused"), expected);
    if (!edit) return;
    QVERIFY(document->undo(*edit));
    QCOMPARE(QString::fromStdString(document->text()), text);
  }

  void commentsOut_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("expected");
    auto row = [](const char* name, const char* text, const char* path, const char* expected) {
      QTest::newRow(name) << QString(text) << QString(path) << QString(expected);
    };
    row("a key", "# one\n\n# two\na: 1 # x\nb: 2\n", "a", "# one\n\n# two\n# gone\n# a: 1 # x\nb: 2\n");
    row("a block", "b: 2\na:\n  # in\n  - c: 1\n\n  - d: |\n      x\n", "a",
        "b: 2\n# gone\n# a:\n  # in\n#   - c: 1\n\n#   - d: |\n#       x\n");
    row("with its lonely parents", "r:\n  a:\n    b: 1\nc: 2\n", "r.a.b", "# gone\n# r:\n#   a:\n#     b: 1\nc: 2\n");
    row("the last one", "a: 1\n", "a", "# gone\n# a: 1\n");
    row("without line break", "b: 1\na: 1", "a", "b: 1\n# gone\n# a: 1");
    row("within flow", "m:\n  p: {a: \"x\", b: 2} # c\n", "m.p.a", "m:\n  # gone\n  # a: x\n  p: {b: 2} # c\n");
    row("lonely parents in flow", "a: {b: {c: 1}}\nd: 2\n", "a.b.c", "# gone\n# a: {b: {c: 1}}\nd: 2\n");
    row("an item of several lines", "l:\n  - a: 1 # x\n    b: 2\n  - c\n", "l[0]",
        "l:\n  # gone\n  # - a: 1 # x\n  #   b: 2\n  - c\n");
    row("the only item", "l: # x\n  - a: 1\n", "l[0]", "# gone\n# - {a: 1}\nl: [] # x\n");
    row("an item", "l:\n  - a\n  - b\n", "l[0]", "l:\n  # gone\n  # - a\n  - b\n");
    row("after a dash", "l:\n  - a: 1\n    b: 2\n", "l[0].a", "l:\n  # gone\n  # a: 1\n  - b: 2\n");
    row("nothing there", "a: 1\n", "b", "refused");
  }
  void commentsOut() {
    QFETCH(QString, text);
    QFETCH(QString, path);
    QFETCH(QString, expected);
    auto document = Document::parse(text.toStdString());
    QVERIFY(document);
    auto edit = document->commentOut(*yaml::parsePath(path.toStdString()), "gone");
    if (!edit && expected != "refused") qWarning("%s", edit.error().message.c_str());
    QCOMPARE(edit ? QString::fromStdString(document->text()) : QString("refused"), expected);
    if (!edit) return;
    QVERIFY(document->undo(*edit));
    QCOMPARE(QString::fromStdString(document->text()), text);
  }

  void allComments() {
    auto document = Document::parse("# a\nb: 'x # no' # c\nd: | # e\n  # no\n  x\nf: [1, # g\n 2]\nh: a#no\n#i");
    QVERIFY(document);
    QCOMPARE(sortedComments(*document), (std::vector<std::string>{"# a", "# c", "# e", "# g", "#i"}));
  }

  /// Random moves over the values of real charts: exactly the wanted value, every comment, undo gives the bytes back.
  void randomMoves_data() {
    QTest::addColumn<QString>("file");
    namespace fs = std::filesystem;
    for (const auto& entry : fs::recursive_directory_iterator(CLEARDECK_FIXTURES "/charts"))
      if (entry.path().filename().string().rfind("values", 0) == 0)
        QTest::newRow((entry.path().parent_path().filename() / entry.path().filename()).c_str())
            << QString(entry.path().c_str());
  }
  void randomMoves() {
    QFETCH(QString, file);
    auto text = files::read(file.toStdString());
    QVERIFY(text);
    int edits = 0, refused = 0;
    for (const std::string& variant : {*text, text::replaceAll(*text, "\n", "\r\n"), "\xef\xbb\xbf" + *text})
      for (int round = 0; round < 15; ++round) {
        auto document = Document::parse(variant);
        QVERIFY(document);
        for (int step = 0; step < 4; ++step) {
          ++edits;
          if (!moveOne(*document)) ++refused;
          if (QTest::currentTestFailed()) return;
        }
      }
    QVERIFY2(refused * 100 <= 15 * edits, qPrintable(QString("%1 of %2 refused").arg(refused).arg(edits)));
  }

 private:
  std::size_t below(std::size_t n) { return n ? m_engine() % n : 0; }

  bool moveOne(Document& document) {
    std::vector<Path> paths;
    Path at;
    collectKeys(document.value(), at, paths);
    if (paths.empty()) return true;
    Path from = paths[below(paths.size())];
    std::vector<Path> maps(1);
    for (const Path& path : paths) {
      const Value* target = yaml::find(document.value(), path);
      if (target->is_object() && !target->empty() && !yaml::startsWith(path, from)) maps.push_back(path);
    }
    Path to = below(3) == 0 ? Path(from.begin(), from.end() - 1) : maps[below(maps.size())];
    if (below(4) == 0) to.emplace_back("made");
    to.emplace_back("new" + std::to_string(below(1000)));
    Value expected = document.value();
    Value value = *yaml::find(expected, from);
    bool out = below(5) == 0;
    std::string before = document.text();
    auto comments = sortedComments(document);
    auto edit = out ? document.commentOut(from, "gone") : document.move(from, to);
    if (!edit) {
      if (document.text() != before) QTest::qFail("a refused edit changed the text", __FILE__, __LINE__);
      return false;
    }
    prune(expected, from, out ? Path() : to);
    if (!out) yaml::assign(expected, to, value);
    check(document, *edit, before, expected, yaml::toString(from) + " to " + yaml::toString(to));
    auto after = sortedComments(document);
    if (!out && !std::includes(after.begin(), after.end(), comments.begin(), comments.end()))
      QTest::qFail(("a comment was lost: " + yaml::toString(from)).c_str(), __FILE__, __LINE__);
    return true;
  }

  void check(Document& document, const yaml::Edit& edit, const std::string& before, const Value& expected,
             const std::string& what) {
    auto fresh = yaml::parse(document.text());
    QVERIFY2(fresh, what.c_str());
    if (fresh->is_null()) fresh = Value::object();
    QVERIFY2(yaml::toJson(*fresh) == yaml::toJson(expected), what.c_str());
    std::string after = document.text();
    QVERIFY(document.undo(edit));
    QVERIFY2(document.text() == before, what.c_str());
    auto again = Document::parse(after);
    QVERIFY(again);
    document = std::move(*again);
  }

  std::mt19937 m_engine{7};
};

QTEST_APPLESS_MAIN(YamlMoveTest)
#include "test_yaml_move.moc"
