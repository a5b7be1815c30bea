"""What must not change the conclusion does not, and what must withdraw it does."""
import json
import os
import re
import tempfile
import unittest

import support

NAMES = {"orders": "bookings", "order": "booking", "shop": "store", "session": "basket", "catalog": "library",
         "metrics": "readings", "ingest": "intake", "customer": "client7", "127.0.0.1": "10.9.8.7"}


def renamed(text):
    for old, new in NAMES.items():
        text = text.replace(old, new)
    return text


def shifted(text):
    """Every date of the recording moved by two days and six hours is too clever for a test: the day and hour suffice."""
    text = re.sub(r"2026-11-23([T ])15:", r"2026-11-21\g<1>09:", text)
    text = text.replace("23/Nov/2026:15:", "21/Nov/2026:09:").replace("2026/11/23 15:", "2026/11/21 09:")
    return text.replace("23 Nov 2026 15:", "21 Nov 2026 09:")


def rule_of(found):
    return found["hypotheses"][0]["rule"] if found["hypotheses"] else None


class Metamorphic(unittest.TestCase):
    def test_samples_are_diagnosed_right(self):
        for name, expected, files in support.example_incidents():
            with self.subTest(incident=name):
                found = support.investigate(files, expected["question"], "--kb", support.RUNBOOKS)
                self.assertEqual(rule_of(found), expected["cause"])
                self.assertGreaterEqual(found["confidence"], .7)
                for fact in expected["key_facts"]:
                    self.assertRegex(support.opening(found).lower(), "|".join(fact))
                self.assertTrue(found["runbooks"], "a runbook of the tree is about this")

    def test_other_names_give_the_same_conclusion(self):
        for name, expected, files in support.example_incidents():
            before = support.investigate(files, expected["question"])
            with support.Changed(files, renamed) as changed:
                after = support.investigate(changed, renamed(expected["question"]))
            with self.subTest(incident=name):
                self.assertEqual(rule_of(after), rule_of(before))
                self.assertAlmostEqual(after["confidence"], before["confidence"], delta=.1)

    def test_other_times_give_the_same_conclusion(self):
        for name, expected, files in support.example_incidents():
            before = support.investigate(files, expected["question"])
            with support.Changed(files, shifted) as changed:
                after = support.investigate(changed, expected["question"])
            with self.subTest(incident=name):
                self.assertEqual(rule_of(after), rule_of(before))
                self.assertEqual(after["confidence"], before["confidence"])
                self.assertNotEqual([e["time"] for e in after["timeline"]], [e["time"] for e in before["timeline"]])

    def test_the_order_of_files_does_not_matter(self):
        for name, expected, files in support.example_incidents():
            before = support.investigate(files, expected["question"])
            after = support.investigate(list(reversed(files)), expected["question"])
            with self.subTest(incident=name):
                self.assertEqual(rule_of(after), rule_of(before))
                self.assertEqual(after["confidence"], before["confidence"])

    def test_without_its_decisive_lines_the_conclusion_is_withdrawn(self):
        for name, expected, files in support.example_incidents():
            decisive = re.compile(expected["decisive_lines"], re.I)
            before = support.investigate(files, expected["question"])
            with support.Changed(files, lambda t: "".join(x for x in t.splitlines(True) if not decisive.search(x))) as changed:
                after = support.investigate(changed, expected["question"])
            with self.subTest(incident=name):
                same = [h["likelihood"] for h in after["hypotheses"] if h["rule"] == rule_of(before)]
                self.assertTrue(not same or max(same) < .5, f"{rule_of(before)} still at {same}")
                self.assertLess(after["confidence"] if after["verdict"] == "problem" else 0, .5)

    def test_healthy_parts_of_the_recordings_give_no_hypothesis(self):
        # The first lines of every service log were written before anything was broken.
        healthy = 0
        for name, expected, files in support.example_incidents():
            bad = re.compile(expected["decisive_lines"] + r"|error|fatal|panic|warn", re.I)
            for path in files:
                lines = support.read_text(path).splitlines(True)
                until = next((i for i, x in enumerate(lines) if bad.search(x)), len(lines))
                if until < 100:
                    continue
                healthy += 1
                with tempfile.TemporaryDirectory() as folder:
                    part = os.path.join(folder, os.path.basename(path))
                    with open(part, "w", encoding="utf-8") as f:
                        f.writelines(lines[:until])
                    found = support.investigate([part], "Is everything healthy?")
                with self.subTest(incident=name, file=path):
                    self.assertEqual(found["verdict"], "healthy")
                    self.assertFalse([h for h in found["hypotheses"] if h["likelihood"] >= .5])
        self.assertGreaterEqual(healthy, 3)


class Datasets(unittest.TestCase):
    """The recorded incidents beside the tree, a smoke test."""

    @unittest.skipUnless(os.path.isdir(os.path.join(support.DATASETS, "incidents")), "FM_DATASETS is absent")
    def test_key_facts_are_named_in_sixty_words(self):
        recalls = []
        for name, expected, files in support.dataset_incidents():
            found = support.investigate(files, expected["question"])
            text = support.opening(found)
            hits = [any(re.search(x, text, re.I | re.S) for x in fact["any"]) for fact in expected["key_facts"]]
            recalls.append(sum(hits) / len(hits))
            if expected["category"] == "healthy":
                self.assertEqual(found["verdict"], "healthy")
        self.assertGreaterEqual(sum(recalls) / len(recalls), .80)


if __name__ == "__main__":
    unittest.main()
