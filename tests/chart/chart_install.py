"""Installs charts/clearml on the test control plane with each helm: install, values upgrade, rollback, uninstall,
re-install, and two releases in one namespace. Needs the environment of tests/cluster/run."""
import base64
import contextlib
import json
import os
import pathlib
import sys
import tempfile

import yaml

import helm

WORKLOADS = {"apiserver", "async-delete", "fileserver", "webserver", "mongodb", "elasticsearch", "redis"}
CLAIMS = {"clearml-fileserver-data", "data-clearml-mongodb-0", "data-clearml-elasticsearch-0", "data-clearml-redis-0"}
WAIT = ["--wait", "--timeout", "120s"]
# Ports of the second release: Kubernetes chooses.
ANY_PORTS = {name: {"service": {"nodePort": 0}} for name in ("apiserver", "fileserver", "webserver")}


class Release:
    """One release in one namespace, through one helm."""

    def __init__(self, program, chart, namespace, name="clearml"):
        self.program, self.chart, self.namespace, self.name = program, chart, namespace, name
        self.version = yaml.safe_load((helm.CHART / "Chart.yaml").read_text())["version"]

    def helm(self, *arguments, text=None):
        return helm.run(self.program, *arguments, "--namespace", self.namespace, text=text).stdout

    def install(self, values=None):
        return self.helm("install", self.name, self.chart, "--create-namespace", "--values", "-", *WAIT,
                         text=yaml.safe_dump(values or {}))

    def upgrade(self, values):
        """A values upgrade: the installed version pinned, all values in one file."""
        return self.helm("upgrade", self.name, self.chart, "--version", self.version, "--reset-values",
                         "--values", "-", *WAIT, text=yaml.safe_dump(values))

    def objects(self, kinds):
        selector = f"app.kubernetes.io/instance={self.name}"
        arguments = ["get", kinds, "--namespace", self.namespace, "--selector", selector, "-o", "json"]
        return json.loads(helm.run(os.environ["KUBECTL"], *arguments).stdout)["items"]

    def credentials(self):
        secrets = {secret["metadata"]["name"]: secret["data"] for secret in self.objects("secrets")}
        data = secrets.get(f"{self.name}-credentials", {})
        return {key: base64.b64decode(value).decode() for key, value in data.items()}

    def claims(self):
        return {claim["metadata"]["name"]: claim["metadata"]["uid"] for claim in self.objects("persistentvolumeclaims")}

    def templates(self):
        """What each workload starts its pods from, by component: a change restarts them."""
        return {component(document): json.dumps(document["spec"]["template"], sort_keys=True)
                for document in self.objects("deployments,statefulsets")}

    def user_values(self):
        return json.loads(self.helm("get", "values", self.name, "--output", "json"))

    def last_revision(self):
        return json.loads(self.helm("history", self.name, "--output", "json"))[-1]


def component(document):
    return document["metadata"]["labels"]["app.kubernetes.io/component"]


def differ(what, found, expected):
    return "" if found == expected else f"{what}: {found!r}, not {expected!r}"


def not_ready(release):
    """The problems of an installation that should be complete."""
    ready = {}
    for pod in release.objects("pods"):
        conditions = {condition["type"]: condition["status"] for condition in pod["status"].get("conditions", [])}
        if conditions.get("Ready") == "True" and not pod["metadata"].get("deletionTimestamp"):
            ready[component(pod)] = ready.get(component(pod), 0) + 1
    yield differ("components with ready pods", set(ready), WORKLOADS)
    for claim in release.objects("persistentvolumeclaims"):
        yield differ(claim["metadata"]["name"], claim["status"]["phase"], "Bound")


def restarted(before, after):
    return {name for name in before if before[name] != after.get(name)}


def accepted_by_server(program, kubectl, namespace):
    objects = helm.run(program, "template", "clearml", str(helm.CHART), "--namespace", namespace, "--values", "-",
                       text=yaml.safe_dump({"ingress": {"domain": "clearml.example.com"}})).stdout
    result = helm.run(kubectl, "create", "--dry-run=server", "--validate=strict", "--namespace", namespace, "-f", "-",
                      text=objects, check=False)
    return result.stderr


def check_life(checks, name, release):
    """From install to re-install."""
    notes = release.install()
    credentials, claims = release.credentials(), release.claims()
    checks.that(f"{name}: install, all pods ready", not_ready(release))
    checks.that(f"{name}: the claims", differ("claims", set(claims), CLAIMS))
    shown = notes + release.helm("get", "values", "clearml", "--all")
    checks.that(f"{name}: notes and values show no credential", [
        differ("number of credentials", len(credentials), 13),
        *(f"{key} is shown" for key, value in credentials.items() if value in shown or key in shown)])

    before = release.templates()
    release.upgrade({"apiserver": {"replicaCount": 2}})
    revision = release.last_revision()
    checks.that(f"{name}: values upgrade to two API servers", [
        *not_ready(release),
        differ("revision", revision["revision"], 2),
        differ("chart", revision["chart"], f"clearml-{release.version}"),
        differ("restarted", restarted(before, release.templates()), set()),
        differ("user-supplied values", release.user_values(), {"apiserver": {"replicaCount": 2}}),
        differ("credentials", release.credentials() == credentials, True)])

    release.upgrade({"watchdog": {"thresholdSec": 21000}})
    checks.that(f"{name}: the watchdog restarts what reads it", [
        differ("restarted", restarted(before, release.templates()), {"apiserver", "async-delete"}),
        *not_ready(release)])

    release.helm("rollback", "clearml", "1", *WAIT)
    checks.that(f"{name}: rollback", [
        differ("restarted", restarted(before, release.templates()), set()), *not_ready(release),
        differ("credentials", release.credentials() == credentials, True)])

    release.helm("uninstall", "clearml", *WAIT)
    left = {f"{document['kind']} {document['metadata']['name']}" for document in release.objects(
        "deployments,statefulsets,services,configmaps,secrets,ingresses,serviceaccounts,persistentvolumeclaims")}
    checks.that(f"{name}: uninstall keeps data and credentials, nothing else", [
        differ("left", left, {f"PersistentVolumeClaim {claim}" for claim in CLAIMS} | {"Secret clearml-credentials"}),
        differ("claims", release.claims(), claims)])

    release.install()
    checks.that(f"{name}: re-install adopts data and credentials", [
        *not_ready(release), differ("claims", release.claims(), claims),
        differ("credentials", release.credentials() == credentials, True)])


def check_second_release(checks, name, program, chart, namespace):
    second = Release(program, chart, namespace, "second-clearml")
    second.install(ANY_PORTS)
    checks.that(f"{name}: a second release in the namespace", [
        *not_ready(second), differ("own credentials", len(second.credentials()), 13)])
    second.helm("uninstall", second.name, *WAIT)


def main():
    if not os.environ.get("CLEARDECK_TEST_CLUSTER"):
        helm.skip("no test cluster: run it by tests/cluster/run")
    checks = helm.Checks()
    kubectl = os.environ["KUBECTL"]
    with tempfile.TemporaryDirectory() as folder:
        for name, program in helm.programs().items():
            namespace = f"chart-{name}"
            helm.run(kubectl, "create", "namespace", namespace)
            checks.that(f"{name}: the API server accepts the objects", accepted_by_server(program, kubectl, namespace))
            helm.run(program, "package", str(helm.CHART), "--destination", folder)
            chart = str(next(pathlib.Path(folder).glob("clearml-*.tgz")))
            release = Release(program, chart, namespace)
            try:
                check_life(checks, name, release)
                check_second_release(checks, name, program, chart, namespace)
            except RuntimeError as error:
                checks.that(f"{name}: no command fails", str(error))
            with contextlib.suppress(RuntimeError):
                release.helm("uninstall", "clearml", *WAIT)
    checks.end()


if __name__ == "__main__":
    sys.exit(main())
