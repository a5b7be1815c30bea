#!/usr/bin/env python3
"""This program against an earlier one: CPU per request, latency of lists and search, start and memory.

parent_bench.py OLD_PROGRAM [ROUNDS]: OLD_PROGRAM is a release build of the commit to compare with, called faultmaven. Both serve at the
same time, each with data of its own, and get their load in turns of a second, so that what slows the machine slows both. Each figure is
the median of the ratios of the rounds (default 5); it may be 1.05."""
import os
import random
import statistics
import sys
import tempfile

from edge_bench import BIN
from http_load import cpu_nanoseconds, free_port, load
from overview_bench import Caller, searches
from server_bench import HEADERS, NEW_CASE, USER, fill, start_and_size, wait_until_ready, with_hot_case, with_session
import server_bench

CASES = 5_000
ALLOWED = 1.05
TURNS = "old new new old".split()
SETTLED = 15  # seconds: what a server does once after its start is over


class Serving:
    """One of the programs, with a small database for the load and a large one for lists and search."""

    def __init__(self, program, folder):
        self.program, self.folder, self.running = program, folder, []
        many = os.path.join(folder, "many")
        self.start(many)
        self.end()
        fill(many, {USER: CASES})

    def begin(self):
        """A new process has its pages elsewhere, which matters more than what is measured here."""
        self.port = self.start(os.path.join(self.folder, "small"))
        self.large = self.start(os.path.join(self.folder, "many"))
        common = {"headers": HEADERS}
        self.targets = {
            "heartbeat": {**common, "name": "heartbeat", "method": "POST", **with_session(self.port)},
            "hot case": {**common, "name": "hot case", **with_hot_case(self.port)},
            "durable POST": {"name": "durable POST", "method": "POST", "path": "/cases", "body": NEW_CASE,
                             "headers": {**HEADERS, "Content-Type": "application/json"}},
        }
        for what in self.targets:
            self.cpu_of(what, SETTLED // len(self.targets))

    def start(self, data):
        server_bench.BIN = os.path.dirname(self.program)
        process = server_bench.start(data, port := free_port())
        self.running.append(process)
        wait_until_ready(port)
        return port

    def end(self):
        while self.running:
            server_bench.stop(self.running.pop())

    def cpu_of(self, what, seconds):
        """Microseconds of CPU of a request."""
        pid = self.running[0].pid
        before = cpu_nanoseconds(pid)
        requests, _ = load(self.port, self.targets[what], seconds, 64)
        return (cpu_nanoseconds(pid) - before) / requests / 1e3

    def median_of(self, requests):
        return Caller(self.large).percentile(requests, 50)

    def ready_and_idle(self, folder):
        server_bench.BIN = os.path.dirname(self.program)
        return start_and_size(folder, 3)


def in_turns(both, measure, times):
    """What a measurement gives for the old and the new program: of so many times four turns, those whose ratio is the median."""
    pairs = []
    for _ in range(times):
        got = {"old": 0, "new": 0}
        for turn in TURNS:
            got[turn] += measure(both[turn]) / 2
        pairs.append((got["old"], got["new"]))
    return sorted(pairs, key=lambda pair: pair[1] / pair[0])[times // 2]


def figures(both, folder):
    for what in ("heartbeat", "hot case", "durable POST"):
        yield f"{what}, CPU us a request", in_turns(both, lambda s, what=what: s.cpu_of(what, 1), 3)
    lists = [("GET", f"/cases?limit=50&offset={i * 50 % 950}") for i in range(100)]
    yield "list of 50, median ms", in_turns(both, lambda s: s.median_of(lists), 5)
    asked = list(searches(100))
    yield "search, median ms", in_turns(both, lambda s: s.median_of(asked), 3)
    starts = {turn: [] for turn in both}
    for turn in TURNS:
        starts[turn].append(both[turn].ready_and_idle(folder))
    for i, what in enumerate(("start to ready, ms", "idle, MB")):
        yield what, tuple(statistics.mean(run[i] for run in starts[turn]) for turn in ("old", "new"))


def main():
    old, new = os.path.abspath(sys.argv[1]), os.path.join(BIN, "faultmaven")
    assert os.path.basename(old) == "faultmaven", "the old program must be called faultmaven"
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    random.seed(1)
    got, both = {}, {}
    with tempfile.TemporaryDirectory(dir=os.environ.get("FM_BENCH_DIR")) as folder:
        try:
            for name, program in (("old", old), ("new", new)):
                both[name] = Serving(program, os.path.join(folder, name))
            for _ in range(rounds):
                for server in both.values():
                    server.begin()
                for what, pair in figures(both, folder):
                    got.setdefault(what, []).append(pair)
                for server in both.values():
                    server.end()
        finally:
            for server in both.values():
                server.end()
    fine = True
    print(f"{'figure':34}{'before':>10}{'now':>10}{'ratio':>8}{'min-max':>14}   (medians of {rounds} rounds, at most {ALLOWED})")
    for what, pairs in got.items():
        ratios = [b / a for a, b in pairs]
        ratio = statistics.median(ratios)
        fine = fine and ratio <= ALLOWED
        print(f"{what:34}{statistics.median(a for a, _ in pairs):10.2f}{statistics.median(b for _, b in pairs):10.2f}{ratio:8.3f}"
              f"{min(ratios):8.3f}-{max(ratios):5.3f}   {'ok' if ratio <= ALLOWED else 'ABOVE'}")
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
