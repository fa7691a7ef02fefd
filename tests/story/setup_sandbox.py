#!/usr/bin/env python3
"""A new server with no cluster at all: the checks and an installation against the sandbox.
usage: setup_sandbox.py CLEARDECKCTL; helm is $CLEARDECK_HELM3, or the test cluster's"""
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time


def main(ctl):
    cache = pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache"))
    built = [str(path) for path in sorted(cache.glob("cleardeck/cluster/*/helm3"))]
    helm = os.environ.get("CLEARDECK_HELM3") or next(iter(built), None)
    with tempfile.TemporaryDirectory(prefix="cleardeck-setup-") as folder:
        folder = pathlib.Path(folder)
        (folder / "run").mkdir(mode=0o700)
        os.environ.update(XDG_DATA_HOME=str(folder / "data"), XDG_RUNTIME_DIR=str(folder / "run"), HOME=str(folder))
        if helm:
            os.environ["CLEARDECK_HELM"] = helm
        config = folder / "kubeconfig"
        sandbox = subprocess.Popen([ctl, "sandbox", "--kubeconfig-out", str(config), "--data", str(folder / "tracking")],
                                   stdout=subprocess.DEVNULL)
        try:
            waited(config.exists)
            look(ctl, config)
            if helm:
                install(ctl, config, folder)
            else:
                print("there is no helm: the installation was not tried")
        finally:
            sandbox.send_signal(signal.SIGTERM)
            sandbox.wait(30)
    print("passed")


def waited(ready):
    for _ in range(300):
        if ready():
            return
        time.sleep(0.1)
    sys.exit("the sandbox did not start")


def call(ctl, config, *arguments, text=""):
    return subprocess.run([ctl, "--kubeconfig", str(config), *arguments], input=text, capture_output=True, text=True,
                          timeout=300)


def look(ctl, config):
    """The sample has the node ports and is in the namespace clearml; everything else is free."""
    result = call(ctl, config, "-o", "json", "setup", "check", "-n", "team")
    findings = {finding["what"]: finding for finding in json.loads(result.stdout)["findings"]}
    bad = {what: finding for what, finding in findings.items() if finding["state"] == "Failed"}
    expect(result.returncode == 3 and all(what.startswith("Node port") for what in bad) and len(bad) == 3, result.stdout)
    for what in ("Rights in namespace team", "Nodes", "Default storage class", "Namespace team"):
        expect(findings[what]["state"] == "Good", findings[what])
    result = call(ctl, config, "setup", "check", "-n", "team", "--domain", "ml.example.invalid", "--ingress-class", "nginx",
                  "--no-tls")
    expect(result.returncode == 3 and "Ingress class nginx" in result.stdout and "DNS app." in result.stdout, result.stdout)


def install(ctl, config, folder):
    result = call(ctl, config, "setup", "production", "--port-forward-only", "-n", "team", "--fixed-user", "jane", "--apply",
                  "-d", str(folder / "plan"), "--timeout", "120", text="very-secret-pass\n")
    expect(result.returncode == 0 and "clearml: Healthy" in result.stdout, result.stdout + result.stderr)


def expect(truth, otherwise):
    if not truth:
        sys.exit(f"FAIL: {otherwise}")


main(sys.argv[1])
