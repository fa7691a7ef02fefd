#!/usr/bin/env python3
"""The main job from end to end, as a person would do it on the command line, on a real control plane:
install, watch it get healthy, change one value, roll back, forward, log a task with the real SDK, kill a pod.
usage: story.py CLEARDECKCTL, with the environment of tests/cluster/run"""
import json
import sys
import time

from stage import OVERRIDES, RELEASE, Stage, answers, expect, opened


class Story(Stage):
    namespace = "story"

    def play(self):
        self.serve()
        self.install()
        self.becomes_healthy()
        self.change_one_value()
        self.roll_back()
        urls = self.forward()
        self.log_a_task(urls)
        self.kill_the_api_pod(urls)

    def change_one_value(self):
        before = self.values()
        diff = self.ask("values", "set", RELEASE, "apiserver.replicaCount=2", "-f", str(self.folder / "overrides.yaml"))
        # Two pods get a disruption budget as well.
        expect({o["kind"]: o["name"] for o in diff["objects"]} ==
               {"Deployment": "clearml-apiserver", "PodDisruptionBudget": "clearml-apiserver"}, diff)
        expect(self.history()[-1]["revision"] == 1, "a diff must not apply anything")
        done = self.ask("values", "set", RELEASE, "apiserver.replicaCount=2", "--apply",
                        "-f", str(self.folder / "overrides.yaml"))
        history = self.history()
        expect(done["revision"] == 2 and history[-1]["revision"] == 2, history)
        expect(history[0]["chart"] == history[1]["chart"], history)
        wanted = json.loads(json.dumps(before))
        wanted["apiserver"]["replicaCount"] = 2
        expect(self.values() == wanted, self.values())
        text = self.run(self.ctl, "values", "get", RELEASE, "-n", self.namespace)
        kept = [line for line in text.splitlines() if "replicaCount" not in line]
        expect(kept == OVERRIDES.splitlines(), text)
        self.step("one value applied: revision 2, same chart, exactly that key more, every other line as it was")

    def roll_back(self):
        self.run(self.ctl, "rollback", RELEASE, "1", "-n", self.namespace)
        expect(self.history()[-1]["revision"] == 3, self.history())
        expect("replicaCount" not in self.values().get("apiserver", {}), self.values())
        self.wait(self.healthy, 60, "healthy after the rollback")
        self.step("rolled back: revision 3, the value is gone again")

    def forward(self):
        begun = time.monotonic()
        urls = self.start("-o", "json", "forward", RELEASE, "-n", self.namespace).next()
        self.step(f"forwards answer after {time.monotonic() - begun:.2f} s: {urls}")
        return urls

    def kill_the_api_pod(self, urls):
        watch = self.start("-o", "json", "health", RELEASE, "-n", self.namespace, "--watch")
        expect(watch.next()["health"] == "Healthy", "healthy before the kill")
        pod = self.run(self.kubectl, "get", "pods", "-n", self.namespace, "-l", "app.kubernetes.io/component=apiserver",
                       "-o", "name").split()[0]
        killed = time.monotonic()
        self.run(self.kubectl, "delete", "-n", self.namespace, pod, "--wait=false")
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


with opened(Story, sys.argv[1]) as story:
    story.play()
