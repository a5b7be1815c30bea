#!/usr/bin/env python3
"""Connections that are encrypted: requests, large answers and uploads, who does not speak TLS, and a certificate that
is renewed while the server runs."""
import http.client
import json
import os
import socket
import ssl
import subprocess
import sys
import tempfile
import time

from contract.things import log_file
from http_client import multipart
from server import Server


def make_certificate(folder, name):
    """A certificate for this machine alone, with its key; replaced as a whole, as renewal tools do it."""
    made = {}
    for kind in ("cert", "key"):
        made[kind] = os.path.join(folder, f"{kind}.pem")
    fresh = {kind: path + ".new" for kind, path in made.items()}
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                    "-subj", f"/CN={name}", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", fresh["key"], "-out", fresh["cert"]],
                   check=True, capture_output=True)
    for kind in ("key", "cert"):
        os.replace(fresh[kind], made[kind])
    return made["cert"], made["key"]


class SecureClient:
    def __init__(self, port, certificate):
        self.port, self.trust = port, ssl.create_default_context(cafile=certificate)
        self.token = None

    def call(self, method, path, body=None, kind="application/json"):
        connection = http.client.HTTPSConnection("127.0.0.1", self.port, context=self.trust, timeout=30)
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        if body is not None:
            headers["Content-Type"] = kind
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer, content

    def json(self, method, path, value=None):
        answer, content = self.call(method, path, None if value is None else json.dumps(value))
        assert answer.status < 300, (answer.status, content[:300])
        return json.loads(content)


def common_name(port):
    """Of the certificate that the server shows now."""
    shown = ssl.get_server_certificate(("127.0.0.1", port))
    said = subprocess.run(["openssl", "x509", "-noout", "-subject"], input=shown, capture_output=True, text=True, check=True)
    return said.stdout.strip().rsplit("=", 1)[1].strip()


def wait_for(reached, limit=20):
    end = time.monotonic() + limit
    while not reached():
        assert time.monotonic() < end, "it does not come"
        time.sleep(.05)


def main():
    with tempfile.TemporaryDirectory(prefix="fm-tls-") as folder:
        certificate, key = make_certificate(folder, "first")
        files = {"FM_TLS_CERTIFICATE_FILE": certificate, "FM_TLS_KEY_FILE": key, "FM_HEAD_TIMEOUT_SECONDS": "1"}

        for wrong, words in (({"FM_TLS_KEY_FILE": ""}, "go together"), ({"FM_TLS_KEY_FILE": certificate}, "private key")):
            try:
                with Server(env={**files, **wrong}):
                    raise AssertionError("it starts with half of a certificate")
            except RuntimeError as e:
                assert words in str(e), e

        with Server(env=files, ready=False) as server:
            client = SecureClient(server.port, certificate)
            wait_for(lambda: client.call("GET", "/health/ready")[0].status == 200)
            client.json("POST", "/auth/register", {"email": "a@example.org", "username": "a", "password": "long enough"})
            client.token = client.json("POST", "/auth/login", {"email": "a@example.org", "password": "long enough"})["access_token"]

            made, _ = client.call("POST", "/api/v1/cases", json.dumps({"title": "t", "description": ""}))
            assert made.getheader("Location").startswith(f"https://127.0.0.1:{server.port}/api/v1/cases/"), made.getheader("Location")
            case = made.getheader("Location").rsplit("/", 1)[1]

            # An upload and its download: files go through buffers and come back the same.
            content = os.urandom(3_000_001).hex().encode()
            form = multipart({"case_id": case, "file": log_file(content, "big.log")}, "b")
            answer, body = client.call("POST", "/evidence/upload", form, "multipart/form-data; boundary=b")
            assert answer.status == 201, body
            answer, body = client.call("GET", f"/evidence/{json.loads(body)['id']}/download")
            assert answer.status == 200 and body == content, (answer.status, len(body))
            answer, body = client.call("GET", "/docs/assets/swagger-ui-bundle.js")
            assert answer.status == 200 and len(body) > 1_000_000

            # Whoever does not speak TLS, or says nothing, is let go, and the server goes on.
            with socket.create_connection(("127.0.0.1", server.port), timeout=20) as plain:
                plain.sendall(b"GET /health HTTP/1.1\r\nHost: a\r\n\r\n")
                while plain.recv(4096):
                    pass
            with socket.create_connection(("127.0.0.1", server.port), timeout=20) as silent:
                assert silent.recv(1) == b"", "a handshake may take for ever"
            assert client.json("GET", "/health")["status"] == "healthy"

            # A refusal before the whole body has come is seen by the client.
            big = multipart({"case_id": case, "file": log_file(b"x" * (101 << 20))}, "b")
            try:
                answer, body = client.call("POST", "/evidence/upload", big, "multipart/form-data; boundary=b")
                assert answer.status == 413, answer.status
            except (ssl.SSLError, ConnectionError):
                pass  # the client was still sending when the answer came

            # A renewed certificate is used for new connections; a broken one is not.
            assert common_name(server.port) == "first"
            make_certificate(folder, "second")
            wait_for(lambda: common_name(server.port) == "second")
            with open(certificate, "w", encoding="ascii") as f:
                f.write("no certificate")
            wait_for(lambda: "the old certificate stays in use" in server.log())
            assert common_name(server.port) == "second"
            assert server.stop() == 0, server.log()
    return 0


if __name__ == "__main__":
    sys.exit(main())
