"""HTTP servers that stand in for what the chart's scripts talk to."""
import contextlib
import fnmatch
import http.server
import json
import pathlib
import threading


class Refused(Exception):
    def __init__(self, status, text):
        super().__init__(text)
        self.status = status


@contextlib.contextmanager
def serving(answer):
    """Serves answer(method, path, headers, body) → JSON; yields the address host:port."""
    class Handler(http.server.BaseHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def handle_any(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            try:
                status, result = 200, answer(self.command, self.path, self.headers, json.loads(body or b"null"))
            except Refused as refused:
                status, result = refused.status, {"error": str(refused)}
            data = json.dumps(result).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = handle_any

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield "127.0.0.1:%d" % server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


class Elasticsearch:
    """Indices by name, snapshots as files in the repository's folder, as far as the scripts use it."""

    def __init__(self, version="8.19.9", created="8503000"):
        self.version, self.created = version, created
        self.indices, self.repositories, self.calls = {}, {}, []
        self.state = "SUCCESS"

    def answer(self, method, path, headers, body):
        self.calls.append(f"{method} /{path.lstrip('/')}")
        if headers.get("Authorization") != "Basic ZWxhc3RpYzplbGFzdGljLXBhc3N3b3Jk":
            raise Refused(401, "wrong login")
        parts = path.split("?")[0].strip("/").split("/")
        if parts == [""]:
            return {"version": {"number": self.version}}
        if parts == ["_settings"]:
            return {name: {"settings": {"index": {"version": {"created": self.created}}}} for name in self.indices}
        if parts[0] == "_cat":
            patterns = parts[2].split(",")
            return [{"index": name} for name in sorted(self.indices)
                    if any(fnmatch.fnmatch(name, pattern) for pattern in patterns)]
        if parts[0] == "_snapshot":
            return self.snapshot(method, parts[1:], body)
        if method == "DELETE" and parts[0] in self.indices:
            return {"acknowledged": bool(self.indices.pop(parts[0]))}
        raise Refused(400, f"{method} {path}")

    def snapshot(self, method, parts, body):
        if len(parts) == 1:
            if method == "PUT":
                self.repositories[parts[0]] = pathlib.Path(body["settings"]["location"])
            else:
                del self.repositories[parts[0]]
            return {"acknowledged": True}
        folder = self.repositories.get(parts[0])
        if folder is None:
            raise Refused(404, f"no repository {parts[0]}")
        file = folder / f"{parts[1]}.json"
        if method == "PUT":
            folder.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(self.indices))
        elif method == "DELETE":
            file.unlink()
        elif len(parts) == 3:
            self.indices.update(json.loads(file.read_text()))
            return {"snapshot": {"shards": {"total": 1, "failed": 0, "successful": 1}}}
        else:
            return {"snapshots": [{"state": self.state, "indices": list(json.loads(file.read_text()))}]}
        return {"accepted": True}


class Clearml:
    """An API server that tells its version to who logs in."""

    def __init__(self, version, errors=()):
        self.version, self.errors = version, errors

    def answer(self, _method, path, headers, _body):
        if path == "/auth.login" and headers.get("Authorization") == "Basic a2V5OnNlY3JldA==":
            return {"data": {"token": "a-token"}}
        if path == "/server.info" and headers.get("Authorization") == "Bearer a-token":
            return {"data": {"version": self.version}}
        if path == "/login.supported_modes":
            return {"data": {"server_errors": {name: True for name in self.errors}}}
        raise Refused(401, path)


class Kubernetes:
    """The scale of some Deployments."""

    def __init__(self, replicas):
        self.replicas, self.history = dict(replicas), []

    def answer(self, method, path, headers, body):
        name = path.split("/")[-2]
        if headers.get("Authorization") != "Bearer account-token" or name not in self.replicas or "/namespaces/team/" not in path:
            raise Refused(403, path)
        if method == "PATCH":
            self.replicas[name] = body["spec"]["replicas"]
            self.history.append((name, self.replicas[name]))
        return {"spec": {"replicas": self.replicas[name]}, "status": {"replicas": self.replicas[name]}}
