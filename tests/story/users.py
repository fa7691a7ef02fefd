#!/usr/bin/env python3
"""Fixed users and the watchdog through the command line: each change is proven by logging in at the API.
usage: users.py CLEARDECKCTL            in the sandbox; helm is $CLEARDECK_HELM3, or the test cluster's
       users.py CLEARDECKCTL --cluster  on the test control plane, with the environment of tests/cluster/run"""
import base64
import contextlib
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request

import stage
from stage import RELEASE, Program, expect

SECRET = f"{RELEASE}-fixed-users"


def main(ctl, where):
    if where == "--cluster":
        with stage.opened(ClusterUsers, ctl) as users:
            users.prepare()
            story(users)
    else:
        with sandbox(ctl) as users:
            story(users)
    print("passed")


def story(users):
    """The whole life of two users; `users` says where it is played."""
    first = users.change("add", "jane", "--name", "Jane Doe", password="first-password")
    expect(first["login"] == "accepted" and first["secret"] == SECRET, first)
    expect(users.change("add", "john", "--name", "John", password="johns-password")["login"] == "accepted", "john")
    listed = users.ask("users", "list", RELEASE)
    expect([user["login"] for user in listed["users"]] == ["jane", "john"] and listed["hashed"], listed)
    url = users.api()
    expect(users.logs_in(url, "jane", "first-password"), "jane does not log in")
    expect(not users.logs_in(url, "jane", "another"), "jane logs in with any password")
    expect("first-password" not in json.dumps(users.secret()), "the Secret holds a password")
    reset(users, url)
    rename(users)
    remove(users, url)
    refused(users)
    watchdog(users)


def reset(users, url):
    expect(users.change("reset", "jane", password="second-password")["login"] == "accepted", "reset")
    expect(users.logs_in(url, "jane", "second-password"), "the new password is refused")
    expect(not users.logs_in(url, "jane", "first-password"), "the old password is still accepted")


def rename(users):
    users.change("rename", "jane", "--name", "Dr. Jane")
    names = {user["login"]: user["name"] for user in users.ask("users", "list", RELEASE)["users"]}
    expect(names == {"jane": "Dr. Jane", "john": "John"}, names)


def remove(users, url):
    expect(users.logs_in(url, "john", "johns-password"), "john does not log in")
    users.change("remove", "john")
    expect(not users.logs_in(url, "john", "johns-password"), "john still logs in")
    expect(users.logs_in(url, "jane", "second-password"), "jane was thrown out, too")


def refused(users):
    before = users.secret()
    for arguments, word in ((("add", "jane"), "already"), (("add", "a b"), "letters"), (("remove", "jane"), "last user"),
                            (("reset", "nobody"), "no user"), (("add", "x"), "empty")):
        code, _, err = users.call("users", arguments[0], RELEASE, *arguments[1:], "--yes",
                                  text="\n" if word == "empty" else "some-password\n")
        expect(code == 1 and word in err, (arguments, code, err))
    code, _, err = users.call("users", "reset", RELEASE, "jane", "--yes", text="x" * 73 + "\n")
    expect(code == 1 and "72 bytes" in err, err)
    expect(users.secret() == before, "a refused change has written")
    users.concurrent()
    users.write("not { closed")
    for arguments in (("list", RELEASE), ("rename", RELEASE, "jane", "--name", "J", "--yes")):
        code, _, err = users.call("users", *arguments)
        expect(code == 1 and "line 1" in err, (code, err))
    expect(users.secret() == {"apiserver.conf": "not { closed"}, "a broken file was overwritten")
    users.write(before["apiserver.conf"])


def watchdog(users):
    shown = users.ask("watchdog", "show", RELEASE)
    expect(shown["thresholdSec"] == 7200 and isinstance(shown["wouldStop"], list), shown)
    looked = users.ask("watchdog", "set", RELEASE, "--threshold", "6h")
    expect("revision" not in looked and looked["settings"]["thresholdSec"] == 21600, looked)
    done = users.ask("watchdog", "set", RELEASE, "--threshold", "6h", "--yes")
    expect(done["revision"] > 0, done)
    shown = users.ask("watchdog", "show", RELEASE)
    expect(shown["thresholdSec"] == 21600 and shown["from"]["thresholdSec"] == "watchdog.thresholdSec", shown)
    code, _, err = users.call("watchdog", "set", RELEASE, "--threshold", "5", "--yes")
    expect(code == 1 and "minute" in err, err)


class Calls:
    """What both places share: cleardeckctl, the API, and the Secret as Kubernetes has it."""

    def call(self, *arguments, text=""):
        done = subprocess.run([self.ctl, *arguments, "-n", self.namespace], input=text, text=True, capture_output=True)
        expect("-password" not in " ".join(arguments), "a password among the arguments")
        return done.returncode, done.stdout, done.stderr

    def ask(self, *arguments, text=""):
        code, out, err = self.call("-o", "json", *arguments, text=text)
        expect(code == 0, (arguments, code, err))
        return json.loads(out)

    def change(self, verb, login, *options, password=""):
        done = self.ask("users", verb, RELEASE, login, *options, "--yes", text=password + "\n")
        self.step(f"users {verb} {login}: login {done['login']}")
        return done

    def logs_in(self, url, login, password):
        request = urllib.request.Request(url + "/auth.login", data=b"{}", method="POST")
        request.add_header("Content-Type", "application/json")
        request.add_header("Authorization", "Basic " + base64.b64encode(f"{login}:{password}".encode()).decode())
        try:
            return urllib.request.urlopen(request, timeout=10).status == 200
        except urllib.error.HTTPError as error:
            expect(error.code == 401, error)
            return False

    def api(self):
        self.running.append(Program(self.ctl, "-o", "json", "forward", RELEASE, "-n", self.namespace))
        return self.running[-1].next()["api"]

    def concurrent(self):
        """Two at once: what was read before another's change is refused, or comes after it; never lost."""
        changes = [subprocess.Popen([self.ctl, "users", "rename", RELEASE, "jane", "--name", f"Name {i}", "--yes", "-n",
                                     self.namespace], text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
                   for i in range(4)]
        ended = [(change.communicate()[1], change.returncode) for change in changes]
        expect(any(code == 0 for _, code in ended), ended)
        for err, code in ended:
            expect(code == 0 or "somebody" in err, err)
        self.step(f"{sum(code != 0 for _, code in ended)} of 4 changes at once refused")


@contextlib.contextmanager
def sandbox(ctl):
    cache = pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache"))
    built = [str(path) for path in sorted(cache.glob("cleardeck/cluster/*/helm3"))]
    helm = os.environ.get("CLEARDECK_HELM3") or next(iter(built), None)
    if not helm:
        print("SKIP   : users are switched on by a change of values, which needs helm")
        sys.exit(77)
    with tempfile.TemporaryDirectory(prefix="cleardeck-users-") as folder:
        users = SandboxUsers(ctl, pathlib.Path(folder), helm)
        try:
            yield users
        finally:
            users.end()


class SandboxUsers(Calls):
    namespace = "clearml"

    def __init__(self, ctl, folder, helm):
        self.ctl, self.running = ctl, []
        (folder / "run").mkdir(mode=0o700)
        config = folder / "kubeconfig"
        os.environ.update(XDG_DATA_HOME=str(folder / "data"), XDG_RUNTIME_DIR=str(folder / "run"), HOME=str(folder),
                          KUBECONFIG=str(config), CLEARDECK_HELM=helm)
        self.sandbox = subprocess.Popen([ctl, "sandbox", "--kubeconfig-out", str(config), "--data", str(folder / "tracking")],
                                        stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + 60
        while not config.exists():
            expect(time.monotonic() < deadline, "the sandbox does not start")
            time.sleep(0.1)

    def step(self, text):
        print(text, flush=True)

    def request(self, method, body=None):
        import ssl
        lines = dict(line.strip().split(": ", 1) for line in pathlib.Path(os.environ["KUBECONFIG"]).read_text().splitlines()
                     if ": " in line)
        url = f"{lines['server']}/api/v1/namespaces/{self.namespace}/secrets/{SECRET}"
        request = urllib.request.Request(url, method=method, data=body and json.dumps(body).encode(),
                                         headers={"Authorization": "Bearer " + lines["token"],
                                                  "Content-Type": "application/merge-patch+json"})
        trust = ssl.create_default_context(cadata=base64.b64decode(lines["certificate-authority-data"]).decode())
        return json.load(urllib.request.urlopen(request, context=trust))

    def secret(self):
        return {key: base64.b64decode(text).decode() for key, text in self.request("GET")["data"].items()}

    def write(self, text):
        self.request("PATCH", {"data": {"apiserver.conf": base64.b64encode(text.encode()).decode()}})

    def end(self):
        for program in reversed(self.running):
            program.interrupt()
        self.sandbox.send_signal(signal.SIGTERM)
        self.sandbox.wait(30)


class ClusterUsers(Calls, stage.Stage):
    """No container runs there: a thread does what the API server's new pod would, it reads the Secret."""
    namespace = "story-users"

    def prepare(self):
        self.file = self.folder / "apiserver.conf"
        self.file.write_text("{}")
        ports = [word for name in ("api", "files", "web")
                 for word in (f"--{name}-port", os.environ[f"CLEARDECK_TEST_{name.upper()}_PORT"])]
        self.server = self.start("serve", "--data", str(self.folder / "tracking"), "--fixed-users", str(self.file), *ports)
        self.install()
        self.becomes_healthy()
        self.ended = threading.Event()
        threading.Thread(target=self.follow, daemon=True).start()

    def follow(self):
        while not self.ended.wait(0.2):
            try:
                text = self.secret().get("apiserver.conf", "{}")
            except (AssertionError, KeyError):
                continue
            if text != self.file.read_text():
                self.file.write_text(text)
                self.server.process.send_signal(signal.SIGHUP)

    def secret(self):
        data = json.loads(self.run(self.kubectl, "get", "secret", SECRET, "-n", self.namespace, "-o", "json"))["data"]
        return {key: base64.b64decode(text).decode() for key, text in data.items()}

    def write(self, text):
        patch = {"data": {"apiserver.conf": base64.b64encode(text.encode()).decode()}}
        self.run(self.kubectl, "patch", "secret", SECRET, "-n", self.namespace, "--type", "merge", "-p", json.dumps(patch))

    def end(self):
        if hasattr(self, "ended"):
            self.ended.set()
        super().end()


if __name__ == "__main__":
    main(sys.argv[1], (sys.argv[2:] or [""])[0])
