"""Wrong values of charts/clearml: each is refused, by the schema or by a template, with its path in the message."""
import json
import re

import yaml

import helm

HASH = "JDJiJDEyJEhoLlJKQzZRUlRMbEh6bHZ0U25USk9jOXNkNXc1aHBnVGs0bUMwMjdtYlpFeVpkR3h2ZVlx"  # base64 of a bcrypt hash
HOSTS = '[{"host":"es","port":9200,"scheme":"https"}]'


def at(path, value):
    """The case of one wrong value: a.b and {"a": {"b": value}}."""
    for key in reversed(path.split(".")):
        value = {key: value}
    return path, value


def user(**fields):
    return {"fixedUsers": {"enabled": True, "users": [{"username": "jane", "name": "Jane", **fields}]}}


def hashed_user(password):
    return {"fixedUsers": {**user(password=password)["fixedUsers"], "passHashed": True}}


# what is wrong → [(path that the message must name, values)]
REFUSED = {
    "unknown key": [
        ("apiserverr", {"apiserverr": {}}), at("apiserver.replicas", 2), at("clearml.cookiename", "x"),
        at("fileserver.storage.data.storageClass", "x"), at("redis.master", {"port": 6379}), at("ingress.hosts", []),
        at("apiserver.resources.limit", {"cpu": 1}), at("networkPolicy.allow", []),
    ],
    "wrong type": [
        at("apiserver.replicaCount", "two"), at("apiserver.enabled", "yes"), at("watchdog.thresholdSec", "2h"),
        at("apiserver.extraEnvs", {"A": "b"}), at("apiserver.additionalConfigs", "auth {}"),
        at("fixedUsers.users", {"jane": "pw"}), at("ingress.tls", "true"), at("mongodb.cacheSizeGB", "1"),
        at("webserver.nodeSelector", ["ssd"]), at("webserver.podAnnotations.scrape", True),
        at("mongodb.image.tag", 7.0),
        at("apiserver.additionalVolumes", {}), at("cors.origins", "*"),
    ],
    "not one of the choices": [
        at("webserver.service.type", "ExternalName"), at("apiserver.image.pullPolicy", "Sometimes"),
        at("fileserver.storage.data.accessMode", "RWX"), at("cookies.sameSite", "lax"), at("cookies.secure", "yes"),
        at("redis.persistence.accessModes", []),
    ],
    "bad quantity": [
        at("mongodb.persistence.size", "lots"), at("fileserver.storage.data.size", "50 GB"),
        at("redis.persistence.size", "5gi"),
        at("apiserver.resources.limits.memory", "2GiB"), at("webserver.resources.requests.cpu", "100 m"),
        at("elasticsearch.diskWatermarks.low", "95%"), at("apiserver.initContainers.resources.limits.cpu", "one"),
    ],
    "out of range": [
        at("apiserver.service.port", 70000), at("apiserver.service.port", 0), at("apiserver.service.nodePort", 80),
        at("webserver.service.nodePort", 40000), at("externalServices.redisPort", -1), at("apiserver.replicaCount", -1),
        at("watchdog.thresholdSec", 5), at("sessionExpiry.defaultSec", 0), at("mongodb.cacheSizeGB", 0),
        at("apiserver.initContainers.waitSec", 0), at("webserver.podDisruptionBudget.maxUnavailable", 0),
    ],
    "two equal node ports": [
        at("webserver.service.nodePort", 30008),
        ("fileserver.service.nodePort", {"apiserver": {"service": {"nodePort": 31000}},
                                         "fileserver": {"service": {"nodePort": 31000}}}),
    ],
    "address": [
        at("ingress.domain", "https://clearml.example.com"), at("ingress.domain", "clearml.example.com/"),
        at("ingress.domain", "clearml.example.com:443"), at("ingress.domain", "Clearml.example.com"),
        at("ingress.domain", ".example.com"), at("ingress.domain", "a..b"), at("publicUrl", "clearml.example.com"),
        at("publicUrl", "https://example.com/clearml"), at("publicUrl", "ftp://example.com"),
        at("apiserver.ingress.hostName", "http://api.example.com"), at("apiserver.ingress.path", "api"),
        at("clearml.cookieDomain", "http://example.com"), at("clearml.clientConfigurationApiUrl", "api.example.com"),
        ("cors.origins.0", {"cors": {"origins": ["app.example.com"]}}), at("apiserver.ingress.enabled", True),
        ("publicUrl", {"publicUrl": "https://a.example.com", "ingress": {"domain": "example.com"}}),
        ("ingress.certManager.issuer", {"ingress": {"certManager": {"issuer": "a", "clusterIssuer": "b"}}}),
        ("gateway.parentRefs", {"gateway": {"enabled": True}, "ingress": {"domain": "example.com"}}),
        ("gateway.enabled", {"gateway": {"enabled": True, "parentRefs": [{"name": "public"}]}}),
        ("gateway.parentRefs.0", {"gateway": {"parentRefs": [{"namespace": "x"}]}}), at("cookies.sameSite", "None"),
    ],
    "fixed users": [
        ("fixedUsers.users", {"fixedUsers": {"enabled": True}}),
        ("fixedUsers.users.0", user()), ("fixedUsers.users.0.password", user(password="")),
        ("fixedUsers.users.0.password", user(password=12345678)),
        ("fixedUsers.users.0.admin", user(password="x", admin=True)),
        ("fixedUsers.users.0.password", hashed_user("plain-text")),
        ("fixedUsers.users.0.password", hashed_user(HASH[:-4])),
        ("fixedUsers.users", {"fixedUsers": {"enabled": True, "users": [
            {"username": "jane", "name": "Jane", "password": "a"},
            {"username": "jane", "name": "Other", "password": "b"}]}}),
        ("fixedUsers.existingSecret", {"fixedUsers": {**user(password="x")["fixedUsers"], "existingSecret": "users"}}),
        ("sessionExpiry.defaultSec", {"sessionExpiry": {"defaultSec": 7200, "maxSec": 3600}}),
    ],
    "external databases": [
        ("externalServices.mongodbConnectionStringBackend", {"mongodb": {"enabled": False}}),
        ("externalServices.mongodbConnectionStringAuth", {"mongodb": {"enabled": False}, "externalServices": {
            "mongodbConnectionStringBackend": "mongodb://db/backend"}}),
        at("externalServices.mongodbConnectionStringBackend", "db.example.com:27017"),
        ("externalServices.mongodbConnectionStringBackend", {"mongodb": {"enabled": False}, "externalServices": {
            "existingSecret": "databases", "mongodbConnectionStringBackend": "mongodb://db/backend"}}),
        ("externalServices.elasticsearchConnectionString", {"elasticsearch": {"enabled": False}}),
        ("externalServices.elasticsearchConnectionString", {"elasticsearch": {"enabled": False}, "externalServices": {
            "elasticsearchConnectionString": '[{"host":"es","port":9200}]'}}),
        ("externalServices.elasticsearchConnectionString", {"elasticsearch": {"enabled": False}, "externalServices": {
            "elasticsearchConnectionString": HOSTS.replace("https", "tcp")}}),
        ("externalServices.elasticsearchConnectionString", {"elasticsearch": {"enabled": False}, "externalServices": {
            "elasticsearchConnectionString": '[{"host": es}]'}}),
        at("externalServices.elasticsearchConnectionString", "https://es:9200"),
        ("externalServices.redisHost", {"redis": {"enabled": False}}),
        at("externalServices.redisHost", "redis://redis:6379"),
    ],
    "what the servers could not read": [
        at("clearml.apiserverSecret", "with+plus=and/slash-and-more"), at("clearml.secureAuthTokenSecret", "short"),
        at("redis.auth.password", "12345678901234567890"), at("clearml.defaultCompany", "acme"),
        at("apiserver.extraEnvs", [{"name": "CLEARML__a__b", "value": "p@ss"}]),
        at("fileserver.extraEnvs", [{"name": "CLEARML__a__b", "value": "a#b"}]),
        at("apiserver.extraEnvs", [{"name": "A", "value": "1"}, {"name": "A", "value": "2"}]),
        at("redis.extraEnvs", [{"name": "A", "value": "1"}, {"name": "A", "value": "2"}]),
        ("apiserver.extraEnvs.0", {"apiserver": {"extraEnvs": [{"name": "A"}]}}),
        ("apiserver.extraEnvs.0.value", {"apiserver": {"extraEnvs": [{"name": "A", "value": 1}]}}),
        ("apiserver.additionalConfigs.apiserver.yaml", {"apiserver": {"additionalConfigs": {"apiserver.yaml": "a: b"}}}),
        ("webserver.additionalConfigs.configuration.json",
         {"webserver": {"additionalConfigs": {"configuration.json": "{not json"}}}),
    ],
    "backups, restores, upgrades, metrics": [
        at("backup.keep", 0), at("backup.storage.size", "lots"), at("restore.enabled", True), at("restore.backup", "yesterday"),
        at("metrics.serviceMonitor.interval", "often"), at("upgradeCheck.waitSec", 0),
        ("backup.s3.existingSecret", {"backup": {"s3": {"bucket": "backups"}}}),
        ("backup.elasticsearch.repository", {"backup": {"enabled": True}, "elasticsearch": {"enabled": False},
                                             "externalServices": {"elasticsearchConnectionString": HOSTS}}),
    ],
    "images and names": [
        at("redis.image.digest", "sha256:abc"), at("mongodb.image.repository", "mongo:7.0"),
        at("mongodb.image.tag", "7.0@x"),
        at("global.imageRegistry", "https://registry.example.com"), at("clearml.existingSecret", "My Secret"),
        at("fullnameOverride", "Clear.ML"), at("fileserver.storage.data.existingPVC", "a/b"),
        at("ingress.tlsSecretName", "TLS"),
    ],
    "volumes": [
        at("fileserver.replicaCount", 2),
        ("fileserver.replicaCount", {"fileserver": {"replicaCount": 2, "storage": {
            "enabled": False, "data": {"accessMode": "ReadWriteMany"}}}}),
        ("apiserver.additionalVolumeMounts.0", {"apiserver": {"additionalVolumeMounts": [{"name": "x"}]}}),
    ],
}

# Values that look unusual and are right: a schema that refuses everything would pass the table above.
ACCEPTED = [
    {"apiserver": {"resources": {"limits": {"cpu": 2, "memory": 2147483648}, "requests": {"cpu": "0.5"}}}},
    {"mongodb": {"persistence": {"size": "1.5Ti"}}},
    {"apiserver": {"service": {"nodePort": 0}}, "webserver": {"service": {"nodePort": 0}}},
    {"apiserver": {"service": {"nodePort": 30081, "type": "ClusterIP"}}},
    hashed_user(HASH),
    {"fixedUsers": {"enabled": True, "existingSecret": "users"}},
    {"publicUrl": "http://clearml.local:8080", "cookies": {"sameSite": "None", "secure": "always"}},
    {"gateway": {"enabled": True, "parentRefs": [{"name": "g", "sectionName": "https"}]}, "publicUrl": "https://a.b"},
    {"global": {"imageRegistry": "registry.example.com:5000/mirror", "other": {"chart": 1}}},
    {"clearml": {"existingSecret": "own"}, "mongodb": {"enabled": False}},
    {"apiserver": {"extraEnvs": [{"name": "CLEARML__a__b", "value": '["x"]'}, {"name": "CLEARML__c", "value": '"p@ss"'},
                                 {"name": "CLEARML__d", "value": "$(OTHER)"}, {"name": "PLAIN", "value": "p@ss"},
                                 {"name": "E", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}}]}},
    {"networkPolicy": {"enabled": True, "allowFrom": [{"ipBlock": {"cidr": "10.0.0.0/8", "except": ["10.1.0.0/16"]}}]}},
    {"redis": {"image": {"repository": "valkey/valkey", "tag": "8.1.4", "digest": "sha256:" + "0" * 64}}},
    {"webserver": {"additionalConfigs": {"configuration.json": '{"a": 1}'}}},
]


def template(program, values):
    return helm.run(program, "template", "clearml", str(helm.CHART), "--values", "-", text=yaml.safe_dump(values),
                    check=False)


def named(message):
    """The paths that Helm's own messages name: at '/a/b' is a.b, and an unknown key c there is a.b.c."""
    for place, key in re.findall(r"at '([^']*)'(?:: additional properties '([^']*)')?", message):
        yield ".".join(filter(None, [*place.split("/"), key]))


def main():
    programs = helm.programs()
    if not programs:
        helm.skip("no helm: tests/cluster/build makes one, or install it")
    checks = helm.Checks()
    for name, program in programs.items():
        for kind, cases in REFUSED.items():
            problems = []
            for path, values in cases:
                result = template(program, values)
                if result.returncode == 0:
                    problems.append(f"{json.dumps(values)} was taken")
                elif path not in result.stderr and path not in named(result.stderr):
                    problems.append(f"{json.dumps(values)}: no {path} in: {result.stderr.strip()}")
            checks.that(f"{name} refuses {len(cases)}: {kind}", problems)
        problems = [f"{json.dumps(values)}: {result.stderr.strip()}" for values in ACCEPTED
                    if (result := template(program, values)).returncode]
        checks.that(f"{name} takes {len(ACCEPTED)} unusual values", problems)
    checks.end()


if __name__ == "__main__":
    main()
