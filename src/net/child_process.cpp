#include "net/child_process.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cerrno>
#include <csignal>
#include <cstring>

extern char** environ;

namespace cleardeck::net {
namespace {

struct Pipe {
  ~Pipe() {
    for (int end : ends)
      if (end >= 0) ::close(end);
  }
  bool open() { return ::pipe2(ends, O_CLOEXEC) == 0; }
  int take(int which) { return std::exchange(ends[which], -1); }
  int ends[2] = {-1, -1};  // read, write
};

// Frees what posix_spawn's C structures hold.
struct SpawnPlan {
  SpawnPlan() {
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
  }
  ~SpawnPlan() {
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;

  // A group of its own, so that its children die with it; the signals as a fresh program expects them.
  void setSignals() {
    sigset_t none, standard;
    sigemptyset(&none);
    sigemptyset(&standard);
    sigaddset(&standard, SIGPIPE);  // we ignore it, and ignoring is inherited
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &standard);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }

  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
};

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (auto& text : texts) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

std::vector<std::string> mergedEnvironment(const ProcessRequest& request) {
  std::vector<std::string> lines;
  for (char** line = environ; *line; ++line) {
    const std::string_view text(*line);
    const auto name = text.substr(0, text.find('='));
    const auto replaced = [&](const auto& added) { return added.first == name; };
    if (std::none_of(request.environment.begin(), request.environment.end(), replaced)) lines.emplace_back(text);
  }
  for (const auto& [name, value] : request.environment) lines.push_back(name + "=" + value);
  return lines;
}

Error spawnError(const ProcessRequest& request, int number) {
  const std::string what = "run " + request.program + ": ";
  if (number == ENOENT) {
    const bool isPath = request.program.find('/') != std::string::npos;
    const std::string where = isPath ? "no such file" : "not found in PATH";
    const std::string hint = "Install " + request.program + ", or start us with a PATH that holds it";
    return Error(ErrorKind::NotFound, what + where).withHint(request.missingHint.empty() ? hint : request.missingHint);
  }
  if (number == EACCES)
    return Error(ErrorKind::Forbidden, what + "it is not executable").withHint("Check the file's permissions");
  return Error(ErrorKind::Internal, what + std::strerror(number));
}

}  // namespace

ChildProcess::ChildProcess(const asio::any_io_executor& executor, ProcessRequest request)
    : changed(executor),
      m_request(std::move(request)),
      m_input(executor),
      m_pidfd(executor),
      m_killTimer(executor),
      m_output(executor),
      m_errors(executor) {}

Result<std::shared_ptr<ChildProcess>> ChildProcess::spawn(const asio::any_io_executor& executor,
                                                          ProcessRequest request) {
  std::error_code ec;
  const auto& folder = request.workingFolder;
  if (!folder.empty() && !std::filesystem::is_directory(folder, ec))
    return Error(ErrorKind::NotFound, "run " + request.program + ": there is no folder " + folder.string());
  std::shared_ptr<ChildProcess> child(new ChildProcess(executor, std::move(request)));
  if (auto launched = child->launch(); !launched) return launched.error();
  return child;
}

Result<Done> ChildProcess::launch() {
  ignoreBrokenPipes();  // a program that does not read its input
  Pipe input, output, errors;
  if (!input.open() || !output.open() || !errors.open()) return spawnError(m_request, errno);
  SpawnPlan plan;
  plan.setSignals();
  posix_spawn_file_actions_adddup2(&plan.actions, input.ends[0], 0);
  posix_spawn_file_actions_adddup2(&plan.actions, output.ends[1], 1);
  posix_spawn_file_actions_adddup2(&plan.actions, errors.ends[1], 2);
  posix_spawn_file_actions_addclosefrom_np(&plan.actions, 3);
  if (!m_request.workingFolder.empty())
    posix_spawn_file_actions_addchdir_np(&plan.actions, m_request.workingFolder.c_str());

  std::vector<std::string> words{m_request.program};
  words.insert(words.end(), m_request.arguments.begin(), m_request.arguments.end());
  auto lines = mergedEnvironment(m_request);
  const int failed = ::posix_spawnp(&m_pid, m_request.program.c_str(), &plan.actions, &plan.attributes,
                                    pointers(words).data(), pointers(lines).data());
  if (failed) {
    m_pid = -1;
    return spawnError(m_request, failed);
  }
  // glibc 2.36 declares pidfd_open without extern "C".
  const int pidfd = int(::syscall(SYS_pidfd_open, m_pid, 0));
  if (pidfd < 0) return spawnError(m_request, errno);  // the destructor kills and reaps
  m_pidfd.assign(pidfd);
  m_input.assign(input.take(1));
  m_input.non_blocking(true);
  m_output.pipe.assign(output.take(0));
  m_errors.pipe.assign(errors.take(0));
  return Done();
}

ChildProcess::~ChildProcess() {
  // Only when the io_context itself is destroyed before the child has ended.
  if (m_pid < 0 || m_reaped) return;
  ::kill(-m_pid, SIGKILL);
  ::waitpid(m_pid, nullptr, 0);
}

void ChildProcess::begin() {
  readMore(m_output);
  readMore(m_errors);
  writeMore(0);
  waitForEnd();
}

void ChildProcess::readMore(Stream& stream) {
  stream.pipe.async_read_some(
      asio::buffer(stream.piece),
      [self = shared_from_this(), &stream](error_code ec, std::size_t count) { self->received(stream, ec, count); });
}

void ChildProcess::received(Stream& stream, error_code ec, std::size_t count) {
  stream.text.append(stream.piece.data(), count);
  m_tooLarge = m_tooLarge || stream.text.size() > m_request.outputLimit;
  const bool over = ec || m_tooLarge;
  if (m_terminating)
    stream.text.clear();  // nobody asks any more, but a closed pipe would kill the program while it tidies up
  else
    reportLines(stream, over);
  if (over) {
    error_code ignored;  // a pipe of ours; nothing is lost with it
    stream.pipe.close(ignored);
    changed.notify();
    return;
  }
  readMore(stream);
}

void ChildProcess::reportLines(Stream& stream, bool atEnd) {
  if (!m_request.onLine) return;
  const std::string_view text(stream.text);
  while (stream.reported < text.size()) {
    const auto end = text.find('\n', stream.reported);
    if (end == text.npos && !atEnd) return;
    m_request.onLine(text.substr(stream.reported, end - stream.reported));
    stream.reported = end == text.npos ? text.size() : end + 1;
  }
}

void ChildProcess::writeMore(std::size_t done) {
  if (done == m_request.input.size()) return m_input.close();
  m_input.async_write_some(asio::buffer(m_request.input) + done,
                           [self = shared_from_this(), done](error_code ec, std::size_t count) {
                             // A program may end without reading its input: not an error.
                             if (ec) return self->m_input.close();
                             self->writeMore(done + count);
                           });
}

void ChildProcess::waitForEnd() {
  m_pidfd.async_wait(asio::posix::stream_descriptor::wait_read, [self = shared_from_this()](error_code ec) {
    if (!ec) self->reap();
  });
}

void ChildProcess::reap() {
  int status = 0;
  if (::waitpid(m_pid, &status, WNOHANG) == 0) return waitForEnd();
  m_reaped = true;
  m_exitCode = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  if (m_terminating) {
    ::kill(-m_pid, SIGKILL);  // whoever of the group ignored SIGTERM
    closeOutput();
  }
  m_killTimer.cancel();
  m_pidfd.close();
  m_input.close();
  changed.notify();
}

void ChildProcess::terminate() {
  m_input.close();
  if (m_reaped) return closeOutput();
  if (std::exchange(m_terminating, true)) return;
  ::kill(-m_pid, SIGTERM);
  m_killTimer.expires_after(m_request.grace);
  m_killTimer.async_wait([self = shared_from_this()](error_code ec) {
    if (!ec && !self->m_reaped) ::kill(-self->m_pid, SIGKILL);
  });
}

void ChildProcess::closeOutput() {
  error_code ignored;  // pipes of ours; nothing is lost with them
  m_output.pipe.close(ignored);
  m_errors.pipe.close(ignored);
}

ProcessResult ChildProcess::take() {
  ProcessResult result;
  result.exitCode = m_exitCode;
  result.output = std::move(m_output.text);
  result.errors = std::move(m_errors.text);
  return result;
}

}  // namespace cleardeck::net
