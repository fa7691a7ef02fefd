#!/usr/bin/env python3
"""A new server from the command line, on a real control plane: the checks before, a production installation with fixed
users, one behind an ingress, a local one through kind (a script in its place makes the context), and what is refused.
usage: setup.py CLEARDECKCTL, with the environment of tests/cluster/run"""
import base64
import json
import os
import pathlib
import subprocess
import sys
import tempfile

TOP = pathlib.Path(__file__).resolve().parents[2]
SECRET_WORD = "very-secret-pass"
# Stands in for kind: keeps what it was called with, and hands out the context of the test cluster.
KIND = """#!/bin/sh
if [ "$1" = get ]; then cat "{folder}/kind-clusters" 2>/dev/null; exit 0; fi
echo "$@" >> "{folder}/kind-called"
echo clearml > "{folder}/kind-clusters"
while [ "$1" != --kubeconfig ]; do shift; done
cp "{folder}/kind-kubeconfig" "$2"
echo "Creating cluster" >&2
"""
DOCKER = """#!/bin/sh
for port in 30008 30080 30081; do echo "$port/tcp -> 127.0.0.1:$port"; done
"""
OBJECTS = """
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: {name: setup-nginx}
spec: {controller: k8s.io/ingress-nginx}
---
apiVersion: v1
kind: Namespace
metadata: {name: setup-strict, labels: {pod-security.kubernetes.io/enforce: restricted}}
---
apiVersion: v1
kind: Namespace
metadata: {name: setup-small}
---
apiVersion: v1
kind: ResourceQuota
metadata: {name: team, namespace: setup-small}
spec: {hard: {requests.memory: 1Gi, persistentvolumeclaims: "2"}}
"""


def main(ctl):
    if "CLEARDECK_TEST_CLUSTER" not in os.environ:
        print("SKIP   : setup needs a control plane: ./test --cluster")
        sys.exit(77)
    with tempfile.TemporaryDirectory(prefix="cleardeck-setup-") as folder:
        tests = Setup(ctl, pathlib.Path(os.environ["CLEARDECK_TEST_CLUSTER"]), pathlib.Path(folder))
        failed = 0
        names = [name for name in dir(tests) if name.startswith("test_")]
        try:
            tests.prepare()
            for name in names:
                try:
                    getattr(tests, name)()
                    print(f"PASS   : {name[5:]}", flush=True)
                except AssertionError as error:
                    failed += 1
                    print(f"FAIL!  : {name[5:]}: {error}", flush=True)
        finally:
            tests.tidy()
        print(f"Totals: {len(names) - failed} passed, {failed} failed, 0 skipped")
        sys.exit(failed != 0)


class Setup:
    def __init__(self, ctl, cluster, folder):
        self.ctl, self.folder = ctl, folder
        self.admin, self.users = str(cluster / "kubeconfig"), str(cluster / "kubeconfig-users")
        self.installed = []
        (folder / "run").mkdir(mode=0o700)
        os.environ.update(XDG_DATA_HOME=str(folder / "data"), XDG_RUNTIME_DIR=str(folder / "run"),
                          CLEARDECK_HELM=os.environ["CLEARDECK_HELM3"], HOME=str(folder))

    def prepare(self):
        self.kubectl("apply", "-f", "-", text=OBJECTS)

    def tidy(self):
        for release, namespace in self.installed:  # other tests want the node ports
            self.helm("uninstall", release, "-n", namespace)
        self.kubectl("delete", "--ignore-not-found", "-f", "-", "--wait=false", text=OBJECTS)

    # The checks

    def test_check_of_a_good_cluster(self):
        code, report, err = self.check("-n", "setup-new", "--port-forward-only")
        expect(code == 0 and not err, (code, err))
        states = {finding["what"]: finding["state"] for finding in report["findings"]}
        for what in ("Kubernetes", "Rights in namespace setup-new", "Namespace setup-new", "Nodes"):
            expect(states.get(what) == "Good", states)
        expect(states["Default storage class"] in ("Good", "Warning"), states)

    def test_check_as_a_table(self):
        code, out, _ = self.call("setup", "check", "-n", "setup-new", "--port-forward-only", "--storage-class", "gold")
        expect(code == 3 and "Failed" in out and "Storage class gold" in out and "→" in out, (code, out))

    def test_check_names_what_is_missing(self):
        self.finds("Storage class gold", "standard", "--port-forward-only", "--storage-class", "gold")
        self.finds("Ingress class traefik", "setup-nginx", "--domain", "ml.example.invalid", "--ingress-class", "traefik",
                   "--no-tls")
        self.finds("Gateway gw/public", "Gateway", "--domain", "ml.example.invalid", "--gateway", "gw/public", "--no-tls")
        self.finds("ClusterIssuer letsencrypt", "cert-manager", "--domain", "ml.example.invalid", "--cluster-issuer",
                   "letsencrypt")
        self.finds("Secret nothing", "namespace setup-new", "--domain", "ml.example.invalid", "--tls-secret", "nothing")
        self.finds("DNS app.ml.example.invalid", "record", "--domain", "ml.example.invalid", "--no-tls")

    def test_check_of_rights(self):
        what, kubeconfig = "Rights in namespace default", self.users
        for context in ("read-only", "namespace-only"):
            code, report, err = self.check("--context", context, "-n", "default", "--port-forward-only", kubeconfig=kubeconfig)
            found = self.finding(report, what)
            expect(code == 3 and found["state"] == "Failed" and "create on deployments.apps" in found["evidence"],
                   (context, found, err))
        code, report, _ = self.check("--context", "namespace-only", "-n", "team", "--port-forward-only", kubeconfig=kubeconfig)
        states = {finding["what"]: finding for finding in report["findings"]}
        expect(code == 0 and states["Rights in namespace team"]["state"] == "Good", states)
        expect(states["Nodes"]["state"] == "Unknown", states["Nodes"])

    def test_check_of_pod_security_and_quota(self):
        _, report, _ = self.check("-n", "setup-strict", "--port-forward-only")
        found = self.finding(report, "Pod Security")
        expect(found["state"] == "Failed" and "webserver" in found["evidence"], found)
        _, report, _ = self.check("-n", "setup-small", "--port-forward-only")
        for resource in ("requests.memory", "persistentvolumeclaims"):
            found = self.finding(report, f"Quota team, {resource}")
            expect(found["state"] == "Failed", found)

    def test_check_of_a_values_file(self):
        file = self.folder / "values.yaml"
        file.write_text("redis: {persistence: {storageClass: gold}}\n")
        code, report, _ = self.check("-n", "setup-new", "-f", str(file))
        expect(code == 3 and "redis" in self.finding(report, "Storage class gold")["evidence"], report)
        code, _, err = self.call("setup", "check", "-f", str(file), "--cluster-issuer", "letsencrypt")
        expect(code == 2 and "excludes" in err, (code, err))
        file.write_text("a: [")
        code, _, err = self.call("setup", "check", "-f", str(file))
        expect(code == 1 and "values.yaml" in err, (code, err))

    def test_check_without_a_cluster(self):
        code, _, err = self.call("--context", "unreachable", "setup", "check", kubeconfig=self.users)
        expect(code == 1 and len(err) > 30, (code, err))

    # Installations

    def test_production_with_fixed_users(self):
        self.installed.append(("team", "setup-users"))
        arguments = ["setup", "production", "--release", "team", "-n", "setup-users", "--port-forward-only", "--fixed-user",
                     "jane=Jane Doe", "--watchdog", "21000", "--apply", "-d", str(self.folder / "team"), "--timeout", "240"]
        code, out, err = self.call(*arguments, text=SECRET_WORD + "\n")
        expect(code == 0 and "team: Healthy" in out and SECRET_WORD not in out + err, (code, out, err))
        secret = json.loads(self.kubectl("get", "secret", "team-fixed-users", "-n", "setup-users", "-o", "json"))
        users = json.loads(base64.b64decode(secret["data"]["apiserver.conf"]))["auth"]["fixed_users"]["users"]
        expect(users[0]["username"] == "jane" and base64.b64decode(users[0]["password"]).startswith(b"$2b$"), users)
        _, kept, _ = self.call("values", "get", "team", "-n", "setup-users")
        expect(kept == (self.folder / "team/values.yaml").read_text() and "# Only the users" in kept, kept)
        code, _, err = self.call(*arguments, "--skip-check", "--replace", text=SECRET_WORD + "\n")
        expect(code == 1 and "team" in err, (code, err))

    def test_production_behind_an_ingress(self):
        self.installed.append(("clearml", "setup-web"))
        self.kubectl("create", "namespace", "setup-web")
        self.certificate("app.ml.example.invalid")
        options = ["--domain", "ml.example.invalid", "--ingress-class", "setup-nginx", "--tls-secret", "ml-tls", "-n", "setup-web"]
        _, report, _ = self.check(*options)
        found = self.finding(report, "Secret ml-tls")
        expect(found["state"] == "Failed" and "not for api.ml" in found["evidence"], found)
        self.certificate("*.ml.example.invalid")
        _, report, _ = self.check(*options)
        expect(self.finding(report, "Secret ml-tls")["state"] == "Good", report)
        code, out, err = self.call("-o", "json", "setup", "production", *options, "--apply", "-d", str(self.folder / "web"),
                                   "--timeout", "20")
        hosts = self.kubectl("get", "ingress", "-n", "setup-web", "-o", "jsonpath={.items[*].spec.rules[*].host}").split()
        # There is no controller here: the installation ends at that finding, until somebody gives the rules an address.
        expect(code == 3 and "ngress" in json.loads(out)["reason"], (code, out, err))
        expect(sorted(hosts) == [f"{part}.ml.example.invalid" for part in ("api", "app", "files")], hosts)
        for part in ("apiserver", "webserver", "fileserver"):
            self.kubectl("patch", "ingress", f"clearml-{part}", "-n", "setup-web", "--subresource=status", "-p",
                         '{"status":{"loadBalancer":{"ingress":[{"ip":"192.0.2.1"}]}}}')
        code, out, _ = self.call("health", "clearml", "-n", "setup-web")
        expect(code == 0 and "Healthy" in out, (code, out))

    def test_apply_is_stopped_by_a_finding(self):
        code, out, _ = self.call("setup", "production", "--port-forward-only", "--storage-class", "gold", "--apply", "-n",
                                 "setup-new", "-d", str(self.folder / "stopped"))
        releases = self.kubectl("get", "secrets", "-A", "-l", "owner=helm,name=clearml", "-o", "jsonpath={.items[*].metadata.namespace}")
        expect(code == 3 and "Storage class gold" in out and "setup-new" not in releases, (code, out, releases))

    def test_kind(self):
        self.installed.append(("clearml", "clearml"))
        self.kubectl_into("kind-clearml", self.folder / "kind-kubeconfig")
        bin_folder = self.folder / "bin"
        bin_folder.mkdir()
        for name, script in ("kind", KIND.format(folder=self.folder)), ("docker", DOCKER):
            (bin_folder / name).write_text(script)
            (bin_folder / name).chmod(0o755)
        target, data = self.folder / "kind-target", self.folder / "volumes"

        def set_up():
            return self.call("setup", "kind", "--data", str(data), "--apply", "-d", str(self.folder / "kind"), "--timeout", "240",
                             kubeconfig=str(target), path=f"{bin_folder}:{os.environ['PATH']}")

        code, out, err = set_up()
        called = (self.folder / "kind-called").read_text()
        expect(code == 0 and "clearml: Healthy" in out and data.is_dir(), (code, out, err))
        expect(f"create cluster --name clearml --config {self.folder}/kind/kind.yaml" in called, called)
        ports = self.kubectl("get", "services", "-n", "clearml", "-o", "jsonpath={.items[*].spec.ports[*].nodePort}").split()
        expect(sorted(ports) == ["30008", "30080", "30081"], ports)
        found = self.finding(self.check("-n", "setup-new")[1], "Node port 30080 (webserver)")
        expect(found["state"] == "Failed" and "clearml/clearml-webserver" in found["evidence"], found)
        self.helm("uninstall", "clearml", "-n", "clearml")
        code, out, err = set_up()
        expect(code == 0 and "is there already" in out and "clearml: Healthy" in out, (code, out, err))
        called = (self.folder / "kind-called").read_text()
        expect(called.count("create cluster") == 1 and "export kubeconfig --name clearml" in called, called)

    # Tools

    def helm(self, *arguments):
        subprocess.run([os.environ["CLEARDECK_HELM3"], "--kubeconfig", self.admin, *arguments], capture_output=True)

    def call(self, *arguments, kubeconfig="", text="", path=None):
        environment = {**os.environ, "PATH": path} if path else None
        result = subprocess.run([self.ctl, "--kubeconfig", kubeconfig or self.admin, *arguments], input=text, capture_output=True,
                                text=True, timeout=400, env=environment)
        return result.returncode, result.stdout, result.stderr

    def check(self, *arguments, kubeconfig=""):
        code, out, err = self.call("-o", "json", "setup", "check", *arguments, kubeconfig=kubeconfig)
        return code, json.loads(out or "{}"), err

    def finds(self, what, word, *options):
        code, report, err = self.check("-n", "setup-new", *options)
        found = self.finding(report, what)
        said = f"{found['evidence']} {found['nextStep']}"
        expect(code == 3 and found["state"] == "Failed" and word in said, (code, found, err))

    @staticmethod
    def finding(report, what):
        found = [finding for finding in report.get("findings", []) if finding["what"].startswith(what)]
        expect(found, f"nothing about {what}: {report}")
        return found[0]

    def certificate(self, host):
        """A Secret of the namespace setup-web with a certificate for one name, in place of the one before."""
        key, crt = self.folder / "tls.key", self.folder / "tls.crt"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", str(key), "-out", str(crt),
                        "-days", "90", "-subj", "/CN=test", "-addext", f"subjectAltName=DNS:{host}"], check=True,
                       capture_output=True)
        self.kubectl("delete", "secret", "ml-tls", "-n", "setup-web", "--ignore-not-found")
        self.kubectl("create", "secret", "tls", "ml-tls", "-n", "setup-web", f"--cert={crt}", f"--key={key}")

    def kubectl_into(self, context, file):
        """A kubeconfig whose only context has that name."""
        file.write_text(pathlib.Path(self.admin).read_text())
        name = subprocess.run([os.environ["KUBECTL"], "--kubeconfig", str(file), "config", "current-context"], check=True,
                              capture_output=True, text=True).stdout.strip()
        subprocess.run([os.environ["KUBECTL"], "--kubeconfig", str(file), "config", "rename-context", name, context],
                       check=True, capture_output=True)

    def kubectl(self, *arguments, text=None):
        result = subprocess.run([os.environ["KUBECTL"], "--kubeconfig", self.admin, *arguments], input=text, capture_output=True,
                                text=True)
        expect(result.returncode == 0, result.stderr)
        return result.stdout


def expect(truth, otherwise):
    if not truth:
        raise AssertionError(otherwise)


main(sys.argv[1])
