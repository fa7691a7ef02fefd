/// Preflight of a local server: is on this machine what kind needs? Programs, ports, memory, the data folder.
#pragma once
#include "installation/preflight.h"
#include "installation/setup_kind.h"

namespace cleardeck::installation {

struct LocalNeeds {
  LocalNeeds() = default;
  LocalNeeds(KindChoices c, Demand d) : choices(std::move(c)), demand(std::move(d)) {}
  KindChoices choices;
  Demand demand;
};

/// What stands in the way of this cluster on this machine; in the order in which one would set things right. Programs
/// are asked for their version, ports are tried and let go. Errors: Cancelled.
Task<std::vector<CheckFinding>> checkThisMachine(LocalNeeds needs);

/// The next port after `port` of 127.0.0.1 that nobody listens on and that is not in `taken`; 0: none.
std::uint16_t freePortAfter(std::uint16_t port, const std::vector<std::uint16_t>& taken);

}  // namespace cleardeck::installation
