#!/usr/bin/env python3
"""Layout by clang-format, a README of at most five lines in each folder of code, no file of over 600 lines."""
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def tracked(*patterns):
    out = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    return [p for p in out if p and os.path.exists(os.path.join(ROOT, p))]


def main():
    wrong = []
    code = tracked("*.cpp", "*.hpp")
    for start in range(0, len(code), 50):
        done = subprocess.run(["clang-format-14", "--dry-run", "-Werror", *code[start:start + 50]], cwd=ROOT, capture_output=True, text=True)
        if done.returncode != 0:
            wrong += sorted({line.split(":")[0] + ": not as clang-format lays it out" for line in done.stderr.split("\n") if "error:" in line})
    folders = {os.path.dirname(p) for p in tracked("*.cpp", "*.hpp", "*.py", "*.cmake", "*CMakeLists.txt") if os.path.dirname(p)}
    for folder in sorted(folders):
        if "/include/" in folder + "/" or "/spawn/" in folder + "/":
            continue  # the folder above says it
        readme = os.path.join(ROOT, folder, "README.md")
        if folder.endswith("/include") or folder.endswith("/spawn") or folder.endswith("/src"):
            continue
        if not os.path.exists(readme):
            wrong.append(f"{folder}: has no README.md")
        else:
            with open(readme, encoding="utf-8") as f:
                lines = [x for x in f.read().split("\n") if x.strip()]
            if len(lines) > 5:
                wrong.append(f"{folder}/README.md: {len(lines)} lines, at most 5")
    for path in code:
        with open(os.path.join(ROOT, path), encoding="utf-8") as f:
            n = sum(1 for _ in f)
        if n > 600:
            wrong.append(f"{path}: {n} lines; one job each?")
    print("\n".join(wrong) if wrong else f"{len(code)} files and {len(folders)} folders are tidy")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
