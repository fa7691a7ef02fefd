"""kill -9 during heavy ingestion: test_kill.py SERVE_PROGRAM [ROUNDS]. Every event that was acknowledged is there after the
restart, and the database is sound. Standard library only; 50 rounds take about two minutes."""
import base64
import json
import random
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request

WRITERS = 3
BATCH = 40


class Server:
    def __init__(self, program, data):
        self.process = subprocess.Popen([program, data], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.facts = json.loads(self.process.stdout.readline())
        key = f"{self.facts['access_key']}:{self.facts['secret_key']}"
        self.authorization = "Basic " + base64.b64encode(key.encode()).decode()

    def post(self, endpoint, body, kind="application/json"):
        request = urllib.request.Request(f"{self.facts['api']}/v2.34/{endpoint}", body.encode(),
                                         {"Authorization": self.authorization, "Content-Type": kind})
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.load(answer)["data"]

    def call(self, endpoint, **arguments):
        return self.post(endpoint, json.dumps(arguments))

    def kill(self):
        self.process.kill()
        self.process.wait()


class Writer(threading.Thread):
    """Sends batches to one task until the server is gone; counts what was acknowledged."""

    def __init__(self, server, task, start):
        super().__init__()
        self.server, self.task, self.sent = server, task, start

    def run(self):
        while True:
            events = []
            for i in range(self.sent, self.sent + BATCH):
                events.append(json.dumps({"type": "training_stats_scalar", "task": self.task, "iter": i, "metric": "m",
                                          "variant": "v", "value": i}))
                events.append(json.dumps({"type": "log", "task": self.task, "msg": f"line {i}", "timestamp": i}))
            try:
                answer = self.server.post("events.add_batch", "\n".join(events), "application/json-lines")
            except (OSError, urllib.error.URLError, ValueError):
                return
            assert answer["added"] == 2 * BATCH, answer
            self.sent += BATCH


def check(server, task, acknowledged):
    raw = server.call("events.scalar_metrics_iter_raw", task=task, metric={"metric": "m"}, batch_size=200_000, count_total=True)
    iterations = raw["variants"].get("v", {}).get("iter", [])
    assert len(iterations) >= acknowledged, f"{acknowledged} points were acknowledged, {len(iterations)} are there"
    assert iterations == list(range(len(iterations))), "a gap in what was stored"
    assert raw["variants"].get("v", {}).get("y", []) == [float(i) for i in iterations]
    lines = server.call("events.get_task_log", task=task, batch_size=1)["total"]
    assert lines == len(iterations), f"half a batch: {len(iterations)} points, {lines} lines"
    return len(iterations)


def main():
    program, rounds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 3
    seed = random.Random(7)
    with tempfile.TemporaryDirectory() as data:
        server = Server(program, data)
        stored = {server.call("tasks.create", name=f"kill {i}", type="training")["id"]: 0 for i in range(WRITERS)}
        for _ in range(rounds):
            writers = [Writer(server, task, start) for task, start in stored.items()]
            for writer in writers:
                writer.start()
            time.sleep(seed.uniform(0.05, 0.6))
            server.kill()
            for writer in writers:
                writer.join()
            database = sqlite3.connect(f"{data}/tracking.db")
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            database.close()
            server = Server(program, data)
            for writer in writers:
                stored[writer.task] = check(server, writer.task, writer.sent)
        server.kill()
    print(f"{rounds} kills, {sum(stored.values())} points and as many lines kept")


main()
