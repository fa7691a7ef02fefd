#include "console/bridge/doorbell.h"

namespace cleardeck::bridge {

Doorbell::Doorbell(std::function<Answer()> answer) : m_answer(std::move(answer)) {
  m_pause.setSingleShot(true);
  connect(&m_pause, &QTimer::timeout, this, &Doorbell::answer);
}

void Doorbell::ring() { QMetaObject::invokeMethod(this, &Doorbell::answer, Qt::QueuedConnection); }

void Doorbell::silence() {
  m_silent = true;
  m_pause.stop();
  deleteLater();
}

void Doorbell::answer() {
  if (m_silent) return;
  const Answer answer = m_answer();
  // The answer may have ended it.
  if (!m_silent && answer != Answer::Nothing) m_pause.start(answer == Answer::More ? breath : pause);
}

}  // namespace cleardeck::bridge
