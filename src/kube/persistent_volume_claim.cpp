#include "kube/persistent_volume_claim.h"

#include "kube/json_fields.h"

namespace cleardeck::kube {
namespace {

namespace od = simdjson::ondemand;
using namespace json;

std::string storageOf(od::value quantities) {
  std::string storage;
  fields(quantities, [&storage](std::string_view key, od::value part) {
    if (key == "storage") storage = text(part);
  });
  return storage;
}

void parseSpec(od::value value, PersistentVolumeClaim& row) {
  fields(value, [&row](std::string_view key, od::value part) {
    if (key == "storageClassName")
      row.storageClass = text(part);
    else if (key == "volumeName")
      row.volume = text(part);
    else if (key == "accessModes")
      row.accessModes = texts(part);
    else if (key == "resources")
      fields(part, [&row](std::string_view name, od::value item) {
        if (name == "requests") row.requested = storageOf(item);
      });
  });
}

void parseStatus(od::value value, PersistentVolumeClaim& row) {
  fields(value, [&row](std::string_view key, od::value part) {
    if (key == "phase")
      row.phase = text(part);
    else if (key == "capacity")
      row.capacity = storageOf(part);
    else if (key == "conditions")
      row.conditions = conditions(part);
  });
}

}  // namespace

bool parse(od::object source, PersistentVolumeClaim& row) {
  bool isObject = json::object(source, row, [&row](std::string_view key, od::value value) {
    if (key == "spec")
      parseSpec(value, row);
    else if (key == "status")
      parseStatus(value, row);
  });
  row.tone = Tone::Busy;  // Pending: also when it waits for its first pod on purpose
  if (row.phase == "Bound") row.tone = Tone::Ok;
  if (row.phase == "Lost") row.tone = Tone::Bad;
  if (row.terminating) row.tone = Tone::Busy;
  return isObject;
}

}  // namespace cleardeck::kube
