#!/usr/bin/env python3
"""The rough parts of an installation's life with no cluster at all: a change that is interrupted, a helm that is killed,
the repair, an uninstall that keeps the data, a new installation that takes the data over, a set-up that is interrupted.
usage: lifecycle_sandbox.py CLEARDECKCTL; helm is $CLEARDECK_HELM3, or the test cluster's"""
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

from stage import RELEASE, TOP, Stage, expect

CRASH = r"apiserver.podAnnotations.cleardeck\.test/state=crash"


class Lifecycle(Stage):
    namespace = "lifecycle"

    def play(self):
        self.install()
        self.becomes_healthy()
        self.an_interrupted_change()
        self.a_killed_helm()
        self.uninstall_keeps_data()
        self.the_next_one_adopts_it()
        self.an_interrupted_setup()

    def an_interrupted_change(self):
        """helm gets the time to write down that it was stopped, and the state is said."""
        with self.slow_helm():
            change = self.begin("-n", self.namespace, "values", "set", RELEASE, CRASH, "--apply")
            self.wait(lambda: self.last()["status"] == "pending-upgrade", 60, "helm has begun")
            said = self.interrupt(change)
        expect("interrupted" in said and "Revision 2 is failed" in said, said)
        expect(f"cleardeckctl repair {RELEASE}" in said and "rollback to revision 1" in said, said)
        expect(self.last()["status"] == "failed", self.last())
        self.ask("repair", RELEASE, "--apply")
        self.wait(self.healthy, 60, "healthy after the repair")
        self.step("an interrupted change ends as failed, says so, and is repaired")

    def a_killed_helm(self):
        helm = subprocess.Popen([self.helm, "upgrade", RELEASE, str(TOP / "charts/clearml"), "-n", self.namespace,
                                 "--reuse-values", "--wait", "--set", CRASH], stdout=subprocess.DEVNULL,
                                stderr=subprocess.DEVNULL)
        self.wait(lambda: self.last()["status"] == "pending-upgrade", 60, "helm has begun")
        helm.kill()
        helm.wait()
        advice = self.ask("repair", RELEASE)
        expect((advice["action"], advice["backTo"], advice["mayStillRun"]) == ("rollback", 3, True), advice)
        self.refuses("--nothing-runs", "repair", RELEASE, "--apply")
        self.ask("repair", RELEASE, "--apply", "--nothing-runs")
        self.wait(self.healthy, 60, "healthy after the repair")
        expect(self.last()["revision"] == 5, self.last())
        expect("crash" not in json.dumps(self.values()), self.values())
        again = self.ask("repair", RELEASE, "--apply")
        expect(again["action"] == "none" and self.last()["revision"] == 5, again)
        self.step("a killed helm leaves a pending release; repair puts it right, once")

    def uninstall_keeps_data(self):
        self.kept = self.keeps()
        expect(len(self.kept) >= 4, self.kept)
        self.refuses("--confirm says other", "uninstall", RELEASE, "--confirm", "other")
        self.refuses("no revision 99", "history", RELEASE, "--diff", "1", "99")
        expect(self.healthy(), "nothing may have changed so far")
        self.ask("uninstall", RELEASE, "--confirm", RELEASE)
        expect(not [row for row in self.ask("installations") if row["name"] == RELEASE], "it is still there")
        self.refuses(RELEASE, "uninstall", RELEASE)
        self.step(f"an uninstall keeps {len(self.kept)} objects with data")

    def the_next_one_adopts_it(self):
        self.install()
        self.becomes_healthy()
        expect(self.keeps() == self.kept, (self.keeps(), self.kept))
        self.step("the next installation of the name takes the data over")

    def an_interrupted_setup(self):
        with self.slow_helm():
            setup = self.begin("setup", "production", "--port-forward-only", "-n", "other", "--release", "second", "--apply",
                               "-d", str(self.folder / "plan"))
            self.wait(lambda: "second" in self.run(self.helm, "list", "-n", "other", "-a", "-q"), 60, "helm has begun")
            said = self.interrupt(setup)
        expect("interrupted" in said and "Revision 1 is" in said, said)
        self.step("an interrupted set-up fails and says what is left")

    # Tools

    def slow_helm(self):
        """What changes a release waits for pods that take a while."""
        return Wrapped(self.folder / "slow-helm", self.helm)

    def begin(self, *arguments):
        return subprocess.Popen([self.ctl, *arguments], text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def interrupt(self, program):
        program.send_signal(signal.SIGINT)
        out, errors = program.communicate(timeout=60)
        expect(program.returncode == 1, f"{program.args}: {program.returncode}\n{out}{errors}")
        return errors

    def last(self):
        return self.history()[-1]

    def keeps(self):
        plan = self.ask("uninstall", RELEASE)
        expect(not plan["done"] and not plan["dataDies"], plan)
        return sorted(plan["kept"] + plan["claimsKept"])

    def refuses(self, word, *arguments):
        result = subprocess.run([self.ctl, "-n", self.namespace, *arguments], text=True, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE)
        expect(result.returncode == 1 and word in result.stderr,
               f"{' '.join(arguments)}: {result.returncode}\n{result.stdout}{result.stderr}")


class Wrapped:
    """$CLEARDECK_HELM is the real one that waits for pods which never come."""

    def __init__(self, file, helm):
        self.file, self.helm = file, helm
        file.write_text(f"""#!/bin/sh
case "$1 $*" in
*--dry-run*) exec '{helm}' "$@" ;;
upgrade\\ *) exec '{helm}' "$@" --wait ;;
install\\ *) exec '{helm}' "$@" --wait --set 'apiserver.podAnnotations.cleardeck\\.test/state=crash' ;;
esac
exec '{helm}' "$@"
""")
        file.chmod(0o755)

    def __enter__(self):
        os.environ["CLEARDECK_HELM"] = str(self.file)

    def __exit__(self, *_):
        os.environ["CLEARDECK_HELM"] = self.helm


def helm3():
    cache = pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache"))
    built = [str(path) for path in sorted(cache.glob("cleardeck/cluster/*/helm3"))]
    return os.environ.get("CLEARDECK_HELM3") or next(iter(built), None)


def main(ctl):
    helm = helm3()
    if not helm:
        print("SKIP   : there is no helm")
        sys.exit(77)
    with tempfile.TemporaryDirectory(prefix="cleardeck-lifecycle-") as folder:
        folder = pathlib.Path(folder)
        config = folder / "kubeconfig"
        os.environ.update(HOME=str(folder), KUBECONFIG=str(config))
        sandbox = subprocess.Popen([ctl, "sandbox", "--kubeconfig-out", str(config), "--data", str(folder / "sandbox")],
                                   stdout=subprocess.DEVNULL)
        try:
            for _ in range(300):
                if config.exists():
                    break
                time.sleep(0.1)
            expect(config.exists(), "the sandbox did not start")
            Lifecycle(ctl, folder, helm).play()
        finally:
            sandbox.send_signal(signal.SIGTERM)
            sandbox.wait(30)
    print("passed")


main(sys.argv[1])
