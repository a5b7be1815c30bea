"""Real llama.cpp and Ollama servers with a tiny model: the probe and one investigation. What the model says is of no matter."""
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "program"))
import support  # noqa: E402

LOG = "2026-11-23T15:02:11Z ERROR orders.Pool connect to orders-db.internal:5432 failed: Connection refused\n"
TEMPLATE = '''TEMPLATE """{{ range .Messages }}<|im_start|>{{ .Role }}
{{ .Content }}<|im_end|>
{{ end }}<|im_start|>assistant
"""
'''


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class RealModels(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.gguf = os.environ.get("FM_GGUF", "")

    def serve(self, words, port, env=None):
        child = subprocess.Popen(words, env={**os.environ, **(env or {})}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(child.wait, 30)
        self.addCleanup(child.terminate)
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=1).close()
                return
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(.2)
        self.fail("the server did not begin")

    def look(self, env):
        code, out, err = support.run("model", "probe", "--json", env=env)
        self.assertEqual(code, 0, err)
        (found,) = json.loads(out)
        print("\n" + json.dumps(found, indent=1))
        self.assertTrue(found["usable"])
        self.assertTrue(found["context_by_vendor"])
        self.assertEqual(found["context_tokens"], 4096)
        path = os.path.join(self.folder.name, "orders.log")
        with open(path, "w", encoding="utf-8") as f:
            f.write(LOG)
        code, out, err = support.run("investigate", path, "-q", "Why?", "--model", "--json", timeout=300,
                                     env={**env, "LLM_CONTEXT_TOKENS": "4096", "LLM_MAX_TOKENS": "256"})
        self.assertEqual(code, 0, err)
        notes = " ".join(json.loads(out)["notes"])
        print(notes)
        self.assertIn("gave no answer that could be read", notes)
        self.assertNotIn("did not answer", notes)

    def test_llama_server(self):
        program = os.environ.get("FM_LLAMA_SERVER")
        if not program:
            self.skipTest("FM_LLAMA_SERVER is not set")
        port = free_port()
        self.serve([program, "-m", self.gguf, "--host", "127.0.0.1", "--port", str(port), "-t", "1", "--jinja", "--api-key", "test",
                    "-c", "4096"], port)
        env = {"LLM_PROVIDER": "compatible", "LLM_BASE_URL": f"http://127.0.0.1:{port}/v1", "LLM_MODEL": "tiny", "LLM_API_KEY": "test"}
        self.look(env)
        code, out, _ = support.run("model", "probe", "--json", env={**env, "LLM_API_KEY": "wrong"})
        self.assertEqual(code, 3)
        self.assertIn("the key is not accepted", out)

    def test_ollama(self):
        program = os.environ.get("FM_OLLAMA")
        if not program:
            self.skipTest("FM_OLLAMA is not set")
        port = free_port()
        env = {"OLLAMA_HOST": f"127.0.0.1:{port}", "HOME": self.folder.name, "OLLAMA_MODELS": os.path.join(self.folder.name, "models")}
        self.serve([program, "serve"], port, env)
        recipe = os.path.join(self.folder.name, "Modelfile")
        with open(recipe, "w", encoding="utf-8") as f:
            f.write(f"FROM {self.gguf}\n" + TEMPLATE)
        subprocess.run([program, "create", "tiny", "-f", recipe], env={**os.environ, **env}, check=True, capture_output=True)
        ask = {"LLM_PROVIDER": "ollama", "OLLAMA_HOST": env["OLLAMA_HOST"], "OLLAMA_MODEL": "tiny"}
        self.look(ask)
        code, out, _ = support.run("model", "probe", "--json", env={**ask, "OLLAMA_MODEL": "none"})
        self.assertEqual(code, 3)
        self.assertIn("OLLAMA_MODEL", out)


if __name__ == "__main__":
    unittest.main()
