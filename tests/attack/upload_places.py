#!/usr/bin/env python3
"""One user begins as many uploads as there are places and sends them slowly: another user's upload is taken all the same."""
import collections
import time
import uuid

from attack import arguments, many_descriptors, require, run, target

WORDS = arguments(__doc__, uploads=(300, 280))


def begin(to, token):
    """A form whose body is announced and does not come: the connection, and the status of the first answer."""
    s = to.connect()
    s.sendall((f"POST /evidence/upload HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
               "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000000\r\nExpect: 100-continue\r\n\r\n").encode())
    return s, int(s.recv(65536).split(b" ", 2)[1])


def attack():
    from http_client import sign_up  # looks for the program's client only now
    many_descriptors()
    # Attempts are counted as writes too; what is tried here is the number of places.
    with target(WORDS, {"SECURITY_RATE_LIMIT_WRITES": "1000000"}) as to:
        name = uuid.uuid4().hex[:8]
        greedy, _ = sign_up(to.port, f"greedy-{name}")
        other, _ = sign_up(to.port, f"other-{name}")
        case = other.post("/cases", {"title": "t", "description": ""}).json()["id"]
        open_ones, statuses = [], collections.Counter()
        for _ in range(WORDS.uploads):
            s, status = begin(to, greedy.token)
            statuses[status] += 1
            open_ones.append(s)
        began = time.monotonic()
        answer = other.post("/evidence/upload", form={"case_id": case, "file": ("a.log", b"ERROR one line\n", "text/plain")})
        print(f"{statuses[100]} slow uploads of one user begun, answers: {dict(statuses)}; another's took {time.monotonic() - began:.2f} s")
        for s in open_ones:
            s.close()
        require(answer.status == 201, f"another user's upload is answered {answer}")
        require(statuses[100] > 0 and statuses[429] > 0, f"the slow uploads are answered {dict(statuses)}")


run(attack)
