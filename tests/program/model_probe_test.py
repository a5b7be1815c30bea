"""What a model can do is found out, by the command and at the start of the server, and used by its turns."""
import json
import time
import unittest

import model_server
import server
import support
from http_client import Client, sign_up
from model_test import LOG, QUESTION, right

VENDORS = ("openai", "openai-responses", "anthropic", "ollama")


def able(body, _=1, streamed_calls=True, schema=True):
    """Answers the questions of a probe as a good model does."""
    if body.get("tools") and "note_word" in json.dumps(body["tools"]):
        return {"text": "", "calls": [("note_word", '{"word": "blue"}')]} if streamed_calls or not body.get("stream") else "blue"
    if "Is water wet?" in json.dumps(body):
        return '{"verdict":"yes"}' if schema else "Yes."
    return "yes" if "one word yes" in json.dumps(body) else right(body)


def settings(served, vendor="openai", **more):
    return {"LLM_PROVIDER": vendor, "LLM_BASE_URL": served.url, "LLM_MODEL": "m", "LLM_API_KEY": "k-9", "LLM_MAX_RETRIES": "0", **more}


class Command(unittest.TestCase):
    def probe(self, env, *words):
        code, out, err = support.run("model", "probe", "--json", *words, env=env)
        self.assertNotIn("k-9", out + err)
        return code, json.loads(out) if out else err

    def test_it_finds_out_the_same_in_every_protocol(self):
        for vendor in VENDORS:
            with self.subTest(vendor=vendor), model_server.ModelServer(able) as served:
                code, (found,) = self.probe(settings(served, vendor))
                self.assertEqual(code, 0)
                self.assertEqual([found[k] for k in ("tools", "tools_streamed", "schema", "images")], ["yes", "yes", "yes", "not asked"])
                self.assertEqual((found["calls"], found["tokens"]), (3, 360))
            with self.subTest(vendor=vendor), model_server.ModelServer(lambda b, n: able(b, n, False, False)) as served:
                _, (found,) = self.probe(settings(served, vendor))
                self.assertEqual([found[k] for k in ("tools", "tools_streamed", "schema")], ["yes", "no", "no"])
                self.assertIn("whole", " ".join(found["notes"]))

    def test_the_context_is_what_the_vendor_says(self):
        for vendor, facts, context in (("ollama", {"/api/show": {"model_info": {"llama.context_length": 4096}, "capabilities": ["tools"]}}, 4096),
                                       ("openai", {"/models": {"data": [{"id": "m", "max_model_len": 8192}]}}, 8192),
                                       ("anthropic", {"/models/m": {"id": "m", "max_input_tokens": 200000}}, 16384),
                                       ("compatible", {"/props": {"default_generation_settings": {"n_ctx": 2048}}}, 2048)):
            with self.subTest(vendor=vendor), model_server.ModelServer(able, facts) as served:
                _, (found,) = self.probe(settings(served, vendor))
                self.assertEqual(found["context_tokens"], context)

    def test_one_that_cannot_be_used_is_said_by_the_exit_code(self):
        with model_server.ModelServer(lambda *_: {"status": 401, "body": '{"error":{"message":"bad key k-9"}}'}) as served:
            code, (found,) = self.probe(settings(served))
            self.assertEqual(code, 3)
            self.assertIn("OPENAI_API_KEY", found["why"])
            self.assertEqual(len(served.seen), 1)

    def test_bad_words_are_refused(self):
        self.assertEqual(self.probe({})[0], 1)
        self.assertEqual(support.run("model")[0], 1)
        self.assertEqual(support.run("model", "probe", "--provider", "groq", env={"LLM_PROVIDER": "ollama"})[0], 1)


class Start(unittest.TestCase):
    def dependencies(self, s):
        return {c["name"]: c for c in Client(s.port).get("/health/dependencies").json()["components"]}

    def wait(self, what):
        until = time.monotonic() + 20
        while time.monotonic() < until:
            if what():
                return
            time.sleep(.05)
        self.fail("it did not come")

    def turn(self, s):
        user, _ = sign_up(s.port, "ann")
        case = user.post("/cases", {"title": "checkouts", "description": ""}).json()["id"]
        user.post("/evidence/upload", form={"case_id": case, "file": ("orders.log", LOG.encode(), "text/plain")})
        said = user.post(f"/agent/chat/{case}", {"message": QUESTION})
        self.assertEqual(said.status, 200, said)
        return said.body.decode()

    def test_a_model_that_stalls_keeps_nobody_waiting(self):
        with model_server.ModelServer(lambda *_: {"text": "", "stall": 60}) as served:
            began = time.monotonic()
            with server.Server(env=settings(served, LLM_PROBE="true", LLM_REQUEST_TIMEOUT="60")) as s:
                self.assertLess(time.monotonic() - began, 20)
                self.wait(lambda: served.seen)
                began = time.monotonic()
                self.assertEqual(s.stop(), 0)
                self.assertLess(time.monotonic() - began, 10)

    def test_who_is_away_is_unhealthy_with_the_cause_and_the_server_is_ready(self):
        with model_server.ModelServer(lambda *_: {"status": 401, "body": ""}) as bad, model_server.ModelServer(able) as good, \
                server.Server(env=settings(bad, LLM_PROBE="true", LLM_FALLBACKS="ollama/other", OLLAMA_HOST=good.url)) as s:
            self.wait(lambda: self.dependencies(s)["llm_provider"]["status"] == "unhealthy" and len(good.seen) >= 3)
            found = self.dependencies(s)
            self.assertIn("OPENAI_API_KEY", found["llm_provider"]["error"])
            self.assertEqual(found["llm_provider"]["metadata"]["provider"], "openai/m")
            self.assertEqual(found["llm_provider:ollama/other"]["status"], "healthy")
            self.assertEqual(Client(s.port).get("/health/ready").status, 200)
            asked = len(bad.seen)
            self.assertIn("refused connections on port 5432", self.turn(s))
            self.assertEqual(len(bad.seen), asked, "who rests is asked")

    def test_a_model_without_tools_is_offered_none_and_the_answer_says_so(self):
        def script(body, number):
            return "blue" if "note_word" in json.dumps(body.get("tools", [])) else able(body, number)
        with model_server.ModelServer(script) as served, server.Server(env=settings(served, LLM_PROBE="true")) as s:
            self.wait(lambda: "a model was probed" in s.log())
            before = len(served.seen)
            self.assertIn("takes no tools", self.turn(s))
            self.assertTrue(all("tools" not in asked["body"] for asked in served.seen[before:]))

    def test_one_that_loses_calls_while_streaming_is_asked_whole_with_tools(self):
        with model_server.ModelServer(lambda b, n: able(b, n, streamed_calls=False)) as served, \
                server.Server(env=settings(served, LLM_PROBE="true")) as s:
            self.wait(lambda: "a model was probed" in s.log())
            before = len(served.seen)
            self.turn(s)
            self.assertTrue(served.seen[before]["body"]["tools"])
            self.assertFalse(served.seen[before]["body"].get("stream", False))

    def test_turns_with_tools_fit_into_a_small_context(self):
        for context in (2048, 4096, 8192):
            sizes = []

            def script(body, number):
                said = json.dumps(body["messages"], ensure_ascii=False) + json.dumps(body.get("tools", []))
                sizes.append(len(said.encode()) // 3 + body["max_tokens"])
                if sizes[-1] > context:
                    return {"status": 400, "body": '{"error":{"code":"context_length_exceeded","message":"too long"}}'}
                if body.get("tools") and number < 4:
                    return {"text": "", "calls": [("search_evidence", '{"query": "%s"}' % "aeiou"[number])]}
                return right({"messages": body["messages"][:2]})
            with self.subTest(context=context), model_server.ModelServer(script) as served, \
                    server.Server(env=settings(served, LLM_CONTEXT_TOKENS=str(context))) as s:
                self.assertIn("refused connections on port 5432", self.turn(s))
                self.assertLessEqual(max(sizes), context, sizes)


if __name__ == "__main__":
    unittest.main()
