/// Waits until an installation is healthy; after an upgrade or a rollback.
#pragma once
#include "installation/fleet.h"

namespace cleardeck::installation {

struct HealthWait {
  HealthWait(kube::Hub h, ReadSummary r, std::string n, std::string name)
      : hub(std::move(h)), read(std::move(r)), ns(std::move(n)), release(std::move(name)) {}
  kube::Hub hub;
  ReadSummary read;
  std::string ns, release;
  std::uint32_t revision = 0;  ///< what is older is not looked at
  std::chrono::milliseconds patience{300'000};
  std::function<void(std::string)> tell;  ///< each new sentence of its health
};

/// The installation as it stood when it was healthy, or at the end of the patience: look at its health. Errors:
/// NotFound, it was not seen; Forbidden.
Task<Installation> awaitHealth(HealthWait wait);

}  // namespace cleardeck::installation
