// Which choices cannot be. Each refusal names the option and says what to give instead.
#include "installation/external_url.h"
#include "installation/setup_settings.h"
#include "installation/sizing.h"

#include "base/text.h"

#include <set>

namespace cleardeck::installation {
namespace {

Error refusal(const std::string& message, const std::string& hint) {
  return Error(ErrorKind::Invalid, message).withHint(hint);
}

Result<Done> judgeVolume(const std::string& option, Part part) {
  if (part == Part::Fileserver || part == Part::Mongodb || part == Part::Elasticsearch || part == Part::Redis)
    return Done();
  return refusal(option + ": " + std::string(installation::name(part)) + " has no volume",
                 "Parts with a volume are fileserver, mongodb, elasticsearch and redis");
}

Result<Done> judgeNames(const ProductionChoices& choices) {
  if (auto good = checkReleaseName(choices.release); !good) return good;
  if (auto good = checkLabel("--namespace", choices.ns); !good) return good;
  const std::pair<const char*, const std::string*> names[] = {
      {"--ingress-class", &choices.ingressClass},         {"--gateway", &choices.gateway},
      {"--gateway-namespace", &choices.gatewayNamespace}, {"--tls-secret", &choices.tlsSecret},
      {"--cluster-issuer", &choices.clusterIssuer},       {"--storage-class", &choices.storageClass},
      {"--external-secret", &choices.external.secret}};
  for (const auto& [option, name] : names)
    if (!name->empty())
      if (auto good = checkObjectName(option, *name); !good) return good;
  for (const auto& [part, name] : choices.storageClasses) {
    if (auto good = judgeVolume("--storage-class", part); !good) return good;
    if (auto good = checkObjectName("--storage-class", name); !good) return good;
  }
  return Done();
}

Result<Done> judgeSizes(const ProductionChoices& choices) {
  for (const auto& [part, size] : choices.storageSizes) {
    if (auto good = judgeVolume("--storage-size", part); !good) return good;
    const auto bytes = bytesOf(size);
    if (bytes && *bytes >= 1'000'000) continue;
    return refusal("--storage-size: " + std::string(installation::name(part)) + " cannot be \"" + size + "\"",
                   "Write it as 200Gi; a number alone is bytes");
  }
  return Done();
}

Result<Done> judgeAddress(const ProductionChoices& choices) {
  if (!hasHosts(choices)) {
    if (!choices.domain.empty())
      return refusal("--domain has no use with node ports or port-forwards",
                     "Leave it out, or choose an ingress or a Gateway");
    if (choices.tls != Tls::None)
      return refusal("there is no TLS on node ports and port-forwards", "Leave the TLS option out");
    return Done();
  }
  if (choices.domain.empty())
    return refusal("--domain is missing", "Give the domain of the three hosts, or --node-port or --port-forward-only");
  if (auto good = checkDnsName("--domain", choices.domain); !good) return good;
  if (choices.domain.size() > 245) return refusal("--domain is too long for files. before it", "Use a shorter one");
  if (choices.exposure == Exposure::Gateway && choices.gateway.empty())
    return refusal("--gateway: the name of the Gateway is missing", "`kubectl get gateways -A` lists them");
  if (choices.exposure == Exposure::Gateway && (choices.tls == Tls::Secret || choices.tls == Tls::ClusterIssuer))
    return refusal("with a Gateway the certificate is the Gateway's own", "Give --tls-elsewhere or --no-tls");
  if (choices.tls == Tls::Secret && choices.tlsSecret.empty())
    return refusal("--tls-secret: the name of the Secret is missing", "It must be in the namespace of the release");
  if (choices.tls == Tls::ClusterIssuer && choices.clusterIssuer.empty())
    return refusal("--cluster-issuer: the name is missing", "`kubectl get clusterissuers` lists them");
  return Done();
}

Result<Done> judgePeople(const ProductionChoices& choices) {
  if (choices.users < 0 || choices.users > 100'000)
    return refusal("--users: give a number between 1 and 100000", "It is used for the size only");
  if (choices.watchdogThresholdSeconds < 0 ||
      (choices.watchdogThresholdSeconds > 0 && choices.watchdogThresholdSeconds < 60))
    return refusal("--watchdog: less than 60 seconds would stop work that is well", "The chart's own is 7200");
  std::set<std::string> names;
  for (const auto& user : choices.fixedUsers) {
    if (!names.insert(user.username).second)
      return refusal("--fixed-user: " + user.username + " is there twice", "The server refuses to start then");
    if (user.passwordHash.empty())
      return refusal("--fixed-user: " + user.username + " has no password", "Nobody could log in as this user");
  }
  return Done();
}

Result<Done> judgeExternal(const ExternalDatabases& external) {
  const bool needsSecret = external.mongodb || !external.elasticsearchUser.empty() || external.redisPassword;
  if (needsSecret && external.secret.empty())
    return refusal("--external-secret is missing: databases that ask for a login need it",
                   "A Secret with the keys mongodb_backend_url and mongodb_auth_url, elasticsearch_password, "
                   "redis_password, as far as they are needed");
  if (external.elasticsearch.empty() && !external.elasticsearchUser.empty())
    return refusal("--external-elasticsearch-user needs --external-elasticsearch", "Give the URL too");
  if (external.redis.empty() && external.redisPassword)
    return refusal("--external-redis-password needs --external-redis", "Give the URL too");
  if (auto hosts = elasticsearchHosts(external.elasticsearch); !hosts) return hosts.error();
  for (const unsigned char c : external.elasticsearchUser)
    if (c <= ' ' || c == 0x7f)
      return refusal("--external-elasticsearch-user has a blank or a control character", "Give the name alone");
  if (external.redis.empty()) return Done();
  if (auto redis = externalUrl("--external-redis", external.redis, "redis", 6379); !redis) return redis.error();
  return Done();
}

}  // namespace

Result<Done> judge(const ProductionChoices& choices) {
  for (auto rule : {judgeNames, judgeAddress, judgeSizes, judgePeople})
    if (auto good = rule(choices); !good) return good;
  return judgeExternal(choices.external);
}

}  // namespace cleardeck::installation
