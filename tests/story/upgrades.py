"""Steps of the story of upgrades, as a person would do them on the command line: a pinned version beside newer ones,
plans that went stale, a conflict, a failed step, a forbidden jump, a path of two steps, a helm that was killed, an
uninstall. upgrade.py plays them on a control plane, upgrade_sandbox.py in the sandbox."""
import functools
import http.server
import json
import os
import pathlib
import shutil
import subprocess
import threading

from stage import OVERRIDES, RELEASE, SECRET, TOP, Stage, expect

# Version of the chart: ClearML, what else differs.
VERSIONS = {"0.8.0": ("1.16.2", {}), "0.8.1": ("1.16.2", {"cookieName: clearml-token-k8s": "cookieName: clearml-token"}),
            "0.8.2": ("1.17.1", {}), "0.9.0": ("2.0.0", {}), "0.9.1": ("2.0.0", {'tag: "7.0.28"': 'tag: "6.0.19"'})}


class Upgrades(Stage):
    namespace = "upgrades"

    # The stage

    def make_charts(self):
        repository = self.folder / "repository"
        repository.mkdir()
        for version, (app, changes) in VERSIONS.items():
            chart = self.copy_chart(self.folder / "work" / version / "clearml", version, app, changes)
            self.run(self.helm, "package", str(chart), "-d", str(repository))
        self.run(self.helm, "repo", "index", str(repository))
        handler = functools.partial(Quiet, directory=str(repository))
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.repository = f"http://127.0.0.1:{server.server_port}"
        # What this program brings is 0.8.0.
        self.own = self.folder / "own"
        shutil.copytree(self.folder / "work/0.8.0", self.own)
        os.environ.update(CLEARDECK_CHARTS=str(self.own), XDG_CACHE_HOME=str(self.folder / "cache"))
        self.step(f"a repository with the versions {', '.join(VERSIONS)}")

    def copy_chart(self, folder, version, app, changes):
        shutil.copytree(TOP / "charts/clearml", folder)
        lines = (folder / "Chart.yaml").read_text().splitlines()
        lines = [f"version: {version}" if line.startswith("version:") else line for line in lines]
        lines = [f'appVersion: "{app}"' if line.startswith("appVersion:") else line for line in lines]
        (folder / "Chart.yaml").write_text("\n".join(lines) + "\n")
        values = (folder / "values.yaml").read_text()
        for before, after in changes.items():
            expect(before in values, f"the chart's values lack {before}")
            values = values.replace(before, after, 1)
        (folder / "values.yaml").write_text(values)
        return folder

    def install_old(self):
        (self.folder / "overrides.yaml").write_text(OVERRIDES)
        self.run(self.helm, "install", RELEASE, "clearml", "--repo", self.repository, "--version", "0.8.0",
                 "-n", self.namespace, "--create-namespace", "-f", str(self.folder / "overrides.yaml"))
        self.step("helm install, version 0.8.0 of the repository")

    # Values upgrades

    def values_keep_the_version(self):
        self.ask("values", "set", RELEASE, "clearml.cookieName=story", "-f", str(self.folder / "overrides.yaml"), "--apply")
        self.expect_chart("0.8.0", 2)
        found = self.ask("upgrade", RELEASE, "--versions", "--chart", self.repository)
        expect([row["version"] for row in found["versions"]] == sorted(VERSIONS, reverse=True), found)
        expect([row["version"] for row in found["versions"] if row["installed"]] == ["0.8.0"], found)
        expect(found["versions"][0]["appVersion"] == "2.0.0" and found["versions"][0]["created"], found)
        self.step("a values upgrade stays on 0.8.0, though 0.9.1 is there")

    def stale_plans(self):
        plan = self.folder / "plan.json"
        plan.write_text("")
        plan.chmod(0o644)
        self.ask_plan(plan, "values", "set", RELEASE, "apiserver.replicaCount=2")
        expect(plan.stat().st_mode & 0o777 == 0o600, oct(plan.stat().st_mode))
        expect(len(self.history()) == 2, "a plan must not change anything")
        edited = json.loads(plan.read_text())
        edited["overrides"] += "# edited\n"
        (self.folder / "edited.json").write_text(json.dumps(edited))
        self.refuses("edited", "apply", str(self.folder / "edited.json"))
        template = self.own / "clearml/templates/NOTES.txt"
        text = template.read_text()
        template.write_text(text + "\nchanged\n")
        self.refuses("other contents", "apply", str(plan))
        template.write_text(text)
        self.run(self.kubectl, "annotate", "namespace", self.namespace, "story=on")  # nothing of the release
        self.run(self.helm, "upgrade", RELEASE, str(self.own / "clearml"), "-n", self.namespace, "--reuse-values",
                 "--set", "webserver.podAnnotations.other=person")
        self.refuses("revision 3", "apply", str(plan))
        expect(len(self.history()) == 3, "a refused plan must not change anything")
        self.step("a plan that was edited, whose chart moved, or whose revision moved is refused")

    def a_plan_is_applied(self):
        plan = self.folder / "plan.json"
        self.ask_plan(plan, "values", "set", RELEASE, "apiserver.replicaCount=2")
        done = json.loads(self.run(self.ctl, "-o", "json", "apply", str(plan)))
        expect(done["revision"] == 4 and self.values()["apiserver"]["replicaCount"] == 2, done)
        expect(self.values()["webserver"]["podAnnotations"] == {"other": "person"}, self.values())
        self.expect_chart("0.8.0", 4)
        self.refuses("revision 4", "apply", str(plan))
        self.wait(self.healthy, 60, "healthy after the plan")
        self.step("a plan is applied, once")

    # Version upgrades

    def a_failed_step(self):
        base = self.revision()
        error = self.refuses(f"rollback clearml {base}", "upgrade", RELEASE, "--to", "0.8.1", "--chart", self.repository,
                             "--keep", "all", "--without-backup", "--timeout", "10", "--apply",
                             "--set", "webserver.image.tag=missing")
        expect("Roll back:" in error, error)
        expect(self.history()[-1]["status"] == "failed", self.history())
        self.refuses("repair", "upgrade", RELEASE, "--to", "0.8.1", "--chart", self.repository)
        advice = self.ask("repair", RELEASE)
        expect((advice["action"], advice["backTo"], advice["status"]) == ("rollback", base, "failed"), advice)
        self.run(self.ctl, "rollback", RELEASE, str(base), "-n", self.namespace)
        self.wait(self.healthy, 60, "healthy after the rollback")
        self.expect_chart("0.8.0", base + 2)
        self.step("a failed step offers its rollback, and that works")

    def a_conflict(self):
        base = self.revision()
        target = ("upgrade", RELEASE, "--to", "0.8.1", "--chart", self.repository)
        self.refuses("backup", *target, "--apply")
        report = self.ask(*target)
        conflicts = [finding["path"] for finding in report["overrides"] if finding["conflict"]]
        expect(conflicts == ["clearml.cookieName"], report["overrides"])
        expect(SECRET not in json.dumps(report), "a secret was shown")
        self.refuses("clearml.cookieName", *target, "--apply", "--without-backup")
        expect(self.revision() == base, "nothing may have changed so far")
        plan = self.folder / "upgrade.json"
        self.refuses("undecided", "plan", "-o", str(plan), *target, "--without-backup")
        self.ask_plan(plan, *target, "--backup", "nightly-1", "--keep", "clearml.cookieName", "--timeout", "60")
        expect(self.revision() == base, "a plan must not change anything")
        done = json.loads(self.run(self.ctl, "-o", "json", "apply", str(plan)))
        expect(done["chart"] == "0.8.1" and done["health"] == "Healthy", done)
        self.expect_chart("0.8.1", base + 1)
        expect(self.values()["clearml"]["cookieName"] == "story", self.values())
        expect("# comments stay" in self.run(self.ctl, "values", "get", RELEASE, "-n", self.namespace), "comments are lost")
        # The source is remembered: a values upgrade finds 0.8.1 again, and nothing newer.
        self.ask("values", "set", RELEASE, "apiserver.replicaCount=1", "--apply")
        self.expect_chart("0.8.1", base + 2)
        self.step("a conflict is shown, decided, planned, and the plan of the upgrade to 0.8.1 ends healthy")

    def forbidden_jumps(self):
        base = self.revision()
        error = self.refuses("no way back but a backup", "upgrade", RELEASE, "--to", "0.9.1", "--without-backup", "--apply")
        expect("6.0.19" in error, error)
        error = self.refuses("must become 1.17", "upgrade", RELEASE, "--to", "0.9.0", "--without-backup", "--apply")
        expect("0.8.2, then 0.9.0" in error, error)
        self.refuses("older than", "upgrade", RELEASE, "--to", "0.8.0", "--without-backup", "--apply")
        self.refuses("no version 7.7.7", "upgrade", RELEASE, "--to", "7.7.7")
        expect(self.revision() == base, "a refused upgrade must not change anything")
        self.step("forbidden jumps are refused, with the legal path")

    def a_path_of_two_steps(self):
        base = self.revision()
        report = self.ask("upgrade", RELEASE, "--to", "0.9.0", "--without-backup", "--walk", "--apply", "--timeout", "60",
                          "--keep", "all")
        expect([done["chart"] for done in report["done"]] == ["0.8.2", "0.9.0"], report)
        expect([done["health"] for done in report["done"]] == ["Healthy", "Healthy"], report)
        self.expect_chart("0.9.0", base + 2)
        self.step("the path 0.8.2, then 0.9.0 is walked, each step healthy before the next")

    def no_way_back(self):
        base = self.revision()
        self.refuses("migrated the data", "rollback", RELEASE, str(base - 2))
        expect(self.revision() == base, "a refused rollback must not change anything")
        self.step("a rollback below the data's version is refused")

    def a_killed_helm(self):
        chart = str(next((self.folder / "repository").glob("clearml-0.9.0.tgz")))
        helm = subprocess.Popen([self.helm, "upgrade", RELEASE, chart, "-n", self.namespace, "--reuse-values", "--wait",
                                 "--set", r"apiserver.podAnnotations.cleardeck\.test/state=crash"],
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.wait(lambda: self.history()[-1]["status"] == "pending-upgrade", 30, "helm has begun")
        helm.kill()
        helm.wait()
        self.refuses("pending-upgrade", "upgrade", RELEASE, "--to", "0.9.1")
        advice = self.ask("repair", RELEASE)
        expect((advice["action"], advice["backTo"], advice["mayStillRun"]) == ("rollback", 10, True), advice)
        self.refuses("--nothing-runs", "repair", RELEASE, "--apply")
        self.ask("repair", RELEASE, "--apply", "--nothing-runs")
        expect(self.history()[-1]["status"] == "deployed", self.history()[-1])
        self.wait(self.healthy, 60, "healthy after the repair")
        self.expect_chart("0.9.0", 12)
        self.step("a helm that was killed leaves a pending release; repair waits for a word, then puts it right")

    def history_tells(self):
        entries = self.ask("history", RELEASE)
        ours = next(entry for entry in entries if entry["revision"] == 7)
        expect(ours["what"] == "Upgrade 0.8.0 to 0.8.1, backup nightly-1" and "@" in ours["who"], ours)
        theirs = next(entry for entry in entries if entry["revision"] == 3)
        expect(theirs["who"] == "" and theirs["chart"] == "clearml-0.8.0", theirs)
        diff = self.ask("history", RELEASE, "--diff", "4", "10")
        values = {change["path"]: change for change in diff["values"]}
        expect(values["apiserver.replicaCount"]["after"] == "1", values)
        expect(any(change["name"] == "clearml-apiserver" for change in diff["manifest"]["objects"]), diff["manifest"])
        expect(SECRET not in json.dumps(entries) + json.dumps(self.ask("history", RELEASE, "--diff", "3", "5")), "a secret")
        self.refuses("no revision 99", "history", RELEASE, "--diff", "4", "99")
        self.step("the history names who, when and what; revisions are compared, secrets masked")

    def uninstall_keeps_data(self):
        claims = self.names("pvc")
        plan = self.ask("uninstall", RELEASE)
        expect(not plan["done"] and not plan["dataDies"], plan)
        expect("Deployment clearml-apiserver" in plan["dies"], plan)
        kept = {title.split()[-1] for title in plan["kept"] if title.startswith("PersistentVolumeClaim")} | set(plan["claimsKept"])
        expect(kept == claims and len(claims) == 4, (kept, claims))
        self.refuses("--confirm says other", "uninstall", RELEASE, "--confirm", "other")
        expect(self.healthy(), "nothing may have changed so far")
        self.ask("uninstall", RELEASE, "--confirm", RELEASE)
        expect(self.names("pvc") == claims, "data was lost")
        expect(not [row for row in self.ask("installations") if row["name"] == RELEASE], "it is still there")
        self.step("an uninstall tells what dies and what stays, and keeps the data")

    # Tools

    def revision(self):
        return self.history()[-1]["revision"]

    def names(self, kind):
        lines = self.run(self.kubectl, "get", kind, "-n", self.namespace, "-o", "name").split()
        return {line.split("/")[-1] for line in lines}

    def expect_chart(self, version, revision):
        last = self.history()[-1]
        expect((last["chart"], last["revision"], last["status"]) == (f"clearml-{version}", revision, "deployed"), last)

    def ask_plan(self, plan, *arguments):
        return json.loads(self.run(self.ctl, "--output", "json", "-n", self.namespace, "plan", "-o", str(plan), *arguments))

    def refuses(self, word, *arguments):
        options = [] if arguments[0] == "apply" else ["-n", self.namespace]
        result = subprocess.run([self.ctl, *options, *arguments], text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        expect(result.returncode == 1 and word in result.stderr,
               f"{' '.join(arguments)}: {result.returncode}\n{result.stdout}{result.stderr}")
        return result.stderr


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        pass

