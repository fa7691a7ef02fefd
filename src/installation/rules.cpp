// All rules in their order: discovery, topology, status of each part, health, addresses, volumes.
#include "installation/endpoints.h"
#include "installation/fleet.h"
#include "installation/health.h"
#include "installation/part_status.h"

namespace cleardeck::installation {
namespace {

std::vector<Volume> volumesOf(const Topology& topology) {
  std::vector<Volume> volumes;
  for (Part part : chain)
    for (const auto* claim : topology[part].claims) {
      Volume volume;
      volume.part = name(part);
      volume.claim = claim->name;
      volume.phase = claim->phase;
      volume.capacity = claim->capacity.empty() ? claim->requested : claim->capacity;
      volume.storageClass = claim->storageClass;
      volumes.push_back(std::move(volume));
    }
  return volumes;
}

Installation installationOf(const Found& found, const Facts& facts, std::chrono::system_clock::time_point now) {
  const Topology topology = topologyOf(found, facts);
  Installation row;
  row.uid = facts.context + "/" + found.ns + "/" + found.name;
  row.context = facts.context;
  row.ns = found.ns;
  row.name = found.name;
  row.flavour = found.flavour;
  row.release = found.release;
  row.revision = found.revision;
  row.status = found.status;
  row.changedAt = found.changedAt;
  for (Part part : chain) row.parts.push_back(statusOf(part, found, topology, facts, now));
  row.health = assess(row.parts, found.status, found.release);
  row.addresses = addressesOf(topology, facts);
  row.volumes = volumesOf(topology);
  return row;
}

}  // namespace

std::vector<Installation> installationsOf(const Facts& facts, std::chrono::system_clock::time_point now) {
  std::vector<Installation> rows;
  for (const auto& found : discover(facts).found) rows.push_back(installationOf(found, facts, now));
  return rows;
}

}  // namespace cleardeck::installation
