"""`faultmaven doctor`: what it says of a data directory, sound and in every way broken, and that it changes nothing."""
import glob
import hashlib
import json
import os
import shutil
import tempfile
import unittest

import support
from http_client import sign_up
from server import Server

FAST = {"SECURITY_BCRYPT_ROUNDS": "4"}


def doctor(data, *words, **env):
    code, said, _ = support.run("doctor", "--json", *words, env={"FM_DATA_DIR": data, **env})
    return code, json.loads(said)


def wrong(data, *words, **env):
    """What it says about what is not as it should be, by check."""
    code, said = doctor(data, *words, **env)
    found = {f["check"]: f for f in said["findings"] if f["status"] != "ok"}
    sick = any(f["status"] == "problem" for f in found.values())
    assert code == (3 if sick else 0) and said["status"] == ("problems" if sick else "ok"), (code, said)
    assert all(f["advice"] for f in found.values()), said
    return found


def contents(data):
    out = {}
    for where, _, names in os.walk(data):
        for path in (os.path.join(where, name) for name in names):
            with open(path, "rb") as f:
                out[path] = hashlib.sha256(f.read()).hexdigest()
    return out


def stored(data, folder):
    return [p for p in glob.glob(os.path.join(data, "files", folder, "**"), recursive=True) if os.path.isfile(p)]


class Doctor(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.sound = os.path.join(cls.folder.name, "sound")
        with Server(env=FAST, data=cls.sound) as server:
            client, _ = sign_up(server.port, "ann")
            case = client.post("/cases", {"title": "t", "description": ""}).json()["id"]
            answer = client.post("/evidence/upload", form={"case_id": case, "file": ("a.log", b"ERROR disk full\n", "text/plain")})
            assert answer.status == 201, answer
            answer = client.post("/knowledge/documents", {"title": "t", "content": "what to do when the disk is full"})
            assert answer.status == 201, answer
            assert wrong(cls.sound) == {}, "beside the running server"
            assert server.stop() == 0

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def setUp(self):
        self.data = os.path.join(self.folder.name, self.id())
        shutil.copytree(self.sound, self.data)

    def test_a_sound_directory_is_well_and_stays_as_it_is(self):
        before = contents(self.data)
        code, said = doctor(self.data)
        self.assertEqual(code, 0)
        self.assertEqual({"data directory", "database", "installation", "files", "secrets", "limits"}, {f["check"] for f in said["findings"]})
        self.assertEqual(before, contents(self.data))
        code, people, _ = support.run("doctor", env={"FM_DATA_DIR": self.data})
        self.assertEqual(code, 0)
        self.assertTrue(people.endswith("All is well.\n"), people)

    def test_a_directory_that_is_not_there_or_is_a_file(self):
        self.assertIn("data directory", wrong(self.data + "-not"))
        self.assertIn("data directory", wrong(os.path.join(self.data, "faultmaven.db")))

    def test_files_that_are_missing_altered_and_unnamed(self):
        evidence, = stored(self.data, "evidence")
        document, = stored(self.data, "documents")
        os.remove(evidence)
        with open(document, "ab") as f:
            f.write(b"!")
        with open(os.path.join(os.path.dirname(document), "orphan"), "wb") as f:
            f.write(b"x")
        code, said = doctor(self.data)
        self.assertEqual(code, 3)
        details = " ".join(f["detail"] for f in said["findings"] if f["check"] == "files")
        for name in (evidence, document, os.path.join(os.path.dirname(document), "orphan")):
            self.assertIn(os.path.relpath(name, os.path.join(self.data, "files")), details)
        # Without reading contents what is altered is not seen, and what is missing is.
        details = " ".join(f["detail"] for f in doctor(self.data, "--quick")[1]["findings"] if f["check"] == "files")
        self.assertNotIn(os.path.basename(document), details)
        self.assertIn(os.path.basename(evidence), details)

    def test_a_database_that_is_missing_empty_foreign_or_altered(self):
        database = os.path.join(self.data, "faultmaven.db")
        with open(database, "rb") as f:
            sound = f.read()
        os.remove(database)
        self.assertIn("missing", wrong(self.data)["database"]["detail"])
        with open(database, "wb"):
            pass
        self.assertIn("empty", wrong(self.data)["database"]["detail"])
        for changed in (len(sound) // 2, 4096 + 200, len(sound) - 9):
            with open(database, "wb") as f:
                f.write(sound[:changed] + bytes([sound[changed] ^ 0x55]) + sound[changed + 1:])
            self.assertIn("database", wrong(self.data), changed)
        with open(database, "wb") as f:
            f.write(sound[:len(sound) // 2])
        self.assertIn("database", wrong(self.data))
        with open(database, "wb") as f:
            f.write(sound)
        with open(os.path.join(self.data, "files", "installation"), "w", encoding="ascii") as f:
            f.write("0" * 32 + "\n")
        self.assertIn("installation", wrong(self.data))

    def test_secrets_that_others_can_read_or_that_are_lost(self):
        secret = os.path.join(self.data, "secret.key")
        os.chmod(secret, 0o644)
        self.assertIn("chmod 600", wrong(self.data)["secrets"]["advice"])
        os.chmod(secret, 0o600)
        for short in (b"", b"short"):
            with open(secret, "wb") as f:
                f.write(short)
            self.assertIn("32 characters", wrong(self.data)["secrets"]["detail"])
        os.remove(secret)
        self.assertIn("ends all sign-ins", wrong(self.data)["secrets"]["detail"])
        self.assertNotIn("secrets", wrong(self.data, JWT_SECRET="a secret of the test that is long enough"))
        with Server(env=FAST, data=self.data) as server:
            self.assertIn("everybody has to sign in again", server.log())
            self.assertEqual(server.stop(), 0)

    def test_something_else_in_the_place_of_what_the_server_makes(self):
        for name, make in (("lock", os.mkdir), ("tmp", lambda p: open(p, "wb").close()), ("files/.quarantine", lambda p: open(p, "wb").close())):
            place = os.path.join(self.data, name)
            if os.path.isdir(place):
                shutil.rmtree(place)
            elif os.path.exists(place):
                os.remove(place)
            make(place)
            self.assertIn(name, wrong(self.data)["data directory"]["detail"])
            shutil.rmtree(place) if os.path.isdir(place) else os.remove(place)

    def test_a_log_whose_header_is_damaged(self):
        log = os.path.join(self.data, "faultmaven.db-wal")
        with open(log, "wb") as f:
            f.write(b"\x37\x7f\x06\x82" + bytes(28) + b"x" * 4120)
        self.assertIn("write-ahead log", wrong(self.data)["database"]["detail"])
        self.refused("write-ahead log")

    def test_files_of_a_volume_that_is_not_there(self):
        shutil.rmtree(os.path.join(self.data, "files"))
        os.mkdir(os.path.join(self.data, "files"), 0o700)
        self.refused("is a volume not mounted")
        self.assertEqual(support.run("adopt", env={"FM_DATA_DIR": self.data})[0], 0)
        self.assertIn("nothing to adopt", support.run("adopt", env={"FM_DATA_DIR": self.data + "-not"})[2])

    def refused(self, why):
        code, _, said = support.run("serve", env={**FAST, "FM_DATA_DIR": self.data, "PORT": "0"}, timeout=30)
        self.assertEqual(code, 1, said)
        self.assertIn(why, said)

    def test_limits_of_the_machine_that_are_too_low(self):
        self.assertIn("FM_MIN_FREE_MB", wrong(self.data, FM_MIN_FREE_MB="1000000000")["limits"]["detail"])
        self.assertIn("FM_MEMORY_MB", wrong(self.data, FM_MEMORY_MB="1000000000")["limits"]["detail"])


if __name__ == "__main__":
    unittest.main()
