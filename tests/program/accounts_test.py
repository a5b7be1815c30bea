#!/usr/bin/env python3
"""How accounts come and go on the real server: the setup token, invites, the end of an account also when the server is
killed meanwhile, sign-outs of the same second, forms at the token endpoint, proxies that nobody has named."""
import os
import tempfile
import threading
import time
import unittest
import urllib.parse

import support  # noqa: F401  FM_PROGRAM is needed
from contract.things import log_file, ok
from http_client import Client, sign_up
from server import Server

FAST = {"SECURITY_BCRYPT_ROUNDS": "4", "FM_ACCESS_LOG": "false"}
TOKEN = "/api/v1/auth/oauth/token"


def account(name, **more):
    return {"email": f"{name}@example.com", "username": name, "password": f"{name} has a long password", **more}


def within_seconds(holds, seconds=60):
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(.05)
    return True


def stored_files(data):
    return sorted(os.path.join(folder, f) for folder, _, files in os.walk(os.path.join(data, "files")) for f in files)


class Accounts(unittest.TestCase):
    def closed(self, answer):
        self.assertEqual((answer.status, answer.headers.get("x-error-code")), (403, "REGISTRATION_CLOSED"), answer)

    def test_a_setup_token_then_invites(self):
        with tempfile.TemporaryDirectory(prefix="fm-setup-") as folder:
            path = os.path.join(folder, "token")
            with open(path, "w", encoding="ascii") as f:
                f.write("a-token-of-the-operator\n")
            with Server(env={**FAST, "FM_REGISTRATION": "invite", "FM_SETUP_TOKEN_FILE": path}) as server:
                nobody = Client(server.port)
                for body in (account("eve"), account("eve", setup_token="a-token-of-somebody")):
                    self.closed(nobody.post("/auth/register", body))
                    self.closed(nobody.post("/api/v1/auth/register", body))
                joined = ok(nobody.post("/api/v1/auth/register", account("root", setup_token="a-token-of-the-operator")), 201)
                self.assertTrue(joined["user"]["is_admin"])
                self.closed(nobody.post("/auth/register", account("eve", setup_token="a-token-of-the-operator")))
                admin = Client(server.port, joined["access_token"])
                invite = ok(admin.post("/api/v1/admin/invites", {}), 201)["invite"]
                ok(nobody.post("/auth/register", account("ann", invite=invite)), 201)
                self.closed(nobody.post("/auth/register", account("bob", invite=invite)))
                self.assertEqual(ok(nobody.get("/api/v1/auth/config"))["registration"], "invite")

    def test_a_setup_token_is_printed_while_there_is_no_account(self):
        with Server(env={**FAST, "FM_REGISTRATION": "closed"}) as server:
            said = [server.process.stdout.readline() for _ in range(3)]
            token = said[2].strip()
            self.assertTrue(token.startswith("fms_"), said)
            self.assertNotIn(token, server.log())
            ok(Client(server.port).post("/auth/register", account("root", setup_token=token)), 201)

    def test_a_page_of_a_foreign_origin_cannot_register(self):
        with Server(env=FAST) as server:
            for path in ("/auth/register", "/api/v1/auth/register"):
                answer = Client(server.port).post(path, account("eve"), headers={"Origin": "https://evil.example"})
                self.assertEqual(answer.status, 403, answer)
                self.assertEqual(answer.headers.get("x-error-code"), "ORIGIN_REFUSED")
            sign_up(server.port, "ann")

    def fill(self, client):
        case = ok(client.post("/cases", {"title": "Orders fail", "description": "since noon"}))["id"]
        answer = client.call("POST", f"/api/v1/cases/{case}/data", form={"file": log_file()})
        self.assertIn(answer.status, (201, 202), answer)
        answer = client.call("POST", "/api/v1/documents/upload", form={"file": ("runbook.md", b"# Disk full\n\nRemove old logs.\n", "text/markdown"),
                                                                       "title": "Disk full", "document_type": "playbook"})
        self.assertIn(answer.status, (200, 201, 202), answer)
        ok(client.post("/sessions", {"client_id": "a"}), 201)
        return case

    def test_an_account_goes_with_what_it_owns(self):
        with Server(env=FAST) as server:
            admin, _ = sign_up(server.port, "root")
            before = stored_files(server.data)
            ann, _ = sign_up(server.port, "ann")
            bob, bobs = sign_up(server.port, "bob")
            self.fill(ann)
            kept = self.fill(bob)
            self.assertGreater(len(stored_files(server.data)), len(before))
            gone = ann.call("DELETE", "/auth/me", {"password": "no, another"})
            self.assertEqual(gone.status, 400, gone)
            gone = ann.call("DELETE", "/api/v1/auth/me", {"password": ann.account["password"]})
            self.assertEqual(gone.status, 204, gone)
            self.assertEqual(ann.get("/cases").status, 401)
            self.assertEqual(bob.get(f"/cases/{kept}").status, 200)
            self.assertEqual(admin.call("DELETE", f"/admin/users/{bobs['user_id']}").status, 204)
            self.assertEqual(bob.get("/cases").status, 401)
            self.assertTrue(within_seconds(lambda: stored_files(server.data) == before), stored_files(server.data))
            again, _ = sign_up(server.port, "ann")  # the name is free, and nothing comes with it
            self.assertEqual(ok(again.get("/cases")), [])
            self.assertEqual(again.call("DELETE", "/auth/me", {"password": again.account["password"]}).status, 204)

    def test_what_a_kill_interrupts_is_removed_after_the_next_start(self):
        with Server(env=FAST) as server:
            sign_up(server.port, "root")
            before = stored_files(server.data)
            ann, _ = sign_up(server.port, "ann")
            for _ in range(40):
                self.fill(ann)
            connection = Client(server.port, ann.token)
            asking = threading.Thread(target=lambda: self.no_matter(connection, ann.account["password"]), daemon=True)
            asking.start()
            left = len(stored_files(server.data))
            self.assertTrue(within_seconds(lambda: len(stored_files(server.data)) < left))
            server.kill()
            asking.join()
            server.start()
            self.assertEqual(Client(server.port, ann.token).get("/cases").status, 401)
            self.assertEqual(Client(server.port).post("/auth/login", {k: ann.account[k] for k in ("email", "password")}).status, 401)
            self.assertTrue(within_seconds(lambda: stored_files(server.data) == before), stored_files(server.data))

    @staticmethod
    def no_matter(client, password):
        try:
            client.call("DELETE", "/auth/me", {"password": password})
        except OSError:
            pass

    def test_no_token_outlives_a_sign_out_of_its_second(self):
        with Server(env=FAST) as server:
            sign_up(server.port, "root")
            client, _ = sign_up(server.port, "ann")
            login = {k: client.account[k] for k in ("email", "password")}
            for i in range(30):
                tokens = [ok(client.post("/auth/login", login))["access_token"] for _ in range(2)]
                ok(client.post("/api/v1/auth/logout", token=tokens[0]))
                for token in tokens:
                    self.assertEqual(client.get("/auth/me", token=token).status, 401, f"round {i}")

    def test_the_token_endpoint_takes_forms(self):
        with Server(env=FAST) as server:
            ann, _ = sign_up(server.port, "ann")
            form = {"grant_type": "refresh_token", "refresh_token": ann.refresh_token, "client_id": "faultmaven-copilot", "scope": "a" * 60_000}
            answer = ann.call("POST", TOKEN, token=None, raw=urllib.parse.urlencode(form).encode(),
                              headers={"Content-Type": "application/x-www-form-urlencoded"})
            again = ok(answer)["refresh_token"]
            answer = ann.call("POST", TOKEN, token=None, form={**form, "refresh_token": again})
            ok(answer)

    def test_a_proxy_that_nobody_has_named_is_noticed_once(self):
        with Server(env=FAST) as server:
            client, _ = sign_up(server.port, "ann")
            login = {k: client.account[k] for k in ("email", "password")}
            for i in range(20):
                ok(client.post("/auth/login", login, headers={"X-Forwarded-For": f"203.0.113.{i}"}))
            self.assertTrue(within_seconds(lambda: "FM_TRUSTED_PROXIES" in server.log(), 10), server.log())
            self.assertEqual(server.log().count("FM_TRUSTED_PROXIES"), 1)
        with Server(env={**FAST, "FM_TRUSTED_PROXIES": "127.0.0.1"}) as server:
            client, _ = sign_up(server.port, "ann")
            for i in range(20):
                ok(client.post("/auth/login", login, headers={"X-Forwarded-For": f"203.0.113.{i}"}))
            server.stop()
            self.assertNotIn("FM_TRUSTED_PROXIES", server.log())


if __name__ == "__main__":
    unittest.main()
