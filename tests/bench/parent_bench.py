#!/usr/bin/env python3
"""This program against an earlier one, alternating in one run: CPU per request, latency of lists and search, start and memory.

parent_bench.py OLD_PROGRAM [ROUNDS]: OLD_PROGRAM is a release build of the commit to compare with. Each figure is the median of the
ratios of the rounds (default 5); it may be 1.05."""
import os
import statistics
import sys
import tempfile

from edge_bench import BIN
from http_load import free_port, run_once
from overview_bench import Caller, searches
from server_bench import HEADERS, NEW_CASE, USER, fill, server, start_and_size, wait_until_ready, with_hot_case, with_session
import server_bench

CASES = 5_000
ALLOWED = 1.05


def of(program, target):
    return {**target, "command": [program, "serve"]}


def load_figures(program, folder):
    beat = {"name": "heartbeat", **server(os.path.join(folder, "beats")), "method": "POST", "prepare": with_session}
    hot = {"name": "hot case", **server(os.path.join(folder, "hot")), "prepare": with_hot_case}
    post = {"name": "durable POST", **server(os.path.join(folder, "writes")), "method": "POST", "path": "/cases", "body": NEW_CASE,
            "headers": {**HEADERS, "Content-Type": "application/json"}, "prepare": wait_until_ready}
    for target in (beat, hot, post):
        yield f"{target['name']}, CPU us a request", run_once(of(program, target), 2, 64)[0]


def overview_figures(folder):
    process = server_bench.start(folder, port := free_port())
    try:
        wait_until_ready(port)
        caller = Caller(port)
        caller.percentile(("GET", "/cases?limit=50") for _ in range(20))
        yield "list of 50, median ms", caller.percentile((("GET", f"/cases?limit=50&offset={i * 50 % 950}") for i in range(200)), 50)
        yield "search, median ms", caller.percentile(searches(100), 50)
    finally:
        server_bench.stop(process)


def figures(program, many):
    # server_bench starts what lies in this folder.
    server_bench.BIN = os.path.dirname(program)
    with tempfile.TemporaryDirectory(dir=os.environ.get("FM_BENCH_DIR")) as folder:
        yield from load_figures(program, folder)
        yield from overview_figures(many)
        ready, size = start_and_size(folder, 3)
        yield "start to ready, ms", ready
        yield "idle, MB", size


def database_of(program, folder):
    """A data directory with many cases, made by this program."""
    server_bench.BIN = os.path.dirname(program)
    process = server_bench.start(folder, port := free_port())
    wait_until_ready(port)
    server_bench.stop(process)
    fill(folder, {USER: CASES})
    return folder


def main():
    old, new = os.path.abspath(sys.argv[1]), os.path.join(BIN, "faultmaven")
    assert os.path.basename(old) == "faultmaven", "the old program must be called faultmaven"
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    got = {}
    with tempfile.TemporaryDirectory(dir=os.environ.get("FM_BENCH_DIR")) as folder:
        many = {program: database_of(program, os.path.join(folder, name)) for name, program in (("old", old), ("new", new))}
        for _ in range(rounds):
            # Both lead once, and what a neighbour on the machine disturbs is measured again: the lesser of two counts.
            runs = [dict(figures(program, many[program])) for program in (old, new, new, old)]
            for what in runs[0]:
                got.setdefault(what, []).append((min(runs[0][what], runs[3][what]), min(runs[1][what], runs[2][what])))
    fine = True
    print(f"{'figure':34}{'before':>10}{'now':>10}{'ratio':>8}   (medians of {rounds} alternating rounds, at most {ALLOWED})")
    for what, pairs in got.items():
        ratio = statistics.median(b / a for a, b in pairs)
        fine = fine and ratio <= ALLOWED
        print(f"{what:34}{statistics.median(a for a, _ in pairs):10.2f}{statistics.median(b for _, b in pairs):10.2f}{ratio:8.3f}"
              f"   {'ok' if ratio <= ALLOWED else 'ABOVE'}")
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
