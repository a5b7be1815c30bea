#!/usr/bin/env python3
"""Takes the database away from its files, empties it, exchanges it and puts back an older one: no stored file is ever lost."""
import glob
import os
import shutil
import subprocess
import tempfile

from attack import arguments, require, run

import support
from http_client import Client, sign_up
from server import Server

arguments(__doc__)
ENV = {"SECURITY_RATE_LIMIT_ENABLED": "false", "SECURITY_BCRYPT_ROUNDS": "4", "FM_ACCESS_LOG": "false"}


def stored_files(data):
    return {f for f in glob.glob(os.path.join(data, "files", "evidence", "**"), recursive=True) if os.path.isfile(f)}


def quarantined(data):
    folder = os.path.join(data, "files", ".quarantine")
    return {os.path.join(where, name) for where, _, names in os.walk(folder) for name in names}


def upload(client, case, text):
    answer = client.post("/evidence/upload", form={"case_id": case, "file": ("a.log", text, "text/plain")})
    require(answer.status == 201, f"an upload failed: {answer}")
    return answer.json()["id"]


def refused(data):
    done = subprocess.run([support.PROGRAM, "serve"], capture_output=True, text=True, timeout=60,
                          env={**os.environ, **ENV, "FM_DATA_DIR": data, "PORT": "0"}, check=False)
    require(done.returncode == 1, f"the start was not refused: {done.returncode} {done.stderr}")
    return done.stderr


def serve_and_stop(data):
    with Server(env=ENV, data=data) as server:
        require(server.stop() == 0, "the server did not stop")
        return server.log()


def attack():
    with tempfile.TemporaryDirectory() as folder:
        data, other, older = (os.path.join(folder, name) for name in ("data", "other", "older.db"))
        database = os.path.join(data, "faultmaven.db")
        with Server(env=ENV, data=data) as server:
            client, _ = sign_up(server.port, "ann")
            case = client.post("/cases", {"title": "t", "description": ""}).json()["id"]
            first = upload(client, case, b"first\n")
            require(server.stop() == 0, "the server did not stop")
        shutil.copy(database, older)
        with Server(env=ENV, data=data) as server:
            client = Client(server.port, client.token)
            second = upload(client, case, b"second\n")
            require(server.stop() == 0, "the server did not stop")
        files = stored_files(data)
        require(len(files) == 2, f"two files are stored, not {files}")

        away = os.path.join(folder, "away.db")
        shutil.move(database, away)
        said = refused(data)
        require("put the database back" in said and "faultmaven adopt" in said, f"it does not say what to do: {said}")
        with open(database, "wb"):
            pass
        require("put the database back" in refused(data), "an empty database is not refused")
        require(stored_files(data) == files, "a start without its database touched the files")

        with Server(env=ENV, data=other) as server:
            sign_up(server.port, "bob")
            require(server.stop() == 0, "the server did not stop")
        shutil.copy(os.path.join(other, "faultmaven.db"), database)
        require("do not belong together" in refused(data), "a foreign database is not refused")
        require(stored_files(data) == files, "a start with a foreign database touched the files")

        shutil.copy(older, database)
        log = serve_and_stop(data)
        require("set aside" in log, f"the log says nothing of the newer file: {log}")
        require(len(stored_files(data)) == 1 and len(quarantined(data)) == 1, "the newer file is not in quarantine")
        shutil.copy(away, database)
        with Server(env=ENV, data=data) as server:
            require(stored_files(data) == files and not quarantined(data), "the newer file did not come back")
            client = Client(server.port, client.token)
            for evidence, content in ((first, b"first\n"), (second, b"second\n")):
                got = client.get(f"/evidence/{evidence}/download")
                require(got.status == 200 and got.body == content, f"a file is not what was uploaded: {got}")
            require(server.stop() == 0, "the server did not stop")

        os.remove(database)
        code, said, wrong = support.run("adopt", env={"FM_DATA_DIR": data})
        require(code == 0 and "installation" in said, f"adopt failed: {code} {said} {wrong}")
        require("set aside" in serve_and_stop(data), "the log says nothing of the files")
        require(len(quarantined(data)) == 2, "adopted files are not in quarantine")


run(attack)
