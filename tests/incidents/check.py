#!/usr/bin/env python3
"""Runs the program on a folder of incidents: right, wrong or unsure, and how reliable each level of confidence is.

usage: check.py PROGRAM FOLDER [-v] [NAME...]

A case is a folder: evidence*, question.txt and expected.txt: the truth in words, then conditions, one a line,
`must (WHERE): REGEX` or `must not (WHERE): REGEX`. WHERE is top (the first sentence of the conclusion or the first
hypothesis), first (the first sentence), answer (the conclusion) or all (the whole answer). Right: all conditions hold.
Unsure: they do not, but the program claims nothing (its verdict is neither "problem" nor "healthy", or its level is
speculation). Wrong: they do not hold, and it claims another cause, health where there is none or trouble where all is well."""
import glob
import json
import os
import re
import subprocess
import sys

LEVELS = ("speculation", "probable", "confident", "verified")


def places(text, answer):
    claims = [c.get("text", "") for c in answer.get("conclusion", [])]
    hypotheses = [h.get("statement", {}).get("text", "") for h in answer.get("hypotheses", [])]
    full = answer.get("answer", text)
    lead = full.split("\n\n")[0]
    first = claims[0] if claims else lead
    top = first + "\n" + (hypotheses[0] if hypotheses else "")
    return {"top": top, "first": first, "answer": "\n".join(claims + [lead]), "all": full}


def run(program, folder):
    with open(os.path.join(folder, "question.txt"), encoding="utf-8") as f:
        question = f.read().strip()
    command = [program, "investigate", *sorted(glob.glob(os.path.join(folder, "evidence*"))), "--json"]
    if question:
        command += ["-q", question]
    done = subprocess.run(command, capture_output=True, timeout=60)
    out = done.stdout.decode("utf-8", "replace")
    try:
        return out, json.loads(out)
    except ValueError:
        return out + done.stderr.decode("utf-8", "replace"), {}


def unmet(folder, at):
    with open(os.path.join(folder, "expected.txt"), encoding="utf-8") as f:
        conditions = re.findall(r"^must( not)? \((\w+)\): (.*)$", f.read(), re.M)
    if not any(not negative for negative, _, _ in conditions):
        raise SystemExit(f"{folder}: expected.txt has no `must`")
    return [f"{'has' if negative else 'lacks'} {regex}" for negative, where, regex in conditions
            if bool(re.search(regex, at[where], re.M)) == bool(negative)]


def judge(program, folder):
    """What became of a case: right, wrong or unsure; the answer; the places that conditions look at; what they miss."""
    text, answer = run(program, folder)
    at = places(text, answer)
    missing = unmet(folder, at)
    claims = answer.get("verdict") in ("problem", "healthy") and answer.get("level") != "speculation"
    return "right" if not missing else "wrong" if claims else "unsure", answer, at, missing


def main():
    arguments = [a for a in sys.argv[1:] if a != "-v"]
    program, root, names = arguments[0], arguments[1], arguments[2:]
    counts = {"right": 0, "wrong": 0, "unsure": 0}
    table = {level: {"right": 0, "all": 0} for level in LEVELS}
    sure_and_wrong = []
    for name in sorted(os.listdir(root)):
        folder = os.path.join(root, name)
        if not os.path.exists(os.path.join(folder, "expected.txt")) or (names and name not in names):
            continue
        said, answer, at, missing = judge(program, folder)
        level = answer.get("level", "")
        counts[said] += 1
        confidence = answer.get("confidence") or 0
        if said == "wrong" and confidence >= 0.7:
            sure_and_wrong.append(name)
        if level in table:
            table[level]["all"] += 1
            table[level]["right"] += said == "right"
        if said != "right" or "-v" in sys.argv:
            print(f"{said:7}{name} [{confidence:.2f} {level}]: {'; '.join(missing)}")
        if "-v" in sys.argv:
            print("       " + at["top"][:300].replace("\n", " | "))
    total = sum(counts.values())
    print(f"{total} cases: " + ", ".join(f"{n} {what}" for what, n in counts.items()) + f"; {len(sure_and_wrong)} wrong at .70 or above")
    for level, row in table.items():
        share = f"{row['right'] / row['all']:.2f}" if row["all"] else "-"
        print(f"{level:12} {row['all']:3} answers, {row['right']:3} right, {share}")
    return 0 if counts["right"] == total else 1


if __name__ == "__main__":
    sys.exit(main())
