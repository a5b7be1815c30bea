#!/usr/bin/env python3
"""A server that may have little address space, under mixed load and beside clients that never read a large answer: it refuses
what it has no memory for, and lives."""
import random
import threading
import time

from attack import arguments, lines, program_under, require, run, target

from http_client import Client, sign_up

WORDS = arguments(__doc__, megabytes=(512, 512), seconds=(60, 15), users=(8, 4), unread=(900, 400))
ENV = {"SECURITY_RATE_LIMIT_ENABLED": "false"}
REFUSALS = {413, 429, 503, 504, 507}


def words(count, seed):
    chance = random.Random(seed)
    return " ".join(f"{chance.getrandbits(60):x}" for _ in range(count))


class Load(threading.Thread):
    def __init__(self, client, seed, end):
        super().__init__(daemon=True)
        self.client, self.random, self.end = client, random.Random(seed), end
        self.answers, self.wrong = {}, None

    def run(self):
        try:
            case = None
            while time.monotonic() < self.end and not self.wrong:
                case = self.step(case)
        except Exception as e:  # the server has gone, or does not answer
            self.wrong = repr(e)

    def step(self, case):
        what = self.random.choice(["upload", "upload", "document", "question", "search", "read"])
        seed = self.random.random()
        if case is None:
            answer = self.client.post("/cases", {"title": "t", "description": ""})
        elif what == "upload":
            answer = self.client.post("/evidence/upload", form={"case_id": case, "file": ("a.log", lines(self.random.choice([1, 8, 24]), seed), "text/plain")})
        elif what == "document":
            answer = self.client.post("/knowledge/documents", {"title": "t", "content": words(self.random.choice([1_000, 100_000]), seed)})
        elif what == "question":
            answer = self.client.post(f"/api/v1/cases/{case}/queries", {"message": "what is wrong?", "query": "what is wrong?"})
        elif what == "search":
            answer = self.client.post("/knowledge/search", {"query": "connection refused"})
        else:
            answer = self.client.get(f"/cases/{case}")
        self.answers[answer.status] = self.answers.get(answer.status, 0) + 1
        if answer.status >= 300 and answer.status not in REFUSALS:
            self.wrong = f"{what} is answered {answer}"
        return answer.json()["id"] if case is None and answer.status == 201 else case


def attack():
    require(not WORDS.address, "this attack limits its server and starts one of its own")
    with program_under(f"ulimit -v {WORDS.megabytes * 1024}"), target(WORDS, ENV) as to:
        clients = [sign_up(to.port, f"user{i}")[0] for i in range(WORDS.users)]
        loads = [Load(client, i, time.monotonic() + WORDS.seconds) for i, client in enumerate(clients)]
        for load in loads:
            load.start()
        unread = []
        for i in range(WORDS.unread):
            try:
                unread.append(to.connect(f"127.0.0.{2 + i % 3}", timeout=5))
                unread[-1].sendall(b"GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n")
            except OSError:
                pass  # refused, or cut: so may it be
        for load in loads:
            load.join()
        for connection in unread:
            connection.close()
        answers = {}
        for load in loads:
            require(not load.wrong, f"under load: {load.wrong}")
            for status, count in load.answers.items():
                answers[status] = answers.get(status, 0) + count
        require(to.server.process.poll() is None, "the server has died")
        require(to.request()[0] == 200, "the server does not answer after the load")
        require(Client(to.port, clients[0].token).get("/cases").status == 200, "cases are not listed after the load")
        require(to.server.stop() == 0, "the server does not stop cleanly")
        print("answers by status:", dict(sorted(answers.items())))


run(attack)
