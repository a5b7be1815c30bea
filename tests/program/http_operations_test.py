#!/usr/bin/env python3
"""Every operation of the server: success, no token, an object of somebody else, an unknown one, wrong input."""
import os
import re
import sys
import time

from http_client import Client, sign_up
from server import Server
from support import EXAMPLES, RUNBOOKS

UUID = re.compile(r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")
TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$")
NOBODY = "018f0000-0000-7000-8000-000000000000"  # a well-formed id that no object has

CASE = {"id", "owner_id", "title", "description", "status", "priority", "created_at", "updated_at", "resolved_at",
        "closed_at", "tags", "category"}
EVIDENCE = {"id", "case_id", "uploaded_by", "filename", "original_filename", "file_type", "file_size",
            "evidence_type", "description", "tags", "uploaded_at"}
DOCUMENT = {"id", "title", "filename", "document_type", "status", "file_size", "chunk_count", "uploaded_at",
            "indexed_at", "tags"}
USER = {"user_id", "email", "username", "full_name", "roles", "is_active", "is_verified"}
SESSION = {"session_id", "user_id", "status", "created_at", "last_accessed_at"}


def has(value, keys):
    assert keys <= set(value), f"missing {sorted(keys - set(value))} in {value}"
    return value


def text(n):
    return "x" * n


class Things:
    """One of each object of a user, for the operations that need one."""

    def __init__(self, client):
        self.client = client
        self.case = has(ok(client.post("/cases", {"title": "Orders fail", "description": ""}), 201), CASE)["id"]
        self.session = ok(client.post("/sessions", {}), 201)["session_id"]
        self.hypothesis = ok(client.post(f"/cases/{self.case}/hypotheses", {"title": "t", "description": "d"}), 201)["id"]
        self.evidence = self.upload()
        self.document = ok(client.post("/knowledge/documents", {"title": "Pools", "content": "# Pools\n\nMake it larger."}),
                           201)["id"]
        wait_for_job(client, f"/knowledge/documents/{self.document}", {"indexed"})
        self.job = ok(client.post("/evidence/upload", form={"case_id": self.case, "file": log_file()}), 201)["job_id"]

    def upload(self):
        return ok(self.client.post("/evidence/upload", form={"case_id": self.case, "file": log_file()}), 201)["id"]

    def fill(self, path):
        for name in ("case", "session", "hypothesis", "evidence", "document", "job"):
            path = path.replace(f"{{{name}}}", getattr(self, name))
        return path


def log_file(content=b"2026-11-23T15:24:06Z ERROR pool exhausted\n", name="app.log", kind="text/plain"):
    return name, content, kind


def ok(answer, status=200):
    assert answer.status == status, answer
    return answer.json() if answer.body else None


def wait_for_job(client, path, states, key="status"):
    end = time.time() + 30
    while time.time() < end:
        got = ok(client.get(path))
        if got[key] in states:
            return got
        assert got[key] != "failed", got
        time.sleep(.02)
    raise AssertionError(f"{path} did not become {states}")


# Every operation that needs a token: method, path, a good body, bad bodies with their status. `form` stands for a
# multipart body.
PROTECTED = [
    ("GET", "/auth/me", None, []),
    ("POST", "/auth/logout", None, []),
    ("POST", "/sessions", {}, [({"timeout_minutes": 10}, 422), ({"timeout_minutes": "60"}, 422), ([], 422),
                               ({"client_id": text(256)}, 422)]),
    ("GET", "/sessions", None, []),
    ("DELETE", "/sessions", None, []),
    ("GET", "/sessions/{session}", None, []),
    ("PATCH", "/sessions/{session}", {"updates": {"note": 1}}, [({}, 422), ({"updates": []}, 422),
                                                               ({"updates": {"status": "expired"}}, 422)]),
    ("PUT", "/sessions/{session}", {"updates": {}}, [({}, 422)]),
    ("POST", "/sessions/{session}/heartbeat", None, []),
    ("DELETE", "/sessions/{session}", None, []),
    ("POST", "/cases", {"title": "t", "description": ""},
     [({"description": ""}, 422), ({"title": "", "description": ""}, 422), ({"title": text(256), "description": ""}, 422),
      ({"title": 5, "description": ""}, 422), ({"title": "t"}, 422), ({"title": "t", "description": text(5001)}, 422),
      ({"title": "t", "description": "", "priority": "urgent"}, 422), ({"title": "t", "description": "", "tags": "a"}, 422),
      ({"title": "t", "description": "", "context": []}, 422), ({"title": "t", "description": "", "category": text(101)}, 422),
      ([], 422)]),
    ("GET", "/cases", None, []),
    ("GET", "/cases/{case}", None, []),
    ("PATCH", "/cases/{case}", {"title": "New"}, [({"title": ""}, 422), ({"title": 1}, 422), ({"status": "odd"}, 422),
                                                  ({"status": "closed"}, 400), ({"priority": 1}, 422)]),
    ("PUT", "/cases/{case}", {"description": "more"}, [({"description": text(5001)}, 422)]),
    ("PATCH", "/cases/{case}/status", {"status": "investigating"}, [({}, 422), ({"status": "odd"}, 422),
                                                                   ({"status": "closed"}, 400)]),
    ("POST", "/cases/{case}/status", {"status": "investigating"}, [({}, 400), ({"status": "odd"}, 400),
                                                                  ({"status": "closed"}, 400)]),
    ("POST", "/cases/{case}/messages", {"role": "user", "content": "hello"},
     [({"role": "robot", "content": "x"}, 422), ({"role": "user", "content": ""}, 422), ({"role": "user"}, 422)]),
    ("GET", "/cases/{case}/messages", None, []),
    ("POST", "/cases/{case}/hypotheses", {"title": "t", "description": "d", "confidence": .5},
     [({"title": "t"}, 422), ({"title": "t", "description": "d", "confidence": 2}, 422)]),
    ("GET", "/cases/{case}/hypotheses", None, []),
    ("PUT", "/cases/{case}/hypotheses/{hypothesis}", {"validated": True},
     [({"confidence": -1}, 422), ({"surprise": 1}, 422), ({"status": "odd"}, 422)]),
    ("POST", "/cases/{case}/solutions", {"title": "t", "description": "d", "implementation_steps": ["a"]},
     [({"title": "t", "description": "d", "implementation_steps": [1]}, 422)]),
    ("GET", "/cases/{case}/solutions", None, []),
    ("POST", "/cases/{case}/queries", {"message": "What is wrong?"}, [({"message": ""}, 400), ({}, 400), ({"message": 1}, 422)]),
    ("POST", "/agent/chat/{case}", {"message": "What is wrong?"}, [({}, 422), ({"message": ""}, 422),
                                                                   ({"message": "x", "stream": "yes"}, 422)]),
    ("POST", "/evidence/upload", "form", []),
    ("POST", "/evidence", "form", []),
    ("POST", "/cases/{case}/evidence", "form", []),
    ("GET", "/evidence", None, []),
    ("GET", "/evidence/case/{case}", None, []),
    ("GET", "/cases/{case}/evidence/{evidence}", None, []),
    ("GET", "/cases/{case}/uploaded-files", None, []),
    ("GET", "/cases/{case}/uploaded-files/{evidence}", None, []),
    ("GET", "/evidence/{evidence}", None, []),
    ("GET", "/evidence/{evidence}/download", None, []),
    ("POST", "/evidence/{evidence}/link", {"case_id": "{case}"}, [({}, 400), ({"case_id": 1}, 422)]),
    ("DELETE", "/evidence/{evidence}", None, []),
    ("POST", "/knowledge/ingest", "form", []),
    ("POST", "/knowledge/documents", {"title": "t", "content": "c"},
     [({"title": "t"}, 422), ({"title": "", "content": "c"}, 422), ({"title": "t", "content": "c", "document_type": "odd"}, 422)]),
    ("GET", "/knowledge/documents", None, []),
    ("GET", "/knowledge/documents/{document}", None, []),
    ("DELETE", "/knowledge/documents/{document}", None, []),
    ("POST", "/knowledge/search", {"query": "pool"}, [({}, 422), ({"query": text(1001)}, 422), ({"query": "x", "limit": 51}, 422)]),
    ("POST", "/knowledge/documents/search", {"query_text": "pool"}, [({}, 422)]),
    ("POST", "/search", {"query": "pool"}, [({"query": 1}, 422)]),
    ("GET", "/jobs/{job}", None, []),
    ("POST", "/cases/{case}/close", None, [({"resolution": "odd"}, 422)]),
    ("DELETE", "/cases/{case}", None, []),
]
SUCCESS = {("POST", "/sessions"): 201, ("POST", "/cases"): 201, ("DELETE", "/cases/{case}"): 204,
           ("POST", "/cases/{case}/messages"): 201, ("POST", "/cases/{case}/hypotheses"): 201,
           ("POST", "/cases/{case}/solutions"): 201, ("POST", "/evidence/upload"): 201, ("POST", "/evidence"): 201,
           ("POST", "/cases/{case}/evidence"): 201, ("DELETE", "/evidence/{evidence}"): 204,
           ("POST", "/knowledge/documents"): 201}


def send(client, method, path, body, things, **more):
    if body == "form":
        form = {"file": log_file(b"# Pools\n\nMake the pool larger.\n", "pools.md", "text/markdown")}
        if path.startswith("/evidence"):
            form["case_id"] = things.case
        return client.call(method, path, form=form, **more)
    if isinstance(body, dict):
        body = {k: things.fill(v) if isinstance(v, str) else v for k, v in body.items()}
    return client.call(method, path, body, **more)


def test_success(server):
    for method, path, body, _ in PROTECTED:
        client, _ = sign_up(server.port, "ok" + str(abs(hash((method, path))) % 10**9))
        things = Things(client)
        answer = send(client, method, things.fill(path), body, things)
        assert answer.status == SUCCESS.get((method, path), 200), f"{method} {path}: {answer}"
        assert answer.headers["X-Request-ID"] and answer.headers["Date"], f"{method} {path}: {answer.headers}"


def test_no_token(server, things):
    for method, path, body, _ in PROTECTED:
        for token in (None, "nonsense", things.client.refresh_token):
            answer = send(Client(server.port), method, things.fill(path), body, things, token=token)
            assert answer.status == 401, f"{method} {path} with {token}: {answer}"
            assert answer.headers["WWW-Authenticate"] == "Bearer", f"{method} {path}: {answer.headers}"
            assert answer.json()["detail"], answer


def test_objects_of_others(things, stranger):
    """What belongs to somebody else, what is not there, and what cannot be an id: 404 in just the same words."""
    for method, path, body, _ in PROTECTED:
        names = re.findall(r"\{(\w+)\}", path)
        in_body = isinstance(body, dict) and any(isinstance(v, str) and v.startswith("{") for v in body.values())
        if not names and body != "form":
            continue
        if not names and not path.startswith("/evidence"):
            continue  # it names no object
        answer = send(stranger.client, method, things.fill(path), body, things)
        assert answer.status == 404, f"{method} {path} of somebody else: {answer}"
        assert "not found" in answer.json()["detail"], answer
        for wrong in (NOBODY, "not-a-uuid"):
            if not names:
                continue
            target = re.sub(r"\{\w+\}$|\{\w+\}(?=/)", wrong, path, count=1)
            answer = send(things.client, method, things.fill(target), body, things)
            assert answer.status == 404, f"{method} {target}: {answer}"
            assert "not found" in answer.json()["detail"], answer
        if in_body:
            answer = things.client.call(method, things.fill(path), {"case_id": stranger.case})
            assert answer.status == 404, f"{method} {path} to a case of somebody else: {answer}"


def test_wrong_input(things):
    for method, path, body, wrong in PROTECTED:
        target = things.fill(path)
        for bad, status in wrong:
            answer = things.client.call(method, target, bad)
            assert answer.status == status, f"{method} {path} {str(bad)[:80]}: {answer}"
            detail = answer.json()["detail"]
            if status == 422:
                assert detail and all({"type", "loc", "msg"} <= set(d) for d in detail), answer
            else:
                assert isinstance(detail, str) and detail, answer
        if isinstance(body, dict) and method != "GET":
            for raw, kind, status in ((b"{", "application/json", 422), (b'{"a":1,"a":2}', "application/json", 422),
                                      (b"[" * 200, "application/json", 422), (b"\xff\xfe", "application/json", 422),
                                      (b"{}", "text/plain", 415)):
                answer = things.client.call(method, target, raw=raw, headers={"Content-Type": kind})
                assert answer.status == status, f"{method} {path} {raw[:20]} as {kind}: {answer}"
    for query in ("limit=0", "limit=101", "limit=x", "offset=-1", "status_filter=odd"):
        answer = things.client.get(f"/cases?{query}")
        assert answer.status == 422, f"{query}: {answer}"
        assert answer.json()["detail"][0]["loc"][0] == "query", answer


def test_accounts(server):
    client = Client(server.port)
    good = {"email": "Ada@Example.com", "username": "ada", "password": "correct horse battery"}
    made = has(ok(client.post("/auth/register", good), 201), USER)
    assert made["email"] == "ada@example.com" and UUID.match(made["user_id"]), made
    for change, word in (({"username": "other"}, "email"), ({"email": "b@example.com"}, "username")):
        answer = client.post("/auth/register", {**good, **change})
        assert answer.status == 400 and word in answer.json()["detail"], answer
    for change in ({"password": "short"}, {"password": text(1025)}, {"email": "nobody"}, {"email": None},
                   {"username": ""}, {"username": text(101)}, {"full_name": text(256)}):
        answer = client.post("/auth/register", {**good, "username": "x1", "email": "x1@example.com", **change})
        assert answer.status == 422, f"{change}: {answer}"
    wrong = client.post("/auth/login", {"email": "ada@example.com", "password": "wrong"})
    unknown = client.post("/auth/login", {"email": "nobody@example.com", "password": "wrong"})
    assert wrong.status == unknown.status == 401 and wrong.body == unknown.body, (wrong, unknown)
    answer = ok(client.post("/auth/login", {"email": "ada@example.com", "password": good["password"]}))
    has(answer, {"access_token", "refresh_token", "token_type", "expires_in", "user"})
    me = ok(client.get("/auth/me", token=answer["access_token"]))
    assert me["user_id"] == made["user_id"], me
    pair = ok(client.post("/auth/refresh", {"refresh_token": answer["refresh_token"]}))
    twice = ok(client.post("/auth/refresh", {"refresh_token": answer["refresh_token"]}))
    assert twice == pair, "two tabs that refresh at once get the same pair"
    assert client.post("/auth/refresh", {"refresh_token": answer["access_token"]}).status == 401
    assert client.post("/auth/refresh", {"refresh_token": "x"}).status == 401
    assert client.post("/auth/refresh", {}).status == 422
    out = ok(client.post("/auth/logout", token=pair["access_token"]))
    assert out == {"message": "Logged out successfully", "revoked": True}, out
    assert client.get("/auth/me", token=pair["access_token"]).status == 401
    assert client.post("/auth/refresh", {"refresh_token": pair["refresh_token"]}).status == 401, "its family has ended"
    for path in ("/auth/.well-known/jwks.json", "/.well-known/jwks.json"):
        keys = ok(client.get(path))["keys"]
        assert keys[0]["kty"] == "oct" and "k" not in keys[0], keys
    for path in ("/auth/.well-known/openid-configuration", "/.well-known/openid-configuration"):
        has(ok(client.get(path)), {"issuer", "token_endpoint", "jwks_uri", "grant_types_supported"})


def test_sessions(server):
    client, user = sign_up(server.port, "sessions")
    made = ok(client.post("/sessions", {"client_id": "laptop", "timeout_minutes": 60, "metadata": {"a": 1}}), 201)
    assert "created" in made["message"] and UUID.match(made["session_id"]), made
    again = ok(client.post("/sessions", {"client_id": "laptop"}), 201)
    assert again["session_id"] == made["session_id"] and again["session_resumed"] and "resumed" in again["message"], again
    other = ok(client.post("/sessions", {"client_id": "phone"}), 201)["session_id"]
    assert other != made["session_id"]
    got = has(ok(client.get(f"/sessions/{made['session_id']}")), SESSION)
    assert got["user_id"] == user["user_id"] and got["timeout_minutes"] == 60 and TIME.match(got["created_at"]), got
    beat = ok(client.post(f"/sessions/{made['session_id']}/heartbeat"))
    has(beat, {"session_id", "last_activity_at", "status"})
    ok(client.call("PATCH", f"/sessions/{made['session_id']}", {"updates": {"user_id": "x", "note": "n", "status": "archived"}}))
    got = ok(client.get(f"/sessions/{made['session_id']}"))
    assert got["user_id"] == user["user_id"] and got["status"] == "archived", got
    for _ in range(12):
        ok(client.post("/sessions", {}), 201)
    listed = ok(client.get("/sessions"))
    assert len(listed) == 10, len(listed)
    assert client.get(f"/sessions/{other}").status == 404, "the least recently used ones have gone"
    keep = listed[0]["session_id"]
    gone = ok(client.call("DELETE", "/sessions?keep_current=true", headers={"X-Session-ID": keep}))
    assert gone["count"] == 9 and [s["session_id"] for s in ok(client.get("/sessions"))] == [keep]
    ok(client.call("DELETE", f"/sessions/{keep}"))
    assert client.get(f"/sessions/{keep}").status == 404


def test_cases(things):
    client = things.client
    case = ok(client.post("/cases", {"title": "Life of a case", "description": "d", "tags": ["b", "a"], "category": "db",
                                     "priority": "high", "context": {"k": 1}, "unknown": True}), 201)
    assert case["status"] == "consulting" and case["tags"] == ["b", "a"] and UUID.match(case["id"]), case
    path = f"/cases/{case['id']}"
    assert ok(client.get(path)) == case
    changed = ok(client.call("PATCH", path, {"title": None, "description": "more"}))
    assert changed["title"] == "Life of a case" and changed["description"] == "more" and changed["version"] == 2
    assert "investigating" in client.call("PATCH", path + "/status", {"status": "resolved"}).json()["detail"]
    for status in ("verifying", "resolved", "closed"):
        receipt = ok(client.post(path + "/status", {"status": status}))
    assert receipt["status"] == "closed", receipt
    assert client.post(path + "/close").status == 400
    closed = ok(client.get(path))
    assert TIME.match(closed["resolved_at"]) and TIME.match(closed["closed_at"]), closed
    assert client.post(path + "/queries", {"message": "why?"}).status == 409
    pages = [ok(client.get(f"/cases?limit=1&offset={i}"))[0]["id"] for i in range(2)]
    everything = client.get("/cases?limit=100")
    assert [c["id"] for c in everything.json()][:2] == pages
    assert int(everything.headers["X-Total-Count"]) == len(everything.json())
    assert all(c["status"] == "closed" for c in ok(client.get("/cases?status_filter=closed")))
    said = ok(client.post(f"/cases/{things.case}/messages", {"role": "user", "content": "zw\u00f6lf \u6f22"}), 201)
    assert ok(client.get(f"/cases/{things.case}/messages?limit=200"))[-1]["id"] == said["id"]


def test_a_turn_gives_the_diagnosis_of_the_command_line(server):
    """The sample incident with a folder of runbooks, over HTTP."""
    client, _ = sign_up(server.port, "turns")
    for root, _, files in os.walk(RUNBOOKS):
        for name in files:
            with open(os.path.join(root, name), "rb") as f:
                ok(client.post("/knowledge/ingest", form={"file": (name, f.read(), "text/markdown")}))
    case = ok(client.post("/cases", {"title": "Orders", "description": ""}), 201)["id"]
    empty = ok(client.post(f"/cases/{case}/queries", {"message": "Why do the orders fail?"}))["response"]
    assert empty["response_type"] == "needs_more_data" and empty["case_status"] == "consulting", empty
    folder = os.path.join(EXAMPLES, "postgres-out-of-connections", "evidence")
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), "rb") as f:
            up = client.post("/evidence/upload", form={"case_id": case, "file": (name, f.read(), "text/plain")})
        assert up.headers["Location"] == "/jobs/" + ok(up, 201)["job_id"], up.headers
    documents = ok(client.get("/knowledge/documents?limit=200"))["documents"]
    for document in documents:
        wait_for_job(client, f"/knowledge/documents/{document['id']}", {"indexed"})
    turn = ok(client.post(f"/agent/chat/{case}", {"message": "Why do the orders fail?"}))
    first = turn["response"].split("\n")[0]
    assert first.startswith("`orders`: the server accepts no more connections: `remaining connection slots are reserved for "
                            "non-replication superuser connections`, first at 2026-11-23T15:24:06.789Z [E1:L242,L246,"), first
    assert turn["case_status"] == "consulting" and turn["turn_number"] == 2, turn
    assert turn["confidence"] > .9 and "root_cause_identified" in turn["milestones_completed"], turn
    assert turn["sources"][0]["filename"] == "postgres-connections-exhausted.md", turn["sources"]
    found = ok(client.get(f"/cases/{case}/hypotheses"))
    assert any(h["status"] == "validated" and "no more connections" in h["title"] for h in found), found
    streamed = client.post(f"/agent/chat/{case}", {"message": "Why do the orders fail?", "stream": True})
    assert streamed.headers["Content-Type"].startswith("text/plain"), streamed.headers
    assert streamed.headers["Transfer-Encoding"] == "chunked" and streamed.body.decode().split("\n")[0] == first
    roles = [m["role"] for m in ok(client.get(f"/cases/{case}/messages?limit=200"))]
    assert roles == ["user", "assistant"] * 3, roles
    polled = client.post(f"/cases/{case}/queries", {"message": "Why do the orders fail?"}, headers={"Prefer": "respond-async"})
    assert polled.status == 202 and polled.headers["Location"] == f"/jobs/{polled.json()['job_id']}", polled
    ended = wait_for_job(client, polled.headers["Location"], {"completed"})
    assert ended["result"]["agent_response"].split("\n")[0] == first, ended
    assert ok(client.get(f"/cases/{case}/queries"))["queries"][-1]["status"] == "answered"
    # The problem was proposed; it is agreed on, then investigated, and the answer is the same.
    agreed = ok(client.post(f"/agent/chat/{case}", {"message": "Yes"}))
    assert agreed["case_status"] == "consulting" and agreed["progress_made"], agreed
    begun = ok(client.post(f"/agent/chat/{case}", {"message": "Start the investigation"}))
    assert begun["case_status"] == "investigating" and begun["status_transitioned"], begun
    assert "root_cause_identified" in begun["milestones_completed"] and first in begun["response"], begun
    assert "no more connections" in ok(client.get(f"/cases/{case}"))["description"]


def test_turns_of_the_clients(server):
    """A case of the browser extension from its opening to its end: forms, files, pasted text, intents."""
    client, _ = sign_up(server.port, "panel")
    one, two = (ok(client.post("/api/v1/cases", {"title": None}), 201) for _ in range(2))
    day = time.strftime("%m%d", time.gmtime())
    assert [one["title"], two["title"]] == [f"Case-{day}-1", f"Case-{day}-2"], (one, two)
    turns = f"/api/v1/cases/{one['case_id']}/turns"
    log = b"2026-11-23T15:24:06Z FATAL: remaining connection slots are reserved for superusers\n" * 9
    asked = ok(client.post(turns, form={"query": "Why does the shop fail?", "pasted_content": "x" * 100_000,
                                        "files": ("db.log", log, "text/plain")}))
    assert [a["upload_source"] for a in asked["attachments_processed"]] == ["file", "paste"], asked
    assert "no more connections" in asked["agent_response"] and asked["case_state"] == "inquiry", asked
    assert not ok(client.get(f"/api/v1/cases/{one['id']}"))["title"].startswith("Case-"), "it has a better title now"
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    for form, state in ((b"query=Yes", "inquiry"), (b"query=Start+the+investigation", "investigating"),
                        (b'intent_type=status_transition&intent_data={"to_state":"resolved"}', "resolved")):
        assert ok(client.call("POST", turns, raw=form, headers=kind))["case_state"] == state
        shown = ok(client.get(f"/api/v1/cases/{one['id']}/ui"))
        assert shown["state"] == state and ("progress" in shown) == (state == "investigating"), shown
    assert shown["root_cause"]["cause_assurance"] == "confirmed" and shown["verification_status"]["verified"], shown
    again = ok(client.post("/cases/import", ok(client.get(f"/cases/{one['id']}/export"))), 201)
    assert again["id"] != one["id"] and again["message_count"] == 8 and again["status"] == "resolved", again
    ok(client.post(f"/cases/{one['id']}/close", {}))
    late = client.call("POST", turns, raw=b"query=why", headers=kind)
    assert late.status == 409 and late.headers["x-error-code"] is None, late
    stale = client.call("PATCH", f"/cases/{one['id']}", {"title": "x"}, headers={"If-Match": '"1"'})
    assert stale.status == 409 and stale.headers["x-error-code"] == "CASE_VERSION_CONFLICT", stale


def test_evidence(things, stranger):
    client, case = things.client, things.case
    data = b"2026-11-23T15:24:06Z ERROR one\n" * 50
    up = has(ok(client.post("/evidence/upload", form={"case_id": case, "file": log_file(data, "../\u00fc \"1\".log"),
                                                      "tags": "a, b ,", "description": "d"}), 201), EVIDENCE)
    assert up["file_size"] == len(data) and up["tags"] == ["a", "b"] and up["evidence_type"] == "other", up
    assert ".." not in up["filename"] and up["filename"].startswith(up["id"]), up
    job = wait_for_job(client, f"/jobs/{up['job_id']}", {"completed"})
    assert job["progress"]["percent"] == 100, job
    got = client.get(f"/evidence/{up['id']}/download")
    assert got.status == 200 and got.body == data, got
    disposition = got.headers["Content-Disposition"]
    assert disposition.startswith("attachment") and "filename*=UTF-8''" in disposition and "\n" not in disposition, disposition
    twin = ok(client.post("/evidence/upload", form={"case_id": case, "file": log_file(data, "twin.log")}), 201)
    assert twin["id"] != up["id"] and twin["duplicate_of"] == up["id"], twin
    assert client.call("DELETE", f"/evidence/{up['id']}").status == 204
    assert client.get(f"/evidence/{up['id']}").status == 404
    assert client.get(f"/evidence/{twin['id']}/download").body == data, "the file stays as long as a twin needs it"
    other = ok(client.post("/cases", {"title": "Other", "description": ""}), 201)["id"]
    linked = ok(client.post(f"/evidence/{twin['id']}/link", {"case_id": other}))
    assert linked["case_id"] == other and ok(client.get(f"/evidence/{twin['id']}"))["case_id"] == other
    for form, status in (({"case_id": case}, 422), ({"file": log_file()}, 422),
                         ({"case_id": case, "file": log_file(kind="application/x-msdownload")}, 422),
                         ({"case_id": case, "file": log_file(), "evidence_type": "odd"}, 422),
                         ({"case_id": case, "file": log_file(), "description": text(501)}, 422)):
        answer = client.post("/evidence/upload", form=form)
        assert answer.status == status, f"{sorted(form)}: {answer}"
    odd = ok(client.post(f"/cases/{case}/evidence", form={"file": log_file(), "evidence_type": "odd"}), 201)
    assert odd["evidence_type"] == "other", odd
    assert client.post("/evidence/upload", {"case_id": case}).status == 415
    files = ok(client.get(f"/cases/{case}/uploaded-files"))
    assert files["count"] == len(files["files"]) > 0, files
    listed = ok(client.get(f"/evidence?case_id={case}&limit=1"))
    assert len(listed["evidence"]) == 1 and listed["total"] > 1, listed
    assert ok(stranger.client.get("/evidence"))["total"] < listed["total"] + 5


def test_knowledge(things, stranger):
    client = things.client
    up = client.post("/knowledge/ingest", form={"file": log_file(b"# Zebra\n\nThe zebra crossing is slow.\n", "zebra.md",
                                                                  "text/markdown"), "tags": "x"})
    document = has(ok(up), DOCUMENT)
    assert up.headers["Location"] == "/jobs/" + document["job_id"], up.headers
    wait_for_job(client, f"/knowledge/documents/{document['id']}", {"indexed"})
    hits = ok(client.post("/knowledge/search", {"query": "why is the zebra crossing slow"}))
    assert hits["results"][0]["document_id"] == document["id"] and 0 < hits["results"][0]["score"] <= 1, hits
    assert hits["total"] == len(hits["results"]), hits
    assert not any(h["document_id"] == document["id"] for h in
                   ok(stranger.client.post("/search", {"query": "zebra crossing slow"}))["results"])
    pdf = ok(client.post("/knowledge/ingest", form={"file": ("a.pdf", b"%PDF-1.4 nonsense", "application/pdf")}))
    end = time.time() + 30
    while (job := ok(client.get(f"/jobs/{pdf['job_id']}")))["status"] != "failed":
        assert time.time() < end, "a PDF that cannot be read fails with a reason"
        time.sleep(.02)
    assert job["error"]["message"], job
    # The document was told before its job ended.
    assert ok(client.get(f"/knowledge/documents/{pdf['id']}"))["status"] == "failed"
    ok(client.call("DELETE", f"/knowledge/documents/{document['id']}"))
    assert not any(h["document_id"] == document["id"] for h in
                   ok(client.post("/knowledge/search", {"query": "zebra crossing slow"}))["results"])
    too_large = client.post("/knowledge/ingest", form={"file": log_file(b"x" * (50 * 2**20 + 1), "big.txt")})
    assert too_large.status == 400 and "too large" in too_large.json()["detail"], too_large


def test_open_operations(server):
    client = Client(server.port)
    for path, service in (("/auth/health", "authentication"), ("/sessions/health", "sessions"), ("/cases/health", "cases"),
                          ("/evidence/health", "evidence"), ("/knowledge/health", "knowledge"), ("/agent/health", "agent")):
        assert ok(client.get(path)) == {"status": "healthy", "service": service}, path
    assert ok(client.get("/health"))["status"] == "healthy"
    assert ok(client.get("/health/live"))["status"] == "alive"
    assert ok(client.get("/health/ready"))["status"] == "ready"
    has(ok(client.get("/knowledge")), {"service", "status", "version", "features"})
    has(ok(client.get("/")), {"service", "status", "version"})
    assert client.get("/nowhere").status == 404
    wrong = client.call("DELETE", "/auth/login")
    assert wrong.status == 405 and "POST" in wrong.headers["Allow"], wrong
    moved = client.get("/cases/", token="x")
    assert moved.status == 307 and moved.headers["Location"] == "/cases", moved
    assert client.call("HEAD", "/health").status == 200
    assert client.call("OPTIONS", "/cases", headers={"Origin": "http://localhost:3000", "Access-Control-Request-Method": "POST"}
                       ).headers["Access-Control-Allow-Origin"] == "http://localhost:3000"


def main():
    with Server(env={"SECURITY_RATE_LIMIT_ENABLED": "false", "SECURITY_BCRYPT_ROUNDS": "4"}) as server:
        things = Things(sign_up(server.port, "owner")[0])
        stranger = Things(sign_up(server.port, "stranger")[0])
        tests = [v for k, v in sorted(globals().items()) if k.startswith("test_")]
        given = {"server": server, "things": things, "stranger": stranger}
        for test in tests:
            test(*(given[name] for name in test.__code__.co_varnames[:test.__code__.co_argcount]))
            print(f"ok {test.__name__}")
        assert server.stop() == 0, "the server stops in order"


if __name__ == "__main__":
    sys.exit(main())
