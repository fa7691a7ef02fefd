/// Which releases are ClearML installations. A release Secret's labels do not name its chart, so workloads' labels are
/// asked first (`helm.sh/chart=clearml-<version>`), and a payload is read only when they cannot tell.
#pragma once
#include "installation/facts.h"

namespace cleardeck::installation {

struct Found {
  std::string ns, name;
  Flavour flavour = Flavour::Upstream;
  ReleaseSummary release;
  std::string secretUid;  ///< of the newest revision; "" when release Secrets are not known
  std::uint32_t revision = 0;
  std::string status;
  std::int64_t changedAt = 0;
};

struct Discovery {
  std::vector<Found> found;               ///< sorted by namespace and name
  std::vector<kube::ReleaseSecret> read;  ///< the newest Secrets whose payload should be read to know more
};

Discovery discover(const Facts& facts);

/// The release that a workload belongs to: Helm's annotation, else the usual labels; "" when none.
std::string_view releaseOf(const kube::Object& object);

}  // namespace cleardeck::installation
