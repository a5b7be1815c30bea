"""The OpenAPI document of a running server: its operations, and whether an answer is one that it describes."""
import json
import os
import re

import jsonschema

HERE = os.path.dirname(os.path.abspath(__file__))
VERBS = ("get", "post", "put", "patch", "delete")
UUID = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$")

formats = jsonschema.FormatChecker(formats=[])
formats.checks("uuid")(lambda v: not isinstance(v, str) or bool(UUID.match(v)))
formats.checks("date-time")(lambda v: not isinstance(v, str) or bool(TIME.match(v)))


class Operation:
    def __init__(self, document, method, path, what):
        self.document, self.method, self.path, self.what = document, method.upper(), path, what
        self.id = what["operationId"]
        self.parameters = [document.resolve(p) for p in what.get("parameters", [])]
        body = document.resolve(what.get("requestBody", {}))
        self.content = body.get("content", {})
        self.responses = what["responses"]
        security = what.get("security", [])
        self.needs_token = bool(security) and {} not in security
        self.takes_token = bool(security)

    def __repr__(self):
        return f"{self.method} {self.path}"

    def names(self, where):
        return [p["name"] for p in self.parameters if p["in"] == where]

    def json_schema(self):
        return self.document.flat(self.content["application/json"]["schema"]) if "application/json" in self.content else None

    def fault(self, answer):
        """What the document does not say of an answer; None when it says it all."""
        described = self.responses.get(str(answer.status))
        if described is None:
            return f"{self}: {answer} has a status that is not described ({', '.join(self.responses)})"
        content = self.document.resolve(described).get("content")
        kind = (answer.headers.get("Content-Type") or "").split(";")[0].strip()
        if not content:
            return None if not answer.body or answer.status in (204, 304) else f"{self}: {answer} has a body that is not described"
        if kind not in content and "*/*" not in content:
            return f"{self}: {answer} is {kind}, which is not described"
        if kind != "application/json":
            return None
        schema = content[kind]["schema"]
        errors = self.document.errors(schema, json.loads(answer.body))
        return f"{self}: {answer} does not fit its schema: {errors[0]}" if errors else None


class Document:
    def __init__(self, root):
        self.root = root
        self.operations = [Operation(self, method, path, item[method]) for path, item in root["paths"].items()
                           for method in VERBS if method in item]

    def resolve(self, value):
        while isinstance(value, dict) and "$ref" in value:
            at = self.root
            for step in value["$ref"][2:].split("/"):
                at = at[step]
            value = at
        return value

    def flat(self, schema):
        """A schema with its references and allOf joined, as far as its own properties go."""
        schema = self.resolve(schema)
        out = {k: v for k, v in schema.items() if k != "allOf"}
        for part in schema.get("allOf", []):
            part = self.flat(part)
            out["properties"] = {**part.get("properties", {}), **out.get("properties", {})}
            out["required"] = part.get("required", []) + out.get("required", [])
            out.setdefault("type", part.get("type"))
        return out

    def errors(self, schema, value):
        validator = jsonschema.Draft202012Validator({"allOf": [schema], "components": self.root["components"]},
                                                    format_checker=formats)
        return [f"{'/'.join(map(str, e.absolute_path))}: {e.message[:300]}" for e in validator.iter_errors(value)]

    def schema_faults(self):
        """Examples that do not fit their own schemas."""
        for op in self.operations:
            for status, response in op.responses.items():
                content = self.resolve(response).get("content", {})
                for kind, media in content.items():
                    if kind == "application/json" and "example" in media:
                        for error in self.errors(media["schema"], media["example"]):
                            yield f"{op}: the example of {status}: {error}"
            for kind, media in op.content.items():
                if kind == "application/json" and "example" in media:
                    for error in self.errors(media["schema"], media["example"]):
                        yield f"{op}: the example of its body: {error}"


def wanted():
    """(method, path) of every operation that the server must have."""
    with open(os.path.join(HERE, "operations.txt"), encoding="ascii") as f:
        return [tuple(line.split()) for line in f]
