/// The Secrets in which Helm keeps releases, as rows made of their labels. The payload holds everything a person gave
/// the chart, passwords too: it is not kept here, and read only when a release is opened (releasePayload in calls.h).
#pragma once
#include "kube/resource.h"

namespace cleardeck::kube {

struct ReleaseSecret : Object {
  static constexpr ResourcePath path = {"", "v1", "secrets", "Secret", true, "owner=helm", true};

  std::string release;          ///< label name
  std::string status;           ///< label status: deployed, superseded, failed, pending-upgrade …
  std::uint32_t revision = 0;   ///< label version
  std::int64_t modifiedAt = 0;  ///< label modifiedAt, else createdAt; seconds since 1970
  bool operator==(const ReleaseSecret&) const = default;
};

bool parse(simdjson::ondemand::object source, ReleaseSecret& row);

}  // namespace cleardeck::kube
