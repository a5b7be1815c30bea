#!/usr/bin/env python3
"""Guesses at a password, many at the same time: few are looked at, the owner is not locked out elsewhere, and other ways in count too.

It takes a server that trusts this machine as a proxy (FM_TRUSTED_PROXIES=127.0.0.1), so that guesses come from many addresses."""
import http.client
import json
import threading
import uuid

from attack import arguments, require, run, target

LIMIT = 10
SETTINGS = {"SECURITY_RATE_LIMIT_ENABLED": "true", "SECURITY_RATE_LIMIT_SIGNIN_FAILURES": str(LIMIT), "SECURITY_RATE_LIMIT_WRITES": "100000",
            "FM_TRUSTED_PROXIES": "127.0.0.1"}


def post(at, path, body, address, token=None):
    """The status and Retry-After."""
    connection = http.client.HTTPConnection(at.host, at.port, timeout=60)
    try:
        head = {"Content-Type": "application/json", "X-Forwarded-For": address}
        if token:
            head["Authorization"] = f"Bearer {token}"
        connection.request("POST", path, json.dumps(body), head)
        answer = connection.getresponse()
        text = answer.read()
        return answer.status, int(answer.headers.get("Retry-After") or 0), json.loads(text) if text else None
    finally:
        connection.close()


def at_once(calls):
    answers = [None] * len(calls)

    def one(i):
        answers[i] = calls[i]()
    threads = [threading.Thread(target=one, args=(i,)) for i in range(len(calls))]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return answers


def attack():
    words = arguments(__doc__, guesses=(400, 80))
    with target(words, SETTINGS) as at:
        name = "g" + uuid.uuid4().hex[:12]
        email, password = f"{name}@example.org", "the password of " + name
        made = post(at, "/auth/register", {"email": email, "username": name, "password": password}, "192.0.2.100")
        require(made[0] == 201, f"an account cannot be made: {made}")

        def sign_in(address, guess=password, login="/auth/login", who=None):
            return post(at, login, {**(who or {"email": email}), "password": guess}, address)

        # One account from one address, all at once: they count before they are looked at.
        answers = at_once([lambda i=i: sign_in("192.0.2.1", f"guess {i}") for i in range(words.guesses)])
        looked_at = sum(a[0] == 401 for a in answers)
        refused = [a[1] for a in answers if a[0] == 429]
        require(looked_at + len(refused) == words.guesses, f"other answers than 401 and 429: { {a[0] for a in answers} }")
        require(looked_at <= LIMIT + 2, f"{looked_at} of {words.guesses} guesses at once were looked at, under a limit of {LIMIT} a minute")
        require(all(1 <= r <= 60 for r in refused), f"Retry-After is {min(refused)} to {max(refused)} s, not 1 to 60")
        require(max(refused) > min(refused), "Retry-After does not grow")
        # Nobody else is locked out: the owner elsewhere, other people at this address.
        require(sign_in("192.0.2.2")[0] == 200, "the owner is locked out at another address")
        require(sign_in("192.0.2.1")[0] == 429, "the right password is looked at although the address has no guess left")
        other = "h" + uuid.uuid4().hex[:12]
        post(at, "/auth/register", {"email": f"{other}@example.org", "username": other, "password": password}, "192.0.2.101")
        require(sign_in("192.0.2.1", who={"email": f"{other}@example.org"})[0] == 200, "another account is locked out at the address of the guesses")
        # Many accounts from one address.
        answers = at_once([lambda i=i: sign_in("192.0.2.3", who={"email": f"nobody{i}@example.org"}) for i in range(words.guesses)])
        looked_at = sum(a[0] == 401 for a in answers)
        require(looked_at <= 6 * LIMIT + 12, f"{looked_at} guesses at {words.guesses} accounts from one address were looked at")
        # The other mount and the change of a password are other doors to the same room.
        answers = at_once([lambda i=i: sign_in("192.0.2.4", f"guess {i}", ("/auth/login", "/api/v1/auth/login")[i % 2])
                           for i in range(words.guesses)])
        looked_at = sum(a[0] == 401 for a in answers)
        require(looked_at <= LIMIT + 2, f"{looked_at} guesses through both mounts were looked at")
        token = sign_in("192.0.2.5")[2]["access_token"]
        answers = at_once([lambda i=i: post(at, "/auth/password", {"current_password": f"guess {i}", "new_password": "another password"},
                                            "192.0.2.6", token) for i in range(words.guesses)])
        looked_at = sum(a[0] == 400 for a in answers)
        require(looked_at <= LIMIT + 2, f"{looked_at} guesses through the change of a password were looked at")
        # Whoever is right does not use the limit up.
        for _ in range(3 * LIMIT):
            require(sign_in("192.0.2.7")[0] == 200, "the right password runs into the limit")
    print(f"{4 * words.guesses} guesses")


run(attack)
