#!/usr/bin/env python3
"""Text in every encoding, of sizes around every boundary of a reader: each is read to its end, on the command line and by the server, and holds nobody up."""
import os
import subprocess
import tempfile
import time

from attack import PATIENCE, arguments, require, run, target

from http_client import sign_up
import support

WORDS = arguments(__doc__, sizes=(21, 5))
BOUNDARIES = [64 * 1024, 65 * 1024, 128 * 1024]
LINE = "2026-07-07 05:54:40 ERROR Grüße: Verbindung zurückgewiesen\n"


def texts(size):
    """Name and bytes of a log of so many bytes in each encoding."""
    for name, codec in [("utf-8", "utf-8"), ("latin-1", "latin-1"), ("utf-16-le", "utf-16-le"), ("utf-16-be", "utf-16-be")]:
        mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(name, b"")
        line = LINE.encode(codec)
        yield name, (mark + line * (size // len(line) + 1))[:size]
    yield "one bad byte", (b"\xff" + LINE.encode() * (size // 60 + 1))[:size]
    yield "a bad byte late", (LINE.encode() * (size // 60 + 1))[:size - 10] + b"\xfe" * 10


def sizes():
    around = [b + d for b in BOUNDARIES for d in range(-3, 4)] + [1_000_000]
    step = max(1, len(around) // WORDS.sizes)
    return around[::step]


def attack():
    files = [(f"{name}, {size} bytes", data) for size in sizes() for name, data in texts(size)]
    with tempfile.TemporaryDirectory(prefix="fm-encodings-") as folder:
        path = os.path.join(folder, "app.log")
        for what, data in files:
            with open(path, "wb") as f:
                f.write(data)
            try:
                code, _, err = support.run("investigate", path, "-q", "what is wrong?", timeout=PATIENCE)
            except subprocess.TimeoutExpired:
                require(False, f"{what}: the command line does not end")
            require(code == 0, f"{what}: exit {code}: {err}")
    with target(WORDS) as to:
        client, _ = sign_up(to.port, f"encodings{os.getpid()}")
        case = client.post("/cases", {"title": "encodings", "description": ""}).json()["id"]
        jobs = []
        for what, data in files[-12:]:
            answer = client.post("/evidence/upload", form={"case_id": case, "file": ("app.log", data, "text/plain")})
            require(answer.status == 201, f"{what}: the upload is answered {answer}")
            jobs.append((what, answer.json()["job_id"]))
        end = time.monotonic() + PATIENCE
        for what, job in jobs:
            while (status := client.get(f"/jobs/{job}").json()["status"]) not in ("completed", "failed"):
                require(time.monotonic() < end, f"{what}: the analysis does not end")
                time.sleep(.02)
            require(status == "completed", f"{what}: the analysis ended as {status}")
    print(f"{len(files)} texts on the command line, {len(jobs)} on the server")


run(attack)
