#!/usr/bin/env python3
"""Memory stays flat: uploads go to disk while they arrive, and an idle server is small."""
import os
import socket
import sys
import threading

from http_client import sign_up
from server import Server

MB = 1 << 20
ENV = {"SECURITY_RATE_LIMIT_ENABLED": "false", "SECURITY_BCRYPT_ROUNDS": "4"}


def peak(server):
    """Peak resident kilobytes since `forget_peak`."""
    with open(f"/proc/{server.process.pid}/status", encoding="ascii") as f:
        return next(int(line.split()[1]) for line in f if line.startswith("VmHWM"))


def forget_peak(server):
    with open(f"/proc/{server.process.pid}/clear_refs", "w", encoding="ascii") as f:
        f.write("5")


def upload(server, token, case, megabytes):
    """A file that is made while it is sent."""
    head = (f'--b\r\nContent-Disposition: form-data; name="case_id"\r\n\r\n{case}\r\n'
            '--b\r\nContent-Disposition: form-data; name="file"; filename="a.log"\r\nContent-Type: text/plain\r\n\r\n').encode()
    tail = b"\r\n--b--\r\n"
    line = b"2026-11-23T15:24:06.789Z INFO orders order 120 stored in 29 ms after 3 tries on shard 7\n"
    block = (line * (MB // len(line) + 1))[:MB]
    with socket.create_connection(("127.0.0.1", server.port), timeout=120) as s:
        s.sendall((f"POST /evidence/upload HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n"
                   f"Content-Type: multipart/form-data; boundary=b\r\n"
                   f"Content-Length: {len(head) + megabytes * MB + len(tail)}\r\n\r\n").encode() + head)
        for _ in range(megabytes):
            s.sendall(block)
        s.sendall(tail)
        answer = b""
        while piece := s.recv(65536):
            answer += piece
    assert answer.startswith(b"HTTP/1.1 201 "), answer[:300]


def main():
    with Server(env=ENV) as server:
        idle = server.resident_kilobytes()
        assert idle < 60 * 1024, f"an idle server takes {idle} kB"
        client, _ = sign_up(server.port, "heavy")
        case = client.post("/cases", {"title": "t", "description": ""}).json()["id"]
        upload(server, client.token, case, 1)  # what the first upload of a life loads
        before = server.resident_kilobytes()
        forget_peak(server)
        upload(server, client.token, case, 90)
        grown = peak(server) - before
        assert grown < 16 * 1024, f"a 90 MB upload takes {grown} kB"
        threads = [threading.Thread(target=upload, args=(server, client.token, case, 20)) for _ in range(50)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        grown = peak(server) - before
        assert grown < 200 * 1024, f"50 uploads at once take {grown} kB"
        print(f"ok idle {idle} kB, 50 uploads at once {grown} kB more")
        assert server.stop() == 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
