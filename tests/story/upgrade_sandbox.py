#!/usr/bin/env python3
"""The version upgrade with no cluster at all: a failed step and its rollback, a conflict, forbidden jumps, a path of two
steps, with every helm that is there. usage: upgrade_sandbox.py CLEARDECKCTL; helm is $CLEARDECK_HELM3 and
$CLEARDECK_HELM4, or the test cluster's"""
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

from stage import expect
from upgrades import Upgrades


def helms():
    cache = pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache"))
    for name in ("helm3", "helm4"):
        built = [str(path) for path in sorted(cache.glob(f"cleardeck/cluster/*/{name}"))]
        helm = os.environ.get(f"CLEARDECK_{name.upper()}") or next(iter(built), None)
        if helm:
            yield name, helm


def started(ctl, folder):
    config = folder / "kubeconfig"
    sandbox = subprocess.Popen([ctl, "sandbox", "--kubeconfig-out", str(config), "--data", str(folder / "sandbox")],
                               stdout=subprocess.DEVNULL)
    for _ in range(300):
        if config.exists():
            break
        time.sleep(0.1)
    expect(config.exists(), "the sandbox did not start")
    os.environ["KUBECONFIG"] = str(config)
    return sandbox


def play(ctl, name, helm):
    with tempfile.TemporaryDirectory(prefix="cleardeck-upgrade-") as folder:
        folder = pathlib.Path(folder)
        os.environ["HOME"] = str(folder)
        for folder_of_before in ("XDG_DATA_HOME", "XDG_RUNTIME_DIR"):
            os.environ.pop(folder_of_before, None)
        sandbox = started(ctl, folder)
        try:
            story = Upgrades(ctl, folder, helm)
            story.step(f"with {name}")
            story.make_charts()
            story.install_old()
            story.becomes_healthy()
            story.values_keep_the_version()
            story.a_failed_step()
            story.a_conflict()
            story.forbidden_jumps()
            story.a_path_of_two_steps()
            story.no_way_back()
        finally:
            sandbox.send_signal(signal.SIGTERM)
            sandbox.wait(30)


found = list(helms())
if not found:
    print("SKIP   : there is no helm")
    sys.exit(77)
for one in found:
    play(sys.argv[1], *one)
print("passed")
