#include "sandbox/represent.h"

#include "base/time.h"

#include <functional>

namespace cleardeck::sandbox {
namespace {

struct Column {
  std::string name;
  std::function<Json(const Json&)> cell;
  std::string type = "string";
};

std::string shown(const Json& value) {
  if (value.is_null()) return "<none>";
  return value.is_string() ? value.get<std::string>() : value.dump();
}

std::string ageOf(const std::string& since) {
  auto moment = time::parseRfc3339(since);
  if (!moment) return "<unknown>";
  auto seconds = std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now() - *moment).count();
  if (seconds < 120) return std::to_string(std::max<std::int64_t>(seconds, 0)) + "s";
  if (seconds < 7200) return std::to_string(seconds / 60) + "m";
  if (seconds < 172800) return std::to_string(seconds / 3600) + "h";
  return std::to_string(seconds / 86400) + "d";
}

std::int64_t count(const Json& object, std::initializer_list<const char*> path) {
  const Json& value = at(object, path);
  return value.is_number_integer() ? value.get<std::int64_t>() : 0;
}

std::string readyOf(const Json& pod) {
  int ready = 0;
  for (const auto& status : at(pod, {"status", "containerStatuses"})) ready += status.value("ready", false);
  return std::to_string(ready) + "/" + std::to_string(at(pod, {"spec", "containers"}).size());
}

std::string podStatus(const Json& pod) {
  if (!at(pod, {"metadata", "deletionTimestamp"}).is_null()) return "Terminating";
  for (const auto& status : at(pod, {"status", "containerStatuses"})) {
    auto reason = textAt(status, {"state", "waiting", "reason"});
    if (reason.empty()) reason = textAt(status, {"state", "terminated", "reason"});
    if (!reason.empty()) return reason;
  }
  return textAt(pod, {"status", "phase"});
}

std::string servicePorts(const Json& service) {
  std::string text;
  for (const auto& port : at(service, {"spec", "ports"})) {
    text += (text.empty() ? "" : ",") + std::to_string(count(port, {"port"}));
    if (port.contains("nodePort")) text += ":" + std::to_string(count(port, {"nodePort"}));
    text += "/" + port.value("protocol", std::string("TCP"));
  }
  return text.empty() ? "<none>" : text;
}

Column path(std::string name, std::initializer_list<const char*> keys) {
  std::vector<const char*> copy(keys);
  auto cell = [copy](const Json& object) {
    const Json* here = &object;
    for (const char* key : copy) here = &at(*here, {key});
    return Json(shown(*here));
  };
  return {std::move(name), cell};
}

Column ratio(std::string name, std::initializer_list<const char*> part, std::initializer_list<const char*> whole) {
  std::vector<const char*> a(part), b(whole);
  auto cell = [a, b](const Json& object) {
    return Json(std::to_string(count(object, {a[0], a[1]})) + "/" + std::to_string(count(object, {b[0], b[1]})));
  };
  return {std::move(name), cell};
}

std::vector<Column> columnsBetween(const Kind& kind) {
  const auto& plural = kind.plural;
  auto number = [](std::string name, const char* key) {
    return Column{std::move(name), [key](const Json& o) { return Json(count(o, {"status", key})); }, "integer"};
  };
  if (plural == "pods") {
    auto restarts = [](const Json& pod) {
      std::int64_t sum = 0;
      for (const auto& status : at(pod, {"status", "containerStatuses"})) sum += count(status, {"restartCount"});
      return Json(std::to_string(sum));
    };
    return {{"Ready", readyOf}, {"Status", podStatus}, {"Restarts", restarts}};
  }
  if (plural == "deployments")
    return {ratio("Ready", {"status", "readyReplicas"}, {"spec", "replicas"}), number("Up-to-date", "updatedReplicas"),
            number("Available", "availableReplicas")};
  if (plural == "statefulsets") return {ratio("Ready", {"status", "readyReplicas"}, {"spec", "replicas"})};
  if (plural == "replicasets")
    return {path("Desired", {"spec", "replicas"}), number("Current", "replicas"), number("Ready", "readyReplicas")};
  if (plural == "services")
    return {path("Type", {"spec", "type"}),
            path("Cluster-IP", {"spec", "clusterIP"}),
            {"External-IP", [](const Json&) { return Json("<none>"); }},
            {"Port(s)", servicePorts}};
  if (plural == "persistentvolumeclaims")
    return {path("Status", {"status", "phase"}), path("Volume", {"spec", "volumeName"}),
            path("Capacity", {"status", "capacity", "storage"}), path("StorageClass", {"spec", "storageClassName"})};
  if (plural == "events") {
    auto object = [](const Json& e) {
      return Json(textAt(e, {"involvedObject", "kind"}) + "/" + textAt(e, {"involvedObject", "name"}));
    };
    return {path("Type", {"type"}), path("Reason", {"reason"}), {"Object", object}, path("Message", {"message"})};
  }
  if (plural == "namespaces") return {path("Status", {"status", "phase"})};
  if (plural == "nodes") return {path("Version", {"status", "nodeInfo", "kubeletVersion"})};
  if (plural == "jobs") return {ratio("Completions", {"status", "succeeded"}, {"spec", "completions"})};
  if (plural == "secrets")
    return {path("Type", {"type"}), {"Data", [](const Json& o) { return Json(at(o, {"data"}).size()); }, "integer"}};
  if (plural == "configmaps") return {{"Data", [](const Json& o) { return Json(at(o, {"data"}).size()); }, "integer"}};
  return {};
}

std::vector<Column> columns(const Kind& kind) {
  auto all = columnsBetween(kind);
  all.insert(all.begin(), path("Name", {"metadata", "name"}));
  all.push_back({"Age", [](const Json& o) { return Json(ageOf(textAt(o, {"metadata", "creationTimestamp"}))); }});
  return all;
}

Json metadataOnly(const Json& object) {
  return {{"kind", "PartialObjectMetadata"}, {"apiVersion", "meta.k8s.io/v1"}, {"metadata", at(object, {"metadata"})}};
}

Json row(const std::vector<Column>& shownColumns, const Json& object, const std::string& includeObject) {
  Json cells = Json::array();
  for (const auto& column : shownColumns) cells.push_back(column.cell(object));
  Json made = {{"cells", cells}};
  if (includeObject == "Object")
    made["object"] = object;
  else if (includeObject != "None")
    made["object"] = metadataOnly(object);
  return made;
}

Json table(const Kind& kind, const std::vector<const Json*>& objects, Json metadata, const std::string& includeObject) {
  auto shownColumns = columns(kind);
  Json definitions = Json::array();
  for (const auto& column : shownColumns)
    definitions.push_back({{"name", column.name},
                           {"type", column.type},
                           {"format", column.name == "Name" ? "name" : ""},
                           {"description", ""},
                           {"priority", 0}});
  Json rows = Json::array();
  for (const Json* object : objects) rows.push_back(row(shownColumns, *object, includeObject));
  return {{"kind", "Table"},
          {"apiVersion", "meta.k8s.io/v1"},
          {"metadata", std::move(metadata)},
          {"columnDefinitions", definitions},
          {"rows", rows}};
}

}  // namespace

Form formOf(const std::string& accept) {
  auto first = accept.substr(0, accept.find(','));
  if (first.find("as=Table") != std::string::npos && first.find("v1beta1") == std::string::npos) return Form::Table;
  if (accept.find("as=PartialObjectMetadata") != std::string::npos) return Form::Metadata;
  return Form::Whole;
}

Json represent(const Kind& kind, const Json& object, Form form, const std::string& includeObject) {
  if (form == Form::Whole) return object;
  if (form == Form::Metadata) return metadataOnly(object);
  return table(kind, {&object}, {{"resourceVersion", textAt(object, {"metadata", "resourceVersion"})}}, includeObject);
}

Json representList(const Kind& kind, const std::vector<Object>& objects, Json metadata, Form form,
                   const std::string& includeObject) {
  if (form == Form::Table) {
    std::vector<const Json*> plain;
    for (const auto& object : objects) plain.push_back(object.get());
    return table(kind, plain, std::move(metadata), includeObject);
  }
  Json items = Json::array();
  for (const auto& object : objects) items.push_back(form == Form::Metadata ? metadataOnly(*object) : *object);
  if (form == Form::Metadata)
    return {{"kind", "PartialObjectMetadataList"},
            {"apiVersion", "meta.k8s.io/v1"},
            {"metadata", std::move(metadata)},
            {"items", items}};
  return {{"kind", kind.name + "List"},
          {"apiVersion", kind.apiVersion()},
          {"metadata", std::move(metadata)},
          {"items", items}};
}

}  // namespace cleardeck::sandbox
