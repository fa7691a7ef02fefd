/// ResourceQuotas as rows.
#pragma once
#include "kube/resource.h"

namespace cleardeck::kube {

struct QuotaLimit {
  std::string resource;    ///< "requests.memory", "persistentvolumeclaims" …
  std::string hard, used;  ///< quantities as written; used is "" before it was counted
  bool operator==(const QuotaLimit&) const = default;
};

struct ResourceQuota : Object {
  static constexpr ResourcePath path = {"", "v1", "resourcequotas", "ResourceQuota"};

  std::vector<QuotaLimit> limits;
  bool operator==(const ResourceQuota&) const = default;
};

bool parse(simdjson::ondemand::object source, ResourceQuota& row);

}  // namespace cleardeck::kube
