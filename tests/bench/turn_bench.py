#!/usr/bin/env python3
"""What a turn with a model costs beside the analysis and the model's own time.

usage: turn_bench.py [TURNS]

Against a scripted model on this machine: processor time of a turn with and without it (the same evidence, one after the
other, alternating), when the first event comes, and the memory of the server under 500 turns at a time whose model takes
two seconds. Goals: 30 ms a turn, 50 ms, 300 MB."""
import concurrent.futures
import http.client
import json
import os
import statistics
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "program"))
os.environ.setdefault("FM_PROGRAM", os.path.join(HERE, "..", "..", "build", "release", "bin", "faultmaven"))
import model_server  # noqa: E402
import server  # noqa: E402
from http_client import sign_up  # noqa: E402
from model_server import answer, cited  # noqa: E402

LOG = "".join(f"2026-11-23T15:{m // 60:02d}:{m % 60:02d}Z INFO shop.Api request {m} served in {10 + m % 7} ms\n" for m in range(2_000))
LOG += "2026-11-23T15:50:11Z ERROR orders.Pool connect to orders-db:5432 failed: Connection refused\n" * 20
MANY = 500


def script(stall):
    def told(body, _):
        said = "\n".join(m["content"] for m in body["messages"] if m.get("content"))
        if not any(m["role"] == "tool" for m in body["messages"]):
            return {"calls": [("search_evidence", '{"query": "refused"}')], "stall": stall}
        return {"text": answer(("The database orders-db refused connections on port 5432.", [cited(said, "refused")])), "stall": stall}
    return told


def started(model, more=None):
    env = {"SECURITY_RATE_LIMIT_ENABLED": "false", "LLM_PROBE": "false", **(more or {})}
    if model:
        env |= {"LLM_PROVIDER": "compatible", "LLM_BASE_URL": model.url + "/v1", "LLM_MODEL": "m"}
    return server.Server(env)


def with_case(client):
    case = client.post("/cases", {"title": "orders", "description": ""}).json()["id"]
    client.call("POST", "/evidence/upload", form={"file": ("orders.log", LOG.encode(), "text/plain"), "case_id": case})
    return case


def cpu_seconds(pid):
    with open(f"/proc/{pid}/stat", encoding="ascii") as f:
        fields = f.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def cost_of_turns(served, client, turns):
    """Processor milliseconds of a turn, over so many in cases of their own."""
    cases = [with_case(client) for _ in range(turns)]
    time.sleep(1)  # what uploads leave behind
    began = cpu_seconds(served.process.pid)
    for case in cases:
        said = client.post(f"/cases/{case}/queries", {"message": "Why do orders fail?"})
        assert said.status == 200, said
    return (cpu_seconds(served.process.pid) - began) * 1e3 / turns


def first_event(port, token, case):
    """Milliseconds until the first event of a turn that tells of its work."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    began = time.monotonic()
    connection.request("POST", f"/agent/chat/{case}", json.dumps({"message": "why?"}),
                       {"Accept": "text/event-stream", "Content-Type": "application/json", "Authorization": f"Bearer {token}"})
    told = connection.getresponse()
    while not told.readline().startswith(b"event: stage"):
        pass
    took = (time.monotonic() - began) * 1e3
    told.read()
    connection.close()
    return took


def main():
    turns = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    missed = False

    def say(what, value, unit, most):
        nonlocal missed
        missed |= value > most
        print(f"{what}: {value:.1f} {unit} (at most {most} {unit}){'' if value <= most else '  MISSED'}", flush=True)

    with model_server.ModelServer(script(0)) as model, started(None) as plain, started(model) as asking:
        without, withit = sign_up(plain.port, "ann")[0], sign_up(asking.port, "ann")[0]
        pairs = [(cost_of_turns(plain, without, turns // 4), cost_of_turns(asking, withit, turns // 4)) for _ in range(4)]
        print(f"a turn of the built-in analyst: {statistics.median(p[0] for p in pairs):.1f} ms of processor time")
        say("the same with a model, beside it", statistics.median(b - a for a, b in pairs), "ms", 30)
        first = [first_event(asking.port, withit.token, with_case(withit)) for _ in range(20)]
        say("the first event comes after", statistics.median(first), "ms", 50)
    with model_server.ModelServer(script(2.0)) as model, started(model, {"LLM_WORKERS": "512", "LLM_TURN_SECONDS": "300", "FM_TURN_TIMEOUT_SECONDS": "300"}) as asking:
        client = sign_up(asking.port, "ann")[0]
        cases = [with_case(client) for _ in range(MANY)]
        peak = 0
        with concurrent.futures.ThreadPoolExecutor(MANY) as pool:
            began = time.monotonic()
            asked = [pool.submit(client.post, f"/cases/{c}/queries", {"message": "why?"}, timeout=300) for c in cases]
            while not all(a.done() for a in asked):
                peak = max(peak, asking.resident_kilobytes())
                time.sleep(.05)
            took = time.monotonic() - began
        failed = [a.result() for a in asked if a.result().status != 200]
        print(f"{MANY} turns at a time, two calls of 2 s each: {took:.1f} s, {len(failed)} failed {failed[:1]}")
        missed |= bool(failed)
        say("memory under them", peak / 1024, "MB", 300)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
