#include "net/process.h"

#include "base/text.h"
#include "net/child_process.h"

namespace cleardeck::net {
namespace {

// A grandchild may keep the pipes open after the program has ended; its output is waited for this long.
constexpr auto drainTime = std::chrono::seconds(1);

struct Terminator {
  ~Terminator() { child->terminate(); }
  std::shared_ptr<ChildProcess> child;
};

}  // namespace

Task<ProcessResult> run(ProcessRequest request) {
  const std::string program = request.program;
  const auto timeout = request.timeout;
  auto deadline = Clock::now() + timeout;
  auto executor = co_await asio::this_coro::executor;
  auto child = ChildProcess::spawn(executor, std::move(request));
  if (!child) co_return child.error();
  const Terminator terminator{*child};  // whichever way this frame ends
  (*child)->begin();
  bool ended = false;
  while (!(*child)->ended() || !(*child)->drained()) {
    if ((*child)->tooLarge()) co_return Error(ErrorKind::TooLarge, program + " writes more than the limit");
    if ((*child)->ended() && !std::exchange(ended, true)) deadline = Clock::now() + drainTime;
    const auto wake = co_await (*child)->changed.wait(deadline);
    if (wake == Wake::Cancelled) co_return cancelledError();
    if (Clock::now() < deadline) continue;
    if (ended) break;
    co_return Error(ErrorKind::Timeout, program + " did not end within " + std::to_string(timeout.count()) + " ms")
        .withHint("It may be waiting for an answer: run it once in a terminal");
  }
  if ((*child)->tooLarge()) co_return Error(ErrorKind::TooLarge, program + " writes more than the limit");
  co_return (*child)->take();
}

Error processFailure(const std::string& program, const ProcessResult& result) {
  std::string message = program + " ended with exit code " + std::to_string(result.exitCode);
  const auto errors = text::trim(result.errors);
  const auto lastLine = errors.substr(errors.rfind('\n') + 1);
  if (!lastLine.empty()) message += ": " + std::string(text::trim(lastLine));
  return Error(ErrorKind::Invalid, std::move(message), 0, result.errors);
}

}  // namespace cleardeck::net
