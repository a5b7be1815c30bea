#!/usr/bin/env python3
"""Analysis of logs, this program against an older one: analysis_bench.py OLD_PROGRAM [ROUNDS] [MEGABYTES]

Both programs read the same files in turn; every figure is the median of the ratios of the rounds. It asks for: the three
logs of run.py within 5 % of the older program's time; the log of the shape that services write at .6 of the speed of the
simple one, in the same run; a thousand rules more at most 1.3 times the time; the fixed cost of a file, as the
intercept over files of 1, 10 and 100 MB (file_bench), at most .5 ms.
"""
import os
import statistics
import subprocess
import sys
import tempfile
import time

import run

QUESTION = ["-q", "what is wrong?"]
KINDS = [("text, 100 templates", "text", 100), ("text, 5,000 templates", "text", 5000), ("JSON lines", "json", 500)]


def seconds(program, *files, more=()):
    begin = time.perf_counter()
    subprocess.run([program, "investigate", *files, *QUESTION, *more], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begin


def many_rules(folder):
    os.mkdir(folder)
    with open(os.path.join(folder, "many.yaml"), "w", encoding="ascii") as f:
        f.write("pack: many\nrules:\n")
        for n in range(1000):
            f.write(f"  - {{id: many_{n}, about: a, means: 'it {{reason}}', any: ['(?P<reason>component {n} (?:failed|is broken) because of reason{n * 7}[^\\n]{{0,40}})']}}\n")
    return folder


def say(name, value, asked, fine):
    print(f"{name:44}{value:8.3f}   asked {asked}   {'ok' if fine else 'MISSED'}")
    return not fine


def main():
    old, rounds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 5
    megabytes = int(sys.argv[3]) if len(sys.argv) > 3 else 100
    missed = False
    with tempfile.TemporaryDirectory() as folder:
        simple = None
        for name, kind, templates in KINDS:
            path = run.generate(folder, f"{kind}{templates}.log", kind, templates, megabytes)
            simple = simple or path
            seconds(old, path), seconds(run.PROGRAM, path)
            ratio = statistics.median(seconds(run.PROGRAM, path) / seconds(old, path) for _ in range(rounds))
            missed |= say(f"{name}, time of the older program", ratio, "<= 1.05", ratio <= 1.05)
        service = run.generate(folder, "service.log", "service", 500, megabytes)
        seconds(run.PROGRAM, service)
        speed = statistics.median(seconds(run.PROGRAM, simple) / seconds(run.PROGRAM, service) for _ in range(rounds))
        missed |= say("service log, speed of the simple one", speed, ">= 0.60", speed >= .6)
        rules = many_rules(os.path.join(folder, "rules"))
        more = ("--rules", rules)
        ratio = statistics.median(seconds(run.PROGRAM, service, more=more) / seconds(run.PROGRAM, service) for _ in range(rounds))
        missed |= say("a thousand rules more, time without them", ratio, "<= 1.30", ratio <= 1.3)
        # In one process, so that its start and the compilation of the rules do not count.
        said = subprocess.run([os.path.join(run.BIN, "file_bench"), simple], check=True, capture_output=True, text=True).stdout
        fixed = float(said.split(", ")[1].split()[0])
        missed |= say("fixed cost of a file, ms", fixed, "<= 0.50", fixed <= .5)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
