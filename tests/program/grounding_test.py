"""Every claim is shown by the lines that it cites: slots are found in them again, counts and times are recomputed."""
import re
import unittest

import support


class Grounding(unittest.TestCase):
    def incidents(self):
        yield from support.example_incidents()
        yield from support.dataset_incidents()

    def test_every_slot_is_found_in_the_cited_lines(self):
        checked = 0
        for name, expected, files in self.incidents():
            found = support.investigate(files, expected["question"])
            for claim in support.claims_of(found):
                if not claim["slots"]:
                    continue
                lines = support.cited_lines(found, claim)
                text = support.flat(" ".join(lines)) + " " + support.flat(expected["question"])
                times = [t for line in lines for t in support.times_in(line)]
                for slot, value in claim["slots"].items():
                    with self.subTest(incident=name, claim=claim["text"], slot=slot):
                        checked += 1
                        if slot == "count":  # that many lines, or the line states it: "(x4 over 46s)", "Restart Count: 6"
                            self.assertTrue(1 < int(value) <= len(lines) or re.search(rf"\bx?{value}\b", text))
                        elif slot in ("first", "last"):
                            if times:
                                self.assertIn(support.micros(value), times)
                        else:
                            for part in value.split("…"):
                                self.assertIn(support.flat(part).strip(), text)
        self.assertGreater(checked, 50)

    def test_counts_and_times_are_those_of_the_cited_lines(self):
        # The recorded samples have one line per record, but for remarks: there the count is the number of lines.
        exact = 0
        for name, expected, files in support.example_incidents():
            found = support.investigate(files, expected["question"])
            for claim in support.claims_of(found):
                lines = support.cited_lines(found, claim)
                with self.subTest(incident=name, claim=claim["text"]):
                    if "count" in claim["slots"]:
                        exact += 1
                        # What PostgreSQL says beside an error belongs to the record of the error.
                        records = [line for line in lines if not re.search(r"\b(?:STATEMENT|DETAIL|HINT|CONTEXT):  ", line)]
                        self.assertEqual(int(claim["slots"]["count"]), len(records))
                    times = [t for line in lines for t in support.times_in(line)[:1]]
                    if "first" in claim["slots"] and times:
                        self.assertEqual(support.micros(claim["slots"]["first"]), min(times))
                    if "last" in claim["slots"] and times:
                        self.assertEqual(support.micros(claim["slots"]["last"]), max(times))
        self.assertGreater(exact, 5)

    def test_numbers_and_names_of_the_opening_occur_in_the_lines_it_cites(self):
        for name, expected, files in self.incidents():
            found = support.investigate(files, expected["question"])
            opening = support.opening(found)
            text = ""
            for claim in found["conclusion"]:
                text += " " + support.flat(" ".join(support.cited_lines(found, claim)))
            text += " " + support.flat(expected["question"])
            # When it began is told in UTC, whatever form the lines have; another test holds it against them.
            for claim in found["conclusion"]:
                text += " " + support.flat(" ".join(claim["slots"].get(name) or "" for name in ("first", "last")))
            without_citations = re.sub(r"\[[EK]\d+[^\]]*\]?", " ", opening)
            for word in re.findall(r"[\w./:@-]*\d[\w./:@-]*|\b\w+[-_]\w[\w-]*", without_citations):
                with self.subTest(incident=name, word=word):
                    self.assertIn(support.flat(word.strip(".:,-/")), text)


if __name__ == "__main__":
    unittest.main()
