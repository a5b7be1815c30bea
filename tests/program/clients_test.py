#!/usr/bin/env python3
"""The calls of the real clients in their order: the browser extension and the dashboard of December 2025, and the
extension, the dashboard and the chat agent of 2026. What each reads must be there."""
import base64
import hashlib
import json
import re
import sys
import time
import unittest
import urllib.parse
import uuid

from http_client import Client
from server import Server

EXTENSION = "chrome-extension://abcdefghijklmnopabcdefghijklmnop"
DASHBOARD = "http://localhost:3333"
LOG = b"".join(b"2026-03-17T08:%02d:00Z ERROR orders: remaining connection slots are reserved for superusers\n" % m for m in range(30))


def has(value, *names):
    missing = [n for n in names if n not in value]
    assert not missing, f"missing {missing} in {json.dumps(value)[:800]}"
    return value


class ClientTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server(env={"AUTH_DEV_LOGIN": "true", "SECURITY_BCRYPT_ROUNDS": "4", "FM_ACCESS_LOG": "false"}).start()
        cls.nobody = Client(cls.server.port)

    @classmethod
    def tearDownClass(cls):
        cls.server.kill()

    def ok(self, answer, *statuses):
        self.assertIn(answer.status, statuses or (200,), answer)
        return answer.json() if answer.body else None

    def finished(self, client, answer, key):
        """An answer, or what its job ends with: `Location` is fetched as it stands, which must be absolute."""
        if answer.status != 202:
            return self.ok(answer, 200, 201)
        at = urllib.parse.urlsplit(answer.headers["Location"])
        self.assertEqual((at.scheme, at.hostname, at.port), ("http", "127.0.0.1", self.server.port))
        for _ in range(400):
            job = self.ok(client.get(at.path))
            if job["status"] == "completed":
                return job[key]
            self.assertIn(job["status"], ("pending", "processing"), job)
            time.sleep(.05)
        self.fail("the job does not end")

    def preflight(self, path, method, headers, origin=EXTENSION):
        answer = self.nobody.call("OPTIONS", path, headers={"Origin": origin, "Access-Control-Request-Method": method,
                                                            "Access-Control-Request-Headers": headers})
        self.assertEqual(answer.status, 204)
        self.assertEqual(answer.headers["Access-Control-Allow-Origin"], origin)
        self.assertEqual(answer.headers["Access-Control-Allow-Credentials"], "true")
        self.assertIn(method, answer.headers["Access-Control-Allow-Methods"])
        allowed = {h.strip() for h in answer.headers["Access-Control-Allow-Headers"].split(",")}
        self.assertLessEqual(set(headers.split(",")), allowed)

    # -- December 2025 ---------------------------------------------------------------------------------------
    def test_extension_of_2025(self):
        capabilities = self.ok(self.nobody.get("/v1/meta/capabilities"))
        self.assertEqual(capabilities["deploymentMode"], "self-hosted")
        has(capabilities, "dashboardUrl", "features", "limits")
        self.assertTrue(all(e.startswith(".") for e in capabilities["limits"]["allowedExtensions"]))

        # A session without a token, resumed by the same client; it gives access to nothing.
        wish = {"client_id": str(uuid.uuid4()), "session_type": "troubleshooting", "timeout_minutes": 180}
        session = has(self.ok(self.nobody.post("/api/v1/sessions", wish), 201), "session_id", "session_resumed", "client_id",
                      "status", "created_at", "user_id", "session_type", "message", "last_activity")
        self.assertFalse(session["session_resumed"])
        self.assertIsNone(session["user_id"])
        again = self.ok(self.nobody.post("/api/v1/sessions", wish), 200, 201)
        self.assertEqual((again["session_id"], again["session_resumed"]), (session["session_id"], True))
        refused = self.nobody.get("/api/v1/cases", headers={"X-Session-Id": session["session_id"]})
        self.assertEqual(refused.status, 401)
        self.assertIsInstance(refused.json()["detail"], str)

        # The dashboard signs in and hands the whole body over.
        state = has(self.ok(self.nobody.post("/api/v1/auth/dev-login", {"username": "copilot"})), "access_token", "token_type",
                    "expires_in", "user", "expires_at", "session_id")
        self.assertGreater(state["expires_at"], time.time() * 1000)
        self.assertLess(state["expires_at"], (time.time() + 86400) * 1000)
        client = Client(self.server.port, state["access_token"])
        extension = {"Origin": EXTENSION, "X-Session-Id": session["session_id"], "X-User-ID": "somebody"}

        self.assertEqual(self.ok(client.get("/api/v1/cases?limit=100", headers=extension))["cases"], [])
        made = client.post("/api/v1/cases", {"priority": "medium", "metadata": {"created_via": "browser_extension", "auto_generated": True}},
                           headers=extension)
        self.assertEqual(made.headers["Access-Control-Allow-Origin"], EXTENSION)
        case = has(self.ok(made, 201), "case_id", "title", "status", "owner_id", "created_at", "updated_at")
        self.assertRegex(case["title"], r"^Case-\d{4}-1$")
        self.assertEqual(case["owner_id"], state["user"]["user_id"])
        at = f"/api/v1/cases/{case['case_id']}"

        before = has(self.ok(client.get(at + "/ui")), "status", "title", "updated_at", "current_turn", "uploaded_files_count", "consulting")
        self.assertEqual(before["status"], "consulting")
        has(before["consulting"], "proposed_problem_statement", "problem_statement_confirmed")

        form = {"session_id": session["session_id"], "file": ("app.log", LOG, "text/plain"), "description": "of the orders",
                "source_metadata": json.dumps({"source_type": "file_upload"})}
        sent = self.finished(client, client.post(at + "/data", form=form, headers=extension), "result")
        has(sent, "file_name", "file_size", "uploaded_at", "agent_response")
        self.assertIsInstance(sent["agent_response"]["content"], str)
        has(sent["agent_response"], "response_type")
        files = self.ok(client.get(at + "/uploaded-files"))["files"]
        self.assertEqual(len(files), 1)
        has(files[0], "file_id", "filename", "size_bytes", "uploaded_at_turn", "summary", "evidence_count")
        one = self.ok(client.get(f"{at}/uploaded-files/{files[0]['file_id']}"))
        has(one, "filename", "uploaded_at_turn", "summary", "derived_evidence")
        for derived in one["derived_evidence"]:
            has(derived, "evidence_id", "summary", "category", "related_hypothesis_ids")

        turn = self.finished(client, client.post(at + "/queries", {"message": "Why do the orders fail?"}, headers=extension), "response")
        has(turn, "agent_response", "turn_number", "milestones_completed", "case_status", "progress_made", "is_stuck")
        self.assertIn("connection slots", turn["agent_response"])
        listed = self.ok(client.get(at + "/messages?include_debug=true"))
        has(listed, "messages", "total_count", "retrieved_count", "has_more", "debug_info")
        self.assertEqual(listed["total_count"], listed["retrieved_count"])
        for message in listed["messages"]:
            has(message, "message_id", "id", "role", "content", "created_at", "turn_number")
        row = self.ok(client.get("/api/v1/cases?limit=100&offset=0"))["cases"][0]
        has(row, "case_id", "title", "updated_at", "created_at", "message_count", "status", "owner_id")
        self.assertEqual(row["message_count"], listed["total_count"])

        self.ok(client.call("PUT", at, {"title": "Orders out of connections"}))
        named = client.post(at + "/title", {"max_words": 8})
        self.assertEqual((self.ok(named)["title"], named.headers["x-title-source"]), ("Orders out of connections", "existing"))

        self.ok(client.call("PATCH", at + "/status", {"status": "investigating"}), 200, 400)
        shown = self.ok(client.get(at + "/ui"))
        self.assertEqual(shown["status"], "investigating")
        has(shown["progress"], "milestones_completed", "total_milestones", "current_stage")
        has(shown, "investigation_strategy", "problem_verification", "working_conclusion", "latest_evidence", "active_hypotheses")
        self.ok(client.call("PATCH", at + "/status", {"status": "resolved"}))
        shown = self.ok(client.get(at + "/ui"))
        for block, names in (("root_cause", ("description", "category", "severity")), ("solution_applied", ("description", "applied_at")),
                             ("verification_status", ("verified",)),
                             ("resolution_summary", ("total_duration_minutes", "milestones_completed", "evidence_collected"))):
            has(shown[block], *names)
        self.assertIsInstance(shown["reports_available"], list)

        wanted = self.ok(client.get(at + "/report-recommendations"))
        has(wanted, "available_for_generation", "runbook_recommendation")
        has(wanted["runbook_recommendation"], "action", "reason")
        reports = self.ok(client.post(at + "/reports", {"report_types": ["incident_report"]}), 200, 201)["reports"]
        has(reports[0], "report_id", "title", "report_type", "generated_at")
        copy = client.get(f"{at}/reports/{reports[0]['report_id']}/download")
        self.assertEqual(copy.status, 200)
        self.assertIn(b"connection slots", copy.body)

        self.ok(client.post(at + "/close", {}), 200)
        late = client.post(at + "/queries", {"message": "And now?"})
        self.assertEqual((late.status, late.headers.get("x-error-code")), (409, None))
        self.assertEqual(client.call("DELETE", at).status, 204)
        self.assertTrue(self.ok(client.post("/api/v1/auth/logout"))["all_sessions_ended"])
        self.assertEqual(client.get("/api/v1/cases").status, 401)

    def test_dashboard_of_2025(self):
        for headers in ("content-type", "authorization,x-user-id", "authorization,x-user-id,x-user-roles"):
            self.preflight("/api/v1/documents", "GET", headers, "http://localhost:5173")
        state = self.ok(self.nobody.post("/api/v1/auth/dev-login", {"username": "admin"}))
        self.assertTrue(state["user"]["is_admin"])
        self.assertIn("admin", state["user"]["roles"])
        client = Client(self.server.port, state["access_token"])
        for at, kind in (("/api/v1/documents", "guide"), ("/api/v1/admin/kb/documents", "playbook")):
            form = {"title": "Pools", "document_type": kind, "tags": "db, pools", "source_url": "https://example.org/pools",
                    "description": "about pools", "file": ("pools.md", b"# Pools\n\nMake the pool larger.\n", "text/markdown")}
            self.assertIn(client.post(at + ("/upload" if at.endswith("v1/documents") else ""), form=form).status, (200, 201, 202))
            listed = self.ok(client.get(at + "?limit=20&offset=0", headers={"X-User-Roles": "nobody"}))
            self.assertEqual(listed["total_count"], len(listed["documents"]))
            document = has(listed["documents"][0], "document_id", "title", "document_type", "tags", "created_at")
            self.assertEqual((document["document_type"], document["tags"]), (kind, ["db", "pools"]))
            read = has(self.ok(client.get(f"/api/v1/knowledge/documents/{document['document_id']}")), "document_id", "id", "title",
                       "content", "document_type", "category", "tags", "source_url", "description", "status", "created_at", "updated_at")
            self.assertIn("Make the pool larger", read["content"])
            self.assertIn(client.call("DELETE", f"{at}/{document['document_id']}").status, (200, 204))
        other = Client(self.server.port, self.ok(self.nobody.post("/api/v1/auth/dev-login", {"username": "reader"}))["access_token"])
        self.assertEqual(other.get("/api/v1/admin/kb/documents", headers={"X-User-Roles": "admin"}).status, 403)
        self.ok(client.post("/v1/auth/logout"))

    # -- 2026 ------------------------------------------------------------------------------------------------
    def test_extension_of_2026(self):
        for method, headers in (("GET", "authorization,content-type"), ("POST", "authorization,content-type,x-session-id"),
                                ("POST", "authorization,content-type,idempotency-key,x-session-id"),
                                ("PUT", "authorization,idempotency-key,x-session-id"), ("DELETE", "content-type")):
            self.preflight("/api/v1/cases/x", method, headers)
        config = self.ok(self.nobody.get("/api/v1/auth/config"))
        self.assertEqual((config["auth_mode"], config["supports_registration"]), ("local", True))
        account = {"username": "carol", "email": "carol@example.org", "display_name": "Carol", "password": "carol's password"}
        joined = has(self.ok(self.nobody.post("/api/v1/auth/register", account), 201), "access_token", "refresh_token", "expires_in",
                     "refresh_expires_in", "session_id", "user")
        has(joined["user"], "user_id")
        signed = self.ok(self.nobody.post("/api/v1/auth/login", {"username": "carol", "password": "carol's password", "email": None}))
        fresh = self.ok(self.nobody.post("/api/v1/auth/refresh", {"refresh_token": signed["refresh_token"]}))
        client = Client(self.server.port, has(fresh, "access_token", "refresh_token", "expires_in")["access_token"])
        me = has(self.ok(client.get("/api/v1/auth/me")), "user_id", "username", "email", "display_name", "is_dev_user", "roles")
        self.assertEqual(me["display_name"], "Carol")
        session = self.ok(client.post("/api/v1/sessions", {"client_id": str(uuid.uuid4()), "session_type": "troubleshooting",
                                                           "timeout_minutes": 180}), 201)
        self.ok(client.post(f"/api/v1/sessions/{session['session_id']}/heartbeat"))

        # The same key again is the same case.
        key = {"Idempotency-Key": "opt_case_1700000000000_1", "Origin": EXTENSION, "X-Session-Id": session["session_id"]}
        wish = {"title": None, "priority": "low"}
        case = has(self.ok(client.post("/api/v1/cases", wish, headers=key), 201), "case_id", "title", "state", "created_at", "updated_at",
                   "description", "resolved_at", "current_turn", "user_id", "owner_id", "organization_id", "closure_reason", "closed_at")
        self.assertEqual(self.ok(client.post("/api/v1/cases", wish, headers=key), 201)["case_id"], case["case_id"])
        reused = client.post("/api/v1/cases", {"title": "other"}, headers=key)
        self.assertEqual((reused.status, reused.headers["x-error-code"]), (409, "DUPLICATE_REQUEST"))
        self.assertIn("x-error-code", reused.headers["Access-Control-Expose-Headers"])
        self.assertEqual(len(self.ok(client.get("/api/v1/cases?limit=100&offset=0"))["cases"]), 1)
        at = f"/api/v1/cases/{case['case_id']}"
        shown = self.ok(client.get(at + "/ui"))
        self.assertEqual(shown["state"], "inquiry")
        has(shown, "inquiry", "title", "updated_at", "current_turn", "uploaded_files_count", "valid_next_states", "disposition_eligibility")
        has(shown["disposition_eligibility"], "resolved", "closed")

        key["Idempotency-Key"] = "opt_msg_1700000000000_1"
        form = {"query": "Why do the orders fail?", "input_type": "file", "files": ("app.log", LOG, "text/plain")}
        turn = self.finished(client, client.post(at + "/turns", form=form, headers=key), "result")
        has(turn, "agent_response", "turn_number", "case_state", "milestones_completed", "progress_made", "attachments_processed", "suggested_actions")
        self.assertIn("connection slots", turn["agent_response"])
        attached = has(turn["attachments_processed"][0], "file_id", "filename", "file_size", "source_type", "processing_status",
                       "upload_source", "uploaded_at")
        self.assertEqual(attached["filename"], "app.log")
        for action in turn["suggested_actions"]:
            has(action, "label", "type")
        again = self.finished(client, client.post(at + "/turns", form=form, headers=key), "result")
        self.assertEqual(again["turn_number"], turn["turn_number"])

        messages = self.ok(client.get(at + "/messages?limit=100"))
        self.assertEqual(messages["total_count"], len(messages["messages"]))
        self.assertLessEqual({m["role"] for m in messages["messages"]}, {"user", "assistant", "system"})
        self.assertFalse(re.match(r"^Case-\d{4}-\d+$", self.ok(client.get(at))["title"]), "the case has no better title yet")

        moved = {"query": "Start the investigation", "intent_type": "status_transition",
                 "intent_data": json.dumps({"from_state": "inquiry", "to_state": "investigating", "user_confirmed": True})}
        answer = client.post(at + "/turns", form=moved, headers={"Idempotency-Key": "opt_msg_1700000000000_2"})
        state = self.finished(client, answer, "result")["case_state"]
        self.assertEqual(state, "investigating")
        shown = self.ok(client.get(at + "/ui"))
        has(shown["progress"], "current_stage", "completed_indicators", "total_evidence")
        self.assertIn(shown["progress"]["current_stage"], ("diagnosis", "mitigation", "treatment"))
        self.assertIsInstance(shown["problem_statement"], str)
        self.assertIn("resolved", shown["valid_next_states"])
        moved["intent_data"] = json.dumps({"from_state": "investigating", "to_state": "resolved", "user_confirmed": True})
        moved["query"] = "It is solved"
        answer = client.post(at + "/turns", form=moved, headers={"Idempotency-Key": "opt_msg_1700000000000_3"})
        self.assertEqual(self.finished(client, answer, "result")["case_state"], "resolved")
        shown = self.ok(client.get(at + "/ui"))
        has(shown, "root_cause", "solution_applied", "resolution_summary", "reports_available")
        self.assertEqual(client.call("DELETE", at).status, 204)
        self.assertTrue(self.ok(client.post("/api/v1/auth/logout"))["all_sessions_ended"])

    def test_dashboard_of_2026_lets_a_client_in(self):
        state = self.ok(self.nobody.post("/api/v1/auth/dev-login", {"username": "dave"}))
        person = Client(self.server.port, state["access_token"])
        verifier = base64.urlsafe_b64encode(uuid.uuid4().bytes * 2).rstrip(b"=").decode()
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        wish = {"client_id": "faultmaven-copilot", "redirect_uri": "https://abcdefghijklmnop.chromiumapp.org/", "state": "xyz",
                "code_challenge": challenge, "code_challenge_method": "S256", "scope": "openid profile email cases:read"}
        query = urllib.parse.urlencode({"response_type": "code", **wish})
        self.preflight("/api/v1/auth/oauth/authorize", "POST", "authorization,content-type", DASHBOARD)
        consent = self.ok(person.get("/api/v1/auth/oauth/authorize?" + query, headers={"Origin": DASHBOARD}))
        has(consent, "client_id", "redirect_uri", "scope", "state", "code_challenge", "code_challenge_method", "user")
        refused = self.ok(person.post("/api/v1/auth/oauth/authorize", {"approved": False, **wish}))
        has(refused, "error", "error_description")
        granted = self.ok(person.post("/api/v1/auth/oauth/authorize", {"approved": True, **wish}))
        self.assertEqual(granted["state"], "xyz")
        exchange = {"grant_type": "authorization_code", "code": granted["code"], "code_verifier": verifier,
                    "client_id": wish["client_id"], "redirect_uri": wish["redirect_uri"]}
        tokens = has(self.ok(self.nobody.post("/api/v1/auth/oauth/token", exchange)), "access_token", "refresh_token", "token_type",
                     "expires_in", "refresh_expires_in", "user_id", "username")
        has(self.ok(Client(self.server.port, tokens["access_token"]).get("/api/v1/auth/me")), "user_id")
        wrong = self.nobody.post("/api/v1/auth/oauth/token", exchange)
        self.assertEqual((wrong.status, wrong.json()["error"]), (400, "invalid_grant"))
        self.ok(self.nobody.post("/api/v1/auth/oauth/revoke", {"token": "unknown", "token_type_hint": "refresh_token",
                                                               "client_id": wish["client_id"]}))
        bad = self.nobody.get("/api/v1/auth/oauth/authorize?" + query)
        self.assertEqual(bad.status, 401)
        has(bad.json(), "error", "error_description")

    def test_chat_agent_of_2026(self):
        self.assertIsInstance(self.ok(self.nobody.get("/health")), dict)
        state = self.ok(self.nobody.post("/api/v1/auth/dev-login", {"username": "slack"}))
        refresh = {"grant_type": "refresh_token", "refresh_token": state["refresh_token"], "client_id": "faultmaven-slack-agent"}
        tokens = self.ok(self.nobody.post("/api/v1/auth/oauth/token", refresh))
        self.assertNotEqual(tokens["refresh_token"], state["refresh_token"])
        client = Client(self.server.port, tokens["access_token"])
        self.ok(client.get("/api/v1/auth/me"))
        case = self.ok(client.post("/api/v1/cases", {"title": None}), 201)["case_id"]
        at = f"/api/v1/cases/{case}/turns"
        # Text alone comes as an urlencoded form, files as multipart.
        sent = urllib.parse.urlencode({"query": "Orders fail since noon", "observed_at": "2026-03-17T12:00:00Z"}).encode()
        answer = client.call("POST", at, raw=sent, headers={"Content-Type": "application/x-www-form-urlencoded"})
        turn = has(self.finished(client, answer, "result"), "agent_response", "case_state", "turn_number", "progress_made",
                   "milestones_completed", "suggested_actions")
        pasted = urllib.parse.urlencode({"pasted_content": LOG.decode(), "input_type": "paste"}).encode()
        answer = client.call("POST", at, raw=pasted, headers={"Content-Type": "application/x-www-form-urlencoded"})
        second = self.finished(client, answer, "result")
        self.assertEqual(second["turn_number"], turn["turn_number"] + 1)
        self.assertEqual(len(second["attachments_processed"]), 1)
        self.assertEqual(client.post(at, form={"input_type": "paste"}).status, 422)
        gone = str(uuid.uuid4())
        self.assertEqual(client.post(f"/api/v1/cases/{gone}/turns", form={"query": "x"}).status, 404)


if __name__ == "__main__":
    unittest.main()
