"""README's worked example is what the program really prints; `readme_test.py --write` brings it up to date."""
import os
import re
import subprocess
import sys
import unittest

import support
from server import Server

README = os.path.join(support.ROOT, "README.md")
# Answers hold fenced commands themselves, so the fence around them is longer.
HTTP = re.compile(r"```sh\n(API=http[^\n]+\n.*?)```\n\n````text\n(.*?)````", re.S)
EXAMPLE = re.compile(r"```sh\nfaultmaven (investigate [^\n]+)\n```\n\n````text\n(.*?)````", re.S)


def real_output(command):
    done = subprocess.run(f'"{support.PROGRAM}" {command}', shell=True, cwd=support.ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def real_answer(commands):
    """What the HTTP example prints, word for word, against a server that has just been set up."""
    with Server() as server:
        commands = commands.replace("http://127.0.0.1:8000", f"http://127.0.0.1:{server.port}")
        done = subprocess.run(["bash", "-eu", "-c", commands], cwd=support.ROOT, capture_output=True, text=True,
                              timeout=300)
        assert done.returncode == 0, done.stderr
        return done.stdout


class Readme(unittest.TestCase):
    def test_the_http_example_can_be_run_twice(self):
        with open(README, encoding="utf-8") as f:
            commands, _ = HTTP.search(f.read()).groups()
        with Server() as server:
            commands = commands.replace("http://127.0.0.1:8000", f"http://127.0.0.1:{server.port}")
            said = [subprocess.run(["bash", "-eu", "-c", commands], cwd=support.ROOT, capture_output=True, text=True, timeout=300) for _ in range(2)]
        self.assertEqual([s.returncode for s in said], [0, 0], said[1].stderr)
        self.assertEqual(said[0].stdout, said[1].stdout)

    def test_the_http_example_is_the_real_answer(self):
        with open(README, encoding="utf-8") as f:
            commands, shown = HTTP.search(f.read()).groups()
        self.assertEqual(shown, real_answer(commands))

    def test_the_example_is_the_real_output(self):
        with open(README, encoding="utf-8") as f:
            command, shown = EXAMPLE.search(f.read()).groups()
        self.assertEqual(shown, real_output(command))

    def test_every_file_that_it_names_exists(self):
        with open(README, encoding="utf-8") as f:
            text = f.read()
        for path in re.findall(r"\]\((?!http)([^)#]+)", text):
            self.assertTrue(os.path.exists(os.path.join(support.ROOT, path)), path)


if __name__ == "__main__":
    if "--write" in sys.argv:
        with open(README, encoding="utf-8") as f:
            text = f.read()
        for pattern, run in ((EXAMPLE, real_output), (HTTP, real_answer)):
            match = pattern.search(text)
            text = text[:match.start(2)] + run(match.group(1)) + text[match.end(2):]
        with open(README, "w", encoding="utf-8") as f:
            f.write(text)
    else:
        unittest.main()
