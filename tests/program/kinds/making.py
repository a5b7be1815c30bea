"""What the makers of evidence share: cases, names and numbers from a seed, logs with healthy lines around, tables."""

import dataclasses
import datetime
import json
import random
import re

KINDS = {}
SERVICES = ("lantern", "ferry", "mosaic", "kiln", "pylon", "orchid", "beacon", "tidewater", "parcelhub", "walnut", "sprocket", "heron")
HOSTS = ("vega3", "lx17", "kepler", "rigel-2", "db-hh-04", "box41", "mira9", "edge-fra-2")
PEOPLE = ("amira", "jonas", "priya", "tomas", "lucia")


def kind(name, variants=4):
    def keep(make):
        KINDS[name] = (make, variants)
        return make

    return keep


@dataclasses.dataclass
class Case:
    """A question and files, and expressions that have to be found (or never) in a place of the answer.

    first  the first sentence of the conclusion        top     that or the first hypothesis
    answer the conclusion                              steps   the conclusion and the next steps
    lead   everything before the timeline              all     everything that is printed
    """

    question: str
    files: dict
    must: dict
    never: dict = dataclasses.field(default_factory=dict)
    below: float = 1.01  # the confidence stays under this
    kb: dict = dataclasses.field(default_factory=dict)


def lit(text):
    """An expression for exactly this text."""
    return re.escape(str(text))


class Draw:
    """Names, numbers, order and noise of one variant. Variant 0 is without noise, the others have ever more of it."""

    def __init__(self, name, variant):
        self.random = random.Random(f"{name}/{variant}")
        self.variant = variant
        self.time = datetime.datetime(
            2026,
            self.number(1, 10),
            self.number(1, 28),
            self.number(1, 21),
            self.number(0, 59),
            self.number(0, 59),
            self.number(1, 999) * 1000,
        )
        self.service, self.other, self.third = self.some(SERVICES, 3)
        self.host, self.host2 = self.some(HOSTS, 2)
        self.pid = self.number(300, 32000)

    def number(self, low, high):
        return self.random.randint(low, high)

    def one(self, *options):
        return self.random.choice(options)

    def some(self, options, n):
        return self.random.sample(list(options), n)

    def shuffled(self, items):
        return self.some(items, len(items))

    def form(self, *makers):
        """The forms of a kind take turns."""
        return makers[self.variant % len(makers)]

    def ip(self):
        return f"10.{self.number(11, 250)}.{self.number(0, 250)}.{self.number(2, 250)}"

    def port(self):
        return self.number(3000, 9900)

    def hexes(self, n):
        return "".join(self.one(*"0123456789abcdef") for _ in range(n))

    def amount(self, most):
        """How many lines or rows of noise."""
        return self.number(1, most) if self.variant else 0

    def files(self, **texts):
        """Several files, given in any order; `a__log` is called a.log."""
        return {name.replace("__", "."): texts[name] for name in self.shuffled(texts)}

    def rows(self, wanted, unrelated, most=6):
        """Table rows in any order among unrelated ones: `unrelated` makes one from a number."""
        return self.shuffled(list(wanted) + [unrelated(i) for i in range(self.amount(most))])

    def table(self, rows, gap="  "):
        """Rows of cells, the first of them the head, as wide as they have to be."""
        widths = [max(len(str(row[i])) for row in rows) for i in range(len(rows[0]))]
        return "".join(gap.join(f"{cell!s:<{w}}" for cell, w in zip(row, widths)).rstrip() + "\n" for row in rows)

    def handed_over(self, files):
        """The files as somebody hands them over: cut at the end, with line ends of Windows, or beside the log of another service."""
        files = {name: text if isinstance(text, bytes) else text.encode() for name, text in files.items()}
        how = self.variant % 4
        if how == 1:
            files = {name: text.rstrip(b"\n") for name, text in files.items()}
        elif how == 2:
            files = {name: text.replace(b"\n", b"\r\n") for name, text in files.items()}
        elif how == 3:
            calm = self.log(iso, [(self.number(1, 9), "INFO", "granary", "pass over all bins done")] * self.number(3, 9), most=40)
            files["granary.log"] = calm.encode()
        return {name: files[name] for name in self.shuffled(files)}

    # -- logs -------------------------------------------------------------------------------------------------------------

    def log(self, style, events, between=True, most=25, before=True):
        """Lines of events (seconds since the one before, level, who, text) with healthy ones before, between and behind."""
        lines, t = [], self.time
        who = sorted({e[2] for e in events if e[2]}) or [self.service]
        if before:
            for _ in range(self.amount(most)):
                lines.append(self.healthy(style, t, who))
                t += datetime.timedelta(seconds=self.number(1, 9), milliseconds=self.number(1, 900))
        for seconds, level, name, text in events:
            if between and lines and seconds > 3 and self.variant > 1:
                lines.append(self.healthy(style, t + datetime.timedelta(seconds=self.random.uniform(1, seconds - 1)), who))
            t += datetime.timedelta(seconds=seconds)
            lines.append(style(self, t, level, name, text))
        for _ in range(self.amount(most)):
            t += datetime.timedelta(seconds=self.number(1, 9), milliseconds=self.number(1, 900))
            lines.append(self.healthy(style, t, who))
        self.time = t
        return "\n".join(lines) + "\n"

    def healthy(self, style, t, who):
        text = self.one(*NOISE.get(style, GENERAL))
        text = re.sub(r"#+", lambda m: str(self.number(10 ** (len(m[0]) - 1), 10 ** len(m[0]) - 1)), text)
        return style(self, t, "INFO", self.one(*who), text)


GENERAL = (
    "GET /v1/items/#### 200 in ## ms",
    "cache refreshed, ### entries",
    "job #### done in ## ms",
    "stored ### rows",
    "session #### opened",
    "session #### closed",
    "heartbeat sent",
    "metrics flushed",
    "## tasks waiting",
    "worker # idle",
)


def iso(d, t, level, who, text):
    return f"{t:%Y-%m-%dT%H:%M:%S}Z {level} {who}: {text}"


def comma(d, t, level, who, text):
    return f"{t:%Y-%m-%d %H:%M:%S},{t.microsecond // 1000:03d} {level} {who}: {text}"


def plain(d, t, level, who, text):
    return f"{t:%Y-%m-%d %H:%M:%S} {level} {who}: {text}"


def slashes(d, t, level, who, text):
    return f"{t:%Y/%m/%d %H:%M:%S} {who}: {text}"


def serilog(d, t, level, who, text):
    short = {"INFO": "INF", "ERROR": "ERR", "FATAL": "FTL", "WARN": "WRN"}[level]
    return f"{t:%Y-%m-%d %H:%M:%S}.{t.microsecond // 1000:03d} +00:00 [{short}] {text}"


def syslog(d, t, level, who, text):
    """With `who` as the program."""
    pid = "" if who == "kernel" else f"[{d.pid}]"
    return f"{t:%b %d %H:%M:%S} {d.host} {who}{pid}: {text}"


def klog(d, t, level, who, text):
    return f"{level[0]}{t:%m%d %H:%M:%S.%f}       1 {who}] {text}"


def logfmt(d, t, level, who, text):
    return (
        f"ts={t:%Y-%m-%dT%H:%M:%S}.{t.microsecond // 1000:03d}Z level={level.lower()} component={who}"
        f" {text if '=' in text else 'msg=' + json.dumps(text)}"
    )


def kernel(d, t, level, who, text):
    seconds = (t - datetime.datetime(t.year, t.month, 1)).total_seconds() % 900000
    return "\n".join(f"[{seconds:12.6f}] {x}" for x in text.split("\n"))


def postgres(d, t, level, who, text):
    level = "LOG" if level == "INFO" else level
    stamp = f"{t:%Y-%m-%d %H:%M:%S}.{t.microsecond // 1000:03d} UTC [{who}]"
    return f"{stamp} {level}:  {text}"


NOISE = {
    kernel: (
        "usb 1-#: new high-speed USB device number ## using xhci_hcd",
        "loop#: detected capacity change from 0 to ####",
        "device veth##a1 entered promiscuous mode",
        "EXT4-fs (sdz#): mounted filesystem with ordered data mode. Quota mode: none.",
    ),
    postgres: (
        "checkpoint starting: time",
        "connection authorized: user=app## database=app",
        "connection received: host=10.1.##.## port=4####",
        "checkpoint complete: wrote ### buffers (0.1%); 0 WAL file(s) added, 0 removed, 1 recycled",
    ),
    klog: ("Starting main loop", '"Synced" count=##', '"Updated cache" entries=###', "Caches are synced"),
    syslog: ("started session #### of user backup", "job #### done", "synchronised, offset 0.00## s", "rotated ## files"),
}
