// Services → EndpointSlices and Endpoints, claims → volumes, and the end of namespaces.
#include "sandbox/controllers.h"
#include "sandbox/selector.h"

namespace cleardeck::sandbox {
namespace {

Json targetPort(const Json& port, const Json& pod) {
  const Json& wanted = at(port, {"targetPort"});
  if (wanted.is_number_integer()) return wanted;
  for (const char* list : {"containers", "initContainers"})
    for (const auto& container : at(pod, {"spec", list}))
      for (const auto& named : at(container, {"ports"}))
        if (wanted.is_string() && textAt(named, {"name"}) == wanted.get<std::string>()) return named["containerPort"];
  return at(port, {"port"});
}

Json portsOf(const Json& service, const std::vector<Object>& pods) {
  Json ports = Json::array();
  for (const auto& port : at(service, {"spec", "ports"})) {
    Json number = pods.empty() ? targetPort(port, Json::object()) : targetPort(port, *pods.front());
    ports.push_back(
        {{"name", textAt(port, {"name"})}, {"port", number}, {"protocol", port.value("protocol", std::string("TCP"))}});
  }
  return ports;
}

Json targetOf(const Json& pod) {
  return {{"kind", "Pod"},
          {"name", textAt(pod, {"metadata", "name"})},
          {"namespace", textAt(pod, {"metadata", "namespace"})},
          {"uid", textAt(pod, {"metadata", "uid"})}};
}

Json endpointOf(const Json& pod) {
  bool ready = isReady(pod), going = isDeleting(pod);
  return {{"addresses", Json::array({textAt(pod, {"status", "podIP"})})},
          {"nodeName", textAt(pod, {"spec", "nodeName"})},
          {"targetRef", targetOf(pod)},
          {"conditions", {{"ready", ready && !going}, {"serving", ready}, {"terminating", going}}}};
}

void writeSlice(Controllers& c, const Json& service, const std::vector<Object>& pods) {
  const Kind& kind = kindOf("endpointslices");
  auto name = textAt(service, {"metadata", "name"});
  auto known = c.ownedBy(service, kind);
  Json slice =
      known.empty() ? Json{{"metadata", {{"name", name + "-" + shortHash(name).substr(0, 5)}}}} : *known.front();
  if (at(service, {"metadata", "labels"}).is_object())
    for (const auto& [key, value] : at(service, {"metadata", "labels"}).items())
      slice["metadata"]["labels"][key] = value;
  slice["metadata"]["labels"]["kubernetes.io/service-name"] = name;
  slice["metadata"]["labels"]["endpointslice.kubernetes.io/managed-by"] = "endpointslice-controller.k8s.io";
  slice["addressType"] = "IPv4";
  slice["ports"] = portsOf(service, pods);
  slice["endpoints"] = Json::array();
  for (const auto& pod : pods) slice["endpoints"].push_back(endpointOf(*pod));
  if (known.empty())
    (void)c.createOwned(kind, service, std::move(slice));
  else
    c.write(kind, std::move(slice));
}

void writeEndpoints(Controllers& c, const Json& service, const std::vector<Object>& pods) {
  const Kind& kind = kindOf("endpoints");
  Key key(kind, textAt(service, {"metadata", "namespace"}), textAt(service, {"metadata", "name"}));
  Json ready = Json::array(), waiting = Json::array();
  for (const auto& pod : pods) {
    if (isDeleting(*pod)) continue;
    Json address = {{"ip", textAt(*pod, {"status", "podIP"})},
                    {"nodeName", textAt(*pod, {"spec", "nodeName"})},
                    {"targetRef", targetOf(*pod)}};
    (isReady(*pod) ? ready : waiting).push_back(std::move(address));
  }
  Json subset = {{"ports", portsOf(service, pods)}};
  if (!ready.empty()) subset["addresses"] = ready;
  if (!waiting.empty()) subset["notReadyAddresses"] = waiting;
  auto known = c.store().find(key);
  Json endpoints = known ? *known : Json{{"metadata", {{"name", key.name}}}};
  endpoints["subsets"] = subset.size() > 1 ? Json::array({subset}) : Json::array();
  if (known)
    c.write(kind, std::move(endpoints));
  else
    (void)c.createOwned(kind, service, std::move(endpoints));
}

}  // namespace

void reconcileService(Controllers& c, const Json& service) {
  if (isDeleting(service) || textAt(service, {"spec", "type"}) == "ExternalName") return;
  const Json& wanted = at(service, {"spec", "selector"});
  if (!wanted.is_object() || wanted.empty()) return;
  auto selector = Selector::ofObject(wanted);
  std::vector<Object> pods;
  for (const auto& pod : c.store().list(kindOf("pods"), textAt(service, {"metadata", "namespace"})))
    if (selector.matches(*pod) && textAt(*pod, {"status", "phase"}) == "Running") pods.push_back(pod);
  writeSlice(c, service, pods);
  writeEndpoints(c, service, pods);
}

/// The storage class `never` provisions nothing, as on the test control plane.
void reconcileClaim(Controllers& c, const Json& old) {
  auto space = textAt(old, {"metadata", "namespace"}), name = textAt(old, {"metadata", "name"});
  if (isDeleting(old) || textAt(old, {"status", "phase"}) == "Bound") return;
  auto storageClass = textAt(old, {"spec", "storageClassName"});
  Json claim = old;
  claim["status"]["phase"] = "Pending";
  if (!c.store().find(Key(kindOf("storageclasses"), "", storageClass)) || storageClass == "never") {
    if (claim != old)
      c.event(old, "Warning", "ProvisioningFailed",
              "storageclass.storage.k8s.io \"" + storageClass + "\" provisions nothing", "persistentvolume-controller");
    return c.write(kindOf("persistentvolumeclaims"), std::move(claim));
  }
  auto volumeName = "pvc-" + textAt(old, {"metadata", "uid"});
  Json capacity = {{"storage", at(old, {"spec", "resources", "requests", "storage"})}};
  Json reference = {{"kind", "PersistentVolumeClaim"},
                    {"apiVersion", "v1"},
                    {"namespace", space},
                    {"name", name},
                    {"uid", textAt(old, {"metadata", "uid"})}};
  Json volume = {{"metadata", {{"name", volumeName}, {"labels", {{"cleardeck.dev/sandbox", "true"}}}}},
                 {"spec",
                  {{"capacity", capacity},
                   {"accessModes", at(old, {"spec", "accessModes"})},
                   {"claimRef", reference},
                   {"storageClassName", storageClass},
                   {"persistentVolumeReclaimPolicy", "Delete"},
                   {"volumeMode", "Filesystem"},
                   {"hostPath", {{"path", "/var/lib/sandbox/" + volumeName}}}}},
                 {"status", {{"phase", "Bound"}}}};
  (void)c.store().create(kindOf("persistentvolumes"), std::move(volume));  // is there already: bound the second time
  claim["spec"]["volumeName"] = volumeName;
  claim["metadata"]["annotations"]["pv.kubernetes.io/bind-completed"] = "yes";
  claim["status"] = {{"phase", "Bound"}, {"accessModes", at(old, {"spec", "accessModes"})}, {"capacity", capacity}};
  c.event(old, "Normal", "ProvisioningSucceeded", "Successfully provisioned volume " + volumeName,
          "sandbox-provisioner");
  c.write(kindOf("persistentvolumeclaims"), std::move(claim));
}

void reconcileNamespace(Controllers& c, const Json& old) {
  Json space = old;
  auto name = textAt(old, {"metadata", "name"});
  space["status"]["phase"] = isDeleting(old) ? "Terminating" : "Active";
  Key account(kindOf("serviceaccounts"), name, "default");
  if (!isDeleting(old)) {
    Json made = {{"metadata", {{"name", "default"}, {"namespace", name}}}};
    if (!c.store().find(account)) (void)c.store().create(kindOf("serviceaccounts"), std::move(made));
    return c.write(kindOf("namespaces"), std::move(space));
  }
  bool empty = true;
  for (const auto& kind : kinds())
    if (kind.namespaced)
      for (const auto& object : c.store().list(kind, name)) {
        empty = false;
        if (!isDeleting(*object)) c.erase(Key::of(*object, kind));
      }
  if (empty)
    space["spec"]["finalizers"] = Json::array();
  else
    c.again(Key::of(old, kindOf("namespaces")), std::chrono::milliseconds(100));
  c.write(kindOf("namespaces"), std::move(space));
}

}  // namespace cleardeck::sandbox
