"""What the attacks share: the server that is attacked, connections from many addresses, and the verdict."""
import argparse
import contextlib
import http.client
import os
import random
import resource
import socket
import stat
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "program"))

PATIENCE = 30  # seconds, for what should take milliseconds: only a server that hangs takes longer


def lines(megabytes, seed):
    """A log of errors that are all different."""
    chance = random.Random(seed)
    out, size = [], 0
    while size < megabytes << 20:
        out.append(f"2026-11-23T15:24:06.789Z ERROR orders-{chance.randrange(50)} order {chance.getrandbits(40)} failed after "
                   f"{chance.randrange(9000)} ms: connection to db-{chance.randrange(9)} refused\n")
        size += len(out[-1])
    return "".join(out).encode()


class Target:
    def __init__(self, host, port, server=None):
        self.host, self.port, self.server = host, port, server

    def connect(self, source=None, timeout=PATIENCE):
        return socket.create_connection((self.host, self.port), timeout, (source, 0) if source else None)

    def request(self, path="/health/live", source=None, timeout=PATIENCE):
        """The status, and how many seconds the answer took."""
        begin = time.monotonic()
        connection = http.client.HTTPConnection(self.host, self.port, timeout=timeout, source_address=(source, 0) if source else None)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            return answer.status, time.monotonic() - begin
        finally:
            connection.close()


@contextlib.contextmanager
def target(words, env=None):
    """The server that is named, or one of our own."""
    if words.address:
        host, port = words.address.rsplit(":", 1)
        yield Target(host, int(port))
        return
    from server import Server  # only then FM_PROGRAM is needed
    with Server(env={"FM_ACCESS_LOG": "false", "SECURITY_BCRYPT_ROUNDS": "4", **(env or {})}) as server:
        yield Target("127.0.0.1", server.port, server)


@contextlib.contextmanager
def program_under(limit):
    """The servers of our own start under a limit of the shell, such as "ulimit -n 256"."""
    import support
    real = support.PROGRAM
    with tempfile.TemporaryDirectory() as folder:
        support.PROGRAM = os.path.join(folder, "limited")
        with open(support.PROGRAM, "w", encoding="ascii") as f:
            f.write(f'#!/bin/sh\n{limit}\nexec "{real}" "$@"\n')
        os.chmod(support.PROGRAM, stat.S_IRWXU)
        try:
            yield
        finally:
            support.PROGRAM = real


def arguments(description, **numbers):
    """`numbers`: name=(in full, short)."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("address", nargs="?", help="HOST:PORT of a server that runs; without it one is started from FM_PROGRAM")
    parser.add_argument("--short", action="store_true", help="the variant for CI")
    for name, (full, short) in numbers.items():
        parser.add_argument(f"--{name}", type=int, help=f"default {full}, short {short}")
    words = parser.parse_args()
    for name, (full, short) in numbers.items():
        if getattr(words, name) is None:
            setattr(words, name, short if words.short else full)
    return words


def many_descriptors():
    """As many as this process may have, less some for itself."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return (1 << 20) if hard == resource.RLIM_INFINITY else hard - 64


def require(holds, sentence):
    if not holds:
        sys.exit(f"FAILED: {sentence}")


def run(attack):
    begin = time.monotonic()
    try:
        attack()
    except OSError as e:
        sys.exit(f"FAILED: {e!r}")
    print(f"held, {time.monotonic() - begin:.1f} s")
