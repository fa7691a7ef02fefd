/// Ownership of an engine operation from the GUI thread.
#pragma once
#include <functional>
#include <utility>

namespace cleardeck::bridge {

/// Owns an engine operation. Its destruction (on the GUI thread) cancels the operation; no callback comes afterwards.
class [[nodiscard]] Handle {
 public:
  Handle() = default;
  explicit Handle(std::function<void()> close) : m_close(std::move(close)) {}
  Handle(Handle&& other) noexcept : m_close(std::exchange(other.m_close, nullptr)) {}
  Handle& operator=(Handle&& other) noexcept {
    if (this != &other) {
      reset();
      m_close = std::exchange(other.m_close, nullptr);
    }
    return *this;
  }
  ~Handle() { reset(); }
  void reset() {
    if (auto close = std::exchange(m_close, nullptr)) close();
  }

 private:
  std::function<void()> m_close;
};

}  // namespace cleardeck::bridge
