/// One revision of a release, as Helm stores it in a Secret.
#pragma once
#include "base/time.h"
#include "helm/chart_meta.h"

#include <optional>
#include <string>
#include <string_view>

namespace cleardeck::helm {

enum class ReleaseStatus {
  Unknown,
  Deployed,
  Uninstalled,
  Superseded,
  Failed,
  Uninstalling,
  PendingInstall,
  PendingUpgrade,
  PendingRollback,
};
ReleaseStatus releaseStatus(std::string_view text);
const char* name(ReleaseStatus status);  ///< as Helm writes it: "pending-upgrade"
/// An operation is under way, or was interrupted: Helm refuses another one.
bool isPending(ReleaseStatus status);

struct Release {
  std::string name, ns;
  int revision = 0;
  ReleaseStatus status = ReleaseStatus::Unknown;
  ChartMeta chart;
  yaml::Value defaults;    ///< the chart's values; with dependencies they hold the sub-charts' defaults too
  yaml::Value userValues;  ///< what was given with -f and --set, comments lost; a map, may hold secrets
  std::string manifest;    ///< without hooks
  std::string notes, description;
  std::string schema;  ///< values.schema.json, or ""
  std::string readme;
  std::optional<time::Moment> firstDeployed, lastDeployed;
  bool serverSideApply = false;  ///< Helm 4 keeps the method of a release
};

/// `payload` is the Secret's data.release with or without the API's outer base64; gzip may be absent.
/// Errors name the Secret: Protocol (not base64, gzip or JSON, or no release in it), TooLarge (64 MB unpacked).
/// Source: helm pkg/storage/driver/util.go. CPU: milliseconds; call it on a worker.
Result<Release> decodeRelease(const std::string& secretName, std::string_view payload);

}  // namespace cleardeck::helm
