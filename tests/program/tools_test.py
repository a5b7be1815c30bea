#!/usr/bin/env python3
"""The tools over a case, on the real server: what they find in evidence of several formats, and what hostile calls get."""
import concurrent.futures
import gzip
import hashlib
import json
import os
import re
import sys
import time

import support
from http_client import sign_up
from server import Server

TOOLS = ["search_evidence", "read_lines", "templates", "timeline", "compare", "search_knowledge", "similar_cases"]


def moment(second):
    return f"2026-03-01T10:{second // 60:02}:{second % 60:02}Z"


def app_log():
    """An hour's worth of a shop: quiet, then payments fail."""
    lines = []
    for i in range(600):
        lines.append(f"{moment(i * 5)} INFO shop order {1000 + i} stored in {i % 40} ms")
        if i >= 300 and i % 10 == 0:
            lines.append(f"{moment(i * 5)} ERROR shop payment {i} failed: timeout after 30 s")
            lines.append("  at com.shop.Pay.run(Pay.java:10)")
    return "\n".join(lines) + "\n"


def json_log():
    return "".join(json.dumps({"ts": moment(i * 10), "level": "error" if i % 50 == 49 else "info", "msg": f"pool size {i}"
                               if i % 50 != 49 else "pool exhausted, 20 of 20 in use"}) + "\n" for i in range(300))


PODS = """$ kubectl get pods
NAME                    READY   STATUS             RESTARTS   AGE
shop-7d9c5b6f4d-abcde   0/1     CrashLoopBackOff   12         50m
pay-6c8d7f9b5c-fghij    1/1     Running            0          3d
"""
CONFIG = "[pool]\nsize = 20\ntimeout = 30\n"


class Case:
    def __init__(self, client, title="Payments fail", description="payments time out since half past"):
        self.client = client
        made = client.post("/cases", {"title": title, "description": description})
        assert made.status == 201, made
        self.id = made.json()["id"]

    def upload(self, name, data):
        data = data.encode() if isinstance(data, str) else data
        made = self.client.post("/evidence/upload", form={"case_id": self.id, "file": (name, data, "text/plain")})
        assert made.status == 201, made
        end = time.monotonic() + 60
        while self.client.get(f"/jobs/{made.json()['job_id']}").json()["status"] not in ("completed", "failed"):
            assert time.monotonic() < end, f"{name} is not read"
            time.sleep(.01)
        return made.json()["id"]

    def call(self, tool, arguments=None, client=None, mount=""):
        body = {"case_id": self.id, "tool": tool}
        if arguments is not None:
            body["arguments"] = arguments
        return (client or self.client).post(f"{mount}/agent/tools/execute", body)

    def run(self, tool, **arguments):
        answer = self.call(tool, arguments)
        assert answer.status == 200, (tool, arguments, answer)
        found = answer.json()
        assert len(found["result"]["text"].encode()) <= 12_000, len(found["result"]["text"])
        assert found["shown"] <= found["total"]
        assert found["truncated"] == (found["next_cursor"] is not None)
        return found

    def refused(self, tool, arguments, status=422):
        answer = self.call(tool, arguments)
        assert answer.status == status, (tool, arguments, answer)
        detail = answer.json()["detail"]
        return detail if isinstance(detail, str) else " | ".join(".".join(i["loc"]) + ": " + i["msg"] for i in detail)


def names(found):
    return [c["name"] for c in found["result"]["citables"]]


def all_pages(case, tool, **arguments):
    """The names of what all pages cite; each page says truly where it stands."""
    out, cursor = [], None
    while True:
        page = case.run(tool, **arguments, **({"cursor": cursor} if cursor else {}))
        out += names(page)
        if not page["next_cursor"]:
            return out, page["total"]
        assert page["shown"] > 0
        cursor = page["next_cursor"]


def filled_case(client):
    case = Case(client)
    case.upload("shop.log", app_log())
    case.upload("pool.jsonl", json_log())
    case.upload("older.log.gz", gzip.compress(app_log().replace("2026-03-01", "2026-02-28").encode()))
    case.upload("pods.txt", PODS)
    case.upload("pool.ini", CONFIG)
    case.upload("wide.log", "2026-03-01T10:00:00Z WARN grüße an alle\n".encode("utf-16"))
    return case


def test_list(client):
    tools = client.get("/agent/tools").json()["tools"]
    assert [t["name"] for t in tools] == TOOLS
    for t in tools:
        assert t["parameters"]["type"] == "object" and t["deadline_seconds"] == 10 and t["max_output_bytes"] == 12_000
    assert client.get("/agent/tools", token=None).status == 401
    assert client.get("/api/v1/agent/tools").status == 200


def test_search(case):
    found = case.run("search_evidence", query="TIMEOUT AFTER", evidence="shop.log")
    assert found["total"] == 30 and found["shown"] == 30, found
    first = found["result"]["citables"][0]
    assert first["name"] == "E1:302" and "payment 300 failed" in first["text"], first
    assert "E1:302 " in found["result"]["text"]
    assert case.run("search_evidence", query="failed: .*30 s$", kind="regex")["total"] == 60  # E1 and E3
    assert case.run("search_evidence", query="shop payment <*> failed: timeout after <*> s", kind="template", evidence="E1")["total"] == 30
    assert names(case.run("search_evidence", query="CrashLoop")) == ["E4:3"]
    assert names(case.run("search_evidence", query="timeout", evidence="E5")) == ["E5:3"]
    assert names(case.run("search_evidence", query="Grüße")) == ["E6:1"]
    # Of the record that a line belongs to: the frames of an error are of an error.
    assert case.run("search_evidence", query="Pay.java", severity_at_least="ERROR", evidence="E1")["total"] == 30
    assert case.run("search_evidence", severity_at_least="error", evidence="E2")["total"] == 6
    window = case.run("search_evidence", severity_at_least="error", **{"from": "2026-03-01T10:25:00Z", "to": "2026-03-01T10:26"})
    assert window["total"] == 3, window  # the end is included up to the end of its minute
    assert "the evidence runs from 2026-02-28" in case.run("search_evidence", query="x", **{"from": "2027-01-01"})["result"]["text"]


def test_pages(case):
    seen, total = all_pages(case, "search_evidence", query="stored", limit="70", evidence="E1")
    assert total == 600 and len(seen) == len(set(seen)) == 600
    seen, total = all_pages(case, "search_evidence", query="shop")
    assert len(seen) == len(set(seen)) == total == 2 * 660 + 1, (len(seen), total)
    lines, total = all_pages(case, "read_lines", evidence="E1", first=1, last=660)
    assert lines == [f"E1:{n}" for n in range(1, 661)] and total == 660
    for tool, more in (("templates", {"limit": 2}), ("timeline", {"limit": 3}),
                       ("compare", {"limit": 1, "a": {"evidence": "E1"}, "b": {"evidence": "E2"}})):
        seen, total = all_pages(case, tool, **more)
        assert len(seen) >= total > 0, (tool, seen, total)


def test_read(case):
    found = case.run("read_lines", evidence="E3", first=302, last=303)
    assert [c["text"] for c in found["result"]["citables"]] == [
        "2026-02-28T10:25:00Z ERROR shop payment 300 failed: timeout after 30 s", "  at com.shop.Pay.run(Pay.java:10)"]
    assert "E1 has 660 lines" in case.refused("read_lines", {"evidence": "E1", "first": 661, "last": 700})
    assert case.run("read_lines", evidence="E1", first=659, last=9_999)["total"] == 2


def test_templates(case):
    found = case.run("templates", evidence="E1")
    assert found["total"] == 2, found
    text = found["result"]["text"]
    assert '600x (95.2 %) info "shop order <*> stored in <*> ms"' in text, text
    assert '30x (4.8 %) error "shop payment <*> failed: timeout after <*> s" from 2026-03-01T10:25:00Z' in text, text
    assert "per minute:" in text and names(found) == ["E1:1", "E1:302"]
    assert "E5 (config)" in case.run("templates")["result"]["text"]
    assert case.run("templates", evidence="E1", severity="error")["total"] == 1


def test_timeline_and_compare(case):
    found = case.run("timeline", **{"from": "2026-03-01"})
    cited = names(found)
    assert "E1:302" in cited and "E6:1" in cited and not [c for c in cited if c.startswith("E3")], cited
    times = [line.split(" ")[0] for line in found["result"]["text"].split("\n") if line.startswith("2026-")]
    assert times == sorted(times) and len(times) == found["shown"]
    found = case.run("compare", a={"evidence": "E1", "to": "2026-03-01T10:24"}, b={"evidence": "E1", "from": "2026-03-01T10:25"})
    assert found["total"] == 1 and names(found) == ["E1:302"], found
    assert "new in b: a 0x (0/min), b 30x" in found["result"]["text"], found
    assert case.run("compare", a={"evidence": "E1"}, b={"evidence": "E3"})["total"] == 0  # the same, a day before


def test_knowledge_and_cases(client, other):
    made = client.post("/knowledge/documents", {"title": "Payment timeouts", "content":
                       "# Payment timeouts\n\n## Remedy\n\nEnlarge the connection pool of the payment provider."}).json()
    while client.get(f"/jobs/{made['job_id']}").json()["status"] not in ("completed", "failed"):
        time.sleep(.01)
    case = Case(client)
    found = case.run("search_knowledge", query="payment timeout pool")
    assert names(found) == ["K1"] and "connection pool" in found["result"]["citables"][0]["text"], found
    assert Case(other).run("search_knowledge", query="payment timeout pool")["total"] == 0
    old = Case(client, "Certificates expired", "the ingress certificate of the registry expired")
    Case(other, "Certificates expired", "the ingress certificate of the registry expired")
    assert client.post(f"/cases/{old.id}/solutions", {"title": "Renew by hand", "description": "with certbot"}).status == 201
    found = case.run("similar_cases", query="expired certificate of an ingress")
    assert found["total"] == 1 and old.id in found["result"]["text"] and "Renew by hand" in found["result"]["text"], found
    assert case.run("similar_cases")["total"] >= 1  # those above that were about payments


def test_refusals(case, other):
    assert case.call("search_evidence", {"query": "x"}, client=other).status == 404
    foreign, none = case.call("grep", {}, client=other), Case(other).client.post("/agent/tools/execute", {
        "case_id": "018f0000-0000-7000-8000-000000000000", "tool": "grep"})
    assert foreign.status == none.status == 404
    assert foreign.json()["detail"].replace(case.id, "") == none.json()["detail"].replace("018f0000-0000-7000-8000-000000000000", "")
    assert ", ".join(TOOLS) in case.refused("grep", {}, 404)
    assert case.client.post("/agent/tools/execute", {"case_id": case.id, "tool": "templates"}, token=None).status == 401
    said = case.refused("search_evidence", {"queri": "x", "limit": 0, "kind": "glob"})
    assert "arguments.queri: there is no such argument; there are 'query'" in said, said
    assert "arguments.limit: should be a number from 1 to 200" in said and "'text', 'regex', 'template'" in said, said
    assert "query: is required unless" in case.refused("search_evidence", {})
    assert "missing )" in case.refused("search_evidence", {"query": "(", "kind": "regex"})
    for name in ("../../etc/passwd", "/etc/passwd", "E1/../E2", "E0", "E7", "evidence/x", "shop.log\0", "file:///etc/passwd", "\u202eE1"):
        assert "there is no evidence" in case.refused("read_lines", {"evidence": name, "first": 1, "last": 2}), name
    v1 = case.call("read_lines", {"evidence": "E9", "first": 1, "last": 2}, mount="/api/v1")
    assert v1.status == 422 and isinstance(v1.json()["detail"], str) and v1.json()["errors"], v1


def test_cursors(case):
    page = case.run("search_evidence", query="stored", limit=5)
    cursor = page["next_cursor"]
    assert case.run("search_evidence", query="stored", limit=7, cursor=cursor)["shown"] == 7
    for arguments in ({"query": "other", "cursor": cursor}, {"query": "stored", "evidence": "E1", "cursor": cursor},
                      {"query": "stored", "cursor": cursor + "0"}, {"query": "stored", "cursor": "c1-2"},
                      {"query": "stored", "cursor": "' or 1=1 --"}):
        assert "cursor: should be the next_cursor" in case.refused("search_evidence", arguments), arguments
    assert "cursor" in case.refused("templates", {"cursor": cursor})


def test_hostile(case, client):
    began = time.monotonic()
    for evil in ("(a+)+$", "(.*a){25}b", "((a|b)*c)*d", "(x+x+)+y", "^(([a-z])+.)+[A-Z]([a-z])+$"):
        assert case.call("search_evidence", {"query": evil, "kind": "regex"}).status == 200, evil
    for large in ("(a{1,30}b{1,30}){1,90}", "(((a{100}){100}){100}){100}", "\\p{L}{600}", "(?i)[α-ω]{900}x"):
        assert "the regular expression" in case.refused("search_evidence", {"query": large, "kind": "regex"}), large
    assert time.monotonic() - began < 20
    assert case.call("search_evidence", {"query": "a\0b"}).status in (200, 422)
    for size in (5_000_000, 500_000, 50_000):
        assert "at most" in case.refused("search_evidence", {"query": "x" * size}), size
    deep = b'{"case_id":"' + case.id.encode() + b'","tool":"templates","arguments":' + b"[" * 5_000 + b"]" * 5_000 + b"}"
    answer = client.call("POST", "/agent/tools/execute", raw=deep, headers={"Content-Type": "application/json"})
    assert answer.status == 422, answer
    zeroes = Case(client)
    zeroes.upload("nul.log", b"2026-03-01T10:00:00Z ERROR a\0b failed\n2026-03-01T10:00:01Z INFO fine\n")
    assert zeroes.call("search_evidence", {"query": "failed"}).status == 200
    assert Case(client).run("search_evidence", query="x")["total"] == 0
    for tool in ("templates", "timeline"):
        assert Case(client).run(tool)["total"] == 0


def test_large_file(client, server):
    case = Case(client)
    line = "2026-03-01T10:00:00Z INFO shop order {:07} stored in a place that is far away and quite safe\n"
    data = "".join(line.format(i) for i in range(620_000)).encode()
    assert len(data) > 50_000_000
    case.upload("large.log", data)
    before = server.resident_kilobytes()
    slowest = 0
    for tool, arguments in (("search_evidence", {"query": ".*", "kind": "regex"}), ("search_evidence", {"query": "0619999"}),
                            ("search_evidence", {"severity_at_least": "info"}), ("templates", {}), ("timeline", {}),
                            ("read_lines", {"evidence": "E1", "first": 619_999, "last": 620_000})):
        answer = case.call(tool, arguments)
        assert answer.status == 200, (tool, arguments, answer)
        slowest = max(slowest, answer.json()["duration_ms"])
    assert case.run("search_evidence", query=".*", kind="regex")["total"] == 620_000
    assert names(case.run("search_evidence", query="0619999")) == ["E1:620000"]
    grown = server.resident_kilobytes() - before
    print(f"50 MB: slowest call {slowest} ms, {grown} kB more memory")
    assert grown < 100_000, grown


def test_flood(client):
    """More than the readers can do in time: what has no answer by its deadline is ended, and the server goes on."""
    case = Case(client, "Flood")
    case.upload("large.log", "".join(f"2026-03-01T10:00:00Z INFO shop order {i:07} stored far away\n" for i in range(1_000_000)))
    small = Case(client, "Small")
    small.upload("shop.log", app_log())

    def one(_):
        began = time.monotonic()
        status = case.call("templates").status
        return status, time.monotonic() - began
    with concurrent.futures.ThreadPoolExecutor(120) as pool:
        ended = list(pool.map(one, range(120)))
    statuses, slowest = {status for status, _ in ended}, max(took for _, took in ended)
    print(f"flood: {sum(s == 200 for s, _ in ended)} answered, {sum(s == 504 for s, _ in ended)} ended, slowest {slowest:.1f} s")
    assert statuses <= {200, 504} and 200 in statuses and slowest < 20, (statuses, slowest)
    began = time.monotonic()
    assert small.run("search_evidence", query="timeout")["total"] == 30
    assert time.monotonic() - began < 5


def test_at_once(case):
    def one(i):
        tool, arguments = [("search_evidence", {"query": "timeout"}), ("templates", {}), ("timeline", {}),
                           ("read_lines", {"evidence": "E1", "first": i + 1, "last": i + 9})][i % 4]
        return case.call(tool, arguments)
    with concurrent.futures.ThreadPoolExecutor(40) as pool:
        answers = list(pool.map(one, range(40)))
    assert {a.status for a in answers} == {200}, [a for a in answers if a.status != 200]
    for i in range(4):
        same = {json.dumps({k: v for k, v in a.json().items() if k != "duration_ms"}) for a in answers[i::4]}
        assert len(same) == (10 if i == 3 else 1)


def test_deleted_meanwhile(client):
    case = Case(client)
    kept, gone = case.upload("kept.log", app_log()), case.upload("gone.log", json_log())
    cursor = case.run("search_evidence", query="pool", limit=5)["next_cursor"]

    def search(_):
        return case.call("search_evidence", {"query": "pool"}).status
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        running = [pool.submit(search, i) for i in range(24)]
        assert client.call("DELETE", f"/evidence/{gone}").status == 204
        assert {r.result() for r in running} <= {200}
    assert "the evidence of the case has changed" in case.refused("search_evidence", {"query": "pool", "limit": 5, "cursor": cursor})
    assert case.run("search_evidence", query="pool")["total"] == 0
    assert "there is E1 (kept.log)" in case.refused("read_lines", {"evidence": gone, "first": 1, "last": 2})
    assert case.run("read_lines", evidence=kept, first=1, last=1)["shown"] == 1


def test_documented(client):
    """The examples of docs/tools.md, but for what is another one each time."""
    with open(os.path.join(support.ROOT, "docs", "tools.md"), encoding="utf-8") as f:
        examples = re.findall(r"```sh\ntool (\w+) '([^\n]*)'\n```\n\n```text\n(.*?)\n```", f.read(), re.S)
    assert sorted({tool for tool, _, _ in examples}) == sorted(TOOLS), examples
    folder = os.path.join(support.ROOT, "docs", "examples")
    old = Case(client, "Shop out of connections", "Orders fail, PostgreSQL refuses connections")
    client.post(f"/cases/{old.id}/solutions", {"title": "Pool connections", "description": "PgBouncer in front of the database"})
    case = Case(client, "Orders fail", "PostgreSQL has no connections left")
    for name in ("orders.log", "postgresql.log"):
        with open(os.path.join(folder, "incidents", "postgres-out-of-connections", "evidence", name), "rb") as f:
            case.upload(name, f.read())
    name = "postgres-connections-exhausted.md"
    with open(os.path.join(folder, "runbooks", "databases", name), "rb") as f:
        job = client.post("/knowledge/ingest", form={"file": (name, f.read(), "text/markdown")}).json()["job_id"]
    while client.get(f"/jobs/{job}").json()["status"] not in ("completed", "failed"):
        time.sleep(.01)
    for tool, arguments, text in examples:
        said = case.run(tool, **json.loads(arguments))["result"]["text"].rstrip()
        for varying, instead in ((r'cursor "c\w+-\w+"', 'cursor "..."'), (r"last changed \S+,", "last changed ...,"),
                                 (r"case [0-9a-f-]{36}", "case ...")):
            said = re.sub(varying, instead, said)
        assert said == text, f"{tool} {arguments}:\n{said}\nis documented as\n{text}"


def test_audit(case, admin):
    arguments = {"query": "a secret of ours"}
    case.run("search_evidence", **arguments)
    case.refused("read_lines", {})
    entries = admin.get("/admin/audit-log?action=tool.run&limit=2").json()
    text = json.dumps(entries)
    assert case.id in text and "read_lines" in text and "invalid_arguments" in text, text
    assert hashlib.sha256(json.dumps(arguments, separators=(",", ":")).encode()).hexdigest() in text, text
    assert "secret of ours" not in text


def main():
    with Server(env={"SECURITY_RATE_LIMIT_ENABLED": "false"}) as server:
        admin, _ = sign_up(server.port, "admin")
        client, _ = sign_up(server.port, "ann")
        other, _ = sign_up(server.port, "bob")
        writer, _ = sign_up(server.port, "carol")
        case = filled_case(client)
        for test, given in ((test_list, (client,)), (test_search, (case,)), (test_pages, (case,)), (test_read, (case,)),
                            (test_templates, (case,)), (test_timeline_and_compare, (case,)),
                            (test_knowledge_and_cases, (client, other)), (test_refusals, (case, other)),
                            (test_cursors, (case,)), (test_hostile, (case, client)), (test_at_once, (case,)),
                            (test_deleted_meanwhile, (client,)), (test_large_file, (client, server)), (test_flood, (client,)), (test_documented, (writer,)),
                            (test_audit, (case, admin))):
            test(*given)
            print(f"{test.__name__}: ok")
        assert "a secret of ours" not in server.log()
        assert server.stop() == 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
