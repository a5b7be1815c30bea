#!/usr/bin/env python3
"""Code in the documentation is quoted from code that is compiled: `<!-- quote: FILE REGION -->` before a block.

The region is what stands in the file between `// [REGION]` and the next `// [`.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]


def region(path, name):
    text = (ROOT / path).read_text(encoding="utf-8")
    m = re.search(rf"^( *)// \[{re.escape(name)}\]\n(.*?)^ *// \[", text, re.S | re.M)
    if not m:
        return None
    indent = len(m.group(1))
    return "".join(line[indent:] if line.strip() else line for line in m.group(2).splitlines(True))


def main():
    wrong, quotes = [], 0
    for page in sorted((ROOT / "docs").rglob("*.md")):
        text = page.read_text(encoding="utf-8")
        for m in re.finditer(r"<!-- quote: (\S+) (\S+) -->\n```\w*\n(.*?)```", text, re.S):
            quotes += 1
            if region(m.group(1), m.group(2)) != m.group(3):
                wrong.append(f"{page.relative_to(ROOT)}: differs from region {m.group(2)} of {m.group(1)}")
    if quotes == 0:
        wrong.append("no quotes were found")
    print("\n".join(wrong) if wrong else f"{quotes} quotes are as compiled")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
