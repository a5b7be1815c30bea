"""One of each object of a user, made when it is needed."""
import time


def log_file(content=b"2026-11-23T15:24:06Z ERROR remaining connection slots are reserved\n", name="app.log"):
    return name, content, "text/plain"


def ok(answer, *statuses):
    assert answer.status in (statuses or (200, 201)), answer
    return answer.json()


class Things:
    """`things["case_id"]` is the id of a case of the user, and so on."""

    def __init__(self, client, **given):
        self.client, self.made = client, dict(given)

    def __getitem__(self, name):
        if name not in self.made:
            self.made[name] = getattr(self, "make_" + name)()
        return self.made[name]

    def fill(self, path):
        while "{" in path:
            name = path[path.index("{") + 1:path.index("}")]
            path = path.replace("{" + name + "}", self[name])
        return path

    def make_case_id(self):
        return ok(self.client.post("/cases", {"title": "Orders fail", "description": "since noon", "tags": ["orders"]}))["id"]

    def make_invite_id(self):
        return ok(self.client.post("/admin/invites", {}))["invite_id"]

    def make_session_id(self):
        return ok(self.client.post("/sessions", {}))["session_id"]

    def make_hypothesis_id(self):
        return ok(self.client.post(f"/cases/{self['case_id']}/hypotheses", {"title": "The pool is full", "description": "d"}))["id"]

    def make_evidence_id(self):
        made = ok(self.client.post("/evidence/upload", form={"case_id": self["case_id"], "file": log_file()}))
        self.wait_for_job(made["job_id"])
        return made["id"]

    def make_question_id(self):
        return ok(self.client.post(f"/cases/{self['case_id']}/queries", {"message": "why?"}))["query_id"]

    def make_file_id(self):
        return self["evidence_id"]

    def make_job_id(self):
        return ok(self.client.post("/evidence/upload", form={"case_id": self["case_id"], "file": log_file()}))["job_id"]

    def make_document_id(self):
        made = ok(self.client.post("/knowledge/documents", {"title": "Pools", "content": "# Pools\n\nMake the pool larger."}))
        self.wait_for_job(made["job_id"])
        return made["id"]

    def make_version(self):
        return "1"

    def make_collection_id(self):
        name = f"Runbooks {time.monotonic_ns()}"
        return ok(self.client.post("/knowledge/documents/collections", {"name": name}))["collection_id"]

    def make_report_id(self):
        made = ok(self.client.post(f"/cases/{self['case_id']}/reports", {"report_types": ["incident_report"]}))
        return made["reports"][0]["id"]

    def make_data_id(self):
        return ok(self.client.post(f"/cases/{self['case_id']}/data", {"kind": "note"}))["data_id"]

    def make_key_id(self):
        return ok(self.client.post("/auth/api-keys", {"name": "a key"}))["key_id"]

    def wait_for_job(self, job, limit=30):
        end = time.monotonic() + limit
        while ok(self.client.get(f"/jobs/{job}"))["status"] not in ("completed", "failed", "cancelled"):
            assert time.monotonic() < end, f"job {job} does not end"
            time.sleep(.01)
