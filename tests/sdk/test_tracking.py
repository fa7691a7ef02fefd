"""The real ClearML SDK against our tracking server: test_tracking.py SERVE_PROGRAM. 0 when all that the script logged was
read back alike, by the SDK and by plain calls, also after the server was killed and started again."""
import base64
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import urllib.request

FOLDER = pathlib.Path(__file__).parent


class Server:
    def __init__(self, program, data):
        self.process = subprocess.Popen([program, data], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.facts = json.loads(self.process.stdout.readline())

    def environment(self):
        facts = self.facts
        return dict(os.environ, CLEARML_API_HOST=facts["api"], CLEARML_FILES_HOST=facts["files"], CLEARML_WEB_HOST=facts["web"],
                    CLEARML_API_ACCESS_KEY=facts["access_key"], CLEARML_API_SECRET_KEY=facts["secret_key"],
                    CLEARML_CONFIG_FILE="/nonexistent")

    def call(self, name, **arguments):
        key = base64.b64encode(f"{self.facts['access_key']}:{self.facts['secret_key']}".encode()).decode()
        request = urllib.request.Request(f"{self.facts['api']}/v2.34/{name}", json.dumps(arguments).encode(),
                                         {"Authorization": f"Basic {key}", "Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.load(answer)["data"]

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        self.process.stdin.close()
        assert self.process.wait(timeout=20) == 0, "the server must end well"


def train(server, *arguments):
    done = subprocess.run([sys.executable, FOLDER / "train.py", *arguments], env=server.environment(), stdout=subprocess.PIPE, text=True, timeout=120)
    assert done.returncode == 0, f"train.py ended with {done.returncode}: {done.stdout[-2000:]}"
    return json.loads(done.stdout.strip().splitlines()[-1])


def check(server, result):
    """What a table and a detail page ask, with the values that the script logged."""
    fields = ["name", "status", "project.name", "last_metrics", "hyperparams.General.lr.value", "tags"]
    task = server.call("tasks.get_all_ex", id=[result["task"]], only_fields=fields)["tasks"][0]
    assert task["status"] == "completed" and task["project"]["name"] == result["project"] and task["tags"] == ["sdk-test"], task
    assert task["hyperparams"]["General"]["lr"]["value"] == "0.05", task["hyperparams"]
    latest = {f'{v["metric"]}/{v["variant"]}': v for m in task["last_metrics"].values() for v in m.values()}
    written = result["written"]["scalars"]
    for metric, variants in written.items():
        for variant, facts in variants.items():
            assert abs(latest[f"{metric}/{variant}"]["min_value"] - facts["min"]) < 1e-6, (metric, variant, latest)
    curves = server.call("events.scalar_metrics_iter_histogram", task=result["task"], samples=20)
    assert min(curves["accuracy"]["validation"]["y"]) == 0.0, "the sharp peak must survive the reduction"
    log = server.call("events.get_task_log", task=result["task"], order="asc", navigate_earlier=False)
    assert any("epoch 9: training" in event["msg"] for event in log["events"]), log


def main():
    program = sys.argv[1]
    with tempfile.TemporaryDirectory() as data:
        server = Server(program, data)
        result = train(server)
        assert result["differences"] == [], result["differences"]
        check(server, result)
        server.kill()
        server = Server(program, data)
        check(server, result)
        server.stop()
    print("the SDK read everything back")


main()
