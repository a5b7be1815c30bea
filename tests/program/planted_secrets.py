"""Secrets made from the shapes of tests/redaction/planted.txt, so that the repository holds none."""
import base64
import os
import re

import support

PATH = os.path.join(support.ROOT, "tests", "redaction", "planted.txt")
WORDS = "kestrel harbor willow copper meadow falcon cinder marble thicket lantern pebble juniper".split()
DIGITS = "0123456789"
LOWER = "abcdefghijklmnopqrstuvwxyz"
B64 = LOWER.upper() + LOWER + DIGITS + "+/"
LETTERS = {"a": B64[:62], "A": LOWER.upper() + "234567", "l": LOWER, "h": "0123456789abcdef", "H": "0123456789ABCDEF", "d": DIGITS, "b": B64,
           "u": B64[:62] + "-_"}


class Values:
    def __init__(self, line):
        self.x = line * 7919 + 1

    def one_of(self, choices):
        self.x = (self.x * 6364136223846793005 + 1442695040888963407) % 2 ** 64
        return choices[(self.x >> 33) % len(choices)]

    def some(self, n, letters):
        return "".join(self.one_of(letters) for _ in range(n))

    def word(self):
        return self.one_of(WORDS)

    def password(self):
        return self.word().capitalize() + self.some(2, "23456789") + self.some(1, "!#-_+*") + self.word() + self.some(1, "23456789")

    def card(self):
        digits = "4" + self.some(14, DIGITS)
        doubled = sum(int(d) if i % 2 else sum(map(int, str(2 * int(d)))) for i, d in enumerate(reversed(digits)))
        return digits + str(-doubled % 10)

    def iban(self):
        account = self.some(18, DIGITS)
        return f"DE{98 - int(account + '131400') % 97:02d}{account}"

    def pem(self, between):
        return between.join(["MII" + self.some(61, B64), self.some(64, B64), self.some(30, B64) + "=="])

    def made(self, name):
        grouped = lambda text: " ".join(re.findall(".{1,4}", text))
        encoded = lambda text: base64.b64encode(text.encode()).decode()
        special = {"p": self.password, "w": self.word, "luhn": self.card, "luhn4": lambda: grouped(self.card()), "iban": self.iban,
                   "iban4": lambda: grouped(self.iban()), "basic": lambda: encoded(self.word() + ":" + self.password()),
                   "b64p": lambda: encoded(self.password()), "pem": lambda: self.pem("\n"), "pemn": lambda: self.pem("\\n")}
        return special[name]() if name in special else self.some(int(name[1:]), LETTERS[name[0]])

    def of(self, shape):
        return re.sub(r"\{(p|w|luhn4?|iban4?|basic|b64p|pemn?|[aAlhHdbu]\d{1,3})\}", lambda m: self.made(m.group(1)), shape)


def planted():
    """Tuples of a kind, a text, and the secrets in it."""
    out = []
    with open(PATH, encoding="utf-8") as f:
        lines = [line.rstrip("\n") for line in f if line.strip() and not line.startswith("#")]
    for number, line in enumerate(lines, 1):
        kind, shape = line.split(" | ", 1)
        values = Values(number)
        parts = re.sub(r"(?<!\\)\\n", "\n", shape).replace("\\\\n", "\\n").split("§")
        parts = [values.of(p) for p in parts]
        out.append((kind, "".join(parts), parts[1::2]))
    return out


def pieces_left(secrets, beside, text):
    """Pieces of eight characters (all of a shorter secret of at least four) that stand in the text although nothing but a
    secret has them."""
    left = set()
    for secret in (s for s in secrets if len(s) >= 4):
        for i in range(max(1, len(secret) - 7)):
            piece = secret[i:i + 8]
            if piece in text and piece not in beside:
                left.add(piece)
    return left
