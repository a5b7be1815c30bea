"""What the end-to-end tests share: running the program, incidents, and reading its claims back from the evidence."""
import calendar
import gzip
import json
import os
import re
import subprocess
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAM = os.environ.get("FM_PROGRAM", os.path.join(ROOT, "build", "release", "bin", "faultmaven"))
EXAMPLES = os.path.join(ROOT, "docs", "examples", "incidents")
RUNBOOKS = os.path.join(ROOT, "docs", "examples", "runbooks")
DATASETS = os.environ.get("FM_DATASETS", os.path.join(ROOT, "..", "shared", "data"))
NOW = "2026-12-01T00:00:00Z"


def run(*words, stdin=None, timeout=120, env=None):
    """The program's exit code, standard output and standard error."""
    done = subprocess.run([PROGRAM, *words], input=stdin, capture_output=True, timeout=timeout,
                          env={**os.environ, **(env or {})})
    return done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")


def peak_kilobytes(*words):
    """Peak resident memory of one run, sampled: the kernel's own figure for a child begins with its parent's."""
    child = subprocess.Popen([PROGRAM, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = 0
    while child.poll() is None:
        try:
            with open(f"/proc/{child.pid}/status", encoding="ascii") as f:
                for line in f:
                    if line.startswith("VmHWM") and os.readlink(f"/proc/{child.pid}/exe") == os.path.realpath(PROGRAM):
                        peak = max(peak, int(line.split()[1]))
        except OSError:
            pass
        time.sleep(.005)
    assert child.returncode == 0 and peak > 0, f"exit {child.returncode}"
    return peak


def investigate(paths, question, *more):
    code, out, err = run("investigate", *paths, "-q", question, "--json", "--now", NOW, *more)
    assert code == 0, f"exit {code}: {err}"
    return json.loads(out)


def example_incidents():
    for name in sorted(os.listdir(EXAMPLES)):
        path = os.path.join(EXAMPLES, name, "expected.json")
        if os.path.exists(path):
            with open(path, encoding="utf-8") as f:
                yield name, json.load(f), files_of(os.path.join(EXAMPLES, name, "evidence"))


def dataset_incidents():
    folder = os.path.join(DATASETS, "incidents")
    if not os.path.isdir(folder):
        return
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name, "expected.json")
        if os.path.exists(path):
            with open(path, encoding="utf-8") as f:
                yield name, json.load(f), files_of(os.path.join(folder, name, "evidence"))


def files_of(folder):
    return [os.path.join(folder, f) for f in sorted(os.listdir(folder))]


def read_text(path):
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rb") as f:
        return f.read().decode("utf-8", "replace")


class Changed:
    """A copy of evidence files with a change to every text, in a folder that goes away."""

    def __init__(self, files, change, rename=lambda name: name):
        self.folder = tempfile.TemporaryDirectory()
        self.files = []
        for path in files:
            target = os.path.join(self.folder.name, rename(os.path.basename(path)))
            with open(target, "w", encoding="utf-8") as f:
                f.write(change(read_text(path)))
            self.files.append(target)

    def __enter__(self):
        return self.files

    def __exit__(self, *_):
        self.folder.cleanup()


# -- reading claims back ------------------------------------------------------------------------------------------------

def claims_of(found):
    yield from found["conclusion"]
    for h in found["hypotheses"]:
        yield h["statement"]
        yield from h["supporting"]
        yield from h["refuting"]
    for e in found["timeline"]:
        yield e["what"]


def cited_lines(found, claim):
    """The text of every line that a claim cites, in order."""
    paths = {e["id"]: e["path"] for e in found["evidence"]}
    lines = []
    for c in claim["citations"]:
        if "evidence" not in c:
            continue
        text = read_text(paths[c["evidence"]]).split("\n")
        for first, last in c["lines"]:
            assert 1 <= first <= last <= len(text), f"{c} lies outside of {paths[c['evidence']]}"
            lines += text[first - 1:last]
    return lines


def flat(text):
    """Blanks folded, JSON and YAML escapes and case undone: what a reader would call the same words."""
    text = text.replace('\\"', '"').replace("\\n", " ").replace("\\t", " ").replace("\\\\", "\\")
    return " ".join(text.split()).lower()


MONTHS = {m: i + 1 for i, m in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split())}


def times_in(line):
    """Every time that a line states, in microseconds UTC: a reader of its own, apart from the program's."""
    out = []
    for y, mo, d, h, mi, s, f, z in re.findall(
            r"(\d{4})[-/](\d\d)[-/](\d\d)[T ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?(Z|[+-]\d\d:?\d\d)?", line):
        t = calendar.timegm((int(y), int(mo), int(d), int(h), int(mi), int(s))) * 10**6 + int((f or "0").ljust(6, "0")[:6])
        if z and z != "Z":
            sign = 1 if z[0] == "+" else -1
            t -= sign * (int(z[1:3]) * 3600 + int(z[-2:]) * 60) * 10**6
        out.append(t)
    for d, mo, y, h, mi, s, f in re.findall(r"(\d\d)[/ ](\w{3})[/ ](\d{4})[: ](\d\d):(\d\d):(\d\d)(?:\.(\d+))?", line):
        if mo in MONTHS:
            out.append(calendar.timegm((int(y), MONTHS[mo], int(d), int(h), int(mi), int(s))) * 10**6
                       + int((f or "0").ljust(6, "0")[:6]))
    for mo, d, h, mi, s, y in re.findall(r"(\w{3}) +(\d+) (\d\d):(\d\d):(\d\d) UTC (\d{4})", line):
        if mo in MONTHS:
            out.append(calendar.timegm((int(y), MONTHS[mo], int(d), int(h), int(mi), int(s))) * 10**6)
    return out


def micros(text):
    return times_in(text)[0]


def opening(found, words=60):
    """What is read first: the sentences of the conclusion."""
    return " ".join(" ".join(claim["text"] for claim in found["conclusion"]).split()[:words])
