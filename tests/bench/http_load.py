"""Server CPU per request under wrk, for several targets in interleaved rounds; ratios to the first of them.

A target: {"name", "command" (PORT stands for a free port), "env", "method", "path", "headers", "body", "limit" (largest
ratio that is asked for, or None), "prepare" (called with the port once the server answers; may return fields that replace the target's)}.
"""
import os
import re
import socket
import statistics
import subprocess
import tempfile
import time


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def cpu_seconds(pid):
    with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as f:
        fields = f.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def cpu_nanoseconds(pid):
    """Of the threads that live, finer than the clock's ticks."""
    def of(thread):
        with open(f"/proc/{pid}/task/{thread}/schedstat", encoding="ascii") as f:
            return int(f.read().split()[0])
    return sum(of(thread) for thread in os.listdir(f"/proc/{pid}/task"))


def wait_until_open(port, process, patience=30):
    end = time.monotonic() + patience
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            if process.poll() is not None:
                raise RuntimeError(f"{process.args[0]} ended with {process.returncode}") from None
            time.sleep(.02)
    raise RuntimeError(f"{process.args[0]} does not listen")


def script_of(target):
    """What wrk sends, as its Lua script."""
    def quoted(text):
        return '"' + "".join(c if 32 <= ord(c) < 127 and c not in '"\\' else f"\\{ord(c):03d}" for c in text) + '"'
    lines = [f"wrk.method = {quoted(target.get('method', 'GET'))}"]
    lines += [f"wrk.headers[{quoted(n)}] = {quoted(v)}" for n, v in (target.get("headers") or {}).items()]
    if target.get("body"):
        lines.append(f"wrk.body = {quoted(target['body'])}")
    return "\n".join(lines) + "\n"


def load(port, target, seconds, connections):
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(target.get("script") or script_of(target))
        script.flush()
        out = subprocess.run(["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", script.name,
                              f"http://127.0.0.1:{port}{target.get('path', '/')}"], capture_output=True, text=True, check=True).stdout
    requests = int(re.search(r"(\d+) requests in", out).group(1))
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1))
    failed = sum(int(n) for n in re.findall(r"Non-2xx or 3xx responses: (\d+)", out))
    broken = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", out)
    if failed or broken and any(map(int, broken.groups())) or requests == 0:
        raise RuntimeError(f"{target['name']}: not every request was answered well:\n{out}")
    return requests, rate


def run_once(target, seconds, connections):
    """(CPU microseconds, requests a second) of one run."""
    port = free_port()
    command = [str(port) if word == "PORT" else word for word in target["command"]]
    env = {**os.environ, **{k: v.replace("PORT", str(port)) for k, v in (target.get("env") or {}).items()}}
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_until_open(port, process)
        if target.get("prepare"):
            target = {**target, **(target["prepare"](port) or {})}
        load(port, target, 1, connections)  # warm
        before = cpu_seconds(process.pid)
        requests, rate = load(port, target, seconds, connections)
        return (cpu_seconds(process.pid) - before) / requests * 1e6, rate
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def compare(targets, rounds=5, seconds=2, connections=64):
    """Prints the table; true when every target keeps its limit."""
    got = {t["name"]: [] for t in targets}
    for _ in range(rounds):
        for target in targets:
            got[target["name"]].append(run_once(target, seconds, connections))
    base = [cpu for cpu, _ in got[targets[0]["name"]]]
    print(f"{'target':44}{'CPU us/request':>16}{'min-max':>14}{'requests/s':>12}{'ratio':>8}{'asked':>8}   (medians of {rounds} interleaved rounds)")
    fine = True
    for target in targets:
        runs = got[target["name"]]
        cpu = [c for c, _ in runs]
        ratio = statistics.median(c / b for c, b in zip(cpu, base))
        limit = target.get("limit")
        kept = limit is None or ratio <= limit
        fine = fine and kept
        print(f"{target['name']:44}{statistics.median(cpu):16.2f}{min(cpu):8.2f}-{max(cpu):5.2f}"
              f"{statistics.median(r for _, r in runs):12.0f}{ratio:8.2f}"
              f"{'' if limit is None else f'{limit:8.2f}   ' + ('ok' if kept else 'ABOVE')}")
    return fine
