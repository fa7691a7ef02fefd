"""What can be said about charts/clearml without a cluster: it renders well for each profile, publishes no secret, its
pods keep to Pod Security, and every value is described. Wrong values are the matter of chart_bad_values.py."""
import base64
import json
import re
import time

import pyhocon
import yaml

import helm

PROFILES = {
    "defaults": {},
    "domain": {"ingress": {"domain": "clearml.example.com", "className": "nginx", "tlsSecretName": "clearml-tls"}},
    "one URL": {"publicUrl": "https://clearml.example.com", "webserver": {"ingress": {"enabled": True}}},
    "fixed users": {
        "fixedUsers": {"enabled": True, "users": [{"username": "jane", "password": "pass-of-jane<&>", "name": "Jane"}]},
        "apiserver": {"additionalConfigs": {"apiserver.conf": "auth { default_expiration_sec: 1 }"}}},
    "external databases": {
        "mongodb": {"enabled": False}, "elasticsearch": {"enabled": False}, "redis": {"enabled": False},
        "externalServices": {
            "mongodbConnectionStringBackend": "mongodb://u:very-secret-mongo@db/backend",
            "mongodbConnectionStringAuth": "mongodb://u:very-secret-mongo@db/auth",
            "elasticsearchConnectionString": '[{"host":"es","port":9200,"scheme":"https"}]',
            "redisHost": "redis.example.com", "redisAuth": True}},
    "backup and restore": {"backup": {"enabled": True}, "restore": {"enabled": True, "scale": True},
                           "metrics": {"enabled": True, "serviceMonitor": {"enabled": True}}},
    "backup elsewhere": {
        "backup": {"enabled": True, "elasticsearch": {"repository": "own"},
                   "s3": {"bucket": "backups", "existingSecret": "backup-login"}},
        "fixedUsers": {"enabled": True, "existingSecret": "clearml-users"}, "externalServices": {"caSecret": "ca"}},
    "no volumes": {"fileserver": {"storage": {"enabled": False}},
                   **{name: {"persistence": {"enabled": False}} for name in ("mongodb", "elasticsearch", "redis")}},
    "everything set": {
        "imageCredentials": {"enabled": True, "username": "u", "password": "very-secret-login"},
        "global": {"imageRegistry": "registry.example.com"}, "webserver": {
            "additionalConfigs": {"configuration.json": "{}"}, "nodeSelector": {"disk": "ssd"},
            "tolerations": [{"key": "a", "operator": "Exists"}], "extraEnvs": [{"name": "A", "value": "1"}],
            "additionalVolumes": [{"name": "x", "emptyDir": {}}],
            "additionalVolumeMounts": [{"name": "x", "mountPath": "/x"}]},
        "fileserver": {"replicaCount": 2, "storage": {"data": {"accessMode": "ReadWriteMany", "class": "shared"}}}},
}

PROFILES |= {path.name: yaml.safe_load(path.read_text()) for path in sorted(helm.CHART.glob("values-*.yaml"))}

# What Pod Security calls restricted, and who is only baseline, as the README says.
NOT_RESTRICTED = {"webserver"}
BASELINE_CAPABILITIES = {"CHOWN", "SETUID", "SETGID", "NET_BIND_SERVICE"}


def nulls(value, path=""):
    if value is None:
        return [f"{path} is null"]
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else []
    return [problem for key, inner in items for problem in nulls(inner, f"{path}/{key}")]


def strings(value):
    if isinstance(value, (dict, list)):
        return [text for inner in (value.values() if isinstance(value, dict) else value) for text in strings(inner)]
    return [value] if isinstance(value, str) else []


def secret_texts(objects):
    """Every decoded value of a Secret that nobody may see elsewhere."""
    found = set()
    for document in objects:
        if document["kind"] == "Secret" and document["metadata"]["name"].endswith("-credentials"):
            found |= {base64.b64decode(data).decode() for data in document["data"].values()}
    return found | {"pass-of-jane<&>", "very-secret-mongo", "very-secret-login"}


def problems_of_objects(objects):
    secrets = secret_texts(objects)
    for document in objects:
        name = f"{document['kind']} {document['metadata']['name']}"
        yield from (f"{name}: {problem}" for problem in nulls(document))
        if "app.kubernetes.io/component" not in document["metadata"].get("labels", {}):
            yield f"{name} has no component label"
        if document["kind"] != "Secret":
            for text in strings(document):
                yield from (f"{name} shows a secret" for secret in secrets if secret in text)
        if document["kind"] == "PersistentVolumeClaim" or name.endswith("-credentials"):
            if (document["metadata"].get("annotations") or {}).get("helm.sh/resource-policy") != "keep":
                yield f"{name} would be deleted by an uninstall"
        if document["kind"] == "Ingress" and not all(rule.get("host") for rule in document["spec"]["rules"]):
            yield f"{name} has an empty host"


def problems_of_pods(objects):
    for document, template in helm.pod_specs(objects) + helm.job_specs(objects):
        name = f"{document['kind']} {document['metadata']['name']}"
        selector = document["spec"].get("selector", {}).get("matchLabels", {})
        if not selector.items() <= template["metadata"]["labels"].items():
            yield f"{name}: its selector does not match its pods"
        if template["spec"].get("restartPolicy") == "Never":
            yield from unrestricted(name, template["spec"])
        for option in ("enableServiceLinks", "automountServiceAccountToken"):
            scales = template["spec"]["serviceAccountName"] == "clearml-restore"  # the only pod with a token
            if template["spec"].get(option) is not (scales and option == "automountServiceAccountToken"):
                yield f"{name}: {option} is not false"
        for container in helm.containers(template):
            where = f"{name}, container {container['name']}"
            names = [variable["name"] for variable in container.get("env", [])]
            yield from (f"{where}: {variable} twice" for variable in set(names) if names.count(variable) > 1)
            if not {"requests", "limits"} <= container.get("resources", {}).keys():
                yield f"{where}: no resources"
            if not re.search(r":v?[0-9][\w.-]+(@sha256:[0-9a-f]{64})?$", container["image"]):
                yield f"{where}: the image {container['image']} is not pinned"
            if container.get("ports") and not {"livenessProbe", "readinessProbe"} <= container.keys():
                yield f"{where}: no probes"


def unrestricted(name, spec):
    """What the Pod Security level `restricted` would refuse; jobs have no reason to be above it."""
    if not spec["securityContext"]["runAsNonRoot"] or spec["securityContext"]["seccompProfile"]["type"] != "RuntimeDefault":
        yield f"{name}: not restricted"
    for container in spec.get("initContainers", []) + spec["containers"]:
        security = container["securityContext"]
        if security["allowPrivilegeEscalation"] or security["capabilities"] != {"drop": ["ALL"]}:
            yield f"{name}, container {container['name']}: not restricted"


def problems_of_pod_security(objects):
    """Where pods are less than `restricted`, or than `baseline` when they are among the exceptions."""
    for document, template in helm.pod_specs(objects):
        component = document["metadata"]["labels"]["app.kubernetes.io/component"]
        pod = template["spec"].get("securityContext", {})
        for container in helm.containers(template):
            own = container.get("securityContext", {})
            capabilities = own.get("capabilities", {})
            facts = {"runs as non-root": {**pod, **own}.get("runAsNonRoot") is True,
                     "has a seccomp profile": {**pod, **own}.get("seccompProfile", {}).get("type") == "RuntimeDefault",
                     "escalates no privileges": own.get("allowPrivilegeEscalation") is False,
                     "drops all capabilities": capabilities.get("drop") == ["ALL"],
                     "adds no capability": not capabilities.get("add"),
                     "has a read-only root": component == "elasticsearch" or own.get("readOnlyRootFilesystem") is True}
            if component in NOT_RESTRICTED:
                for exception in ("runs as non-root", "has a read-only root"):
                    del facts[exception]
                facts["adds no capability"] = set(capabilities.get("add", [])) <= BASELINE_CAPABILITIES
            yield from (f"{component}/{container['name']}: not true that it {fact}"
                        for fact, holds in facts.items() if not holds)
        for volume in template["spec"].get("volumes", []):
            if not volume.keys() & {"secret", "configMap", "emptyDir", "persistentVolumeClaim"}:
                yield f"{component}: the volume {volume['name']} is of a kind that is not allowed"


def problems_of_volumes(objects):
    """Mounts of volumes that do not exist, and volumes that nobody mounts."""
    for document, template in helm.pod_specs(objects):
        volumes = {volume["name"] for volume in template["spec"].get("volumes", [])}
        volumes |= {claim["metadata"]["name"] for claim in document["spec"].get("volumeClaimTemplates", [])}
        mounts = {mount["name"] for container in helm.containers(template)
                  for mount in container.get("volumeMounts", [])}
        if volumes != mounts:
            yield f"{document['metadata']['name']}: volumes {sorted(volumes)}, mounts {sorted(mounts)}"
        for container in helm.containers(template):
            paths = [mount["mountPath"] for mount in container.get("volumeMounts", [])]
            yield from (f"{container['name']}: {path} twice" for path in set(paths) if paths.count(path) > 1)


def problems_of_text(text):
    """What a template writes when a value is missing."""
    for number, line in enumerate(text.splitlines(), 1):
        if "<no value>" in line or "%!" in line or re.search(r":\s+null$", line):
            yield f"line {number}: {line.strip()}"


def by_name(objects, kind):
    return {document["metadata"]["name"]: document for document in objects if document["kind"] == kind}


def environment(objects, deployment):
    container = by_name(objects, "Deployment")[deployment]["spec"]["template"]["spec"]["containers"][0]
    return {variable["name"]: variable.get("value") for variable in container["env"]}


def wrong(pairs):
    return [f"{what}: {found!r}, not {expected!r}" for what, found, expected in pairs if found != expected]


def problems_of_defaults(objects):
    services = by_name(objects, "Service")
    node_ports = {name: services[f"clearml-{name}"]["spec"]["ports"][0].get("nodePort")
                  for name in ("webserver", "apiserver", "fileserver")}
    api, files = environment(objects, "clearml-apiserver"), environment(objects, "clearml-fileserver")
    prefixes = "CLEARML__services__async_urls_delete__fileserver__url_prefixes"
    return wrong([
        ("node ports", node_ports, {"webserver": 30080, "apiserver": 30008, "fileserver": 30081}),
        ("kinds of Ingress", len(by_name(objects, "Ingress")), 0),
        ("workloads", len(helm.pod_specs(objects)), 7),
        ("the cookie of the file server", files["CLEARML__fileserver__auth__cookie_names"],
         f"[{api['CLEARML__apiserver__auth__session_auth_cookie_name']}]"),
        ("deleted prefixes", api[prefixes], environment(objects, "clearml-async-delete")[prefixes]),
    ])


def ingress_hosts(objects):
    return {name.removeprefix("clearml-"): document["spec"]["rules"][0]["host"]
            for name, document in by_name(objects, "Ingress").items()}


def problems_of_domain(objects):
    hosts = ingress_hosts(objects)
    web = environment(objects, "clearml-webserver")
    cookies = json.loads(secret_data(objects)["clearml-generated-config"]["apiserver.conf"])["auth"]["cookies"]
    types = {document["spec"].get("type", "ClusterIP") for document in by_name(objects, "Service").values()}
    return wrong([
        ("hosts", hosts, {"webserver": "app.clearml.example.com", "apiserver": "api.clearml.example.com",
                          "fileserver": "files.clearml.example.com"}),
        ("service types", types, {"ClusterIP"}),
        ("cookie domain", cookies["domain"], ".clearml.example.com"),
        ("secure cookie", cookies["secure"], True),
        ("shown URLs", json.loads(web["WEBSERVER__displayedServerUrls"]),
         {"apiServer": "https://api.clearml.example.com", "filesServer": "https://files.clearml.example.com"}),
    ])


def problems_of_one_url(objects):
    web = environment(objects, "clearml-webserver")
    return wrong([
        ("hosts", ingress_hosts(objects), {"webserver": "clearml.example.com"}),
        ("API address", json.loads(web["WEBSERVER__apiBaseUrl"]), "/api"),
        ("files address", json.loads(web["WEBSERVER__fileBaseUrl"]), "https://clearml.example.com/files"),
    ])


def problems_of_fixed_users(objects):
    secret = by_name(objects, "Secret")["clearml-generated-config"]
    text = base64.b64decode(secret["data"]["apiserver.conf"]).decode()
    user = json.loads(text)["auth"]["fixed_users"]["users"][0]
    return wrong([("password", user["password"], "pass-of-jane<&>"), ("raw text", "pass-of-jane<&>" in text, True)])


def problems_of_everything(objects):
    """Whose image does not come from `global.imageRegistry`."""
    templates = helm.pod_specs(objects) + helm.job_specs(objects)
    return [f"{document['metadata']['name']}: {container['image']}" for document, template in templates
            for container in helm.containers(template) if not container["image"].startswith("registry.example.com/")]


def credential_alphabet(objects):
    data = by_name(objects, "Secret")["clearml-credentials"]["data"]
    return [f"{key} could not be read as HOCON" for key, value in data.items()
            if not re.fullmatch("[A-Za-z][A-Za-z0-9_-]{29,}", base64.b64decode(value).decode())]


def secret_data(objects):
    """{Secret: {key: decoded value}}"""
    return {name: {key: base64.b64decode(data).decode() for key, data in document["data"].items()}
            for name, document in by_name(objects, "Secret").items()}


def unreadable_settings(objects):
    """Settings that the server's own parser (it reads CLEARML__ variables and files as HOCON) does not take."""
    secrets = secret_data(objects)
    texts = {f"{name}/{key}": text for name, data in secrets.items() for key, text in data.items()
             if key.endswith(".conf")}
    for document, template in helm.pod_specs(objects):
        for variable in template["spec"]["containers"][0].get("env", []):
            if variable["name"].startswith("CLEARML__"):
                value = variable.get("value")
                if value is None:
                    reference = variable["valueFrom"]["secretKeyRef"]
                    if reference["name"] not in secrets:
                        continue  # the user's own
                    value = secrets[reference["name"]][reference["key"]]
                path = variable["name"].removeprefix("CLEARML__").replace("__", ".").lower()
                texts[f"{document['metadata']['name']}: {variable['name']}"] = f"{path}: {value}"
    for where, text in texts.items():
        try:
            pyhocon.ConfigFactory.parse_string(text)
        except Exception as error:  # pyparsing has many kinds of them
            yield f"{where}: {error}"


# Passwords that a careless quoting would change.
PASSWORDS = ['a"b', "a\\b", "a${HOME}b", "a#b", "it's", "ü€", "<&>", "a//b", "tab\tx", "1234567", '\\"', "x\\n"]


def changed_passwords(program):
    users = [{"username": f"user{n}", "password": password, "name": "A User"} for n, password in enumerate(PASSWORDS)]
    objects = helm.render(program, {"fixedUsers": {"enabled": True, "users": users}})
    text = secret_data(objects)["clearml-generated-config"]["apiserver.conf"]
    found = [user["password"] for user in pyhocon.ConfigFactory.parse_string(text)["auth"]["fixed_users"]["users"]]
    return wrong(zip(PASSWORDS, found, PASSWORDS))


# A value → who starts anew when it changes, and nobody else.
RESTARTS = {
    "clearml.apiserverSecret": {"apiserver"},
    "clearml.fileserverSecret": {"apiserver", "fileserver"},
    "clearml.webserverSecret": {"apiserver", "webserver"},
    "clearml.testUserKey": {"apiserver"},
    "clearml.secureAuthTokenSecret": {"apiserver", "async-delete"},
    "clearml.secureHttpSessionSecret": {"apiserver"},
    "mongodb.auth.rootPassword": {"mongodb", "apiserver", "async-delete"},
    "elasticsearch.auth.password": {"elasticsearch", "apiserver", "async-delete"},
    "redis.auth.password": {"redis", "apiserver", "async-delete", "fileserver"},
    "watchdog.thresholdSec": {"apiserver", "async-delete"},
    "apiserver.additionalConfigs": {"apiserver", "async-delete"},
    "webserver.additionalConfigs": {"webserver"},
    "cors.origins": {"apiserver", "async-delete", "fileserver"},
    "clearml.cookieName": {"apiserver", "fileserver"},
    "fileserver.upload.maxSizeMb": {"fileserver"},
    "elasticsearch.esJavaOpts": {"elasticsearch"},
    "apiserver.replicaCount": set(), "webserver.service.nodePort": set(), "networkPolicy.enabled": set(),
    "apiserver.podDisruptionBudget.maxUnavailable": set(),
}
NEW = {"watchdog.thresholdSec": 9999, "apiserver.additionalConfigs": {"services.conf": "a: 1"}, "clearml.cookieName": "x",
       "webserver.additionalConfigs": {"configuration.json": "{}"}, "cors.origins": ["https://a.b"],
       "fileserver.upload.maxSizeMb": 7, "elasticsearch.esJavaOpts": "-Xms1g -Xmx1g", "apiserver.replicaCount": 2,
       "webserver.service.nodePort": 31080, "networkPolicy.enabled": True,
       "apiserver.podDisruptionBudget.maxUnavailable": 2}


def at(path, value, values):
    """values with this one set."""
    first, _, rest = path.partition(".")
    return values | {first: at(rest, value, values.get(first, {})) if rest else value}


def wrong_restarts(program):
    base = {}
    for path in RESTARTS:
        if path not in NEW:
            base = at(path, "AnOldTextOfThirtyLettersOrMore0", base)
    for key in ("apiserverKey", "fileserverKey", "webserverKey", "testUserSecret"):
        base = at(f"clearml.{key}", "AnOldTextOfThirtyLettersOrMore0", base)

    def templates(values):
        return {document["metadata"]["labels"]["app.kubernetes.io/component"]: template
                for document, template in helm.pod_specs(helm.render(program, values))}

    before = templates(base)
    for path, expected in RESTARTS.items():
        after = templates(at(path, NEW.get(path, "ANewTextOfThirtyLettersOrMore01"), base))
        restarted = {name for name in before if before[name] != after[name]}
        if restarted != expected:
            yield f"{path} restarts {sorted(restarted)}, not {sorted(expected)}"


# Who must reach whom inside the release; everything else must not, when the servers are closed as well.
DATABASE_CLIENTS = {"apiserver", "async-delete", "backup", "metrics", "restore", "upgrade-check"}
PEERS = DATABASE_CLIENTS | {"test", "webserver", "fileserver", "mongodb", "elasticsearch", "redis"}
REACH = {"mongodb": DATABASE_CLIENTS, "elasticsearch": DATABASE_CLIENTS, "redis": DATABASE_CLIENTS | {"fileserver"},
         "apiserver": PEERS, "fileserver": PEERS, "webserver": PEERS}


def selects(selector, labels):
    expressions = all(labels.get(part["key"]) in part["values"] for part in selector.get("matchExpressions", []))
    return expressions and selector.get("matchLabels", {}).items() <= labels.items()


def wrong_reach(program):
    """Plays the network policies: pods of this release, and of another one in the same namespace."""
    objects = helm.render(program, {"networkPolicy": {"enabled": True, "allowFrom": [{"ipBlock": {"cidr": "10.0.0.0/8"}}]}})
    pods = {document["metadata"]["labels"]["app.kubernetes.io/component"]: template
            for document, template in helm.pod_specs(objects)}
    policies = [document["spec"] for document in objects if document["kind"] == "NetworkPolicy"]
    for target, allowed in REACH.items():
        labels = pods[target]["metadata"]["labels"]
        ports = {port["containerPort"] for port in pods[target]["spec"]["containers"][0]["ports"]}
        own = [policy for policy in policies if selects(policy["podSelector"], labels)]
        rules = [rule for policy in own for rule in policy["ingress"]]
        if not own or {port["port"] for rule in rules for port in rule["ports"]} != ports:
            yield f"{target}: its policies are not about its port"
        for release in (labels["app.kubernetes.io/instance"], "another"):
            reach = {client for client in PEERS
                     if any(selects(peer["podSelector"], labels | {"app.kubernetes.io/instance": release,
                                                                   "app.kubernetes.io/component": client})
                            for rule in rules for peer in rule["from"] if "podSelector" in peer)}
            if reach != (allowed if release != "another" else set()):
                yield f"{target} is reached by {sorted(reach)} of {release}"


def undescribed_values():
    """Leaves of values.yaml without a `# --` comment with a type, or without a description in the schema."""
    schema = json.loads((helm.CHART / "values.schema.json").read_text())
    lines = (helm.CHART / "values.yaml").read_text().splitlines()
    leaves = 0

    def walk(node, schema, path):
        nonlocal leaves
        if schema.get("properties") and isinstance(node.value, list):
            for key, value in node.value:
                inner = schema["properties"].get(key.value)
                if inner is None:
                    yield f"{path}{key.value} is not in the schema"
                    continue
                if not inner.get("description"):
                    yield f"{path}{key.value} has no description in the schema"
                if "properties" not in inner:
                    leaves += 1
                    comment = []
                    for line in reversed(lines[:key.start_mark.line]):
                        if not line.lstrip().startswith("#"):
                            break
                        comment.append(line.strip())
                    if not any(re.match(r"# -- \((bool|int|float|string|list|object)\) ", line) for line in comment):
                        yield f"{path}{key.value} has no comment with a type"
                    if not any(line.startswith("# @section -- ") for line in comment):
                        yield f"{path}{key.value} has no section"
                yield from walk(value, inner, f"{path}{key.value}.")

    problems = list(walk(yaml.compose("\n".join(lines)), schema, ""))
    return leaves, problems


def problems_of_backup(objects):
    elastic = by_name(objects, "StatefulSet")["clearml-elasticsearch"]["spec"]["template"]["spec"]
    steps = {name: [container["name"] for container in helm.containers(template)]
             for name, template in ((document["metadata"]["name"], template) for document, template in helm.job_specs(objects))}
    role = by_name(objects, "Role")["clearml-restore"]["rules"]
    return wrong([
        ("steps of a backup", steps["clearml-backup"], ["mongodb", "elasticsearch", "files", "finish"]),
        ("steps of a restore", steps["clearml-restore"], ["verify", "stop", "mongodb", "elasticsearch", "files", "start"]),
        ("the restore waits", by_name(objects, "CronJob")["clearml-restore"]["spec"]["suspend"], True),
        ("volume at Elasticsearch", [mount["mountPath"] for mount in elastic["containers"][0]["volumeMounts"]][-1], "/backup"),
        ("the restore may", role, [{"apiGroups": ["apps"], "resources": ["deployments/scale"], "verbs": ["get", "patch"],
                                    "resourceNames": ["clearml-apiserver", "clearml-async-delete"]}]),
    ])


def undescribed_schema():
    """The leaves of the schema, also those inside lists and definitions; and those without a description."""
    schema = json.loads((helm.CHART / "values.schema.json").read_text())
    leaves, problems = 0, []

    def walk(node, path):
        nonlocal leaves
        if "$ref" in node:
            return
        inner = [(f"{path}.{key}", value) for key, value in node.get("properties", {}).items()]
        inner += [(f"{path}[]", value) for value in node.get("patternProperties", {}).values()]
        inner += [(f"{path}[]", node[keyword]) for keyword in ("items", "additionalProperties")
                  if isinstance(node.get(keyword), dict)]
        if not inner:
            leaves += 1
        if path and not node.get("description"):
            problems.append(f"{path.lstrip('.')} has no description")
        if "properties" in node and "additionalProperties" not in node and "[]" not in path:
            problems.append(f"{path.lstrip('.')} takes unknown keys")
        for name, value in inner:
            walk(value, name)

    walk(schema, "")
    for name, definition in schema.get("definitions", {}).items():
        walk(definition, f".definitions.{name}")
    return leaves, problems


def missing_rows():
    """Values with a comment of their own, and those that have no row in README.md."""
    rows = set(re.findall(r"^\| ([^ |]+) \|", (helm.CHART / "README.md").read_text(), re.MULTILINE))
    lines = (helm.CHART / "values.yaml").read_text().splitlines()
    values, problems = 0, []

    def walk(node, path):
        nonlocal values
        for key, value in node.value:
            if lines[key.start_mark.line - 1].lstrip().startswith("#"):
                values += 1
                if f"{path}{key.value}" not in rows:
                    problems.append(f"{path}{key.value} has no row")
            else:
                walk(value, f"{path}{key.value}.")

    walk(yaml.compose("\n".join(lines)), "")
    return values, problems


def check_profiles(checks, name, program):
    special = {"defaults": problems_of_defaults, "domain": problems_of_domain, "one URL": problems_of_one_url,
               "fixed users": problems_of_fixed_users, "backup and restore": problems_of_backup,
               "everything set": problems_of_everything}
    slowest = 0
    for profile, values in PROFILES.items():
        start = time.monotonic()
        text = helm.run(program, "template", "clearml", str(helm.CHART), "--values", "-",
                        text=yaml.safe_dump(values)).stdout
        slowest = max(slowest, time.monotonic() - start)
        objects = [document for document in yaml.safe_load_all(text) if document]
        problems = [*problems_of_text(text), *problems_of_objects(objects), *problems_of_pods(objects),
                    *problems_of_pod_security(objects), *problems_of_volumes(objects), *unreadable_settings(objects),
                    *special.get(profile, lambda _: [])(objects)]
        checks.that(f"{name} renders: {profile} ({len(objects)} objects)", problems)
    print(f"      {name} template: {slowest:.2f} s at most")


def main():
    programs = helm.programs()
    if not programs:
        helm.skip("no helm: tests/cluster/build makes one, or install it")
    checks = helm.Checks()
    for name, program in programs.items():
        for profile in [None, *sorted(helm.CHART.glob("values-*.yaml"))]:
            values = ["--values", str(profile)] if profile else []
            lint = helm.run(program, "lint", "--strict", str(helm.CHART), *values, check=False)
            checks.that(f"{name} lint --strict {profile.name if profile else ''}",
                        lint.stdout + lint.stderr if lint.returncode else "")
        check_profiles(checks, name, program)
        checks.that(f"{name}: generated credentials", credential_alphabet(helm.render(program)))
        checks.that(f"{name}: {len(RESTARTS)} values restart exactly their readers", wrong_restarts(program))
        checks.that(f"{name}: network policies let {len(REACH)} components be reached by whom they must be",
                    wrong_reach(program))
        checks.that(f"{name}: passwords of fixed users reach the server unchanged", changed_passwords(program))
    leaves, problems = undescribed_values()
    checks.that(f"all {leaves} values have a comment, a type, a section and a description", problems)
    leaves, problems = undescribed_schema()
    checks.that(f"schema: {leaves} leaves, without a description or open to unknown keys: {len(problems)}", problems)
    values, problems = missing_rows()
    checks.that(f"README: {values} values, missing rows: {len(problems)}", problems)
    checks.end()


if __name__ == "__main__":
    main()
