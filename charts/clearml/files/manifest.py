"""The manifest of a backup: what it holds, of which versions, and the checksum of every file. A folder without a
manifest is no backup."""
import hashlib
import json
import re

NAME = "manifest.json"
FORMAT = 1
BACKUP = re.compile(r"\d{8}T\d{6}Z")


def checksum(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def entries(folder):
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / NAME)
    return [{"path": path.relative_to(folder).as_posix(), "size": path.stat().st_size, "sha256": checksum(path)}
            for path in files]


def write(folder, facts):
    """Adds the list of files to the facts. Written last, and under another name first: it is there whole or not at all."""
    document = dict(facts, format=FORMAT, files=entries(folder))
    draft = folder.parent / f"{folder.name}.manifest"
    draft.write_text(json.dumps(document, indent=2) + "\n")
    draft.rename(folder / NAME)
    return document


def read(folder):
    return json.loads((folder / NAME).read_text())


def problems(folder):
    """What is wrong with a backup: missing, changed and unknown files."""
    try:
        document = read(folder)
        listed = {entry["path"]: entry for entry in document["files"]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        return [f"{folder.name} has no readable manifest: {error}"]
    if document.get("format") != FORMAT:
        return [f"{folder.name} has the format {document.get('format')}, not {FORMAT}"]
    found = {entry["path"]: entry for entry in entries(folder)}
    return ([f"{path} is missing" for path in sorted(listed.keys() - found.keys())]
            + [f"{path} is not in the manifest" for path in sorted(found.keys() - listed.keys())]
            + [f"{path} was changed: its checksum differs" for path in sorted(listed.keys() & found.keys())
               if (listed[path]["size"], listed[path]["sha256"]) != (found[path]["size"], found[path]["sha256"])])


def backups(root):
    """Names of the complete backups in a folder, oldest first."""
    return sorted(path.name for path in root.iterdir() if BACKUP.fullmatch(path.name) and (path / NAME).is_file())
