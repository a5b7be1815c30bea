#!/usr/bin/env python3
"""Many at once: changes of one case, double submits, a deletion during a turn, refreshes from several tabs, a thousand
sessions. No update is lost, nothing hangs or fails with 500, and nobody is signed out."""
import collections
import concurrent.futures
import sys
import unittest
import uuid

from contract.things import log_file, ok
from http_client import Client, sign_up
from server import Server

SETTINGS = {"SECURITY_RATE_LIMIT_ENABLED": "false", "SECURITY_BCRYPT_ROUNDS": "4", "FM_ACCESS_LOG": "false",
            "MAX_SESSIONS_PER_USER": "1000"}


def at_once(calls, threads=16):
    """Runs them together; their answers in order. A call that hangs fails the test by its own time limit."""
    with concurrent.futures.ThreadPoolExecutor(threads) as pool:
        return [f.result() for f in [pool.submit(c) for c in calls]]


class ConcurrencyTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server(env=SETTINGS).start()
        cls.ann, _ = sign_up(cls.server.port, "ann")
        cls.bob, _ = sign_up(cls.server.port, "bob")

    @classmethod
    def tearDownClass(cls):
        errors = [line for line in cls.server.log().splitlines() if " error " in line]
        cls.server.kill()
        assert not errors, errors

    def case(self):
        return ok(self.ann.post("/cases", {"title": "Orders fail", "description": ""}))["id"]

    def statuses(self, answers):
        counted = collections.Counter(a.status for a in answers)
        self.assertFalse([s for s in counted if s >= 500 and s != 503], counted)
        return counted

    def test_no_change_of_a_case_is_lost(self):
        case = self.case()
        before = ok(self.ann.get(f"/cases/{case}"))["version"]
        changes = [lambda i=i: self.ann.call("PATCH", f"/cases/{case}", {"title": f"title {i}"}) for i in range(40)]
        changes += [lambda i=i: self.ann.post(f"/cases/{case}/messages", {"role": "user", "content": f"note {i}"}) for i in range(40)]
        changes += [lambda i=i: self.ann.post(f"/cases/{case}/hypotheses", {"title": f"h {i}", "description": ""}) for i in range(20)]
        strangers = [lambda: self.bob.call("PATCH", f"/cases/{case}", {"title": "stolen"}) for _ in range(10)]
        answers = at_once(changes + strangers)
        self.assertEqual(self.statuses(answers[:100]), {200: 40, 201: 60})
        self.assertEqual(self.statuses(answers[100:]), {404: 10})
        self.assertEqual(ok(self.ann.get(f"/cases/{case}"))["version"], before + 100)
        self.assertEqual(len(ok(self.ann.get(f"/cases/{case}/messages?limit=200"))), 40)
        self.assertEqual(len(ok(self.ann.get(f"/cases/{case}/hypotheses"))), 20)

    def test_a_version_is_changed_once(self):
        case = self.case()
        tag = self.ann.get(f"/cases/{case}").headers["ETag"]
        answers = at_once([lambda i=i: self.ann.call("PATCH", f"/cases/{case}", {"title": f"title {i}"}, headers={"If-Match": tag})
                           for i in range(20)])
        self.assertEqual(self.statuses(answers), {200: 1, 409: 19})
        for a in answers:
            if a.status == 409:
                self.assertEqual((a.headers["x-error-code"], a.headers["x-expected-version"]), ("CASE_VERSION_CONFLICT", "1"))
                self.assertGreater(int(a.headers["x-actual-version"]), 1)

    def test_a_double_submit_is_one(self):
        key = {"Idempotency-Key": "double-" + uuid.uuid4().hex}
        answers = at_once([lambda: self.ann.post("/api/v1/cases", {"title": "once"}, headers=key) for _ in range(20)])
        self.assertEqual(self.statuses(answers), {201: 20})
        self.assertEqual(len({a.json()["case_id"] for a in answers}), 1)
        case = answers[0].json()["case_id"]
        key = {"Idempotency-Key": "turn-" + uuid.uuid4().hex}
        form = {"query": "Why?", "files": log_file()}
        answers = at_once([lambda: self.ann.post(f"/api/v1/cases/{case}/turns", form=form, headers=key) for _ in range(8)])
        self.assertEqual(self.statuses(answers), {200: 8})
        self.assertEqual({a.json()["turn_number"] for a in answers}, {answers[0].json()["turn_number"]})
        self.assertEqual(len(ok(self.ann.get(f"/cases/{case}/uploaded-files"))["files"]), 1)

    def test_titles_by_day_are_never_the_same(self):
        client, _ = sign_up(self.server.port, "titles")
        answers = at_once([lambda: client.post("/api/v1/cases", {}) for _ in range(40)])
        self.assertEqual(self.statuses(answers), {201: 40})
        numbers = sorted(int(a.json()["title"].rsplit("-", 1)[1]) for a in answers)
        self.assertEqual(numbers, list(range(1, 41)))

    def test_a_case_goes_while_turns_run(self):
        for _ in range(5):
            case = self.case()
            ok(self.ann.post("/evidence/upload", form={"case_id": case, "file": log_file(log_file()[1] * 20_000)}))
            turns = [lambda: self.ann.post(f"/cases/{case}/queries", {"message": "Why?"}) for _ in range(4)]
            answers = at_once(turns + [lambda: self.ann.call("DELETE", f"/cases/{case}")])
            self.assertEqual(answers[-1].status, 204)
            self.assertLessEqual(set(self.statuses(answers[:-1])), {200, 404, 429, 503})
            self.assertEqual(self.ann.get(f"/cases/{case}").status, 404)

    def test_tabs_that_refresh_together_stay_signed_in(self):
        client, _ = sign_up(self.server.port, "tabs")
        token = client.refresh_token
        for _ in range(3):
            answers = at_once([lambda t=token: client.post("/auth/refresh", {"refresh_token": t}) for _ in range(8)], 8)
            self.assertEqual(self.statuses(answers), {200: 8})
            pairs = {(a.json()["access_token"], a.json()["refresh_token"]) for a in answers}
            self.assertEqual(len(pairs), 1)
            access, token = pairs.pop()
            self.assertEqual(Client(self.server.port, access).get("/auth/me").status, 200)

    def test_a_thousand_sessions(self):
        client, _ = sign_up(self.server.port, "sessions")
        answers = at_once([lambda: client.post("/sessions", {}) for _ in range(1000)], 32)
        self.assertEqual(self.statuses(answers), {201: 1000})
        beats = at_once([lambda a=a: client.post(f"/sessions/{a.json()['session_id']}/heartbeat") for a in answers], 32)
        self.assertEqual(self.statuses(beats), {200: 1000})
        self.assertEqual(len(ok(client.get("/sessions"))), 1000)
        self.assertEqual(client.get("/auth/me").status, 200)
        self.assertEqual(client.call("DELETE", "/sessions").status, 200)


if __name__ == "__main__":
    unittest.main()
