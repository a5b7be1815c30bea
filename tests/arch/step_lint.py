#!/usr/bin/env python3
"""Checks the rules of steps that no compiler checks.

g++ 12 miscompiles some `co_await` expressions without a warning, and a step that sends, sets timers or reads a clock
by itself cannot be replayed. Checks itself first.
"""
import pathlib
import re
import sys

SUFFIXES = {".hpp", ".cpp", ".h", ".cc"}
FOLDERS = ("actors", "modules", "providers", "http", "deploy", "tests")
# Only the kit and its tests may do these.
FORBIDDEN = {
    r"(?<!~)\brequest\s*\(": "request(: ask through fm::effects",
    r"\bdelayed_send\s*\(": "delayed_send(: sleep through fm::effects",
    r"->\s*clock\s*\(\s*\)": "clock(): a step takes its time from fx.now()",
    r"\bscoped_actor\b": "scoped_actor: ask through fm::actors::system",
}
# The four forms of a wait, after control statements in front of it.
BEFORE_WAIT = re.compile(r"^(co_return|(auto\b|const auto\b)?[&\s]*[\w:.<>\[\]\->, *]+\s*(?<![=!<>+\-*/|&^%])=)?$")


def blank(text):
    """Comments and literals become blanks of the same length, so that line numbers stay."""
    pattern = re.compile(
        r'//[^\n]*|/\*.*?\*/|R"(?P<d>[^(\s]*)\(.*?\)(?P=d)"|"(?:\\.|[^"\\\n])*"|(?<![0-9a-fA-F])\'(?:\\.|[^\'\\\n])+\'',
        re.S)
    return pattern.sub(lambda m: re.sub(r"[^\n]", " ", m.group()), text)


def statement_start(code, at):
    """Where the statement begins that holds position `at`, and whether a parenthesis is open around it."""
    depth = 0
    i = at - 1
    while i >= 0:
        c = code[i]
        if c in ")]":
            depth += 1
        elif c in "([":
            if depth == 0:
                return i + 1, True
            depth -= 1
        elif c in ";{}" and depth == 0:
            return i + 1, False
        i -= 1
    return 0, False


def without_control(prefix):
    """Drops `else`, labels and `if (...)`, `for (...)`, `while (...)` before the statement."""
    prefix = prefix.strip()
    while True:
        m = re.match(r"(else\b|case\b[^:]*:(?!:)|default\s*:)\s*", prefix)
        if m:
            prefix = prefix[m.end():]
            continue
        m = re.match(r"(if|for|while)\s*(constexpr\s*)?\(", prefix)
        if not m:
            return prefix
        depth, i = 1, m.end()
        while i < len(prefix) and depth:
            depth += {"(": 1, ")": -1}.get(prefix[i], 0)
            i += 1
        if depth:
            return prefix
        prefix = prefix[i:].strip()


def check_waits(code):
    for m in re.finditer(r"\bco_await\b", code):
        line = code.count("\n", 0, m.start()) + 1
        start, inside = statement_start(code, m.start())
        prefix = without_control(code[start:m.start()])
        end = m.end()
        depth = 0
        while end < len(code) and not (code[end] == ";" and depth == 0):
            depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(code[end], 0)
            if depth < 0:
                break
            end += 1
        waited = code[m.end():end]
        if inside or depth < 0 or not BEFORE_WAIT.match(prefix):
            yield line, "co_await stands alone: `co_await e;`, `x = co_await e;` or `co_return co_await e;`"
        elif "co_await" in waited:
            yield line, "one co_await per statement"
        elif re.search(r"[{}?|&]", waited):
            yield line, "no { } ? & | in the expression of a co_await: name it first"


def check_forbidden(code):
    for pattern, why in FORBIDDEN.items():
        for m in re.finditer(pattern, code):
            yield code.count("\n", 0, m.start()) + 1, why


def check_clocks(code):
    for m in re.finditer(r"_clock::now\b", code):
        yield code.count("\n", 0, m.start()) + 1, "a module takes its time from fx.now()"


def check_includes(root):
    """What steps include must not know CAF."""
    todo, seen = ["fm/actors/step.hpp"], set()
    while todo:
        name = todo.pop()
        path = root / "actors/include" / name
        if name in seen or not path.exists():
            continue
        seen.add(name)
        for m in re.finditer(r'#include\s+[<"]([^>"]+)[>"]', path.read_text()):
            if m.group(1).startswith(("caf/", "spdlog/")):
                yield f"{path}: steps must not include {m.group(1)}"
            todo.append(m.group(1))
    if len(seen) < 5:
        yield "the headers of steps were not found"


def check_taken(headers):
    """What a state has a step for, it takes: a message that is missing in `takes` reaches nobody, and one that is told
    is lost without a word."""
    lists = {}
    for code in headers.values():
        for m in re.finditer(r"using (\w+)\s*=\s*List<([^;]*)>;", code):
            lists[m.group(1)] = set(re.findall(r"[\w:]+", m.group(2)))
    for name, code in headers.items():
        states = {}
        for m in re.finditer(r"struct (\w+)[^;{]*\{(?:(?!\n\};).)*?using takes\s*=\s*(\w+)?(?:fm::takes)?<([^;]*)>;", code, re.S):
            states[m.group(1)] = lists.get(m.group(2)) if m.group(2) else set(re.findall(r"[\w:]+", m.group(3)))
        for m in re.finditer(r"\bon\((?:const )?(\w+)&\s*\w*,\s*(?:const )?([\w:]+)&?\s*\w*,\s*effects&", code):
            taken = states.get(m.group(1))
            if m.group(1) in states and (taken is None or m.group(2) not in taken):
                yield f"{name}: {m.group(1)} has a step for {m.group(2)} and does not take it"


def lint(root):
    problems = list(check_includes(root))
    problems += check_taken({str(path.relative_to(root)): blank(path.read_text())
                             for path in sorted((root / "modules").rglob("*.hpp"))})
    files = 0
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix not in SUFFIXES:
                continue
            files += 1
            code = blank(path.read_text(errors="replace"))
            found = list(check_waits(code))
            if folder not in ("actors", "tests"):
                found += check_forbidden(code)
            if folder == "modules":
                found += check_clocks(code)
            problems += [f"{path.relative_to(root)}:{line}: {why}" for line, why in found]
    if files < 10:
        problems.append(f"only {files} files under {root}: wrong folder?")
    return problems


GOOD = """
flow<int> f(effects& fx) {
  co_await fx.ask<a>(m.id);  // co_await in ? a comment {
  auto x = co_await fx.ask<std::pair<int, int>>(id, "a { string ?");
  row = co_await fx.try_ask<b>(text);
  s.rows[id] = co_await g(fx);
  if (cached) row = *cached; else row = co_await fx.ask<load>(m.id);
  if (a && b) co_await fx.sleep(1);
  for (int i = 0; i < 3; ++i) { n = co_await g(fx); }
  co_return co_await g(fx);
}
"""
BAD = [
    "co_await fx.ask<a>(load{id});", "x = c ? co_await a : b;", "x = co_await a(c ? 1 : 2);", "if (co_await a) f();",
    "x = co_await a + co_await b;", "f(co_await a);", "x = co_await a && b;", "auto v = std::vector{co_await a};",
    "switch (co_await a) {}", "x += co_await a;", "x = 1 + co_await a;", "co_await f([&] { return 1; });",
    "for (auto y : co_await a) f();", "co_await g(a | b);",
]


def self_test():
    problems = [f"good code refused: {p}" for p in check_waits(blank(GOOD))]
    problems += [f"bad code accepted: {code}" for code in BAD if not list(check_waits("void f() {\n" + code + "\n}"))]
    for code in ("self->request(h, 1);", "self->delayed_send(self, d)", "self->clock().now()", "caf::scoped_actor s;"):
        if not list(check_forbidden(code)):
            problems.append(f"bad code accepted: {code}")
    if not list(check_clocks("auto t = std::chrono::system_clock::now();")):
        problems.append("a clock was read and not noticed")
    steps = "struct s {\n  using takes = %s;\n};\nflow<done> on(s& state, b m, effects& fx);"
    several = "template <template <class...> class List>\nusing taken = List<a, b>;"
    for takes, good in (("fm::takes<a, b>", True), ("fm::takes<a>", False), ("taken<fm::takes>", True), ("other<fm::takes>", False)):
        if good == bool(list(check_taken({"x": several, "y": steps % takes}))):
            problems.append(f"a state with `using takes = {takes}` was judged wrongly")
    for code in ("make_request(h)", "virtual ~request() = default;", "// request(x)", "int clock();", "from.clock()", "auto s = \"scoped_actor\";"):
        if list(check_forbidden(blank(code))):
            problems.append(f"good code refused: {code}")
    return problems


def main():
    problems = self_test() or lint(pathlib.Path(__file__).resolve().parents[2])
    print("\n".join(problems))
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
