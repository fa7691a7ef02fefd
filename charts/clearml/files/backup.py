"""The steps of a backup after MongoDB's: `elasticsearch`, `files`, `finish`. Each adds to $BACKUP_ROOT/partial-$HOSTNAME;
`finish` adds Secrets, values and the manifest, gives the folder its name, and drops the oldest backups.

BACKUP_ROOT, HOSTNAME; FILES: the file server's folder; SOURCES: folder with what else to keep (secrets/, values.yaml)
RELEASE, NAMESPACE, CHART_VERSION, CLEARML_VERSION; KEEP: number of backups to keep
ELASTICSEARCH_REPOSITORY: an own snapshot repository, empty for a folder in the backup; S3_BUCKET: see objectstore.py
"""
import datetime
import os
import pathlib
import shutil
import sys
import tarfile
import time

import databases
import manifest
import objectstore
import snapshots

ROOT = pathlib.Path(os.environ["BACKUP_ROOT"])
POD = os.environ["HOSTNAME"].lower()
PARTIAL = ROOT / f"partial-{POD}"
OWN_REPOSITORY = os.environ.get("ELASTICSEARCH_REPOSITORY", "")
DAY = 24 * 60 * 60


def say(text):
    print(text, flush=True)


def elasticsearch():
    PARTIAL.mkdir(parents=True, exist_ok=True)
    if OWN_REPOSITORY:
        indices = snapshots.create(OWN_REPOSITORY, f"clearml-{POD}")
        (PARTIAL / "elasticsearch.txt").write_text(f"{OWN_REPOSITORY} clearml-{POD}\n")
    else:
        repository, folder = f"clearml-{POD}", PARTIAL / "elasticsearch"
        snapshots.register(repository, str(folder))
        try:
            indices = snapshots.create(repository, "backup")
        finally:
            snapshots.forget(repository)
    say(f"Elasticsearch: {len(indices)} indices")


def files():
    """Files may change meanwhile: what vanishes is left out and named."""
    PARTIAL.mkdir(parents=True, exist_ok=True)
    source, count = pathlib.Path(os.environ["FILES"]), 0
    with tarfile.open(PARTIAL / "files.tar", "w", format=tarfile.PAX_FORMAT) as archive:
        for path in sorted(source.rglob("*")):
            if path.name == "lost+found" or not (path.is_file() or path.is_dir()):
                continue
            try:
                archive.add(path, path.relative_to(source).as_posix(), recursive=False)
                count += path.is_file()
            except FileNotFoundError:
                say(f"{path} vanished meanwhile")
    say(f"file server: {count} files")


def copy_sources():
    """Secrets and values, as they are mounted: Kubernetes' own ..data links are left out."""
    sources = pathlib.Path(os.environ["SOURCES"])
    for path in sorted(sources.rglob("*")):
        relative = path.relative_to(sources)
        if path.is_file() and not any(part.startswith("..") for part in relative.parts):
            target = PARTIAL / relative
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)


def facts():
    found = {"release": os.environ["RELEASE"], "namespace": os.environ["NAMESPACE"],
             "chart": os.environ["CHART_VERSION"], "clearml": os.environ["CLEARML_VERSION"],
             "databases": databases.database_versions()}
    note = PARTIAL / "elasticsearch.txt"
    if note.exists():
        found["snapshot"] = dict(zip(("repository", "name"), note.read_text().split()))
    return found


def forget_snapshot(name):
    """A snapshot in an own repository goes with its backup."""
    snapshot = manifest.read(ROOT / name).get("snapshot")
    if snapshot:
        snapshots.delete(snapshot["repository"], snapshot["name"])


def prune():
    keep = int(os.environ["KEEP"])
    for name in manifest.backups(ROOT)[:-keep]:
        forget_snapshot(name)
        (ROOT / name / manifest.NAME).unlink()  # what is half deleted is no backup
        shutil.rmtree(ROOT / name)
        say(f"deleted the old backup {name}")
    for path in ROOT.glob("partial-*"):
        if time.time() - path.stat().st_mtime > DAY:
            shutil.rmtree(path)
            say(f"deleted {path.name}, which was never finished")


def free_name():
    """The time, and the name that it gives the backup; another one may have ended in the same second."""
    while True:
        created = datetime.datetime.now(datetime.timezone.utc)
        name = created.strftime("%Y%m%dT%H%M%SZ")
        if not (ROOT / name).exists():
            return created, name
        time.sleep(0.2)


def copy_away(folder):
    bucket = objectstore.Bucket()
    bucket.upload(folder)
    say(f"copied to the bucket {bucket.name}")
    for name in bucket.backups()[:-int(os.environ["KEEP"])]:
        bucket.delete(name)
        say(f"deleted {name} from the bucket")


def finish():
    copy_sources()
    created, name = free_name()
    document = manifest.write(PARTIAL, dict(facts(), name=name, created=created.isoformat()))
    folder = PARTIAL.rename(ROOT / name)
    size = sum(entry["size"] for entry in document["files"])
    say(f"backup {name}: {len(document['files'])} files, {size} bytes")
    if os.environ.get("S3_BUCKET"):
        copy_away(folder)
    prune()


if __name__ == "__main__":
    os.umask(0o027)
    try:
        {"elasticsearch": elasticsearch, "files": files, "finish": finish}[sys.argv[1]]()
    except (databases.Unreachable, snapshots.Failed) as problem:
        sys.exit(str(problem))
