#!/usr/bin/env python3
"""Set-up time and throughput of a forward, ours beside `kubectl port-forward`, on the test control plane.
usage: tests/cluster/run tests/bench/bench_forward.py build/release/src/app/cleardeckctl [MEGABYTES]"""
import http.server
import json
import os
import pathlib
import re
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
import urllib.request

TOP = pathlib.Path(__file__).resolve().parents[2]
PIECE = bytes(1 << 20)


class Source(http.server.BaseHTTPRequestHandler):
    """Answers every GET with as many megabytes as the path says, /0 with nothing."""
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        count = int(self.path.strip("/")) if self.path.strip("/").isdigit() else 0
        self.send_response(200)
        self.send_header("Content-Length", str(count << 20))
        self.end_headers()
        for _ in range(count):
            self.wfile.write(PIECE)

    def log_message(self, *_):
        pass


def main(ctl, megabytes):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", int(os.environ["CLEARDECK_TEST_API_PORT"])), Source)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for name in ("FILES", "WEB"):
        other = http.server.ThreadingHTTPServer(("127.0.0.1", int(os.environ[f"CLEARDECK_TEST_{name}_PORT"])), Source)
        threading.Thread(target=other.serve_forever, daemon=True).start()
    helm, kubectl = os.environ["CLEARDECK_HELM3"], os.environ["KUBECTL"]
    subprocess.run([helm, "install", "clearml", TOP / "charts/clearml", "-n", "bench", "--create-namespace", "--wait"],
                   check=True, stdout=subprocess.DEVNULL)
    direct = download(f"http://127.0.0.1:{os.environ['CLEARDECK_TEST_API_PORT']}", megabytes)
    ours = measure(lambda: start_ours(ctl), megabytes)
    theirs = measure(lambda: start_kubectl(kubectl), megabytes)
    print(f"{'':24}{'ClearDeck':>12}{'kubectl':>12}{'direct':>12}")
    print(f"{'set-up, s':24}{ours['setup']:12.2f}{theirs['setup']:12.2f}{'':>12}")
    print(f"{'connect + GET, ms':24}{ours['small']:12.1f}{theirs['small']:12.1f}{'':>12}")
    print(f"{f'{megabytes} MB down, MB/s':24}{ours['rate']:12.0f}{theirs['rate']:12.0f}{direct:12.0f}")
    print(f"{'peak memory, MB':24}{ours['peak']:12.0f}{theirs['peak']:12.0f}{'':>12}")
    print("set-up of ClearDeck: from process start until all three forwards have answered a call, discovery included")


def measure(begin, megabytes):
    begun = time.monotonic()
    process, url = begin()
    while not answers(url):
        time.sleep(0.01)
    setup = time.monotonic() - begun
    small = statistics.median(timed(lambda: urllib.request.urlopen(url + "/0").read()) for _ in range(30)) * 1000
    rate = statistics.median(download(url, megabytes) for _ in range(3))
    peak = int(re.search(r"VmHWM:\s*(\d+)", pathlib.Path(f"/proc/{process.pid}/status").read_text()).group(1)) / 1024
    process.send_signal(signal.SIGINT)
    process.wait()
    return {"setup": setup, "small": small, "rate": rate, "peak": peak}


def start_ours(ctl):
    process = subprocess.Popen([ctl, "-o", "json", "forward", "clearml", "-n", "bench"], stdout=subprocess.PIPE, text=True)
    return process, json.loads(process.stdout.readline())["api"]


def start_kubectl(kubectl):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([kubectl, "port-forward", "-n", "bench", "svc/clearml-apiserver", f"{port}:8008"],
                               stdout=subprocess.DEVNULL)
    return process, f"http://127.0.0.1:{port}"


def download(url, megabytes):
    def run():
        with urllib.request.urlopen(f"{url}/{megabytes}") as response:
            while response.read(1 << 20):
                pass
    return megabytes / timed(run)


def timed(action):
    begun = time.monotonic()
    action()
    return time.monotonic() - begun


def answers(url):
    try:
        return urllib.request.urlopen(url + "/0", timeout=2).status == 200
    except OSError:
        return False


main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 500)
