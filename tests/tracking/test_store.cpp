// The store: series in blocks, migrations, transactions, one process a folder.
#include "tracking/folder_lock.h"
#include "tracking/migrations.h"
#include "tracking/series.h"
#include "tracking/store.h"

#include "base/text.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace cleardeck;
using namespace cleardeck::tracking;

namespace {

std::filesystem::path pathOf(const QTemporaryDir& folder) { return folder.path().toStdString(); }

std::unique_ptr<Database> emptyDatabase(const QTemporaryDir& folder) {
  auto database = std::make_unique<Database>(pathOf(folder) / "t.db", true);
  auto migrated = migrate(*database);
  return migrated ? std::move(database) : nullptr;
}

NewPoints newPoints(const std::vector<std::pair<std::int64_t, float>>& values) {
  NewPoints added;
  for (auto [iteration, value] : values) {
    added.points.push_back(Point{iteration, 1000 + iteration, value});
    added.exact.push_back(double(value));
  }
  return added;
}

}  // namespace

class TestStore : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void pointsPackAndUnpack() {
    std::vector<Point> points = {
        {-2147483648LL, 5, 1.5f}, {0, 3, -0.0f}, {1, 1'700'000'000'000, 3e38f}, {INT64_MAX, 0, 1e-30f}};
    std::vector<Point> back;
    unpackPoints(packPoints(points), back);
    QCOMPARE(back.size(), points.size());
    for (std::size_t i = 0; i < points.size(); ++i)
      QVERIFY(back[i].iteration == points[i].iteration && back[i].time == points[i].time &&
              back[i].value == points[i].value);
    auto packed = packPoints(points);
    for (std::size_t cut = 0; cut < packed.size(); ++cut) {  // a damaged block gives fewer points, nothing worse
      std::vector<Point> some;
      unpackPoints(std::string_view(packed).substr(0, cut), some);
      QVERIFY(some.size() < points.size());
    }
  }

  // Whatever the order in which points arrive, the series is what a map would hold.
  void anyOrderOfArrival() {
    QTemporaryDir folder;
    auto database = emptyDatabase(folder);
    QVERIFY(database);
    std::map<std::int64_t, float> expected;
    unsigned state = 7;
    auto next = [&state](unsigned range) { return (state = state * 1664525u + 1013904223u) % range; };
    for (int round = 0; round < 120; ++round) {
      std::vector<std::pair<std::int64_t, float>> values;
      auto start = std::int64_t(next(6000));
      for (unsigned i = 0; i < 1 + next(300); ++i)
        values.emplace_back(round % 3 ? start + i : std::int64_t(next(6000)), float(next(1000)));
      for (auto [iteration, value] : values) expected[iteration] = value;
      addPoints(*database, 1, SeriesName{"m", "v"}, newPoints(values));
    }
    auto rows = seriesOf(*database, 1);
    QCOMPARE(rows.size(), std::size_t(1));
    auto points = loadPoints(*database, rows[0].id);
    QCOMPARE(points.size(), expected.size());
    QCOMPARE(std::size_t(rows[0].points), expected.size());
    auto at = expected.begin();
    for (const auto& point : points) {
      QVERIFY(point.iteration == at->first && point.value == at->second);
      ++at;
    }
  }

  void reductionKeepsWhatMatters() {
    std::vector<Point> points;
    for (int i = 0; i < 100'000; ++i) points.push_back(Point{i, i, i == 77'777 ? 9.f : i == 33'333 ? -9.f : 0.f});
    auto kept = reducePoints(points, 100);
    QVERIFY(kept.size() <= 100);
    QCOMPARE(kept.front().iteration, std::int64_t(0));
    QCOMPARE(kept.back().iteration, std::int64_t(99'999));
    auto has = [&](float value) {
      return std::any_of(kept.begin(), kept.end(), [value](const Point& p) { return p.value == value; });
    };
    QVERIFY(has(9.f) && has(-9.f));
    QCOMPARE(reducePoints({}, 10).size(), std::size_t(0));
  }

  void migrations() {
    QTemporaryDir folder;
    auto database = emptyDatabase(folder);
    QVERIFY(database);
    QVERIFY(migrate(*database));
    database->execute("PRAGMA user_version=" + std::to_string(newestVersion() + 1));
    auto refused = migrate(*database);
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::Invalid);
  }

  void oneProcessAFolder() {
    QTemporaryDir folder;
    auto first = Store::open(pathOf(folder));
    QVERIFY(first);
    auto second = Store::open(pathOf(folder));
    QVERIFY(!second);
    QCOMPARE(second.error().kind, ErrorKind::Conflict);
    (*first)->close();
    first = Error(ErrorKind::Cancelled, "closed");
    QVERIFY(Store::open(pathOf(folder)));
    QVERIFY(!Store::open("/proc/nosuch"));
  }

  void aFailedWorkIsUndone() {
    QTemporaryDir folder;
    auto store = Store::open(pathOf(folder));
    QVERIFY(store);
    auto write = [](const char* name, bool keep, bool fails) {
      return [=](Database& database) {
        database.run("INSERT INTO settings(name, value) VALUES(?, '')", name);
        if (fails) throw std::runtime_error("on purpose");
        Outcome outcome;
        outcome.keep = keep;
        return outcome;
      };
    };
    QVERIFY((*store)->writeNow(write("kept", true, false)));
    QVERIFY((*store)->writeNow(write("undone", false, false)));
    QVERIFY(!(*store)->writeNow(write("failed", true, true)));
    auto count = [](Database& database) {
      auto rows = database.rows("SELECT count(*) FROM settings");
      rows.next();
      return Outcome{200, rows.text(0), {}, true};
    };
    QCOMPARE((*store)->writeNow(count)->body, std::string("1"));
  }

  void aDamagedFileIsRefused() {
    QTemporaryDir folder;
    QFile file(folder.filePath("tracking.db"));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(QByteArray(8192, 'x')) > 0);
    file.close();
    auto store = Store::open(pathOf(folder));
    QVERIFY(!store);
    QCOMPARE(store.error().kind, ErrorKind::Invalid);
  }
};

QTEST_APPLESS_MAIN(TestStore)
#include "test_store.moc"
