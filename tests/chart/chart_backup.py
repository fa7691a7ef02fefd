"""Backup and restore, run as the chart runs them, script after script, with stand-ins of the databases, S3 and the
Kubernetes API: what was backed up comes back, and a backup that was changed is refused before anything is touched."""
import contextlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import fake_servers
import helm

SCRIPTS = helm.CHART / "files"
FAKES = pathlib.Path(__file__).parent / "fakes"
URL = "mongodb://root:mongo-password@db/{}?authSource=admin"
FILES = {"project/task.1/artifacts/model.bin": b"\x00model", "project/task.1/metrics/ü.png": b"png"}


class Failed(Exception):
    """A script that ended with an error."""


class Installation:
    """Folders and environment that the containers of a backup or restore would see."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        for name in ("backup", "files", "work", "s3", "account", "sources/secrets/clearml-credentials/..2026"):
            (self.folder / name).mkdir(parents=True)
        for name, content in FILES.items():
            path = self.folder / "files" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        secret = self.folder / "sources/secrets/clearml-credentials"
        (secret / "..2026/redis_password").write_text("p")
        (secret / "redis_password").symlink_to("..2026/redis_password")
        (self.folder / "sources/values.yaml").write_text("apiserver: {}\n")
        (self.folder / "mongodb.json").write_text(json.dumps({"version": "8.0.15", "fcv": "8.0", "migrations": []}))
        for name, text in {"namespace": "team", "token": "account-token"}.items():
            (self.folder / "account" / name).write_text(text)
        self.elastic = fake_servers.Elasticsearch()
        self.elastic.indices = {"events-log-x": "log", "worker_stats_x_2026-01": "stats"}
        self.environment = {
            "BACKUP_ROOT": str(self.folder / "backup"), "HOSTNAME": "clearml-backup-1-abcde",
            "FILES": str(self.folder / "files"), "SOURCES": str(self.folder / "sources"), "KEEP": "2",
            "RELEASE": "clearml", "NAMESPACE": "team", "CHART_VERSION": "0.1.0", "CLEARML_VERSION": "2.4.0",
            "MONGODB_BACKEND_URL": f'"{URL.format("backend")}"', "MONGODB_AUTH_URL": URL.format("auth"),
            "ELASTICSEARCH_USERNAME": "elastic", "ELASTICSEARCH_PASSWORD": "elastic-password",
            "FAKE_CALLS": str(self.folder / "calls"), "FAKE_MONGODB": str(self.folder / "mongodb.json"),
            "FAKE_S3": str(self.folder / "s3"), "PYTHONPATH": str(FAKES), "PATH": f"{FAKES}:{os.environ['PATH']}",
            "WORK": str(self.folder / "work"), "BACKUP": "latest", "API_ADDRESS": "127.0.0.1:1",
            "SERVICE_ACCOUNT": str(self.folder / "account"), "TMPDIR": str(self.folder)}

    def script(self, name, *arguments, **more):
        program = ["sh"] if name.endswith(".sh") else [sys.executable, "-B"]
        result = subprocess.run([*program, SCRIPTS / name, *arguments], env={**self.environment, **more},
                                capture_output=True, text=True, timeout=60)
        said = result.stdout + result.stderr
        if "mongo-password" in said or "elastic-password" in said:
            raise Failed(f"{name} shows a password: {said}")
        if result.returncode:
            raise Failed(f"{name}: {said}")
        return said

    @contextlib.contextmanager
    def running(self):
        with fake_servers.serving(self.elastic.answer) as address:
            host, port = address.split(":")
            hosts = [{"host": "127.0.0.1", "port": 1}, {"host": host, "port": int(port), "scheme": "http"}]
            self.environment["ELASTICSEARCH_HOSTS"] = json.dumps(hosts)
            yield

    def back_up(self, **more):
        with self.running():
            self.script("backup_mongodb.sh", **more)
            for step in ("elasticsearch", "files", "finish"):
                self.script("backup.py", step, **more)
        return self.backups()[-1]

    def restore(self, **more):
        with self.running():
            for step in ("verify", "stop"):
                self.script("restore.py", step, **more)
            self.script("restore_mongodb.sh", **more)
            return "".join(self.script("restore.py", step, **more) for step in ("elasticsearch", "files", "start"))

    def backups(self):
        return sorted(path for path in (self.folder / "backup").iterdir() if path.is_dir())

    def lose_everything(self):
        shutil.rmtree(self.folder / "files")
        (self.folder / "files").mkdir()
        self.elastic.indices = {"events-log-x": "newer", "events-plot-x": "newer", ".security-7": "kept"}

    def files(self):
        root = self.folder / "files"
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def differ(what, found, expected):
    return "" if found == expected else f"{what}: {found!r}, not {expected!r}"


def fails(named, action, **more):
    """Problems of an action that must fail and name something."""
    try:
        said = action(**more)
    except Failed as error:
        return "" if named in str(error) and "Traceback" not in str(error) else f"it said {error}"
    return f"it went through: {said}"


def check_round_trip(checks, there):
    backup = there.back_up()
    document = json.loads((backup / "manifest.json").read_text())
    paths = {entry["path"] for entry in document["files"]}
    checks.that("a backup has all parts, versions, and no leftover", [
        differ("files", paths, {"mongodb/backend.archive.gz", "mongodb/auth.archive.gz", "elasticsearch/backup.json",
                                "files.tar", "values.yaml", "secrets/clearml-credentials/redis_password"}),
        differ("versions", document["databases"], {"mongodb": "8.0.15", "fcv": "8.0", "elasticsearch": "8.19.9"}),
        differ("backups", there.backups(), [backup]), differ("repositories", there.elastic.repositories, {}),
        differ("others may read it", backup.stat().st_mode & 0o007, 0)])
    there.lose_everything()
    there.restore()
    restored = (there.folder / "calls.restored").read_text().split()
    checks.that("a restore brings everything back", [
        differ("databases", restored, ["backend", "auth"]), differ("files", there.files(), FILES),
        differ("indices", there.elastic.indices,
               {"events-log-x": "log", "worker_stats_x_2026-01": "stats", ".security-7": "kept"}),
        differ("left in the temporary folder", list(there.folder.glob("tmp*")), [])])
    calls = (there.folder / "calls").read_text()
    checks.that("no password is in a command line", "mongo-password is" if "mongo-password" in calls else "")
    return backup


def check_refusals(checks, there, backup):
    untouched = {**there.elastic.indices}

    def restore(**more):
        return there.restore(**more)

    for what, path, damage, named in (
            ("changed", "files.tar", lambda file: file.write_bytes(file.read_bytes() + b"x"), "files.tar was changed"),
            ("missing", "mongodb/auth.archive.gz", pathlib.Path.unlink, "mongodb/auth.archive.gz is missing"),
            ("unknown", "extra", pathlib.Path.touch, "extra is not in the manifest"),
            ("broken manifest", "manifest.json", lambda file: file.write_text("{"), "no readable manifest")):
        copy = there.folder / "copy"
        shutil.copytree(backup, copy)
        damage(backup / path)
        checks.that(f"a backup is refused: {what}", fails(named, restore))
        shutil.rmtree(backup)
        copy.rename(backup)
    checks.that("an unknown backup is refused", fails("there is no complete backup 20200101T000000Z", restore,
                                                      BACKUP="20200101T000000Z"))
    checks.that("a backup of another version is refused", fails("made by ClearML 2.4.0, not 2.5.0", restore,
                                                                CLEARML_VERSION="2.5.0"))
    with fake_servers.serving(there.elastic.answer) as address:
        checks.that("a restore under a running server is refused", fails("still runs", restore, API_ADDRESS=address))
    checks.that("refusals touch nothing", differ("indices", there.elastic.indices, untouched))
    there.elastic.state = "PARTIAL"
    checks.that("a partial snapshot is no backup", [
        fails("ended as PARTIAL", there.back_up), differ("repositories", there.elastic.repositories, {})])
    there.elastic.state = "SUCCESS"
    there.environment["MONGODB_AUTH_URL"] = "mongodb://nowhere"
    checks.that("a failed dump ends the backup", fails("no connection string", there.back_up))
    there.environment["MONGODB_AUTH_URL"] = URL.format("auth")


def check_scale(checks, there):
    kubernetes = fake_servers.Kubernetes({"clearml-apiserver": 2, "clearml-async-delete": 1})
    with fake_servers.serving(kubernetes.answer) as address:
        there.restore(SCALE="clearml-apiserver clearml-async-delete", KUBERNETES_API=f"http://{address}")
        checks.that("a restore that may scale stops and starts the server", differ("history", kubernetes.history, [
            ("clearml-apiserver", 0), ("clearml-async-delete", 0), ("clearml-apiserver", 2), ("clearml-async-delete", 1)]))
        checks.that("a Deployment that may not be scaled is named", fails(
            "deployments/other/scale", there.restore, SCALE="other", KUBERNETES_API=f"http://{address}"))


def aged(there, number):
    """A backup gets an older name, as time cannot be waited for."""
    name = f"2026010{number}T030000Z"
    there.back_up().rename(there.folder / "backup" / name)
    return name


def check_retention(checks, there):
    for path in there.backups():
        shutil.rmtree(path)
    repository = there.folder / "own"
    there.elastic.repositories["own"] = repository
    there.environment["ELASTICSEARCH_REPOSITORY"] = "own"
    snapshots = []
    for number in (1, 2):
        there.environment["HOSTNAME"] = f"backup-{number}"
        snapshots.append(aged(there, number))
    stale = there.folder / "backup" / "partial-of-yesterday"
    stale.mkdir()
    os.utime(stale, (0, 0))
    there.environment["HOSTNAME"] = "backup-3"
    newest = there.back_up()
    checks.that("the oldest backup goes, with its snapshot in an own repository and what was never finished", [
        differ("backups", [path.name for path in there.backups()], [snapshots[1], newest.name]),
        differ("snapshots", sorted(path.name for path in repository.iterdir()),
               ["clearml-backup-2.json", "clearml-backup-3.json"])])
    there.lose_everything()
    there.restore()
    checks.that("a restore from an own repository", differ("index", there.elastic.indices["events-log-x"], "log"))
    del there.environment["ELASTICSEARCH_REPOSITORY"]


def check_bucket(checks, there):
    s3 = {"S3_BUCKET": "backups", "S3_PREFIX": "/clearml/", "S3_ENDPOINT": "https://s3.example.com",
          "S3_REGION": "eu-1", "AWS_ACCESS_KEY_ID": "k", "AWS_SECRET_ACCESS_KEY": "s"}
    bucket = there.folder / "s3/backups/clearml"
    for name in ("20260101T030000Z", "20260102T030000Z"):
        (bucket / name).mkdir(parents=True)
        (bucket / name / "manifest.json").write_text("{}")
    (bucket / "20260103T030000Z").mkdir()
    (bucket / "20260103T030000Z/files.tar").write_text("an upload that was not finished")
    there.elastic.indices = {"events-log-x": "log"}
    backup = there.back_up(**s3)
    there_now = sorted(path.name for path in bucket.iterdir() if (path / "manifest.json").exists())
    checks.that("a backup is copied to a bucket, where the oldest goes", [
        differ("backups", there_now, ["20260102T030000Z", backup.name]),
        differ("files", sum(path.is_file() for path in (bucket / backup.name).rglob("*")), 7)])
    for path in there.backups():
        shutil.rmtree(path)
    there.lose_everything()
    there.restore(**s3)
    checks.that("a restore fetches it from there", [
        differ("files", there.files(), FILES), differ("index", there.elastic.indices["events-log-x"], "log")])


def main():
    checks = helm.Checks()
    with tempfile.TemporaryDirectory() as folder:
        there = Installation(folder)
        backup = check_round_trip(checks, there)
        check_refusals(checks, there, backup)
        check_scale(checks, there)
        check_retention(checks, there)
        check_bucket(checks, there)
    checks.end()


if __name__ == "__main__":
    main()
