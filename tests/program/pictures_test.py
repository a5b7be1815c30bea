"""Pictures among the evidence: none leaves without its setting, a model that sees is shown them in every protocol, and what it
reads from them stands as its reading only."""
import base64
import json
import os
import random
import struct
import tempfile
import threading
import time
import unittest
import zlib

import model_server
import server
import support
from http_client import sign_up
from model_server import answer, cited
from model_test import LOG

QUESTION = "Why do checkouts fail, and what does grafana.png show?"
READING = "The panel shows 97 % of disk use since 09:40"
VENDORS = ("openai", "openai-responses", "anthropic", "ollama")
PIECE = 24


def png(seed=1, width=64, height=48):
    """A picture that no other has a piece in common with."""
    chance = random.Random(seed)

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    rows = b"".join(b"\0" + chance.randbytes(width * 3) for _ in range(height))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) +
            chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


SHOT = png()
CODED = base64.b64encode(SHOT).decode()


def holds_piece(text, of=CODED):
    text = text.replace("\\/", "/")
    there = {text[i:i + PIECE] for i in range(len(text) - PIECE + 1)}
    return any(of[i:i + PIECE] in there for i in range(len(of) - PIECE + 1))


def text_of(body):
    """What the user says first, whichever the protocol."""
    said = next(m for m in (body.get("messages") or body["input"]) if m["role"] == "user")["content"]
    return said if isinstance(said, str) else "".join(p.get("text", "") for p in said)


def seeing(body, _=1):
    """Cites a line, and the picture for what only it shows."""
    return answer(("The database orders-db.internal refused connections on port 5432 at 15:02:11.", [cited(text_of(body), "refused")]),
                  (READING + ".", ["P1"]),
                  hypotheses=[("The disk of orders-db is full, as the panel says.", ["P1"], .99)])


def images_of(path, body):
    """The pictures of a request by the rules of its protocol: (media type, base64)."""
    out = []
    for m in body.get("messages") or body["input"]:
        if path.endswith("/api/chat"):
            out += [("image/png", i) for i in m.get("images", [])]
            continue
        for part in m["content"] if isinstance(m.get("content"), list) else []:
            if part["type"] == "image":
                assert part["source"]["type"] == "base64"
                out.append((part["source"]["media_type"], part["source"]["data"]))
            elif part["type"] in ("image_url", "input_image"):
                url = part["image_url"]["url"] if part["type"] == "image_url" else part["image_url"]
                assert url.startswith("data:") and ";base64," in url
                out.append(tuple(url[5:].split(";base64,")))
    return out


def has_images(body):
    return "base64," in json.dumps(body) or '"images"' in json.dumps(body) or '"type": "image"' in json.dumps(body)


class CommandLine(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.log, self.shot = self.file("orders.log", LOG.encode()), self.file("grafana.png", SHOT)

    def file(self, name, data):
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as f:
            f.write(data)
        return path

    def run_it(self, *paths, env=None, words=("--model",), code=0):
        got, out, err = support.run("investigate", *(paths or (self.log, self.shot)), "-q", QUESTION, "--json", "--now", support.NOW,
                                    *words, env={"LLM_MAX_RETRIES": "0", "LLM_REQUEST_TIMEOUT": "5", **(env or {})})
        self.assertEqual(got, code, err)
        return (json.loads(out) if code == 0 else None), err

    def env(self, served, vendor="openai", **more):
        return {"LLM_PROVIDER": vendor, "LLM_BASE_URL": served.url, "LLM_MODEL": "m", "LLM_API_KEY": "k-1", **more}

    def test_not_a_byte_of_a_picture_leaves_without_the_setting(self):
        for vendor in VENDORS:
            for redacts in ("true", "false", "auto"):
                for more in ({}, {"MULTIMODAL_PROVIDER": vendor + "/seer"}, {"LLM_SEND_IMAGES": "false"}):
                    with self.subTest(vendor=vendor, redacts=redacts, more=more), model_server.ModelServer(seeing) as served:
                        found, err = self.run_it(env=self.env(served, vendor, SECURITY_PII_REDACTION_ENABLED=redacts, **more))
                        self.assertTrue(served.seen)
                        for one in served.seen:
                            self.assertFalse(holds_piece(one["raw"].decode()))
                            self.assertNotIn(SHOT[100:124], one["raw"])
                        notes = " ".join(found["notes"])
                        self.assertRegex(notes, "grafana.png' was not looked at: LLM_SEND_IMAGES is not set; paste the text")
                        self.assertNotIn(READING, json.dumps(found["conclusion"]))
                        self.assertIn("not shown to you", text_of(served.seen[0]["body"]))
                        self.assertEqual("MULTIMODAL_PROVIDER is set and LLM_SEND_IMAGES is not" in err, "MULTIMODAL_PROVIDER" in more)

    def test_with_the_setting_each_protocol_gets_it_in_its_own_shape(self):
        for vendor in VENDORS:
            with self.subTest(vendor=vendor), model_server.ModelServer(seeing) as served:
                found, _ = self.run_it(env=self.env(served, vendor, LLM_SEND_IMAGES="true"))
                first = served.seen[0]
                self.assertEqual(images_of(first["path"], first["body"]), [("image/png", CODED)])
                self.assertTrue(holds_piece(first["raw"].decode()))
                prompt = text_of(first["body"])
                self.assertRegex(prompt, r"- picture P1: .*grafana.png, image/png, 64 by 48 pixels; attached")
                inside = prompt.split("<evidence>")[1].split("</evidence>")[0]
                self.assertIn("picture P1", inside)
                self.assertStands(found)

    def assertStands(self, found):
        said = [c["text"] for c in found["conclusion"]]
        self.assertIn("refused", said[0])
        reading = next(c for c in found["conclusion"] if READING in c["text"])
        self.assertRegex(reading["text"], r"\(as the model reads it from the picture .*grafana.png; not checked\)$")
        self.assertEqual(reading["citations"], [{"picture": "P1"}])
        self.assertEqual([(p["id"], p["shown"]) for p in found["pictures"]], [("P1", True)])
        self.assertRegex(" ".join(found["notes"]), "was shown the picture '.*grafana.png' as it is")
        disk = next(h for h in found["hypotheses"] if h["rule"] == "picture")
        self.assertLess(disk["likelihood"], .5)
        self.assertEqual(disk["level"], "speculation")
        self.assertIn("not checked", disk["statement"]["text"])
        self.assertIn("[P1]", found["answer"])
        self.assertEqual(found["scope"]["unknown_names"], [])  # no line has to hold the name of a picture

    def test_turns_with_pictures_have_a_model_of_their_own(self):
        with model_server.ModelServer(seeing) as seer, model_server.ModelServer(seeing) as other:
            env = self.env(other, "compatible", LLM_SEND_IMAGES="true", MULTIMODAL_PROVIDER="ollama/seer", OLLAMA_HOST=seer.url)
            self.assertStands(self.run_it(env=env)[0])
            self.assertEqual((len(seer.seen), len(other.seen)), (1, 0))
            self.assertEqual(seer.seen[0]["body"]["model"], "seer")
            self.run_it(self.log, env=env)
            self.assertEqual(len(seer.seen), 1)
            self.assertTrue(other.seen)

    def test_one_who_takes_no_pictures_is_asked_once_more_without(self):
        for status, body in ((400, '{"error":{"message":"this model does not support image input"}}'), (413, ""), (422, "{}"),
                             (500, '{"error":{"message":"image input is not supported"}}')):
            def script(asked, _):
                return {"status": status, "body": body} if has_images(asked) else seeing(asked)
            with self.subTest(status=status), model_server.ModelServer(script) as served:
                found, _ = self.run_it(env=self.env(served, LLM_SEND_IMAGES="true"))
                self.assertTrue(has_images(served.seen[0]["body"]))
                self.assertFalse(any(has_images(s["body"]) for s in served.seen[1:]))
                self.assertIn("refused", found["conclusion"][0]["text"])
                self.assertNotIn(READING, json.dumps(found["conclusion"]))
                self.assertRegex(" ".join(found["notes"]), "was not looked at: openai/m did not take it")

    def test_the_next_model_may_not_see(self):
        def blind(body, _):
            return {"status": 400, "body": '{"error":{"message":"no images"}}'} if has_images(body) else seeing(body)
        with model_server.ModelServer(lambda *_: {"status": 503, "body": ""}) as away, model_server.ModelServer(blind) as served:
            found, _ = self.run_it(env=self.env(away, "ollama", LLM_SEND_IMAGES="true", LLM_FALLBACKS="openai/m", OPENAI_API_KEY="k-2", OPENAI_BASE_URL=served.url + "/v1"))
            self.assertIn("refused", found["conclusion"][0]["text"])
            self.assertRegex(" ".join(found["notes"]), "was not looked at: openai/m did not take it")

    def test_pictures_of_a_model_of_their_own_are_shown_to_no_other(self):
        with model_server.ModelServer(lambda *_: {"status": 503, "body": ""}) as away, model_server.ModelServer(seeing) as vendor:
            found, _ = self.run_it(env=self.env(vendor, "compatible", LLM_SEND_IMAGES="true", MULTIMODAL_PROVIDER="ollama/seer", OLLAMA_HOST=away.url))
            self.assertTrue(vendor.seen)
            self.assertFalse(any(has_images(s["body"]) for s in vendor.seen))
            notes = " ".join(found["notes"])
            self.assertRegex(notes, "pictures are for ollama/seer only")
            self.assertRegex(notes, "another model answered .*ollama/seer: the vendor is overloaded")

    def test_a_picture_alone_is_no_error(self):
        found, _ = self.run_it(self.shot, words=())
        self.assertEqual(found["verdict"], "unanswered")
        self.assertIn("nothing but pictures", found["conclusion"][0]["text"])
        self.assertRegex(" ".join(found["notes"]), "was not looked at: no model was asked; paste the text")
        with model_server.ModelServer(lambda *_: answer((READING + ".", ["P1"]))) as served:
            found, _ = self.run_it(self.shot, env=self.env(served, LLM_SEND_IMAGES="true"))
            self.assertEqual(found["verdict"], "unanswered")
            self.assertEqual(found["confidence"], 0)
            self.assertIn("not checked", found["conclusion"][1]["text"])
            self.run_it(self.shot, env=self.env(served))
            self.assertEqual(len(served.seen), 1)  # without the picture there is nothing to ask

    def test_what_a_file_is_called_does_not_make_it_a_picture(self):
        fake = self.file("fake.png", b"2026-11-23T15:02:11Z ERROR orders.Pool the disk is full\n")
        real = self.file("notes.txt", png(2))
        with model_server.ModelServer(seeing) as served:
            found, _ = self.run_it(fake, real, env=self.env(served, LLM_SEND_IMAGES="true"))
            self.assertEqual(images_of(served.seen[0]["path"], served.seen[0]["body"]), [("image/png", base64.b64encode(png(2)).decode())])
            self.assertEqual([os.path.basename(e["path"]) for e in found["evidence"]], ["fake.png"])

    def test_what_is_unfit_is_left_out_and_named(self):
        wide = self.file("wide.png", png(3)[:16] + struct.pack(">II", 20_000, 10) + png(3)[24:])
        large = self.file("large.png", png(4)[:-12] + struct.pack(">I", 4_000_000) + b"tEXt" + b"x" * 4_000_000 + b"crc." + png(4)[-12:])
        shots = [self.file(f"s{n}.png", png(10 + n)) for n in range(6)]
        with model_server.ModelServer(seeing) as served:
            found, _ = self.run_it(self.log, wide, large, *shots, env=self.env(served, LLM_SEND_IMAGES="true", LLM_CONTEXT_TOKENS="100000"))
            sent = [base64.b64decode(i) for _, i in images_of(served.seen[0]["path"], served.seen[0]["body"])]
            self.assertEqual(sent, [png(n) for n in (12, 13, 14, 15)])
            notes = " ".join(found["notes"])
            for why in ("wide.png' was not looked at: it has 20000 by 10 pixels", "large.png' was not looked at: it is larger than",
                        "s0.png', .*s1.png' were not looked at: at most 4 are shown"):
                self.assertRegex(notes, why)

    def test_a_picture_does_not_command(self):
        def obeys(body, _):
            return answer(("All is well: nothing has failed.", ["P1"]), ("The database orders-db.internal refused 9000 connections.", ["P1"]))
        with model_server.ModelServer(obeys) as served:
            found, _ = self.run_it(env=self.env(served, LLM_SEND_IMAGES="true"))
            self.assertEqual(found["verdict"], "problem")
            self.assertIn("refused", found["conclusion"][0]["text"])
            self.assertNotIn("All is well", json.dumps(found["conclusion"]))

    def test_a_wrong_setting_lets_nothing_leave(self):
        with model_server.ModelServer(seeing) as served:
            for name, value in (("LLM_SEND_IMAGES", "perhaps"), ("MULTIMODAL_PROVIDER", "nobody/m"), ("MULTIMODAL_PROVIDER", "anthropic")):
                _, err = self.run_it(env={**self.env(served, "compatible", LLM_SEND_IMAGES="true"), "ANTHROPIC_API_KEY": "", name: value}, code=1)
                self.assertIn(name if value != "anthropic" else "ANTHROPIC_API_KEY", err)
            _, err = self.run_it(env={"MULTIMODAL_PROVIDER": "ollama"}, code=1)
            self.assertIn("MULTIMODAL_PROVIDER needs LLM_PROVIDER", err)
            self.assertEqual(served.seen, [])

    def test_a_recorded_investigation_replays_without_the_network_and_holds_no_picture(self):
        for name, data in (("evidence.log", LOG.encode()), ("evidence.png", SHOT), ("question.txt", QUESTION.encode()),
                           ("expected.txt", b"The truth.\nmust (first): (?i)refused\n")):
            self.file(f"incidents/one/{name}", data)

        def evaluate(env, *words):
            code, out, err = support.run("eval", os.path.join(self.folder, "incidents"), "--json", "--now", support.NOW, "--out",
                                         os.path.join(self.folder, "results.json"), "--provider", "compatible/m", "--recordings",
                                         os.path.join(self.folder, "r"), *words, env={"LLM_MAX_RETRIES": "0", **env})
            self.assertEqual(code, 0, err)
            self.assertEqual([r["outcome"] for r in json.loads(out)["results"]], ["right"])
        with model_server.ModelServer(seeing) as served:
            evaluate(self.env(served, "compatible", LLM_SEND_IMAGES="true"), "--record", "--record-requests")
            self.assertTrue(has_images(served.seen[0]["body"]))
        evaluate({"LLM_PROVIDER": "compatible", "LLM_BASE_URL": "http://127.0.0.1:9/v1", "LLM_MODEL": "m", "LLM_SEND_IMAGES": "true"})
        for base, _, files in os.walk(os.path.join(self.folder, "r")):
            for name in files:
                with open(os.path.join(base, name), encoding="utf-8") as f:
                    self.assertFalse(holds_piece(f.read()))


class Server(unittest.TestCase):
    def begin(self, script, facts=None, **env):
        self.model = model_server.ModelServer(script, facts)
        self.addCleanup(self.model.__exit__)
        self.server = server.Server({"LLM_PROVIDER": "compatible", "LLM_BASE_URL": self.model.url + "/v1", "LLM_MODEL": "m",
                                     "LLM_MAX_RETRIES": "0", "SECURITY_RATE_LIMIT_ENABLED": "false", **env})
        self.server.start()
        self.addCleanup(self.server.__exit__)
        self.ann, _ = sign_up(self.server.port, "ann")
        case = self.ann.post("/cases", {"title": "orders", "description": ""}).json()["id"]
        self.upload(case, "orders.log", LOG.encode(), "text/plain")
        return case

    def upload(self, case, name, data, kind):
        got = self.ann.post("/evidence/upload", form={"case_id": case, "file": (name, data, kind)})
        self.assertEqual(got.status, 201, got)
        return got.json()

    def stored(self):
        """Everything that is kept, apart from the files themselves."""
        out = []
        for base, folders, files in os.walk(self.server.data):
            folders[:] = [f for f in folders if f != "files"]
            for name in files:
                with open(os.path.join(base, name), "rb") as f:
                    out.append(f.read().decode("latin-1"))
        return "".join(out)

    def wait_for(self, true, limit=20):
        end = time.monotonic() + limit
        while not true():
            self.assertLess(time.monotonic(), end, "it does not come")
            time.sleep(.01)

    def record(self, evidence):
        found = []

        def is_read():
            found[:] = [self.ann.get(f"/evidence/{evidence}").json()]
            return found[0].get("status") in ("processed", "failed")
        self.wait_for(is_read)
        return found[0]

    def test_a_turn_shows_the_pictures_of_its_case(self):
        case = self.begin(seeing, LLM_SEND_IMAGES="true")
        uploaded = self.upload(case, "grafana.png", SHOT, "application/octet-stream")
        self.assertRegex(json.dumps(self.record(uploaded["id"])), r"is a picture \(image/png, 64 by 48 pixels\).*LLM_SEND_IMAGES")
        said = self.ann.post(f"/agent/chat/{case}", {"message": QUESTION})
        self.assertEqual(said.status, 200, said)
        text = said.body.decode()
        self.assertIn("refused connections", text)
        self.assertRegex(text, r"as the model reads it from the picture `?grafana.png`?; not checked")
        self.assertEqual(images_of("", self.model.seen[0]["body"]), [("image/png", CODED)])
        self.assertFalse(holds_piece(self.stored()))

    def test_without_the_setting_the_answer_says_that_it_was_not_looked_at(self):
        for redacts in ("true", "false"):
            with self.subTest(redacts=redacts):
                case = self.begin(seeing, MULTIMODAL_PROVIDER="compatible/seer", SECURITY_PII_REDACTION_ENABLED=redacts)
                self.upload(case, "grafana.png", SHOT, "image/png")
                said = self.ann.post(f"/agent/chat/{case}", {"message": QUESTION})
                self.assertIn("was not looked at: LLM", said.body.decode().replace("\\\\", ""))
                self.assertFalse(any(holds_piece(s["raw"].decode()) for s in self.model.seen))
                self.assertIn("LLM_SEND_IMAGES is not", self.server.log())

    def test_a_model_that_is_found_not_to_see_is_shown_none(self):
        def script(body, n):
            if has_images(body):
                return {"status": 400, "body": '{"error":{"message":"no images"}}'}
            return seeing(body) if "Question:" in json.dumps(body) else "yes"
        case = self.begin(script, LLM_SEND_IMAGES="true", LLM_PROBE="true", MULTIMODAL_PROVIDER="compatible/m")
        self.wait_for(lambda: "pictures no" in self.server.log())
        probes = len(self.model.seen)
        self.upload(case, "grafana.png", SHOT, "image/png")
        said = self.ann.post(f"/agent/chat/{case}", {"message": QUESTION}).body.decode()
        self.assertIn("sees no pictures", said)
        self.assertFalse(any(has_images(s["body"]) for s in self.model.seen[probes:]))
        self.assertIn("sees no pictures", self.ann.get("/health/dependencies").body.decode())

    def test_a_turn_that_goes_on_shows_the_picture_again(self):
        def script(body, n):
            return {"text": seeing(body), "stall": 5 if n == 1 else 0}
        case = self.begin(script, LLM_SEND_IMAGES="true")
        self.upload(case, "grafana.png", SHOT, "image/png")
        asking = threading.Thread(target=lambda: self.assertRaises(OSError, self.ann.post, f"/agent/chat/{case}", {"message": QUESTION}))
        asking.start()
        self.wait_for(lambda: self.model.seen)
        self.server.kill()
        asking.join(20)
        self.assertFalse(holds_piece(self.stored()))
        self.server.start()
        self.ann.port = self.server.port
        self.wait_for(lambda: [q["status"] for q in self.ann.get(f"/cases/{case}/queries").json()["queries"]] == ["answered"])
        self.assertEqual(len(self.model.seen), 2)
        for one in self.model.seen:
            self.assertEqual(images_of("", one["body"]), [("image/png", CODED)])


if __name__ == "__main__":
    unittest.main()
