#!/usr/bin/env python3
"""How much a server goes on working after its work was cancelled: the analysis of a log, the ingestion of a document, a question
about much evidence, and a question whose case is deleted. Read from the CPU time of its process, which other programs on the
machine do not change; each may be 200 ms, the deletion itself included.

cancellation_bench.py [ROUNDS]"""
import os
import random
import statistics
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
for folder in ("program", "attack"):
    sys.path.insert(0, os.path.join(HERE, "..", folder))
os.environ.setdefault("FM_PROGRAM", os.path.join(HERE, "..", "..", "build", "release", "bin", "faultmaven"))

from attack import lines  # noqa: E402
from http_client import sign_up  # noqa: E402
from memory_budget import described_pods  # noqa: E402
from server import Server  # noqa: E402

ENV = {"SECURITY_RATE_LIMIT_ENABLED": "false", "SECURITY_BCRYPT_ROUNDS": "4", "FM_ACCESS_LOG": "false"}
ALLOWED = 200  # ms
LOOK_FOR = 2  # seconds: what was cancelled would have gone on for longer
WINDOW = .05  # seconds


def worked(process):
    """Seconds of CPU so far, to the nanosecond; of all threads that live."""
    total, folder = 0, f"/proc/{process.pid}/task"
    for thread in os.listdir(folder):
        try:
            with open(f"{folder}/{thread}/schedstat", encoding="ascii") as f:
                total += int(f.read().split()[0])
        except OSError:
            pass  # it has just ended
    return total / 1e9


def work_after(process, cancel):
    """Milliseconds of CPU from the cancellation on."""
    time.sleep(.4)
    before = worked(process)
    time.sleep(WINDOW)
    assert worked(process) > before, "there was nothing to cancel any more: the machine is faster than the work is long"
    before = worked(process)
    cancel()
    time.sleep(LOOK_FOR)
    return (worked(process) - before) * 1000


def words(megabytes):
    chance = random.Random(2)
    pool = ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=chance.randrange(3, 12))) for _ in range(50_000)]
    return "\n".join(" ".join(chance.choices(pool, k=12)) for _ in range((megabytes << 20) // 100))


class Work:
    def __init__(self, server):
        self.server = server
        self.client, _ = sign_up(server.port, "ann")
        self.log, self.words = lines(95, 1), words(14)
        self.pods = [described_pods(14, f"pods{i}") for i in range(8)]

    def cancel(self, job):
        answer = self.client.post(f"/jobs/{job}/cancel", {})
        assert answer.status in (200, 202), answer

    def case(self):
        return self.client.post("/cases", {"title": "t", "description": ""}).json()["id"]

    def evidence(self, case, data):
        answer = self.client.post("/evidence/upload", form={"case_id": case, "file": ("a.log", data, "text/plain")})
        assert answer.status == 201, answer
        return answer.json()["job_id"]

    def wait(self, job):
        while self.client.get(f"/jobs/{job}").json()["status"] in ("pending", "processing"):
            time.sleep(.05)

    def question(self, case):
        answer = self.client.post(f"/api/v1/cases/{case}/queries", {"message": "What is wrong?", "query": "What is wrong?"},
                                  headers={"Prefer": "respond-async"})
        assert answer.status == 202, answer
        return answer.headers["Location"].rsplit("/", 1)[1]

    def asked(self):
        case = self.case()
        for job in [self.evidence(case, data) for data in self.pods]:
            self.wait(job)
        return case, self.question(case)

    def analysis(self):
        job = self.evidence(self.case(), self.log)
        return lambda: self.cancel(job)

    def ingestion(self):
        answer = self.client.post("/knowledge/documents", {"title": "t", "content": self.words})
        assert answer.status in (201, 202), answer
        job = answer.json()["job_id"]
        return lambda: self.cancel(job)

    def turn(self):
        _, job = self.asked()
        return lambda: self.cancel(job)

    def deletion(self):
        case, _ = self.asked()

        def delete():
            answer = self.client.call("DELETE", f"/cases/{case}")
            assert answer.status in (200, 204), answer
        return delete


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    fine = True
    with Server(env=ENV) as server:
        work = Work(server)
        print(f"{'cancelled':20}{'median':>10}{'most':>10}   ms of CPU afterwards (of {rounds}, at most {ALLOWED})")
        for what in (work.analysis, work.ingestion, work.turn, work.deletion):
            times = [work_after(server.process, what()) for _ in range(rounds)]
            fine = fine and max(times) <= ALLOWED
            print(f"{what.__name__:20}{statistics.median(times):10.0f}{max(times):10.0f}   {'ok' if max(times) <= ALLOWED else 'ABOVE'}", flush=True)
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
