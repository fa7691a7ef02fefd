"""Elasticsearch snapshots of ClearML's indices. Without a repository of the administrator's own, each backup gets a
file-system repository in its folder, which Elasticsearch sees under the same path, and forgets it afterwards."""
import time

import databases

# Scalars, plots and console logs; statistics of workers, queues and serving.
INDICES = "events-*,worker_stats_*,queue_metrics_*,serving_stats_*"


class Failed(Exception):
    """A snapshot or a restore that Elasticsearch did not complete."""


def register(repository, folder, readonly=False):
    settings = {"location": folder, "compress": True, "readonly": readonly}
    databases.elasticsearch(f"_snapshot/{repository}", "PUT", {"type": "fs", "settings": settings})


def forget(repository):
    databases.elasticsearch(f"_snapshot/{repository}", "DELETE")


def create(repository, name, poll_sec=5):
    """Makes a snapshot and waits for its end."""
    body = {"indices": INDICES, "ignore_unavailable": True, "include_global_state": False}
    databases.elasticsearch(f"_snapshot/{repository}/{name}", "PUT", body)
    while True:
        snapshot = databases.elasticsearch(f"_snapshot/{repository}/{name}")["snapshots"][0]
        if snapshot["state"] == "SUCCESS":
            return snapshot["indices"]
        if snapshot["state"] != "IN_PROGRESS":
            raise Failed(f"the snapshot {name} ended as {snapshot['state']}: {snapshot.get('failures')}")
        time.sleep(poll_sec)


def delete(repository, name):
    databases.elasticsearch(f"_snapshot/{repository}/{name}", "DELETE")


def restore(repository, name):
    """Replaces ClearML's indices by those of the snapshot."""
    wanted = databases.elasticsearch(f"_snapshot/{repository}/{name}")["snapshots"][0]["indices"]
    present = databases.elasticsearch(f"_cat/indices/{INDICES}?format=json&h=index&expand_wildcards=all")
    for index in present:  # one by one and by name: Elasticsearch refuses to delete by a pattern
        databases.elasticsearch(index["index"], "DELETE")
    if not wanted:
        return wanted
    answer = databases.elasticsearch(f"_snapshot/{repository}/{name}/_restore?wait_for_completion=true", "POST",
                                     {"indices": INDICES, "include_global_state": False}, timeout=None)
    shards = answer["snapshot"]["shards"]
    if shards["failed"] or shards["successful"] != shards["total"]:
        raise Failed(f"the snapshot {name} was not restored completely: {shards}")
    return wanted
