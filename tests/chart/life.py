"""What an installation must do from its first day to its last, step by step."""
import re

import helm
from release import WAIT, Release, kubectl

WORKLOADS = {"apiserver", "async-delete", "fileserver", "webserver"}
DATABASES = {"mongodb", "elasticsearch", "redis"}
KEPT = "persistentvolumeclaims,secrets"
ALL = "deployments,statefulsets,cronjobs,jobs,services,configmaps,ingresses,serviceaccounts,roles,rolebindings," \
      "networkpolicies,poddisruptionbudgets," + KEPT


def differ(what, found, expected):
    return "" if found == expected else f"{what}: {found!r}, not {expected!r}"


def restarted(before, after):
    return {name for name in before if before[name] != after.get(name)}


class Life:
    """One profile with one helm. `values` are the profile's, and what the test adds to them."""

    def __init__(self, checks, label, release):
        self.checks, self.label, self.release = checks, label, release
        databases = {name for name in DATABASES if release.values.get(name, {}).get("enabled", True)}
        metrics = {"metrics"} if release.values.get("metrics", {}).get("enabled") and databases else set()
        self.workloads = WORKLOADS | databases | metrics
        self.claims = {"clearml-fileserver-data"} | {f"data-clearml-{name}-0" for name in databases}
        if release.values.get("backup", {}).get("enabled"):
            self.claims.add("clearml-backup")

    def that(self, what, problems):
        self.checks.that(f"{self.label}: {what}", problems)

    def not_ready(self):
        """The problems of an installation that should be complete."""
        yield differ("components with ready pods", self.release.ready(), self.workloads)
        for claim in self.release.objects("persistentvolumeclaims"):
            yield differ(claim["metadata"]["name"], claim["status"]["phase"], "Bound")
        left = {name for name in self.release.names("jobs,configmaps") if "upgrade-check" in name}
        yield differ("left by the hooks", left, set())

    def accepted(self, profile_arguments, values_text):
        """helm lint, and a dry run of the real API server."""
        release = self.release
        lint = helm.run(release.program, "lint", "--strict", release.chart, *profile_arguments, "--values", "-",
                        text=values_text, check=False)
        self.that("lint --strict", lint.stdout + lint.stderr if lint.returncode else "")
        objects = release.helm("template", release.name, release.chart, *profile_arguments, "--values", "-",
                               text=values_text).stdout
        result = kubectl("create", "--dry-run=server", "--validate=strict", "--namespace", release.namespace, "-f", "-",
                         text=objects, check=False)
        self.that("the API server accepts the objects", result.stderr)

    def live(self, next_chart):
        """From the installation to the one that adopts what it left."""
        release = self.release
        notes = release.install()
        self.credentials, self.uids, self.before = release.credentials(), release.claims(), release.templates()
        self.that("install, all pods ready", [*self.not_ready(), differ("claims", set(self.uids), self.claims)])
        shown = notes + release.helm("get", "values", release.name, "--all").stdout
        self.that("notes and values show no credential", [
            differ("enough credentials", len(self.credentials) >= 13, True),
            *(f"{key} is shown" for key, value in self.credentials.items() if value in shown)])
        self.values_upgrade()
        self.version_upgrade(next_chart)
        self.rollback()
        self.uninstall_and_adopt()

    def values_upgrade(self):
        release = self.release
        release.upgrade({"watchdog": {"thresholdSec": 21001}})
        revision = release.last_revision()
        self.that("values upgrade restarts what reads the value", [
            *self.not_ready(), differ("revision", revision["revision"], 2),
            differ("restarted", restarted(self.before, release.templates()), {"apiserver", "async-delete"}),
            differ("credentials are kept", release.credentials() == self.credentials, True)])
        replicas = release.values.get("apiserver", {}).get("replicaCount", 1)
        release.upgrade({"apiserver": {"replicaCount": replicas + 1}})
        self.that("one API server more restarts nothing", [
            *self.not_ready(), differ("restarted", restarted(self.before, release.templates()), set())])

    def version_upgrade(self, chart):
        release = self.release
        release.upgrade(chart=chart)
        revision = release.last_revision()
        self.that("version upgrade", [
            *self.not_ready(), differ("chart", revision["chart"], re.search(r"clearml-[^/]*(?=\.tgz)", chart)[0]),
            differ("restarted", restarted(self.before, release.templates()), set()),
            differ("claims", release.claims(), self.uids),
            differ("credentials are kept", release.credentials() == self.credentials, True)])

    def rollback(self):
        release = self.release
        release.helm("rollback", release.name, "1", *WAIT)
        self.that("rollback", [
            *self.not_ready(), differ("restarted", restarted(self.before, release.templates()), set()),
            differ("credentials are kept", release.credentials() == self.credentials, True)])

    def uninstall_and_adopt(self):
        release = self.release
        release.uninstall()
        kept = {f"PersistentVolumeClaim {claim}" for claim in self.claims} | {"Secret clearml-credentials"}
        self.that("uninstall keeps data and credentials, nothing else", [
            differ("left", release.names(ALL), kept), differ("claims", release.claims(), self.uids)])
        release.install()
        self.that("re-install adopts data and credentials", [
            *self.not_ready(), differ("claims", release.claims(), self.uids),
            differ("credentials are kept", release.credentials() == self.credentials, True)])

    def second_release(self, ports):
        first = self.release
        second = Release(first.program, first.chart, first.namespace, "second-clearml", ports)
        second.install()
        self.that("a second release in the namespace", [
            differ("ready", second.ready(), WORKLOADS | DATABASES), *self.not_ready(),
            differ("own credentials", set(second.credentials().values()) & set(self.credentials.values()), set())])
        second.uninstall()

    def operate(self):
        """helm test, and a Job from each CronJob. The pods are simulated: this shows that they are accepted and end."""
        release = self.release
        self.that("helm test", "" if "Succeeded" in release.helm("test", release.name).stdout else "it did not succeed")
        for cronjob in ("clearml-backup", "clearml-restore"):
            kubectl("create", "job", f"--from=cronjob/{cronjob}", f"{cronjob}-now", "--namespace", release.namespace)
            done = kubectl("wait", "--for=condition=complete", "--timeout=60s", f"job/{cronjob}-now", "--namespace",
                           release.namespace, check=False)
            self.that(f"a Job from the CronJob {cronjob}", done.stderr)
        rights = kubectl("auth", "can-i", "--list", "--namespace", release.namespace,
                         f"--as=system:serviceaccount:{release.namespace}:clearml-restore").stdout
        self.that("the restore's account may scale two Deployments, nothing else", [
            differ("rights", {line.split()[0] for line in rights.splitlines() if re.search("apps|secrets|pods|jobs", line)},
                   {"deployments.apps/scale"}),
            differ("named", sorted(re.findall(r"\[(clearml-[\w-]+)\]", rights)), ["clearml-apiserver", "clearml-async-delete"])])


def refused(checks, label, release):
    """Steps between versions of the databases, as the images in the cluster tell them."""
    def images(mongodb, elasticsearch="8.19.9"):
        return {"mongodb": {"image": {"tag": mongodb}}, "elasticsearch": {"image": {"tag": elasticsearch}}}

    release.install(images("6.0.19", "7.16.2"))
    for what, values, said in (
            ("MongoDB 6 to 8", images("8.0.15", "7.16.2"), "Legal path: MongoDB 7.0 with ClearML 2.3, then MongoDB 8.0.15"),
            ("MongoDB 6 to 5", images("5.0.26", "7.16.2"), "no way back"),
            ("Elasticsearch 7.16 to 8", images("6.0.19"), "Legal path: Elasticsearch 7.17, then Elasticsearch 8.19.9"),
            ("MongoDB 6 to 7", images("7.0.22", "7.17.29"), ""),
            ("MongoDB 7 to 8 with Elasticsearch 7.17 to 8", images("8.0.15"), ""),
            ("Elasticsearch 8.19 to 8.17", images("8.0.15", "8.17.0"), "no way back"),
            ("an unchecked jump", {**images("5.0.26"), "upgradeCheck": {"enabled": False}}, ""),
            ("the way back of an unchecked jump", {**images("8.0.15"), "upgradeCheck": {"enabled": False}}, "")):
        result = release.upgrade(values, check=False)
        wanted = (said in result.stderr and result.returncode) if said else not result.returncode
        checks.that(f"{label}: {'refuses' if said else 'takes'} {what}", "" if wanted else f"it said {result.stderr}")
    # An image that cannot be pulled: the check never ends. Nothing may have changed when helm gives up.
    before = release.templates()
    result = release.upgrade({**images("8.0.15"), "apiserver": {"image": {"tag": "missing"}}}, check=False,
                             wait=["--timeout", "4s"])
    checks.that(f"{label}: a check that does not succeed stops the upgrade before it begins", [
        "" if result.returncode and "pre-upgrade" in result.stderr else f"it said {result.stderr}",
        differ("changed", restarted(before, release.templates()), set())])
    release.uninstall()
