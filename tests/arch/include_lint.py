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
    r"re2/": ["providers/redaction/", "modules/evidence/src/core/", "modules/agent/src/core/"],
    r"sqlite3\.h": ["providers/sqlite/", "tests/providers/", "tests/support/fm/test/volatile_vfs"],
    r"pqxx/": ["tests/providers/"],
    r"openssl/|crypt\.h": ["providers/crypto/"],
    r"hpdf": ["providers/pdf/"],
    r"hiredis/|curl/": ["providers/"],
    r"boost/": ["tests/"],
}
# The pure ring knows no clock, no files, no threads.
CORE_FORBIDDEN = re.compile(r"#include <(thread|mutex|fstream|iostream|filesystem|condition_variable|future)>|system_clock|steady_clock|getenv\(")


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
                for library, homes in HOME.items():
                    if re.match(library, target) and not any(re.match(h, path) for h in homes):
                        wrong.append(f"{path}:{number}: {target} belongs to {', '.join(homes)} only")
            if "/src/core/" in path and CORE_FORBIDDEN.search(line):
                wrong.append(f"{path}:{number}: the core knows no clock, files or threads: {line.strip()}")
    print("\n".join(wrong) if wrong else f"{len(files)} files keep the dependency rule")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
