"""Health is claimed from positive facts only: never of sick systems, of messages that tell of trouble, or of text that was not understood."""
import glob
import os
import random
import re
import tempfile
import unittest

import support

INCIDENTS = os.path.join(support.ROOT, "tests", "incidents")
SLICES = 1000


def verdict(files, question):
    return support.investigate(files, question)["verdict"]


class HealthClaims(unittest.TestCase):
    def test_no_sick_system_is_called_healthy(self):
        for folder in sorted(glob.glob(os.path.join(INCIDENTS, "open", "*"))):
            files = sorted(glob.glob(os.path.join(folder, "evidence*")))
            with open(os.path.join(folder, "question.txt"), encoding="utf-8") as f:
                question = f.read().strip()
            for asked in (question, "What is wrong?"):
                with self.subTest(incident=os.path.basename(folder), question=asked):
                    self.assertNotEqual(verdict(files, asked), "healthy")

    def test_no_message_that_a_rule_knows_as_trouble_is_called_healthy(self):
        said = []
        for pack in sorted(glob.glob(os.path.join(support.ROOT, "modules", "evidence", "rules", "*.yaml"))):
            role = None
            with open(pack, encoding="utf-8") as f:
                for line in f:
                    if found := re.match(r"    role: (\w+)", line):
                        role = found[1]
                    elif line.startswith("  - id:"):
                        role = "cause"
                    elif (found := re.match(r"      - line: (['\"]?)(.*)\1$", line)) and role in ("cause", "symptom"):
                        said.append(found[2].replace("''", "'"))
        self.assertGreater(len(said), 100)
        with tempfile.TemporaryDirectory() as folder:
            for n, text in enumerate(said):
                path = os.path.join(folder, f"{n}.log")
                with open(path, "w", encoding="utf-8") as f:
                    f.write(text + "\n")
                with self.subTest(message=text):
                    self.assertNotEqual(verdict([path], "Is it healthy?"), "healthy")

    def test_slices_of_text_that_nobody_explained_are_not_called_healthy(self):
        text = []
        for path in sorted(glob.glob(os.path.join(support.ROOT, "docs", "**", "*.md"), recursive=True) + glob.glob(os.path.join(INCIDENTS, "break", "*"))):
            with open(path, encoding="utf-8") as f:
                text += f.read().splitlines()
        chance = random.Random(20261129)
        with tempfile.TemporaryDirectory() as folder:
            for n in range(SLICES):
                begin = chance.randrange(len(text) - 60)
                path = os.path.join(folder, f"{n}.txt")
                with open(path, "w", encoding="utf-8") as f:
                    f.write("\n".join(text[begin:begin + chance.randrange(3, 60)]) + "\n")
                with self.subTest(slice=n, begin=begin):
                    self.assertNotEqual(verdict([path], "Is the system healthy?"), "healthy", text[begin:begin + 3])

    def test_most_healthy_systems_with_their_usual_noise_are_called_healthy(self):
        folders = sorted(glob.glob(os.path.join(INCIDENTS, "healthy", "*")))
        healthy = 0
        for folder in folders:
            with open(os.path.join(folder, "question.txt"), encoding="utf-8") as f:
                question = f.read().strip()
            healthy += verdict(sorted(glob.glob(os.path.join(folder, "evidence*"))), question) == "healthy"
        self.assertGreaterEqual(len(folders), 20)
        self.assertGreaterEqual(healthy, 16)


if __name__ == "__main__":
    unittest.main()
