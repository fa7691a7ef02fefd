#include "kube/release_secret.h"

#include "kube/json_fields.h"

#include <charconv>

namespace cleardeck::kube {
namespace {

template <class Number>
void readNumber(std::string_view digits, Number& into) {
  std::from_chars(digits.data(), digits.data() + digits.size(), into);
}

}  // namespace

bool parse(simdjson::ondemand::object source, ReleaseSecret& row) {
  bool isObject = json::object(source, row, [](std::string_view, simdjson::ondemand::value) {});
  row.release = row.labels.find("name");
  row.status = row.labels.find("status");
  readNumber(row.labels.find("version"), row.revision);
  row.modifiedAt = row.createdAt;
  readNumber(row.labels.find("createdAt"), row.modifiedAt);
  readNumber(row.labels.find("modifiedAt"), row.modifiedAt);
  return isObject && row.labels.contains("owner", "helm");
}

}  // namespace cleardeck::kube
