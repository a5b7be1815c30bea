#!/usr/bin/env python3
"""The real server against RESTinio's hello and against its own edge without actors or without a database, in one run:
server_bench.py [ROUNDS]"""
import http.client
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from edge_bench import BIN, SECRET, token
from http_load import compare, free_port, run_once
from many_cases import fill

USER = "0198c0de-0000-7000-8000-000000000001"  # whom `token` names
CASES = 100_000
HEADERS = {"Authorization": f"Bearer {token()}", "Origin": "chrome-extension://abcdefghijklmnop"}
HELLO = {"name": "RESTinio hello", "command": [os.path.join(BIN, "hello_server"), "PORT"]}
BARE = {"command": [os.path.join(BIN, "bare_server"), "PORT"], "env": {"JWT_SECRET": SECRET}, "headers": HEADERS}
NEW_CASE = json.dumps({"title": "Orders fail", "description": "x" * 300, "priority": "high", "tags": ["a", "b"]})
# Each request reads one of the cases, all of them equally often.
RANDOM_CASE = """
math.randomseed(os.time())
request = function()
  return wrk.format("GET", string.format("/cases/018f0000-0000-7000-8000-%%012x", math.random(0, %d)))
end
""" % (CASES - 1)


def call(port, method, path, body=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request(method, path, json.dumps(body) if body is not None else None,
                       {**HEADERS, "Content-Type": "application/json"})
    answer = connection.getresponse()
    text = answer.read()
    connection.close()
    return answer.status, json.loads(text) if text else None


def wait_until_ready(port):
    while True:
        try:
            if call(port, "GET", "/health/ready")[0] == 200:
                return
        except OSError:
            pass
        time.sleep(.002)


def server(data, **more):
    env = {"JWT_SECRET": SECRET, "FM_DATA_DIR": data, "PORT": "PORT", "SECURITY_RATE_LIMIT_ENABLED": "false",
           "FM_ACCESS_LOG": "false", "LOG_LEVEL": "ERROR"}
    return {"command": [os.path.join(BIN, "faultmaven"), "serve"], "env": env, "headers": HEADERS, **more}


def with_session(port):
    wait_until_ready(port)
    status, session = call(port, "POST", "/sessions", {})
    assert status == 201, session
    return {"path": f"/sessions/{session['session_id']}/heartbeat"}


def with_hot_case(port):
    wait_until_ready(port)
    status, case = call(port, "POST", "/cases", json.loads(NEW_CASE))
    assert status == 201, case
    for _ in range(3):
        call(port, "GET", f"/cases/{case['id']}")
    return {"path": f"/cases/{case['id']}"}


def many_cases(data):
    """A data directory whose database holds the cases of one user."""
    process = start(data, port := free_port())
    wait_until_ready(port)
    stop(process)
    fill(data, {USER: CASES})


def start(data, port):
    env = {**os.environ, **{k: v.replace("PORT", str(port)) for k, v in server(data)["env"].items()}}
    return subprocess.Popen([os.path.join(BIN, "faultmaven"), "serve"], env=env, stdout=subprocess.DEVNULL)


def stop(process):
    process.terminate()
    process.wait(30)


def start_and_size(folder, rounds):
    """Milliseconds from the start on an empty database until it is ready, and idle resident megabytes."""
    times, sizes = [], []
    for i in range(rounds):
        data = os.path.join(folder, f"empty{i}")
        begin = time.perf_counter()
        process = start(data, port := free_port())
        wait_until_ready(port)
        times.append((time.perf_counter() - begin) * 1e3)
        time.sleep(1)
        with open(f"/proc/{process.pid}/status", encoding="ascii") as f:
            sizes.append(next(int(x.split()[1]) for x in f if x.startswith("VmRSS")) / 1024)
        stop(process)
        shutil.rmtree(data)
    return statistics.median(times), max(sizes)


def fdatasync_milliseconds(folder):
    """Median of a 4 KB write that is made durable, where the databases of this benchmark lie."""
    times = []
    with open(os.path.join(folder, "sync"), "wb", buffering=0) as f:
        for _ in range(200):
            begin = time.perf_counter()
            f.write(b"x" * 4096)
            os.fdatasync(f.fileno())
            times.append((time.perf_counter() - begin) * 1e3)
    return statistics.median(times)


def group_commits(folder, concurrency, seconds=3):
    """Records a second of a loop that appends one record for each of so many clients and makes them durable together."""
    records = 0
    with open(os.path.join(folder, "commits"), "wb", buffering=0) as f:
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            f.write(NEW_CASE.encode() * concurrency)
            os.fdatasync(f.fileno())
            records += concurrency
    return records / seconds


def durable_writes(folder, rounds):
    """Requests a second of durable POST /cases, of the same handler that stores nothing, and records a second of
    a loop that appends and syncs, in turn."""
    post = {"method": "POST", "path": "/cases", "body": NEW_CASE, "headers": {**HEADERS, "Content-Type": "application/json"}}
    runs = []
    for i in range(rounds):
        data = os.path.join(folder, f"writes{i}")
        durable = run_once({"name": "POST /cases, durable", **server(data), **post, "prepare": wait_until_ready}, 3, 64)[1]
        nowhere = run_once({"name": "POST /cases, kept nowhere", **BARE, **post}, 3, 64)[1]
        commits = group_commits(folder, 64)
        shutil.rmtree(data)
        runs.append((durable, nowhere, commits))
    return runs


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    fine = True

    def told(what, got, asked, good):
        nonlocal fine
        fine = fine and good
        print(f"{what}: {got}, asked {asked}   {'ok' if good else 'MISSED'}")

    with tempfile.TemporaryDirectory(dir=os.environ.get("FM_BENCH_DIR")) as folder:
        many = os.path.join(folder, "many")
        many_cases(many)
        inline = {"name": "heartbeat, no actor", **BARE, "method": "POST",
                  "path": "/sessions/0198c0de-0000-7000-8000-00000000000a/heartbeat"}
        beat = {"name": "heartbeat", **server(os.path.join(folder, "beats")), "method": "POST", "prepare": with_session}
        fine &= compare([HELLO, {**inline}, {**beat, "limit": 1.7},
                         {"name": "a hot case", **server(os.path.join(folder, "hot")), "prepare": with_hot_case, "limit": 1.9},
                         {"name": f"a random one of {CASES:,} cases", **server(many), "script": script(), "prepare": wait_until_ready,
                          "limit": 3.5}], rounds=rounds)
        print()
        fine &= compare([inline, {**beat, "limit": 1.2}], rounds=rounds)
        print()
        sync = fdatasync_milliseconds(folder)
        runs = durable_writes(folder, rounds)
        durable, nowhere, commits = (statistics.median(column) for column in zip(*runs))
        print(f"durable POST /cases: {durable:.0f} requests/s; the same handler without a database {nowhere:.0f}; a loop that "
              f"appends and syncs for 64 clients {commits:.0f} (4 KB fdatasync: {sync:.2f} ms)")
        if sync <= .5:
            ratio = statistics.median(a / b for a, b, _ in runs)
            told("to the handler without a database", f"{ratio:.2f}", "at least .45", ratio >= .45)
        else:
            ratio = statistics.median(a / c for a, _, c in runs)
            told("to the loop, as a 4 KB fdatasync takes more than .5 ms", f"{ratio:.2f}", "at least .8", ratio >= .8)
        ready, size = start_and_size(folder, 5)
        told("start to ready on an empty database", f"{ready:.0f} ms", "under 300", ready < 300)
        told("idle resident memory", f"{size:.0f} MB", "under 60", size < 60)
    return 0 if fine else 1


def script():
    lines = [f'wrk.headers["{n}"] = "{v}"' for n, v in HEADERS.items()]
    return "\n".join(lines) + RANDOM_CASE


if __name__ == "__main__":
    sys.exit(main())
