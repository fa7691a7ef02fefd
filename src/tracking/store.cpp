#include "tracking/store.h"

#include "base/log.h"
#include "tracking/folder_lock.h"
#include "tracking/migrations.h"

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <thread>

namespace cleardeck::tracking {
namespace {

constexpr std::size_t kReaders = 2;
constexpr std::size_t kGroup = 64;  // works a commit at most, so that a small call does not wait for a long queue

struct Job {
  Store::Work work;
  std::function<void(Result<Outcome>)> done;
};

// Jobs in order, taken by threads that wait.
class JobQueue {
 public:
  bool push(Job job) {
    std::lock_guard guard(m_mutex);
    if (m_closed) return false;
    m_jobs.push_back(std::move(job));
    m_changed.notify_one();
    return true;
  }
  // Up to `most` jobs; none when the queue is closed and empty.
  std::vector<Job> take(std::size_t most) {
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_closed || !m_jobs.empty(); });
    std::vector<Job> taken;
    while (!m_jobs.empty() && taken.size() < most) {
      taken.push_back(std::move(m_jobs.front()));
      m_jobs.pop_front();
    }
    return taken;
  }
  void close() {
    std::lock_guard guard(m_mutex);
    m_closed = true;
    m_changed.notify_all();
  }

 private:
  std::mutex m_mutex;
  std::condition_variable m_changed;
  std::deque<Job> m_jobs;
  bool m_closed = false;
};

Error closedError() { return Error(ErrorKind::Cancelled, "the tracking server is stopping"); }

class SqliteStore final : public Store {
 public:
  SqliteStore(FolderLock lock, std::filesystem::path dataDir, std::unique_ptr<Database> writer)
      : m_lock(std::move(lock)), m_dataDir(std::move(dataDir)), m_writer(std::move(writer)) {
    m_threads.emplace_back([this] { writeJobs(); });
    for (std::size_t i = 0; i < kReaders; ++i) m_threads.emplace_back([this] { readJobs(); });
  }
  ~SqliteStore() override { close(); }

  Task<Outcome> write(Work work) override { return submit(&m_writes, std::move(work)); }
  Task<Outcome> read(Work work) override { return submit(&m_reads, std::move(work)); }
  Result<Outcome> writeNow(Work work) override {
    auto promise = std::make_shared<std::promise<Result<Outcome>>>();
    auto future = promise->get_future();
    auto done = [promise](Result<Outcome> outcome) { promise->set_value(std::move(outcome)); };
    if (!m_writes.push(Job{std::move(work), done})) return closedError();
    return future.get();
  }
  const std::filesystem::path& dataDir() const override { return m_dataDir; }
  void close() override {
    m_writes.close();
    m_reads.close();
    for (auto& thread : m_threads) thread.join();
    m_threads.clear();
    m_writer.reset();
  }

 private:
  static Task<Outcome> submit(JobQueue* queue, Work work) {
    auto executor = co_await asio::this_coro::executor;
    auto begin = [queue, executor, work = std::move(work)](auto handler) mutable {
      auto shared = std::make_shared<decltype(handler)>(std::move(handler));
      auto done = [shared, executor](Result<Outcome> outcome) {
        auto resume = [shared, outcome = std::move(outcome)]() mutable { std::move (*shared)(std::move(outcome)); };
        asio::post(executor, std::move(resume));
      };
      if (!queue->push(Job{std::move(work), done})) done(closedError());
    };
    auto pending = asio::async_initiate<const asio::use_awaitable_t<>, void(Result<Outcome>)>(std::move(begin),
                                                                                              asio::use_awaitable);
    auto outcome = co_await std::move(pending);
    co_return outcome;
  }

  static Result<Outcome> attempt(const Work& work, Database& database) {
    try {
      return work(database);
    } catch (const std::exception& e) {
      return Error(ErrorKind::Internal, e.what());
    }
  }

  void readJobs() {
    Database database(m_dataDir / "tracking.db", false);
    for (auto jobs = m_reads.take(1); !jobs.empty(); jobs = m_reads.take(1))
      jobs.front().done(attempt(jobs.front().work, database));
  }

  void writeJobs() {
    for (auto jobs = m_writes.take(kGroup); !jobs.empty(); jobs = m_writes.take(kGroup)) {
      std::vector<Result<Outcome>> outcomes;
      std::optional<Error> failed;
      try {
        m_writer->execute("BEGIN IMMEDIATE");
        for (auto& job : jobs) outcomes.push_back(writeOne(job.work));
        m_writer->execute("COMMIT");
      } catch (const std::exception& e) {
        failed = Error(ErrorKind::Internal, std::string("the database could not be written: ") + e.what());
        log::room("tracking")->error("{}", failed->message);
        rollBack();
      }
      for (std::size_t i = 0; i < jobs.size(); ++i)
        jobs[i].done(failed ? Result<Outcome>(*failed) : std::move(outcomes[i]));
    }
  }

  Result<Outcome> writeOne(const Work& work) {
    m_writer->execute("SAVEPOINT job");
    auto outcome = attempt(work, *m_writer);
    if (!outcome || !outcome->keep) m_writer->execute("ROLLBACK TO job");
    m_writer->execute("RELEASE job");
    return outcome;
  }

  void rollBack() {
    try {
      m_writer->execute("ROLLBACK");
    } catch (const std::exception& e) {  // SQLite had rolled back by itself
      log::room("tracking")->debug("rollback: {}", e.what());
    }
  }

  FolderLock m_lock;
  std::filesystem::path m_dataDir;
  std::unique_ptr<Database> m_writer;
  JobQueue m_writes, m_reads;
  std::vector<std::thread> m_threads;
};

}  // namespace

Result<std::shared_ptr<Store>> Store::open(const std::filesystem::path& dataDir) {
  auto lock = FolderLock::take(dataDir);
  if (!lock) return lock.error();
  try {
    auto writer = std::make_unique<Database>(dataDir / "tracking.db", true);
    auto migrated = migrate(*writer);
    if (!migrated) return migrated.error();
    return std::shared_ptr<Store>(std::make_shared<SqliteStore>(std::move(*lock), dataDir, std::move(writer)));
  } catch (const std::exception& e) {
    return Error(ErrorKind::Invalid, "database in " + dataDir.string() + ": " + e.what());
  }
}

}  // namespace cleardeck::tracking
