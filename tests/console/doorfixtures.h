/// Doors as the engine would tell them.
#pragma once
#include "console/bridge/connect.h"

namespace fixtures {

inline cleardeck::installation::DoorForward door(cleardeck::installation::Door which,
                                                 cleardeck::kube::ForwardPhase phase, bool answers,
                                                 std::uint16_t port) {
  cleardeck::installation::DoorForward row;
  row.door = which;
  row.uid = std::string(cleardeck::installation::name(which));
  row.service = "alpha-" + row.uid;
  row.port = "8008";
  row.url = "http://127.0.0.1:" + std::to_string(port);
  row.forward.phase = phase;
  row.forward.localPort = port;
  row.forward.since = std::chrono::system_clock::now() - std::chrono::minutes(134);
  if (phase == cleardeck::kube::ForwardPhase::Live) row.forward.pod = row.service + "-7c9f6b5d84-x2kqp";
  row.answers = answers;
  if (answers) row.answer = "200 in 9 ms";
  return row;
}

inline cleardeck::bridge::DoorBatch doors(std::vector<cleardeck::installation::DoorForward> rows) {
  cleardeck::bridge::DoorBatch batch;
  batch.items = std::move(rows);
  return batch;
}

inline cleardeck::bridge::DoorBatch threeLive() {
  using cleardeck::installation::Door;
  using cleardeck::kube::ForwardPhase;
  return doors({door(Door::Web, ForwardPhase::Live, true, 8080), door(Door::Api, ForwardPhase::Live, true, 8008),
                door(Door::Files, ForwardPhase::Live, true, 8081)});
}

}  // namespace fixtures
