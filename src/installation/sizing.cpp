#include "installation/sizing.h"

#include "base/result.h"

#include <spdlog/fmt/fmt.h>

#include <array>
#include <charconv>
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

constexpr std::pair<std::string_view, double> suffixes[] = {{"", 1},
                                                            {"k", 1e3},
                                                            {"M", 1e6},
                                                            {"G", 1e9},
                                                            {"T", 1e12},
                                                            {"P", 1e15},
                                                            {"Ki", 1024.},
                                                            {"Mi", 1048576.},
                                                            {"Gi", 1073741824.},
                                                            {"Ti", 1099511627776.},
                                                            {"Pi", 1125899906842624.},
                                                            {"m", 1e-3}};

Result<double> quantity(const std::string& text) {
  double number = 0;
  const char* end = text.data() + text.size();
  const auto [rest, failure] = std::from_chars(text.data(), end, number);
  const std::string_view suffix(rest, std::size_t(end - rest));
  if (failure == std::errc() && number >= 0)
    for (const auto& [name, factor] : suffixes)
      if (suffix == name) return number * factor;
  return Error(ErrorKind::Invalid, "\"" + text + "\" is no quantity").withHint("Write it as 512Mi, 2Gi or 500m");
}

std::string scalar(const yaml::Value& value, const char* path) {
  const auto* found = yaml::find(value, *yaml::parsePath(path));
  if (!found) return {};
  return found->is_string() ? found->get<std::string>() : found->is_number() ? found->dump() : std::string();
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
    const auto memory = bytesOf(scalar(*found, "resources.requests.memory"));
    const auto cpu = milliCoresOf(scalar(*found, "resources.requests.cpu"));
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
