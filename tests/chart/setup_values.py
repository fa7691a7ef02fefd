"""The values that `cleardeckctl setup` writes, given to the real chart: helm lints and renders every combination of
options, the rendered hosts and ports are what was asked for, and no password is in a file that others can read.
usage: setup_values.py CLEARDECKCTL"""
import base64
import itertools
import json
import os
import pathlib
import stat
import subprocess
import sys
import tempfile

import yaml

import helm

PASSWORD = "very-secret-pass of jane"
ADDRESS = {
    "ingress": ["--domain", "ml.example.com", "--ingress-class", "nginx"],
    "default class": ["--domain", "ml.example.com"],
    "gateway": ["--domain", "ml.example.com", "--gateway", "gateways/public"],
    "node ports": ["--node-port"],
    "forwards only": ["--port-forward-only"],
}
TLS = {"secret": ["--tls-secret", "ml-tls"], "issuer": ["--cluster-issuer", "letsencrypt"],
       "elsewhere": ["--tls-elsewhere"], "plain": ["--no-tls"]}
REST = {
    "nothing more": [],
    "100 people": ["--users", "100", "--storage-class", "fast", "--storage-class", "elasticsearch=ssd"],
    "users and watchdog": ["--fixed-user", "jane=Jane Doe", "--fixed-user", "joe", "--watchdog", "21000"],
    "databases elsewhere": [
        "--external-secret", "databases", "--external-mongodb", "--external-elasticsearch", "https://es:9200",
        "--external-elasticsearch-user", "elastic", "--external-redis", "rediss://redis:6380", "--external-redis-password"],
    "all": ["--users", "5", "--watchdog", "off", "--fixed-user", "jane", "--storage-class", "fast", "--release", "team-a",
            "--external-secret", "databases", "--external-redis", "redis://redis"],
}
REFUSED = {
    "scheme": (["--domain", "https://ml.example.com", "--no-tls"], 1, "scheme"),
    "no TLS decision": (["--domain", "ml.example.com"], 1, "--no-tls"),
    "two ways": (["--node-port", "--port-forward-only"], 2, "excludes"),
    "class and gateway": (["--domain", "a.b", "--ingress-class", "x", "--gateway", "y", "--no-tls"], 2, "excludes"),
    "unknown part": (["--node-port", "--storage-class", "web=fast"], 1, "no part"),
    "watchdog": (["--node-port", "--watchdog", "often"], 1, "--watchdog"),
    "no password": (["--node-port", "--fixed-user", "jane"], 1, "no password"),
    "password in a URL": (["--node-port", "--external-redis", "redis://:very-secret@r"], 1, "Secret"),
    "no chart": (["--node-port", "--chart", "/no/such/chart"], 1, "/no/such/chart"),
}


def combinations():
    for address, rest in itertools.product(ADDRESS, REST):
        for tls in TLS if "--domain" in ADDRESS[address] else [""]:
            if address == "gateway" and tls in ("secret", "issuer"):
                continue  # refused: the certificate is the Gateway's
            yield f"{address}, {tls or 'no TLS'}, {rest}", ADDRESS[address] + TLS.get(tls, []) + REST[rest]


class Setup:
    def __init__(self, ctl, folder):
        self.ctl, self.folder = ctl, folder

    def run(self, *arguments, text=""):
        return subprocess.run([self.ctl, *arguments], input=text, capture_output=True, text=True, timeout=120)

    def plan(self, name, kind, options, text=""):
        """The plan's folder and what was printed."""
        out = self.folder / name.replace(" ", "-").replace(",", "")
        result = self.run("-o", "json", "setup", kind, *options, "-d", str(out), text=text)
        return out, result


def wanted_hosts(options):
    return {f"{part}.ml.example.com" for part in ("app", "api", "files")} if "--domain" in options else set()


def problems_of(program, out, options):
    """Of a plan: what helm says, and whether the objects are what was asked for."""
    values, release = str(out / "values.yaml"), "team-a" if "team-a" in options else "clearml"
    lint = helm.run(program, "lint", "--strict", str(helm.CHART), "--values", values, check=False)
    if lint.returncode:
        yield lint.stdout + lint.stderr
        return
    apis = ["--api-versions", "gateway.networking.k8s.io/v1"]
    text = helm.run(program, "template", release, str(helm.CHART), "--values", values, *apis).stdout
    objects = [document for document in yaml.safe_load_all(text) if document]
    hosts = {rule["host"] for document in objects if document["kind"] == "Ingress" for rule in document["spec"]["rules"]}
    hosts |= {host for document in objects if document["kind"] == "HTTPRoute" for host in document["spec"]["hostnames"]}
    if hosts != wanted_hosts(options):
        yield f"hosts {hosts}"
    ports = {port["nodePort"] for document in objects if document["kind"] == "Service"
             for port in document["spec"]["ports"] if port.get("nodePort")}
    if ports != ({30008, 30080, 30081} if "--node-port" in options else set()):
        yield f"node ports {ports}"
    kinds = {document["metadata"]["name"] for document in objects if document["kind"] == "StatefulSet"}
    if any("mongodb" in name for name in kinds) == ("--external-mongodb" in options):
        yield f"databases {kinds}"
    if "--fixed-user" in options and f"{release}-fixed-users" not in text:
        yield "the Secret of the users is not mounted"


def secrets_in(out):
    """Passwords belong into one file, as hashes."""
    for path in out.iterdir():
        text, mode = path.read_text(), stat.S_IMODE(path.stat().st_mode)
        if "very-secret" in text:
            yield f"{path.name} has the password"
        if path.name == "fixed-users.yaml":
            config = base64.b64decode(yaml.safe_load(text)["data"]["apiserver.conf"]).decode()
            users = json.loads(config)["auth"]["fixed_users"]
            if mode != 0o600 or "very-secret" in config or not users["pass_hashed"]:
                yield f"{path.name}: mode {mode:o}, {config}"
            for user in users["users"]:
                if not base64.b64decode(user["password"]).startswith(b"$2b$"):
                    yield f"{user['username']} has no bcrypt hash"


def check_plans(checks, setup, program):
    for name, options in combinations():
        users = options.count("--fixed-user")
        out, result = setup.plan(name, "production", options, f"{PASSWORD}\n" * users)
        if result.returncode:
            checks.that(name, result.stderr)
            continue
        plan = json.loads(result.stdout)
        problems = [*problems_of(program, out, options), *secrets_in(out)]
        if {record["host"] for record in plan["dnsRecords"]} != wanted_hosts(options):
            problems.append(f"DNS records {plan['dnsRecords']}")
        if any("very-secret" in word for command in plan["commands"] for word in command["arguments"]):
            problems.append("a password in a command")
        checks.that(name, problems)


def check_refusals(checks, setup):
    for name, (options, code, word) in REFUSED.items():
        out, result = setup.plan(name, "production", options)
        said = result.stderr + result.stdout
        checks.that(f"refused: {name}", [
            "" if result.returncode == code and word in said else f"{result.returncode}: {said}",
            "files were written" if out.exists() else "", "a password is shown" if "very-secret" in said else ""])


def check_kind(checks, setup, program):
    data = setup.folder / "the data"
    out, result = setup.plan("kind", "kind", ["--data", str(data), "--web-port", "8080", "--api-port", "8008",
                                              "--files-port", "8081"])
    config = yaml.safe_load((out / "kind.yaml").read_text())["nodes"][0]
    ports = {port["containerPort"]: (port["hostPort"], port["listenAddress"]) for port in config["extraPortMappings"]}
    expected = {30008: (8008, "127.0.0.1"), 30080: (8080, "127.0.0.1"), 30081: (8081, "127.0.0.1")}
    lint = helm.run(program, "lint", "--strict", str(helm.CHART), "--values", str(out / "values.yaml"), check=False)
    script = subprocess.run(["sh", "-n", str(out / "install.sh")], capture_output=True, text=True)
    checks.that("kind: ports, mount, values, script", [
        result.stderr, "" if ports == expected else f"ports {ports}", script.stderr,
        "" if config["extraMounts"] == [{"hostPath": str(data), "containerPath": "/var/local-path-provisioner"}] else
        f"mounts {config['extraMounts']}", lint.stdout + lint.stderr if lint.returncode else ""])
    (out / "values.yaml").write_text("webserver: {replicaCount: 2}\n")
    again = setup.plan("kind", "kind", ["--data", str(data)])[1]
    kept = (out / "values.yaml").read_text()
    replaced = setup.plan("kind", "kind", ["--data", str(data), "--replace"])[1]
    checks.that("kind: a file that somebody changed is not overwritten unasked", [
        "" if again.returncode == 1 and "--replace" in again.stderr else again.stderr or "accepted",
        "" if "replicaCount: 2" in kept else kept, replaced.stderr])
    bin_folder = setup.folder / "bin"
    bin_folder.mkdir()
    (bin_folder / "helm").symlink_to(program)
    result = subprocess.run([setup.ctl, "setup", "kind", "--apply", "-d", str(setup.folder / "no-kind"), "--data", str(data)],
                            capture_output=True, text=True, env={**os.environ, "PATH": str(bin_folder),
                                                                 "CLEARDECK_HELM": program})
    checks.that("kind: what is missing is said", "" if result.returncode == 1 and "kind.sigs.k8s.io" in result.stderr
                else f"{result.returncode}: {result.stderr}")


def main():
    programs = helm.programs()
    if not programs:
        helm.skip("there is no helm")
    checks = helm.Checks()
    with tempfile.TemporaryDirectory(prefix="cleardeck-setup-") as folder:
        # No kubeconfig: a plan needs none.
        os.environ.update(KUBECONFIG=str(pathlib.Path(folder) / "none"), XDG_DATA_HOME=folder)
        setup = Setup(sys.argv[1], pathlib.Path(folder))
        program = next(iter(programs.values()))
        check_plans(checks, setup, program)
        check_refusals(checks, setup)
        check_kind(checks, setup, program)
    checks.end()


if __name__ == "__main__":
    main()
