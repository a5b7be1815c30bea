"""Health is claimed from positive facts only: never of sick systems, of messages that tell of trouble, or of text that was not understood."""
import concurrent.futures
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


def verdicts(asked):
    """The verdicts of many (files, question), several at once."""
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(lambda one: verdict(*one), asked))


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
            asked = []
            for n, text in enumerate(said):
                path = os.path.join(folder, f"{n}.log")
                with open(path, "w", encoding="utf-8") as f:
                    f.write(text + "\n")
                asked.append(([path], "Is it healthy?"))
            for text, found in zip(said, verdicts(asked)):
                with self.subTest(message=text):
                    self.assertNotEqual(found, "healthy")

    def test_slices_of_text_that_nobody_explained_are_not_called_healthy(self):
        text = []
        # Not the pages that quote what programs say when they are well.
        quoting = ("rules.md", "answers.md")
        for path in sorted(glob.glob(os.path.join(support.ROOT, "docs", "**", "*.md"), recursive=True)):
            if os.path.basename(path) in quoting:
                continue
            with open(path, encoding="utf-8") as f:
                text += f.read().splitlines()
        chance = random.Random(20261129)
        with tempfile.TemporaryDirectory() as folder:
            asked, begins = [], []
            for n in range(SLICES):
                begins.append(chance.randrange(len(text) - 60))
                path = os.path.join(folder, f"{n}.txt")
                with open(path, "w", encoding="utf-8") as f:
                    f.write("\n".join(text[begins[-1]:begins[-1] + chance.randrange(3, 60)]) + "\n")
                asked.append(([path], "Is the system healthy?"))
            for begin, found in zip(begins, verdicts(asked)):
                with self.subTest(begin=begin):
                    self.assertNotEqual(found, "healthy", text[begin:begin + 3])

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
