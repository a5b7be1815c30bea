"""Comparing models: incidents with known answers, recorded from a model and replayed without it."""
import json
import os
import tempfile
import unittest

import model_server
import support
from model_server import answer, cited

LOG = "2026-11-23T15:02:11Z ERROR orders.Pool connect to orders-db:5432 failed: Connection refused\n"


def said_in(body):
    return "\n".join(m["content"] for m in body["messages"] if m.get("content"))


def right(body, _):
    return answer(("The connection to orders-db on port 5432 was refused.", [cited(said_in(body), "refused")]))


class Evaluations(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.dir = os.path.join(self.folder.name, "incidents")
        for name, must in (("refused", "must (first): (?i)refused"), ("other", "must (first): (?i)certificate")):
            os.makedirs(os.path.join(self.dir, name))
            for file, text in (("evidence.log", LOG), ("question.txt", "Why do orders fail?"), ("expected.txt", f"The truth.\n{must}\n")):
                with open(os.path.join(self.dir, name, file), "w", encoding="utf-8") as f:
                    f.write(text)

    def path(self, name):
        return os.path.join(self.folder.name, name)

    def eval(self, *words, env=None):
        code, out, err = support.run("eval", self.dir, "--json", "--now", support.NOW, "--out", self.path("results.json"), *words,
                                     env={"LLM_MAX_RETRIES": "0", **(env or {})})
        return code, json.loads(out) if out.strip() else None, err

    @staticmethod
    def outcomes(found):
        return {r["incident"]: r["outcome"] for r in found["results"]}

    def test_the_built_in_analyst_is_judged_by_what_is_expected(self):
        code, found, err = self.eval("--provider", "builtin")
        self.assertEqual(code, 0, err)
        self.assertEqual(self.outcomes(found)["refused"], "right")
        self.assertNotEqual(self.outcomes(found)["other"], "right")

    def test_what_was_recorded_is_replayed_without_key_and_server(self):
        with model_server.ModelServer(right) as served:
            env = {"LLM_PROVIDER": "compatible", "LLM_BASE_URL": served.url + "/v1", "LLM_MODEL": "m", "LLM_API_KEY": "k-1"}
            code, first, err = self.eval("--provider", "compatible/m", "--recordings", self.path("r"), "--record", env=env)
            self.assertEqual(code, 0, err)
            asked = len(served.seen)
            self.assertGreater(asked, 0)
        env = {"LLM_PROVIDER": "compatible", "LLM_BASE_URL": "http://127.0.0.1:9/v1", "LLM_MODEL": "m"}
        code, again, err = self.eval("--provider", "compatible/m", "--recordings", self.path("r"), env=env)
        self.assertEqual(code, 0, err)
        self.assertEqual(self.outcomes(again), self.outcomes(first))
        self.assertEqual(self.outcomes(again)["refused"], "right")
        self.assertGreater(again["summaries"][0]["model_answers_stand"], 0)

    def test_what_did_not_run_is_never_counted_as_passed(self):
        env = {"LLM_PROVIDER": "compatible", "LLM_BASE_URL": "http://127.0.0.1:9/v1", "LLM_MODEL": "m"}
        code, found, _ = self.eval("--provider", "compatible/m", "--recordings", self.path("none"), env=env)
        self.assertEqual(code, 3)
        self.assertEqual(found["summaries"][0]["right"], 0)
        self.assertEqual(found["summaries"][0]["not_run"], 2)


if __name__ == "__main__":
    unittest.main()
