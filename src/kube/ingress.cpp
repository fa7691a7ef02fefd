#include "kube/ingress.h"

#include "kube/json_fields.h"

namespace cleardeck::kube {
namespace {

namespace od = simdjson::ondemand;
using namespace json;

void parseBackend(od::value value, IngressPath& path) {
  fields(value, [&path](std::string_view key, od::value service) {
    if (key != "service") return;
    fields(service, [&path](std::string_view name, od::value part) {
      if (name == "name")
        path.service = text(part);
      else if (name == "port")
        fields(part, [&path](std::string_view, od::value item) { path.port = intOrString(item); });  // number or name
    });
  });
}

IngressPath parsePath(od::value value) {
  IngressPath path;
  fields(value, [&path](std::string_view key, od::value part) {
    if (key == "path")
      path.path = text(part);
    else if (key == "backend")
      parseBackend(part, path);
  });
  return path;
}

void parseRule(od::value value, Ingress& row) {
  std::string host;
  std::vector<IngressPath> paths;
  fields(value, [&](std::string_view key, od::value part) {
    if (key == "host")
      host = text(part);
    else if (key == "http")
      fields(part, [&paths](std::string_view name, od::value items) {
        if (name == "paths") elements(items, [&paths](od::value item) { paths.push_back(parsePath(item)); });
      });
  });
  for (auto& path : paths) {
    path.host = host;
    row.paths.push_back(std::move(path));
  }
}

void parseTls(od::value value, Ingress& row) {
  fields(value, [&row](std::string_view key, od::value part) {
    if (key == "secretName")
      row.tlsSecrets.emplace_back(text(part));
    else if (key == "hosts")
      for (auto& host : texts(part)) row.tlsHosts.push_back(std::move(host));
  });
}

void parseSpec(od::value value, Ingress& row) {
  fields(value, [&row](std::string_view key, od::value part) {
    if (key == "ingressClassName")
      row.className = text(part);
    else if (key == "rules")
      elements(part, [&row](od::value item) { parseRule(item, row); });
    else if (key == "tls")
      elements(part, [&row](od::value item) { parseTls(item, row); });
    else if (key == "defaultBackend") {
      IngressPath fallback;
      parseBackend(part, fallback);
      row.paths.push_back(std::move(fallback));
    }
  });
}

}  // namespace

bool parse(od::object source, Ingress& row) {
  return json::object(source, row, [&row](std::string_view key, od::value value) {
    if (key == "spec")
      parseSpec(value, row);
    else if (key == "status")
      row.addresses = loadBalancerAddresses(value);
  });
}

}  // namespace cleardeck::kube
