#!/usr/bin/env python3
"""The engines of an investigation on a real server: a case whose evidence arrives, that gets stuck, is acknowledged, and whose
hypotheses the user judges; the same after a crash."""
import json
import os
import time
import unittest

from http_client import Client, sign_up
from server import Server
from support import EXAMPLES

EVIDENCE = os.path.join(EXAMPLES, "postgres-out-of-connections", "evidence")
ENV = {"SECURITY_BCRYPT_ROUNDS": "4", "SECURITY_RATE_LIMIT_ENABLED": "false"}
QUESTION = "Why do the orders fail?"


def ok(answer, status=200):
    assert answer.status == status, answer
    return answer.json()


class Engines(unittest.TestCase):
    def setUp(self):
        self.server = Server(env=ENV)
        self.server.__enter__()
        self.addCleanup(self.server.__exit__)
        self.client, _ = sign_up(self.server.port, "ann")

    def open_case(self, priority="critical"):
        made = ok(self.client.post("/cases", {"title": "Orders fail", "description": "", "priority": priority}), 201)
        return f"/cases/{made['id']}"

    def upload(self, case, name, data=None):
        if data is None:
            with open(os.path.join(EVIDENCE, name), "rb") as f:
                data = f.read()
        sent = ok(self.client.post("/evidence/upload", form={"case_id": case.split("/")[-1], "file": (name, data, "text/plain")}), 201)
        end = time.monotonic() + 60
        while ok(self.client.get(f"/jobs/{sent['job_id']}"))["status"] != "completed":
            self.assertLess(time.monotonic(), end, "the evidence is not read")
            time.sleep(.05)
        return sent["id"]

    def ask(self, case, words=QUESTION):
        return ok(self.client.post(case + "/queries", {"message": words}))["response"]

    def act(self, case, hypothesis, action):
        form = {"query": "", "intent_type": "hypothesis_action",
                "intent_data": json.dumps({"hypothesis_id": hypothesis, "action": action})}
        return ok(self.client.post("/api/v1" + case + "/turns", form=form))

    def state(self, case):
        """The state, which is the same wherever it is shown."""
        state = ok(self.client.get(case))["investigation_state"]
        for path in (case + "/ui", "/api/v1" + case, "/api/v1" + case + "/ui"):
            self.assertEqual(ok(self.client.get(path))["investigation_state"], state, path)
        return state

    def test_a_case_is_investigated_gets_stuck_and_is_judged(self):
        case = self.open_case()
        self.assertIsNone(self.state(case))
        self.assertEqual(self.ask(case)["response_type"], "needs_more_data")
        state = self.state(case)
        self.assertEqual((state["phase"], state["engagement_mode"], state["current_turn"]), ("intake", "consultant", 1))
        self.assertTrue(state["working_conclusion"]["placeholder"])

        # A message without a time shows what is wrong, one with a time when it began, the log of the database why.
        ok(self.client.call("PATCH", case + "/status", {"status": "investigating"}))
        files = {self.upload(case, "job.log", b"ERROR: frobnicator failed to frob\n" * 3)}
        self.ask(case)
        state = self.state(case)
        self.assertTrue(state["progress"]["symptom_verified"])
        self.assertEqual((state["phase"], state["engagement_mode"]), ("timeline", "lead_investigator"))
        self.assertEqual((state["ooda_state"]["iteration"], state["ooda_state"]["intensity"]), (1, "light"))
        files.add(self.upload(case, "app.log", b"2026-11-23T15:24:06Z orders ERROR frobnicator failed to frob\n" * 2))
        self.ask(case)
        state = self.state(case)
        self.assertEqual((state["phase"], state["ooda_state"]["intensity"]), ("validation", "medium"))
        self.assertEqual(state["progress"]["current_stage"], "hypothesis_formulation")
        self.assertFalse(state["working_conclusion"]["can_proceed_with_solution"])
        files.add(self.upload(case, "postgresql.log"))
        turn = self.ask(case)
        self.assertTrue(turn["progress_made"])
        state = self.state(case)
        self.assertEqual(state["phase"], "solution")
        self.assertTrue(state["progress"]["root_cause_identified"])
        self.assertEqual(state["progress"]["current_stage"], "solution")
        self.assertEqual({e["evidence_id"] for e in state["evidence"]}, files)
        self.assertEqual(state["progress_metrics"]["investigation_momentum"], "accelerating")
        lead = max((h for h in state["hypotheses"] if h["status"] == "validated"), key=lambda h: h["likelihood"])
        self.assertIn("no more connections", lead["statement"])
        self.assertEqual(state["working_conclusion"]["hypothesis_id"], lead["hypothesis_id"])
        self.assertTrue(state["working_conclusion"]["can_proceed_with_solution"])
        self.assertTrue(any(lead["hypothesis_id"] in e["supports_hypotheses"] for e in state["evidence"]))
        rows = {h["id"]: h for h in ok(self.client.get(case + "/hypotheses"))}
        for h in state["hypotheses"]:
            self.assertEqual((rows[h["hypothesis_id"]]["status"], rows[h["hypothesis_id"]]["confidence"]), (h["status"], h["likelihood"]))

        # The same evidence again is no progress, and no more evidence either.
        for idle in (1, 2, 3):
            turn = self.ask(case)
            again = self.state(case)
            self.assertEqual(again["turns_without_progress"], idle)
            self.assertEqual(again["is_stuck"], idle == 3)
            same = next(h for h in again["hypotheses"] if h["hypothesis_id"] == lead["hypothesis_id"])
            self.assertEqual((same["likelihood"], same["status"], same["supporting_evidence"]),
                             (lead["likelihood"], "validated", lead["supporting_evidence"]))
        self.assertEqual(again["degraded_mode"]["mode_type"], "no_progress")
        self.assertEqual(again["escalation"]["degraded_mode_type"], "no_progress")
        self.assertFalse(again["escalation"]["user_acknowledged"])
        self.assertTrue(any(a["action_type"] == "confirmation" for a in turn["suggested_actions"]), turn["suggested_actions"])
        shown = ok(self.client.get(case + "/ui"))["investigation"]
        self.assertEqual((shown["is_stuck"], shown["degraded_mode"], shown["agent_status"]), (True, True, "stuck"))
        self.assertTrue(shown["active_hypotheses"][0]["confidence_trajectory"])

        self.ask(case, "yes")
        state = self.state(case)
        self.assertTrue(state["escalation"]["user_acknowledged"])
        self.assertEqual((state["turns_without_progress"], state["is_stuck"]), (0, False))
        self.assertTrue(state["degraded_mode"]["active"])
        self.assertEqual(state["degraded_mode"]["user_choice"], "yes")

        # What the user says stays, whatever the next turns find.
        self.assertEqual(self.act(case, lead["hypothesis_id"], "refute")["outcome"], "hypothesis_refuted")
        own = ok(self.client.post(case + "/hypotheses", {"title": "The pool leaks connections", "description": ""}), 201)["id"]
        ok(self.client.call("PUT", f"{case}/hypotheses/{own}", {"status": "validated"}))
        self.ask(case)
        state = self.state(case)
        held = {h["hypothesis_id"]: h for h in state["hypotheses"]}
        self.assertEqual((held[lead["hypothesis_id"]]["status"], held[lead["hypothesis_id"]]["decided_by_user"]), ("refuted", True))
        self.assertEqual(held[own]["status"], "validated")
        self.assertEqual(state["working_conclusion"]["statement"], "The pool leaks connections")
        rows = {h["id"]: h["status"] for h in ok(self.client.get(case + "/hypotheses"))}
        self.assertEqual((rows[lead["hypothesis_id"]], rows[own]), ("refuted", "validated"))
        self.assertEqual(state["memory"]["warm"][0]["turn_range"][0], 1)
        self.assertLessEqual(state["memory"]["token_count_estimate"], state["memory"]["token_budget"])

        self.server.kill()
        self.server.start()
        self.client = Client(self.server.port, self.client.token)
        self.assertEqual(self.state(case), state)
        self.ask(case)
        self.assertEqual(self.state(case)["current_turn"], state["current_turn"] + 1)

    def test_a_copy_of_a_case_has_its_state_and_a_broken_one_begins_anew(self):
        case = self.open_case("medium")
        self.upload(case, "postgresql.log")
        self.ask(case)
        exported = self.client.get(case + "/export").json()
        before = self.state(case)
        copy = f"/cases/{ok(self.client.post('/cases/import', exported), 201)['id']}"
        after = self.state(copy)
        rows = {h["id"] for h in ok(self.client.get(copy + "/hypotheses"))}
        self.assertTrue(rows)
        self.assertEqual({h["hypothesis_id"] for h in after["hypotheses"]}, rows)
        self.assertEqual(after["progress"], before["progress"])
        for broken in (5, "x", [], {"hypotheses": 7, "memory": [], "current_phase": 99, "current_turn": -1}):
            exported["case"]["metadata"]["investigation_state"] = broken
            copy = f"/cases/{ok(self.client.post('/cases/import', exported), 201)['id']}"
            self.assertIn("could not be read", self.state(copy)["note"])
            self.ask(copy)
            self.assertEqual(self.state(copy)["phase"], "intake")


if __name__ == "__main__":
    unittest.main()
