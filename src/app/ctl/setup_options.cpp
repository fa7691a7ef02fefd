// The options that describe a production installation: for `setup production` and `setup check`.
#include "app/ctl/setup.h"
#include "installation/fixed_users.h"

namespace cleardeck::app::ctl {
namespace {

using installation::ProductionChoices;

void addAddressOptions(CLI::App& command, ProductionOptions& options) {
  auto& choices = options.choices;
  command.add_option("--domain", choices.domain, "app., api. and files. before it are the three hosts");
  auto* ingress = command.add_option("--ingress-class", choices.ingressClass, "default: the cluster's default class");
  auto* gateway =
      command.add_option("--gateway", options.gateway, "[NAMESPACE/]NAME of a Gateway, instead of an ingress");
  auto* nodePort = command.add_flag("--node-port", options.nodePort, "ports of every node, instead of an ingress");
  auto* forward = command.add_flag("--port-forward-only", options.portForward, "reachable by port-forwards only");
  for (auto* one : {ingress, gateway, nodePort, forward})
    for (auto* other : {ingress, gateway, nodePort, forward})
      if (one != other) one->excludes(other);
  auto* secret = command.add_option("--tls-secret", choices.tlsSecret, "Secret with a certificate for the three hosts");
  auto* issuer =
      command.add_option("--cluster-issuer", choices.clusterIssuer, "of cert-manager, which makes certificates");
  auto* elsewhere = command.add_flag("--tls-elsewhere", options.tlsElsewhere,
                                     "the Gateway, the controller or a proxy has the certificate");
  auto* none = command.add_flag("--no-tls", options.noTls, "plain http");
  for (auto* one : {secret, issuer, elsewhere, none})
    for (auto* other : {secret, issuer, elsewhere, none})
      if (one != other) one->excludes(other);
}

void addDatabaseOptions(CLI::App& command, installation::ExternalDatabases& external) {
  command.add_option("--external-secret", external.secret,
                     "Secret with mongodb_backend_url and mongodb_auth_url, elasticsearch_password, redis_password");
  command.add_flag("--external-mongodb", external.mongodb, "MongoDB runs elsewhere; the Secret says where");
  command.add_option("--external-elasticsearch", external.elasticsearch, "URL https://HOST:9200; may be repeated");
  command.add_option("--external-elasticsearch-user", external.elasticsearchUser, "who logs in there");
  command.add_option("--external-redis", external.redis, "URL redis://HOST:6379, rediss:// with TLS");
  command.add_flag("--external-redis-password", external.redisPassword, "it asks for a password; the Secret has it");
}

// "PART=TEXT" of one volume.
Result<Done> takeOfPart(const std::string& option, const std::string& text,
                        std::map<installation::Part, std::string>& parts) {
  const auto equals = text.find('=');
  const auto part = installation::partNamed(text.substr(0, equals));
  if (!part)
    return Error(ErrorKind::Invalid, option + ": there is no part \"" + text.substr(0, equals) + "\"")
        .withHint("Parts with a volume are fileserver, mongodb, elasticsearch and redis");
  parts[*part] = equals == text.npos ? std::string() : text.substr(equals + 1);
  return Done();
}

// "CLASS" for every volume, "PART=CLASS" for one.
Result<Done> takeStorageClass(const std::string& text, ProductionChoices& choices) {
  if (text.find('=') != text.npos) return takeOfPart("--storage-class", text, choices.storageClasses);
  choices.storageClass = text;
  return Done();
}

Result<Done> takeWatchdog(const std::string& text, ProductionChoices& choices) {
  if (text.empty()) return Done();
  if (text == "on" || text == "off") {
    choices.watchdog = text == "on";
    return Done();
  }
  if (text.size() > 7 || text.find_first_not_of("0123456789") != text.npos || text == "0")
    return Error(ErrorKind::Invalid, "--watchdog: \"" + text + "\" is neither on, off nor a number of seconds");
  choices.watchdog = true;
  choices.watchdogThresholdSeconds = std::stoi(text);
  return Done();
}

void takeAddress(const ProductionOptions& options, ProductionChoices& choices) {
  using installation::Exposure;
  using installation::Tls;
  if (options.nodePort) choices.exposure = Exposure::NodePort;
  if (options.portForward) choices.exposure = Exposure::PortForward;
  if (!options.gateway.empty()) {
    choices.exposure = Exposure::Gateway;
    const auto slash = options.gateway.find('/');
    choices.gateway = slash == std::string::npos ? options.gateway : options.gateway.substr(slash + 1);
    if (slash != std::string::npos) choices.gatewayNamespace = options.gateway.substr(0, slash);
  }
  if (!choices.tlsSecret.empty()) choices.tls = Tls::Secret;
  if (!choices.clusterIssuer.empty()) choices.tls = Tls::ClusterIssuer;
  if (options.tlsElsewhere) choices.tls = Tls::Elsewhere;
}

}  // namespace

void addProductionOptions(CLI::App& command, ProductionOptions& options) {
  command.add_option("--release", options.choices.release, "name of the installation")->capture_default_str();
  addAddressOptions(command, options);
  command.add_option("--storage-class", options.storageClasses, "CLASS of all volumes, PART=CLASS of one; repeatable")
      ->allow_extra_args(false);
  command
      .add_option("--storage-size", options.storageSizes,
                  "PART=SIZE of one volume, such as fileserver=200Gi; repeatable")
      ->allow_extra_args(false);
  command.add_option("--users", options.choices.users, "how many people run experiments; decides the size");
  command.add_option("--fixed-user", options.fixedUsers, "USERNAME[=Full Name]; repeatable; only these can log in")
      ->allow_extra_args(false);
  command.add_option("--watchdog", options.watchdog,
                     "on, off, or seconds without a report after which work is stopped");
  addDatabaseOptions(command, options.choices.external);
}

Result<ProductionChoices> choicesOf(const ProductionOptions& options) {
  auto choices = options.choices;
  takeAddress(options, choices);
  for (const auto& text : options.storageClasses)
    if (auto taken = takeStorageClass(text, choices); !taken) return taken.error();
  for (const auto& text : options.storageSizes)
    if (auto taken = takeOfPart("--storage-size", text, choices.storageSizes); !taken) return taken.error();
  if (auto taken = takeWatchdog(options.watchdog, choices); !taken) return taken.error();
  for (const auto& text : options.fixedUsers) {
    auto user = installation::fixedUserFromText(text);
    if (!user) return user.error();
    choices.fixedUsers.push_back(std::move(*user));
  }
  return choices;
}

}  // namespace cleardeck::app::ctl
