// Table tests of base: text, time, files, live tables.
#include "base/base.h"

#include <QtTest>

using namespace cleardeck;

struct Row {
  std::string uid;
  int value = 0;
  bool operator==(const Row&) const = default;
};

class BaseTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void base64RoundTrips() {
    for (const std::string& bytes : {std::string(), std::string("a"), std::string("ab"), std::string("abc"), std::string("\0\xff\x10", 3)}) {
      auto back = text::fromBase64(text::toBase64(bytes));
      QVERIFY(back);
      QCOMPARE(*back, bytes);
    }
    QCOMPARE(text::toBase64("ab"), std::string("YWI="));
    QVERIFY(!text::fromBase64("a*b"));
  }
  void urlCoding() {
    QCOMPARE(text::urlEncode("a b/é~"), std::string("a%20b%2F%C3%A9~"));
    QCOMPARE(text::urlDecode("a%20b%2F%C3%A9~%4"), std::string("a b/é~%4"));
  }
  void timesOfBothProtocols() {
    const auto plain = time::parseRfc3339("2026-01-02T03:04:05Z");
    QVERIFY(plain);
    QCOMPARE(time::toRfc3339(*plain), std::string("2026-01-02T03:04:05Z"));
    QVERIFY(*time::parseRfc3339("2026-01-02T04:04:05.250+01:00") == *plain + std::chrono::milliseconds(250));
    QVERIFY(!time::parseRfc3339("yesterday"));
  }
  void tableReportsOnlyWhatChanged() {
    Table<Row> table;
    table.beginList();
    table.upsert({"a", 1});
    table.upsert({"b", 1});
    table.endList();
    QCOMPARE(table.take(LiveState()).upserts.size(), std::size_t(2));
    table.beginList();
    table.upsert({"a", 1});
    table.endList();
    auto changes = table.take(LiveState(Freshness::Live));
    QVERIFY(changes.upserts.empty());
    QCOMPARE(changes.removals, std::vector<std::string>{"b"});
  }
  void filesAreReplacedWholeAndPrivateOnesRemoved() {
    QTemporaryDir dir;
    const std::filesystem::path path = dir.filePath("x/values.yaml").toStdString();
    QVERIFY(files::writeAtomically(path, "one"));
    QVERIFY(files::writeAtomically(path, "two"));
    QCOMPARE(*files::read(path), std::string("two"));
    QCOMPARE(files::read(path.parent_path()).error().kind, ErrorKind::Invalid);
    qputenv("XDG_RUNTIME_DIR", dir.path().toUtf8());
    std::filesystem::path secret;
    {
      auto file = files::PrivateFile::create("s3cret", ".yaml");
      QVERIFY(file);
      secret = file->path();
      QCOMPARE(int(std::filesystem::status(secret).permissions()), 0600);
    }
    QVERIFY(!std::filesystem::exists(secret));
  }
};

QTEST_APPLESS_MAIN(BaseTest)
#include "test_base.moc"
