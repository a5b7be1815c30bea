#!/usr/bin/env python3
"""Kills the server under mixed load, again and again: what was acknowledged is there afterwards, and nothing is half
written, orphaned or stuck. FM_CRASH_ROUNDS=1000 makes a night of it."""
import hashlib
import os
import random
import sqlite3
import sys
import threading
import time

from http_client import Client, sign_up
from server import Server

ROUNDS = int(os.environ.get("FM_CRASH_ROUNDS", "30"))
ROUNDS_OF_A_FOLDER = 100  # then a new data directory, so that the checks stay quick
LOOKED_AT_AGAIN = 60  # of each kind of thing that was found after an earlier kill
ENV = {"SECURITY_RATE_LIMIT_ENABLED": "false", "SECURITY_BCRYPT_ROUNDS": "4"}


class Load(threading.Thread):
    """One user who works until the server is gone; remembers what was acknowledged and what was under way."""

    def __init__(self, port, name, seed):
        super().__init__(daemon=True)
        self.port, self.name_, self.random = port, name, random.Random(seed)
        self.client = None
        self.cases, self.evidence, self.documents, self.messages, self.sessions = {}, {}, {}, [], set()
        self.data, self.ended_sessions = {}, set()
        self.deleted = set()
        self.found = set()  # what has been seen after an earlier kill
        self.operations = 0
        self.denied = []

    def sign_up(self):
        self.client, _ = sign_up(self.port, self.name_)

    def again(self, port):
        """The same user on the restarted server."""
        other = Load(port, self.name_, self.random.random())
        other.client = Client(port, self.client.token)
        other.client.account = self.client.account
        for name in ("cases", "evidence", "documents", "messages", "sessions", "data", "ended_sessions", "deleted", "denied",
                     "found", "operations"):
            setattr(other, name, getattr(self, name))
        return other

    def run(self):
        try:
            while True:
                self.step()
                self.operations += 1
        except (OSError, ValueError, AssertionError) as e:
            if isinstance(e, AssertionError):
                self.failed = e
        except Exception as e:  # the connection died in the middle of an answer
            if type(e).__module__ != "http.client":
                self.failed = e

    failed = None

    def step(self):
        what = self.random.choice(["case", "change", "upload", "upload", "ingest", "message", "session", "end-session", "data", "data",
                                   "forget-data", "delete", "turn", "sign-out"])
        if what == "case" or not self.cases:
            title = f"case {self.random.random()}"
            answer = self.expect(self.client.post("/cases", {"title": title, "description": ""}), 201)
            self.cases[answer["id"]] = {title}
        elif what == "change":
            case = self.random.choice(list(self.cases))
            title = f"changed {self.random.random()}"
            self.cases[case].add(title)  # from here on it may be either
            answer = self.client.call("PATCH", f"/cases/{case}", {"title": title})
            self.expect(answer, 200)
            self.cases[case] = {title}
        elif what == "upload":
            case = self.random.choice(list(self.cases))
            data = self.random.randbytes(40).hex().encode() * self.random.choice([1, 100, 10_000])
            answer = self.expect(self.client.post("/evidence/upload", form={"case_id": case,
                                                                            "file": ("a.log", data, "text/plain")}), 201)
            self.evidence[answer["id"]] = (hashlib.sha256(data).hexdigest(), answer["job_id"])
        elif what == "ingest":
            body = f"# Page {self.random.random()}\n\nSome words."
            answer = self.expect(self.client.post("/knowledge/documents", {"title": "t", "content": body}), 201)
            self.documents[answer["id"]] = answer["job_id"]
        elif what == "message":
            case = self.random.choice(list(self.cases))
            content = f"message {self.random.random()}"
            self.expect(self.client.post(f"/cases/{case}/messages", {"role": "user", "content": content}), 201)
            self.messages.append((case, content))
        elif what == "session":
            answer = self.expect(self.client.post("/sessions", {"client_id": f"device {self.random.randrange(5)}"}), 201)
            self.sessions.add(answer["session_id"])
        elif what == "end-session" and len(self.sessions) > 2:
            session = self.sessions.pop()  # from here on it may be gone
            answer = self.client.call("DELETE", f"/sessions/{session}")
            assert answer.status in (200, 204), answer
            self.ended_sessions.add(session)
        elif what == "data":
            case = self.random.choice(list(self.cases))
            item = {"measured": self.random.random()}
            answer = self.expect(self.client.post(f"/cases/{case}/data", item), 200)
            self.data[case, answer["data_id"]] = item
        elif what == "forget-data" and self.data:
            case, item = self.random.choice(list(self.data))
            del self.data[case, item]  # from here on it may be gone
            answer = self.client.call("DELETE", f"/cases/{case}/data/{item}")
            assert answer.status == 204, answer
        elif what == "delete" and self.evidence:
            evidence = self.random.choice(list(self.evidence))
            del self.evidence[evidence]  # from here on it may be gone
            answer = self.client.call("DELETE", f"/evidence/{evidence}")
            assert answer.status == 204, answer
            self.deleted.add(evidence)
        elif what == "turn":
            case = self.random.choice(list(self.cases))
            self.expect(self.client.post(f"/cases/{case}/queries", {"message": "what is wrong?"}), 200)
        elif what == "sign-out":
            account = self.client.account
            answer = self.expect(self.client.post("/auth/login", {"email": account["email"], "password": account["password"]},
                                                  token=None), 200)
            self.expect(self.client.post("/auth/logout", token=answer["access_token"]), 200)
            self.denied.append(answer)

    @staticmethod
    def expect(answer, status):
        assert answer.status == status, answer
        return answer.json()

    def looked_at(self, kind, things, everything):
        """What was made since the last kill, and some of what was found after an earlier one."""
        new = [t for t in things if (kind, t) not in self.found]
        old = [t for t in things if (kind, t) in self.found]
        self.found.update((kind, t) for t in new)
        return new + (old if everything else self.random.sample(old, min(len(old), LOOKED_AT_AGAIN)))

    def check(self, everything=False):
        """Everything acknowledged is there; what was under way is there whole or not at all."""
        for case in self.looked_at("case", self.cases, everything):
            titles = self.cases[case]
            got = self.expect(self.client.get(f"/cases/{case}"), 200)
            assert got["title"] in titles, f"{got['title']!r} is none of {titles}"
            self.cases[case] = {got["title"]}
        for evidence in self.looked_at("evidence", self.evidence, everything):
            digest, _ = self.evidence[evidence]
            got = self.client.get(f"/evidence/{evidence}/download")
            assert got.status == 200 and hashlib.sha256(got.body).hexdigest() == digest, f"{evidence}: {got.status}"
        for case, item in self.looked_at("data", self.data, everything):
            got = self.expect(self.client.get(f"/cases/{case}/data/{item}"), 200)
            assert got["data"] == self.data[case, item], f"a data item became {got}"
        for evidence in self.looked_at("deleted", self.deleted, everything):
            assert self.client.get(f"/evidence/{evidence}").status == 404, f"{evidence} came back"
        by_case = {}
        for case, content in self.looked_at("message", self.messages, everything):
            by_case.setdefault(case, set()).add(content)
        for case, contents in by_case.items():
            found, offset = set(), 0
            while True:
                page = self.expect(self.client.get(f"/cases/{case}/messages?limit=200&offset={offset}"), 200)
                found |= {m["content"] for m in page}
                assert all(m.get("state") != "asked" for m in page), "a question waits for an answer that never comes"
                if len(page) < 200:
                    break
                offset += 200
            assert contents <= found, f"{len(contents - found)} messages of {case} are lost"
        for tokens in self.denied[-5:]:
            assert self.client.get("/auth/me", token=tokens["access_token"]).status == 401, "a logout was forgotten"
            again = self.client.post("/auth/refresh", {"refresh_token": tokens["refresh_token"]}, token=None)
            assert again.status == 401, f"a refresh token lives after its logout: {again}"
        living = {s["session_id"] for s in self.expect(self.client.get("/sessions"), 200)}
        assert self.sessions <= living, "a session is lost"
        assert not self.ended_sessions & living, "a session that was ended is back"

    def check_jobs(self):
        end = time.time() + 60
        jobs = [job for _, job in self.evidence.values()] + list(self.documents.values())
        for path in [f"/jobs/{job}" for job in self.looked_at("job", jobs, False)]:
            while True:
                got = self.expect(self.client.get(path), 200)
                if got["status"] in ("completed", "failed"):
                    assert got["status"] == "completed", got
                    break
                assert time.time() < end, f"{path} is stuck: {got}"
                time.sleep(.02)


def check_files(folder):
    """Each file of the store has a row, and each row its file; nothing is left of uploads that never ended."""
    database = sqlite3.connect(f"file:{folder}/faultmaven.db?mode=ro", uri=True)
    named = {row[0] for row in database.execute("select storage_key from evidence union select storage_key from documents")}
    assert database.execute("pragma integrity_check").fetchone()[0] == "ok"
    assert not database.execute("pragma foreign_key_check").fetchall()
    database.close()
    root = os.path.join(folder, "files")
    there = {os.path.relpath(os.path.join(at, name), root) for at, _, names in os.walk(root) for name in names}
    there = {f for f in there if not f.startswith(".quarantine" + os.sep)} - {"installation"}  # the id, and what was set aside
    assert there == named, f"orphans {sorted(there - named)[:5]}, missing {sorted(named - there)[:5]}"
    assert not os.listdir(os.path.join(folder, "tmp")), os.listdir(os.path.join(folder, "tmp"))


def kill_again_and_again(chance, first, rounds):
    """How many acknowledged operations all of it had."""
    with Server(env=ENV) as server:
        loads = [Load(server.port, f"user{i}", first + i) for i in range(4)]
        for load in loads:
            load.sign_up()
        for number in range(first, first + rounds):
            for load in loads:
                load.start()
            time.sleep(chance.uniform(.05, 1))
            server.kill()
            for load in loads:
                load.join()
                assert load.failed is None, f"before the kill: {load.failed!r}"
            server.start()
            loads = [load.again(server.port) for load in loads]
            for load in loads:
                load.check(everything=number == first + rounds - 1)
            for load in loads:
                load.check_jobs()
            check_files(server.data)
        assert server.stop() == 0
    print(f"ok after kill {first + rounds}: {sum(len(x.cases) for x in loads)} cases, {sum(len(x.evidence) for x in loads)} files, "
          f"{sum(len(x.documents) for x in loads)} documents, {sum(len(x.messages) for x in loads)} messages, "
          f"{sum(len(x.data) for x in loads)} data items, {sum(len(x.sessions) for x in loads)} sessions", flush=True)
    return sum(x.operations for x in loads)


def main():
    chance = random.Random(int(os.environ.get("FM_SEED", "7")))
    done = sum(kill_again_and_again(chance, first, min(ROUNDS_OF_A_FOLDER, ROUNDS - first))
               for first in range(0, ROUNDS, ROUNDS_OF_A_FOLDER))
    print(f"{ROUNDS} kills, {done} acknowledged operations, none lost")


if __name__ == "__main__":
    sys.exit(main())
