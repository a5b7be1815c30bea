"""Every kind of field case again in evidence of its own making: other names, numbers, order and noise, the same right answer."""
import concurrent.futures
import json
import os
import re
import tempfile
import unittest

from kinds import calm, causes, commands, formats, knowledge, leads, words  # noqa: F401 (they register their kinds)
from kinds.making import KINDS, Draw
import support

FIELD = os.path.join(support.DATASETS, "field")
ALL = """
    ansible-recap banner-is-no-change belongs-to-another-cluster blocked-threads build-root cause-chain
    certificate-without-ip-san command-broker-state command-df-full command-memory command-raid-state command-smart
    command-table-with-frame command-unit-status compose-traceback counter-is-no-time crash-site csi-driver-not-registered
    csv-export delimited-fields dependency-direction detail-on-next-lines df-du-claim disk-link-not-disk
    dmesg-seconds-as-time docker-json-trace drift-fields error-numbers events-table-alone exit-codes fallback-to-localhost
    fatal-prefix first-error gc-log healthy-claim helm-pending-state hint-lines http-4xx innermost-of-chain
    inotify-not-descriptors journal-json-time json-export json-level-below-message kernel-alarm-words
    klog-info-says-trouble line-starts-with-space liveness-kills-slow-start lock-cycle message-is-cause metrics-text
    misconfigured-word nested-fields node-with-address node-word-in-component non-utf8-hang nvme-controller-hangs
    odd-dates onset-line own-fatal-over-refused-probe permission-denied-socket resolve-not-dns resolver-does-not-answer
    runbook-by-own-words rust-panic rwo-claim-second-node second-instance selinux-denial stopped-on-request strace-cause
    stream-lines-merged terraform-box tls-name tls-to-plaintext token-clock took-longer-than-expected traceback-end
    version-mismatch windows-events
""".split()
HEALTHY = r"no errors are visible|[Nn]o problem is visible|^No problem"


def places(found):
    """The answer by place: what the conditions of a case are looked up in."""
    claims = [c["text"] for c in found["conclusion"]]
    full = found["answer"]
    opening = full.split("\n\n")[0]
    first = claims[0] if claims else opening
    hypotheses = [h["statement"]["text"] for h in found["hypotheses"]]
    answer = "\n".join([*claims, opening])
    return {"first": first, "top": "\n".join([first, *hypotheses[:1]]), "answer": answer, "steps": "\n".join([answer, *found["next_steps"]]),
            "lead": re.split(r"^\W*Timeline\b", full, maxsplit=1, flags=re.M)[0], "all": full}


def made(make, draw):
    case = make(draw)
    case.files, case.kb = draw.handed_over(case.files), {name: text.encode() for name, text in case.kb.items()}
    return case


def written(folder, files):
    paths = []
    for name, text in files.items():
        paths.append(os.path.join(folder, name))
        with open(paths[-1], "wb") as f:
            f.write(text)
    return paths


def asked(case):
    """The program's answer to a case."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("evidence", "kb"):
            os.mkdir(os.path.join(folder, name))
        more = ["--kb", os.path.join(folder, "kb")] if written(os.path.join(folder, "kb"), case.kb) else []
        return support.investigate(written(os.path.join(folder, "evidence"), case.files), case.question, *more)


def faults(case, found):
    """What is wrong with an answer."""
    at = places(found)
    wrong = [f"{where} lacks {x}" for where, expressions in case.must.items() for x in expressions if not re.search(x, at[where], re.M)]
    wrong += [f"{where} has {x}" for where, expressions in case.never.items() for x in expressions if re.search(x, at[where], re.M)]
    if found["verdict"] == "healthy" or re.search(HEALTHY, at["all"], re.M):
        wrong.append("called healthy")
    if found["confidence"] >= case.below:
        wrong.append(f"confidence {found['confidence']:.2f}")
    return wrong


class Kinds(unittest.TestCase):
    def test_every_kind_is_answered_in_every_variant(self):
        cases = [(name, v, made(make, Draw(name, v))) for name, (make, variants) in sorted(KINDS.items()) for v in range(variants)]
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            for (name, variant, case), found in zip(cases, pool.map(lambda c: asked(c[2]), cases)):
                with self.subTest(kind=name, variant=variant):
                    self.assertEqual(faults(case, found), [], json.dumps(places(found)["top"], ensure_ascii=False))

    def test_no_kind_is_forgotten(self):
        self.assertEqual(sorted(KINDS), sorted(ALL))
        self.assertTrue(all(variants >= 3 for _, variants in KINDS.values()))

    @unittest.skipUnless(os.path.isdir(FIELD), "FM_DATASETS is absent")
    def test_the_folder_of_field_cases_has_no_other_kind(self):
        folders = {n.rsplit("-", 1)[0] for n in os.listdir(FIELD) if os.path.isdir(os.path.join(FIELD, n))}
        self.assertEqual(folders - set(KINDS), set())


if __name__ == "__main__":
    unittest.main()
