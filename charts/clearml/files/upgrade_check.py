"""The chart's upgrade checks: `before` refuses a step that would break the data, `after` waits until the new server
works on data that is completely migrated. What is wrong goes to the log and to the pod's termination message.

TARGET_MONGODB, TARGET_ELASTICSEARCH, TARGET_CLEARML  versions of the images to come; empty: not this chart's
SAME  databases whose image does not change, or is not this chart's: they may be down, so that an upgrade can repair them
API_URL, API_KEY, API_SECRET, WAIT_SEC; and what databases.py reads
"""
import os
import pathlib
import sys
import time

import databases
import versions

MIGRATIONS = pathlib.Path(os.environ.get("MIGRATIONS", "/opt/clearml/apiserver/mongo/migrations"))
TERMINATION_LOG = os.environ.get("TERMINATION_LOG", "/dev/termination-log")


def say(text):
    print(text, flush=True)


def fail(problems, hint):
    text = "\n".join([*problems, hint])
    try:
        pathlib.Path(TERMINATION_LOG).write_text(text[:4000])
    except OSError as error:
        say(f"no termination message: {error}")
    sys.exit(text)


def known_migrations():
    """The numbers of the migrations in the image of the server to come: 1_9_0.py is 1.9.0."""
    stems = [path.stem for path in MIGRATIONS.glob("*.py")]
    return [stem.replace("_", ".") for stem in stems if stem.replace("_", "").isdigit()]


def stored_migrations():
    return [document["num"] for document in databases.mongodb().get_default_database("backend")["versions"].find()]


def oldest_index_major():
    answer = databases.elasticsearch("_settings?expand_wildcards=all&filter_path=*.settings.index.version.created")
    created = [int(index["settings"]["index"]["version"]["created"]) for index in answer.values()]
    return min(created, default=0) // 1000000


def server_version():
    """What a running API server says; it wants a login for that."""
    api = os.environ["API_URL"]
    login = {"Authorization": databases.basic(os.environ["API_KEY"], os.environ["API_SECRET"])}
    token = databases.ask(f"{api}/auth.login", "POST", {}, login, timeout=10)["data"]["token"]
    answer = databases.ask(f"{api}/server.info", "POST", {}, {"Authorization": f"Bearer {token}"}, timeout=10)
    return answer["data"]["version"]


def mongodb_problems():
    if not databases.mongodb_url("backend"):
        return
    client, target = databases.mongodb(), os.environ.get("TARGET_MONGODB")
    say(f"MongoDB {client.server_info()['version']}")
    if target:
        fcv = databases.feature_compatibility(client)
        say(f"feature compatibility version {fcv}")
        yield versions.mongodb_problem(fcv, target)
    yield versions.migration_problem(stored_migrations(), known_migrations())


def elasticsearch_problems():
    if not os.environ.get("ELASTICSEARCH_HOSTS"):
        return
    running = databases.elasticsearch("")["version"]["number"]
    oldest = oldest_index_major()
    say(f"Elasticsearch {running}, oldest index made by version {oldest or 'none'}")
    yield versions.elasticsearch_problem(running, oldest, os.environ.get("TARGET_ELASTICSEARCH"))


def clearml_problems():
    try:
        running = server_version()
    except (databases.Unreachable, KeyError) as error:
        say(f"the API server does not tell its version, so the databases alone decide: {error}")
        return
    say(f"ClearML {running}")
    yield versions.clearml_problem(running, os.environ.get("TARGET_CLEARML"))


def before():
    problems = []
    same = os.environ.get("SAME", "").split()
    for name, check in ("mongodb", mongodb_problems), ("elasticsearch", elasticsearch_problems):
        try:
            problems += check()
        except Exception as error:  # pymongo has many kinds of them
            if name in same:
                say(f"warning: {name} does not answer; its image does not change, so the upgrade goes on: {error}")
            else:
                problems.append(f"{name} does not answer, so it is unknown whether its data fits: {error}")
    problems = [problem for problem in [*problems, *clearml_problems()] if problem]
    if problems:
        fail([f"upgrade refused: {problem}" for problem in problems],
             "Walk the path by the image tags in the values, one step an upgrade, with a backup before each. "
             "upgradeCheck.enabled=false skips this check.")
    say("the upgrade is a legal step")


def after_problem():
    """Why the new server does not work yet, empty when it does."""
    try:
        running, target = server_version(), os.environ.get("TARGET_CLEARML")
        if versions.parsed(target) and versions.parsed(running) != versions.parsed(target):
            return f"ClearML {running} still answers, not {target}"
        modes = databases.ask(f"{os.environ['API_URL']}/login.supported_modes", "POST", {}, timeout=10)["data"]
        errors = [name for name, wrong in modes.get("server_errors", {}).items() if wrong]
        if errors:
            return f"the API server reports {', '.join(errors)}"
        expected = versions.newest(known_migrations())
        stored = versions.newest(stored_migrations()) if databases.mongodb_url("backend") else expected
        if versions.migration_order(stored) < versions.migration_order(expected):
            return f'the data lacks ClearML\'s migration {expected}: search the API server\'s log for "Failed"'
        return ""
    except Exception as error:  # pymongo has many kinds of them
        return str(error)


def after():
    deadline = time.monotonic() + int(os.environ.get("WAIT_SEC", "240"))
    last = None
    while problem := after_problem():
        if time.monotonic() > deadline:
            fail([f"the upgraded server does not work: {problem}"], "The release stays as it is; look at its pods.")
        if problem != last:
            say(f"waiting: {problem}")
        last = problem
        time.sleep(min(3, max(0.1, deadline - time.monotonic())))
    say("the upgraded server works, and its data is completely migrated")


if __name__ == "__main__":
    {"before": before, "after": after}[sys.argv[1]]()
