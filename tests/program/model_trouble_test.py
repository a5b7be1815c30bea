"""What goes wrong with a model, in all four protocols: the built-in answer is given, and the note says what to do about it."""
import json
import os
import tempfile
import time
import unittest

import model_server
import support
from model_test import LOG, QUESTION, right

# Vendor, the setting of its key, of its model, and its words for an answer that was cut, and for one that was declined.
PROTOCOLS = (("openai", "OPENAI_API_KEY", "OPENAI_MODEL", "length", "content_filter"),
             ("openai-responses", "OPENAI_API_KEY", "OPENAI_MODEL", "max_output_tokens", "content_filter"),
             ("anthropic", "ANTHROPIC_API_KEY", "ANTHROPIC_MODEL", "max_tokens", "refusal"),
             ("ollama", "OLLAMA_API_KEY", "OLLAMA_MODEL", "length", None))


def status(code, body="", **headers):
    return lambda *_: {"status": code, "body": body, "headers": {k.replace("_", "-"): v for k, v in headers.items()}}


HTML = "<html><body>Sign in to the network</body></html>"


class Incident(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.log = os.path.join(self.folder.name, "orders.log")
        with open(self.log, "w", encoding="utf-8") as f:
            f.write(LOG)

    def ask(self, served, vendor, **env):
        code, out, err = support.run("investigate", self.log, "-q", QUESTION, "--model", "--json", "--now", support.NOW,
                                     env={"LLM_PROVIDER": vendor, "LLM_BASE_URL": served.url, "LLM_API_KEY": "k-1", "LLM_MODEL": "m",
                                          "LLM_MAX_RETRIES": "0", "LLM_REQUEST_TIMEOUT": "1", **env})
        self.assertEqual(code, 0, err)
        return json.loads(out)

    def built_in(self, found, *whys):
        notes = " ".join(found["notes"])
        for why in whys:
            self.assertRegex(notes, why)
        self.assertIn("refused", found["conclusion"][0]["text"], "the turn is lost")
        self.assertNotIn("checked against the lines", notes)


class Troubles(Incident):
    def test_every_trouble_has_an_outcome_that_an_operator_can_act_on(self):
        for vendor, key, model, cut, declined in PROTOCOLS:
            table = [("empty", lambda *_: "", ("answer is empty",), 2),
                     ("401", status(401, '{"error":{"message":"no"}}'), ("key is not accepted", key), 1),
                     ("403", status(403), ("key is not accepted", key), 1),
                     ("404 of the model", status(404, '{"error":{"message":"model m not found","type":"not_found_error"}}'), ("does not exist", model), 1),
                     ("413", status(413), ("larger than", "LLM_CONTEXT_TOKENS"), 1),
                     ("429", status(429), ("slow down",), 1),
                     ("429 with a wait", status(429, "", Retry_After="40"), ("slow down", "wait for 40 s"), 1),
                     ("500", status(500), ("reports an error",), 1),
                     ("529", status(529, '{"error":{"type":"overloaded_error","message":"Overloaded"}}'), ("overloaded",), 1),
                     ("a proxy's page", status(200, HTML), ("web page", "LLM_BASE_URL", "LLM_PROXY"), 1),
                     ("a proxy's page with 403", status(403, HTML), ("web page|not accepted",), 1),
                     ("too long", status(400, '{"error":{"code":"context_length_exceeded","message":"too long"}}'), ("LLM_CONTEXT_TOKENS",), 4),
                     ("stalls", lambda *_: {"text": "", "stall": 3}, ("not begun to answer", "LLM_REQUEST_TIMEOUT"), 1),
                     ("stalls in the midst", lambda body, _: {"text": right(body), "pace": 1.6}, ("LLM_REQUEST_TIMEOUT",), 1),
                     ("breaks off", lambda body, _: {"text": right(body), "cut": 300}, ("broke off|ended before",), 1),
                     ("cut at its length", lambda body, _: {"text": right(body)[:60], "stop": cut}, ("LLM_MAX_TOKENS", "no answer that could be read"), 2)]
            if declined:
                table.append(("declines", lambda *_: {"text": "I cannot help.", "stop": declined}, ("declines|filter",), 1))
            for name, told, whys, calls in table:
                with self.subTest(vendor=vendor, trouble=name), model_server.ModelServer(told) as served:
                    self.built_in(self.ask(served, vendor), *whys)
                    self.assertEqual(len(served.seen), calls)

    def test_an_answer_that_is_over_is_taken_although_the_connection_stays_open(self):
        for vendor, *_ in PROTOCOLS:
            with self.subTest(vendor=vendor), model_server.ModelServer(lambda body, _: {"text": right(body), "hold": 4}) as served:
                began = time.monotonic()
                found = self.ask(served, vendor, LLM_REQUEST_TIMEOUT="8")
                self.assertIn("checked against the lines", " ".join(found["notes"]))
                self.assertLess(time.monotonic() - began, 3.5)  # without waiting for what never comes

    def test_an_address_is_judged_by_where_it_leads(self):
        for url, wrong in (("http://0xa9fea9fe/v1", "link-local"), ("http://[::ffff:169.254.169.254]/v1", "link-local"), ("http://[64:ff9b::a9fe:a9fe]/v1", "link-local"),
                           ("http://100.100.100.200/v1", "link-local"), ("http://192.0.0.192/v1", "link-local"), ("http://255.255.255.255/v1", "link-local"),
                           ("http://0.0.0.0:9/v1", "link-local"), ("http://", "is none")):
            code, _, err = support.run("investigate", self.log, "-q", "x", "--model",
                                       env={"LLM_PROVIDER": "compatible", "LLM_MODEL": "m", "LLM_BASE_URL": url})
            self.assertEqual(code, 1, url)
            self.assertRegex(err, wrong, url)

    def test_a_file_of_certificates_that_is_none_stops_the_start(self):
        for path in ("/tmp", "/etc/hostname", "/nowhere"):
            code, _, err = support.run("investigate", self.log, "-q", "x", "--model",
                                       env={"LLM_PROVIDER": "compatible", "LLM_MODEL": "m", "LLM_BASE_URL": "https://127.0.0.1:9/v1", "LLM_CA_FILE": path})
            self.assertEqual(code, 1, path)
            self.assertIn("LLM_CA_FILE", err)

    def test_a_stream_of_what_is_no_text_is_called_that(self):
        event = 'data: {"choices":[{"index":0,"delta":{"content":"%s"}}]}\n\n'
        with model_server.ModelServer(lambda *_: {"status": 200, "body": (event % "a").encode() + (event % "b").encode().replace(b"b", b"\xff\xfe")}) as served:
            self.built_in(self.ask(served, "openai"), "no JSON object|broke off")

    def test_what_a_vendor_says_of_its_model_is_used_on_the_command_line(self):
        sizes = {}
        for context, used in ((4_096, 4_096), (128_000, 16_384)):  # the setting's, where that is less
            with model_server.ModelServer(right) as served:
                served.facts["/api/show"] = {"model_info": {"llama.context_length": context}, "capabilities": ["completion"]}
                self.ask(served, "ollama")
                sizes[context] = len(served.seen[0]["raw"])
                self.assertEqual(served.seen[0]["body"]["options"]["num_ctx"], used)
        self.assertLess(sizes[4_096], 4_096 * 3)

    def test_what_stands_for_a_key_in_a_manual_is_none(self):
        for key, taken in (("sk-your-key-here", False), ("<API_KEY>", False), ("sk-xxxxxxxxxxxx", False), ("${OPENAI_API_KEY}", False), ("your_api_key", False),
                           ("changeme", False), ("sk-proj-Yourb7dExampleQ9", True), ("sk-ant-api03-R2D2", True)):
            code, _, err = support.run("model", "probe", env={"LLM_PROVIDER": "openai", "LLM_API_KEY": key, "LLM_BASE_URL": "http://127.0.0.1:9", "LLM_MAX_RETRIES": "0"})
            self.assertEqual(code, 3 if taken else 1, (key, err))
            self.assertEqual("sample" in err, not taken, (key, err))

    def test_prices_that_cannot_be_read_stop_the_start(self):
        for prices, why in (("=1/2", "MODEL=INPUT"), ("m==1/2", "MODEL=INPUT"), ("m=1//2", "MODEL=INPUT"), ("m=1", "MODEL=INPUT"), ("m=-1/2", "MODEL=INPUT"),
                            ("m=nan/2", "MODEL=INPUT"), ("m=1/2,m=3/4", "twice"), ("other=1/2", "price of m "), ("m=1/2", "price of spare ")):
            code, _, err = support.run("investigate", self.log, "-q", "x", "--model",
                                       env={"LLM_PROVIDER": "ollama", "LLM_MODEL": "m", "LLM_FALLBACKS": "ollama/spare", "LLM_TURN_COST": "1", "LLM_PRICES": prices})
            self.assertEqual(code, 1, prices)
            self.assertIn(why, err)

    def test_what_may_pass_is_asked_again_within_the_tries(self):
        for code, headers in ((429, {"Retry-After": "1"}), (500, {}), (503, {"Retry-After": "1"}), (529, {"Retry-After": "1"}), (529, {})):
            with self.subTest(code=code), model_server.ModelServer(
                    lambda body, n: {"status": code, "body": "", "headers": headers} if n == 1 else right(body)) as served:
                began = time.monotonic()
                found = self.ask(served, "anthropic", LLM_MAX_RETRIES="2")
                self.assertIn("checked against the lines", " ".join(found["notes"]))
                self.assertEqual(len(served.seen), 2)
                if headers:
                    self.assertGreaterEqual(time.monotonic() - began, 1)

    def test_what_an_operator_has_to_mend_is_not_asked_again(self):
        for code in (401, 403, 404, 413, 400):
            with self.subTest(code=code), model_server.ModelServer(status(code)) as served:
                self.ask(served, "openai", LLM_MAX_RETRIES="3")
                self.assertEqual(len(served.seen), 1)

    def test_what_was_declined_for_its_content_is_not_taken_to_the_next(self):
        for told in (lambda *_: {"text": "No.", "stop": "content_filter"}, status(400, '{"error":{"code":"content_filter","message":"filtered"}}')):
            with model_server.ModelServer(told) as first, model_server.ModelServer(right) as second:
                found = self.ask(first, "azure", LLM_FALLBACKS="ollama", OLLAMA_HOST=second.url)
                self.built_in(found, "filter")
                self.assertEqual(second.seen, [])

    def test_a_stream_that_broke_is_taken_to_the_next_who_is_named(self):
        with model_server.ModelServer(lambda body, _: {"text": right(body), "cut": 300}) as first, model_server.ModelServer(right) as second:
            found = self.ask(first, "openai", LLM_FALLBACKS="ollama/other", OLLAMA_HOST=second.url)
            notes = " ".join(found["notes"])
            self.assertIn("by the model ollama/other", notes)
            self.assertRegex(notes, "another model answered .*openai/m: ")
            self.assertEqual(second.seen[0]["body"]["model"], "other")

    def test_a_link_local_address_stops_the_start(self):
        for url in ("http://169.254.169.254/latest", "http://[fe80::1]:80", "http://metadata.google.internal/x"):
            code, _, err = support.run("investigate", self.log, "-q", "x", "--model",
                                       env={"LLM_PROVIDER": "compatible", "LLM_MODEL": "m", "LLM_BASE_URL": url})
            self.assertEqual(code, 1)
            self.assertRegex(err, "link-local.*LLM_BASE_URL")

    def test_a_name_that_is_no_vendor_stops_the_start(self):
        for name in ("SYNTHESIS_PROVIDER", "CODE_PROVIDER", "LLM_FALLBACKS"):
            code, _, err = support.run("investigate", self.log, "-q", "x", "--model",
                                       env={"LLM_PROVIDER": "ollama", name: "olama/x"})
            self.assertEqual(code, 1)
            self.assertRegex(err, name + " names 'olama'")

    def test_a_setting_that_is_misspelt_is_named_with_the_right_one(self):
        for wrong, right_name in (("LLM_MODLE", "LLM_MODEL"), ("OPENAI_API_KEYS", "OPENAI_API_KEY"), ("CODE_PROVIDR", "CODE_PROVIDER")):
            _, out, _ = support.run("config", env={wrong: "x"})
            self.assertRegex(out, wrong + r".*did you mean " + right_name)
        _, out, _ = support.run("config", env={"OLLAMA_NUM_PARALLEL": "4"})  # Ollama's own
        self.assertNotIn("OLLAMA_NUM_PARALLEL", out)


class Tasks(Incident):
    """Which model is asked for what."""

    def test_code_has_a_model_of_its_own_and_turns_have_theirs(self):
        conf = os.path.join(self.folder.name, "nginx.conf")
        with open(conf, "w", encoding="utf-8") as f:
            f.write("http {\n  upstream api { server 10.0.0.7:8080; }\n  server { listen 443 ssl; ssl_certificate /etc/nginx/tls.crt;\n"
                    "    location / { proxy_pass http://api; }\n  }\n}\n")
        with model_server.ModelServer(lambda *_: "") as main, model_server.ModelServer(lambda *_: "") as code, \
                model_server.ModelServer(lambda *_: "") as turns:
            env = {"LLM_PROVIDER": "openai", "LLM_BASE_URL": main.url, "LLM_API_KEY": "k", "LLM_MAX_RETRIES": "0", "STRICT_PROVIDER_MODE": "true",
                   "CODE_PROVIDER": "ollama/coder", "OLLAMA_HOST": code.url, "SYNTHESIS_PROVIDER": "anthropic/writer",
                   "ANTHROPIC_BASE_URL": turns.url, "ANTHROPIC_API_KEY": "k"}
            for path, asked, model in ((conf, code, "coder"), (self.log, turns, "writer")):
                done, _, err = support.run("investigate", path, "-q", "What is wrong?", "--model", "--json", env=env)
                self.assertEqual(done, 0, err)
                self.assertEqual({s["body"]["model"] for s in asked.seen}, {model})
            self.assertEqual(main.seen, [])
            self.assertEqual({s["body"]["model"] for s in code.seen}, {"coder"})


class SmallContexts(Incident):
    def test_a_prompt_and_its_answer_fit_into_what_the_model_takes(self):
        for context in (2048, 4096, 8192):
            sizes = []

            def script(body, _):
                said = json.dumps(body["messages"], ensure_ascii=False) + json.dumps(body.get("tools", []))
                sizes.append(len(said.encode()) // 3 + body["max_tokens"])
                if sizes[-1] > context:
                    return {"status": 400, "body": '{"error":{"code":"context_length_exceeded","message":"too long"}}'}
                return right(body)
            with self.subTest(context=context), model_server.ModelServer(script) as served:
                found = self.ask(served, "openai", LLM_CONTEXT_TOKENS=str(context))
                self.assertEqual(len(served.seen), 1, f"{sizes} tokens of {context}, {found['notes']}")
                self.assertIn("checked against the lines", " ".join(found["notes"]))

    def test_a_repair_fits_too(self):
        def script(body, number):
            said = json.dumps(body["messages"], ensure_ascii=False)
            self.sizes.append(len(said.encode()) // 3 + body["max_tokens"])
            return "x" * 6_000 if number == 1 else right({"messages": body["messages"][:2]})
        for context in (2048, 4096, 8192):
            self.sizes = []
            with self.subTest(context=context), model_server.ModelServer(script) as served:
                found = self.ask(served, "openai", LLM_CONTEXT_TOKENS=str(context))
                self.assertEqual(len(served.seen), 2)
                self.assertLessEqual(max(self.sizes), context)
                self.assertIn("checked against the lines", " ".join(found["notes"]))


if __name__ == "__main__":
    unittest.main()
