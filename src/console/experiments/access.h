/// What the models of this page ask: the engine's threads and, while there is a connection, the session.
#pragma once
#include "clearml/watch.h"
#include "console/bridge/bridge.h"

struct Access {
  explicit Access(cleardeck::Runtime& r) : runtime(r) {}
  ~Access() { drop(); }
  Access(const Access&) = delete;
  Access& operator=(const Access&) = delete;

  /// The session's last copy must go on the I/O thread, where its connections live.
  void drop() {
    if (!session) return;
    auto last = std::make_shared<cleardeck::clearml::Session>(std::move(*session));
    session.reset();
    cleardeck::bridge::post(runtime, [last = std::move(last)]() mutable { last.reset(); });
  }

  cleardeck::Runtime& runtime;
  cleardeck::clearml::Rhythm rhythm;
  std::optional<cleardeck::clearml::Session> session;
};
