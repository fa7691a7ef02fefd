/// Events (core/v1) as rows. The server forgets them after an hour: a removal means nothing happened.
#pragma once
#include "kube/resource.h"

namespace cleardeck::kube {

struct Event : Object {
  static constexpr ResourcePath path = {"", "v1", "events", "Event"};

  bool warning = false;  ///< type is not Normal
  std::string type;
  std::string reason;
  std::string message;                                  ///< at most 512 bytes
  std::string aboutKind, aboutNs, aboutName, aboutUid;  ///< the object it tells of
  std::string source;
  std::uint32_t count = 1;
  std::int64_t lastSeen = 0;
  bool operator==(const Event&) const = default;
};

bool parse(simdjson::ondemand::object source, Event& row);

}  // namespace cleardeck::kube
