"""docs/examples/answers.md shows what the program really answers; `answers_test.py --write` brings it up to date."""
import glob
import os
import sys
import unittest

import support

PAGE = os.path.join(support.ROOT, "docs", "examples", "answers.md")
INCIDENTS = os.path.join(support.ROOT, "tests", "incidents", "open")
SHOWN = ["postgres-1", "nginx-2", "redis-2", "python-1", "java-4", "tls-2", "dns-2", "build-1", "rabbitmq-1", "monitor-1"]


def folders():
    """Those that are shown, and others in their order where one of them is not there."""
    names = [n for n in SHOWN if os.path.isdir(os.path.join(INCIDENTS, n))]
    names += [n for n in sorted(os.listdir(INCIDENTS)) if n not in names]
    return names[:10]


def page():
    out = ("# Ten answers\n\nReal programs that were broken on purpose, the questions that somebody on call would ask, and the answers as they are "
           "printed. The evidence is in `tests/incidents/open`; a test keeps this page true.\n")
    for name in folders():
        folder = os.path.join(INCIDENTS, name)
        with open(os.path.join(folder, "question.txt"), encoding="utf-8") as f:
            question = f.read().strip()
        files = [os.path.relpath(p, support.ROOT) for p in sorted(glob.glob(os.path.join(folder, "evidence*")))]
        os.chdir(support.ROOT)
        code, answer, err = support.run("investigate", *files, "-q", question, "--now", support.NOW, "--kb", os.path.relpath(support.RUNBOOKS, support.ROOT))
        assert code == 0, err
        out += f"\n## {question}\n\n{answer}"
    return out


class Answers(unittest.TestCase):
    def test_the_page_shows_what_is_answered(self):
        with open(PAGE, encoding="utf-8") as f:
            self.assertEqual(f.read(), page(), "make it anew: tests/program/answers_test.py --write")

    def test_no_answer_has_an_empty_slot_or_a_cut_without_a_mark(self):
        text = page()
        for wrong in ("  is ", "()", "{", " : "):
            for line in text.split("\n"):
                if not line.startswith(("   ", "- for", "```", "  >")) and "`" not in line:
                    self.assertNotIn(wrong, line)


if __name__ == "__main__":
    if "--write" in sys.argv:
        with open(PAGE, "w", encoding="utf-8") as f:
            f.write(page())
    else:
        unittest.main()
