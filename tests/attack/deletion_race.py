#!/usr/bin/env python3
"""Deletes cases while files and documents are uploaded to them: no file is left that no row names."""
import os
import random
import threading
import time

from attack import arguments, require, run

from http_client import sign_up
from server import Server

WORDS = arguments(__doc__, rounds=(250, 40))
ENV = {"SECURITY_RATE_LIMIT_ENABLED": "false", "SECURITY_BCRYPT_ROUNDS": "4", "FM_ACCESS_LOG": "false"}
UPLOADERS = 3


def stored_files(data):
    out = []
    for folder in ("evidence", "documents"):
        for where, _, names in os.walk(os.path.join(data, "files", folder)):
            out += [os.path.join(where, name) for name in names]
    return out


def upload(client, case, begin, number, answers):
    begin.wait()
    for i in range(6):
        data = os.urandom(300).hex().encode()
        if number % 2:
            answer = client.post("/evidence/upload", form={"case_id": case, "file": (f"{number}-{i}.log", data, "text/plain")})
        else:
            answer = client.post("/knowledge/documents", {"title": f"{number}-{i}", "content": data.decode(), "scope": "case",
                                                          "case_id": case})
        answers.append(answer.status)
        if answer.status == 404:
            return


def attack():
    answers, twice = [], []
    chance = random.Random(9)
    with Server(env=ENV) as server:
        client, _ = sign_up(server.port, "racer")
        for _ in range(WORDS.rounds):
            case = client.post("/cases", {"title": "t", "description": ""}).json()["id"]
            begin = threading.Barrier(UPLOADERS + 1)
            threads = [threading.Thread(target=upload, args=(client, case, begin, n, answers)) for n in range(UPLOADERS)]
            for t in threads:
                t.start()
            begin.wait()
            time.sleep(chance.random() * .05)  # anywhere among the uploads
            deleted = client.call("DELETE", f"/cases/{case}")
            require(deleted.status in (200, 204), f"a case could not be deleted: {deleted}")
            for t in threads:
                t.join()
            twice.append(client.call("DELETE", f"/cases/{case}").status)
            require(client.get(f"/cases/{case}").status == 404, "a deleted case is still there")
        require(set(answers) <= {200, 201, 404, 409}, f"an upload was answered with one of {sorted(set(answers))}")
        require(set(twice) == {404}, f"a second deletion was answered with one of {sorted(set(twice))}")
        left = stored_files(server.data)
        print(f"{WORDS.rounds} rounds, {answers.count(201)} uploads were taken, {answers.count(404)} came too late, {len(left)} files left")
        require(answers.count(201) > WORDS.rounds and 404 in answers, "the uploads did not race with the deletions")
        require(not left, f"{len(left)} files are left that no row names, such as {left[:3]}")


run(attack)
