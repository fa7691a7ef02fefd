"""Runs the script of `helm test` against our tracking server: chart_probe.py CLEARDECKCTL."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import helm

PROBE = helm.CHART / "files" / "probe.py"
KEYS = {"ACCESS_KEY": "PROBE0123456789ABCDEF", "SECRET_KEY": "probe-secret-0123456789abcdefghijkl"}
STEPS = ["API server answers", "file server answers", "login", "created", "uploaded and read back", "file deleted",
         "event written and read back", "task deleted"]


def serve(program, folder):
    """The server and its URLs, which it prints as the lines of a clearml.conf."""
    environment = dict(os.environ, **{f"CLEARDECK_{name}": value for name, value in KEYS.items()})
    ports = ["--api-port", "0", "--files-port", "0", "--web-port", "0"]
    server = subprocess.Popen([program, "serve", "--data", folder, *ports], env=environment,
                              stdout=subprocess.PIPE, text=True)
    urls = {}
    for line in server.stdout:
        if found := re.search(r'(api|files)_server: "(.*)"', line):
            urls[f"{found[1].upper()}_URL"] = found[2]
        if len(urls) == 2:
            return server, urls
    raise RuntimeError(f"{program} serve ended with {server.wait()}")


def probe(**environment):
    result = subprocess.run([sys.executable, "-B", PROBE], env={**os.environ, **KEYS, **environment},
                            capture_output=True, text=True, timeout=60)
    return result.returncode, result.stdout + result.stderr


def main():
    checks = helm.Checks()
    with tempfile.TemporaryDirectory() as folder:
        server, urls = serve(sys.argv[1], folder)
        try:
            code, said = probe(**urls)
            checks.that("a working server passes", said if code else [
                f"not done: {step}\n{said}" for step in STEPS if f"{step}\n" not in said])
            for what, wrong, named in (("wrong secret", {"SECRET_KEY": "wrong"}, "401"),
                                       ("no file server", {"FILES_URL": "http://127.0.0.1:1"}, "refused"),
                                       ("no API server", {"API_URL": "http://127.0.0.1:1"}, "refused"),
                                       ("no such user", {"TEST_USERNAME": "nobody", "COMPANY": "none"}, "get_token_for_user")):
                code, said = probe(**{**urls, **wrong})
                checks.that(f"fails: {what}", "" if code and "FAILED" in said and named in said else said)
            users = pathlib.Path(folder) / "apiserver.conf"
            users.write_text("auth { fixed_users { enabled: true, users: [{username: jane, password: p, name: J}] } }")
            code, said = probe(**urls, TEST_USERS_FILE=str(users), COMPANY="none")
            checks.that("acts for the first of the fixed users", "" if "get_token_for_user" in said else said)
            left = [os.path.join(root, name) for root, _, names in os.walk(folder) for name in names]
            checks.that("no file is left", [path for path in left if path.endswith("probe.txt")])
        finally:
            server.terminate()
            server.wait()
    checks.end()


if __name__ == "__main__":
    main()
