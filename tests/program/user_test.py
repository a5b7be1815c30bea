"""`faultmaven user`: accounts in the data directory, alone and beside a running server."""
import os
import pty
import select
import signal
import tempfile
import termios
import time
import unittest

import support
from http_client import Client
from server import Server

FAST = {"SECURITY_BCRYPT_ROUNDS": "4"}


def user(data, *words, password=None):
    stdin = None if password is None else password.encode() + b"\n"
    return support.run("user", *words, stdin=stdin, env={"FM_DATA_DIR": data, **FAST})


def at_terminal(data, *words, answers, blocked=()):
    """What the terminal showed, and how the command ended; `answers` are typed one after the other, None is Ctrl-C.
    The command starts with the `blocked` signals blocked."""
    child, terminal = pty.fork()
    if child == 0:
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
        os.execve(support.PROGRAM, [support.PROGRAM, "user", *words], {**os.environ, "FM_DATA_DIR": data, **FAST})
    shown = b""
    for answer in answers:
        while not shown.endswith((b"Password: ", b"The same again: ")):
            shown += read(terminal)
        # The prompt stands there a moment before the terminal stops to show what is typed.
        end = time.monotonic() + 30
        while not quiet(terminal):
            assert time.monotonic() < end, f"the terminal still shows what is typed: {shown}"
            time.sleep(.001)
        if answer is None:
            os.kill(child, signal.SIGINT)
        else:
            os.write(terminal, answer.encode() + b"\n")
        shown += b"\n"
    try:
        while piece := read(terminal):
            shown += piece
    except OSError:
        pass
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), shown.decode()


def read(terminal):
    ready, _, _ = select.select([terminal], [], [], 30)
    assert ready, "the command neither says anything nor ends"
    return os.read(terminal, 1000)


def quiet(terminal):
    return not termios.tcgetattr(terminal)[3] & termios.ECHO


class User(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="fm-user-")
        self.data = os.path.join(self.folder.name, "data")
        self.addCleanup(self.folder.cleanup)

    def test_accounts_are_made_before_the_server_ever_ran(self):
        self.assertEqual(user(self.data, "add", "Ann@Example.org", "--name", "Ann B.", password="password of ann"),
                         (0, "added ann@example.org (Ann), roles: user, admin\n", ""))
        self.assertEqual(user(self.data, "add", "bob@example.org", "--username", "bobby", password="password of bob")[1],
                         "added bob@example.org (bobby), roles: user\n")
        with Server(data=self.data, env=FAST) as server:
            answer = Client(server.port).post("/auth/login", {"email": "ann@example.org", "password": "password of ann"})
            self.assertEqual(answer.status, 200, answer)
            self.assertEqual(answer.json()["user"]["full_name"], "Ann B.")

    def test_a_running_server_takes_changes_up(self):
        with Server(data=self.data, env=FAST) as server:
            self.assertEqual(user(self.data, "add", "ann@example.org", "--admin", password="password of ann")[0], 0)
            client = Client(server.port)
            login = {"email": "ann@example.org", "password": "password of ann"}
            tokens = client.post("/auth/login", login).json()
            self.assertEqual(client.get("/auth/me", token=tokens["access_token"]).status, 200)
            self.assertEqual(user(self.data, "role", "ann", "user"),
                             (1, "", "faultmaven: ann is the last active admin: make another one first\n"))
            self.assertEqual(user(self.data, "add", "root@example.org", "--admin", password="password of root")[0], 0)
            self.assertEqual(user(self.data, "role", "ann", "user"), (0, "changed ann@example.org (ann), roles: user\n", ""))
            self.refused_within_seconds(client, tokens["access_token"])
            tokens = client.post("/auth/refresh", {"refresh_token": tokens["refresh_token"]}).json()
            me = client.get("/auth/me", token=tokens["access_token"])
            self.assertEqual(me.json()["roles"], ["user"])
            self.assertEqual(user(self.data, "passwd", "ann@example.org", password="another password")[0], 0)
            self.assertEqual(client.post("/auth/login", login).status, 401)
            self.assertEqual(client.post("/auth/login", {**login, "password": "another password"}).status, 200)
            self.assertEqual(client.post("/auth/refresh", {"refresh_token": tokens["refresh_token"]}).status, 401)
            self.refused_within_seconds(client, tokens["access_token"])

    def refused_within_seconds(self, client, token):
        end = time.monotonic() + 30
        while client.get("/auth/me", token=token).status == 200:
            self.assertLess(time.monotonic(), end, "the change was not taken up")
            time.sleep(.1)

    def test_what_is_wrong_is_said(self):
        for words, says in ((("frobnicate",), "user knows add, passwd and role, not 'frobnicate'"), ((), "user needs add"),
                            (("add",), "user add needs an email"), (("role", "ann"), "needs a role: admin or user"),
                            (("role", "ann", "king"), "needs a role: admin or user"),
                            (("passwd", "ann", "secret"), "the password is asked for"),
                            (("passwd", "ann", "--admin"), "belong to user add")):
            code, out, err = user(self.data, *words, password="long enough")
            self.assertEqual((code, out), (1, ""), words)
            self.assertIn(says, err)
        for words, password, says in ((("add", "no address"), "long enough", "email must be an address"),
                                      (("add", "ann@example.org"), "short", "at least 8 characters"),
                                      (("add", "ann@example.org"), "x" * 1025, "at most 1,024 bytes"),
                                      (("add", "ann@example.org"), "", "no password was given"),
                                      (("passwd", "nobody"), "long enough", "no account has the email or username nobody"),
                                      (("role", "nobody", "admin"), None, "no account has the email or username nobody")):
            code, out, err = user(self.data, *words, password=password)
            self.assertEqual((code, out), (1, ""), words)
            self.assertIn(says, err)
        self.assertEqual(user(self.data, "add", "ann@example.org", password="long enough")[0], 0)
        self.assertIn("exists already", user(self.data, "add", "ann@example.org", password="long enough")[2])

    def test_the_terminal_shows_no_password(self):
        code, shown = at_terminal(self.data, "add", "ann@example.org", answers=["password of ann", "password of ann"])
        self.assertEqual(code, 0, shown)
        self.assertIn("added ann@example.org", shown)
        self.assertNotIn("password of ann", shown)
        code, shown = at_terminal(self.data, "passwd", "ann", answers=["password of ann", "password of bob"])
        self.assertEqual(code, 1)
        self.assertIn("the two passwords differ; nothing was changed", shown)

    def test_ctrl_c_ends_it_whatever_signals_its_parent_blocked(self):
        for blocked in ((), (signal.SIGINT, signal.SIGTERM)):
            code, shown = at_terminal(self.data, "add", "ann@example.org", answers=[None], blocked=blocked)
            self.assertEqual(code, 1, blocked)
            self.assertIn("interrupted; nothing was changed", shown)


if __name__ == "__main__":
    unittest.main()
