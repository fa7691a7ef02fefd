// Random edits over the values of real charts and over tricky texts. Whatever an edit does, the parsed tree differs in
// the edited value only, the bytes outside are the same, no comment is lost, and undo gives the text back.
#include "base/files.h"
#include "base/text.h"
#include "yaml/yaml.h"

#include <QtTest>

#include <filesystem>
#include <random>
#include <set>

using namespace cleardeck;
using yaml::Document;
using yaml::Path;
using yaml::Value;

namespace {
class Random {
 public:
  std::size_t below(std::size_t n) { return n ? m_engine() % n : 0; }

  std::string text() {
    static const std::vector<std::string> texts{"x",
                                                "",
                                                "yes",
                                                "0123",
                                                "1e3",
                                                "true",
                                                "null",
                                                "a: b",
                                                "a #b",
                                                "- x",
                                                "[x",
                                                "é",
                                                "日本",
                                                "line1\nline2",
                                                "line1\nline2\n",
                                                "  lead\nx\n",
                                                "a\n\n\n",
                                                "tab\there",
                                                "quote\"s",
                                                "it's",
                                                "{{ .Release.Name }}",
                                                "*.*",
                                                "@x",
                                                "%x",
                                                "a,b",
                                                "2024-01-01",
                                                "12:30",
                                                "~",
                                                "#c",
                                                "auth {\n  users {\n    enabled: true\n  }\n}\n",
                                                "\n lead nl",
                                                "trail \n",
                                                "x\ny\n\n",
                                                "\ttab first\nb\n",
                                                ":",
                                                "a:",
                                                "?x",
                                                "-",
                                                "--- x",
                                                "\xf0\x9f\x98\x80 e",
                                                "500m",
                                                "1Gi",
                                                "http://a:80/b#c",
                                                "\xe2\x80\xa8",
                                                "\xc2\x85",
                                                "a\r\nb",
                                                "<<",
                                                "=",
                                                "0o17",
                                                "\x7f",
                                                "– dash",
                                                "...",
                                                "\n"};
    return texts[below(texts.size())];
  }
  Value scalar() {
    switch (below(6)) {
      case 0: return below(2) == 0;
      case 1: return static_cast<std::int64_t>(below(100000)) - 50;
      case 2: return nullptr;
      case 3: return static_cast<double>(below(1000)) / 8;
      default: return text();
    }
  }
  Value value(int depth = 0) {
    std::size_t kind = depth < 3 ? below(10) : 9;
    if (kind > 3) return scalar();
    Value made = kind < 2 ? Value::array() : Value::object();
    for (std::size_t i = below(4); i > 0; --i) {
      if (kind < 2)
        made.push_back(value(depth + 1));
      else
        made[below(4) ? "k" + std::to_string(below(6)) : "odd " + text()] = value(depth + 1);
    }
    return made;
  }

 private:
  std::mt19937 m_engine{42};
};

void collectPaths(const Value& value, Path& at, std::vector<Path>& paths) {
  for (const auto& [key, item] : value.items()) {
    if (value.is_array())
      at.emplace_back(static_cast<std::size_t>(std::stoul(key)));
    else
      at.emplace_back(key);
    paths.push_back(at);
    if (item.is_structured()) collectPaths(item, at, paths);
    at.pop_back();
  }
}

std::multiset<std::string> comments(const Document& document) {
  std::multiset<std::string> lines;
  for (const auto& line : yaml::commentLines(document.tree())) lines.insert(line.text);
  return lines;
}

bool lostComments(const std::multiset<std::string>& before, const std::multiset<std::string>& after) {
  return !std::includes(after.begin(), after.end(), before.begin(), before.end());
}

/// The same value without the parents that became empty: what remove() promises.
void eraseAndPrune(Value& root, Path path) {
  while (path.size() > 1) {
    Path parent(path.begin(), path.end() - 1);
    const Value* map = yaml::find(root, parent);
    if (!map->is_object() || map->size() != 1 || !std::holds_alternative<std::string>(parent.back())) break;
    path = parent;
  }
  yaml::erase(root, path);
}

std::vector<std::string> variants(const std::string& text) {
  std::string bare = text;
  while (!bare.empty() && bare.back() == '\n') bare.pop_back();
  return {text, text::replaceAll(text, "\n", "\r\n"), bare, "\xef\xbb\xbf" + text};
}

struct Tally {
  int edits = 0;
  int refused = 0;
};
}  // namespace

class YamlPropertiesTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void randomEdits_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("maxRefusedPercent");
    namespace fs = std::filesystem;
    for (const char* folder : {"/charts", "/yaml"})
      for (const auto& entry : fs::recursive_directory_iterator(std::string(CLEARDECK_FIXTURES) + folder)) {
        if (entry.path().filename().string().rfind("values", 0) != 0 && entry.path().parent_path().filename() != "yaml")
          continue;
        auto name = entry.path().parent_path().filename() / entry.path().filename();
        QTest::newRow(name.c_str()) << QString(entry.path().c_str())
                                    << (name == "yaml/anchors.yaml"        ? 85
                                        : std::string(folder) == "/charts" ? 2
                                                                           : 15);
      }
  }
  void randomEdits() {
    QFETCH(QString, file);
    QFETCH(int, maxRefusedPercent);
    auto text = files::read(file.toStdString());
    QVERIFY(text);
    Tally tally;
    for (const std::string& variant : variants(*text))
      for (int round = 0; round < 10; ++round) {
        run(variant, tally);
        if (QTest::currentTestFailed()) return;
      }
    QVERIFY(tally.edits > 50);
    QVERIFY2(tally.refused * 100 <= maxRefusedPercent * tally.edits,
             qPrintable(QString("%1 of %2 edits refused").arg(tally.refused).arg(tally.edits)));
  }

  /// A scalar over a scalar on one line changes nothing but the scalar's own bytes.
  void scalarsStayInTheirSpan() {
    auto text = files::read(CLEARDECK_FIXTURES "/charts/clearml-7.14.4/values.yaml");
    QVERIFY(text);
    auto original = Document::parse(*text);
    QVERIFY(original);
    std::vector<Path> paths;
    Path at;
    collectPaths(original->value(), at, paths);
    int edits = 0;
    for (const Path& path : paths) {
      const Value* old = yaml::find(original->value(), path);
      if (old->is_structured() || old->is_null() ||
          (old->is_string() && old->get<std::string>().find('\n') != std::string::npos))
        continue;
      auto document = Document::parse(*text);
      auto span = document->find(path)->span;
      QVERIFY(document->set(path, Value("changed")));
      QCOMPARE(document->text().substr(0, span.begin), text->substr(0, span.begin));
      QCOMPARE(document->text().substr(document->text().size() - (text->size() - span.end)), text->substr(span.end));
      ++edits;
    }
    QVERIFY(edits > 100);
  }

  /// Overriding a value and resetting it leaves the text as it was.
  void setThenRemoveIsNothing() {
    auto text = files::read(CLEARDECK_FIXTURES "/charts/clearml-7.14.4/values-production.yaml");
    auto defaults = files::read(CLEARDECK_FIXTURES "/charts/clearml-7.14.4/values.yaml");
    QVERIFY(text && defaults);
    auto all = yaml::parse(*defaults);
    std::vector<Path> paths;
    Path at;
    collectPaths(*all, at, paths);
    int edits = 0;
    for (const Path& path : paths) {
      auto document = Document::parse(*text);
      bool inList = std::any_of(path.begin(), path.end(), [](const yaml::Step& step) { return step.index() == 1; });
      if (inList || yaml::find(document->value(), path)) continue;
      QVERIFY(document->set(path, Value(7)));
      QVERIFY(document->text() != *text);
      QVERIFY(document->remove(path));
      QCOMPARE(document->text(), *text);
      ++edits;
    }
    QVERIFY(edits > 100);
  }

 private:
  void run(const std::string& start, Tally& tally) {
    auto document = Document::parse(start);
    QVERIFY2(document, document ? "" : document.error().message.c_str());
    for (int step = 0; step < 4; ++step) {
      Value before = document->value();
      std::string text = document->text();
      auto comment = comments(*document);
      Value expected = before;
      std::string what;
      bool mayLoseComments = false;
      auto edit = change(*document, expected, what, mayLoseComments);
      ++tally.edits;
      if (!edit) {
        ++tally.refused;
        QCOMPARE(document->text(), text);
        QCOMPARE(document->value(), before);
        continue;
      }
      check(*document, *edit, text, expected, what);
      if (QTest::currentTestFailed()) return;
      QVERIFY2(mayLoseComments || !lostComments(comment, comments(*document)), what.c_str());
    }
  }

  void check(Document& document, const yaml::Edit& edit, const std::string& text, const Value& expected,
             const std::string& what) {
    auto fresh = yaml::parse(document.text());
    QVERIFY2(fresh, what.c_str());
    if (fresh->is_null()) fresh = Value::object();
    QVERIFY2(yaml::toJson(*fresh) == yaml::toJson(expected), (what + "\n" + document.text()).c_str());
    std::string applied = text;
    applied.replace(edit.offset, edit.removed.size(), edit.inserted);
    QCOMPARE(applied, document.text());
    std::string after = document.text();
    QVERIFY(document.undo(edit));
    QCOMPARE(document.text(), text);
    auto again = Document::parse(after);
    QVERIFY(again);
    document = std::move(*again);
  }

  Result<yaml::Edit> change(Document& document, Value& expected, std::string& what, bool& mayLoseComments) {
    std::vector<Path> paths;
    Path at;
    collectPaths(expected, at, paths);
    Value value = m_random.value();
    switch (paths.empty() ? 0 : m_random.below(4)) {
      case 0: {
        std::vector<Path> maps(1);
        for (const Path& path : paths)
          if (yaml::find(expected, path)->is_object()) maps.push_back(path);
        Path path = maps[m_random.below(maps.size())];
        path.emplace_back("new" + std::to_string(m_random.below(50)));
        what = "add " + yaml::toString(path) + " = " + yaml::toJson(value);
        yaml::assign(expected, path, value);
        return document.set(path, value);
      }
      case 1: {
        Path path = paths[m_random.below(paths.size())];
        what = "set " + yaml::toString(path) + " = " + yaml::toJson(value);
        mayLoseComments = yaml::find(expected, path)->is_structured() || yaml::find(expected, path)->is_string();
        yaml::assign(expected, path, value);
        return document.set(path, value);
      }
      case 2: {
        Path path = paths[m_random.below(paths.size())];
        what = "remove " + yaml::toString(path);
        mayLoseComments = true;
        eraseAndPrune(expected, path);
        return document.remove(path);
      }
      default: return insertItem(document, expected, what, paths, value);
    }
  }

  Result<yaml::Edit> insertItem(Document& document, Value& expected, std::string& what, const std::vector<Path>& paths,
                                const Value& value) {
    std::vector<Path> lists;
    for (const Path& path : paths)
      if (yaml::find(expected, path)->is_array()) lists.push_back(path);
    if (lists.empty()) return yaml::Edit();
    const Path& path = lists[m_random.below(lists.size())];
    auto* list = const_cast<Value*>(yaml::find(expected, path));
    std::size_t index = m_random.below(list->size() + 1);
    what = "insert " + yaml::toString(path) + "@" + std::to_string(index) + " = " + yaml::toJson(value);
    list->insert(list->begin() + static_cast<std::ptrdiff_t>(index), value);
    return document.insert(path, index, value);
  }

  Random m_random;
};

QTEST_APPLESS_MAIN(YamlPropertiesTest)
#include "test_yaml_properties.moc"
