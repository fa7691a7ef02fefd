#include "installation/sizing.h"

#include "base/result.h"
#include "helm/json.h"
#include "helm/values_check.h"

#include <spdlog/fmt/fmt.h>

#include <array>
#include <cmath>
#include <utility>

namespace cleardeck::installation {
namespace {

Sizing servers(int users, int replicas, int workers, const char* apiRequest, const char* apiMemory) {
  Sizing s;
  s.users = users;
  s.apiReplicas = replicas;
  s.apiWorkers = workers;
  s.apiRequest = apiRequest;
  s.apiMemory = apiMemory;
  return s;
}

Sizing memory(Sizing s, const char* heap, const char* elastic, const char* mongo, const char* mongoLimit,
              double cache) {
  s.elasticsearchHeap = heap;
  s.elasticsearchMemory = elastic;
  s.mongodbMemory = mongo;
  s.mongodbLimit = mongoLimit;
  s.mongodbCacheGb = cache;
  return s;
}

Sizing withDisks(Sizing s, const char* elastic, const char* mongo, const char* files) {
  s.elasticsearchDisk = elastic;
  s.mongodbDisk = mongo;
  s.filesDisk = files;
  return s;
}

// The heap is half of the memory that Elasticsearch asks for; the other half is the file cache.
const std::array<Sizing, 4>& table() {
  static const std::array<Sizing, 4> sizes = {
      withDisks(memory(servers(5, 1, 2, "256Mi", "1Gi"), "1g", "2Gi", "512Mi", "2Gi", 0.5), "20Gi", "10Gi", "50Gi"),
      withDisks(memory(servers(25, 1, 4, "512Mi", "2Gi"), "2g", "4Gi", "1Gi", "4Gi", 1.5), "50Gi", "20Gi", "200Gi"),
      withDisks(memory(servers(100, 2, 8, "1Gi", "4Gi"), "4g", "8Gi", "4Gi", "8Gi", 3.5), "200Gi", "50Gi", "1Ti"),
      withDisks(memory(servers(1000, 4, 8, "2Gi", "4Gi"), "12g", "24Gi", "8Gi", "16Gi", 7.5), "1Ti", "200Gi", "4Ti")};
  return sizes;
}

Result<double> quantity(const std::string& text) {
  const auto amount = helm::parseQuantity(text);
  if (amount && *amount >= 0) return *amount;
  return Error(ErrorKind::Invalid, "\"" + text + "\" is no quantity").withHint("Write it as 512Mi, 2Gi or 500m");
}

int replicasOf(const yaml::Value& component) {
  auto found = component.find("replicaCount");
  return found != component.end() && found->is_number_integer() ? found->get<int>() : 1;
}

bool isOn(const yaml::Value& component) {
  auto found = component.find("enabled");
  return found == component.end() || !found->is_boolean() || found->get<bool>();
}

}  // namespace

const Sizing& sizingFor(int users) {
  for (const auto& sizing : table())
    if (users <= sizing.users) return sizing;
  return table().back();
}

Result<std::int64_t> bytesOf(const std::string& text) {
  auto bytes = quantity(text);
  if (!bytes) return bytes.error();
  return std::int64_t(std::ceil(*bytes));
}

Result<std::int64_t> milliCoresOf(const std::string& text) {
  auto cores = quantity(text);
  if (!cores) return cores.error();
  return std::int64_t(std::ceil(*cores * 1000));
}

std::string bytesText(std::int64_t bytes) {
  constexpr std::int64_t mebi = 1 << 20, gibi = 1 << 30;
  if (bytes < gibi) return fmt::format("{} MiB", (bytes + mebi / 2) / mebi);
  return fmt::format("{:.1f} GiB", double(bytes) / double(gibi));
}

Demand demandOf(const yaml::Value& values) {
  Demand demand;
  for (const char* name :
       {"apiserver", "apiserver.asyncdelete", "fileserver", "webserver", "mongodb", "elasticsearch", "redis"}) {
    const auto* found = yaml::find(values, *yaml::parsePath(name));
    if (!found || !found->is_object() || !isOn(*found)) continue;
    const auto memory = bytesOf(helm::textAtPath(*found, "resources.requests.memory"));
    const auto cpu = milliCoresOf(helm::textAtPath(*found, "resources.requests.cpu"));
    const int replicas = replicasOf(*found);
    if (cpu) demand.milliCores += *cpu * replicas;
    if (!memory) continue;
    demand.memoryBytes += *memory * replicas;
    if (*memory <= demand.largestPodBytes) continue;
    demand.largestPodBytes = *memory;
    demand.largestPod = name;
  }
  return demand;
}

}  // namespace cleardeck::installation
