/// The rows that the rules look at: everything of one context that may belong to an installation.
#pragma once
#include "base/live.h"
#include "installation/model.h"
#include "kube/kinds.h"

#include <map>
#include <unordered_map>

namespace cleardeck::installation {

template <class Row>
using Rows = std::unordered_map<std::string, Row>;  // by uid

/// One thread's data. `apply` takes what a watch reports.
struct Facts {
  std::string context;
  Rows<kube::ReleaseSecret> releases;
  Rows<kube::Deployment> deployments;
  Rows<kube::StatefulSet> statefulSets;
  Rows<kube::Pod> pods;
  Rows<kube::Service> services;
  Rows<kube::EndpointSlice> slices;
  Rows<kube::PersistentVolumeClaim> claims;
  Rows<kube::Ingress> ingresses;
  Rows<kube::Node> nodes;
  std::map<std::string, ReleaseSummary> summaries;  ///< by summaryKey(); read so far
  bool podsForbidden = false;                       ///< then health cannot be told

  /// A Secret's chart never changes, its description does with the status.
  static std::string summaryKey(const kube::ReleaseSecret& secret) { return secret.uid + "/" + secret.status; }

  template <class Row>
  static void apply(Rows<Row>& rows, const Changes<Row>& changes) {
    for (const Row& row : changes.upserts) rows.insert_or_assign(row.uid, row);
    for (const std::string& uid : changes.removals) rows.erase(uid);
  }
};

}  // namespace cleardeck::installation
