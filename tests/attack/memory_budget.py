#!/usr/bin/env python3
"""One question about very much evidence: its memory stays within the budget, the answer says what was left out,
equal files are read once, and afterwards the memory is given back."""
import threading
import time

import attack

MB = 1 << 20
BUDGET, TURN = 512, 256  # MB; a document of the attack fits into the share of documents of a turn, two do not
# Beside the budget: the program itself, its buffers, and what the estimate of a document's cost may be short of.
SLACK = 160
GIVEN_BACK_WITHIN = 60  # seconds


def described_pods(megabytes, mark):
    """A text of `kubectl describe pods` with a line of its own."""
    parts, size, n = [f"# {mark}\n"], 0, 0
    while size < megabytes * MB:
        n += 1
        pod = (f"Name:         web-{n}-{mark}\nNamespace:    shop\nPriority:     0\nNode:         node-{n % 40}/10.0.0.{n % 250}\n"
               f"Labels:       app=web\nStatus:       Running\nIP:           10.1.{n % 250}.7\nContainers:\n  web:\n"
               f"    Image:          registry/web:{n}\n    State:          Waiting\n      Reason:       CrashLoopBackOff\n"
               f"    Last State:     Terminated\n      Reason:       OOMKilled\n      Exit Code:    137\n    Ready:          False\n"
               f"    Restart Count:  {n % 90}\n    Limits:\n      memory:  128Mi\nConditions:\n  Type              Status\n"
               f"  Ready             False\nEvents:\n  Type     Reason   Age   From     Message\n  ----     ------   ----  ----     -------\n"
               f"  Warning  BackOff  2m    kubelet  Back-off restarting failed container web in pod web-{n}\n\n\n")
        parts.append(pod)
        size += len(pod)
    return "".join(parts).encode()[:megabytes * MB]


def memory(server, what):
    with open(f"/proc/{server.process.pid}/status", encoding="ascii") as f:
        return next(int(line.split()[1]) for line in f if line.startswith(what)) // 1024


def forget_peak(server):
    with open(f"/proc/{server.process.pid}/clear_refs", "w", encoding="ascii") as f:
        f.write("5")


def case_with(client, files):
    case = client.post("/cases", {"title": "t", "description": ""}).json()["id"]
    for name, data in files:
        answer = client.call("POST", "/evidence/upload", form={"case_id": case, "file": (name, data, "text/plain")})
        attack.require(answer.status == 201, f"an upload was answered {answer}")
    end = time.monotonic() + 240
    while time.monotonic() < end:
        listed = client.get(f"/evidence?case_id={case}&limit=200").json()
        listed = listed if isinstance(listed, list) else listed.get("evidence", [])
        if all(e.get("processing_status", e.get("status")) not in ("pending", "processing") for e in listed):
            return case
        time.sleep(.2)
    return case


def ask(client, case, window=""):
    return client.post(f"/api/v1/cases/{case}/queries",
                       {"message": f"What is wrong{window}?", "query": f"What is wrong{window}?"}, timeout=200)


def answer_of(client, answer):
    """The text, also of a turn that became a job."""
    if answer.status == 202:
        path = answer.headers["Location"].split("/", 3)[3]
        for _ in range(600):
            job = client.get("/" + path).json()
            if job["status"] not in ("pending", "processing"):
                return str(job)
            time.sleep(.2)
    attack.require(answer.status == 200, f"the question was answered {answer}")
    return answer.body.decode()


def main():
    words = attack.arguments(__doc__, files=(100, 12), megabytes=(14, 12), turns=(4, 2))
    attack.require(not words.address, "this attack looks into its server and starts one of its own")
    env = {"FM_MEMORY_MB": str(BUDGET), "FM_TURN_MEMORY_MB": str(TURN), "SECURITY_RATE_LIMIT_ENABLED": "false", "FM_TURN_TIMEOUT_SECONDS": "180"}
    with attack.target(words, env) as target:
        from http_client import sign_up
        client, _ = sign_up(target.port, "heavy")
        before = memory(target.server, "VmRSS")
        different = case_with(client, [(f"pods-{i}.txt", described_pods(words.megabytes, f"m{i}")) for i in range(words.files)])
        one = described_pods(words.megabytes, "same")
        copies = case_with(client, [(f"copy-{i}.txt", one) for i in range(words.files)])
        forget_peak(target.server)
        said = answer_of(client, ask(client, different))
        grown = memory(target.server, "VmHWM") - before
        print(f"one question about {words.files} x {words.megabytes} MB: {grown} MB more at its peak")
        attack.require(grown < TURN + SLACK, f"one question took {grown} MB of {TURN} that it may take")
        attack.require("not checked against the other documents" in said, f"the answer does not say what was left out: {said[:600]}")
        attack.require("FM_TURN_MEMORY_MB" in said and "pods-" in said, "the answer does not say which files were left out and why")
        said = answer_of(client, ask(client, copies))
        attack.require("it was read once" in said, f"the answer does not say that equal files were read once: {said[:600]}")
        attack.require("not checked against the other documents" not in said, "copies of one file count more than once")
        forget_peak(target.server)
        threads = [threading.Thread(target=ask, args=(client, different if i % 2 else copies, f" at 1{i % 10}:00"))
                   for i in range(words.turns)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        grown = memory(target.server, "VmHWM") - before
        print(f"{words.turns} questions at once: {grown} MB more at their peak")
        attack.require(grown < BUDGET + SLACK, f"{words.turns} questions took {grown} MB of {BUDGET} that all may take")
        end = time.monotonic() + GIVEN_BACK_WITHIN
        while (left := memory(target.server, "VmRSS") - before) > 48 and time.monotonic() < end:
            time.sleep(1)
        print(f"{left} MB are left of it after {GIVEN_BACK_WITHIN - (end - time.monotonic()):.0f} s")
        attack.require(left <= 48, f"{left} MB were not given back within {GIVEN_BACK_WITHIN} s")
        attack.require(target.request()[0] == 200, "the server does not answer any more")
        attack.require(target.server.stop() == 0, "the server does not stop cleanly")


if __name__ == "__main__":
    attack.run(main)
