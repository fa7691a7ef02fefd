/// How large a server must be for how many people. Rules of thumb: Elasticsearch holds every scalar, log line and plot
/// and needs heap for it; MongoDB grows with tasks; the API server needs workers for people and for agents that report.
#pragma once
#include "yaml/value.h"

#include <cstdint>
#include <string>

namespace cleardeck::installation {

struct Sizing {
  int users = 0;  ///< up to this many
  int apiReplicas = 1, apiWorkers = 4;
  std::string apiRequest, apiMemory;  ///< memory asked for, and the limit
  std::string elasticsearchHeap;      ///< as Java takes it: "2g"
  std::string elasticsearchMemory;    ///< request and limit: twice the heap
  std::string mongodbMemory, mongodbLimit;
  double mongodbCacheGb = 0;  ///< of WiredTiger: under half of the limit
  std::string elasticsearchDisk, mongodbDisk, filesDisk;
};

/// The smallest size that is enough for so many people who run experiments. At least 1.
const Sizing& sizingFor(int users);

/// Kubernetes quantities: "512Mi", "1.5G", "250m". Errors: Invalid.
Result<std::int64_t> bytesOf(const std::string& quantity);
Result<std::int64_t> milliCoresOf(const std::string& quantity);
std::string bytesText(std::int64_t bytes);  ///< "3.5 GiB"

/// What all pods of the chart ask for together, from its effective values.
struct Demand {
  std::int64_t memoryBytes = 0, milliCores = 0;
  std::int64_t largestPodBytes = 0;  ///< a node must have this much free
  std::string largestPod;            ///< its component
};
Demand demandOf(const yaml::Value& effectiveValues);

}  // namespace cleardeck::installation
