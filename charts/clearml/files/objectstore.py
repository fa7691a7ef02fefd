"""Copies backups to and from S3 or what speaks its protocol. Environment: S3_BUCKET, S3_PREFIX, S3_ENDPOINT,
S3_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY. A backup is complete there as soon as its manifest is."""
import os
import pathlib


class Bucket:
    def __init__(self):
        import boto3  # only the ClearML image has it

        self.name = os.environ["S3_BUCKET"]
        prefix = os.environ.get("S3_PREFIX", "").strip("/")
        self.prefix = f"{prefix}/" if prefix else ""
        self.client = boto3.client("s3", endpoint_url=os.environ.get("S3_ENDPOINT") or None,
                                   region_name=os.environ.get("S3_REGION") or None)

    def upload(self, folder):
        """The manifest last."""
        files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "manifest.json")
        for path in [*files, folder / "manifest.json"]:
            key = f"{self.prefix}{folder.name}/{path.relative_to(folder).as_posix()}"
            self.client.upload_file(str(path), self.name, key)

    def keys(self, start=""):
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.name, Prefix=self.prefix + start)
        return [item["Key"] for page in pages for item in page.get("Contents", [])]

    def backups(self):
        """Names of the complete backups, oldest first."""
        names = [key.removeprefix(self.prefix).split("/") for key in self.keys()]
        return sorted(parts[0] for parts in names if parts[1:] == ["manifest.json"])

    def delete(self, name):
        """The manifest first: what is half deleted is no backup."""
        keys = self.keys(f"{name}/")
        for key in sorted(keys, key=lambda key: not key.endswith(f"/{name}/manifest.json")):
            self.client.delete_object(Bucket=self.name, Key=key)

    def download(self, name, root):
        folder = pathlib.Path(root) / name
        for key in self.keys(f"{name}/"):
            path = folder / key.removeprefix(f"{self.prefix}{name}/")
            if folder.resolve() not in path.resolve().parents:
                raise ValueError(f"the key {key} leads out of the backup's folder")
            path.parent.mkdir(parents=True, exist_ok=True)
            self.client.download_file(self.name, key, str(path))
