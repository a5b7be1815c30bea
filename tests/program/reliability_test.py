"""What the levels of confidence are worth, on incidents that nobody looked at while rules and weights were made.

With --write it writes docs/reliability.md, which says the same as this test found."""
import concurrent.futures
import os
import sys
import unittest

import support

INCIDENTS = os.path.join(support.ROOT, "tests", "incidents")
PAGE = os.path.join(support.ROOT, "docs", "reliability.md")
sys.path.insert(0, INCIDENTS)
import check  # noqa: E402

BEFORE = """# How reliable an answer is

Each answer has a confidence and a level: *verified* from .85, *confident* from .70, *probable* from .50, below that
*speculation*. What they are worth was measured on incidents of real programs that were broken on purpose, with the question
and the truth written down before the program saw them (`tests/incidents`). Nobody looked at those of `unseen` while rules
were written (but at three that had been called healthy by mistake); the distances at which a rival cause takes confidence away
were calibrated on its table, not on its cases.

"""
AFTER = """
*Wrong* means that the answer claims another cause than the true one; *unsure* that it claims none. A pass of this table is made
by `tests/program/reliability_test.py --write`; `tests/incidents/check.py PROGRAM FOLDER` prints it for incidents of your own.

On its first run over `unseen` the program of that day was right in 153 of 201, 13 of its answers at .70 or above were wrong (6.5 %),
and "verified" was right in 56 of 60; calling "probable" what has a rival brought the wrong ones below 5 %. On the first set that was kept
sealed (39 incidents, part of `open` since) it had been right in 23, and 8 answers at .70 or above were wrong: that is why a name in the
message alone makes nothing "verified" any more.
"""


def judged(folder):
    names = sorted(n for n in os.listdir(folder) if os.path.exists(os.path.join(folder, n, "expected.txt")))

    def judge(name):
        said, answer, _, _ = check.judge(support.PROGRAM, os.path.join(folder, name))
        return said, answer.get("level", ""), answer.get("confidence") or 0, answer.get("verdict")

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(judge, names))


def share(part, whole):
    return f"{100 * part / whole:.0f} %" if whole else "–"


def table(found):
    rows = ["| level | answers | right | share | wrong |", "|---|---:|---:|---:|---:|"]
    for level in reversed(check.LEVELS):
        of = [f for f in found if f[1] == level]
        right, wrong = (sum(f[0] == what for f in of) for what in ("right", "wrong"))
        rows.append(f"| {level} | {len(of)} | {right} | {share(right, len(of))} | {wrong} |")
    right, wrong = (sum(f[0] == what for f in found) for what in ("right", "wrong"))
    rows.append(f"| all | {len(found)} | {right} | {share(right, len(found))} | {wrong} |")
    return "\n".join(rows) + "\n"


def page(unseen, opened, healthy):
    called = sum(f[3] == "healthy" for f in healthy)
    return (BEFORE + f"## Incidents that nobody looked at: {len(unseen)}\n\n" + table(unseen)
            + f"\n## Incidents that rules were made with: {len(opened)}\n\n" + table(opened)
            + f"\nOf {len(healthy)} healthy systems with their usual noise {called} are called healthy, and none is called sick at .70 or above.\n"
            + AFTER)


class Reliability(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.unseen, cls.opened, cls.healthy = (judged(os.path.join(INCIDENTS, n)) for n in ("unseen", "open", "healthy"))

    def test_the_first_cause_is_right_in_three_of_five_unseen_incidents(self):
        self.assertGreaterEqual(sum(f[0] == "right" for f in self.unseen), .6 * len(self.unseen))

    def test_at_most_one_in_twenty_is_wrong_and_sure(self):
        for found in (self.unseen, self.opened, self.healthy):
            self.assertLessEqual(sum(f[0] == "wrong" and f[2] >= .7 for f in found), .05 * len(found))

    def test_verified_is_right_in_nine_of_ten_and_not_rare(self):
        verified = [f for f in self.unseen if f[1] == "verified"]
        right = sum(f[0] == "right" for f in verified)
        self.assertGreaterEqual(len(verified), 40)
        self.assertGreaterEqual(right, .9 * len(verified))
        self.assertGreaterEqual(right, sum(f[0] == "right" for f in self.unseen) / 3)

    def test_healthy_systems_are_called_healthy_and_sick_ones_never(self):
        self.assertGreaterEqual(sum(f[3] == "healthy" for f in self.healthy), 16)
        self.assertEqual(sum(f[3] == "healthy" for f in self.unseen + self.opened), 0)

    def test_the_page_says_what_is_found(self):
        with open(PAGE, encoding="utf-8") as f:
            self.assertEqual(f.read(), page(self.unseen, self.opened, self.healthy), "run reliability_test.py --write")


if __name__ == "__main__":
    if sys.argv[1:] == ["--write"]:
        with open(PAGE, "w", encoding="utf-8") as f:
            f.write(page(*(judged(os.path.join(INCIDENTS, n)) for n in ("unseen", "open", "healthy"))))
    else:
        unittest.main()
