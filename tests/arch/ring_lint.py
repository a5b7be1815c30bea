#!/usr/bin/env python3
"""ring_lint.py BUILD: a header of a target that is not linked does not compile, with the real flags of each ring."""
import json
import os
import shlex
import subprocess
import sys
import tempfile

# A source of a ring, a header that it may include, and headers of rings and modules that it must not reach.
RINGS = [
    ("modules/evidence/src/core/evidence/analyse.cpp", "fm/evidence/messages.hpp",
     ["fm/evidence/spawn.hpp", "fm/agent/messages.hpp", "knowledge/search_index.hpp", "agent/analyst.hpp"]),
    ("modules/agent/src/core/agent/analyst.cpp", "fm/evidence/messages.hpp",
     ["evidence/analyse.hpp", "knowledge/search_index.hpp", "fm/agent/spawn.hpp", "fm/outbound/client.hpp"]),
    ("modules/knowledge/src/core/knowledge/search_index.cpp", "fm/knowledge/messages.hpp",
     ["fm/evidence/messages.hpp", "fm/knowledge/spawn.hpp"]),
    ("modules/agent/src/turn_step.cpp", "agent/analyst.hpp", ["evidence/analyse.hpp", "fm/evidence/spawn.hpp"]),
    ("modules/auth/src/core/auth/sign_in_limits.cpp", "auth/sign_in_limits.hpp",
     ["fm/auth/messages.hpp", "fm/auth/spawn.hpp", "fm/crypto/password.hpp"]),
    ("modules/sessions/src/user_sessions_step.cpp", "sessions/session_rules.hpp",
     ["fm/auth/messages.hpp", "fm/sqlite/open.hpp", "fm/memory/kv_store.hpp", "fm/http/route.hpp"]),
    ("http/routes/auth/src/auth_routes.cpp", "fm/auth/messages.hpp",
     ["fm/auth/spawn.hpp", "fm/cases/messages.hpp", "fm/crypto/token_keys.hpp", "fm/sqlite/open.hpp"]),
    ("providers/sqlite/src/open.cpp", "fm/providers/database.hpp", ["fm/auth/spawn.hpp", "fm/crypto/hash.hpp"]),
    ("actors/src/shell.cpp", "fm/actors/shell.hpp", ["fm/evidence/messages.hpp", "fm/json/value.hpp"]),
]


def compiles(entry, header):
    words = shlex.split(entry["command"])
    source = words.index("-c") + 1
    words[words.index("-o") + 1] = "/dev/null"
    with tempfile.NamedTemporaryFile("w", suffix=".cpp") as f:
        f.write(f'#include "{header}"\n')
        f.flush()
        words[source] = f.name
        return subprocess.run([*words, "-fsyntax-only"], cwd=entry["directory"], capture_output=True).returncode == 0


def main():
    with open(os.path.join(sys.argv[1], "compile_commands.json"), encoding="utf-8") as f:
        entries = json.load(f)
    wrong = []
    for path, allowed, forbidden in RINGS:
        entry = next(e for e in entries if e["file"].endswith("/" + path))
        if not compiles(entry, allowed):
            wrong.append(f"{path} cannot include {allowed}, which it may")
        wrong += [f"{path} can include {h}, which it must not" for h in forbidden if compiles(entry, h)]
    print("\n".join(wrong) if wrong else f"{len(RINGS)} rings see what they may and nothing else")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
