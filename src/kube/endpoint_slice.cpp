#include "kube/endpoint_slice.h"

#include "kube/json_fields.h"

namespace cleardeck::kube {
namespace {

namespace od = simdjson::ondemand;
using namespace json;

// A condition that is absent is unknown, and unknown means ready (discovery/v1 types.go).
bool trueUnlessFalse(od::value value) {
  bool result = true;
  return value.get_bool().get(result) ? true : result;
}

void parseConditions(od::value value, Endpoint& endpoint) {
  bool servingGiven = false;
  fields(value, [&](std::string_view key, od::value part) {
    if (key == "ready")
      endpoint.ready = trueUnlessFalse(part);
    else if (key == "terminating")
      endpoint.terminating = truth(part);
    else if (key == "serving") {
      endpoint.serving = trueUnlessFalse(part);
      servingGiven = true;
    }
  });
  if (!servingGiven) endpoint.serving = endpoint.ready;
}

void parseTarget(od::value value, Endpoint& endpoint) {
  std::string kind, name;
  fields(value, [&](std::string_view key, od::value part) {
    if (key == "kind")
      kind = text(part);
    else if (key == "name")
      name = text(part);
  });
  if (kind == "Pod") endpoint.pod = std::move(name);
}

Endpoint parseEndpoint(od::value value) {
  Endpoint endpoint;
  endpoint.ready = endpoint.serving = true;
  fields(value, [&endpoint](std::string_view key, od::value part) {
    if (key == "conditions")
      parseConditions(part, endpoint);
    else if (key == "targetRef")
      parseTarget(part, endpoint);
    else if (key == "nodeName")
      endpoint.node = text(part);
    else if (key == "addresses")
      elements(part, [&endpoint](od::value item) {
        if (endpoint.address.empty()) endpoint.address = text(item);
      });
  });
  return endpoint;
}

EndpointPort parsePort(od::value value) {
  EndpointPort port;
  fields(value, [&port](std::string_view key, od::value part) {
    if (key == "name")
      port.name = text(part);
    else if (key == "port")
      port.port = std::uint16_t(number(part));
    else if (key == "protocol")
      port.protocol = text(part);
  });
  return port;
}

}  // namespace

bool parse(od::object source, EndpointSlice& row) {
  bool isObject = json::object(source, row, [&row](std::string_view key, od::value value) {
    if (key == "endpoints")
      elements(value, [&row](od::value item) { row.endpoints.push_back(parseEndpoint(item)); });
    else if (key == "ports")
      elements(value, [&row](od::value item) { row.ports.push_back(parsePort(item)); });
  });
  row.service = row.labels.find("kubernetes.io/service-name");
  return isObject;
}

}  // namespace cleardeck::kube
