// The subprocess: pipes, exit codes, limits, and that a run given up leaves nothing behind.
#include "net/await.h"
#include "net/process.h"

#include <QtTest>

#include <csignal>

using namespace cleardeck;
using namespace cleardeck::net;
using namespace std::chrono_literals;

// The tests use a shell as "a program"; the engine never does.
static ProcessRequest script(const std::string& text) {
  return ProcessRequest("sh", std::vector<std::string>{"-c", text});
}

class ProcessTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void givesOutputErrorsAndExitCode() {
    auto result = m_loop.await(run(script("printf out; printf err >&2; exit 3")));
    QVERIFY(result);
    QCOMPARE(result->exitCode, 3);
    QCOMPARE(result->output, std::string("out"));
    QCOMPARE(result->errors, std::string("err"));
    const auto error = processFailure("tool", *result);
    QCOMPARE(error.message, std::string("tool ended with exit code 3: err"));
  }
  void passesArgumentsAsTheyAre() {
    ProcessRequest request("printf", {"%s|", "a b", "$HOME", "'quoted'", ""});
    auto result = m_loop.await(run(std::move(request)));
    QVERIFY(result);
    QCOMPARE(result->output, std::string("a b|$HOME|'quoted'||"));
  }
  void passesInputEnvironmentAndFolder() {
    QTemporaryDir folder;
    qputenv("CLEARDECK_TEST_A", "ours");
    auto request = script("cat; printf '%s %s ' $CLEARDECK_TEST_A $CLEARDECK_TEST_B; pwd");
    request.input = std::string(300'000, 'i');
    request.environment.emplace_back("CLEARDECK_TEST_A", "theirs");
    request.environment.emplace_back("CLEARDECK_TEST_B", "added");
    request.workingFolder = folder.path().toStdString();
    auto result = m_loop.await(run(std::move(request)));
    QVERIFY(result);
    QCOMPARE(result->output, std::string(300'000, 'i') + "theirs added " + folder.path().toStdString() + "\n");
  }
  void inputThatNobodyReadsIsNoError() {
    auto request = script("exit 0");
    request.input = std::string(1'000'000, 'x');
    auto result = m_loop.await(run(std::move(request)));
    QVERIFY(result);
    QCOMPARE(result->exitCode, 0);
  }
  void namesAMissingProgram() {
    ProcessRequest request("no-such-program-of-ours", {"--token", "geheim"});
    auto result = m_loop.await(run(request));
    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::NotFound);
    QCOMPARE(result.error().message, std::string("run no-such-program-of-ours: not found in PATH"));
    QVERIFY(result.error().text().find("geheim") == std::string::npos);
    QVERIFY(!result.error().hint.empty());
    request.missingHint = "Install the plugin";
    QCOMPARE(m_loop.await(run(request)).error().hint, std::string("Install the plugin"));
  }
  void namesWhatCannotBeRun() {
    auto result = m_loop.await(run(ProcessRequest("/etc/passwd")));
    QCOMPARE(result.error().kind, ErrorKind::Forbidden);
    auto request = script("exit 0");
    request.workingFolder = "/no/such/folder";
    result = m_loop.await(run(request));
    QCOMPARE(result.error().kind, ErrorKind::NotFound);
    QVERIFY(result.error().message.find("/no/such/folder") != std::string::npos);
  }
  void reportsLinesOfBothStreams() {
    std::vector<std::string> lines;
    auto request = script("echo one; echo two >&2; printf three");
    request.onLine = [&lines](std::string_view line) { lines.emplace_back(line); };
    auto result = m_loop.await(run(std::move(request)));
    QVERIFY(result);
    std::sort(lines.begin(), lines.end());
    QCOMPARE(lines, (std::vector<std::string>{"one", "three", "two"}));
  }
  void saysThatASignalEndedIt() {
    auto result = m_loop.await(run(script("kill -9 $$")));
    QVERIFY(result);
    QCOMPARE(result->exitCode, 128 + SIGKILL);
  }
  void stopsAProgramThatWritesTooMuch() {
    auto request = script("cat /dev/zero");
    request.outputLimit = 100'000;
    auto result = m_loop.await(run(std::move(request)));
    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::TooLarge);
  }
  void aHangIsATimeoutAndTheWholeGroupIsKilled() {
    auto request = script("trap '' TERM; sleep 1000 & echo $$ $!; wait");
    request.timeout = 300ms;
    std::string pids;
    request.onLine = [&pids](std::string_view line) { pids = line; };
    auto result = m_loop.await(run(std::move(request)));
    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::Timeout);
    verifyGone(pids);
  }
  void cancellationKillsAndReaps() {
    auto request = script("sleep 1000 & echo $$ $!; wait");
    std::string pids;
    request.onLine = [&pids](std::string_view line) { pids = line; };
    std::optional<Result<ProcessResult>> result;
    auto keep = [&result](Result<ProcessResult> r) { result = std::move(r); };
    auto handle = start<ProcessResult>(m_loop.executor(), run(std::move(request)), keep);
    QVERIFY(m_loop.runUntil([&] { return !pids.empty(); }));
    handle.cancel();
    QVERIFY(m_loop.runUntil([&] { return result.has_value(); }));
    QCOMPARE(result->error().kind, ErrorKind::Cancelled);
    verifyGone(pids);
  }
  void aRunThatIsGivenUpMayTidyAndWrite() {
    QTemporaryDir folder;
    const auto mark = folder.filePath("tidied");
    auto request = script("trap 'echo stopping; sleep 0.2; echo more; touch " + mark.toStdString() +
                          "; exit 1' TERM; echo ready; while :; do sleep 0.05; done");
    request.grace = 60s;
    bool ready = false;
    request.onLine = [&ready](std::string_view line) { ready = ready || line == "ready"; };
    auto ignore = [](Result<ProcessResult>) {};
    auto handle = start<ProcessResult>(m_loop.executor(), run(std::move(request)), ignore);
    QVERIFY(m_loop.runUntil([&] { return ready; }));
    handle.cancel();
    QVERIFY(m_loop.runUntil([&] { return QFile::exists(mark); }));
  }
  void aGrandchildThatKeepsThePipeDoesNotHangTheRun() {
    auto result = m_loop.await(run(script("setsid sleep 5 & echo done")));
    QVERIFY(result);
    QCOMPARE(result->output, std::string("done\n"));
  }
  void theEndOfTheLoopLeavesNoChild() {
    std::string pids;
    {
      test::Loop loop;
      auto request = script("echo $$; exec sleep 1000");
      request.onLine = [&pids](std::string_view line) { pids = line; };
      auto ignore = [](Result<ProcessResult>) {};
      auto handle = start<ProcessResult>(loop.executor(), run(std::move(request)), ignore);
      QVERIFY(loop.runUntil([&] { return !pids.empty(); }));
    }
    QCOMPARE(::kill(std::stoi(pids), 0), -1);
  }

 private:
  // A killed grandchild is reaped by init, or stays a zombie under a plain one: both count as gone.
  void verifyGone(const std::string& pids) {
    QVERIFY(!pids.empty());
    for (const auto& pid : QString::fromStdString(pids).split(' ')) {
      const auto gone = [&] {
        QFile stat("/proc/" + pid + "/stat");
        return !stat.open(QIODevice::ReadOnly) || stat.readAll().contains(") Z ");
      };
      QVERIFY2(m_loop.runUntil(gone), qPrintable(pid));
    }
  }
  test::Loop m_loop;
};

QTEST_GUILESS_MAIN(ProcessTest)
#include "test_process.moc"
