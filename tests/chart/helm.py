"""Finds helm, runs it, and reads what it renders."""
import os
import pathlib
import shutil
import subprocess
import sys
import threading

import yaml

TOP = pathlib.Path(__file__).resolve().parents[2]
CHART = TOP / "charts" / "clearml"


class Checks:
    """Prints one line a check; ends the test with the right result. Several threads may use it."""

    def __init__(self):
        self.passed = 0
        self.failed = 0
        self.lock = threading.Lock()

    def that(self, what, problems=()):
        """A check passes when there are no problems (texts, or one text)."""
        problems = [problems] if isinstance(problems, str) else list(problems)
        problems = [problem for problem in problems if problem]
        lines = [f"{'FAIL' if problems else 'ok  '}  {what}", *(f"        {problem}" for problem in problems[:20])]
        with self.lock:
            print("\n".join(lines), flush=True)
            self.failed += bool(problems)
            self.passed += not problems

    def end(self):
        print(f"{self.passed} passed, {self.failed} failed")
        sys.exit(1 if self.failed else 0)


def skip(reason):
    print(f"skipped: {reason}")
    sys.exit(77)


def programs():
    """{"helm3": path, "helm4": path}, or what else there is: helm on PATH, or the test cluster's programs."""
    named = {f"helm{n}": os.environ[f"CLEARDECK_HELM{n}"] for n in "34" if os.environ.get(f"CLEARDECK_HELM{n}")}
    if named:
        return named
    cache = pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache")) / "cleardeck" / "cluster"
    found = {path.name: str(path) for path in sorted(cache.glob("*/helm[34]"))}
    if not found and shutil.which("helm"):
        found = {"helm": shutil.which("helm")}
    return found


def run(program, *arguments, text=None, check=True):
    result = subprocess.run([program, *arguments], input=text, capture_output=True, text=True)
    if check and result.returncode:
        raise RuntimeError(f"{pathlib.Path(program).name} {' '.join(arguments)}: {result.stderr.strip()}")
    return result


def render(program, values=None, *arguments):
    """The rendered objects; values is a dict."""
    result = run(program, "template", "clearml", str(CHART), "--values", "-", *arguments,
                 text=yaml.safe_dump(values or {}))
    return [document for document in yaml.safe_load_all(result.stdout) if document]


def pod_specs(objects):
    """Pairs of a workload and its pod template."""
    return [(document, document["spec"]["template"]) for document in objects
            if document["kind"] in ("Deployment", "StatefulSet")]


def job_specs(objects):
    """Pairs of a Job or CronJob and its pod template."""
    return [(document, document["spec"].get("jobTemplate", document)["spec"]["template"]) for document in objects
            if document["kind"] in ("Job", "CronJob")]


def containers(template):
    return template["spec"].get("initContainers", []) + template["spec"]["containers"]
