"""The server as a program: start, stop, its settings, and what it says when it cannot start."""
import http.client
import json
import os
import signal
import socket
import stat
import subprocess
import tempfile
import time
import unittest

import support
from http_client import Client, sign_up
from server import Server


def get(server, path, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


def refused(**env):
    done = subprocess.run([support.PROGRAM, "serve"], capture_output=True, text=True, timeout=30, env={**os.environ, "PORT": "0", **env})
    return done.returncode, done.stderr


class Serve(unittest.TestCase):
    def test_it_says_where_to_go_and_answers_there(self):
        with Server() as server:
            for path, status, says in (("/health/live", 200, {"status": "alive", "service": "faultmaven"}),
                                       ("/health/ready", 200, {"status": "ready", "service": "faultmaven"}),
                                       ("/health", 200, {"status": "healthy"}), ("/", 200, {"service": "faultmaven"})):
                got, headers, body = get(server, path)
                self.assertEqual(got, status)
                self.assertTrue(says.items() <= json.loads(body).items(), body)
                self.assertEqual(headers["Server"], "FaultMaven")
            self.assertEqual(get(server, "/nothing")[0], 404)
            mode = stat.S_IMODE(os.stat(server.data).st_mode)
            self.assertEqual(mode, 0o700)
            self.assertEqual(server.stop(), 0)
            self.assertIn("route=/health/live status=200", server.log())

    def test_a_stop_answers_what_is_open_and_takes_no_more(self):
        with Server() as server:
            idle = socket.create_connection(("127.0.0.1", server.port))
            half = socket.create_connection(("127.0.0.1", server.port))
            half.sendall(b"GET /health/live HTTP/1.1\r\nHost: x\r\n")
            get(server, "/health/live")  # by now the server has read the half
            server.process.send_signal(signal.SIGTERM)
            self.assertEqual(idle.recv(1), b"")
            half.sendall(b"\r\n")
            self.assertIn(b"200 OK", half.recv(65536))
            self.assertEqual(server.process.wait(20), 0)
            idle.close(), half.close()

    def test_an_idle_server_stops_without_waiting_for_what_sleeps(self):
        with Server() as server:
            client, _ = sign_up(server.port, "ann")
            session = client.post("/sessions", {"client_id": "laptop"}).json()["session_id"]
            self.assertEqual(client.post(f"/sessions/{session}/heartbeat").status, 200)  # to be stored later, or at a stop
            begin = time.monotonic()
            self.assertEqual(server.stop(), 0)
            # It takes some milliseconds; ten seconds were the patience with flows that sleep.
            self.assertLess(time.monotonic() - begin, 5)

    def test_other_signals_do_not_hurry_a_stop(self):
        with Server() as server:
            half = socket.create_connection(("127.0.0.1", server.port))
            half.sendall(b"GET /health/live HTTP/1.1\r\nHost: x\r\n")
            get(server, "/health/live")
            server.process.send_signal(signal.SIGTERM)
            while "stopping" not in server.log():
                time.sleep(.01)
            for _ in range(3):
                server.process.send_signal(signal.SIGCONT)
                time.sleep(.05)
            half.sendall(b"\r\n")
            self.assertIn(b"200 OK", half.recv(65536))
            self.assertEqual(server.process.wait(20), 0)
            half.close()

    def test_a_second_signal_ends_it_at_once(self):
        with Server() as server:
            half = socket.create_connection(("127.0.0.1", server.port))
            half.sendall(b"GET /health/live HTTP/1.1\r\n")
            get(server, "/health/live")
            server.process.send_signal(signal.SIGINT)
            while "stopping" not in server.log():
                time.sleep(.01)
            server.process.send_signal(signal.SIGTERM)  # of the same moment: whoever ends a whole group sends two
            time.sleep(.6)
            self.assertIsNone(server.process.poll())
            server.process.send_signal(signal.SIGINT)
            self.assertEqual(server.process.wait(10), 130)
            half.close()

    def test_starts_that_cannot_be_say_why(self):
        with Server() as server:
            code, said = refused(FM_DATA_DIR=server.data)
            self.assertEqual(code, 1)
            self.assertIn(f"in use by process {server.process.pid}", said)
            with tempfile.TemporaryDirectory() as folder:
                code, said = refused(FM_DATA_DIR=folder, PORT=str(server.port))
                self.assertEqual(code, 1)
                self.assertIn(f"127.0.0.1:{server.port}", said)
                self.assertIn("in use", said)
                blocked = os.path.join(folder, "file")
                with open(blocked, "w", encoding="utf-8"):
                    pass
                code, said = refused(FM_DATA_DIR=blocked)
                self.assertEqual(code, 1)
                self.assertIn("FM_DATA_DIR", said)
                for name, value, right in (("PORT", "seventy", "0 to 65535"), ("HOST", "my-host", "IP address"), ("LOG_LEVEL", "loud", "WARNING"),
                                           ("CORS_ORIGINS", None, None), ("FM_ACCESS_LOG", "perhaps", "true or false"),
                                           ("MAX_UPLOAD_SIZE_MB", "-1", "1 to 10240"), ("HOST", "192.0.2.1", "192.0.2.1")):
                    if value:
                        code, said = refused(FM_DATA_DIR=os.path.join(folder, "data"), **{name: value})
                        self.assertEqual(code, 1)
                        self.assertIn(right, said)
            self.assertEqual(get(server, "/health/live")[0], 200)

    def test_the_environment_wins_over_the_file_and_the_file_over_the_default(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "my.conf")
            with open(path, "w", encoding="utf-8") as f:
                f.write("# a comment\nMAX_UPLOAD_SIZE_MB = 7\nJWT_SECRET = \"a # secret\"\nLOG_LEVEL = debug # for now\nPROT = 1\n")
            code, out, _ = support.run("config", "--config", path, env={"LOG_LEVEL": "ERROR"})
            self.assertEqual(code, 0)
            self.assertRegex(out, r"MAX_UPLOAD_SIZE_MB +=\ 7 +# .*my.conf:2; ")
            self.assertRegex(out, r"LOG_LEVEL +=\ ERROR +# environment; ")
            self.assertRegex(out, r"PORT +=\ 8000 +# default; ")
            self.assertRegex(out, r"JWT_SECRET +=\ \*\*\* ")
            self.assertNotIn("a # secret", out)
            self.assertIn("set but means nothing: PROT (", out)
            self.assertEqual(support.run("config", env={"FM_CONFIG": path, "LOG_LEVEL": "ERROR"})[1], out)
            self.assertEqual(support.run("config", "--config", os.path.join(folder, "none"))[0], 1)
            with Server(words=["--config", path], env={"LOG_LEVEL": "INFO"}) as server:
                self.assertEqual(server.stop(), 0)
                self.assertIn("PROT", server.log())

    def test_sign_in_without_a_password_is_for_one_machine(self):
        for wrong, words in (({"HOST": "0.0.0.0"}, "loopback"), ({"ENVIRONMENT": "production"}, "production")):
            server = Server(env={"AUTH_DEV_LOGIN": "true", **wrong})
            with self.assertRaisesRegex(RuntimeError, words):
                server.start()
            server.kill()
        with Server(env={"AUTH_DEV_LOGIN": "true"}) as server:
            self.assertIn("AUTH_DEV_LOGIN is on", server.log())
            self.assertEqual(Client(server.port).post("/api/v1/auth/dev-login", {"username": "a"}).status, 200)
        with Server() as server:
            self.assertEqual(Client(server.port).post("/api/v1/auth/dev-login", {"username": "a"}).status, 404)

    def test_the_documentation_shows_the_table_as_it_is(self):
        with open(os.path.join(support.ROOT, "docs", "configuration.md"), encoding="utf-8") as f:
            self.assertIn(support.run("config", "--markdown")[1].strip(), f.read())


if __name__ == "__main__":
    unittest.main()
