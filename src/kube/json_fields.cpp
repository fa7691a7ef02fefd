#include "kube/json_fields.h"

#include "base/time.h"

namespace cleardeck::kube::json {
namespace {

constexpr std::size_t longestMessage = 512;

void owners(od::value value, Object& row) {
  elements(value, [&row](od::value element) {
    Owner owner;
    bool controller = false;
    fields(element, [&](std::string_view key, od::value part) {
      if (key == "kind")
        owner.kind = text(part);
      else if (key == "name")
        owner.name = text(part);
      else if (key == "controller")
        controller = truth(part);
    });
    if (controller) row.owner = std::move(owner);
  });
}

}  // namespace

std::string_view text(od::value value) {
  std::string_view view;
  if (value.get_string().get(view)) return std::string_view();
  return view;
}

std::string cappedText(od::value value) {
  auto view = text(value);
  if (view.size() <= longestMessage) return std::string(view);
  std::size_t end = longestMessage;
  while (end > 0 && (static_cast<unsigned char>(view[end]) & 0xC0) == 0x80) --end;  // not inside a character
  return std::string(view.substr(0, end)) + "…";
}

std::int64_t number(od::value value) {
  std::int64_t result = 0;
  if (value.get_int64().get(result)) return 0;
  return result;
}

bool truth(od::value value) {
  bool result = false;
  if (value.get_bool().get(result)) return false;
  return result;
}

std::int64_t seconds(od::value value) {
  auto moment = time::parseRfc3339(text(value));
  return moment ? time::secondsSinceEpoch(*moment) : 0;
}

std::string intOrString(od::value value) {
  std::int64_t result = 0;
  if (!value.get_int64().get(result)) return std::to_string(result);
  return std::string(text(value));
}

Labels labels(od::value value) {
  Labels all;
  fields(value, [&all](std::string_view key, od::value part) { all.set(key, text(part)); });
  return all;
}

std::vector<std::string> texts(od::value value) {
  std::vector<std::string> all;
  elements(value, [&all](od::value element) { all.emplace_back(text(element)); });
  return all;
}

std::vector<std::string> loadBalancerAddresses(od::value status) {
  std::vector<std::string> addresses;
  auto address = [&addresses](od::value point) {
    std::string ip, host;
    fields(point, [&](std::string_view key, od::value part) {
      if (key == "ip")
        ip = text(part);
      else if (key == "hostname")
        host = text(part);
    });
    addresses.push_back(ip.empty() ? host : ip);
  };
  fields(status, [&](std::string_view key, od::value balancer) {
    if (key != "loadBalancer") return;
    fields(balancer, [&](std::string_view name, od::value points) {
      if (name == "ingress") elements(points, address);
    });
  });
  return addresses;
}

Condition condition(od::value value) {
  Condition result;
  fields(value, [&result](std::string_view key, od::value part) {
    if (key == "type")
      result.type = text(part);
    else if (key == "status")
      result.status = text(part);
    else if (key == "reason")
      result.reason = text(part);
    else if (key == "message")
      result.message = cappedText(part);
    else if (key == "lastTransitionTime")
      result.since = seconds(part);
  });
  return result;
}

std::vector<Condition> conditions(od::value value) {
  std::vector<Condition> all;
  elements(value, [&all](od::value element) { all.push_back(condition(element)); });
  return all;
}

void metadata(od::value value, Object& row, const Annotation& annotation) {
  fields(value, [&row, &annotation](std::string_view key, od::value part) {
    if (key == "name")
      row.name = text(part);
    else if (key == "namespace")
      row.ns = text(part);
    else if (key == "uid")
      row.uid = text(part);
    else if (key == "creationTimestamp")
      row.createdAt = seconds(part);
    else if (key == "generation")
      row.generation = number(part);
    else if (key == "deletionTimestamp")
      row.terminating = !text(part).empty();
    else if (key == "labels")
      row.labels = labels(part);
    else if (key == "ownerReferences")
      owners(part, row);
    else if (key == "annotations")
      fields(part, [&row, &annotation](std::string_view name, od::value item) {
        if (name == "meta.helm.sh/release-name")
          row.helmRelease = text(item);
        else if (annotation)
          annotation(name, item);
      });
  });
}

}  // namespace cleardeck::kube::json
