#!/usr/bin/env python3
"""The main job from end to end, as a person would do it on the command line, on a real control plane:
install, watch it get healthy, change one value, roll back, forward, log a task with the real SDK, kill a pod.
usage: story.py CLEARDECKCTL, with the environment of tests/cluster/run"""
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
NAMESPACE, RELEASE = "story", "clearml"
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


def main(ctl):
    if "CLEARDECK_TEST_CLUSTER" not in os.environ:
        print("SKIP   : story needs a control plane: ./test --cluster")
        sys.exit(77)
    with tempfile.TemporaryDirectory(prefix="cleardeck-story-") as folder:
        story = Story(ctl, pathlib.Path(folder))
        try:
            story.play()
        finally:
            story.end()


class Story:
    def __init__(self, ctl, folder):
        self.ctl, self.folder, self.running = ctl, folder, []
        self.kubectl, self.helm = os.environ["KUBECTL"], os.environ["CLEARDECK_HELM3"]
        runtime = folder / "run"
        runtime.mkdir(mode=0o700)
        os.environ.update(XDG_DATA_HOME=str(folder / "data"), XDG_RUNTIME_DIR=str(runtime),
                          CLEARDECK_HELM=self.helm, CLEARDECK_ACCESS_KEY=KEY, CLEARDECK_SECRET_KEY=SECRET)

    def play(self):
        self.serve()
        self.install()
        self.becomes_healthy()
        self.change_one_value()
        self.roll_back()
        urls = self.forward()
        self.log_a_task(urls)
        self.kill_the_api_pod(urls)

    def step(self, text):
        print(f"{time.monotonic() - STARTED:6.1f} s  {text}", flush=True)

    # Steps

    def serve(self):
        ports = {name: os.environ[f"CLEARDECK_TEST_{name.upper()}_PORT"] for name in ("api", "files", "web")}
        options = [word for name, port in ports.items() for word in (f"--{name}-port", port)]
        served = self.start("-o", "json", "serve", "--data", str(self.folder / "tracking"), *options).next()
        self.step(f"tracking server behind the pods: {served['api']}")

    def install(self):
        (self.folder / "overrides.yaml").write_text(OVERRIDES)
        self.run(self.helm, "install", RELEASE, str(TOP / "charts/clearml"), "-n", NAMESPACE, "--create-namespace",
                 "-f", str(self.folder / "overrides.yaml"))
        self.step("helm install charts/clearml")

    def becomes_healthy(self):
        seen = self.wait(self.healthy, 60, "the installation is healthy")
        self.step(f"installations: {seen['health']}, {seen['reason']}")
        expect(seen["namespace"] == NAMESPACE and seen["revision"] == 1, seen)

    def change_one_value(self):
        before = self.values()
        diff = self.ask("values", "set", RELEASE, "apiserver.replicaCount=2", "-f", str(self.folder / "overrides.yaml"))
        expect([o["name"] for o in diff["objects"]] == ["clearml-apiserver"], diff)
        expect(self.history()[-1]["revision"] == 1, "a diff must not apply anything")
        done = self.ask("values", "set", RELEASE, "apiserver.replicaCount=2", "--apply",
                        "-f", str(self.folder / "overrides.yaml"))
        history = self.history()
        expect(done["revision"] == 2 and history[-1]["revision"] == 2, history)
        expect(history[0]["chart"] == history[1]["chart"], history)
        wanted = json.loads(json.dumps(before))
        wanted["apiserver"]["replicaCount"] = 2
        expect(self.values() == wanted, self.values())
        text = self.run(self.ctl, "values", "get", RELEASE, "-n", NAMESPACE)
        kept = [line for line in text.splitlines() if "replicaCount" not in line]
        expect(kept == OVERRIDES.splitlines(), text)
        self.step("one value applied: revision 2, same chart, exactly that key more, every other line as it was")

    def roll_back(self):
        self.run(self.ctl, "rollback", RELEASE, "1", "-n", NAMESPACE)
        expect(self.history()[-1]["revision"] == 3, self.history())
        expect("replicaCount" not in self.values().get("apiserver", {}), self.values())
        self.wait(self.healthy, 60, "healthy after the rollback")
        self.step("rolled back: revision 3, the value is gone again")

    def forward(self):
        begun = time.monotonic()
        urls = self.start("-o", "json", "forward", RELEASE, "-n", NAMESPACE).next()
        self.step(f"forwards answer after {time.monotonic() - begun:.2f} s: {urls}")
        return urls

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
        self.step(f"the SDK's task came through the forward: {told['task']}")

    def kill_the_api_pod(self, urls):
        watch = self.start("-o", "json", "health", RELEASE, "-n", NAMESPACE, "--watch")
        expect(watch.next()["health"] == "Healthy", "healthy before the kill")
        pod = self.run(self.kubectl, "get", "pods", "-n", NAMESPACE, "-l", "app.kubernetes.io/component=apiserver",
                       "-o", "name").split()[0]
        killed = time.monotonic()
        self.run(self.kubectl, "delete", "-n", NAMESPACE, pod, "--wait=false")
        news = watch.next()
        said = time.monotonic() - killed
        expect(news["health"] != "Healthy" and said < 1.0, f"{news} after {said:.2f} s")
        self.step(f"health says so after {said:.2f} s (with kubectl's own time): {news['reason']}")
        while watch.next()["health"] != "Healthy":
            pass
        ready = time.monotonic()
        self.wait(lambda: answers(urls["api"] + "/debug.ping"), 10, "the forward works again")
        took = time.monotonic() - ready
        expect(took < 2.0, f"the forward needed {took:.2f} s after the pod was ready")
        self.step(f"the forward works again {took:.2f} s after the new pod was ready")

    # Tools

    def healthy(self):
        rows = [row for row in self.ask("installations") if row["name"] == RELEASE]
        return rows[0] if rows and rows[0]["health"] == "Healthy" else None

    def history(self):
        return json.loads(self.run(self.helm, "history", RELEASE, "-n", NAMESPACE, "-o", "json"))

    def values(self):
        return json.loads(self.run(self.helm, "get", "values", RELEASE, "-n", NAMESPACE, "-o", "json"))

    def ask(self, *arguments):
        return json.loads(self.run(self.ctl, "-o", "json", *arguments, "-n", NAMESPACE))

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
        subprocess.run([self.helm, "uninstall", RELEASE, "-n", NAMESPACE], stdout=subprocess.DEVNULL)


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


STARTED = time.monotonic()
main(sys.argv[1])
