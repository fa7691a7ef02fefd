"""A stand-in for pymongo: the database is the JSON file named by FAKE_MONGODB ({"version", "fcv", "migrations"});
without the file it does not answer."""
import json
import os


class MongoClient:
    def __init__(self, url, **_):
        assert url.startswith("mongodb://root:mongo-password@db/"), url
        self.admin = self

    def stored(self):
        try:
            with open(os.environ["FAKE_MONGODB"], encoding="utf-8") as file:
                return json.load(file)
        except FileNotFoundError:
            raise TimeoutError("no MongoDB here") from None

    def server_info(self):
        return {"version": self.stored()["version"]}

    def command(self, command):
        assert command["featureCompatibilityVersion"] == 1
        if not self.stored()["fcv"]:
            raise PermissionError("not authorized on admin")
        return {"featureCompatibilityVersion": {"version": self.stored()["fcv"]}}

    def get_default_database(self, name):
        assert name == "backend"
        return {"versions": self}

    def find(self):
        return [{"num": number} for number in self.stored()["migrations"]]
