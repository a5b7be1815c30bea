"""Bad and hostile input: a clear message or a sensible answer, bounded memory, no crash."""
import gzip
import io
import os
import subprocess
import tarfile
import tempfile
import unittest
import zipfile

import support


class BadInput(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()

    def tearDown(self):
        self.folder.cleanup()

    def file(self, name, data):
        path = os.path.join(self.folder.name, name)
        with open(path, "wb") as f:
            f.write(data if isinstance(data, bytes) else data.encode())
        return path

    def refused(self, *paths, says):
        code, out, err = support.run("investigate", *paths, "-q", "what is wrong?")
        self.assertEqual(code, 1, f"{out}{err}")
        self.assertEqual(out, "")
        for part in says:
            self.assertIn(part, err)
        return err

    def answered(self, *paths, question="what is wrong?"):
        return support.investigate(paths, question)

    def test_an_empty_file_is_named(self):
        self.refused(self.file("empty.log", ""), says=["every file is empty"])

    def test_a_named_pipe_that_nobody_writes_into_is_refused(self):
        path = os.path.join(self.folder.name, "pipe")
        os.mkfifo(path)
        self.refused(path, says=["named pipe"])

    def test_a_named_pipe_with_a_writer_and_one_of_a_shell_are_read(self):
        path = os.path.join(self.folder.name, "pipe")
        os.mkfifo(path)
        line = "ERROR No space left on device\\n"
        for command in (f"printf '{line}' > {path} & {support.PROGRAM} investigate {path} -q 'what is wrong?'; wait",
                        f"{support.PROGRAM} investigate <(sleep 1; printf '{line}') -q 'what is wrong?'"):
            done = subprocess.run(["bash", "-c", command], capture_output=True, timeout=60)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn(b"No space left on device", done.stdout)

    def test_an_empty_file_among_others_is_noted(self):
        found = self.answered(self.file("a.log", ""), self.file("b.log", "ERROR: No space left on device\n"))
        self.assertEqual(found["hypotheses"][0]["rule"], "disk_full")
        self.assertTrue(any("empty" in n for n in found["notes"]))

    def test_a_missing_file_is_named_with_what_to_give(self):
        self.refused(os.path.join(self.folder.name, "none.log"), says=["none.log", "does not exist", "file, a folder"])

    def test_a_folder_without_text_says_so(self):
        os.mkdir(os.path.join(self.folder.name, "sub"))
        self.refused(os.path.join(self.folder.name, "sub"), says=["holds no files"])
        self.file("sub/picture.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 100)
        self.refused(os.path.join(self.folder.name, "sub"), says=["none of the files is text", "picture.png"])

    def test_binaries_called_log_are_refused(self):
        self.refused(self.file("a.log", os.urandom(4096) + b"\0" * 4096), says=["a.log"])
        self.refused(self.file("b.log", b"\x7fELF" + b"\0" * 5000), says=["b.log"])

    def test_archives_are_refused_by_name(self):
        tar = io.BytesIO()
        with tarfile.open(fileobj=tar, mode="w") as t:
            info = tarfile.TarInfo("x.log")
            info.size = 5
            t.addfile(info, io.BytesIO(b"hello"))
        self.refused(self.file("logs.tar", tar.getvalue()), says=["tar"])
        self.refused(self.file("logs.tgz", gzip.compress(tar.getvalue())), says=["tar"])
        zipped = io.BytesIO()
        with zipfile.ZipFile(zipped, "w") as z:
            z.writestr("x.log", "hello")
        self.refused(self.file("logs.zip", zipped.getvalue()), says=["zip"])

    def test_a_gzip_bomb_is_refused_in_bounded_memory(self):
        bomb = gzip.compress(b"\0" * (64 << 20) + b"A" * (64 << 20), 9)
        self.refused(self.file("bomb.gz", bomb), says=["bomb.gz"])
        lines = gzip.compress(b"INFO the same line again and again and again\n" * 6_000_000, 9)
        code, _, err = support.run("investigate", self.file("lines.gz", lines), "-q", "x")
        self.assertEqual(code, 1)
        self.assertIn("lines.gz", err)

    def test_a_truncated_gzip_is_read_as_far_as_it_goes(self):
        whole = gzip.compress("\n".join(f"2026-03-01T10:00:00Z ERROR no space left on device {os.urandom(8).hex()}" for _ in range(2000)).encode())
        found = self.answered(self.file("cut.gz", whole[:len(whole) // 2]))
        self.assertEqual(found["hypotheses"][0]["rule"], "disk_full")
        self.assertTrue(found["notes"])

    def test_invalid_utf8_and_other_encodings_are_read(self):
        text = "2026-03-01T10:00:00Z ERROR größe: No space left on device\n" * 3
        for name, data in (("latin.log", text.encode("latin-1")), ("u16.log", text.encode("utf-16")),
                           ("bad.log", text.encode() + b"\xff\xfe\xfa stray\n"), ("bom.log", b"\xef\xbb\xbf" + text.encode())):
            with self.subTest(file=name):
                self.assertEqual(self.answered(self.file(name, data))["hypotheses"][0]["rule"], "disk_full")

    def test_lines_of_fifty_megabytes_cost_no_memory(self):
        path = self.file("long.log", b"x" * (50 << 20) + b"\nERROR: No space left on device\n" + b"y" * (50 << 20))
        found = self.answered(path)
        self.assertEqual(found["hypotheses"][0]["rule"], "disk_full")
        self.assertLess(support.peak_kilobytes("investigate", path, "-q", "x"), 100_000)

    def test_ten_million_identical_lines_are_one_group(self):
        path = os.path.join(self.folder.name, "same.log")
        block = b"2026-03-01T10:00:00Z ERROR database connection refused by 10.0.0.1:5432\n" * 100_000
        with open(path, "wb") as f:
            for _ in range(100):
                f.write(block)
        found = self.answered(path)
        self.assertEqual(len(found["hypotheses"]), 1)
        self.assertEqual(found["evidence"][0]["lines"], 10_000_000)
        self.assertIn("10000000", found["hypotheses"][0]["supporting"][0]["slots"].get("count", ""))
        self.assertLess(support.peak_kilobytes("investigate", path, "-q", "x"), 100_000)

    def test_a_log_without_any_time_has_no_timeline_and_says_so(self):
        found = self.answered(self.file("a.log", "starting\nERROR: permission denied for table orders\n"))
        self.assertEqual(found["timeline"], [])
        self.assertTrue(any("no line carries a time" in n for n in found["notes"]))
        self.assertEqual(found["hypotheses"][0]["rule"], "permission_denied")

    def test_times_that_run_backwards_are_noted_and_sorted(self):
        lines = [f"2026-03-01T10:{59 - i:02d}:00Z {'ERROR disk full' if i % 9 == 0 else 'INFO ok'}\n" for i in range(60)]
        found = self.answered(self.file("back.log", "".join(lines)))
        self.assertTrue(any("backwards" in n for n in found["notes"]))
        times = [e["time"] for e in found["timeline"]]
        self.assertEqual(times, sorted(times))

    def test_no_question_is_answered_as_what_is_wrong(self):
        code, out, _ = support.run("investigate", self.file("a.log", "ERROR: No space left on device\n"))
        self.assertEqual(code, 0)
        self.assertIn("no question was given", out)

    def test_standard_input_is_evidence(self):
        code, out, _ = support.run("investigate", "-", "-q", "why?", stdin=b"ERROR: No space left on device\n")
        self.assertEqual(code, 0)
        self.assertIn("`No space left on device` [E1:L1]", out)

    def test_random_bytes_never_crash(self):
        import random
        r = random.Random(7)
        for i in range(40):
            data = bytes(r.choice([32, 10, 123, 125, 34, 58, 45, 91, 93, r.randrange(256)]) for _ in range(r.randrange(1, 3000)))
            code, _, err = support.run("investigate", self.file(f"r{i}", data), "-q", "x")
            self.assertIn(code, (0, 1), err)


if __name__ == "__main__":
    unittest.main()
