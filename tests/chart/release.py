"""One release of the chart in one namespace of the test cluster, through one helm."""
import base64
import json
import os

import yaml

import helm

WAIT = ["--wait", "--timeout", "120s"]


def kubectl(*arguments, text=None, check=True):
    return helm.run(os.environ["KUBECTL"], *arguments, text=text, check=check)


def merged(*values):
    """Values laid over each other, as helm does it with several files."""
    result = {}
    for more in values:
        for key, value in more.items():
            both = isinstance(value, dict) and isinstance(result.get(key), dict)
            result[key] = merged(result[key], value) if both else value
    return result


def component(document):
    return document["metadata"]["labels"]["app.kubernetes.io/component"]


class Release:
    def __init__(self, program, chart, namespace, name="clearml", values=None):
        """chart: a packaged chart; values: what every install and upgrade of this release has."""
        self.program, self.chart, self.namespace, self.name = program, chart, namespace, name
        self.values = values or {}

    def helm(self, *arguments, text=None, check=True):
        return helm.run(self.program, *arguments, "--namespace", self.namespace, text=text, check=check)

    def install(self, values=None):
        text = yaml.safe_dump(merged(self.values, values or {}))
        return self.helm("install", self.name, self.chart, "--values", "-", *WAIT, text=text).stdout

    def upgrade(self, values=None, chart=None, check=True, wait=WAIT):
        """The version pinned, all values in one file. Without another chart it is a values upgrade."""
        chart = chart or self.chart
        version = yaml.safe_load(helm.run(self.program, "show", "chart", chart).stdout)["version"]
        text = yaml.safe_dump(merged(self.values, values or {}))
        return self.helm("upgrade", self.name, chart, "--version", version, "--reset-values", "--values", "-", *wait,
                         text=text, check=check)

    def uninstall(self):
        self.helm("uninstall", self.name, *WAIT)

    def objects(self, kinds):
        selector = f"app.kubernetes.io/instance={self.name}"
        arguments = ["get", kinds, "--namespace", self.namespace, "--selector", selector, "-o", "json"]
        return json.loads(kubectl(*arguments).stdout)["items"]

    def names(self, kinds):
        return {f"{document['kind']} {document['metadata']['name']}" for document in self.objects(kinds)}

    def credentials(self):
        secrets = {secret["metadata"]["name"]: secret["data"] for secret in self.objects("secrets")}
        data = secrets.get(f"{self.name}-credentials", {})
        return {key: base64.b64decode(value).decode() for key, value in data.items()}

    def claims(self):
        return {claim["metadata"]["name"]: claim["metadata"]["uid"] for claim in self.objects("persistentvolumeclaims")}

    def templates(self):
        """What each workload starts its pods from, by component: a change restarts them."""
        return {component(document): json.dumps(document["spec"]["template"], sort_keys=True)
                for document in self.objects("deployments,statefulsets")}

    def ready(self):
        """Components with a ready pod."""
        found = set()
        for pod in self.objects("pods"):
            conditions = {condition["type"]: condition["status"] for condition in pod["status"].get("conditions", [])}
            if conditions.get("Ready") == "True" and not pod["metadata"].get("deletionTimestamp"):
                found.add(component(pod))
        return found

    def last_revision(self):
        return json.loads(self.helm("history", self.name, "--output", "json").stdout)[-1]
