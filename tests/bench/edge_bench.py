#!/usr/bin/env python3
"""The HTTP edge alone against RESTinio's hello: a heartbeat with sign-in, ids, CORS, Date and counters, answered on the spot."""
import base64
import hashlib
import hmac
import json
import os
import sys
import time

from http_load import compare

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BIN = os.path.join(ROOT, "build", "release", "bin")
SECRET = "a secret of the benchmark that is long enough"


def encode(part):
    return base64.urlsafe_b64encode(part if isinstance(part, bytes) else json.dumps(part).encode()).rstrip(b"=").decode()


def token():
    now = int(time.time())
    claims = {"sub": "0198c0de-0000-7000-8000-000000000001", "email": "bench@example.com", "username": "bench", "roles": ["user"],
              "type": "access", "jti": "0198c0de-0000-7000-8000-000000000002", "family": "0198c0de-0000-7000-8000-000000000003",
              "iat": now, "exp": now + 3600}
    text = f"{encode({'alg': 'HS256', 'typ': 'JWT', 'kid': 'default-key'})}.{encode(claims)}"
    return f"{text}.{encode(hmac.new(SECRET.encode(), text.encode(), hashlib.sha256).digest())}"


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    headers = {"Authorization": f"Bearer {token()}", "Origin": "chrome-extension://abcdefghijklmnop"}
    fine = compare([
        {"name": "RESTinio hello", "command": [os.path.join(BIN, "hello_server"), "PORT"]},
        {"name": "heartbeat, no actor", "command": [os.path.join(BIN, "bare_server"), "PORT"], "env": {"JWT_SECRET": SECRET},
         "method": "POST", "path": "/sessions/0198c0de-0000-7000-8000-00000000000a/heartbeat", "headers": headers, "limit": 1.45},
    ], rounds=rounds)
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
