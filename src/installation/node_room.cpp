#include "installation/node_room.h"

#include "helm/json.h"
#include "installation/sizing.h"
#include "kube/calls.h"
#include "kube/json_fields.h"
#include "kube/kinds.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <map>

namespace cleardeck::installation {
namespace {

using yaml::Value;

void addRequests(const Value& container, PodSize& pod) {
  const Value& requests = helm::at(helm::at(container, "resources"), "requests");
  const auto cpu = milliCoresOf(helm::textAt(requests, "cpu"));
  const auto memory = bytesOf(helm::textAt(requests, "memory"));
  pod.milliCores += cpu ? *cpu : 0;
  pod.bytes += memory ? *memory : 0;
}

PodSize sizeOf(const Value& workload) {
  PodSize pod;
  pod.name = helm::textAt(helm::at(workload, "metadata"), "name");
  const Value& spec = helm::at(helm::at(helm::at(workload, "spec"), "template"), "spec");
  const Value& containers = helm::at(spec, "containers");
  if (containers.is_array())
    for (const Value& container : containers) addRequests(container, pod);
  return pod;
}

std::int64_t addedReplicas(const helm::ObjectChange& object, const Value& workload) {
  const Value& replicas = helm::at(helm::at(workload, "spec"), "replicas");
  const std::int64_t wanted = replicas.is_number_integer() ? replicas.get<std::int64_t>() : 1;
  if (object.kind == helm::ChangeKind::Added) return wanted;
  for (const auto& field : object.fields)
    if (field.path == "spec.replicas") {
      const auto before = yaml::fromJson(field.before);
      const bool number = before && before->is_number_integer();
      return std::max<std::int64_t>(0, wanted - (number ? before->get<std::int64_t>() : 1));
    }
  return 0;
}

// A StatefulSet replaces in place; a Deployment that is not told otherwise starts the new pod first.
bool surges(const helm::ObjectChange& object, const Value& workload) {
  const bool recreate = helm::textAt(helm::at(helm::at(workload, "spec"), "strategy"), "type") == "Recreate";
  return object.objectKind == "Deployment" && object.restartsPods && !recreate;
}

using Used = std::map<std::string, PodSize>;  // by node

// Only the requests of running pods: a row of kube::Pod has none, and few ever ask.
void countPod(simdjson::ondemand::object item, Used& used) {
  PodSize pod;
  std::string node, phase;
  kube::Object row;
  kube::json::object(item, row, [&](std::string_view key, simdjson::ondemand::value value) {
    if (key == "status")
      kube::json::fields(value, [&](std::string_view name, simdjson::ondemand::value part) {
        if (name == "phase") phase = kube::json::text(part);
      });
    if (key != "spec") return;
    kube::json::fields(value, [&](std::string_view name, simdjson::ondemand::value part) {
      if (name == "nodeName") node = kube::json::text(part);
      if (name != "containers") return;
      kube::json::elements(part, [&](simdjson::ondemand::value container) {
        std::string_view raw;
        if (simdjson::to_json_string(container).get(raw)) return;
        if (const auto parsed = yaml::fromJson(raw)) addRequests(*parsed, pod);
      });
    });
  });
  if (node.empty() || phase == "Succeeded" || phase == "Failed") return;
  used[node].milliCores += pod.milliCores;
  used[node].bytes += pod.bytes;
}

Task<Used> usedByPods(kube::Session session) {
  auto used = std::make_shared<Used>();
  kube::ItemSplitter::OnItem count = [used](simdjson::ondemand::object item) { countPod(item, *used); };
  const kube::Scope everywhere;
  auto listed = co_await kube::listObjects(session, kube::Pod::path, everywhere, count);
  if (!listed) co_return listed.error();
  co_return std::move(*used);
}

bool nodeTakesPods(const kube::Node& node) {
  const auto repels = [](const std::string& taint) {
    return taint.ends_with(":NoSchedule") || taint.ends_with(":NoExecute");
  };
  return node.ready && !node.unschedulable && std::none_of(node.taints.begin(), node.taints.end(), repels);
}

std::string roomText(const NodeRoom& node) {
  return fmt::format("{} has {:.1f} CPU and {} free", node.name, double(node.milliCores) / 1000, bytesText(node.bytes));
}

}  // namespace

std::vector<PodSize> newPods(const helm::ManifestDiff& diff) {
  std::vector<PodSize> pods;
  const auto documents = yaml::parseAll(diff.manifest);
  if (!documents) return pods;  // the diff could not have been made of it
  for (const auto& object : diff.objects) {
    const bool workload = object.objectKind == "Deployment" || object.objectKind == "StatefulSet";
    if (!workload || object.kind == helm::ChangeKind::Removed) continue;
    for (const Value& document : *documents) {
      if (helm::textAt(document, "kind") != object.objectKind) continue;
      if (helm::textAt(helm::at(document, "metadata"), "name") != object.name) continue;
      const std::int64_t count = addedReplicas(object, document) + (surges(object, document) ? 1 : 0);
      for (std::int64_t i = 0; i < std::min<std::int64_t>(count, 100); ++i) pods.push_back(sizeOf(document));
    }
  }
  return pods;
}

RoomVerdict roomFor(const std::vector<PodSize>& pods, std::vector<NodeRoom> nodes) {
  std::vector<PodSize> order = pods;
  std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.bytes > b.bytes; });
  const auto roomiest =
      std::max_element(nodes.begin(), nodes.end(), [](auto& a, auto& b) { return a.bytes < b.bytes; });
  if (roomiest == nodes.end()) return {false, "No node takes pods now"};
  const std::string most = roomText(*roomiest);
  for (const PodSize& pod : order) {
    const auto place = std::find_if(nodes.begin(), nodes.end(), [&](const NodeRoom& node) {
      return node.milliCores >= pod.milliCores && node.bytes >= pod.bytes;
    });
    if (place == nodes.end())
      return {false, fmt::format("A pod of {} asks for {:.1f} CPU and {}; {}, more than any other", pod.name,
                                 double(pod.milliCores) / 1000, bytesText(pod.bytes), most)};
    place->milliCores -= pod.milliCores;
    place->bytes -= pod.bytes;
  }
  return {true, most};
}

Task<std::vector<NodeRoom>> nodeRoom(kube::Session session) {
  const kube::Scope everywhere;
  auto nodes = co_await kube::list<kube::Node>(session, everywhere);
  if (!nodes) co_return nodes.error();
  auto used = co_await usedByPods(session);
  if (!used) co_return used.error();
  std::vector<NodeRoom> rooms;
  for (const auto& node : *nodes) {
    if (!nodeTakesPods(node)) continue;
    const auto cpu = milliCoresOf(node.cpu), memory = bytesOf(node.memory);
    const PodSize& taken = (*used)[node.name];
    rooms.push_back({node.name, (cpu ? *cpu : 0) - taken.milliCores, (memory ? *memory : 0) - taken.bytes});
  }
  co_return rooms;
}

}  // namespace cleardeck::installation
