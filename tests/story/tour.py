#!/usr/bin/env python3
"""The tour on a real control plane: every page shows real rows, from the pods down to a task of the real SDK.
usage: tour.py CLEARDECKCTL CLEARDECK, with the environment of tests/cluster/run"""
import json
import os
import subprocess
import sys

from stage import Stage, expect, opened

PAGES = ["Installations", "Setup", "Overview", "Workloads", "Values", "Upgrade", "History", "Users", "Connect", "Experiments"]


class Tour(Stage):
    namespace = "tour"

    def play(self, window):
        served = self.serve()
        self.install()
        self.becomes_healthy()
        self.log_a_task(served)
        context = self.run(self.kubectl, "config", "current-context").strip()
        pictures = self.folder / "pictures"
        result = subprocess.run([window, "--tour", str(pictures), "--context", context], text=True, stderr=subprocess.PIPE,
                                env=dict(os.environ, QT_QPA_PLATFORM="offscreen", QT_QUICK_BACKEND="software"))
        expect(result.returncode == 0, result.stderr)
        told = json.loads((pictures / "tour.json").read_text())
        expect([page["name"] for page in told["pages"]] == PAGES, told)
        for page in told["pages"]:
            expect(page["rows"] > 0 and (pictures / page["file"]).stat().st_size > 10_000, page)
        self.step(f"{len(PAGES)} pages with rows; {told['firstRealRowMs']} ms to the first, longest stall "
                  f"{told['longestStallMs']} ms, {told['pssMb']} MB")


with opened(Tour, sys.argv[1]) as tour:
    tour.play(sys.argv[2])
