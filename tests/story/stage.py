"""What the tests of the whole thread share: a data folder of their own, the tracking server behind the pods, an
installation of the chart, and cleardeckctl as a person calls it. Needs the environment of tests/cluster/run."""
import contextlib
import json
import os
import pathlib
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

TOP = pathlib.Path(__file__).resolve().parents[2]
RELEASE = "clearml"
KEY, SECRET = "STORYACCESSKEY0123456789ABCDEF", "StorySecretStorySecretStorySecretStorySecret12345"
OVERRIDES = f"""# Overrides of the story.   Two spaces   before this dot   .
clearml:
  testUserKey: "{KEY}"   # the tracking server of the test knows it
  testUserSecret: '{SECRET}'

# the API server
apiserver:
  # comments stay
  podAnnotations: {{ story: "yes" }}
"""
STARTED = time.monotonic()


@contextlib.contextmanager
def opened(kind, ctl):
    """A Stage of this kind in a folder of its own; skips the test when there is no control plane."""
    if "CLEARDECK_TEST_CLUSTER" not in os.environ:
        print(f"SKIP   : {kind.namespace} needs a control plane: ./test --cluster")
        sys.exit(77)
    with tempfile.TemporaryDirectory(prefix="cleardeck-story-") as folder:
        stage = kind(ctl, pathlib.Path(folder))
        try:
            yield stage
        finally:
            stage.end()


class Stage:
    namespace = None

    def __init__(self, ctl, folder, helm=None):
        self.ctl, self.folder, self.running = ctl, folder, []
        self.kubectl, self.helm = os.environ.get("KUBECTL"), helm or os.environ["CLEARDECK_HELM3"]
        runtime = folder / "run"
        runtime.mkdir(mode=0o700)
        os.environ.update(XDG_DATA_HOME=str(folder / "data"), XDG_RUNTIME_DIR=str(runtime),
                          CLEARDECK_HELM=self.helm, CLEARDECK_ACCESS_KEY=KEY, CLEARDECK_SECRET_KEY=SECRET)

    def step(self, text):
        print(f"{time.monotonic() - STARTED:6.1f} s  {text}", flush=True)

    def serve(self):
        ports = {name: os.environ[f"CLEARDECK_TEST_{name.upper()}_PORT"] for name in ("api", "files", "web")}
        options = [word for name, port in ports.items() for word in (f"--{name}-port", port)]
        served = self.start("-o", "json", "serve", "--data", str(self.folder / "tracking"), *options).next()
        self.step(f"tracking server behind the pods: {served['api']}")
        return served

    def install(self):
        (self.folder / "overrides.yaml").write_text(OVERRIDES)
        self.run(self.helm, "install", RELEASE, str(TOP / "charts/clearml"), "-n", self.namespace, "--create-namespace",
                 "-f", str(self.folder / "overrides.yaml"))
        self.step("helm install charts/clearml")

    def becomes_healthy(self):
        seen = self.wait(self.healthy, 60, "the installation is healthy")
        self.step(f"installations: {seen['health']}, {seen['reason']}")
        expect(seen["namespace"] == self.namespace and seen["revision"] == 1, seen)

    def log_a_task(self, urls):
        environment = dict(os.environ, CLEARML_API_HOST=urls["api"], CLEARML_FILES_HOST=urls["files"],
                           CLEARML_WEB_HOST=urls["web"], CLEARML_API_ACCESS_KEY=KEY, CLEARML_API_SECRET_KEY=SECRET)
        python = self.run(str(TOP / "tests/sdk/venv")).strip()
        result = subprocess.run([python, str(TOP / "tests/sdk/train.py")], env=environment, text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        expect(result.returncode == 0, result.stdout[-2000:] + result.stderr[-4000:])
        told = json.loads(result.stdout.splitlines()[-1])
        rows = self.ask("experiments", RELEASE, "--project", told["project"])
        expect([row["status"] for row in rows if row["id"] == told["task"]] == ["completed"], rows)
        self.step(f"the SDK's task is listed: {told['task']}")

    def healthy(self):
        rows = [row for row in self.ask("installations") if row["name"] == RELEASE]
        return rows[0] if rows and rows[0]["health"] == "Healthy" else None

    def history(self):
        return json.loads(self.run(self.helm, "history", RELEASE, "-n", self.namespace, "-o", "json"))

    def values(self):
        return json.loads(self.run(self.helm, "get", "values", RELEASE, "-n", self.namespace, "-o", "json"))

    def ask(self, *arguments):
        return json.loads(self.run(self.ctl, "-o", "json", *arguments, "-n", self.namespace))

    def run(self, *command):
        result = subprocess.run(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        expect(result.returncode == 0, f"{' '.join(command)}: {result.returncode}\n{result.stdout}{result.stderr}")
        return result.stdout

    def start(self, *arguments):
        self.running.append(Program(self.ctl, *arguments))
        return self.running[-1]

    def wait(self, question, seconds, what):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if answer := question():
                return answer
            time.sleep(0.1)
        raise AssertionError(f"not within {seconds} s: {what}")

    def end(self):
        for program in reversed(self.running):
            program.interrupt()
        # The other tests of this cluster want its node ports, and count installations.
        subprocess.run([self.helm, "uninstall", RELEASE, "-n", self.namespace], stdout=subprocess.DEVNULL)


class Program:
    """A cleardeckctl that stays and prints a line of JSON now and then."""

    def __init__(self, *command):
        self.process = subprocess.Popen(command, text=True, stdout=subprocess.PIPE)
        self.lines = queue.Queue()
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.process.stdout:
            self.lines.put(line)

    def next(self):
        try:
            return json.loads(self.lines.get(timeout=40))
        except queue.Empty:
            raise AssertionError(f"no further line from {' '.join(self.process.args)}") from None

    def interrupt(self):
        self.process.send_signal(signal.SIGINT)
        expect(self.process.wait(10) == 0, f"{self.process.args} ended with {self.process.returncode}")


def answers(url):
    try:
        return urllib.request.urlopen(url, timeout=2).status == 200
    except OSError:
        return False


def expect(truth, otherwise):
    if not truth:
        raise AssertionError(otherwise)
