#!/usr/bin/env python3
"""More connections than the server has file descriptors for: it refuses, says so once, and serves again as soon as they are closed."""
import json
import os
import resource
import time
import urllib.request

import attack as tools
from attack import PATIENCE, arguments, many_descriptors, program_under, require, run, target

WORDS = arguments(__doc__, limit=(256, 256), connections=(240, 240))


def figures(to):
    with urllib.request.urlopen(f"http://{to.host}:{to.port}/health/metrics", timeout=PATIENCE) as answer:
        return json.load(answer)


def is_served(to, when):
    end = time.monotonic() + PATIENCE
    while True:
        try:
            if to.request(timeout=10)[0] == 200:
                return
        except OSError:
            pass
        require(time.monotonic() < end, f"no request is answered {when}")
        time.sleep(.2)


def fill(to, count):
    """Connections that are left alone; the server may end some of them again."""
    held = []
    for _ in range(count):
        try:
            held.append(to.connect(timeout=5))
        except OSError:
            break
    return held


def close(held):
    for s in held:
        s.close()


def under_a_low_limit():
    """Settings that ask for more than the limit allows, from the start on."""
    with program_under(f"ulimit -n {WORDS.limit}"), target(WORDS) as to:
        held = fill(to, WORDS.connections)
        is_served(to, f"beside {WORDS.connections} idle connections")
        close(held)
        is_served(to, "after they were closed")
        require("limit of open files is too low" in to.server.log(), "the log does not say that the limit is too low")


def when_they_run_out():
    """The limit is lowered while the server runs, as if something else had taken them."""
    with target(WORDS) as to:
        is_served(to, "before the attack")
        pid = to.server.process.pid
        before = resource.prlimit(pid, resource.RLIMIT_NOFILE)
        taken = len(os.listdir(f"/proc/{pid}/fd"))
        resource.prlimit(pid, resource.RLIMIT_NOFILE, (taken + 20, before[1]))
        held = fill(to, WORDS.connections)
        time.sleep(.5)
        close(held)
        is_served(to, "after the connections were closed")
        resource.prlimit(pid, resource.RLIMIT_NOFILE, before)
        is_served(to, "after there were descriptors again")
        refused = figures(to)["refused_connections"]
        print(f"{refused} connections refused")
        require(refused > 0, "no connection was refused")
        require(to.server.log().count("no file descriptor is left") == 1, "the log does not say once that descriptors ran out")


def attack():
    many_descriptors()
    if WORDS.address:
        with tools.target(WORDS) as to:
            held = fill(to, WORDS.connections)
            close(held)
            is_served(to, "after the connections were closed")
        return
    under_a_low_limit()
    when_they_run_out()


run(attack)
