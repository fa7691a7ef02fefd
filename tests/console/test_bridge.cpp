// What the bridge promises: rows are folded, deliveries paced and bounded, and nothing comes after a handle is gone.
#include "console/bridge/bridge.h"

#include <atomic>
#include <QElapsedTimer>
#include <QTest>

using namespace cleardeck;

namespace {

struct Row {
  std::string uid;
  int value = 0;
  bool operator==(const Row&) const = default;
};

Changes<Row> changesOf(int first, int count, int value = 0, Freshness freshness = Freshness::Live) {
  Changes<Row> changes;
  for (int i = first; i < first + count; ++i) changes.upserts.push_back(Row{std::to_string(i), value});
  changes.state = LiveState(freshness);
  return changes;
}

/// Sets its flag when the coroutine's frame is destroyed.
struct Note {
  explicit Note(std::shared_ptr<std::atomic<bool>> flag) : ended(std::move(flag)) {}
  ~Note() { *ended = true; }
  std::shared_ptr<std::atomic<bool>> ended;
};

Task<Done> flood(ChangesSink<Row> sink, std::shared_ptr<std::atomic<bool>> ended) {
  Note note(ended);
  for (int i = 0;; ++i) {
    sink(changesOf(i % 500, 1, i));
    co_await sleepFor(std::chrono::microseconds(500));
  }
}

Task<Done> fails(ChangesSink<Row> sink) {
  sink(changesOf(0, 3));
  co_return Error(ErrorKind::Forbidden, "may not list pods").withHint("ask for the right list on pods");
}

Task<Done> counts(std::function<void(std::vector<int>)> sink, int count) {
  for (int i = 0; i < count; ++i) {
    std::vector<int> items(1, i);
    sink(std::move(items));
  }
  co_return Error(ErrorKind::Network, "gone");
}

Task<int> answer(std::chrono::milliseconds delay) {
  co_await sleepFor(delay);
  co_return 42;
}

Task<int> refuses() { co_return Error(ErrorKind::Auth, "no"); }

void spin(int ms) { QTest::qWait(ms); }

}  // namespace

class TestBridge : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void mailboxFoldsByUid() {
    bridge::Doorbell bell([] { return bridge::Doorbell::Answer::Nothing; });
    bridge::Mailbox<Row> mailbox(&bell);
    mailbox.post(changesOf(0, 3, 1));
    mailbox.post(changesOf(0, 2, 2));
    Changes<Row> removal;
    removal.removals.push_back("2");
    removal.state = LiveState(Freshness::Live);
    mailbox.post(removal);
    Changes<Row> got;
    QCOMPARE(mailbox.take(got), bridge::Doorbell::Answer::Some);
    QCOMPARE(got.upserts.size(), std::size_t(2));
    for (const Row& row : got.upserts) QCOMPARE(row.value, 2);
    QCOMPARE(got.removals, std::vector<std::string>{"2"});
    QCOMPARE(mailbox.take(got), bridge::Doorbell::Answer::Nothing);
  }

  void liveIsSaidWithTheLastPart() {
    bridge::Doorbell bell([] { return bridge::Doorbell::Answer::Nothing; });
    bridge::Mailbox<Row> mailbox(&bell);
    mailbox.post(changesOf(0, 250));
    Changes<Row> first, second, third;
    QCOMPARE(mailbox.take(first, 100), bridge::Doorbell::Answer::More);
    QCOMPARE(first.state.freshness, Freshness::Syncing);
    QCOMPARE(mailbox.take(second, 100), bridge::Doorbell::Answer::More);
    QCOMPARE(mailbox.take(third, 100), bridge::Doorbell::Answer::Some);
    QCOMPARE(third.state.freshness, Freshness::Live);
    QCOMPARE(first.upserts.size() + second.upserts.size() + third.upserts.size(), std::size_t(250));
  }

  void handleEndsEverything() {
    auto ended = std::make_shared<std::atomic<bool>>(false);
    int wakeUps = 0, late = 0;
    bool open = true;
    {
      Runtime runtime;
      const auto operation = [ended](ChangesSink<Row> sink) { return flood(std::move(sink), ended); };
      auto handle = bridge::subscribe<Row>(runtime, operation, [&](Changes<Row>) { ++wakeUps, late += !open; });
      spin(600);
      std::this_thread::sleep_for(std::chrono::milliseconds(200));  // a wake-up is queued now
      handle.reset();
      open = false;
      spin(200);
    }
    QVERIFY2(wakeUps >= 2 && wakeUps <= 7, qPrintable(QString::number(wakeUps)));  // at once, then every 120 ms
    QCOMPARE(late, 0);
    QVERIFY(*ended);
  }

  void operationThatEndsSaysWhy() {
    Runtime runtime;
    LiveState last;
    std::size_t rows = 0;
    const auto apply = [&](Changes<Row> changes) { rows += changes.upserts.size(), last = changes.state; };
    auto handle = bridge::subscribe<Row>(
        runtime, [](ChangesSink<Row> sink) { return fails(std::move(sink)); }, apply);
    QTRY_COMPARE(last.freshness, Freshness::Forbidden);
    QCOMPARE(last.why, std::string("may not list pods"));
    QCOMPARE(last.hint, std::string("ask for the right list on pods"));
    QCOMPARE(rows, std::size_t(3));
  }

  void basketKeepsTheNewestAndCounts() {
    Runtime runtime;
    std::vector<int> items;
    std::size_t dropped = 0;
    std::string why;
    const auto apply = [&](bridge::Basket<int>::Batch batch) {
      items.insert(items.end(), batch.items.begin(), batch.items.end());
      dropped += batch.dropped;
      if (batch.ended && !*batch.ended) why = batch.ended->error().message;
    };
    const auto operation = [](std::function<void(std::vector<int>)> sink) { return counts(std::move(sink), 1000); };
    auto handle = bridge::collect<int>(runtime, operation, apply, 10);
    QTRY_COMPARE(why, std::string("gone"));
    QCOMPARE(items.size() + dropped, std::size_t(1000));
    QCOMPARE(items.back(), 999);
  }

  void runAnswersOnce() {
    Runtime runtime;
    QObject context;
    int calls = 0, value = 0;
    auto handle = bridge::run(runtime, answer(std::chrono::milliseconds(5)), &context, [&](Result<int> result) {
      ++calls;
      value = result ? *result : -1;
    });
    QTRY_COMPARE(calls, 1);
    spin(150);
    QCOMPARE(calls, 1);
    QCOMPARE(value, 42);
  }

  void runTellsErrors() {
    Runtime runtime;
    QObject context;
    ErrorKind kind = ErrorKind::Internal;
    auto handle = bridge::run(runtime, refuses(), &context, [&](Result<int> result) {
      if (!result) kind = result.error().kind;
    });
    QTRY_COMPARE(kind, ErrorKind::Auth);
  }

  void runIsSilentWithoutHandleOrContext() {
    Runtime runtime;
    int calls = 0;
    const auto onResult = [&](Result<int>) { ++calls; };
    auto context = std::make_unique<QObject>();
    auto dropped = bridge::run(runtime, answer(std::chrono::milliseconds(20)), context.get(), onResult);
    auto orphan = bridge::run(runtime, answer(std::chrono::milliseconds(20)), context.get(), onResult);
    dropped.reset();
    context.reset();
    spin(150);
    QCOMPARE(calls, 0);
  }
};

QTEST_GUILESS_MAIN(TestBridge)
#include "test_bridge.moc"
