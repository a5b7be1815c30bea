"""Turns of a case with a model: it reads further by tools, what happens is told live, budgets hold, and a turn that the end
of the program interrupts goes on without paying twice."""
import http.client
import json
import os
import random
import sqlite3
import sys
import threading
import time
import unittest
import urllib.error
import urllib.request

import model_server
import server
from http_client import sign_up
from model_server import answer, cited

KILLS = int(os.environ.get("FM_KILLS", "20"))
LOG = "".join(f"2026-11-23T15:{m // 60:02d}:{m % 60:02d}Z INFO ops.Audit window {7_500 + m} opened for host-{m}.internal\n" for m in range(400)) + """\
2026-11-23T15:20:08Z INFO ops.Audit window 7931 opened for orders-db.internal
2026-11-23T15:20:11Z ERROR orders.Pool connect to orders-db.internal:5432 failed: Connection refused
2026-11-23T15:20:12Z ERROR orders.Pool connect to orders-db.internal:5432 failed: Connection refused
"""


def said_in(body):
    """Everything that was said, as text."""
    return "\n".join(m["content"] if isinstance(m["content"], str) else "".join(p["text"] for p in m["content"])
                     for m in body["messages"] if m.get("content"))


def rounds_of(body):
    return sum(m["role"] == "tool" for m in body["messages"])


def investigator(looks=3, stall=0.0):
    """A model that looks so many times before it answers."""
    def script(body, _):
        n = rounds_of(body)
        if n < looks and body.get("tools"):
            query = ["orders-db", "opened for orders", "refused"][n % 3]
            return {"calls": [("search_evidence", json.dumps({"query": query, "limit": 5 + n}))], "stall": stall}
        return {"text": answer(("The database orders-db.internal refused connections on port 5432.", [cited(said_in(body), "refused")]),
                               ("The window 7931 was opened for orders-db.internal at 15:20:08.", [cited(said_in(body), "7931")])), "stall": stall}
    return script


class Turns(unittest.TestCase):
    def begin(self, script, **env):
        self.model = model_server.ModelServer(script)
        self.addCleanup(self.model.__exit__)
        self.server = server.Server({"LLM_PROVIDER": "compatible", "LLM_BASE_URL": self.model.url + "/v1", "LLM_MODEL": "m",
                                     "LLM_MAX_RETRIES": "0", "LLM_PROBE": "false", "SECURITY_RATE_LIMIT_ENABLED": "false", **env})
        self.server.start()
        self.addCleanup(self.server.__exit__)
        self.ann, _ = sign_up(self.server.port, "ann")
        return self.new_case()

    def new_case(self, log=LOG):
        case = self.ann.post("/cases", {"title": "orders", "description": ""}).json()["id"]
        got = self.ann.call("POST", "/evidence/upload", form={"file": ("orders.log", log.encode(), "text/plain"), "case_id": case})
        self.assertEqual(got.status, 201, got)
        return case

    def events(self, case, message="Why do orders fail?"):
        """What is told of a turn: (kind, data) in order."""
        return list(self.listen("POST", f"/agent/chat/{case}", {"message": message}))

    def listen(self, method, path, body=None, headers=None):
        request = urllib.request.Request(f"http://127.0.0.1:{self.server.port}{path}", method=method,
                                         data=None if body is None else json.dumps(body).encode(),
                                         headers={"Accept": "text/event-stream", "Content-Type": "application/json",
                                                  "Authorization": f"Bearer {self.ann.token}", **(headers or {})})
        with urllib.request.urlopen(request, timeout=60) as told:
            self.assertEqual(told.headers["Content-Type"], "text/event-stream")
            kind = number = None
            for line in told:
                line = line.decode().rstrip("\n")
                if line.startswith("id: "):
                    number = int(line[4:])
                elif line.startswith("event: "):
                    kind = line[7:]
                elif line.startswith("data: "):
                    yield kind, json.loads(line[6:]), number

    def test_a_model_reads_further_by_tools_and_everything_is_told(self):
        case = self.begin(investigator())
        told = self.events(case)
        kinds = [k for k, _, _ in told]
        self.assertEqual(kinds[0], "begun")
        self.assertEqual(kinds[-1], "done")
        for kind in ("stage", "hypothesis", "tool", "usage", "token"):
            self.assertIn(kind, kinds)
        ended = [d for k, d, _ in told if k == "tool" and d["state"] == "ended"]
        self.assertEqual([d["tool"] for d in ended], ["search_evidence"] * 3)
        self.assertGreater(ended[0]["shown"], 0)
        # What a tool showed can be cited: the line with the cause was not among those that were shown at first.
        self.assertNotIn("7931", said_in(self.model.seen[0]["body"]))
        sentences = [d["text"] for k, d, _ in told if k == "token"]
        self.assertTrue(any("7931" in s for s in sentences), sentences)
        self.assertIn("7931", told[-1][1]["agent_response"])
        numbers = [n for _, _, n in told if n is not None]
        self.assertEqual(numbers, sorted(set(numbers)))
        # A client that comes again goes on behind what it has.
        again = list(self.listen("GET", told[0][1]["events_url"], headers={"Last-Event-ID": str(numbers[-3])}))
        self.assertEqual([n for _, _, n in again], numbers[-2:])
        # Somebody else hears nothing.
        bob, _ = sign_up(self.server.port, "bob")
        self.assertEqual(bob.get(told[0][1]["events_url"]).status, 404)

    def test_the_first_event_comes_at_once(self):
        case = self.begin(investigator(0, stall=1.0))
        began = time.monotonic()
        for kind, _, _ in self.listen("POST", f"/agent/chat/{case}", {"message": "why?"}):
            if kind == "stage":
                self.assertLess(time.monotonic() - began, .9)  # long before the model has said a word
                break

    def test_what_is_not_shown_is_never_told_as_a_sentence(self):
        def script(body, _):
            return answer(("The database orders-db.internal refused connections on port 5432.", [cited(said_in(body), "refused")]),
                          ("It refused 9,417 connections.", [cited(said_in(body), "refused")]))
        case = self.begin(script)
        told = self.events(case)
        self.assertEqual([d["text"] for k, d, _ in told if k == "token"], ["The database orders-db.internal refused connections on port 5432."])
        self.assertNotIn("9,417", told[-1][1]["agent_response"].split("\n\n")[0])

    def test_budgets_end_a_turn_with_an_answer_and_name_themselves(self):
        case = self.begin(investigator(50), LLM_TURN_TOOL_CALLS="2")
        said = self.ann.post(f"/cases/{case}/queries", {"message": "why?"}).json()["response"]
        self.assertIn("calls of tools of this turn are used up", json.dumps(said))
        self.assertIn("7931", said["response"])
        self.assertEqual(sum(bool(s["body"].get("tools")) for s in self.model.seen), 2)

    def test_a_day_has_its_budget_too(self):
        case = self.begin(investigator(0), LLM_USER_DAY_TOKENS="100")
        self.ann.post(f"/cases/{case}/queries", {"message": "why?"})
        asked = len(self.model.seen)
        self.assertGreater(asked, 0)
        said = self.ann.post(f"/cases/{case}/queries", {"message": "and now?"}).json()["response"]
        self.assertIn("what you may spend on models in a day is used up", json.dumps(said))
        self.assertEqual(len(self.model.seen), asked)

    def test_a_cost_needs_a_price(self):
        with self.assertRaisesRegex(RuntimeError, "LLM_PRICES"):
            self.begin(investigator(0), LLM_TURN_COST="1.50")
        case = self.begin(investigator(50), LLM_TURN_COST="0.0001", LLM_PRICES="m=1/2")
        self.assertIn("the money for this turn is used up", json.dumps(self.ann.post(f"/cases/{case}/queries", {"message": "why?"}).json()))

    def test_a_client_that_goes_away_ends_the_call_of_the_model(self):
        case = self.begin(investigator(0, stall=20))
        gone = http.client.HTTPConnection("127.0.0.1", self.server.port)
        gone.request("POST", f"/cases/{case}/queries", json.dumps({"message": "why?"}),
                     {"Content-Type": "application/json", "Authorization": f"Bearer {self.ann.token}"})
        self.wait_for(lambda: self.model.seen)
        began = time.monotonic()
        gone.close()
        self.assertTrue(self.model.closed.wait(5), "the call goes on")
        self.assertLess(time.monotonic() - began, 1)  # .2 s on a machine with nothing else to do
        # The question is kept, as failed, and the case takes the next one.
        self.wait_for(lambda: self.states(case) == ["failed"])

    def states(self, case):
        return [q["status"] for q in self.ann.get(f"/cases/{case}/queries").json()["queries"]]

    def test_a_client_that_asks_again_after_a_crash_asks_no_second_time(self):
        case = self.begin(investigator(0, stall=.6))
        key = {"Idempotency-Key": "key-of-this-turn"}
        ask = lambda: self.ann.post(f"/cases/{case}/queries", {"message": "why?"}, headers=key)
        first = threading.Thread(target=lambda: self.assertRaises(OSError, ask))
        first.start()
        self.wait_for(lambda: self.model.seen)
        self.server.kill()
        first.join(20)
        self.restart()
        again = ask()
        self.assertEqual(again.status, 200, again)
        self.assertIn("7931", again.json()["response"]["response"])
        self.assertEqual(self.states(case), ["answered"])
        calls = [json.dumps(s["body"]["messages"]) for s in self.model.seen]
        self.assertEqual(len(calls) - len(set(calls)), 1)  # the one that the crash has cut off, and no more

    def test_what_tools_show_of_a_secret_is_known_by_what_stands_around_it(self):
        names = "".join(f"  item{i}: MarbleCinder{i}Quay\n" for i in range(120))
        key = "\n".join("".join(random.Random(n).choice("ABCDEFGHabcdefgh0123456789+/") for _ in range(64)) for n in range(12))
        log = ("apiVersion: v1\nkind: Secret\nmetadata:\n  name: shop\nstringData:\n" + names +
               "---\n-----BEGIN RSA PRIVATE KEY-----\n" + key + "\n-----END RSA PRIVATE KEY-----\n")
        calls = [("read_lines", '{"evidence":"E1","first":60,"last":64}'), ("search_evidence", '{"query":"item95"}'),
                 ("read_lines", '{"evidence":"E1","first":132,"last":133}')]

        def script(body, _):
            n = rounds_of(body)
            return {"calls": [calls[n]]} if n < len(calls) else answer(("Nothing is shown.", []))
        self.begin(script, SECURITY_PII_REDACTION_ENABLED="true")
        case = self.new_case(log)
        self.events(case)
        self.assertEqual(rounds_of(self.model.seen[-1]["body"]), 3)
        sent = "".join(s["raw"].decode() for s in self.model.seen)
        self.assertIn("item95", sent)
        self.assertNotIn("MarbleCinder", sent)
        for line in key.split("\n"):
            for i in range(0, 56, 8):
                self.assertNotIn(line[i:i + 8], sent)

    def test_a_budget_of_the_day_holds_for_questions_that_come_at_once(self):
        case = self.begin(investigator(0, stall=.5), LLM_USER_DAY_TOKENS="2000", FM_TURN_QUEUE="32")
        cases = [case] + [self.new_case() for _ in range(7)]
        asking = [threading.Thread(target=lambda c=c: self.ann.post(f"/cases/{c}/queries", {"message": "why?"})) for c in cases]
        for a in asking:
            a.start()
        for a in asking:
            a.join(60)
        self.assertLessEqual(len(self.model.seen), 3)
        self.assertGreaterEqual(len(self.model.seen), 1)
        self.assertEqual([self.states(c) for c in cases], [["answered"]] * 8)

    def test_a_vendor_that_counts_nothing_or_too_much_leaves_budgets_that_end(self):
        for usage in ({}, {"prompt_tokens": 0, "completion_tokens": 0}, {"prompt_tokens": 2**63 - 1, "completion_tokens": 2**63 - 1}):
            with self.subTest(usage=usage):
                told = investigator(0)
                case = self.begin(lambda body, n: {**told(body, n), "usage": usage}, LLM_USER_DAY_TOKENS="1500", LLM_PRICES="m=1/2", LLM_DAY_COST="100")
                for _ in range(4):
                    self.assertEqual(self.ann.post(f"/cases/{case}/queries", {"message": "why?"}).status, 200)
                self.assertLessEqual(len(self.model.seen), 2)
                self.assertEqual(self.states(case), ["answered"] * 4)

    def test_a_key_is_for_one_question(self):
        case = self.begin(investigator(0))
        key = {"Idempotency-Key": "key-of-one-question"}
        first = [d for k, d, _ in self.listen("POST", f"/agent/chat/{case}", {"message": "why?"}, key) if k == "begun"]
        again = [d for k, d, _ in self.listen("POST", f"/agent/chat/{case}", {"message": "why?"}, key) if k == "begun"]
        self.assertEqual(first[0]["question_id"], again[0]["question_id"])
        with self.assertRaises(urllib.error.HTTPError) as refused:
            list(self.listen("POST", f"/agent/chat/{case}", {"message": "And now?"}, key))
        self.assertEqual(refused.exception.code, 409)
        self.assertEqual(self.states(case), ["answered"])

    def test_a_stop_of_the_program_leaves_the_turn_for_the_next_start(self):
        case = self.begin(investigator(1, stall=.6))
        question = []
        asking = threading.Thread(target=lambda: question.append(self.listening(case)))
        asking.start()
        self.wait_for(lambda: len(self.model.seen) == 2)  # the second call is under way
        began = time.monotonic()
        self.assertEqual(self.server.stop(), 0)
        self.assertLess(time.monotonic() - began, 5)
        asking.join(20)
        self.restart()
        self.assertIn("7931", self.answer_to(case, question[0]))
        self.assertEqual(len(self.model.seen), 3)  # of both calls only the one that was cut off is made again

    def restart(self):
        self.server.start()
        self.ann.port = self.server.port

    def listening(self, case):
        """The id of the question, by a client that hears until the stream ends."""
        found = None
        try:
            for kind, data, _ in self.listen("POST", f"/agent/chat/{case}", {"message": "Why do orders fail?"}):
                found = data["question_id"] if kind == "begun" else found
        except OSError:
            pass
        return found

    def wait_for(self, true, limit=20):
        end = time.monotonic() + limit
        while not true():
            self.assertLess(time.monotonic(), end, "it does not come")
            time.sleep(.005)

    def answer_to(self, case, question):
        """The text of the answer to a question, as soon as there is one."""
        end = time.monotonic() + 40
        while time.monotonic() < end:
            messages = self.ann.get(f"/cases/{case}/messages").json()
            messages = messages["messages"] if isinstance(messages, dict) else messages
            asked = [m for m in messages if m["role"] == "user"]
            answered = [m for m in messages if m["role"] == "assistant"]
            if len(answered) == len(asked) and asked:
                return answered[-1]["content"]
            time.sleep(.05)
        self.fail(f"no answer to {question}: {messages}")

    def committed(self):
        """Which calls of open turns are kept with their answers: (question, number)."""
        found = set()
        for name in os.listdir(self.server.data):
            if not name.endswith((".db", ".sqlite", ".sqlite3")):
                continue
            base = sqlite3.connect(f"file:{os.path.join(self.server.data, name)}?mode=ro", uri=True)
            try:
                found |= set(base.execute("select question_id, number from turn_steps where done = 1").fetchall())
            finally:
                base.close()
        return found

    def test_kills_at_any_time_lose_no_turn_and_pay_no_step_twice(self):
        chance = random.Random(int(os.environ.get("FM_SEED", "7")))
        self.begin(investigator(3, stall=.02))
        repeated = interrupted = 0
        for n in range(KILLS):
            case = self.new_case(LOG.replace("host-", f"host-{n}-"))
            before = len(self.model.seen)
            asking = threading.Thread(target=self.listening, args=(case,))
            asking.start()
            self.wait_for(lambda: self.has_question(case))
            time.sleep(chance.random() * .25)
            self.server.kill()
            asking.join(20)
            done = {number for _, number in self.committed()}
            at_kill = len(self.model.seen)
            self.restart()
            text = self.answer_to(case, None)
            self.assertIn("refused", text)
            # Calls are numbered as they come first; one that is made again says the same.
            calls = [json.dumps(s["body"]["messages"]) for s in self.model.seen[before:]]
            numbers = {text: i + 1 for i, text in enumerate(dict.fromkeys(calls))}
            after = [numbers[c] for c in calls[at_kill - before:]]
            self.assertFalse(done & set(after), f"kill {n}: calls {done & set(after)} were kept and made again")
            for number in after:
                self.assertEqual(after.count(number), 1, f"kill {n}: call {number} was repeated more than once")
            interrupted += bool(after)
            repeated += len({numbers[c] for c in calls[:at_kill - before]} & set(after))
        print(f"{KILLS} kills: {interrupted} turns went on with the model, {repeated} calls in flight were repeated", file=sys.stderr)
        self.assertGreater(interrupted, 0)

    def has_question(self, case):
        messages = self.ann.get(f"/cases/{case}/messages").json()
        return bool(messages["messages"] if isinstance(messages, dict) else messages)


if __name__ == "__main__":
    unittest.main()
