/// Wakes the GUI thread when the engine has something for it.
#pragma once
#include <chrono>
#include <functional>
#include <QObject>
#include <QTimer>

namespace cleardeck::bridge {

/// Calls `answer` on the GUI thread: at once for the first ring, then at most once in every `pause` while there is
/// something (`breath` while there is more than one answer takes). After an empty answer the next ring is immediate.
class Doorbell : public QObject {
  Q_OBJECT
 public:
  static constexpr std::chrono::milliseconds pause{120}, breath{16};
  enum class Answer { Nothing, Some, More };
  explicit Doorbell(std::function<Answer()> answer);
  void ring();     ///< any thread; the caller makes sure that it rings once only
  void silence();  ///< GUI thread: no answer from here on, not even a queued one; the bell deletes itself

 private:
  void answer();
  std::function<Answer()> m_answer;
  QTimer m_pause;
  bool m_silent = false;
};

}  // namespace cleardeck::bridge
