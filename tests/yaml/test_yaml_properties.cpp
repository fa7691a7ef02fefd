// No wrong edit: random edits over the values of real charts, over tricky texts and over generated YAML. Each one
// lands exactly (the text means what was asked for, no byte elsewhere has changed, no comment is lost, undo gives the
// text back) or is refused with a reason and changes nothing. usage: test_yaml_properties [--edits N] [--seed N]
#include "base/files.h"
#include "base/text.h"
#include "yaml/random_edits.h"

#include <QtTest>

#include <cstdio>
#include <cstring>
#include <filesystem>

using namespace cleardeck;
using test::Tally;
using yaml::Document;
using yaml::Path;
using yaml::Value;

namespace {
#ifdef __SANITIZE_ADDRESS__
std::size_t wantedEdits = 2'000;  // the sanitizers take ten times as long; the other build makes them all
#else
std::size_t wantedEdits = 20'000;
#endif
unsigned seed = 42;

std::vector<std::filesystem::path> valuesFiles() {
  namespace fs = std::filesystem;
  std::vector<fs::path> files;
  for (const char* folder : {CLEARDECK_FIXTURES "/charts", CLEARDECK_SOURCE "/charts", CLEARDECK_FIXTURES "/yaml"})
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      bool values = entry.path().filename().string().rfind("values", 0) == 0 && entry.path().extension() == ".yaml" &&
                    entry.path().parent_path().filename() != "templates";
      if (values || entry.path().parent_path().filename() == "yaml") files.push_back(entry.path());
    }
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<std::string> textsIn(const std::vector<std::filesystem::path>& files) {
  std::vector<std::string> texts;
  for (const auto& file : files)
    if (auto text = files::read(file)) texts.push_back(*text);
  return texts;
}

std::string variant(const std::string& text, std::size_t kind) {
  if (kind == 0) return text::replaceAll(text, "\n", "\r\n");
  if (kind == 1) return "\xef\xbb\xbf" + text;
  if (kind != 2) return text;
  std::string bare = text;
  while (!bare.empty() && bare.back() == '\n') bare.pop_back();
  return bare;
}

void print(const Tally& tally, std::size_t unreadable) {
  std::printf("%zu random edits: %zu landed, %zu refused, %zu wrong (%zu generated texts were no YAML)\n", tally.edits,
              tally.landed, tally.edits - tally.landed, tally.wrong, unreadable);
  for (const auto& [kind, count] : tally.byKind) {
    auto refused = tally.refusedByKind.find(kind);
    std::printf("  %-16s %8zu  refused %7zu\n", kind.c_str(), count,
                refused == tally.refusedByKind.end() ? 0 : refused->second);
  }
  std::printf("refused because:\n");
  for (const auto& [reason, count] : tally.refused) std::printf("  %8zu  %s\n", count, reason.c_str());
  for (const std::string& fault : tally.faults) std::printf("WRONG %s\n", fault.c_str());
  std::fflush(stdout);
}
}  // namespace

class YamlPropertiesTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void noWrongEdit() {
    auto files = textsIn(valuesFiles());
    QVERIFY(files.size() > 12);
    test::Random random(seed);
    test::YamlWriter writer(random);
    Tally tally;
    std::size_t unreadable = 0;
    while (tally.edits < wantedEdits) {
      std::string text = random.oneIn(3) ? random.of(files) : writer.document();
      auto document = Document::parse(variant(text, random.below(8)));
      if (!document) {
        ++unreadable;
        continue;
      }
      for (int step = 0; step < 8; ++step)
        if (auto wanted = test::randomEdit(random, *document); wanted.possible) makeAndCheck(*document, wanted, tally);
    }
    print(tally, unreadable);
    QCOMPARE(tally.wrong, std::size_t(0));
    QVERIFY(tally.landed * 10 > tally.edits * 8);
    QVERIFY(unreadable * 20 < tally.edits);
  }

  /// Chart values have no anchors: next to nothing may be refused there.
  void chartsRefuseNothing() {
    test::Random random(seed);
    auto text = files::read(CLEARDECK_FIXTURES "/charts/clearml-7.14.4/values.yaml");
    QVERIFY(text);
    Tally tally;
    for (int round = 0; round < 60; ++round) {
      auto document = Document::parse(*text);
      for (int step = 0; step < 8; ++step)
        if (auto wanted = test::randomEdit(random, *document); wanted.possible && wanted.kind != "move")
          makeAndCheck(*document, wanted, tally);
    }
    QCOMPARE(tally.wrong, std::size_t(0));
    if ((tally.edits - tally.landed) * 50 > tally.edits) print(tally, 0);
    QVERIFY((tally.edits - tally.landed) * 50 <= tally.edits);
  }

  /// Every value of every file: another value, and back.
  void setAndUndo_data() {
    QTest::addColumn<QString>("file");
    for (const auto& file : valuesFiles())
      QTest::newRow((file.parent_path().filename() / file.filename()).c_str()) << QString(file.c_str());
  }
  void setAndUndo() {
    QFETCH(QString, file);
    auto text = files::read(file.toStdString());
    QVERIFY(text);
    auto document = Document::parse(*text);
    QVERIFY(document);
    std::size_t done = 0, refused = 0;
    for (const Path& path : test::pathsOf(document->value())) {
      if (yaml::find(document->value(), path)->is_structured() && !yaml::find(document->value(), path)->empty())
        continue;
      auto edit = document->set(path, Value("cleardeck was here"));
      if (!edit) {
        ++refused;
        continue;
      }
      QVERIFY(document->text() != *text);
      QVERIFY(document->undo(*edit));
      QCOMPARE(document->text(), *text);
      ++done;
    }
    QVERIFY(done > 0);
    QVERIFY(refused == 0 || file.endsWith("anchors.yaml"));
  }

  /// A scalar over a scalar on one line changes nothing but the scalar's own bytes.
  void scalarsStayInTheirSpan() {
    auto text = files::read(CLEARDECK_FIXTURES "/charts/clearml-7.14.4/values.yaml");
    QVERIFY(text);
    auto original = Document::parse(*text);
    QVERIFY(original);
    int edits = 0;
    for (const Path& path : test::pathsOf(original->value())) {
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
    int edits = 0;
    for (const Path& path : test::pathsOf(*yaml::parse(*defaults))) {
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
};

/// Takes "--edits N" and "--seed N" out of the arguments, for Qt Test knows them not.
int main(int argc, char** argv) {
  std::vector<char*> rest(argv, argv + argc);
  for (std::size_t i = 1; i + 1 < rest.size();) {
    bool edits = std::strcmp(rest[i], "--edits") == 0;
    if (!edits && std::strcmp(rest[i], "--seed") != 0) {
      ++i;
      continue;
    }
    unsigned long number = std::strtoul(rest[i + 1], nullptr, 10);
    if (edits)
      wantedEdits = number;
    else
      seed = static_cast<unsigned>(number);
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(i), rest.begin() + static_cast<std::ptrdiff_t>(i) + 2);
  }
  qputenv("QTEST_FUNCTION_TIMEOUT", "3600000");  // a function may take five minutes otherwise
  YamlPropertiesTest test;
  return QTest::qExec(&test, static_cast<int>(rest.size()), rest.data());
}
#include "test_yaml_properties.moc"
