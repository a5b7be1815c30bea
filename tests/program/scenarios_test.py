"""Scenarios of many kinds: the verdict, the rule and the deciding words are right, whatever names and order the files have."""
import json
import os
import re
import unittest

import support

SCENARIOS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "scenarios")


def scenarios():
    for name in sorted(os.listdir(SCENARIOS)):
        path = os.path.join(SCENARIOS, name, "expected.json")
        if os.path.exists(path):
            with open(path, encoding="utf-8") as f:
                yield name, json.load(f), support.files_of(os.path.join(SCENARIOS, name, "evidence"))


def one_of(expected):
    return expected if isinstance(expected, list) else [expected]


def best_rule(found):
    return found["hypotheses"][0]["rule"] if found["hypotheses"] else None


def other_names(names):
    """A change that gives each name another of the same length: letters move on by one, the first stays a letter."""
    table = {n: "".join("abcdefghijklmnopqrstuvwxyz"[(ord(c) - 96) % 26] if c.islower() and i < 4 else c for i, c in enumerate(n))
             for n in names}

    def change(text):
        for old in sorted(table, key=len, reverse=True):
            text = re.sub(re.escape(old), table[old], text)
        return text

    return change


def problems_of(expected, found):
    """What differs from the expectation, in words; empty when all is right."""
    wrong = []
    opening = support.opening(found)
    if found["verdict"] not in one_of(expected["verdict"]):
        wrong.append(f"verdict {found['verdict']}")
    if expected["rule"] and best_rule(found) not in expected["rule"]:
        wrong.append(f"rule {best_rule(found)}")
    if not expected["rule"] and any(h["likelihood"] >= .5 for h in found["hypotheses"]):
        wrong.append(f"hypothesis {best_rule(found)} although nothing is wrong")
    for fact in expected["facts"]:
        if not re.search(fact, opening, re.I | re.S):
            wrong.append(f"fact /{fact}/")
    for fact in expected.get("absent", []):
        if re.search(fact, opening, re.I | re.S):
            wrong.append(f"should not say /{fact}/")
    return wrong


class Scenarios(unittest.TestCase):
    def test_each_is_diagnosed_right(self):
        count = 0
        for name, expected, files in scenarios():
            count += 1
            with self.subTest(scenario=name):
                found = support.investigate(files, expected["question"])
                self.assertFalse(problems_of(expected, found), found["answer"][:600])
        self.assertGreaterEqual(count, 55)

    def test_names_and_numbers_of_the_opening_stand_in_the_lines_it_cites(self):
        for name, expected, files in scenarios():
            found = support.investigate(files, expected["question"])
            text = support.flat(expected["question"])
            for claim in found["conclusion"]:
                text += " " + support.flat(" ".join(support.cited_lines(found, claim)))
            counts = {c["slots"].get("count") for c in found["conclusion"]} if "how many" in expected["question"].lower() else set()
            # When it began is told in UTC, whatever form the lines have.
            counts |= {c["slots"].get(name) for c in found["conclusion"] for name in ("first", "last")}
            for word in re.findall(r"[\w./:@-]*\d[\w./:@-]*|\b\w+[-_]\w[\w-]*", re.sub(r"\[[EK]\d+[^\]]*\]?", " ", support.opening(found))):
                if word in counts or word.rstrip(".,:") in counts:
                    continue
                with self.subTest(scenario=name, word=word):
                    self.assertIn(support.flat(word.strip(".:,-/")), text)

    def test_slots_stand_in_the_lines_that_their_claims_cite(self):
        for name, expected, files in scenarios():
            found = support.investigate(files, expected["question"])
            for claim in support.claims_of(found):
                lines = support.cited_lines(found, claim)
                text = support.flat(" ".join(lines)) + " " + support.flat(expected["question"])
                for slot, value in claim["slots"].items():
                    if slot in ("first", "last"):
                        continue
                    with self.subTest(scenario=name, claim=claim["text"], slot=slot):
                        if slot == "count":
                            self.assertTrue(1 < int(value) <= len(lines) or re.search(rf"\bx?{value}\b", text))
                        else:
                            for part in value.split("…"):
                                self.assertIn(support.flat(part).strip(), text)

    def test_other_names_give_the_same_conclusion(self):
        for name, expected, files in scenarios():
            if not expected["names"]:
                continue
            change = other_names(expected["names"])
            before = support.investigate(files, expected["question"])
            with support.Changed(files, change, change) as changed:
                after = support.investigate(changed, change(expected["question"]))
            with self.subTest(scenario=name):
                self.assertEqual(best_rule(after), best_rule(before))
                self.assertAlmostEqual(after["confidence"], before["confidence"], delta=.1)

    def test_other_days_give_the_same_conclusion(self):
        days = {"2026-03-17": "2026-02-19", "2026/03/17": "2026/02/19", "17/Mar/2026": "19/Feb/2026", "17 Mar 2026": "19 Feb 2026",
                "Mar 17 0": "Feb 19 0", "Mar 17 00:00:00 UTC 2026": "Feb 19 00:00:00 UTC 2026", "March 17, 2026": "February 19, 2026"}

        def change(text):
            for old, new in days.items():
                text = text.replace(old, new)
            return text

        for name, expected, files in scenarios():
            before = support.investigate(files, expected["question"])
            with support.Changed(files, change) as changed:
                after = support.investigate(changed, change(expected["question"]))
            with self.subTest(scenario=name):
                self.assertEqual((best_rule(after), after["verdict"], after["confidence"]),
                                 (best_rule(before), before["verdict"], before["confidence"]))

    def test_the_order_of_files_does_not_matter(self):
        for name, expected, files in scenarios():
            if len(files) < 2:
                continue
            before = support.investigate(files, expected["question"])
            after = support.investigate(list(reversed(files)), expected["question"])
            with self.subTest(scenario=name):
                self.assertEqual((best_rule(after), after["verdict"], after["confidence"]),
                                 (best_rule(before), before["verdict"], before["confidence"]))

    def test_without_its_decisive_lines_a_conclusion_is_withdrawn(self):
        for name, expected, files in scenarios():
            if "decisive" not in expected:
                continue
            decisive = re.compile(expected["decisive"], re.I)
            before = support.investigate(files, expected["question"])
            with support.Changed(files, lambda t: "".join(x for x in t.splitlines(True) if not decisive.search(x))) as changed:
                if not any(os.path.getsize(f) for f in changed):
                    continue  # nothing is left to read
                after = support.investigate(changed, expected["question"])
            with self.subTest(scenario=name):
                still = [h["likelihood"] for h in after["hypotheses"] if h["rule"] == best_rule(before)]
                self.assertTrue(not still or max(still) < .5, f"{best_rule(before)} still at {still}")


if __name__ == "__main__":
    unittest.main()
