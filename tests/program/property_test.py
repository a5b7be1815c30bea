#!/usr/bin/env python3
"""Requests made from the OpenAPI document at random (schemathesis): no failure of the server, and no status, header or
body that the document does not describe. PROPERTY_SECONDS bounds it."""
import os
import subprocess
import sys

from contract.things import ok
from http_client import sign_up
from server import Server

CHECKS = ("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
          "response_schema_conformance")
SETTINGS = {"SECURITY_RATE_LIMIT_ENABLED": "false", "SECURITY_BCRYPT_ROUNDS": "4", "FM_ACCESS_LOG": "false"}


def main():
    seconds = os.environ.get("PROPERTY_SECONDS", "60")
    tool = os.path.join(os.path.dirname(sys.executable), "schemathesis")
    with Server(env=SETTINGS) as server:
        admin, _ = sign_up(server.port, "admin")
        # A key, since random requests would sign a person out.
        key = ok(admin.post("/auth/api-keys", {"name": "properties", "scopes": ["read", "write", "admin"]}))["key"]
        command = [tool, "run", f"http://127.0.0.1:{server.port}/openapi.json", "--header", f"Authorization: Bearer {key}",
                   "--checks", ",".join(CHECKS), "--phases", "examples,coverage,fuzzing", "--workers", "2",
                   "--max-examples", "20", "--max-time", seconds, "--seed", "1", "--request-timeout", "30",
                   # Gives back what somebody has uploaded, with the type that they said it has.
                   "--exclude-operation-id-regex", "downloadEvidence",
                   "--continue-on-failure", "--suppress-health-check", "all", "--warnings", "off"]
        done = subprocess.run(command, cwd=server.data, timeout=int(seconds) * 4 + 120, check=False)
        assert server.process.poll() is None, f"the server has ended: {server.log()}"
        errors = [line for line in server.log().splitlines() if " error " in line]
        assert not errors, "\n".join(errors[:20])
        return done.returncode


if __name__ == "__main__":
    sys.exit(main())
