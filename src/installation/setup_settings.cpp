#include "installation/setup_settings.h"

#include "installation/external_url.h"
#include "installation/fixed_users.h"
#include "installation/sizing.h"

namespace cleardeck::installation {
namespace {

using Settings = std::vector<Setting>;

void addAddress(const ProductionChoices& choices, Settings& settings) {
  if (hasHosts(choices))
    settings.emplace_back("ingress.domain", choices.domain,
                          "Three hosts answer: app., files. and api. before this domain", "--domain");
  if (choices.exposure == Exposure::Ingress) {
    if (!choices.ingressClass.empty())
      settings.emplace_back("ingress.className", choices.ingressClass, "The controller that serves the rules",
                            "--ingress-class");
  } else if (choices.exposure == Exposure::Gateway) {
    yaml::Value parent = {{"name", choices.gateway}};
    if (!choices.gatewayNamespace.empty()) parent["namespace"] = choices.gatewayNamespace;
    settings.emplace_back("gateway.enabled", true, "HTTPRoutes of the Gateway API instead of ingress rules",
                          "--gateway");
    settings.emplace_back("gateway.parentRefs", yaml::Value::array({parent}), "The Gateway they attach to",
                          "--gateway");
  } else {
    const bool ports = choices.exposure == Exposure::NodePort;
    for (const char* part : {"apiserver", "fileserver", "webserver"})
      settings.emplace_back(std::string(part) + ".service.type", ports ? "NodePort" : "ClusterIP",
                            ports ? "Reached through a port of every node" : "Reached by a port-forward only",
                            ports ? "--node-port" : "--port-forward-only");
  }
}

void addTls(const ProductionChoices& choices, Settings& settings) {
  if (!hasHosts(choices)) return;
  if (choices.tls == Tls::Secret)
    settings.emplace_back("ingress.tlsSecretName", choices.tlsSecret, "A certificate for all three hosts",
                          "--tls-secret");
  else if (choices.tls == Tls::ClusterIssuer)
    settings.emplace_back("ingress.certManager.clusterIssuer", choices.clusterIssuer,
                          "cert-manager makes a certificate for each host", "--cluster-issuer");
  else if (choices.tls == Tls::Elsewhere)
    settings.emplace_back("ingress.tls", true, "The public URLs are https; the certificate is elsewhere",
                          "--tls-elsewhere");
}

struct Disk {
  Part part;
  const char* classPath;
  const char* sizePath;
};
constexpr Disk disks[] = {
    {Part::Fileserver, "fileserver.storage.data.class", "fileserver.storage.data.size"},
    {Part::Mongodb, "mongodb.persistence.storageClass", "mongodb.persistence.size"},
    {Part::Elasticsearch, "elasticsearch.persistence.storageClass", "elasticsearch.persistence.size"},
    {Part::Redis, "redis.persistence.storageClass", "redis.persistence.size"},
};

bool isExternal(const ProductionChoices& choices, Part part) {
  const auto& external = choices.external;
  return (part == Part::Mongodb && external.mongodb) || (part == Part::Redis && !external.redis.empty()) ||
         (part == Part::Elasticsearch && !external.elasticsearch.empty());
}

std::string diskOf(const Sizing& sizing, Part part) {
  if (part == Part::Fileserver) return sizing.filesDisk;
  if (part == Part::Mongodb) return sizing.mongodbDisk;
  return part == Part::Elasticsearch ? sizing.elasticsearchDisk : std::string();
}

void addStorage(const ProductionChoices& choices, Settings& settings) {
  for (const auto& disk : disks) {
    if (isExternal(choices, disk.part)) continue;
    auto own = choices.storageClasses.find(disk.part);
    const auto& chosen = own == choices.storageClasses.end() ? choices.storageClass : own->second;
    if (!chosen.empty()) settings.emplace_back(disk.classPath, chosen, "Cannot be changed later", "--storage-class");
    const auto wanted = choices.storageSizes.find(disk.part);
    const bool isOwn = wanted != choices.storageSizes.end();
    const auto size = isOwn               ? wanted->second
                      : choices.users > 0 ? diskOf(sizingFor(choices.users), disk.part)
                                          : std::string();
    if (!size.empty())
      settings.emplace_back(disk.sizePath, size, "Can grow later only if the storage class allows it",
                            isOwn ? "--storage-size" : "--users");
  }
}

void addSize(const ProductionChoices& choices, Settings& settings) {
  if (choices.users <= 0) return;
  const auto& size = sizingFor(choices.users);
  auto add = [&settings](const char* path, yaml::Value value, const char* comment = "") {
    settings.emplace_back(path, std::move(value), comment, "--users");
  };
  add("apiserver.replicaCount", size.apiReplicas);
  add("apiserver.processes.count", size.apiWorkers, "Workers of each API server");
  add("apiserver.resources.requests.memory", size.apiRequest);
  add("apiserver.resources.limits.memory", size.apiMemory);
  if (!isExternal(choices, Part::Mongodb)) {
    add("mongodb.cacheSizeGB", size.mongodbCacheGb, "Under half of the memory limit");
    add("mongodb.resources.requests.memory", size.mongodbMemory);
    add("mongodb.resources.limits.memory", size.mongodbLimit);
  }
  if (isExternal(choices, Part::Elasticsearch)) return;
  const auto& heap = size.elasticsearchHeap;
  add("elasticsearch.esJavaOpts", "-Xms" + heap + " -Xmx" + heap, "Half of the memory; the rest caches files");
  add("elasticsearch.resources.requests.memory", size.elasticsearchMemory);
  add("elasticsearch.resources.limits.memory", size.elasticsearchMemory);
}

void addPolicies(const ProductionChoices& choices, Settings& settings) {
  if (!choices.fixedUsers.empty()) {
    settings.emplace_back("fixedUsers.enabled", true, "Only the users in the Secret below can log in", "--fixed-user");
    settings.emplace_back("fixedUsers.existingSecret", fixedUsersSecretName(choices.release), "", "--fixed-user");
  }
  if (choices.watchdog)
    settings.emplace_back("watchdog.enabled", *choices.watchdog, "Stops experiments that report nothing any more",
                          "--watchdog");
  if (choices.watchdogThresholdSeconds > 0)
    settings.emplace_back("watchdog.thresholdSec", choices.watchdogThresholdSeconds,
                          "Seconds without a report after which an experiment is stopped", "--watchdog");
}

void addExternal(const ProductionChoices& choices, Settings& settings) {
  const auto& external = choices.external;
  if (!external.secret.empty())
    settings.emplace_back("externalServices.existingSecret", external.secret,
                          "Connection strings and passwords of the databases that run elsewhere", "--external-secret");
  if (external.mongodb) settings.emplace_back("mongodb.enabled", false, "", "--external-mongodb");
  if (!external.elasticsearch.empty()) {
    settings.emplace_back("elasticsearch.enabled", false, "", "--external-elasticsearch");
    settings.emplace_back("externalServices.elasticsearchConnectionString",
                          elasticsearchHosts(external.elasticsearch)->dump(), "", "--external-elasticsearch");
    if (!external.elasticsearchUser.empty())
      settings.emplace_back("externalServices.elasticsearchUsername", external.elasticsearchUser, "",
                            "--external-elasticsearch-user");
  }
  if (external.redis.empty()) return;
  const auto redis = *externalUrl("--external-redis", external.redis, "redis", 6379);
  settings.emplace_back("redis.enabled", false, "", "--external-redis");
  settings.emplace_back("externalServices.redisHost", redis.host, "", "--external-redis");
  settings.emplace_back("externalServices.redisPort", redis.port, "", "--external-redis");
  settings.emplace_back("externalServices.redisAuth", external.redisPassword, "", "--external-redis-password");
  if (redis.tls) settings.emplace_back("externalServices.redisTls", true, "", "--external-redis");
}

}  // namespace

std::vector<Setting> settingsOf(const ProductionChoices& choices) {
  Settings settings;
  addAddress(choices, settings);
  addTls(choices, settings);
  addPolicies(choices, settings);
  addSize(choices, settings);
  addStorage(choices, settings);
  addExternal(choices, settings);
  return settings;
}

}  // namespace cleardeck::installation
