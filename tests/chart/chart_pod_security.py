"""What the real API server says of every profile's objects: it takes them in a namespace of Pod Security `baseline` with
strict validation, and warns of nothing but the web server at `restricted`. Needs the environment of tests/cluster/run."""
import os
import re

import helm

OPTIONAL = ["--set", "metrics.enabled=true,networkPolicy.enabled=true,apiserver.replicaCount=2"]
EXCEPTIONS = {"webserver"}


def problems(program, kubectl, namespace, profile):
    values = ["--values", str(profile)] if profile else []
    # The databases of the fourth profile are elsewhere, and so are their backups.
    backup = ["--set", f"backup.enabled={str(not profile or 'external' not in profile.name).lower()}"]
    objects = helm.run(program, "template", "clearml", str(helm.CHART), "--namespace", namespace, "--no-hooks",
                       *values, *OPTIONAL, *backup).stdout
    result = helm.run(kubectl, "create", "--dry-run=server", "--validate=strict", "--namespace", namespace, "-f", "-",
                      text=objects, check=False)
    named = set(re.findall(r'containers? "([^"]+)"', result.stderr))
    if result.returncode or named != EXCEPTIONS:
        yield result.stderr


def main():
    if not os.environ.get("CLEARDECK_TEST_CLUSTER"):
        helm.skip("no test cluster: run it by tests/cluster/run")
    checks = helm.Checks()
    kubectl = os.environ["KUBECTL"]
    for name, program in helm.programs().items():
        namespace = f"pod-security-{name}"
        helm.run(kubectl, "create", "namespace", namespace)
        helm.run(kubectl, "label", "namespace", namespace, "pod-security.kubernetes.io/enforce=baseline",
                 "pod-security.kubernetes.io/warn=restricted")
        for profile in [None, *sorted(helm.CHART.glob("values-*.yaml"))]:
            checks.that(f"{name}: Pod Security takes {profile.name if profile else 'no values'}",
                        problems(program, kubectl, namespace, profile))
    checks.end()


if __name__ == "__main__":
    main()
