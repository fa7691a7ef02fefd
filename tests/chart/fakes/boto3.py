"""A stand-in for boto3: buckets are folders in FAKE_S3."""
import os
import pathlib
import shutil


class Client:
    def __init__(self, endpoint, region):
        assert (endpoint, region) == ("https://s3.example.com", "eu-1"), (endpoint, region)
        assert os.environ["AWS_ACCESS_KEY_ID"] and os.environ["AWS_SECRET_ACCESS_KEY"]
        self.root = pathlib.Path(os.environ["FAKE_S3"])

    def upload_file(self, file, bucket, key):
        target = self.root / bucket / key
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)

    def download_file(self, bucket, key, file):
        shutil.copyfile(self.root / bucket / key, file)

    def delete_object(self, Bucket, Key):
        (self.root / Bucket / Key).unlink()

    def get_paginator(self, name):
        assert name == "list_objects_v2"
        return self

    def paginate(self, Bucket, Prefix):
        bucket = self.root / Bucket
        keys = sorted(path.relative_to(bucket).as_posix() for path in bucket.rglob("*") if path.is_file())
        keys = [key for key in keys if key.startswith(Prefix)]
        for start in range(0, max(len(keys), 1), 3):  # pages, the last one possibly without contents
            yield {"Contents": [{"Key": key} for key in keys[start:start + 3]]} if keys else {}


def client(service, endpoint_url, region_name):
    assert service == "s3"
    return Client(endpoint_url, region_name)
