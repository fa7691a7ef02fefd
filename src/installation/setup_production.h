/// A server for a team: one domain (three hosts), TLS, storage, size, users, watchdog, external databases. The values
/// file names only what differs from the chart's defaults, each with a comment that says why.
#pragma once
#include "installation/part.h"
#include "installation/setup_plan.h"
#include "yaml/value.h"

#include <map>
#include <optional>

namespace cleardeck::installation {

enum class Exposure {
  Ingress,      ///< three rules: app., api. and files. before the domain
  Gateway,      ///< Gateway API routes for the same three hosts
  NodePort,     ///< ports of every node
  PortForward,  ///< nothing is reachable but by a forward
};

/// Where the certificate of the three hosts comes from.
enum class Tls {
  None,           ///< plain http
  Secret,         ///< a Secret of the type kubernetes.io/tls
  ClusterIssuer,  ///< cert-manager makes one for each host
  Elsewhere,      ///< the Gateway, the controller or a proxy before it has the certificate
};

/// Databases that run elsewhere. Passwords and MongoDB's connection strings are in a Secret, never in a value.
struct ExternalDatabases {
  std::string secret;  ///< keys mongodb_backend_url, mongodb_auth_url, elasticsearch_password,
                       ///< redis_password: each as far as it is needed
  bool mongodb = false;
  std::vector<std::string> elasticsearch;  ///< "https://es-1.example.com:9200"; empty: the chart's own
  std::string elasticsearchUser;           ///< "" logs in as nobody
  std::string redis;                       ///< "redis://host:6379", "rediss://" with TLS; "" is the chart's own
  bool redisPassword = false;              ///< it asks for one
};

/// A user who logs in with a password. See fixed_users.h.
struct FixedUser {
  std::string username, name;
  std::string passwordHash;  ///< what hashPassword() made; never a plain password
};

struct ProductionChoices {
  std::string release = "clearml", ns = "clearml", context;
  std::string domain;  ///< "clearml.example.com"; not needed without hosts
  Exposure exposure = Exposure::Ingress;
  std::string ingressClass;               ///< "" is the cluster's default
  std::string gateway, gatewayNamespace;  ///< an existing Gateway
  Tls tls = Tls::None;
  std::string tlsSecret;                       ///< of Tls::Secret
  std::string clusterIssuer;                   ///< of Tls::ClusterIssuer
  std::string storageClass;                    ///< of every volume; "" is the cluster's default
  std::map<Part, std::string> storageClasses;  ///< of single ones: Fileserver, Mongodb, Elasticsearch, Redis
  std::map<Part, std::string> storageSizes;    ///< of single ones: "200Gi"; the others follow `users`
  int users = 0;                               ///< for the size; 0 keeps the chart's own
  std::vector<FixedUser> fixedUsers;
  std::optional<bool> watchdog;      ///< off or on
  int watchdogThresholdSeconds = 0;  ///< 0 keeps the chart's own
  ExternalDatabases external;
};

/// The files values.yaml, README.md and, with fixed users, fixed-users.yaml (0600); the commands; the DNS records.
/// Errors: Invalid, a choice that cannot be or that this chart does not know, named with its option.
Result<SetupPlan> planProduction(const ProductionChoices& choices, const PlanChart& chart);

/// The overrides of the plan alone, for checks before anything is written.
Result<yaml::Value> productionValues(const ProductionChoices& choices, const PlanChart& chart);

}  // namespace cleardeck::installation
