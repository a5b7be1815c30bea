#!/usr/bin/env python3
"""Resident memory under a mixed load (sessions, cases, lists, searches, uploads, turns, reports): mixed_load.py [MINUTES]. Flat
means that the median of the last third is at most a tenth above that of the second."""
import http.client
import json
import random
import shutil
import statistics
import sys
import tempfile
import threading
import time
import uuid

from http_load import free_port
from server_bench import HEADERS, call, start, stop, wait_until_ready

LOG = b"".join(b"2026-03-17T08:%02d:%02dZ ERROR orders: remaining connection slots are reserved\n" % (i // 60 % 60, i % 60) for i in range(500))
CLIENTS = 8


class Client(threading.Thread):
    """One client: the same things again and again, on what it has made and will delete."""

    def __init__(self, port, end, faults):
        super().__init__(daemon=True)
        self.port, self.end, self.faults, self.calls = port, end, faults, 0

    def call(self, method, path, body=None, raw=None, kind="application/json"):
        self.connection.request(method, path, raw if raw is not None else None if body is None else json.dumps(body),
                                {**HEADERS, "Content-Type": kind})
        answer = self.connection.getresponse()
        text = answer.read()
        self.calls += 1
        if answer.status >= 500 and answer.status != 503:
            self.faults.append((method, path, answer.status, text[:200]))
        return json.loads(text) if text and answer.headers["Content-Type"] == "application/json" else None

    def upload(self, case):
        boundary = uuid.uuid4().hex
        form = (f'--{boundary}\r\nContent-Disposition: form-data; name="case_id"\r\n\r\n{case}\r\n--{boundary}\r\nContent-Disposition: form-data; '
                'name="file"; filename="app.log"\r\nContent-Type: text/plain\r\n\r\n').encode() + LOG + f"\r\n--{boundary}--\r\n".encode()
        self.call("POST", "/evidence/upload", raw=form, kind=f"multipart/form-data; boundary={boundary}")

    def run(self):
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        while time.monotonic() < self.end:
            session = self.call("POST", "/sessions", {})["session_id"]
            case = self.call("POST", "/cases", {"title": f"Orders fail {random.random()}", "description": "x" * 300})["id"]
            self.upload(case)
            self.call("POST", f"/cases/{case}/queries", {"message": "Why do the orders fail?"})
            for _ in range(20):
                self.call("POST", f"/sessions/{session}/heartbeat")
                self.call("GET", f"/cases/{case}")
                self.call("GET", "/cases?limit=50")
            self.call("POST", "/cases/search", {"query": "orders"})
            self.call("GET", "/cases/statistics")
            self.call("POST", f"/cases/{case}/reports", {"report_types": ["incident_report"]})
            self.call("DELETE", f"/sessions/{session}")
            if random.random() < .9:
                self.call("DELETE", f"/cases/{case}")


def resident_megabytes(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as f:
        return next(int(line.split()[1]) for line in f if line.startswith("VmRSS")) / 1024


def main():
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 10
    folder = tempfile.mkdtemp(prefix="fm-mixed-")
    try:
        process = start(folder, port := free_port())
        wait_until_ready(port)
        call(port, "GET", "/cases")
        faults, sizes, end = [], [], time.monotonic() + minutes * 60
        clients = [Client(port, end, faults) for _ in range(CLIENTS)]
        for c in clients:
            c.start()
        while time.monotonic() < end:
            sizes.append(resident_megabytes(process.pid))
            time.sleep(.5)
        for c in clients:
            c.join(60)
        stop(process)
        third = len(sizes) // 3
        second, last = statistics.median(sizes[third:2 * third]), statistics.median(sizes[-third:])
        flat = last <= second * 1.1
        print(f"{minutes:g} minutes, {sum(c.calls for c in clients)} requests, {len(faults)} failures of the server {faults[:3]}")
        print(f"resident memory: second third {second:.0f} MB, last third {last:.0f} MB, most {max(sizes):.0f} MB: {'flat' if flat else 'NOT FLAT'}")
        return 0 if flat and not faults else 1
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())
