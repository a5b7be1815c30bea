"""Starts the real server on a free port with a data directory of its own, and stops it."""
import os
import re
import subprocess
import tempfile
import threading
import time
import urllib.request

import support


class Server:
    """`with Server(env={...}) as server:` — then `server.port`, `server.data`, `server.log()`, `server.stop()`."""

    def __init__(self, env=None, data=None, words=(), ready=True, patience=60):
        self.folder = None if data else tempfile.TemporaryDirectory(prefix="fm-server-")
        self.data = data or os.path.join(self.folder.name, "data")
        self.env = {**os.environ, "FM_DATA_DIR": self.data, "PORT": "0", "HOST": "127.0.0.1", "LLM_PROBE": "false", **(env or {})}
        self.words, self.wait_until_ready, self.patience = words, ready, patience
        self.process = self.port = None

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.kill()
        if self.folder:
            self.folder.cleanup()

    def start(self):
        """Starts it (again), and waits until it is ready unless told otherwise."""
        self.lines = []
        self.process = subprocess.Popen([support.PROGRAM, "serve", *self.words], env=self.env, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True)
        self.reader = threading.Thread(target=lambda: self.lines.extend(self.process.stderr), daemon=True)
        self.reader.start()
        said = self.process.stdout.readline()
        found = re.search(r"https?://\S+:(\d+)", said)
        if not found:
            code = self.process.wait(30)
            self.reader.join(5)
            raise RuntimeError(f"the server did not start (exit {code}): {said}{self.log()}")
        self.port = int(found.group(1))
        end = time.monotonic() + self.patience
        while self.wait_until_ready and not self.is_ready():
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"the server did not become ready: {self.log()}")
            time.sleep(.01)
        return self

    def is_ready(self):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health/ready", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False

    def log(self):
        return "".join(self.lines)

    def resident_kilobytes(self):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as f:
            return next(int(line.split()[1]) for line in f if line.startswith("VmRSS"))

    def stop(self, limit=30):
        """Asks it to end; its exit code."""
        self.process.terminate()
        code = self.process.wait(limit)
        self.reader.join(5)
        return code

    def kill(self):
        """Ends it as a power failure would."""
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait(30)
        if self.process:
            self.process.stdout.close()
            self.reader.join(5)
            self.process.stderr.close()
