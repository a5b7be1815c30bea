#!/usr/bin/env python3
"""All benchmarks, in one run: run.py [--rounds N] [--megabytes N]

Analysis of three synthetic logs against `LC_ALL=C grep -cE 'ERROR|WARN|FATAL'` written to a pipe (interleaved rounds, ratio
of medians), peak memory on 1 GB, the search benchmark, and the HTTP edge and the server against RESTinio's hello. Prints what was measured beside what is asked for.
"""
import os
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BIN = os.path.join(ROOT, "build", "release", "bin")
PROGRAM = os.path.join(BIN, "faultmaven")
LOGS = [("text, 100 templates", "text", 100, .12), ("text, 5,000 templates", "text", 5000, .06), ("JSON lines", "json", 500, .06)]


def option(name, fallback):
    return int(sys.argv[sys.argv.index(name) + 1]) if name in sys.argv else fallback


def seconds(command):
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, shell=isinstance(command, str))
    return time.perf_counter() - start


def generate(folder, name, kind, templates, megabytes):
    path = os.path.join(folder, name)
    with open(path, "wb") as f:
        subprocess.run([os.path.join(BIN, "generate_log"), kind, str(templates), str(megabytes), "1"], stdout=f, check=True)
    return path


def peak_megabytes(words):
    child = subprocess.Popen(words, stdout=subprocess.DEVNULL)
    peak = 0
    while child.poll() is None:
        try:
            with open(f"/proc/{child.pid}/status", encoding="ascii") as f:
                peak = max([peak] + [int(x.split()[1]) for x in f if x.startswith("VmHWM")])
        except OSError:
            pass
        time.sleep(.01)
    return peak / 1024


def main():
    rounds, megabytes = option("--rounds", 5), option("--megabytes", 300)
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        print(f"{'log':24}{'MB':>6}{'grep MB/s':>12}{'fm MB/s':>10}{'ratio':>8}{'asked':>8}   (medians of {rounds} interleaved rounds)")
        for name, kind, templates, asked in LOGS:
            path = generate(folder, "x.log", kind, templates, megabytes)
            size = os.path.getsize(path) / 1e6
            grep = f"LC_ALL=C grep -cE 'ERROR|WARN|FATAL' '{path}' | cat"
            analyse = [PROGRAM, "investigate", path, "-q", "what is wrong?"]
            seconds(grep), seconds(analyse)
            pairs = [(seconds(grep), seconds(analyse)) for _ in range(rounds)]
            g, a = (statistics.median(x) for x in zip(*pairs))
            ratio = statistics.median(p[0] / p[1] for p in pairs)
            failed |= ratio < asked
            print(f"{name:24}{size:6.0f}{size / g:12.0f}{size / a:10.0f}{ratio:8.2f}{asked:8.2f}   {'ok' if ratio >= asked else 'BELOW'}")
        path = generate(folder, "x.log", "text", 5000, 1000)
        peak = peak_megabytes([PROGRAM, "investigate", path, "-q", "what is wrong?"])
        failed |= peak >= 200
        print(f"\npeak resident memory on 1 GB: {peak:.0f} MB, asked under 200   {'ok' if peak < 200 else 'ABOVE'}\n")
    subprocess.run([os.path.join(BIN, "search_bench")], check=True)
    print()
    sys.stdout.flush()
    for name in ("edge_bench.py", "server_bench.py", "turn_bench.py"):
        failed |= subprocess.call([sys.executable, os.path.join(ROOT, "tests", "bench", name)]) != 0
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
