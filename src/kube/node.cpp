#include "kube/node.h"

#include "kube/json_fields.h"

namespace cleardeck::kube {
namespace {

namespace od = simdjson::ondemand;
using namespace json;

void parseSpec(od::value value, Node& row) {
  fields(value, [&row](std::string_view key, od::value part) {
    if (key == "unschedulable")
      row.unschedulable = truth(part);
    else if (key == "taints")
      elements(part, [&row](od::value taint) {
        std::string name, content, effect;
        fields(taint, [&](std::string_view field, od::value item) {
          if (field == "key")
            name = text(item);
          else if (field == "value")
            content = text(item);
          else if (field == "effect")
            effect = text(item);
        });
        row.taints.push_back(name + (content.empty() ? "" : "=" + content) + ":" + effect);
      });
  });
}

void parseAllocatable(od::value value, Node& row) {
  fields(value, [&row](std::string_view key, od::value part) {
    if (key == "cpu")
      row.cpu = intOrString(part);
    else if (key == "memory")
      row.memory = intOrString(part);
    else if (key == "pods")
      row.pods = intOrString(part);
    else if (key == "nvidia.com/gpu")
      row.gpus = intOrString(part);
  });
}

void parseAddress(od::value value, Node& row) {
  std::string type, address;
  fields(value, [&](std::string_view key, od::value part) {
    if (key == "type")
      type = text(part);
    else if (key == "address")
      address = text(part);
  });
  if (type == "InternalIP" && row.address.empty()) row.address = std::move(address);
}

void parseStatus(od::value value, Node& row) {
  fields(value, [&row](std::string_view key, od::value part) {
    if (key == "conditions")
      row.conditions = conditions(part);
    else if (key == "allocatable")
      parseAllocatable(part, row);
    else if (key == "addresses")
      elements(part, [&row](od::value item) { parseAddress(item, row); });
    else if (key == "nodeInfo")
      fields(part, [&row](std::string_view name, od::value item) {
        if (name == "kubeletVersion")
          row.kubeletVersion = text(item);
        else if (name == "osImage")
          row.osImage = text(item);
      });
  });
}

}  // namespace

bool parse(od::object source, Node& row) {
  bool isObject = json::object(source, row, [&row](std::string_view key, od::value value) {
    if (key == "spec")
      parseSpec(value, row);
    else if (key == "status")
      parseStatus(value, row);
  });
  auto* ready = find(row.conditions, "Ready");
  row.ready = ready && ready->status == "True";
  // Ready is good when True; the others (MemoryPressure …) when False.
  std::erase_if(row.conditions, [](const Condition& c) { return c.status == (c.type == "Ready" ? "True" : "False"); });
  row.tone = !row.ready ? Tone::Bad : row.unschedulable || !row.conditions.empty() ? Tone::Warn : Tone::Ok;
  return isObject;
}

}  // namespace cleardeck::kube
