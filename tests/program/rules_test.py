"""Rules as data: packs are checked, tried and listed; wrong ones are refused with file, line and reason; SIGHUP reads them anew."""
import os
import re
import signal
import tempfile
import time
import unittest

import http_client
import server
import support

TANKS = """pack: tanks
rules:
  - id: tank_empty
    about: a tank is empty
    means: 'The tank[ {tank}] is empty: {reason}'
    weight: .9
    object: tank
    any: ['(?P<reason>tank (?P<tank>\\d+) ran dry)']
    do:
      - say: Fill tank {tank}
        run: tankctl fill --tank {tank}
    examples:
      - line: 'pump 4: tank 7 ran dry'
        slots: {tank: '7'}
"""
LOG = "".join(f"2026-03-17T09:00:{s:02d}Z INFO pump 4 runs\n" for s in range(30)) + "2026-03-17T09:00:31Z ERROR pump 4: tank 7 ran dry\n"


class Rules(unittest.TestCase):
    logs = 0

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def write(self, name, text):
        path = os.path.join(self.folder.name, name)
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        return path

    def test_the_built_in_examples_pass(self):
        code, out, err = support.run("rules", "test")
        self.assertEqual(code, 0, err)
        examples, rules, failed = (int(n) for n in re.findall(r"\d+", out))
        self.assertEqual(failed, 0)
        self.assertGreater(rules, 180)
        self.assertGreater(examples, 120)

    def test_the_page_of_rules_is_what_the_packs_say(self):
        code, out, _ = support.run("rules", "list", "--markdown")
        self.assertEqual(code, 0)
        with open(os.path.join(support.ROOT, "docs", "rules.md"), encoding="utf-8") as f:
            self.assertEqual(f.read(), out, "make it anew: faultmaven rules list --markdown > docs/rules.md")

    def test_a_pack_of_ones_own_is_used_and_its_commands_are_filled_in(self):
        self.write("tanks.yaml", TANKS)
        log = self.write("pump.log", LOG)
        for arguments, env in ((["--rules", self.folder.name], {}), ([], {"FM_RULES": self.folder.name})):
            code, out, err = support.run("investigate", log, "-q", "Why did the pump stop?", *arguments, env=env)
            self.assertEqual(code, 0, err)
            self.assertIn("The tank `7` is empty", out.split("\n")[0])
            self.assertIn("tankctl fill --tank 7", out)
            self.assertIn("by the rule tank_empty of your pack tanks", out)
        self.assertEqual(support.run("rules", "test", "--rules", self.folder.name)[0], 0)
        self.assertIn("tank_empty", support.run("rules", "list", "--rules", self.folder.name)[1])

    def test_a_wrong_pack_is_refused_with_file_line_and_reason(self):
        log = self.write("pump.log", LOG)
        for change, line, reason in (
                (("weight: .9", "weigth: .9"), 6, "'weigth' is no key of a rule"),
                (("{tank}] is", "{tonk}] is"), 5, "which no expression captures"),
                (("(?P<tank>\\d+)", "(?P<tank>\\d+"), 8, "is refused"),
                (("tank_empty", "disk_full"), 3, "'replaces: disk_full' would put this one in its place"),
                (("pack: tanks", "pack: [tanks"), 2, "this is no YAML")):
            path = self.write("tanks.yaml", TANKS.replace(*change))
            for command in (("rules", "check"), ("investigate", log, "-q", "Why?")):
                code, _, err = support.run(*command, "--rules", self.folder.name)
                self.assertEqual(code, 1, change)
                self.assertRegex(err, re.escape(path) + rf":{line}: .*" + re.escape(reason))
        code, _, err = support.run("rules", "check", "--rules", "/nowhere")
        self.assertEqual(code, 1)
        self.assertIn("cannot be read", err)

    def test_an_example_that_fails_is_named(self):
        path = self.write("tanks.yaml", TANKS.replace("{tank: '7'}", "{tank: '8'}"))
        code, _, err = support.run("rules", "test", "--rules", self.folder.name)
        self.assertEqual(code, 1)
        self.assertIn(f"{path}:13: the slot 'tank' of the example is '7', not '8'", err)

    def test_a_server_reads_packs_at_start_and_on_sighup_and_keeps_the_old_ones_when_they_are_wrong(self):
        self.write("tanks.yaml", TANKS)
        with server.Server(env={"FM_RULES": self.folder.name}) as running:
            client, _ = http_client.sign_up(running.port, "pat")

            def answer_about_a_new_log():
                """Each log is another one: equal content would be read once."""
                self.logs += 1
                case = client.post("/cases", {"title": "pump", "description": ""}).json()["id"]
                log = LOG.replace("T09:", f"T{10 + self.logs}:").encode()
                form = {"case_id": case, "file": ("pump.log", log, "text/plain")}
                self.assertIn(client.post("/evidence/upload", form=form).status, (201, 202))
                return client.post(f"/agent/chat/{case}", {"message": "Why did the pump stop?"}).json()["response"]

            def said(words):
                end = time.monotonic() + 20
                while words not in running.log() and time.monotonic() < end:
                    time.sleep(.02)
                return words in running.log()

            self.assertIn("The tank `7` is empty", answer_about_a_new_log())
            self.write("tanks.yaml", TANKS.replace("means: 'The tank", "means: 'The cistern"))
            running.process.send_signal(signal.SIGHUP)
            self.assertTrue(said("the rules have been read again"))
            self.assertIn("The cistern `7` is empty", answer_about_a_new_log())
            self.write("tanks.yaml", "pack: [")
            running.process.send_signal(signal.SIGHUP)
            self.assertTrue(said("the rules are wrong, those in force stay"))
            self.assertIn("The cistern `7` is empty", answer_about_a_new_log())
        code, _, err = support.run("serve", env={"FM_RULES": self.folder.name, "PORT": "0"})
        self.assertEqual(code, 1)
        self.assertIn("this is no YAML", err)


if __name__ == "__main__":
    unittest.main()
