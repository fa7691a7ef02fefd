"""Stops and starts Deployments through the Kubernetes API, with the pod's own ServiceAccount."""
import json
import os
import pathlib
import ssl
import time
import urllib.request

ACCOUNT = pathlib.Path(os.environ.get("SERVICE_ACCOUNT", "/var/run/secrets/kubernetes.io/serviceaccount"))
WAIT_SEC = 300


class Failed(Exception):
    """A Deployment that could not be scaled, or did not stop."""


def request(deployment, method="GET", body=None):
    server = os.environ.get("KUBERNETES_API",
                            f"https://{os.environ.get('KUBERNETES_SERVICE_HOST')}:{os.environ.get('KUBERNETES_SERVICE_PORT')}")
    namespace = (ACCOUNT / "namespace").read_text()
    url = f"{server}/apis/apps/v1/namespaces/{namespace}/deployments/{deployment}/scale"
    headers = {"Authorization": f"Bearer {(ACCOUNT / 'token').read_text()}", "Content-Type": "application/merge-patch+json"}
    data = None if body is None else json.dumps(body).encode()
    context = ssl.create_default_context(cafile=ACCOUNT / "ca.crt") if server.startswith("https") else None
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data, headers, method=method), timeout=30,
                                    context=context) as answer:
            return json.load(answer)
    except (OSError, ValueError) as error:
        raise Failed(f"{method} {url}: {error}") from error


def set_replicas(deployment, replicas):
    request(deployment, "PATCH", {"spec": {"replicas": replicas}})


def to_zero(deployments):
    """Stops them and waits until their pods have gone. Returns how many replicas each had."""
    replicas = {name: request(name)["spec"].get("replicas", 0) for name in deployments}
    for name in deployments:
        set_replicas(name, 0)
    deadline = time.monotonic() + WAIT_SEC
    for name in deployments:
        while request(name)["status"].get("replicas", 0):
            if time.monotonic() > deadline:
                raise Failed(f"the pods of {name} did not stop within {WAIT_SEC} s")
            time.sleep(1)
    return replicas


def back(replicas):
    for name, count in replicas.items():
        set_replicas(name, count)
