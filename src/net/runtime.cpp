#include "net/runtime.h"

#include <algorithm>

namespace cleardeck {

Runtime::Runtime()
    : m_work(asio::make_work_guard(m_io)),
      m_workers(std::clamp(std::thread::hardware_concurrency(), 1u, 4u)),
      m_thread([this] { m_io.run(); }) {}

Runtime::~Runtime() {
  m_work.reset();
  m_thread.join();
  m_workers.join();
}

}  // namespace cleardeck
