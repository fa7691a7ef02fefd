"""The steps of a restore besides MongoDB's: `verify`, `stop`, `elasticsearch`, `files`, `start`. Nothing is touched
before every checksum of the backup is right and the server has stopped.

BACKUP_ROOT, WORK: folder that the steps share; BACKUP: a name or `latest`; CLEARML_VERSION, ANY_VERSION
API_ADDRESS: host:port that must not answer; SCALE: deployments to stop and start again, empty: none
FILES: the file server's folder; S3_BUCKET: see objectstore.py
"""
import json
import os
import pathlib
import socket
import sys
import tarfile
import time

import databases
import manifest
import objectstore
import scale
import snapshots

ROOT = pathlib.Path(os.environ["BACKUP_ROOT"])
WORK = pathlib.Path(os.environ["WORK"])
SCALE = os.environ.get("SCALE", "").split()


def say(text):
    print(text, flush=True)


def chosen():
    return ROOT / (WORK / "name").read_text()


def choose(wanted):
    """The backup's folder; it is fetched from the bucket when it is only there."""
    here = manifest.backups(ROOT)
    bucket = objectstore.Bucket() if os.environ.get("S3_BUCKET") else None
    names = sorted({*here, *(bucket.backups() if bucket else [])})
    name = names[-1] if wanted == "latest" and names else wanted
    if name not in names:
        sys.exit(f"there is no complete backup {wanted}; there are: {', '.join(names) or 'none'}")
    if name not in here:
        say(f"fetching {name} from the bucket {bucket.name}")
        bucket.download(name, ROOT)
    return ROOT / name


def verify():
    folder = choose(os.environ["BACKUP"])
    problems = manifest.problems(folder)
    if not problems:
        made_by, version = manifest.read(folder)["clearml"], os.environ["CLEARML_VERSION"]
        if made_by != version and os.environ.get("ANY_VERSION") != "true":
            problems = [f"it was made by ClearML {made_by}, not {version}: restore it with that version, then upgrade"]
    if problems:
        sys.exit("\n".join([f"the backup {folder.name} is not restored:", *problems]))
    (WORK / "name").write_text(folder.name)
    say(f"the backup {folder.name} is complete: {len(manifest.read(folder)['files'])} checksums are right")


def answers(address):
    host, port = address.rsplit(":", 1)
    try:
        socket.create_connection((host, int(port)), 5).close()
        return True
    except OSError:
        return False


def stop():
    if SCALE:
        (WORK / "replicas.json").write_text(json.dumps(scale.to_zero(SCALE)))
        say(f"stopped {', '.join(SCALE)}")
    deadline = time.monotonic() + (60 if SCALE else 0)
    while answers(os.environ["API_ADDRESS"]):
        if time.monotonic() >= deadline:
            sys.exit(f"the API server at {os.environ['API_ADDRESS']} still runs, and would write meanwhile. Scale it "
                     "and async-delete to 0, or set restore.scale: true")
        time.sleep(2)


def elasticsearch():
    folder = chosen()
    own = manifest.read(folder).get("snapshot")
    if own:
        indices = snapshots.restore(own["repository"], own["name"])
    elif (folder / "elasticsearch").is_dir():
        repository = f"clearml-restore-{folder.name.lower()}"
        snapshots.register(repository, str(folder / "elasticsearch"), readonly=True)
        try:
            indices = snapshots.restore(repository, "backup")
        finally:
            snapshots.forget(repository)
    else:
        return say("the backup has no Elasticsearch part")
    say(f"Elasticsearch: {len(indices)} indices")


def files():
    """Files of the backup replace those of the same name; newer ones stay, nothing refers to them."""
    archive = chosen() / "files.tar"
    if not archive.exists():
        return say("the backup has no files")
    target, count = pathlib.Path(os.environ["FILES"]).resolve(), 0
    with tarfile.open(archive) as tar:
        for member in tar:
            path = (target / member.name).resolve()
            if target not in path.parents or not (member.isfile() or member.isdir()):
                sys.exit(f"files.tar has the entry {member.name}, which is no file of the file server")
            tar.extract(member, target, set_attrs=False)
            count += member.isfile()
    say(f"file server: {count} files")


def start():
    if SCALE:
        scale.back(json.loads((WORK / "replicas.json").read_text()))
        say(f"started {', '.join(SCALE)}")
    say(f"the backup {chosen().name} is restored" + ("" if SCALE else "; scale the server up again"))


if __name__ == "__main__":
    try:
        {"verify": verify, "stop": stop, "elasticsearch": elasticsearch, "files": files, "start": start}[sys.argv[1]]()
    except (databases.Unreachable, snapshots.Failed, scale.Failed) as problem:
        sys.exit(str(problem))
