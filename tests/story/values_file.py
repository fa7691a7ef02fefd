#!/usr/bin/env python3
"""Values files edited by the command line with no cluster: what lands, what is refused, where values come from.
usage: values_file.py CLEARDECKCTL"""
import json
import os
import pathlib
import stat
import subprocess
import sys
import tempfile

TOP = pathlib.Path(__file__).resolve().parents[2]
TEXT = """# mine
api:
  replicas: 1  # enough
  env:
    - name: A
      value: "1"   # the first
  token: hidden-word
base: &base {cpu: 1}
other: *base
"""


def main(ctl):
    with tempfile.TemporaryDirectory(prefix="cleardeck-values-") as folder:
        folder = pathlib.Path(folder)
        os.environ.update(HOME=str(folder), XDG_DATA_HOME=str(folder), KUBECONFIG=str(folder / "none"))
        edits(ctl, folder / "values.yaml")
        refusals(ctl, folder / "values.yaml")
        bad_files(ctl, folder / "bad.yaml")
        pipes(ctl)
        effective(ctl, folder / "over.yaml")
    print("passed")


def run(*arguments, **more):
    return subprocess.run([str(word) for word in arguments], capture_output=True, text=True, timeout=60, **more)


def edits(ctl, file):
    for words, old, new in (
            (["set", "api.replicas", "2"], "replicas: 1  # enough", "replicas: 2  # enough"),
            (["set", "api.replicas", '"2"'], "replicas: 1  # enough", 'replicas: "2"  # enough'),
            (["set", "api.extra", "{a: 1, b: [x]}"], "  token: hidden-word\n",
             "  token: hidden-word\n  extra:\n    a: 1\n    b:\n      - x\n"),
            (["set", "api.args", '"--level=2"'], "  token: hidden-word\n", "  token: hidden-word\n  args: --level=2\n"),
            (["insert", "api.env", "{name: B}"], "   # the first\n", "   # the first\n    - name: B\n"),
            (["insert", "api.env[0]", "{name: B}"], "    - name: A\n", "    - name: B\n    - name: A\n"),
            (["insert", "api.list", "x"], "  token: hidden-word\n", "  token: hidden-word\n  list:\n    - x\n"),
            (["unset", "api.replicas"], "  replicas: 1  # enough\n", ""),
            (["remove", "api.env", "api.replicas"], TEXT[TEXT.index("  replicas"):TEXT.index("  token")], ""),
            (["move", "api.replicas", "api.count"], "replicas: 1", "count: 1"),
            (["set", "base.cpu", "2", "--shared", "all"], "cpu: 1", "cpu: 2"),
            (["set", "base.cpu", "2", "--shared", "detach"], "{cpu: 1}\nother: *base", "{cpu: 2}\nother:\n  cpu: 1")):
        file.write_text(TEXT)
        file.chmod(0o640)
        result = run(ctl, "values", words[0], "--file", file, *words[1:])
        assert result.returncode == 0, (words, result.stderr)
        assert file.read_text() == TEXT.replace(old, new), (words, file.read_text())
        assert stat.S_IMODE(file.stat().st_mode) == 0o640
        assert result.stdout.startswith("@@ ") and "hidden-word" not in result.stdout, result.stdout
    file.write_text(TEXT)
    same = run(ctl, "values", "set", "--file", file, "api.replicas", "1")
    assert same.stdout == "Nothing changes.\n" and file.read_text() == TEXT
    assert run(ctl, "values", "get", "--file", file).stdout == TEXT
    assert run(ctl, "values", "get", "--file", file, "api.env[0].value").stdout == '"1"\n'
    assert json.loads(run(ctl, "values", "get", "--file", file, "other", "-o", "json").stdout) == {"cpu": 1}
    secret = run(ctl, "values", "set", "--file", file, "api.token", "new-word", "-o", "json")
    report = json.loads(secret.stdout)
    assert report["changed"] and "word" not in report["diff"] and "(changed)" in report["diff"], report
    assert "token: new-word" in file.read_text()


def refusals(ctl, file):
    for words, reason in (
            (["set", "base.cpu", "2"], "line 8"),
            (["set", "other.cpu", "2"], "alias"),
            (["set", "api.replicas", ""], "empty"),
            (["set", "api.replicas", "[1"], "the value"),
            (["set", "clearml", "api.replicas=2"], "PATH=VALUE"),
            (["set", "api..x", "2"], "a key is empty"),
            (["set", "api.replicas"], "arguments"),
            (["insert", "api.env[7]", "x"], "shorter"),
            (["insert", "api.replicas", "x"], "line 3"),
            (["unset", "nowhere"], "no such value"),
            (["move", "api.env[0]", "api.env[5]"], "shorter"),
            (["get", "nowhere"], "there is no nowhere")):
        file.write_text(TEXT)
        result = run(ctl, "values", words[0], "--file", file, *words[1:])
        assert result.returncode == 1 and reason in result.stderr, (words, result.returncode, result.stderr)
        assert file.read_text() == TEXT and result.stdout == "", words


def bad_files(ctl, file):
    for content, reason in ((b"a: [1\nb: 2\n", "line 2"), (b"a:\n\tb: 1\n", "line 2, column 1"), (b"- a\n", "a map"),
                            (b"a: 1\n---\na: 2\n", "2 documents"), (b"a: \x00\xff", "line 1"),
                            (b"#" * 10_000_000, "at most 5 MB")):
        file.write_bytes(content)
        result = run(ctl, "values", "set", "--file", file, "a", "2")
        assert result.returncode == 1 and reason in result.stderr, (content[:20], result.stderr)
        assert file.read_bytes() == content
    file.write_bytes(b"a: 1\na: 2\n")
    assert "stands twice" in run(ctl, "values", "set", "--file", file, "a", "3").stderr
    assert run(ctl, "values", "set", "--file", file.parent / "missing.yaml", "a", "3").returncode == 1


def pipes(ctl):
    result = run(ctl, "values", "set", "--file", "-", "a.b", "2", input="# x\r\na:\r\n  b: 1\r\n")
    assert result.returncode == 0 and result.stdout.replace("\n", "|") == "# x|a:|  b: 2|", result


def effective(ctl, file):
    chart = TOP / "tests/fixtures/helm/sample"
    file.write_text("# mine\nreplicas: 2\n")
    values = json.loads(run(ctl, "values", "effective", "--chart", chart, "--file", file, "-o", "json").stdout)
    found = {value["path"]: value for value in values}
    assert found["replicas"] == {"path": "replicas", "value": 2, "origin": "override", "chart": "", "line": 2}
    assert any(value["origin"] == "chart default" and value["line"] > 0 for value in values), values
    ours = json.loads(run(ctl, "values", "effective", "--chart", TOP / "charts/clearml", "-o", "json").stdout)
    assert len(ours) > 200 and {value["origin"] for value in ours} == {"chart default"}
    missing = run(ctl, "values", "effective", "--chart", file)
    assert missing.returncode == 1, missing


main(sys.argv[1])
