#!/usr/bin/env python3
"""Hostile and unlucky input over HTTP and at start: each gets a clear error, and nothing is lost or half-written."""
import base64
import hashlib
import hmac
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

from http_client import Client, sign_up
from server import Server
from support import PROGRAM

ENV = {"SECURITY_RATE_LIMIT_ENABLED": "false", "SECURITY_BCRYPT_ROUNDS": "4", "JWT_SECRET": "a secret of the test that is long enough"}


def encode(part):
    return base64.urlsafe_b64encode(part if isinstance(part, bytes) else json.dumps(part).encode()).rstrip(b"=").decode()


def decode(token):
    return [json.loads(base64.urlsafe_b64decode(p + "==")) for p in token.split(".")[:2]]


def signed(header, claims, secret=ENV["JWT_SECRET"].encode(), digest=hashlib.sha256):
    text = f"{encode(header)}.{encode(claims)}"
    return f"{text}.{encode(hmac.new(secret, text.encode(), digest).digest())}"


def test_forged_tokens(server):
    client, _ = sign_up(server.port, "forger")
    header, claims = decode(client.token)
    assert client.get("/auth/me").status == 200
    good = signed(header, claims)
    assert client.get("/auth/me", token=good).status == 200, "the test signs as the server does"
    now = int(time.time())
    forged = {
        "another secret": signed(header, claims, b"another secret that is long enough"),
        "alg none": f"{encode({**header, 'alg': 'none'})}.{encode(claims)}.",
        "alg none with signature": signed({**header, "alg": "none"}, claims),
        "alg in other letters": signed({**header, "alg": "hs256"}, claims),
        "RS256 in the header": signed({**header, "alg": "RS256"}, claims),
        "HS512": signed({**header, "alg": "HS512"}, claims, digest=hashlib.sha512),
        "expired": signed(header, {**claims, "iat": now - 7200, "exp": now - 3600}),
        "not yet valid": signed(header, {**claims, "nbf": now + 3600}),
        "no expiry": signed(header, {k: v for k, v in claims.items() if k != "exp"}),
        "refresh as access": client.refresh_token,
        "access claims of type refresh": signed(header, {**claims, "type": "refresh"}),
        "no type": signed(header, {k: v for k, v in claims.items() if k != "type"}),
        "claims changed": ".".join([client.token.split(".")[0], encode({**claims, "roles": ["admin"]}), client.token.split(".")[2]]),
        "cut": client.token[:-4],
        "two parts": ".".join(client.token.split(".")[:2]),
        "crit": signed({**header, "crit": ["x"]}, claims),
        "claims that are no object": signed(header, []),
        "huge": "a" * 10_000,
    }
    for name, token in forged.items():
        answer = client.get("/auth/me", token=token)
        assert answer.status == 401, f"{name}: {answer}"
        assert answer.headers["WWW-Authenticate"] == "Bearer" and "detail" in answer.json(), f"{name}: {answer}"
    for scheme in ("", "Basic eDp5", "Bearer", "Bearer ", "bearer", "Token " + client.token):
        answer = client.get("/auth/me", token=None, headers={"Authorization": scheme})
        assert answer.status == 401, f"{scheme!r}: {answer}"
    swapped = client.post("/auth/refresh", {"refresh_token": client.token})
    assert swapped.status == 401, f"access as refresh: {swapped}"


def test_sign_in_limits():
    with Server(env={**ENV, "SECURITY_RATE_LIMIT_ENABLED": "true"}) as server:
        client, _ = sign_up(server.port, "guessed")
        statuses = []
        for _ in range(14):
            answer = client.post("/auth/login", {"email": "guessed@example.com", "password": "wrong password"})
            statuses.append(answer.status)
        assert statuses[:10] == [401] * 10 and statuses[-1] == 429, statuses
        assert int(answer.headers["Retry-After"]) > 0, answer.headers


def test_uploads(server):
    client, _ = sign_up(server.port, "uploads")
    case = client.post("/cases", {"title": "t", "description": ""}).json()["id"]
    # Too large by its length: refused before the body, with and without waiting for it.
    head = (f"POST /evidence/upload HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {client.token}\r\n"
            f"Content-Type: multipart/form-data; boundary=b\r\n")
    begin = time.time()
    with socket.create_connection(("127.0.0.1", server.port)) as s:
        s.sendall((head + f"Content-Length: {500 << 20}\r\n\r\n").encode())
        answer = s.recv(65536)
        assert answer.startswith(b"HTTP/1.1 413 ") and b"detail" in answer, answer
        assert time.time() - begin < 2, "without its body"
    # Without a length: refused when the limit is passed; the client sends everything before it reads.
    with socket.create_connection(("127.0.0.1", server.port)) as s:
        s.sendall((head + "Transfer-Encoding: chunked\r\n\r\n").encode())
        part = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.log"\r\n\r\n'
        s.sendall(b"%x\r\n%s\r\n" % (len(part), part))
        block = b"x" * (1 << 20)
        try:
            for _ in range(140):
                s.sendall(b"%x\r\n%s\r\n" % (len(block), block))
        except OSError:
            pass
        answer = s.recv(65536)
        assert answer.startswith(b"HTTP/1.1 413 "), answer
    # Without a token nothing is read at all.
    with socket.create_connection(("127.0.0.1", server.port)) as s:
        s.sendall(b"POST /evidence/upload HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\n"
                  b"Content-Length: 90000000\r\n\r\n")
        assert s.recv(65536).startswith(b"HTTP/1.1 401 ")
    # A form that ends too early is no upload.
    cut = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.log"\r\n\r\nhalf'
    answer = client.post("/evidence/upload", raw=cut, headers={"Content-Type": "multipart/form-data; boundary=b"})
    assert answer.status in (400, 422), answer
    assert client.get(f"/evidence?case_id={case}").json()["total"] == 0
    assert not os.listdir(os.path.join(server.data, "tmp")), "nothing is left of refused uploads"


def test_two_hundred_uploads_at_once(server):
    client, _ = sign_up(server.port, "many")
    case = client.post("/cases", {"title": "t", "description": ""}).json()["id"]
    answers = [None] * 200

    def upload(i):
        data = f"2026-11-23T15:24:06Z ERROR number {i}\n".encode() * 2_000
        for _ in range(60):
            answers[i] = client.post("/evidence/upload", form={"case_id": case, "file": (f"{i}.log", data, "text/plain")})
            if answers[i].status not in (429, 503):
                return
            assert answers[i].headers["Retry-After"], answers[i].headers
            time.sleep(.2)

    threads = [threading.Thread(target=upload, args=(i,)) for i in range(200)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert all(a.status == 201 for a in answers), sorted({a.status for a in answers})
    assert len({a.json()["id"] for a in answers}) == 200
    assert client.get(f"/evidence/case/{case}?limit=200").json()["total"] == 200
    end = time.time() + 90
    for a in answers:
        while client.get(f"/jobs/{a.json()['job_id']}").json()["status"] != "completed":
            assert time.time() < end, "every upload is analysed"
            time.sleep(.05)


def test_delete_during_a_turn_and_an_analysis(server):
    client, _ = sign_up(server.port, "hasty")
    for _ in range(5):
        case = client.post("/cases", {"title": "t", "description": ""}).json()["id"]
        data = b"".join(b"2026-11-23T15:24:06Z ERROR order %d failed: connection refused\n" % i for i in range(200_000))
        up = client.post("/evidence/upload", form={"case_id": case, "file": ("a.log", data, "text/plain")}).json()
        turn = []
        t = threading.Thread(target=lambda: turn.append(client.post(f"/cases/{case}/queries", {"message": "why?"})))
        t.start()
        time.sleep(.05)
        assert client.call("DELETE", f"/cases/{case}").status == 204
        t.join()
        assert turn[0].status in (200, 404, 503), turn
        assert client.get(f"/cases/{case}").status == 404
        assert client.get(f"/evidence/{up['id']}").status == 404
        job = client.get(f"/jobs/{up['job_id']}")
        assert job.status == 404 or job.json()["status"] in ("failed", "completed"), job


def test_a_disk_without_room():
    with tempfile.TemporaryDirectory() as folder:
        data = os.path.join(folder, "data")
        with Server(env=ENV, data=data) as server:
            client, _ = sign_up(server.port, "full")
            case, other = (client.post("/cases", {"title": "t", "description": ""}).json()["id"] for _ in range(2))
            assert client.get("/health").json() == {"status": "healthy"}
            assert server.stop() == 0
        with Server(env={**ENV, "FM_MIN_FREE_MB": "100000000"}, data=data) as server:
            full = Client(server.port, client.token)
            refused = {
                "upload": full.post("/evidence/upload", form={"case_id": case, "file": ("a.log", b"x\n", "text/plain")}),
                "case": full.post("/cases", {"title": "t", "description": ""}),
                "change": full.call("PATCH", f"/cases/{case}", {"title": "u"}),
                "message": full.post(f"/cases/{case}/messages", {"role": "user", "content": "x"}),
                "turn": full.post(f"/cases/{case}/queries", {"message": "why?"}),
                "document": full.post("/knowledge/documents", {"title": "t", "content": "# t"}),
                "session": full.post("/sessions", {}),
                "account": Client(server.port).post("/auth/register", {"email": "b@example.com", "username": "bbb",
                                                                        "password": "bbb has a long password"}),
            }
            for what, answer in refused.items():
                assert answer.status == 507, (what, answer)
                assert "FM_MIN_FREE_MB" in answer.json()["detail"] and answer.headers["Retry-After"], (what, answer)
            assert full.get(f"/cases/{case}").status == 200, "reading goes on"
            again = Client(server.port).post("/auth/login", {"email": client.account["email"], "password": client.account["password"]})
            assert again.status == 200, again
            assert full.call("DELETE", f"/cases/{other}").status in (200, 204), "so does deleting"
            assert full.post("/cases/search", {"query": "t"}).status == 200, "and searching"
            health = full.get("/health").json()
            assert health["status"] == "degraded" and "FM_MIN_FREE_MB" in health["detail"], health
            assert full.get("/health/ready").status == 200
            room = [c for c in full.get("/health/dependencies").json()["components"] if c["name"] == "room"]
            assert room[0]["status"] == "degraded" and "FM_MIN_FREE_MB" in room[0]["error"], room
            assert server.log().count("the disk is nearly full") == 1, server.log()


def test_a_locked_database(server):
    client, _ = sign_up(server.port, "patient")
    lock = sqlite3.connect(os.path.join(server.data, "faultmaven.db"), isolation_level=None)
    lock.execute("begin exclusive")
    begin = time.time()
    answer = client.post("/cases", {"title": "t", "description": ""})
    assert answer.status == 503 and answer.json()["detail"] and answer.headers["Retry-After"], answer
    assert time.time() - begin < 30, "a lock is not waited for without end"
    assert client.get("/health/live").status == 200
    lock.execute("rollback")
    lock.close()
    assert client.post("/cases", {"title": "t", "description": ""}).status == 201, "and then it goes on"


def refused_start(data, *words, **env):
    done = subprocess.run([PROGRAM, "serve", *words], capture_output=True, text=True, timeout=30,
                          env={**os.environ, **ENV, "FM_DATA_DIR": data, "PORT": "0", **env})
    assert done.returncode == 1, (done.returncode, done.stderr)
    assert done.stderr.count("\n") <= 6 and done.stderr.strip(), done.stderr
    return done.stderr


def test_starts_that_are_refused(server):
    assert "in use" in refused_start(server.data), "a second process on the same data"
    with tempfile.TemporaryDirectory() as folder:
        said = refused_start(folder, PORT=str(server.port))
        assert str(server.port) in said and "in use" in said, said
        copy = os.path.join(folder, "copy")
        with Server(env=ENV, data=copy) as other:
            sign_up(other.port, "before")
            assert other.stop() == 0
        database = os.path.join(copy, "faultmaven.db")
        # A newer program has been here.
        newer = os.path.join(folder, "newer")
        shutil.copytree(copy, newer)
        connection = sqlite3.connect(os.path.join(newer, "faultmaven.db"))
        connection.execute("insert into schema_migrations select 'cases', 999, max(applied_at) from schema_migrations")
        connection.commit()
        connection.close()
        # It writes checksums as we do; the one that wrote here does not.
        subprocess.run([PROGRAM, "doctor", "--accept"], check=True, timeout=30, env={**os.environ, **ENV, "FM_DATA_DIR": newer},
                       stdout=subprocess.DEVNULL)
        before = open(os.path.join(newer, "faultmaven.db"), "rb").read()
        said = refused_start(newer)
        assert "newer" in said, said
        assert open(os.path.join(newer, "faultmaven.db"), "rb").read() == before, "and was left alone"
        # Damaged, and no database at all.
        for content in (b"not a database" * 500, before[:4096] + os.urandom(len(before) - 4096)):
            with open(database, "wb") as f:
                f.write(content)
            said = refused_start(copy)
            assert "faultmaven.db" in said, said
            assert open(database, "rb").read() == content, "a damaged file is left alone"
        for name, value in (("PORT", "seventy"), ("MAX_UPLOAD_SIZE_MB", "-1"), ("SECURITY_BCRYPT_ROUNDS", "99"),
                            ("JWT_ALGORITHM", "none"), ("LOG_LEVEL", "loud"), ("ACCESS_TOKEN_EXPIRE_MINUTES", "1")):
            said = refused_start(os.path.join(folder, "other"), **{name: value})
            assert name in said, said
        said = refused_start(os.path.join(folder, "production"), ENVIRONMENT="production", JWT_SECRET="short")
        assert "32" in said, said


def main():
    with Server(env=ENV) as server:
        for name, test in sorted(globals().items()):
            if name.startswith("test_"):
                test(*([server] if test.__code__.co_argcount else []))
                print(f"ok {name}")
        assert server.stop() == 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
