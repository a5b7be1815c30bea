"""The command line as people and scripts use it."""
import gzip
import json
import os
import shutil
import subprocess
import tempfile
import time
import unittest

import support

NGINX = os.path.join(support.EXAMPLES, "nginx-dead-upstream", "evidence")


class CommandLine(unittest.TestCase):
    def test_help_is_everywhere(self):
        for words in (["--help"], ["investigate", "--help"], ["templates", "--help"], ["search", "--help"], ["config", "--help"]):
            code, out, err = support.run(*words)
            self.assertEqual((code, err), (0, ""))
            self.assertIn("usage", out)
        self.assertEqual(support.run()[0], 1)
        self.assertEqual(support.run("version")[0], 0)

    def test_mistakes_are_named_with_what_would_be_right(self):
        for words, says in ((["investigat"], "unknown command"), (["investigate", "--jsn", "x"], "unknown option --jsn"),
                            (["investigate"], "needs evidence"), (["investigate", NGINX, "--tz", "Mars"], "Europe/Berlin"),
                            (["investigate", NGINX, "--now", "soon"], "2026-03-01T12:00:00Z"),
                            (["investigate", NGINX, "--fail-on=x"], "problem"), (["investigate", NGINX, "--kb", "/none"], "not a folder"),
                            (["investigate", NGINX, "-q"], "needs a value"), (["templates"], "one FILE"),
                            (["templates", NGINX, "x"], "one FILE"), (["search", "x"], "--kb"),
                            (["search", "--kb", support.RUNBOOKS], "one query"),
                            (["search", "--kb", support.RUNBOOKS, "x", "-n", "0"], "from 1 to 1000")):
            with self.subTest(words=words):
                code, out, err = support.run(*words)
                self.assertEqual((code, out), (1, ""))
                self.assertIn(says, err)

    def test_exit_codes_follow_the_finding_only_when_asked(self):
        question = ["-q", "Why do API requests fail?"]
        self.assertEqual(support.run("investigate", NGINX, *question)[0], 0)
        self.assertEqual(support.run("investigate", NGINX, *question, "--fail-on=problem")[0], 3)
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "a.log"), "w") as f:
                f.write("2026-03-01T10:00:00Z INFO all is well\n" * 50)
            self.assertEqual(support.run("investigate", folder, "-q", "Is it healthy?", "--fail-on=problem")[0], 0)

    def test_json_holds_the_readable_text_and_names_its_schema(self):
        found = support.investigate([NGINX], "Why do API requests fail?", "--kb", support.RUNBOOKS)
        _, text, _ = support.run("investigate", NGINX, "-q", "Why do API requests fail?", "--kb", support.RUNBOOKS, "--now", support.NOW)
        self.assertEqual(found["schema"], "faultmaven.investigation/1")
        self.assertEqual(found["answer"], text)
        for key in ("question", "verdict", "confidence", "level", "scope", "conclusion", "hypotheses", "timeline", "next_steps",
                    "questions", "runbooks", "evidence", "notes"):
            self.assertIn(key, found)

    def test_rotated_and_compressed_logs_make_one_timeline(self):
        lines = support.read_text(os.path.join(NGINX, "error.log")).splitlines(True)
        with tempfile.TemporaryDirectory() as folder:
            third = len(lines) // 3
            with gzip.open(os.path.join(folder, "error.log.2.gz"), "wt") as f:
                f.writelines(lines[:third])
            with open(os.path.join(folder, "error.log.1"), "w") as f:
                f.writelines(lines[third:2 * third])
            with open(os.path.join(folder, "error.log"), "w") as f:
                f.writelines(lines[2 * third:])
            found = support.investigate([folder], "Why do API requests fail?")
        self.assertEqual([os.path.basename(e["path"]) for e in found["evidence"]], ["error.log.2.gz", "error.log.1", "error.log"])
        self.assertEqual(found["hypotheses"][0]["rule"], "upstream_down")
        times = [e["time"] for e in found["timeline"]]
        self.assertEqual(times, sorted(times))
        self.assertEqual([h["rule"] for h in found["hypotheses"]].count("upstream_down"), 1)

    def test_a_zone_moves_times_that_name_none(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "a.log")
            with open(path, "w") as f:
                f.write("2026-07-01 10:00:00 ERROR No space left on device\n" * 3)
            for zone, expected in (("UTC", "2026-07-01T10:00:00Z"), ("+02:00", "2026-07-01T08:00:00Z"),
                                   ("Europe/Berlin", "2026-07-01T08:00:00Z")):
                found = support.investigate([path], "why?", "--tz", zone)
                self.assertEqual(found["evidence"][0]["first"], expected)

    def test_templates_assigns_one_id_to_every_line(self):
        path = os.path.join(NGINX, "error.log")
        code, out, _ = support.run("templates", path, "--assign")
        ids = out.split()
        self.assertEqual(code, 0)
        self.assertEqual(len(ids), len(support.read_text(path).splitlines()))
        code, listing, _ = support.run("templates", path)
        self.assertIn(f"{len(set(ids))} templates in {len(ids)} lines", listing)
        self.assertLess(len(support.run("templates", path, "--limit", "1")[1]), len(listing))

    def test_search_answers_queries_from_a_file(self):
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as f:
            f.write('{"id": "a", "query": "disk is full"}\n\n{"id": 7, "query": "how to bake bread"}\n')
            f.flush()
            code, out, _ = support.run("search", "--kb", support.RUNBOOKS, "--queries", f.name)
            self.assertEqual(code, 0)
            rows = [json.loads(x) for x in out.splitlines()]
            self.assertEqual([r["id"] for r in rows], ["a", 7])
            self.assertEqual(rows[0]["results"][0], "storage/disk-full.md")
            self.assertEqual(rows[1]["results"], [])
            f.write("{broken\n")
            f.flush()
            code, _, err = support.run("search", "--kb", support.RUNBOOKS, "--queries", f.name)
            self.assertEqual(code, 1)
            self.assertIn("line 4", err)

    def test_search_shows_passages_with_path_heading_and_score(self):
        code, out, _ = support.run("search", "--kb", support.RUNBOOKS, "redis is out of memory", "--json", "-n", "3")
        found = json.loads(out)
        self.assertEqual(code, 0)
        self.assertEqual(found["schema"], "faultmaven.search/1")
        first = found["results"][0]
        self.assertEqual(first["path"], "databases/redis-memory-full.md")
        scores = [r["score"] for r in found["results"]]
        self.assertEqual(scores, sorted(scores, reverse=True))
        text = support.read_text(os.path.join(support.RUNBOOKS, first["path"])).split("\n")
        self.assertTrue(1 <= first["first_line"] <= first["last_line"] <= len(text))
        code, out, _ = support.run("search", "--kb", support.RUNBOOKS, "how to bake sourdough bread")
        self.assertEqual(code, 0)
        self.assertIn("No passage answers", out)

    def test_settings_come_from_the_environment_and_unknown_ones_are_named(self):
        code, out, _ = support.run("config", env={"FM_TIME_ZONE": "Europe/Berlin", "FM_TIMEZONE": "x"})
        self.assertEqual(code, 0)
        self.assertRegex(out, r"FM_TIME_ZONE *= Europe/Berlin *# environment")
        self.assertIn("set but means nothing: FM_TIMEZONE (environment); did you mean FM_TIME_ZONE?", out)

    def test_the_same_input_gives_the_same_output(self):
        first = support.run("investigate", NGINX, "-q", "why?", "--now", support.NOW, "--kb", support.RUNBOOKS)
        for _ in range(3):
            self.assertEqual(support.run("investigate", NGINX, "-q", "why?", "--now", support.NOW, "--kb", support.RUNBOOKS), first)

    def test_long_input_shows_its_progress_on_a_terminal_only(self):
        block = b"2026-03-01T10:00:00Z INFO request served in 12 ms by worker 3\n" * 200_000  # 12 MB
        shown, quiet = os.openpty(), os.pipe()
        for number, error in ((0, shown[1]), (1, quiet[1])):
            child = subprocess.Popen([support.PROGRAM, "investigate", "-", "-q", "why?"], stdin=subprocess.PIPE,
                                     stdout=subprocess.DEVNULL, stderr=error)
            child.stdin.write(block)
            child.stdin.flush()
            time.sleep(1.3)
            child.stdin.write(block)
            child.stdin.close()
            self.assertEqual(child.wait(60), 0)
            os.close(error)
        try:
            seen = os.read(shown[0], 65536).decode()
        except OSError:
            seen = ""
        self.assertRegex(seen, r"reading standard input: \d+ MB")
        self.assertTrue(seen.rstrip().endswith("\x1b[K"), "the line is wiped before the answer")
        self.assertEqual(os.read(quiet[0], 65536), b"")

    def test_it_runs_without_network_keys_or_home(self):
        if shutil.which("unshare"):
            done = subprocess.run(["unshare", "-rn", support.PROGRAM, "investigate", NGINX, "-q", "why?"], capture_output=True,
                                  env={"PATH": "/usr/bin:/bin"})
            if b"unshare" in done.stderr:
                self.skipTest("this machine does not allow namespaces")
            self.assertEqual(done.returncode, 0)


if __name__ == "__main__":
    unittest.main()
