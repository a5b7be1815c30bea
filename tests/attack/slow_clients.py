#!/usr/bin/env python3
"""Clients that never finish the head of their request: from one address, and from many. Others are served all the while."""
import contextlib
import socket
import threading
import time

from attack import arguments, many_descriptors, require, run, target

WORDS = arguments(__doc__, clients=(1_500, 1_200), seconds=(20, 6), limit=(5, 5))
OTHER = "127.200.0.1"


class SlowHeads:
    """Keeps `count` of them open, and begins one anew for each that the server ends."""

    def __init__(self, to, count, addresses):
        self.to, self.count, self.addresses = to, count, addresses
        self.open, self.done = [], threading.Event()
        self.thread = threading.Thread(target=self.go_on, daemon=True)

    def begin(self, i):
        with contextlib.suppress(OSError):
            s = socket.socket()
            s.bind((self.addresses[i % len(self.addresses)], 0))
            s.setblocking(False)
            s.connect_ex((self.to.host, self.to.port))
            self.open.append([s, b"GET /health/live HTTP/1.1\r\nHost: localhost\r\nX-Slow: "])

    def go_on(self):
        begun = 0
        while not self.done.is_set():
            while len(self.open) < self.count:
                self.begin(begun)
                begun += 1
            alive = []
            for s, text in self.open:
                try:
                    s.send(text)
                    alive.append([s, b"x"])
                except BlockingIOError:
                    alive.append([s, text])
                except OSError:
                    s.close()
            self.open = alive
            self.done.wait(1)

    def __enter__(self):
        self.thread.start()
        time.sleep(2)
        return self

    def __exit__(self, *_):
        self.done.set()
        self.thread.join(10)
        for s, _ in self.open:
            s.close()


def serve_others(to, what):
    worst, served, end = 0, 0, time.monotonic() + WORDS.seconds
    while time.monotonic() < end:
        status, took = to.request(source=OTHER)
        require(status == 200, f"another address is answered {status} beside {what}")
        worst, served = max(worst, took), served + 1
        time.sleep(.1)
    print(f"beside {what}: {served} requests of another address, the slowest took {worst * 1000:.0f} ms")
    require(worst < WORDS.limit, f"another address waits {worst:.1f} s beside {what}")


def attack():
    require(many_descriptors() > WORDS.clients, f"this needs {WORDS.clients} file descriptors: raise the limit")
    many = [f"127.{1 + i // 200}.0.{1 + i % 200}" for i in range(400)]
    for addresses, what in ((["127.0.0.1"], "slow heads from one address"), (many, "slow heads from 400 addresses")):
        with target(WORDS) as to, SlowHeads(to, WORDS.clients, addresses):
            serve_others(to, f"{WORDS.clients} {what}")


run(attack)
