// The row model against a naive one under random batches, and the line models.
#include "console/tables/agetext.h"
#include "console/tables/codelines.h"
#include "console/tables/logmodel.h"
#include "console/tables/rowtablemodel.h"

#include <map>
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>
#include <random>

using cleardeck::Changes;
using cleardeck::Freshness;
using cleardeck::LiveState;

namespace {

struct Row {
  std::string uid, name, status;
  int restarts = 0;
  bool operator==(const Row&) const = default;
};

class Model : public RowTableModel {
 public:
  Model() : RowTableModel({"name", "status", "restarts"}, {"loud"}, nullptr) {}
  void apply(Changes<Row> changes) { applyTo(m_rows, std::move(changes)); }
  void only(const std::string& status) {
    m_only = status;
    refilter();
  }

 protected:
  QVariant cell(Slot slot, int column) const override {
    const Row& row = m_rows[slot];
    switch (column) {
      case 0: return QString::fromStdString(row.name);
      case 1: return QString::fromStdString(row.status);
      case 2: return row.restarts;
      default: return row.restarts > 3;
    }
  }
  bool before(Slot a, Slot b, int column) const override {
    const Row &left = m_rows[a], &right = m_rows[b];
    return column == 0   ? left.name < right.name
           : column == 1 ? left.status < right.status
                         : left.restarts < right.restarts;
  }
  bool settle(Slot a, Slot b) const override { return m_rows[a].uid < m_rows[b].uid; }
  bool contains(Slot slot, const std::string& word) const override {
    return has(m_rows[slot].name, word) || has(m_rows[slot].status, word);
  }
  bool admits(Slot slot) const override { return m_only.empty() || m_rows[slot].status == m_only; }
  std::string keyOf(Slot slot) const override { return m_rows[slot].uid; }
  std::optional<Slot> slotOf(const std::string& key) const override { return m_rows.find(key); }

 private:
  RowStore<Row> m_rows;
  std::string m_only;
};

std::mt19937 dice(1);
int roll(int sides) { return int(dice() % unsigned(sides)); }

Row rowOf(int number) {
  Row row;
  row.uid = "uid-" + std::to_string(number);
  row.name = "pod-" + std::to_string(number * 7919 % 100003);
  row.restarts = roll(5);
  row.status = roll(4) ? "Running" : "Pending";
  return row;
}

Changes<Row> randomBatch(std::map<std::string, Row>& naive, int most) {
  Changes<Row> changes;
  changes.state = LiveState(Freshness::Live);
  std::map<std::string, Row> batch;
  for (int i = roll(most); i-- > 0;) {
    const Row row = rowOf(roll(900));
    batch[row.uid] = row;
  }
  for (auto& [uid, row] : batch) {
    if (roll(3) == 0)
      changes.removals.push_back(uid), naive.erase(uid);
    else
      changes.upserts.push_back(row), naive[uid] = row;
  }
  return changes;
}

LogLine lineOf(const QString& text) {
  LogLine line;
  line.text = text;
  return line;
}

}  // namespace

class TestTables : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void randomBatches() {
    Model model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    std::map<std::string, Row> naive;
    for (int round = 0; round < 400; ++round) {
      if (round % 17 == 0) model.sortBy(roll(3));
      if (round % 13 == 0) model.setFilter(roll(2) ? QStringLiteral("POD-%1 run").arg(roll(10)) : QString());
      if (round % 29 == 0) model.only(roll(2) ? "Running" : "");
      const QPersistentModelIndex kept(model.index(model.count() / 2, 0));
      const QString key = model.keyAt(kept.row());
      model.setFilter(model.filter() + QLatin1String(" "));
      QVERIFY(!kept.isValid() || model.keyAt(kept.row()) == key);
      model.apply(randomBatch(naive, round % 50 == 0 ? 400 : 12));
      compare(model, naive);
      if (QTest::currentTestFailed()) return;
    }
  }

  void stateGoesToTheScreen() {
    Model model;
    QSignalSpy spy(model.live(), &LiveStatus::changed);
    Changes<Row> changes;
    changes.state = LiveState(Freshness::Reconnecting, "connection refused");
    changes.state.hint = "is the VPN up?";
    changes.state.attempt = 3;
    changes.state.since = std::chrono::system_clock::now();
    model.apply(changes);
    QCOMPARE(spy.count(), 1);
    QCOMPARE(model.live()->state(), LiveStatus::Reconnecting);
    QVERIFY(model.live()->isOld());
    QCOMPARE(model.live()->why(), QStringLiteral("connection refused"));
    QCOMPARE(model.live()->hint(), QStringLiteral("is the VPN up?"));
    QVERIFY(model.live()->since().isValid());
    model.apply(changes);
    QCOMPARE(spy.count(), 1);
  }

  void rolesAreCells() {
    Model model;
    Changes<Row> changes;
    Row row = rowOf(1);
    row.restarts = 4;
    changes.upserts.push_back(row);
    model.apply(changes);
    const auto names = model.roleNames();
    QCOMPARE(model.index(0, 0).data(names.key("name")).toString(), QString::fromStdString(row.name));
    QCOMPARE(model.index(0, 0).data(names.key("restarts")).toInt(), 4);
    QCOMPARE(model.index(0, 0).data(names.key("loud")).toBool(), true);
    QCOMPARE(model.index(0, 0).data(names.key("key")).toString(), QStringLiteral("uid-1"));
    QVERIFY(!model.index(5, 0).isValid());
    QVERIFY(model.keyAt(7).isEmpty());
    QCOMPARE(model.rowOf(QStringLiteral("nobody")), -1);
  }

  void logIsBoundedAndFiltered() {
    LogModel log(nullptr, 100);
    const QAbstractItemModelTester tester(&log, QAbstractItemModelTester::FailureReportingMode::QtTest);
    log.setFilter(QStringLiteral("even"));
    for (int round = 0; round < 30; ++round) {
      std::vector<LogLine> lines;
      for (int i = 0; i < 10; ++i)
        lines.push_back(lineOf(i % 2 ? QStringLiteral("odd") : QStringLiteral("Even %1").arg(i)));
      log.append(std::move(lines));
    }
    QCOMPARE(log.total(), 100);
    QCOMPARE(log.count(), 50);
    QCOMPARE(log.dropped(), 200);
    log.setFilter({});
    QCOMPARE(log.count(), 100);
    log.setPaused(true);
    log.append({lineOf(QStringLiteral("late"))});
    QCOMPARE(log.waiting(), 1);
    QCOMPARE(log.count(), 100);
    log.setPaused(false);
    QCOMPARE(log.waiting(), 0);
    QVERIFY(log.text().endsWith(QStringLiteral("late")));
    log.clear();
    QCOMPARE(log.total(), 0);
  }

  void levels_data() {
    QTest::addColumn<QString>("line");
    QTest::addColumn<int>("level");
    QTest::newRow("clearml") << "[2026-11-22 10:00:00,123] [9] [WARNING] [clearml.service_repo] Returned 500"
                             << int(LogModel::Warn);
    QTest::newRow("mongo") << R"({"t":{"$date":"2026"},"s":"E","c":"STORAGE","msg":"x"})" << int(LogModel::Error);
    QTest::newRow("elastic") << R"({"type": "server", "timestamp": "2026", "level": "INFO", "message": "x"})"
                             << int(LogModel::Info);
    QTest::newRow("plain") << "hello" << int(LogModel::NoLevel);
    QTest::newRow("empty") << "" << int(LogModel::NoLevel);
  }
  void levels() {
    QFETCH(QString, line);
    QFETCH(int, level);
    QCOMPARE(int(LogModel::levelOf(line)), level);
  }

  void codeShowsADiff() {
    CodeLines code;
    const QAbstractItemModelTester tester(&code, QAbstractItemModelTester::FailureReportingMode::QtTest);
    code.setDiff(true);
    code.setText(QStringLiteral("@@ -7,3 +7,3 @@\n a: 1\n-b: 2\n+b: 3\n"));
    QCOMPARE(code.count(), 4);
    QCOMPARE(code.added(), 1);
    QCOMPARE(code.removed(), 1);
    QCOMPARE(code.index(0).data(CodeLines::MarkRole).toInt(), int(CodeLines::Folded));
    QCOMPARE(code.index(1).data(CodeLines::NumberRole).toString(), QStringLiteral("7"));
    QCOMPARE(code.index(2).data(CodeLines::NumberRole).toString(), QString());
    QCOMPARE(code.index(3).data(CodeLines::NumberRole).toString(), QStringLiteral("8"));
    QCOMPARE(code.index(3).data(CodeLines::LineRole).toString(), QStringLiteral("b: 3"));
    code.setText({});
    QCOMPARE(code.count(), 0);
  }

  void agesRead() {
    QCOMPARE(ageText(-3), QStringLiteral("0 s"));
    QCOMPARE(ageText(119), QStringLiteral("119 s"));
    QCOMPARE(ageText(7199), QStringLiteral("119 min"));
    QCOMPARE(ageText(3 * 86400), QStringLiteral("3 d"));
    const qint64 now = QDateTime(QDate(2026, 11, 22), QTime(12, 0)).toSecsSinceEpoch();
    QCOMPARE(whenText(now - 60, now), QStringLiteral("11:59"));
    QCOMPARE(whenText(now - 4 * 86400, now), QStringLiteral("4 d ago"));
    QCOMPARE(whenText(now - 90 * 86400, now), QStringLiteral("2026-08-24"));
  }

 private:
  static void compare(const Model& model, const std::map<std::string, Row>& naive) {
    int inView = 0;
    for (const auto& [uid, row] : naive) {
      const int at = model.rowOf(QString::fromStdString(uid));
      inView += at >= 0;
      QVERIFY(at < 0 || model.keyAt(at).toStdString() == uid);
      QVERIFY(at < 0 || model.index(at, 2).data().toInt() == row.restarts);
    }
    QCOMPARE(model.count(), inView);
    QCOMPARE(model.total(), int(naive.size()));
    for (int row = 1; row < model.count() && model.sortColumn() == 2; ++row) {
      const int above = model.index(row - 1, 2).data().toInt(), below = model.index(row, 2).data().toInt();
      QVERIFY(model.descending() ? above >= below : above <= below);
    }
  }
};

QTEST_GUILESS_MAIN(TestTables)
#include "test_tables.moc"
