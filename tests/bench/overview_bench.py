#!/usr/bin/env python3
"""Lists, search and statistics over 100,000 cases of many users: the 95th percentile of requests one after the other, in
milliseconds, against what they may take: overview_bench.py [REQUESTS]"""
import http.client
import json
import random
import shutil
import sys
import tempfile
import time

from http_load import free_port
from many_cases import WORDS, fill
from server_bench import HEADERS, USER, start, stop, wait_until_ready

OTHERS = {f"0198c0de-0000-7000-8000-1{n:011x}": 5_000 for n in range(19)}


class Caller:
    """Requests over one connection, as a browser has it."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def call(self, method, path, body=None):
        begin = time.perf_counter()
        self.connection.request(method, path, None if body is None else json.dumps(body),
                                {**HEADERS, "Content-Type": "application/json"})
        answer = self.connection.getresponse()
        text = answer.read()
        took = (time.perf_counter() - begin) * 1e3
        assert answer.status == 200, (answer.status, text[:300])
        return took, answer, json.loads(text)

    def percentile(self, requests, of=95):
        times = sorted(self.call(*r)[0] for r in requests)
        return times[len(times) * of // 100]


def searches(count):
    for _ in range(count):
        yield "POST", "/cases/search", {"query": random.choice((random.choice(WORDS), f"fails {random.randrange(100_000)}", "no such words"))}


def by_cursor(caller, pages):
    """Pages far behind the first thousand rows, each by the cursor of the one before."""
    times, path = [], "/cases?limit=50"
    for page in range(pages):
        took, answer, _ = caller.call("GET", path)
        if page >= 20:
            times.append(took)
        if "X-Next-Cursor" not in answer.headers:
            break
        path = "/cases?limit=50&cursor=" + answer.headers["X-Next-Cursor"]
    return sorted(times)[len(times) * 95 // 100]


def measure(caller, requests, cases):
    yield "list of 50, first 1,000 rows", 2, caller.percentile(("GET", f"/cases?limit=50&offset={random.randrange(0, 951, 50)}") for _ in range(requests))
    yield "list of 50, behind them by cursor", 2, by_cursor(caller, requests // 2)
    yield "list of 50 of one status", 2, caller.percentile(("GET", "/cases?limit=50&status_filter=resolved") for _ in range(requests))
    yield "search", 20 if cases <= 5_000 else 100, caller.percentile(searches(requests))
    yield "statistics", 50, caller.percentile(("GET", "/cases/statistics") for _ in range(requests))
    yield "summary", 50, caller.percentile(("GET", "/cases/analytics/summary") for _ in range(requests))


def main():
    requests = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    random.seed(1)
    fine = True
    for title, counts in (("a user with 5,000 of 100,000 cases", {USER: 5_000, **OTHERS}), ("a user with 100,000 cases", {USER: 100_000})):
        folder = tempfile.mkdtemp(prefix="fm-overview-")
        try:
            process = start(folder, port := free_port())
            wait_until_ready(port)
            stop(process)
            fill(folder, counts)
            begin = time.perf_counter()
            process = start(folder, port)
            wait_until_ready(port)
            print(f"{title} (made searchable within {time.perf_counter() - begin:.1f} s of a start)")
            for what, most, got in measure(Caller(port), requests, counts[USER]):
                good = got <= most
                fine = fine and good
                print(f"  {what:36} p95 {got:7.2f} ms, at most {most} ms: {'ok' if good else 'NOT MET'}")
            stop(process)
        finally:
            shutil.rmtree(folder)
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
