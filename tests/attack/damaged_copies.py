#!/usr/bin/env python3
"""Changes 60 random bytes in copies of a database with real content: nearly all are reported, and none gives altered content."""
import json
import os
import random
import shutil
import subprocess
import tempfile

from attack import arguments, require, run

import support
from http_client import Client, sign_up
from server import Server

WORDS = arguments(__doc__, copies=(100, 15), served=(20, 4), seed=(20261129, 20261129))
ENV = {"SECURITY_RATE_LIMIT_ENABLED": "false", "SECURITY_BCRYPT_ROUNDS": "4", "FM_ACCESS_LOG": "false", "FM_MIN_FREE_MB": "0"}
CASES, MESSAGES = 40, 4
TOLD = ("id", "title", "description")


def text(chance):
    return " ".join(f"{chance.getrandbits(32):08x}" for _ in range(40))


def make(data, chance):
    """A database with real content: cases with messages and files. The client, and what is true of each case."""
    truth = {}
    with Server(env=ENV, data=data) as server:
        client, _ = sign_up(server.port, "ann")
        for i in range(CASES):
            made = client.post("/cases", {"title": f"case {i} {text(chance)[:100]}", "description": text(chance)})
            require(made.status == 201, f"a case was not made: {made}")
            case = made.json()
            messages = []
            for _ in range(MESSAGES):
                said = text(chance)
                answer = client.post(f"/cases/{case['id']}/messages", {"role": "user", "content": said})
                require(answer.status == 201, f"a message was not stored: {answer}")
                messages.append(said)
            if i % 4 == 0:
                client.post("/evidence/upload", form={"case_id": case["id"], "file": ("a.log", text(chance).encode(), "text/plain")})
            truth[case["id"]] = ({name: case[name] for name in TOLD}, messages)
        require(server.stop() == 0, "the server did not stop")
    return client.token, truth


def damage(path, chance):
    with open(path, "r+b") as f:
        size = os.path.getsize(path)
        for _ in range(60):
            at = chance.randrange(size)
            f.seek(at)
            old = f.read(1)[0]
            f.seek(at)
            f.write(bytes([old ^ chance.randrange(1, 256)]))


def doctor(data):
    done = subprocess.run([support.PROGRAM, "doctor", "--json"], capture_output=True, text=True, timeout=60,
                          env={**os.environ, **ENV, "FM_DATA_DIR": data}, check=False)
    require(done.returncode in (0, 3), f"doctor ended with {done.returncode}: {done.stderr}")
    return json.loads(done.stdout)


def check_what_is_served(data, token, truth):
    """What a server on the copy gives as content is what was stored, as far as it starts."""
    server = Server(env=ENV, data=data, ready=False)
    try:
        server.start()
    except RuntimeError:
        return  # refused, with a sentence
    try:
        client = Client(server.port, token)
        for case, (told, messages) in truth.items():
            got = client.get(f"/cases/{case}")
            if got.status == 200:
                require({name: got.json()[name] for name in TOLD} == told, f"an altered case is served: {got}")
            got = client.get(f"/cases/{case}/messages")
            if got.status == 200:
                items = got.json()
                items = items if isinstance(items, list) else items["messages"]
                require([m["content"] for m in items if m["role"] == "user"] == messages, f"altered messages are served: {got}")
    except OSError:
        pass  # it could not become ready, and has said so
    finally:
        server.kill()


def attack():
    chance = random.Random(WORDS.seed)
    with tempfile.TemporaryDirectory() as folder:
        data = os.path.join(folder, "data")
        token, truth = make(data, chance)
        require(doctor(data)["status"] == "ok", f"doctor finds something in what is well: {doctor(data)}")
        reported = 0
        for i in range(WORDS.copies):
            copy = os.path.join(folder, "copy")
            shutil.copytree(data, copy)
            damage(os.path.join(copy, "faultmaven.db"), chance)
            reported += doctor(copy)["status"] != "ok"
            if i < WORDS.served:
                check_what_is_served(copy, token, truth)
            shutil.rmtree(copy)
        print(f"{reported} of {WORDS.copies} damaged copies were reported")
        require(reported * 100 >= WORDS.copies * 95, "too few damaged copies were reported")


run(attack)
