"""How the jobs of this chart reach the databases and the API server. Everything comes from the environment:
MONGODB_BACKEND_URL, MONGODB_AUTH_URL, ELASTICSEARCH_HOSTS (JSON), ELASTICSEARCH_USERNAME and _PASSWORD."""
import base64
import json
import os
import urllib.error
import urllib.request


class Unreachable(Exception):
    """A database or server that does not answer, or refuses the login."""


def mongodb_url(name):
    """The connection string of the database `backend` or `auth`; the server wants it quoted, MongoDB does not."""
    return os.environ.get(f"MONGODB_{name.upper()}_URL", "").strip().strip('"')


def mongodb(name="backend"):
    import pymongo  # only the ClearML image has it

    return pymongo.MongoClient(mongodb_url(name), serverSelectionTimeoutMS=20000)


def basic(user, password):
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def ask(url, method="GET", body=None, headers=None, timeout=60):
    """The JSON that an HTTP server answers."""
    headers = dict(headers or {}, **{"Content-Type": "application/json"})
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            return json.loads(answer.read() or b"{}")
    except urllib.error.HTTPError as error:
        text = error.read(500).decode(errors="replace")
        raise Unreachable(f"{method} {url}: HTTP {error.code} {text}") from error
    except (OSError, ValueError) as error:
        raise Unreachable(f"{method} {url}: {error}") from error


def elasticsearch(path, method="GET", body=None, timeout=60):
    """Asks the first host that answers."""
    hosts = json.loads(os.environ["ELASTICSEARCH_HOSTS"])
    user = os.environ.get("ELASTICSEARCH_USERNAME")
    headers = {"Authorization": basic(user, os.environ.get("ELASTICSEARCH_PASSWORD", ""))} if user else {}
    for number, host in enumerate(hosts):
        url = f"{host.get('scheme', 'http')}://{host['host']}:{host.get('port', 9200)}/{path}"
        try:
            return ask(url, method, body, headers, timeout)
        except Unreachable as error:
            if isinstance(error.__cause__, urllib.error.HTTPError) or number + 1 == len(hosts):
                raise
    raise Unreachable("ELASTICSEARCH_HOSTS is empty")


def feature_compatibility(client):
    answer = client.admin.command({"getParameter": 1, "featureCompatibilityVersion": 1})
    return answer["featureCompatibilityVersion"]["version"]


def database_versions():
    """What the databases say of themselves: {"mongodb", "fcv", "elasticsearch"}. What is not set is left out, and the FCV
    when the user of an external MongoDB may not ask for it."""
    versions = {}
    if mongodb_url("backend"):
        client = mongodb()
        versions["mongodb"] = client.server_info()["version"]
        try:
            versions["fcv"] = feature_compatibility(client)
        except Exception as error:  # pymongo has many kinds of them
            print(f"the feature compatibility version of MongoDB is not known: {error}", flush=True)
    if os.environ.get("ELASTICSEARCH_HOSTS"):
        versions["elasticsearch"] = elasticsearch("")["version"]["number"]
    return versions
