"""Installs charts/clearml on the test control plane with each helm and each profile: lint, dry run, install, values
upgrade, version upgrade, rollback, uninstall, re-install; two releases in one namespace; refused version steps. Needs the
environment of tests/cluster/run. Names of profiles as arguments choose some of them."""
import concurrent.futures
import os
import pathlib
import shutil
import sys
import tempfile
import threading
import traceback

import yaml

import helm
from life import Life, refused
from release import Release, kubectl, merged

# Node ports hold for the whole cluster: only one installation at a time has the profile's own, the others any.
ANY_PORTS = {name: {"service": {"nodePort": 0}} for name in ("apiserver", "fileserver", "webserver")}
OWN_PORTS = {("helm3", "defaults"), ("helm4", "local")}
ports = threading.Lock()
# What the profiles expect to be there.
SECRETS = {
    "clearml-users": {"apiserver.conf": 'auth { fixed_users { enabled: true, users: [{username: jane, password: p, name: J}] } }'},
    "clearml-databases": {"mongodb_backend_url": "mongodb://u:p@mongo.example.com/backend", "mongodb_auth_url":
                          "mongodb://u:p@mongo.example.com/auth", "elasticsearch_password": "p", "redis_password": "p"},
}
OPTIONS = {
    "gateway": {"enabled": True, "parentRefs": [{"name": "public"}]}, "ingress": {"domain": "clearml.example.com"},
    "backup": {"enabled": True}, "restore": {"enabled": True, "scale": True}, "networkPolicy": {"enabled": True},
    "metrics": {"enabled": True, "serviceMonitor": {"enabled": True}},
}


def profiles():
    """{"defaults": …, "options": …, and the content of each values-NAME.yaml}."""
    found = {"defaults": {}, "options": OPTIONS}
    for path in sorted(helm.CHART.glob("values-*.yaml")):
        found[path.stem.removeprefix("values-")] = yaml.safe_load(path.read_text())
    return found


def packages(program, folder):
    """The chart packaged as it is, and once more under a higher version."""
    charts = []
    for name in ("this", "next"):
        copy = pathlib.Path(folder) / name / "clearml"
        shutil.copytree(helm.CHART, copy)
        if name == "next":
            facts = yaml.safe_load((copy / "Chart.yaml").read_text())
            major, minor, _ = facts["version"].split(".")
            facts["version"] = f"{major}.{int(minor) + 1}.0"
            (copy / "Chart.yaml").write_text(yaml.safe_dump(facts))
        helm.run(program, "package", str(copy), "--destination", str(copy.parent))
        charts.append(str(next(copy.parent.glob("clearml-*.tgz"))))
    return charts


def prepared(namespace):
    kubectl("create", "namespace", namespace)
    for name, data in SECRETS.items():
        kubectl("create", "secret", "generic", name, "--namespace", namespace,
                *(f"--from-literal={key}={value}" for key, value in data.items()))


def live(checks, helm_name, program, profile, values, charts):
    """The life of one profile with one helm, in a namespace of its own."""
    label, namespace = f"{helm_name} {profile}", f"{helm_name}-{profile}"
    prepared(namespace)
    own_ports = (helm_name, profile) in OWN_PORTS
    release = Release(program, charts[0], namespace, values=values if own_ports else merged(values, ANY_PORTS))
    life = Life(checks, label, release)
    if own_ports:
        ports.acquire()
    try:
        life.accepted([], yaml.safe_dump(release.values))
        life.live(charts[1])
        if profile == "defaults":
            life.second_release(ANY_PORTS)
        if profile == "options":
            life.operate()
        release.uninstall()
    finally:
        if own_ports:
            ports.release()


def refuse(checks, helm_name, program, charts):
    namespace = f"{helm_name}-refused"
    prepared(namespace)
    refused(checks, helm_name, Release(program, charts[0], namespace, values=ANY_PORTS))


def guarded(checks, what, job, *arguments):
    try:
        job(checks, *arguments)
    except Exception as error:  # one broken profile must not hide the others
        problem = str(error) if isinstance(error, RuntimeError) else traceback.format_exc()
        checks.that(f"{what}: no command fails", problem)


def main():
    if not os.environ.get("CLEARDECK_TEST_CLUSTER"):
        helm.skip("no test cluster: run it by tests/cluster/run")
    checks = helm.Checks()
    kubectl("apply", "-f", str(pathlib.Path(__file__).parent / "cluster-objects.yaml"))
    chosen = {name: values for name, values in profiles().items() if not sys.argv[1:] or name in sys.argv[1:]}
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(4) as pool:
        charts = packages(next(iter(helm.programs().values())), folder)
        for name, program in helm.programs().items():
            for profile, values in chosen.items():
                pool.submit(guarded, checks, f"{name} {profile}", live, name, program, profile, values, charts)
            pool.submit(guarded, checks, f"{name} version steps", refuse, name, program, charts)
        pool.shutdown()
    checks.end()


if __name__ == "__main__":
    main()
