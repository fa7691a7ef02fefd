/// Reading JSON objects of the API into rows: one pass in document order, and what is not asked for is skipped, never
/// copied. A field of another type than expected reads as absent. Views are valid as long as the document.
#pragma once
#include "kube/resource.h"

#include <functional>

namespace cleardeck::kube::json {

namespace od = simdjson::ondemand;

std::string_view text(od::value value);
std::string cappedText(od::value value);  ///< messages: at most 512 bytes
std::int64_t number(od::value value);
bool truth(od::value value);
/// RFC 3339 as seconds since 1970; 0 when it is none.
std::int64_t seconds(od::value value);
/// A string, or a number as text (targetPort).
std::string intOrString(od::value value);

/// The fields of an object: visit(key, value).
template <class Visit>
void fields(od::value value, Visit visit) {
  od::object object;
  if (value.get_object().get(object)) return;
  for (auto field : object) {
    std::string_view key;
    od::value part;
    if (field.unescaped_key().get(key) || field.value().get(part)) return;
    visit(key, part);
  }
}

/// The elements of an array: visit(value).
template <class Visit>
void elements(od::value value, Visit visit) {
  od::array array;
  if (value.get_array().get(array)) return;
  for (auto element : array) {
    od::value part;
    if (element.get(part)) return;
    visit(part);
  }
}

/// metadata into the part that all rows share; `annotation` sees the annotations that are not for all rows.
using Annotation = std::function<void(std::string_view key, od::value value)>;
void metadata(od::value value, Object& row, const Annotation& annotation = nullptr);
Labels labels(od::value value);
Condition condition(od::value value);
std::vector<Condition> conditions(od::value value);
std::vector<std::string> texts(od::value value);
/// status.loadBalancer.ingress[] of Services and Ingresses: IPs, else host names.
std::vector<std::string> loadBalancerAddresses(od::value status);

/// metadata into `row`; every other top-level field goes to visit(key, value). False: this is not an object of the API.
template <class Visit>
bool object(od::object source, Object& row, Visit visit, const Annotation& annotation = nullptr) {
  for (auto field : source) {
    std::string_view key;
    od::value value;
    if (field.unescaped_key().get(key) || field.value().get(value)) return false;
    if (key == "metadata")
      metadata(value, row, annotation);
    else
      visit(key, value);
  }
  return !row.uid.empty();
}

}  // namespace cleardeck::kube::json
