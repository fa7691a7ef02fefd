#include "kube/resource_quota.h"

#include "kube/json_fields.h"

#include <algorithm>

namespace cleardeck::kube {
namespace {

namespace od = simdjson::ondemand;
using namespace json;

QuotaLimit& limitOf(ResourceQuota& row, std::string_view resource) {
  auto same = [resource](const QuotaLimit& limit) { return limit.resource == resource; };
  auto found = std::find_if(row.limits.begin(), row.limits.end(), same);
  if (found != row.limits.end()) return *found;
  row.limits.push_back(QuotaLimit{std::string(resource), {}, {}});
  return row.limits.back();
}

// spec has what is asked for; status has it again when it is in force, and what is used of it.
void parsePart(od::value value, ResourceQuota& row) {
  fields(value, [&row](std::string_view key, od::value part) {
    if (key == "hard")
      fields(part, [&row](std::string_view name, od::value item) { limitOf(row, name).hard = intOrString(item); });
    else if (key == "used")
      fields(part, [&row](std::string_view name, od::value item) { limitOf(row, name).used = intOrString(item); });
  });
}

}  // namespace

bool parse(od::object source, ResourceQuota& row) {
  return json::object(source, row, [&row](std::string_view key, od::value value) {
    if (key == "spec" || key == "status") parsePart(value, row);
  });
}

}  // namespace cleardeck::kube
