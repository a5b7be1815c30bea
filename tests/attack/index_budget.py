#!/usr/bin/env python3
"""Documents of nothing but different words, many documents, a restart, a damaged index: what one user adds stays
within the quotas, the memory of indexes within its limit, and a start does not wait for it."""
import glob
import os
import random
import time

import attack

MB = 1 << 20
SLACK = 400  # MB that reading one hostile document may take at its peak
QUOTAS = {"FM_QUOTA_DOCUMENT_WORDS": "200000", "FM_QUOTA_OPEN_JOBS": "40"}


def memory(server, what):
    with open(f"/proc/{server.process.pid}/status", encoding="ascii") as f:
        return next(int(line.split()[1]) for line in f if line.startswith(what)) // 1024


def different_words(megabytes, seed):
    chance = random.Random(seed)
    size, lines = 0, []
    while size < megabytes * MB:
        line = " ".join(format(chance.getrandbits(44), "x").translate(str.maketrans("0123456789", "ghijklmnop")) for _ in range(10)) + "\n"
        lines.append(line)
        size += len(line)
    return "".join(lines).encode()


def runbook(i, sections):
    words = ("disk full postgres replication lag timeout broker partition leader election certificate expired node pressure "
             "evicted memory throttled gateway restart drain quorum snapshot backup").split()
    chance = random.Random(i)
    parts = [f"# Runbook {i} about subject{i}x\n\n"]
    for s in range(sections):
        parts.append(f"## {chance.choice(words)} {chance.choice(words)} {s}\n\n" +
                     " ".join(chance.choice(words) for _ in range(150)) + ".\n\n")
    return "".join(parts).encode()


def add(client, name, data):
    return client.call("POST", "/knowledge/documents", form={"title": name, "document_type": "markdown", "file": (name, data, "text/markdown")})


def wait(client, patience=280):
    end = time.monotonic() + patience
    while time.monotonic() < end:
        stats = client.get("/knowledge/stats").json()
        if stats["pending_documents"] == 0:
            return stats
        time.sleep(.2)
    attack.require(False, f"documents were not read within {patience} s: {stats}")


def found(client, query):
    answer = client.post("/knowledge/search", {"query": query})
    for _ in range(100):
        if answer.status != 503:
            break
        time.sleep(.1)
        answer = client.post("/knowledge/search", {"query": query})
    attack.require(answer.status == 200, f"a search was answered {answer}")
    return answer.body


def without_times(body):
    import json
    said = json.loads(body)
    for name in ("search_time_ms", "latency_ms", "took_ms"):
        if isinstance(said, dict):
            said.pop(name, None)
    return said


def main():
    words = attack.arguments(__doc__, hostile=(4, 2), megabytes=(24, 12), documents=(2000, 120), sections=(50, 12))
    attack.require(not words.address, "this attack restarts its server and starts one of its own")
    env = {"SECURITY_RATE_LIMIT_ENABLED": "false", "FM_INDEX_MEMORY_MB": "256", "FM_MEMORY_MB": "1024", **QUOTAS}
    with attack.target(words, env) as target:
        from http_client import Client, sign_up
        server = target.server
        client, _ = sign_up(target.port, "heavy")
        before = memory(server, "VmRSS")
        for i in range(words.hostile):
            answer = add(client, f"words-{i}.txt", different_words(words.megabytes, i))
            attack.require(answer.status in (201, 202, 413), f"a document was answered {answer}")
        stats = wait(client)
        grown = memory(server, "VmHWM") - before
        print(f"{words.hostile} documents of {words.megabytes} MB of different words: {grown} MB more at the peak, {stats}")
        attack.require(stats["indexed_documents"] == 0, "documents beyond the quota of different words were indexed")
        attack.require(grown < SLACK, f"they took {grown} MB")
        listed = client.get("/knowledge/documents").body.decode()
        attack.require("FM_QUOTA_DOCUMENT_WORDS" in listed or "different words" in str(client.get("/api/v1/documents").body),
                       "the document does not say which quota it breaks")

        refused = None
        for i in range(words.documents):
            answer = add(client, f"runbook-{i}.md", runbook(i, words.sections))
            while answer.status == 429:
                refused = answer
                time.sleep(.05)
                answer = add(client, f"runbook-{i}.md", runbook(i, words.sections))
            attack.require(answer.status in (200, 201, 202), f"a document was answered {answer}")
        attack.require(refused is None or refused.headers["Retry-After"], "429 without Retry-After")
        stats = wait(client)
        print(f"indexed: {stats}")
        asked = ["subject17x", "postgres replication lag", "certificate expired on the gateway"]
        answers = [without_times(found(client, q)) for q in asked]
        attack.require(any(str(a).find("subject17x") >= 0 for a in answers), "an indexed document is not found")

        attack.require(server.stop() == 0, "the server does not stop cleanly")
        begin = time.monotonic()
        server.start()
        print(f"ready again after {(time.monotonic() - begin) * 1000:.0f} ms with {stats['total_chunks']} chunks")
        client = Client(server.port, client.token)
        stats = client.get("/knowledge/stats").json()
        attack.require(stats["index_memory_bytes"] == 0, f"the start has built indexes: {stats}")
        attack.require([without_times(found(client, q)) for q in asked] == answers, "after a restart a search finds something else")
        stats = client.get("/knowledge/stats").json()
        attack.require(0 < stats["index_memory_bytes"], f"the memory of indexes is not told: {stats}")

        attack.require(server.stop() == 0, "the server does not stop cleanly")
        images = glob.glob(os.path.join(server.data, "indexes", "user", "*.index"))
        attack.require(images, "no index is stored")
        with open(images[0], "r+b") as f:
            f.seek(os.path.getsize(images[0]) // 2)
            byte = f.read(1)
            f.seek(-1, os.SEEK_CUR)
            f.write(bytes([byte[0] ^ 8]))
        server.start()
        client = Client(server.port, client.token)
        attack.require([without_times(found(client, q)) for q in asked] == answers, "a damaged index answers something else")
        attack.require("stored index is damaged" in server.log(), "the log does not say that an index was damaged")

        server.stop()
        server.env["FM_QUOTA_DOCUMENTS"] = "1"
        server.start()
        client = Client(server.port, client.token)
        answer = add(client, "one-more.md", b"# One more\n\nText.\n")
        attack.require(answer.status == 413 and answer.headers["x-error-code"] == "QUOTA_EXHAUSTED", f"beyond the quota: {answer}")
        attack.require("FM_QUOTA_DOCUMENTS" in answer.body.decode(), f"the answer does not name the quota: {answer}")
        attack.require(server.stop() == 0, "the server does not stop cleanly")


if __name__ == "__main__":
    attack.run(main)
