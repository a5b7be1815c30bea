#!/usr/bin/env python3
"""Somebody sets the machine's clock, forward and back, while the server runs: it goes on to answer, and tokens live as long as they should.

The clock is libfaketime's (Debian's package faketime), under a server of our own; another server's clock cannot be set from here."""
import os
import tempfile
import threading
import time

from attack import require, run

from http_client import Client, sign_up
from server import Server

LIBRARY = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"
STEPS = [-45, 45 * 60, -45 * 60, -3 * 3600, 3 * 3600 + 45, 45]  # seconds, each after the one before; zero in all


def everything(client, when):
    """What people do, from sign-in to an answer."""
    case = client.post("/cases", {"title": when, "description": ""})
    require(case.status == 201, f"{when}: a case cannot be made: {case}")
    case = case.json()["id"]
    for what, answer, status in [
            ("read", client.get(f"/cases/{case}"), 200),
            ("list", client.get("/cases"), 200),
            ("message", client.post(f"/cases/{case}/messages", {"role": "user", "content": "what now?"}), 201),
            ("question", client.post(f"/cases/{case}/queries", {"message": "what is wrong?"}), 200),
            ("session", client.post("/sessions", {"client_id": "clock"}), 201),
            ("search", client.post("/knowledge/search", {"query": "disk full"}), 200)]:
        require(answer.status == status, f"{when}: {what} is answered {answer}")


def again(client, when):
    answer = Client(client.port).post("/auth/login", {k: client.account[k] for k in ("email", "password")})
    require(answer.status == 200, f"{when}: sign-in is answered {answer}")
    fresh = Client(client.port, answer.json()["access_token"])
    fresh.refresh_token = answer.json()["refresh_token"]
    return fresh


def attack():
    require(os.path.exists(LIBRARY), f"{LIBRARY} is missing: install the package faketime")
    with tempfile.TemporaryDirectory(prefix="fm-clock-") as folder:
        setting = os.path.join(folder, "clock")

        def set_clock(offset):
            with open(setting + ".new", "w", encoding="ascii") as f:
                f.write(f"{offset:+d}\n")
            os.rename(setting + ".new", setting)
            time.sleep(.05)

        set_clock(0)
        env = {"LD_PRELOAD": LIBRARY, "FAKETIME_TIMESTAMP_FILE": setting, "FAKETIME_NO_CACHE": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1",
               "SECURITY_BCRYPT_ROUNDS": "4", "SECURITY_RATE_LIMIT_ENABLED": "true", "FM_ACCESS_LOG": "false"}
        with Server(env=env) as server:
            client, _ = sign_up(server.port, "ann")
            everything(client, "before")
            offset = 0
            for step in STEPS:
                offset += step
                # A request that is on its way while the clock steps.
                during = []
                waits = threading.Thread(target=lambda: during.append(client.post("/cases", {"title": "during", "description": ""})))
                waits.start()
                set_clock(offset)
                waits.join()
                require(during[0].status in (201, 401), f"while the clock stepped by {step} s: {during[0]}")
                when = f"after a step of {step} s to {offset:+d} s"
                require(server.is_ready(), f"{when}: not ready")
                signed_in = again(client, when)
                everything(signed_in, when)
                # The token from before is as old as the clock says: 30 minutes.
                expired = offset > 30 * 60
                old = client.get("/cases")
                require(old.status == (401 if expired else 200), f"{when}: a token from before is answered {old}")
                # A sign-out counts from the moment it is made, whatever the clock said before.
                left = again(client, when)
                require(left.post("/auth/logout").status == 200, f"{when}: sign-out fails")
                require(left.get("/cases").status == 401, f"{when}: a token lives on after its sign-out")
                require(again(client, when).get("/cases").status == 200, f"{when}: nobody can sign in after a sign-out")
            require(server.stop() == 0, "the server does not stop cleanly")
    print(f"{len(STEPS)} steps of the clock, between {min(STEPS)} and {max(STEPS)} s")


run(attack)
