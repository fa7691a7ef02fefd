"""Which steps between versions are legal. Pure functions: versions in, texts of problems out.

MongoDB opens data whose feature compatibility version (FCV) is its own or the one before. ClearML raises the FCV when
it starts on the MongoDB it was made for, so the FCV also tells which ClearML the data has seen. Elasticsearch opens
data of its own major version and of the last minor version of the one before, and never goes back.
"""

import json
import pathlib

TABLE = json.loads((pathlib.Path(__file__).parent / "versions.json").read_text())
# ClearML and its MongoDB: the steps that can be walked.
STEPS = [(step["clearml"], step["mongodb"]) for step in TABLE["steps"]]
# Major version of Elasticsearch → the oldest version that can be upgraded to it.
ELASTICSEARCH_FROM = {int(major): oldest for major, oldest in TABLE["elasticsearchFrom"].items()}


def parsed(version):
    """(2, 4) of "2.4.0-13"; None of what is no version ("latest", empty)."""
    parts = (version or "").lstrip("v").split("-")[0].split(".")
    return (int(parts[0]), int(parts[1])) if len(parts) > 1 and parts[0].isdigit() and parts[1].isdigit() else None


def mongodb_path(fcv, target):
    """The steps from data of this FCV to this MongoDB."""
    between = [step for step in STEPS if parsed(fcv) < parsed(step[1]) < parsed(target)]
    return [f"MongoDB {mongodb} with ClearML {clearml}" for clearml, mongodb in between] + [f"MongoDB {target}"]


def mongodb_problem(fcv, target):
    old, new = parsed(fcv), parsed(target)
    if old is None or new is None:
        return ""
    if new < old:
        return (f"the data has the feature compatibility version {fcv}: MongoDB {target} does not open it, and there "
                "is no way back but a backup that was made before")
    path = mongodb_path(fcv, target)
    if len(path) == 1:
        return ""
    return (f"MongoDB {target} does not open data of the feature compatibility version {fcv}. "
            f"Legal path: {', then '.join(path)}")


def elasticsearch_problem(running, oldest_index_major, target):
    old, new = parsed(running), parsed(target)
    if old is None or new is None:
        return ""
    if new < old:
        return (f"Elasticsearch {running} is running: {target} does not open its data, and there is no way back but a "
                "backup that was made before")
    stops = [ELASTICSEARCH_FROM[major] for major in range(old[0] + 1, new[0] + 1) if major in ELASTICSEARCH_FROM]
    stops = [stop for stop in stops if old < parsed(stop)]
    if stops:
        path = ", then ".join(f"Elasticsearch {version}" for version in [*stops, target])
        return f"Elasticsearch {target} does not open data of {running}. Legal path: {path}"
    if oldest_index_major and oldest_index_major < new[0] - 1:
        return (f"an index was made by Elasticsearch {oldest_index_major}, which {target} does not open. Legal path: "
                f"reindex or delete it under Elasticsearch {running}, then Elasticsearch {target}")
    return ""


def clearml_problem(running, target):
    old, new = parsed(running), parsed(target)
    if old and new and old < (1, 17) and new >= (2, 0):
        return (f"ClearML {running} is running, and its data must pass through 1.17 on the way to {target}. Legal "
                f"path: ClearML 1.17 with MongoDB 5.0, then ClearML 2.0 with MongoDB 6.0, then on to {target}")
    return ""


def newest(migrations):
    """The newest of ClearML's data migrations ("1.9.0"), empty without any."""
    return max(migrations, key=migration_order, default="")


def migration_order(migration):
    return tuple(int(part) for part in migration.split(".")) if migration else ()


def migration_problem(stored, known):
    """stored: migrations that the data has seen; known: those of the server to come."""
    if known and migration_order(newest(stored)) > migration_order(newest(known)):
        return (f"the data has ClearML's migration {newest(stored)}, and the server to come knows only up to "
                f"{newest(known)}: there is no way back but a backup that was made before")
    return ""
