#!/usr/bin/env python3
"""The dependency rule where the compiler cannot see it: relative includes, and libraries outside their one folder."""
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

# Which folders may include which library; everything else goes through the wrapper that lives there.
HOME = {
    r"caf/": ["actors/", "modules/[a-z]+/src/[a-z_]+\\.", "modules/[a-z]+/spawn/", "deploy/program/", "tests/"],
    r"rapidjson/": ["providers/json/"],
    r"yaml\.h": ["providers/yaml/"],
    r"spdlog/": ["actors/src/"],
    r"restinio/|asio(\.hpp|/)|http_parser\.h": ["http/restinio/", "tests/bench/hello_server"],
    r"md4c": ["modules/knowledge/src/core/"],
    r"zlib\.h": ["providers/gzip/", "modules/evidence/src/core/evidence/gzip_source", "tests/"],
    r"zip\.h": ["providers/extract/src/zip_entries", "tests/extract/"],
    r"expat\.h": ["providers/extract/src/xml_reader"],
    r"re2/": ["providers/redaction/", "modules/evidence/src/core/", "modules/agent/src/core/", "deploy/evaluation/src/"],
    r"sqlite3\.h": ["providers/sqlite/", "tests/providers/", "tests/support/fm/test/volatile_vfs"],
    r"pqxx/": ["tests/providers/"],
    r"openssl/|crypt\.h": ["providers/crypto/"],
    r"hpdf": ["providers/pdf/"],
    r"hiredis/": ["providers/"],
    r"curl/": ["providers/outbound/src/"],
    r"boost/": ["tests/"],
}
# Modules from the lowest up: one may include what stands before it, never what stands behind.
MODULES = ["auth", "idempotency", "jobs", "sessions", "evidence", "knowledge", "agent", "cases", "reports", "departure"]
# The pure ring knows no clock, no files, no threads.
CORE_FORBIDDEN = re.compile(r"#include <(thread|mutex|fstream|iostream|filesystem|condition_variable|future)>|system_clock|steady_clock|getenv\(")


def upward(path, target):
    """Why a module may not include this; None when it may."""
    here = re.match(r"modules/([a-z]+)/", path)
    there = re.match(r"fm/([a-z]+)/", target)
    if not here or not there or there.group(1) not in MODULES:
        return None
    if here.group(1) not in MODULES:
        return f"the module {here.group(1)} has no place in the order of modules (tests/arch/include_lint.py)"
    if MODULES.index(there.group(1)) <= MODULES.index(here.group(1)):
        return None
    return f"{here.group(1)} stands below {there.group(1)}: ask through a port of its own ({target})"


def main():
    files = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.cpp", "*.hpp"],
                           cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    wrong = []
    for path in files:
        try:
            with open(os.path.join(ROOT, path), encoding="utf-8") as f:
                lines = f.read().split("\n")
        except FileNotFoundError:
            continue
        for number, line in enumerate(lines, 1):
            include = re.match(r'\s*#\s*include\s*[<"]([^>"]+)[>"]', line)
            if include:
                target = include.group(1)
                if target.startswith("../") or "/../" in target:
                    wrong.append(f"{path}:{number}: include from the target's root, not with '..': {target}")
                if why := upward(path, target):
                    wrong.append(f"{path}:{number}: {why}")
                for library, homes in HOME.items():
                    if re.match(library, target) and not any(re.match(h, path) for h in homes):
                        wrong.append(f"{path}:{number}: {target} belongs to {', '.join(homes)} only")
            if "/src/core/" in path and CORE_FORBIDDEN.search(line):
                wrong.append(f"{path}:{number}: the core knows no clock, files or threads: {line.strip()}")
    print("\n".join(wrong) if wrong else f"{len(files)} files keep the dependency rule")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
