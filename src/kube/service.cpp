#include "kube/service.h"

#include "kube/json_fields.h"

namespace cleardeck::kube {
namespace {

namespace od = simdjson::ondemand;
using namespace json;

ServicePort parsePort(od::value value) {
  ServicePort port;
  fields(value, [&port](std::string_view key, od::value part) {
    if (key == "name")
      port.name = text(part);
    else if (key == "port")
      port.port = std::uint16_t(number(part));
    else if (key == "targetPort")
      port.targetPort = intOrString(part);
    else if (key == "nodePort")
      port.nodePort = std::uint16_t(number(part));
    else if (key == "protocol")
      port.protocol = text(part);
  });
  if (port.targetPort.empty() || port.targetPort == "0") port.targetPort = std::to_string(port.port);
  return port;
}

void parseSpec(od::value value, Service& row) {
  fields(value, [&row](std::string_view key, od::value part) {
    if (key == "type")
      row.type = text(part);
    else if (key == "clusterIP")
      row.clusterIP = text(part);
    else if (key == "externalName")
      row.externalName = text(part);
    else if (key == "selector")
      row.selector = labels(part);
    else if (key == "ports")
      elements(part, [&row](od::value item) { row.ports.push_back(parsePort(item)); });
  });
}

}  // namespace

bool parse(od::object source, Service& row) {
  return json::object(source, row, [&row](std::string_view key, od::value value) {
    if (key == "spec")
      parseSpec(value, row);
    else if (key == "status")
      row.addresses = loadBalancerAddresses(value);
  });
}

}  // namespace cleardeck::kube
