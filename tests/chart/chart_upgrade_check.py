"""The rule of legal version steps as a table, and the upgrade check's script against stand-ins of the databases."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import fake_servers
import helm

FILES = helm.CHART / "files"
FAKES = pathlib.Path(__file__).parent / "fakes"
sys.path.insert(0, str(FILES))
import versions  # noqa: E402  (from the chart)

# FCV of the data, MongoDB to come → what the refusal says, "" when the step is legal
MONGODB = [
    ("8.0", "8.0.15", ""), ("7.0", "8.0.15", ""), ("6.0", "7.0.22", ""), ("4.4", "5.0.26", ""),
    ("6.0", "8.0.15", "Legal path: MongoDB 7.0 with ClearML 2.3, then MongoDB 8.0.15"),
    ("4.4", "8.0.15", "Legal path: MongoDB 5.0 with ClearML 1.17, then MongoDB 6.0 with ClearML 2.0, "
                      "then MongoDB 7.0 with ClearML 2.3, then MongoDB 8.0.15"),
    ("4.4", "6.0.19", "Legal path: MongoDB 5.0 with ClearML 1.17, then MongoDB 6.0.19"),
    ("8.0", "7.0.22", "no way back"), ("5.0", "4.4.29", "no way back"),
    ("8.0", "8.2.1", ""), ("8.0", "latest", ""), ("8.0", "", ""), ("8.0", None, ""), ("", "8.0.15", ""),
]
# running, oldest index, to come
ELASTICSEARCH = [
    ("8.19.9", 8, "8.19.9", ""), ("8.15.3", 8, "8.19.9", ""), ("8.15.3", 7, "8.19.9", ""),
    ("7.17.3", 7, "8.19.9", ""), ("7.17.29", 0, "8.19.9", ""),
    ("7.16.2", 7, "8.19.9", "Legal path: Elasticsearch 7.17, then Elasticsearch 8.19.9"),
    ("7.17.3", 6, "8.19.9", "an index was made by Elasticsearch 6"),
    ("8.19.9", 8, "7.17.29", "no way back"), ("8.19.9", 8, "8.17.0", "no way back"),
    ("8.17.0", 8, "9.2.0", "Legal path: Elasticsearch 8.19, then Elasticsearch 9.2.0"),
    ("8.19.9", 8, "9.2.0", ""), ("8.19.9", 7, "9.2.0", "an index was made by Elasticsearch 7"),
    ("7.16.2", 7, "9.2.0", "Legal path: Elasticsearch 7.17, then Elasticsearch 8.19, then Elasticsearch 9.2.0"),
    ("8.19.9", 8, "latest", ""),
]
CLEARML = [
    ("2.3.0", "2.4.0", ""), ("1.17.1", "2.4.0", ""), ("1.16.2", "1.17.1", ""), ("2.4.0", "2.4.0", ""),
    ("1.16.2", "2.4.0", "must pass through 1.17"), ("0.17.0", "2.0.0-613", "must pass through 1.17"),
    ("", "2.4.0", ""), ("latest", "2.4.0", ""),
]
MIGRATIONS = [
    (["1.9.0", "0.17.0"], ["1.9.0", "1.7.0"], ""), ([], ["1.9.0"], ""), (["1.7.0"], ["1.10.0"], ""),
    (["1.9.0", "1.10.0"], ["1.9.0"], "the data has ClearML's migration 1.10.0"), (["1.9.0"], [], ""),
]
TABLES = [(versions.mongodb_problem, MONGODB), (versions.elasticsearch_problem, ELASTICSEARCH),
          (versions.clearml_problem, CLEARML), (versions.migration_problem, MIGRATIONS)]


def wrong_verdicts(rule, table):
    for *arguments, expected in table:
        said = rule(*arguments)
        if (expected not in said) if expected else said:
            yield f"{arguments}: it said {said!r}, not {expected!r}"


class Installation:
    """The databases and the API server that the script finds."""

    def __init__(self, folder, mongodb=("8.0.15", "8.0", ["1.9.0"]), elasticsearch=None, clearml=None):
        self.folder, self.elasticsearch, self.clearml = pathlib.Path(folder), elasticsearch, clearml
        self.database = self.folder / "mongodb.json"
        self.database.unlink(missing_ok=True)
        if mongodb:
            self.database.write_text(json.dumps(dict(zip(("version", "fcv", "migrations"), mongodb))))
        (self.folder / "migrations").mkdir(exist_ok=True)
        for name in ("1_7_0.py", "1_9_0.py", "utils.py"):
            (self.folder / "migrations" / name).touch()

    def run(self, mode, **more):
        """The script's exit code, what it said, and the termination message."""
        log = self.folder / "termination-log"
        log.unlink(missing_ok=True)
        nobody = fake_servers.Clearml("")
        with fake_servers.serving((self.clearml or nobody).answer) as api, \
                fake_servers.serving((self.elasticsearch or nobody).answer) as elastic:
            host, port = elastic.split(":")
            environment = dict(
                os.environ, PYTHONPATH=str(FAKES), FAKE_MONGODB=str(self.database), TERMINATION_LOG=str(log),
                MIGRATIONS=str(self.folder / "migrations"), API_URL=f"http://{api if self.clearml else 'localhost:1'}",
                API_KEY="key", API_SECRET="secret", WAIT_SEC="1",
                MONGODB_BACKEND_URL='"mongodb://root:mongo-password@db/backend?authSource=admin"',
                ELASTICSEARCH_HOSTS=json.dumps([{"host": host, "port": int(port), "scheme": "http"}]),
                ELASTICSEARCH_USERNAME="elastic", ELASTICSEARCH_PASSWORD="elastic-password",
                TARGET_MONGODB="8.0.15", TARGET_ELASTICSEARCH="8.19.9", TARGET_CLEARML="2.4.0")
            environment.update(more)
            result = subprocess.run([sys.executable, "-B", FILES / "upgrade_check.py", mode], env=environment,
                                    capture_output=True, text=True, timeout=60)
        return result.returncode, result.stdout + result.stderr, log.read_text() if log.exists() else ""


def verdict(result, refused_for=""):
    """Problems of a run that should pass, or be refused for a reason in the log and in the termination message."""
    code, said, message = result
    if bool(code) != bool(refused_for):
        yield f"it ended with {code}: {said}"
    elif refused_for and not (refused_for in said and refused_for in message):
        yield f"it said {said!r}, and at the end {message!r}"
    if "password" in said or "Traceback" in said:
        yield f"it shows a password or a traceback: {said}"


def check_before(checks, folder):
    elastic, clearml = fake_servers.Elasticsearch(), fake_servers.Clearml("2.3.0")
    elastic.indices["events-log-x"] = "…"

    def before(what, refused_for="", more=None, **installation):
        found = {"elasticsearch": elastic, "clearml": clearml, **installation}
        checks.that(f"before: {what}", verdict(Installation(folder, **found).run("before", **(more or {})), refused_for))

    before("a legal step", mongodb=("7.0.22", "7.0", ["1.9.0"]))
    before("MongoDB two steps", "MongoDB 7.0 with ClearML 2.3", mongodb=("6.0.19", "6.0", ["1.9.0"]))
    before("an FCV that lags behind", "MongoDB 7.0 with ClearML 2.3", mongodb=("7.0.22", "6.0", ["1.9.0"]))
    before("data of a newer ClearML", "migration 2.5.0", mongodb=("8.0.15", "8.0", ["2.5.0"]))
    before("ClearML past 1.17", "must pass through 1.17", clearml=fake_servers.Clearml("1.16.2"))
    before("a stopped API server", clearml=None)
    before("a stopped MongoDB", "mongodb does not answer", mongodb=None)
    before("a stopped MongoDB whose image stays", mongodb=None, more={"SAME": "mongodb elasticsearch"})
    before("a MongoDB of others, whose user may not ask for the FCV", mongodb=("8.0.15", "", ["1.9.0"]),
           more={"TARGET_MONGODB": ""})
    before("a MongoDB of others with data of a newer ClearML", "migration 2.5.0", mongodb=("8.0.15", "", ["2.5.0"]),
           more={"TARGET_MONGODB": ""})
    before("a stopped Elasticsearch", "elasticsearch does not answer", elasticsearch=None)
    before("Elasticsearch of yesterday", "Elasticsearch 7.17, then", elasticsearch=fake_servers.Elasticsearch("7.16.2"))
    before("no external MongoDB in the Secret yet", more={"MONGODB_BACKEND_URL": ""})


def check_after(checks, folder):
    def after(what, refused_for="", **installation):
        found = {"clearml": fake_servers.Clearml("2.4.0"), **installation}
        checks.that(f"after: {what}", verdict(Installation(folder, **found).run("after"), refused_for))

    after("all is well")
    after("the old server still answers", "ClearML 2.3.0 still answers", clearml=fake_servers.Clearml("2.3.0"))
    after("it never answers", "does not work", clearml=None)
    after("it reports an error", "es_connection_error", clearml=fake_servers.Clearml("2.4.0", ["es_connection_error"]))
    after("half-migrated data", "lacks ClearML's migration 1.9.0", mongodb=("8.0.15", "8.0", ["1.7.0"]))


def main():
    checks = helm.Checks()
    for rule, table in TABLES:
        checks.that(f"{rule.__name__}: {len(table)} cases", wrong_verdicts(rule, table))
    with tempfile.TemporaryDirectory() as folder:
        check_before(checks, folder)
        check_after(checks, folder)
    checks.end()


if __name__ == "__main__":
    main()
