/// One running child process and its three pipes. Internal to net; process.h is the door.
#pragma once
#include "net/process.h"

#include <boost/asio/posix/stream_descriptor.hpp>

#include <sys/types.h>
#include <array>

namespace cleardeck::net {

/// Lives until the child is reaped: the operations in flight hold it. Callbacks instead of coroutines, because the
/// work after a cancellation (kill, wait, reap) could not co_await any more.
class ChildProcess : public std::enable_shared_from_this<ChildProcess> {
 public:
  static Result<std::shared_ptr<ChildProcess>> spawn(const asio::any_io_executor& executor, ProcessRequest request);
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  void begin();      ///< starts reading, writing and waiting
  void terminate();  ///< SIGTERM to the group, SIGKILL after the request's grace; nothing when the child has ended
  bool ended() const { return m_reaped; }
  bool drained() const { return !m_output.pipe.is_open() && !m_errors.pipe.is_open(); }
  bool tooLarge() const { return m_tooLarge; }
  ProcessResult take();

  Notifier changed;

 private:
  struct Stream {
    explicit Stream(const asio::any_io_executor& executor) : pipe(executor) {}
    asio::posix::stream_descriptor pipe;
    std::array<char, 16384> piece{};
    std::string text;
    std::size_t reported = 0;  ///< bytes of text that onLine has seen
  };
  ChildProcess(const asio::any_io_executor& executor, ProcessRequest request);
  Result<Done> launch();
  void readMore(Stream& stream);
  void received(Stream& stream, error_code ec, std::size_t count);
  void reportLines(Stream& stream, bool atEnd);
  void writeMore(std::size_t done);
  void waitForEnd();
  void reap();
  void closeOutput();

  ProcessRequest m_request;
  asio::posix::stream_descriptor m_input;
  asio::posix::stream_descriptor m_pidfd;
  asio::steady_timer m_killTimer;
  Stream m_output;
  Stream m_errors;
  pid_t m_pid = -1;
  int m_exitCode = 0;
  bool m_reaped = false;
  bool m_terminating = false;
  bool m_tooLarge = false;
};

}  // namespace cleardeck::net
