#!/usr/bin/env python3
"""Connections that are reset as soon as they are made, without a request: the server goes on to accept, and answers the next request at once."""
import socket
import statistics
import struct
import threading
import time

from attack import arguments, many_descriptors, require, run, target

WORDS = arguments(__doc__, count=(20_000, 3_000), seconds=(60, 0), milliseconds=(10, 10_000))
THREADS = 8


def reset_one(to):
    with socket.socket() as s:
        s.settimeout(10)
        s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        s.connect((to.host, to.port))


def churn(to, count, seconds, failures):
    begin = time.monotonic()
    for i in range(count):
        try:
            reset_one(to)
        except OSError as e:
            failures.append(e)
            if len(failures) > 20:
                return
        time.sleep(max(0, begin + seconds * i / count - time.monotonic()))


def attack():
    many_descriptors()
    with target(WORDS) as to:
        failures = []
        threads = [threading.Thread(target=churn, args=(to, WORDS.count // THREADS, WORDS.seconds, failures)) for _ in range(THREADS)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        require(len(failures) <= 20, f"connections cannot be made any more: {failures[:1]}")
        took = []
        for _ in range(9):
            status, seconds = to.request()
            require(status == 200, f"a request after {WORDS.count} resets is answered {status}")
            took.append(seconds * 1000)
        middle = statistics.median(took)
        print(f"{WORDS.count} resets; then a request takes {middle:.1f} ms")
        require(middle <= WORDS.milliseconds, f"a request takes {middle:.1f} ms, more than {WORDS.milliseconds}")


run(attack)
