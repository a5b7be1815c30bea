#!/usr/bin/env python3
"""Every operation of the served document, in both mounts: success, no token, who may not, what is not there, wrong
input; each answer is one that the document describes."""
import base64
import copy
import hashlib
import hmac
import json
import os
import subprocess
import sys
import tempfile
import time
import uuid

import support
from contract.document import Document, wanted
from contract.things import Things, log_file, ok
from http_client import Client, sign_up
from server import Server

SECRET = "a secret that only the tests know, long enough"
NOBODY = "018f0000-0000-7000-8000-000000000000"  # a well-formed id that no object has
# Operations whose example needs something that one call alone cannot have: what the example gets instead.
INSTEAD = {"oauthTokenV1": {400}, "devLoginV1": {404}, "resetPassword": {400}, "resetPasswordV1": {400},
           "linkReportsToClosure": {400}, "linkReportsToClosureV1": {400}}
ENDS_SIGN_IN = {"logout", "logoutV1", "logoutShort", "changePassword", "changePasswordV1", "deleteAccount", "deleteAccountV1"}


def expired_token(user_id):
    """A token as the server makes it, but of yesterday."""
    def encoded(value):
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=")
    now = int(time.time())
    claims = {"sub": user_id, "email": "a@b", "username": "a", "roles": ["user", "admin"], "type": "access",
              "jti": str(uuid.uuid4()), "sid": str(uuid.uuid4()), "iat": now - 7200, "exp": now - 3600}
    text = encoded({"alg": "HS256", "typ": "JWT", "kid": "default-key"}) + b"." + encoded(claims)
    signature = base64.urlsafe_b64encode(hmac.new(SECRET.encode(), text, hashlib.sha256).digest()).rstrip(b"=")
    return (text + b"." + signature).decode()


class Contract:
    def __init__(self, server):
        self.port = server.port
        self.admin, _ = sign_up(server.port, "admin")
        self.ann, ann = sign_up(server.port, "ann")
        self.bob, bob = sign_up(server.port, "bob")
        _, carl = sign_up(server.port, "carl")  # whom administrators disable
        self.ann_id, self.bob_id, self.carl_id = ann["user_id"], bob["user_id"], carl["user_id"]
        self.document = Document(ok(self.ann.get("/openapi.json")))
        invite = ok(self.admin.post("/admin/invites", {}))["invite_id"]  # which only administrators make
        self.of_ann = Things(self.ann, user_id=self.ann_id, invite_id=invite)
        self.faults, self.calls = [], 0

    # -- calling -------------------------------------------------------------------------------------------
    def call(self, op, path, client, expect, why, **sent):
        """One call; whatever the document does not describe, or nobody expected, is a fault."""
        answer = client.call(op.method, path, **sent)
        self.calls += 1
        fault = op.fault(answer)
        if fault:
            self.faults.append(f"{why}: {fault}")
        if expect and answer.status not in expect:
            self.faults.append(f"{why}: {op}: {sorted(expect)} expected, not {answer} to {sent}")
        if answer.status == 401 and answer.headers.get("WWW-Authenticate") != "Bearer" and "oauth" not in op.path:
            self.faults.append(f"{why}: {op}: 401 without WWW-Authenticate")
        return answer

    def client_for(self, op):
        return self.admin if "403" in op.responses and (op.path.startswith(("/admin", "/api/v1/admin")) or op.path.endswith("/health/config")) else self.ann

    def things_for(self, op):
        """What an operation ends is made for it alone."""
        client = self.client_for(op)
        ends = op.method == "DELETE" or op.path.rsplit("/", 1)[1] in ("close", "archive", "status", "cleanup", "cancel", "batch-delete", "bulk-update", "link")
        if client is self.ann and not ends:
            return self.of_ann
        user_id = self.carl_id
        if op.id.startswith("deleteUser"):
            user_id = sign_up(self.port, "deleted" + uuid.uuid4().hex[:8])[1]["user_id"]
        return Things(client, user_id=user_id)

    def request_for(self, op, things):
        """Path and body of a request that should succeed, from the examples of the document."""
        path = things.fill(op.path)
        query = [f"{p['name']}={p['example']}" for p in op.parameters if p["in"] == "query" and "example" in p]
        if query:
            path += "?" + "&".join(query)
        sent = {}
        if "application/json" in op.content:
            sent["body"] = self.with_ids(copy.deepcopy(op.content["application/json"].get("example", {})), things)
        elif "multipart/form-data" in op.content:
            media = op.content["multipart/form-data"]
            form = self.with_ids(dict(media.get("example", {})), things)
            for name, schema in self.document.flat(media["schema"])["properties"].items():
                schema = self.document.flat(schema)
                if schema.get("format") == "binary" or schema.get("contentMediaType"):
                    form[name] = log_file()
                elif (schema.get("items") or {}).get("format") == "binary":
                    form[name] = log_file()
            sent["form"] = {k: v if isinstance(v, (tuple, str)) else json.dumps(v) for k, v in form.items()}
        return path, sent

    def with_ids(self, value, things):
        if isinstance(value, dict):
            return {k: things[k] if k in ID_FIELDS and isinstance(v, str) else
                    [things[ID_LISTS[k]]] if k in ID_LISTS else self.with_ids(v, things) for k, v in value.items()}
        return [self.with_ids(v, things) for v in value] if isinstance(value, list) else value

    # -- what is tried -------------------------------------------------------------------------------------
    def success(self, op):
        client, things = self.client_for(op), self.things_for(op)
        if op.id.removesuffix("V1") in ENDS_SIGN_IN or op.id in ENDS_SIGN_IN:
            client, _ = sign_up(self.port, "leaver" + uuid.uuid4().hex[:8])
        path, sent = self.request_for(op, things)
        if op.id.startswith("changePassword"):
            sent["body"]["current_password"] = client.account["password"]
        if op.id.startswith("deleteAccount"):
            sent["body"]["password"] = client.account["password"]
        if op.id.startswith(("register",)):
            name = "n" + uuid.uuid4().hex[:10]
            sent["body"].update(username=name, email=f"{name}@example.org")
        if op.id.startswith("createCollection"):
            sent["body"]["name"] = "c" + uuid.uuid4().hex[:10]
        if op.id.startswith("login"):
            sent["body"] = {"email": self.ann.account["email"], "password": self.ann.account["password"]}
        if op.id.startswith("refreshTokens"):
            sent["body"] = {"refresh_token": sign_up(self.port, "r" + uuid.uuid4().hex[:8])[0].refresh_token}
        expect = INSTEAD.get(op.id) or {int(s) for s in op.responses if s.startswith("2")}
        answer = self.call(op, path, client, expect, "success", **sent)
        if not answer.headers.get("X-Request-ID"):
            self.faults.append(f"{op}: no X-Request-ID")

    def who(self, op):
        """Every operation times whoever may call."""
        if not op.takes_token:
            return
        path = self.of_ann_or_nothing(op)
        body = {"raw": b"{", "headers": {"Content-Type": "application/json"}} if op.content else {}
        nobody = Client(self.port)
        if op.needs_token:
            self.call(op, path, nobody, {401}, "no token", **body)
        for name, token in (("expired", expired_token(self.ann_id)), ("refresh token", self.ann.refresh_token), ("nonsense", "x.y.z")):
            self.call(op, path, Client(self.port, token), {401}, name, **body)
        if self.client_for(op) is self.admin:
            self.call(op, path, self.ann, {403}, "not an admin")
        elif "{" in op.path and "user_id" not in op.path:
            path, sent = self.request_for(op, self.of_ann)
            for name, client in (("somebody else", self.bob), ("an admin", self.admin)):
                self.call(op, path, client, {404}, name, **sent)

    def of_ann_or_nothing(self, op):
        return self.of_ann.fill(op.path)

    def unknown(self, op):
        if "{" not in op.path:
            return
        client = self.client_for(op)
        _, sent = self.request_for(op, self.of_ann)
        for unknown in (NOBODY, "no-id"):
            path = op.path
            for name in op.names("path"):
                path = path.replace("{" + name + "}", unknown)
            self.call(op, path, client, {404}, f"unknown id {unknown}", **sent)

    def wrong_input(self, op):
        client = self.client_for(op)
        path, sent = self.request_for(op, self.of_ann)
        for p in op.parameters:
            if p["in"] != "query":
                continue
            schema = self.document.flat(p["schema"])
            kinds = schema.get("type") if isinstance(schema.get("type"), list) else [schema.get("type")]
            wrong = "x" if {"integer", "number", "boolean"} & set(kinds) else None
            if wrong is None and "enum" in schema:
                wrong = "no-such-word"
            if wrong is not None:
                joint = "&" if "?" in path else "?"
                self.call(op, f"{path}{joint}{p['name']}={wrong}", client, {422, 400}, f"query {p['name']}={wrong}", **sent)
        if not op.content:
            return
        wrong_type = {"raw": b"<a/>", "headers": {"Content-Type": "application/xml"}}
        self.call(op, path, client, {415}, "XML", **wrong_type)
        if "application/json" not in op.content:
            return
        malformed = {"raw": b'{"a": ', "headers": {"Content-Type": "application/json"}}
        self.call(op, path, client, {422, 400}, "malformed JSON", **malformed)
        self.call(op, path, client, {422, 400}, "an array", body=[1])
        schema = op.json_schema()
        example = sent.get("body") or {}
        for name, field in (schema.get("properties") or {}).items():
            for wrong in self.wrong_values(self.document.flat(field)):
                self.call(op, path, client, {422, 400}, f"{name}={str(wrong)[:40]}", body={**example, name: wrong})
        for name in schema.get("required", []):
            self.call(op, path, client, {422, 400}, f"without {name}", body={k: v for k, v in example.items() if k != name})

    @staticmethod
    def wrong_values(schema):
        kinds = schema.get("type")
        kinds = set(kinds if isinstance(kinds, list) else [kinds]) if kinds else set()
        if not kinds and "enum" not in schema:
            return
        if "string" in kinds:
            yield 7
            if "maxLength" in schema and schema["maxLength"] < 1_000_000:
                yield "x" * (schema["maxLength"] + 1)
            if schema.get("minLength"):
                yield ""
        if "enum" in schema:
            yield "no-such-word"
        if kinds & {"integer", "number"}:
            yield "7"
            if "maximum" in schema:
                yield schema["maximum"] + 1
            if "minimum" in schema:
                yield schema["minimum"] - 1
        if "boolean" in kinds:
            yield "yes"
        if "array" in kinds:
            yield {}
        if "object" in kinds:
            yield []

    def too_large(self, op):
        if "application/json" not in op.content:
            return
        path = self.of_ann.fill(op.path)
        self.call(op, path, self.client_for(op), {413}, "too large", raw=b"[" + b" " * (2 << 20),
                  headers={"Content-Type": "application/json"})


ID_FIELDS = {"case_id", "session_id", "evidence_id", "document_id", "report_id", "hypothesis_id", "data_id", "job_id"}
ID_LISTS = {"document_ids": "document_id", "report_ids": "report_id", "evidence_ids": "evidence_id"}


def test_document_and_tables_agree(contract):
    health = ok(contract.admin.get("/admin/openapi-health"))
    assert health["differences"] == [], "\n".join(health["differences"])
    assert health["endpoints_count"] == len(contract.document.operations)
    there = {(op.method, op.path) for op in contract.document.operations}
    missing = [f"{m} {p}" for m, p in wanted() if (m, p) not in there or (m, ("/api/v1" + p).removesuffix("/")) not in there]
    assert not missing, missing
    faults = list(contract.document.schema_faults())
    assert not faults, "\n".join(faults)


def test_document_passes_the_linter(contract):
    tool = os.path.join(support.ROOT, "tests", "tools", "node_modules", ".bin", "redocly")
    with tempfile.NamedTemporaryFile("w", suffix=".json") as f:
        json.dump(contract.document.root, f)
        f.flush()
        done = subprocess.run([tool, "lint", f.name, "--format=stylish"], capture_output=True, text=True, check=False,
                              env={**os.environ, "REDOCLY_TELEMETRY": "off"}, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Your API description is valid" in done.stdout + done.stderr


def main():
    settings = {"SECURITY_RATE_LIMIT_ENABLED": "false", "SECURITY_BCRYPT_ROUNDS": "4", "JWT_SECRET": SECRET,
                "FM_ACCESS_LOG": "false", "MAX_SESSIONS_PER_USER": "1000", "FM_MAX_JSON_SIZE_MB": "1"}
    with Server(env=settings) as server:
        contract = Contract(server)
        test_document_and_tables_agree(contract)
        test_document_passes_the_linter(contract)
        for tried in (contract.success, contract.who, contract.unknown, contract.wrong_input, contract.too_large):
            before = len(contract.faults)
            for op in contract.document.operations:
                try:
                    tried(op)
                except Exception as e:  # pylint: disable=broad-except
                    contract.faults.append(f"{tried.__name__}: {op}: {type(e).__name__}: {e}")
            print(f"{tried.__name__}: {len(contract.document.operations)} operations, {len(contract.faults) - before} faults")
        print(f"{contract.calls} calls")
        errors = [line for line in server.log().splitlines() if " error " in line]
        contract.faults += [f"logged: {line}" for line in errors]
        if contract.faults:
            print("\n".join(contract.faults[:200]))
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
