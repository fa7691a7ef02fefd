/// What somebody changed by hand: the deployed manifest against the objects in the cluster, field by field, and what an
/// apply does about it.
#pragma once
#include "installation/live_objects.h"

#include <vector>

namespace cleardeck::installation {

enum class DriftFate {
  Overwritten,  ///< the apply puts its own value there again
  Kept,         ///< the apply does not touch it
  Refused,      ///< server-side apply: helm stops at the conflict
};

struct DriftField {
  std::string object;                ///< "Deployment clearml-apiserver"
  std::string path;                  ///< "spec.replicas"; "" for the whole object
  std::string deployed, live, next;  ///< one line of JSON each, "" for nothing; secrets are masked
  DriftFate fate = DriftFate::Overwritten;
  std::string manager;     ///< who wrote it last, as the server noted: "kubectl-edit"; may be empty
  std::int64_t since = 0;  ///< when, seconds since 1970; 0: not noted
};

struct ManifestDrift {
  std::vector<DriftField> fields;
  std::vector<std::string> unread;  ///< objects that may not be read
  std::size_t read = 0;
};

/// `deployed` is the release's manifest, `next` the one that would be applied. What the cluster itself fills in is no
/// drift; nor is a value that only stands in another notation (1000m and 1), or that the apply would write anyway.
/// Errors: Invalid, a manifest does not parse. CPU: milliseconds; call it on a worker.
Result<ManifestDrift> manifestDrift(const std::string& deployed, const std::string& next,
                                    const std::vector<LiveObject>& live, const std::string& ns, bool serverSide);

}  // namespace cleardeck::installation
