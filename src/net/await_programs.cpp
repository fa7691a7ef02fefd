#include "net/await_programs.h"

#include <sys/wait.h>

#include <thread>

namespace cleardeck::net {

void awaitPrograms(std::chrono::milliseconds patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  siginfo_t ended{};
  while (std::chrono::steady_clock::now() < deadline && ::waitid(P_ALL, 0, &ended, WEXITED | WNOHANG | WNOWAIT) == 0)
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
}

}  // namespace cleardeck::net
