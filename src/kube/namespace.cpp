#include "kube/namespace.h"

#include "kube/json_fields.h"

namespace cleardeck::kube {

bool parse(simdjson::ondemand::object source, Namespace& row) {
  using namespace json;
  return json::object(source, row, [&row](std::string_view key, od::value value) {
    if (key != "status") return;
    fields(value, [&row](std::string_view name, od::value part) {
      if (name == "phase") row.phase = text(part);
    });
  });
}

}  // namespace cleardeck::kube
