#!/usr/bin/env python3
"""Bad input at the command line, on a real control plane: each is refused with its reason and a next step, and nothing
else stops working. usage: bad_input.py CLEARDECKCTL, with the environment of tests/cluster/run"""
import json
import os
import pathlib
import socket
import subprocess
import sys
import tempfile

TOP = pathlib.Path(__file__).resolve().parents[2]
RELEASE = "clearml"


def main(ctl):
    if "CLEARDECK_TEST_CLUSTER" not in os.environ:
        print("SKIP   : bad input needs a control plane: ./test --cluster")
        sys.exit(77)
    cluster = pathlib.Path(os.environ["CLEARDECK_TEST_CLUSTER"])
    with tempfile.TemporaryDirectory(prefix="cleardeck-bad-") as folder:
        folder = pathlib.Path(folder)
        (folder / "run").mkdir(mode=0o700)
        os.environ.update(XDG_DATA_HOME=str(folder / "data"), XDG_RUNTIME_DIR=str(folder / "run"),
                          CLEARDECK_HELM=os.environ["CLEARDECK_HELM3"], HOME=str(folder))
        tests = BadInput(ctl, cluster, folder)
        names = [name for name in dir(tests) if name.startswith("test_")]
        failed = 0
        for name in names:
            try:
                getattr(tests, name)()
                print(f"PASS   : {name[5:]}", flush=True)
            except AssertionError as error:
                failed += 1
                print(f"FAIL!  : {name[5:]}: {error}", flush=True)
        # Other tests of this cluster want to be alone; team's release cannot be read any more, so helm cannot remove it.
        tests.helm("uninstall", RELEASE, "-n", "bad")
        for kinds, label in (("deployments,statefulsets,services", f"app.kubernetes.io/instance={RELEASE}"), ("secrets", "owner=helm")):
            subprocess.run([os.environ["KUBECTL"], "delete", kinds, "-n", "team", "-l", label], stdout=subprocess.DEVNULL)
        print(f"Totals: {len(names) - failed} passed, {failed} failed, 0 skipped")
        sys.exit(failed != 0)


class BadInput:
    def __init__(self, ctl, cluster, folder):
        self.ctl, self.folder = ctl, folder
        self.admin, self.users = str(cluster / "kubeconfig"), str(cluster / "kubeconfig-users")
        for namespace in ("bad", "team"):  # the context namespace-only sees team alone
            self.helm("install", RELEASE, str(TOP / "charts/clearml"), "-n", namespace, "--create-namespace",
                      "--set", ",".join(f"{part}.service.type=ClusterIP" for part in ("apiserver", "webserver", "fileserver")))

    # Kubeconfig

    def test_no_kubeconfig(self):
        self.refuses("kubeconfig", "installations", kubeconfig=str(self.folder / "nothing"))

    def test_unreadable_kubeconfig(self):
        broken = self.folder / "broken"
        broken.write_text("a: [b\n\tc: d")
        self.refuses("broken", "installations", kubeconfig=str(broken))

    def test_unknown_context(self):
        self.refuses("nowhere", "--context", "nowhere", "installations")

    def test_broken_file_hides_no_other(self):
        broken = self.folder / "rubbish"
        broken.write_text("}{")
        os.environ["KUBECONFIG"] = f"{broken}:{self.admin}"
        code, out, err = self.call("-o", "json", "installations", kubeconfig=None)
        expect(code == 0 and len(json.loads(out)) == 2 and "rubbish" in err, (code, out, err))

    def test_two_files_with_the_same_names(self):
        os.environ["KUBECONFIG"] = f"{self.admin}:{self.folder / 'copy'}"
        (self.folder / "copy").write_text(pathlib.Path(self.admin).read_text())
        code, out, err = self.call("-o", "json", "installations", kubeconfig=None)
        expect(code == 0 and len(json.loads(out)) == 2 and "copy" in err, (code, out, err))

    # Identity and network

    def test_expired_certificate(self):
        self.refuses("expired", "--context", "expired", "installations", kubeconfig=self.users)

    def test_wrong_ca(self):
        self.refuses("wrong-ca", "--context", "wrong-ca", "installations", kubeconfig=self.users)

    def test_refused_connection(self):
        self.refuses("unreachable", "--context", "unreachable", "installations", kubeconfig=self.users)

    def test_credential_program_is_missing_prints_rubbish_or_hangs(self):
        for command, word in (("/no/such/program", "/no/such/program"), ("echo", "echo")):
            config = self.folder / "exec"
            config.write_text(f"""apiVersion: v1
kind: Config
current-context: exec
clusters: [{{name: c, cluster: {{server: "https://127.0.0.1:1"}}}}]
contexts: [{{name: exec, context: {{cluster: c, user: u}}}}]
users: [{{name: u, user: {{exec: {{apiVersion: client.authentication.k8s.io/v1, command: {command},
  interactiveMode: Never, installHint: "install it from the intranet"}}}}}}]
""")
            self.refuses(word, "installations", kubeconfig=str(config))

    # Rights

    def test_one_namespace_only(self):
        code, out, err = self.call("-o", "json", "--context", "namespace-only", "-n", "team", "installations",
                                   kubeconfig=self.users)
        rows = json.loads(out)
        expect(code == 0 and [row["namespace"] for row in rows] == ["team"], (code, out, err))

    def test_no_right_to_forward(self):
        self.refuses("pods/portforward", "--context", "no-port-forward", "forward", RELEASE, "-n", "bad",
                     kubeconfig=self.users)

    # Names and values

    def test_unknown_installation(self):
        self.refuses("nobody", "health", "nobody")

    def test_ambiguous_name(self):
        self.refuses("-n", "health", RELEASE)

    def test_values_with_tabs_or_twice_the_same_key(self):
        for text, word in (("apiserver:\n\treplicaCount: 1\n", "tab"), ("a: 1\na: 2\n", "a")):
            file = self.folder / "values.yaml"
            file.write_text(text)
            self.refuses(word, "values", "diff", RELEASE, "-n", "bad", "-f", str(file))
            expect(file.read_text() == text, "the file was changed")

    def test_crlf_is_kept(self):
        file = self.folder / "crlf.yaml"
        file.write_bytes(b"# windows\r\napiserver:\r\n  replicaCount: 1 # one\r\n")
        code, _, err = self.call("values", "set", RELEASE, "apiserver.replicaCount=2", "-n", "bad", "-f", str(file), "--apply")
        expect(code == 0, err)
        _, out, _ = self.call("values", "get", RELEASE, "-n", "bad", text=False)
        expect(out == b"# windows\r\napiserver:\r\n  replicaCount: 2 # one\r\n", out)

    def test_wrong_type(self):
        self.refuses("replicaCount", "values", "set", RELEASE, "apiserver.replicaCount=many", "-n", "bad")

    def test_local_port_in_use(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            self.refuses(str(port), "forward", RELEASE, "-n", "bad", "--api-port", str(port))

    def test_damaged_release_secret(self):
        kubectl = [os.environ["KUBECTL"], "--kubeconfig", self.admin, "-n", "team"]
        subprocess.run([*kubectl, "patch", "secret", f"sh.helm.release.v1.{RELEASE}.v1", "-p",
                        '{"data":{"release":"bm90IGd6aXA="}}'], check=True, stdout=subprocess.DEVNULL)
        self.refuses(f"sh.helm.release.v1.{RELEASE}.v1", "values", "get", RELEASE, "-n", "team")
        code, out, _ = self.call("-o", "json", "installations")
        expect(code == 0 and len(json.loads(out)) == 2, out)

    def test_usage(self):
        code, _, _ = self.call("values", "set", RELEASE)
        expect(code == 2, code)

    # Tools

    def call(self, *arguments, kubeconfig="", text=True):
        options = [] if kubeconfig is None else ["--kubeconfig", kubeconfig or self.admin]
        result = subprocess.run([self.ctl, *options, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=text,
                                timeout=60)
        return result.returncode, result.stdout, result.stderr

    def refuses(self, word, *arguments, kubeconfig=""):
        code, out, err = self.call(*arguments, kubeconfig=kubeconfig)
        expect(code == 1 and word in err and len(err) > 30, f"{' '.join(arguments)}: {code}, {out!r}, {err!r}")

    def helm(self, *arguments):
        subprocess.run([os.environ["CLEARDECK_HELM3"], "--kubeconfig", self.admin, *arguments], check=True,
                       stdout=subprocess.DEVNULL)


def expect(truth, otherwise):
    if not truth:
        raise AssertionError(otherwise)


main(sys.argv[1])
