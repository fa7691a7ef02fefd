"""`helm test`: uses the installation as an SDK does, and cleans up after itself. Python's own library only, but for HOCON.

API_URL, FILES_URL; TIMEOUT_SEC: how long an event may take until it can be read
ACCESS_KEY and SECRET_KEY of a user; or those of the API server, COMPANY, and the user to act for: TEST_USERNAME, or the
first one in TEST_USERS_FILE
"""
import base64
import hashlib
import json
import os
import sys
import time
import urllib.error
import urllib.request
import uuid

API = os.environ["API_URL"].rstrip("/")
FILES = os.environ["FILES_URL"].rstrip("/")
CONTENT = b"written by helm test\n"


def request(url, data=None, headers=None, method=None):
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data, headers or {}, method=method), timeout=30) as answer:
            return answer.read()
    except urllib.error.HTTPError as error:
        sys.exit(f"FAILED  {method or 'GET'} {url}: HTTP {error.code} {error.read(500).decode(errors='replace')}")
    except OSError as error:
        sys.exit(f"FAILED  {method or 'GET'} {url}: {error}")


def call(name, body, authorization, content_type="application/json"):
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {"Authorization": authorization, "Content-Type": content_type}
    return json.loads(request(f"{API}/{name}", data, headers, "POST"))["data"]


def done(what):
    print(f"ok      {what}", flush=True)


def username():
    """The user to act for, empty when the key is already a user's."""
    if os.environ.get("TEST_USERS_FILE"):
        import pyhocon  # the server's image has it

        return pyhocon.ConfigFactory.parse_file(os.environ["TEST_USERS_FILE"])["auth.fixed_users.users"][0]["username"]
    return os.environ.get("TEST_USERNAME", "")


def login():
    """A Bearer header. With fixed users no user's password is at hand: the API server's own key acts for one."""
    pair = f"{os.environ['ACCESS_KEY']}:{os.environ['SECRET_KEY']}"
    token = call("auth.login", {}, "Basic " + base64.b64encode(pair.encode()).decode())["token"]
    if username():
        company = os.environ["COMPANY"]
        user = hashlib.md5(f"{company}:{username()}".encode(), usedforsecurity=False).hexdigest()
        token = call("auth.get_token_for_user", {"user": user, "company": company}, f"Bearer {token}")["token"]
    return f"Bearer {token}"


def multipart(name):
    boundary = uuid.uuid4().hex
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="probe.txt"\r\n\r\n'
    return head.encode() + CONTENT + f"\r\n--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


def check_file(path, authorization):
    body, content_type = multipart(path)
    request(f"{FILES}/", body, {"Authorization": authorization, "Content-Type": content_type}, "POST")
    try:
        if request(f"{FILES}/{path}", headers={"Authorization": authorization}) != CONTENT:
            sys.exit("FAILED  the file server returned another content")
        done("file uploaded and read back")
    finally:
        request(f"{FILES}/{path}", headers={"Authorization": authorization}, method="DELETE")
    done("file deleted")


def check_event(task, authorization):
    message = f"helm test {uuid.uuid4().hex}"
    event = {"type": "log", "task": task, "level": "info", "worker": "helm-test", "msg": message,
             "timestamp": int(time.time() * 1000)}
    added = call("events.add_batch", json.dumps(event).encode() + b"\n", authorization, "application/json-lines")
    if added["added"] != 1:
        sys.exit(f"FAILED  the event was not added: {added}")
    deadline = time.monotonic() + int(os.environ.get("TIMEOUT_SEC", "60"))
    while True:  # Elasticsearch shows an event only after its next refresh
        answer = call("v2.9/events.get_task_log", {"task": task, "order": "asc", "navigate_earlier": False}, authorization)
        if any(event["msg"] == message for event in answer["events"]):
            return done("event written and read back")
        if time.monotonic() > deadline:
            sys.exit("FAILED  the event was written, but cannot be read")
        time.sleep(1)


def main():
    request(f"{API}/debug.ping")
    done("API server answers")
    request(f"{FILES}/")
    done("file server answers")
    authorization = login()
    done("login")
    task = call("tasks.create", {"name": "helm test", "type": "testing"}, authorization)["id"]
    done(f"task {task} created")
    try:
        check_file(f"helm-test/{task}/probe.txt", authorization)
        check_event(task, authorization)
    finally:
        call("tasks.delete", {"task": task, "force": True}, authorization)
    done("task deleted")


if __name__ == "__main__":
    main()
