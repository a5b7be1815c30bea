"""Kinds where the cause was dropped, cut or denied."""

import json

from kinds.making import Case, comma, iso, kind, lit, plain, postgres, serilog, slashes, syslog

DENIED = "cause itself is not shown"


@kind("detail-on-next-lines", variants=6)
def detail_on_next_lines(d):
    node = f"wrk-{d.number(10, 99)}"

    def mount():
        reason, share = (
            d.one("Connection timed out", "access denied by server while mounting", "No such file or directory"),
            f"nas{d.number(1, 9)}.lab:/vol/{d.service}",
        )
        text = (
            f"Name:             {d.service}-{d.number(0, 3)}\nNamespace:        {d.other}\nNode:             {node}/{d.ip()}\nStatus:      "
            "     Pending\nEvents:\n"
            "  Type     Reason       Age                 From     Message\n  ----     ------       ----                ----     -------\n"
            f'  Warning  FailedMount  20s (x{d.number(2, 40)} over 30m)   kubelet  MountVolume.SetUp failed for volume "{d.service}-vol" :'
            " mount failed: exit status 32\n"
            f"Mounting command: mount\nMounting arguments: -t nfs {share}"
            f" /var/lib/kubelet/pods/{d.hexes(4)}/volumes/kubernetes.io~nfs/{d.service}-vol\n"
            f"Output: mount.nfs: {reason}{' ' + share if 'access' in reason else ''}\n"
        )
        return f"What keeps the pod on {node} from starting?", text, [reason], ["does not occur"]

    def checks():
        have, want = d.one((1024, 65535), (4096, 65535)), 65535
        text = (
            "bound or publishing to a non-loopback address, enforcing bootstrap checks\nERROR: [1] bootstrap checks failed\n"
            f"[1]: max file descriptors [{have[0]}] for elasticsearch process is too low, increase to at least [{want}]"
        )
        return (
            "Why does the node stop?",
            d.log(comma, [(1, "INFO", "o.e.b.BootstrapChecks", text), (1, "INFO", "o.e.n.Node", "stopping ...")]),
            ["max file descriptors|descriptor"],
            [],
        )

    def preflight():
        text = (
            "[init] Using Kubernetes version: v1.30.3\n[preflight] Running pre-flight checks\nerror execution phase preflight: [preflight]"
            " Some fatal errors occurred:\n"
            + "".join(
                "\t" + x + "\n"
                for x in d.shuffled(
                    ["[ERROR Swap]: running with swap on is not supported. Please disable swap", "[ERROR Port-10250]: Port 10250 is in use"]
                )
            )
            + "[preflight] If you know what you are doing, you can make a check non-fatal with `--ignore-preflight-errors=...`\n"
            "To see the stack trace of this error execute with --v=5 or higher\n"
        )
        return "Why can the host not join?", text, ["[Ss]wap|10250"], ["stack trace"]

    question, text, cause, never = d.form(mount, checks, preflight)()
    return Case(question, {"pasted.txt": text}, {"top": cause}, {"all": never})


@kind("innermost-of-chain")
def innermost_of_chain(d):
    source, target = f"/srv/{d.service}/{d.one('main', 'app')}.{d.one('conf', 'toml')}", f"/etc/{d.service}.conf"
    chain = (
        "failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start"
        " container process: "
        f'error during container init: error mounting "{source}" to rootfs at "{target}": mount {source}:{target} (via /proc/self/fd/6),'
        " flags: 0x5000: not a directory: unknown"
    )
    log = d.log(
        syslog,
        [
            (
                1,
                "ERROR",
                "containerd",
                (
                    f'time="{d.time:%Y-%m-%dT%H:%M:%S}Z" level=error msg="StartContainer for \\"{d.hexes(8)}\\" failed"'
                    f" error={json.dumps(chain)}"
                ),
            ),
            (
                0,
                "ERROR",
                "kubelet",
                (
                    f'E{d.time:%m%d %H:%M:%S.%f}  {d.pid} remote_runtime.go:343] "StartContainer from runtime service failed"'
                    f" err={json.dumps('rpc error: code = Unknown desc = ' + chain)}"
                ),
            ),
            (
                0,
                "ERROR",
                "kubelet",
                (
                    f'E{d.time:%m%d %H:%M:%S.%f}  {d.pid} pod_workers.go:1294] "Error syncing pod, skipping"'
                    f" err={json.dumps('failed to start container: ' + chain)} pod=\"{d.other}/{d.service}-0\""
                ),
            ),
        ],
    )
    return Case(f"Why does the container of {d.service} not start?", {"node.log": log}, {"top": ["not a directory"]}, {"all": [DENIED]})


@kind("cause-chain", variants=8)
def cause_chain(d):
    zone, day = d.number(11, 99), f"2026-0{d.number(1, 9)}-1{d.number(0, 9)}"
    cause = d.one(f"contract {zone} ended on {day}", f"no tariff for zone {zone}", f"account {zone} is blocked by accounting")

    def python():
        return d.log(
            comma,
            [
                (
                    1,
                    "ERROR",
                    d.service,
                    f"""closing failed
Traceback (most recent call last):
  File "/opt/{d.service}/store.py", line {d.number(5, 80)}, in find
    return self.known[zone]
KeyError: 'zone-{zone}'

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/opt/{d.service}/store.py", line {d.number(81, 99)}, in find
    raise LookupError(answer.text)
LookupError: {cause}

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/opt/{d.service}/main.py", line {d.number(5, 80)}, in close
    raise ClosingError("month not closed") from e
ClosingError: month not closed""",
                )
            ],
        )

    def dotnet():
        name = d.service.title()
        return d.log(
            serilog,
            [
                (
                    1,
                    "ERROR",
                    "",
                    f"""Closing failed
System.AggregateException: One or more errors occurred. (The type initializer for '{name}.Month' threw an exception.)
 ---> System.TypeInitializationException: The type initializer for '{name}.Month' threw an exception.
 ---> System.ArgumentException: {cause}
   at {name}.Month..cctor() in /src/Month.cs:line {d.number(5, 80)}
   --- End of inner exception stack trace ---
   at {name}.Job.Run() in /src/Job.cs:line {d.number(5, 80)}""",
                )
            ],
        )

    def ruby():
        stamp = f"{d.time:%Y-%m-%dT%H:%M:%S.%f}"
        return (
            f"E, [{stamp} #{d.pid}] ERROR -- : closing failed: month not closed"
            f" (ClosingError)\n/srv/{d.service}/month.rb:{d.number(40, 80)}:in `rescue in close': month not closed (ClosingError)\n\tfrom"
            f" /srv/{d.service}/month.rb:35:in `close'\n/srv/{d.service}/zone.rb:{d.number(5, 30)}:in `tariff': {cause} (ZoneError)\n\tfrom"
            f" /srv/{d.service}/month.rb:36:in `close'\n"
        )

    def java():
        at = f"com.{d.service}"
        return d.log(
            comma,
            [
                (
                    1,
                    "ERROR",
                    f"{at}.Closing",
                    f"""month not closed
{at}.ClosingException: month not closed
	at {at}.Closing.run(Closing.java:{d.number(20, 90)})
	at java.base/java.lang.Thread.run(Thread.java:840)
Caused by: {at}.StoreException: zone not loaded
	at {at}.Store.load(Store.java:{d.number(20, 90)})
	... 2 more
Caused by: java.lang.IllegalStateException: {cause}
	at {at}.Zone.tariff(Zone.java:{d.number(20, 90)})
	... 3 more""",
                )
            ],
        )

    return Case(
        "Why is the month not closed?", {"closing.log": d.form(python, dotnet, ruby, java)()}, {"top": [lit(cause)]}, {"top": ["KeyError"]}
    )


@kind("message-is-cause")
def message_is_cause(d):
    row, value = d.number(100, 9000), d.one("-7", "11h", "n/a")
    inner = d.one(
        f'decode row {row}: column "kwh": value "{value}" out of range',
        f"merge row {row}: unit {value} is not one of kg, t",
        f"check row {row}: end {value} lies before its start",
    )
    n = d.number(10, 99)
    log = d.log(
        d.one(iso, comma, slashes),
        [
            (1, "INFO", d.service, f"transfer {n} started"),
            (2, "ERROR", d.service, f"transfer {n} failed: load meters: {inner}"),
            (300, "INFO", d.service, f"transfer {n + 1} started"),
            (2, "ERROR", d.service, f"transfer {n + 1} failed: load meters: {inner}"),
        ],
    )
    return Case(
        f"Why does the transfer of {d.service} fail?", {"transfer.log": log}, {"answer": [f"row {row}"]}, {"answer": [DENIED]}, below=0.5
    )


@kind("hint-lines")
def hint_lines(d):
    setting, error, hint, statement = d.form(
        (
            "max_prepared_transactions",
            "prepared transactions are disabled",
            "Set max_prepared_transactions to a nonzero value.",
            f"PREPARE TRANSACTION '{d.service}'",
        ),
        (
            "max_replication_slots",
            "all replication slots are in use",
            "Free one or increase max_replication_slots.",
            f"CREATE_REPLICATION_SLOT {d.service} LOGICAL pgoutput",
        ),
    )
    log = d.log(
        postgres,
        [
            (3, "INFO", d.pid, f"connection authorized: user={d.other} database={d.service}"),
            (4, "ERROR", d.pid, error),
            (0, "HINT", d.pid, hint),
            (0, "STATEMENT", d.pid, statement),
        ],
        between=False,
    )
    return Case("Why does the statement fail?", {"db.log": log}, {"steps": [setting]}, below=0.5)


@kind("nested-fields")
def nested_fields(d):
    path = f"/etc/{d.service}/{d.one('ca.pem', 'users.db', 'secret.key')}"
    cause = d.one(f"{path} is empty", f"permissions on {path} are too open", f"{path} is no key file")
    t = f"{d.time:%Y-%m-%dT%H:%M}"
    record = d.form(
        {
            "t": {"$date": f"{t}:09.120+00:00"},
            "s": "E",
            "c": "ACCESS",
            "id": d.number(20000, 29999),
            "ctx": "main",
            "msg": "Start-up check failed",
            "attr": {"error": {"code": d.number(20, 90), "errmsg": cause}},
        },
        {
            "time": f"{t}:09.120Z",
            "level": "error",
            "logger": d.service,
            "msg": "boot failed",
            "err": {"type": "SetupError", "message": cause},
        },
    )
    calm = lambda i: json.dumps(
        {
            **{k: record[k] for k in ("c", "ctx", "logger") if k in record},
            **({"t": {"$date": f"{t}:{i:02d}.410+00:00"}, "s": "I"} if "t" in record else {"time": f"{t}:{i:02d}.410Z", "level": "info"}),
            "msg": d.one("Opened listener", "Loaded settings", "Waiting for connections", "Now exiting"),
        }
    )
    lines = [calm(i) for i in range(d.amount(8))] + [json.dumps(record)] + [calm(10 + i) for i in range(1 + d.amount(8))]
    return Case("Why does the server not start?", {"server.json.log": "\n".join(lines) + "\n"}, {"top": [lit(cause)]}, below=0.5)


@kind("fatal-prefix")
def fatal_prefix(d):
    kind_, method, file = d.one("Queue", "Pool", "Ring"), d.one("Close", "Drain", "Take"), d.one("queue", "pool", "ring")
    what = d.form("all goroutines are asleep - deadlock!", "concurrent map writes")
    state = ("chan receive", "semacquire") if "asleep" in what else ("running", "runnable")
    trace = (
        f"fatal error: {what}\n\ngoroutine 1"
        f" [{state[0]}]:\nmain.(*{kind_}).{method}(...)\n\t/build/{file}.go:{d.number(10, 99)}\nmain.main()\n\t/build/main.go:{d.number(10, 99)}"
        f" +0x1d4\n\ngoroutine {d.number(7, 60)}"
        f" [{state[1]}]:\nmain.(*{kind_}).add(0xc00001{d.hexes(4)})\n\t/build/{file}.go:{d.number(10, 99)} +0x4f\n"
    )
    log = "".join(f"{d.time:%Y/%m/%d %H:%M}:{i:02d} {d.service}: {d.number(1, 9)} jobs taken\n" for i in range(1 + d.amount(12))) + trace
    return Case(
        f"Why did {d.service} end?",
        {"out.log": log},
        {"answer": ["asleep" if "asleep" in what else "concurrent map writes", rf"{file}\.go|{kind_}"]},
        {"answer": [DENIED]},
    )


@kind("traceback-end")
def traceback_end(d):
    last = d.one(
        f"{d.service}.faults.TariffMissing: zone {d.number(11, 99)} has no tariff",
        "queue.Empty",
        f"{d.service}.faults.Expired: offer {d.number(100, 999)} has expired",
        "decimal.DivisionByZero: [<class 'decimal.DivisionByZero'>]",
    )
    log = d.log(
        comma,
        [
            (1, "INFO", d.service, "pass started"),
            (
                2,
                "ERROR",
                d.service,
                f"record {d.number(11, 99)} not priced\nTraceback (most recent call last):\n"
                f'  File "/opt/{d.service}/price.py", line {d.number(9, 99)}, in price\n    amount = table.find(record)\n{last}',
            ),
            (1, "INFO", d.service, "pass ended"),
        ],
    )
    return Case(
        "Why is the record not priced?", {"price.log": log}, {"answer": [lit(last.split(":")[0].split(".")[-1])]}, {"answer": [DENIED]}
    )


@kind("rust-panic")
def rust_panic(d):
    cause = d.one(
        f"drawer {d.number(2, 99)} has no label",
        f"frame {d.number(100, 999)} is shorter than its header",
        f"unknown unit \"{d.one('st', 'gal', 'ell')}\"",
    )
    text = (
        f"job {d.number(100, 999)}\n\nthread '{d.one('main', 'sorter', 'encoder-2')}' panicked at"
        f" src/{d.one('sort', 'frame', 'unit')}.rs:{d.number(9, 300)}:{d.number(1, 60)}:\n{cause}\nnote: run with `RUST_BACKTRACE=1`"
        " environment variable to display a backtrace"
    )
    return Case(
        f"What ends {d.service}?",
        {"svc.log": d.log(iso, [(1, "INFO", d.service, text), (1, "INFO", d.service, "starting again")])},
        {"answer": [lit(cause)]},
    )


def trace_of(d):
    """The lines of a failed step with its traceback, and the cause."""
    cause = d.one(
        f"no berth for vessel {d.number(100, 999)}",
        f"weight of lot {d.number(100, 999)} is unknown",
        f"badge {d.number(1000, 9999)} was withdrawn",
    )
    return [
        f"{d.time:%Y-%m-%d %H:%M:%S} ERROR step failed",
        "Traceback (most recent call last):",
        f'  File "/opt/{d.service}/step.py", line {d.number(9, 99)}, in run',
        "    plan = berths[vessel]",
        f"{d.one('ValueError', 'RuntimeError', 'LookupError')}: {cause}",
    ], cause


def calm_lines(d, n):
    return [plain(d, d.time, "INFO", d.service, f"step {d.number(1, 99)} done") for _ in range(n)]


@kind("compose-traceback")
def compose_traceback(d):
    trace, cause = trace_of(d)
    name = d.one(f"{d.service}_1", f"{d.service}-1")
    lines = [f"{name}  | {x}" for x in calm_lines(d, d.amount(12)) + trace + calm_lines(d, 2 + d.amount(12))]
    return Case("Why does the step fail?", {"compose.log": "\n".join(lines) + "\n"}, {"answer": [lit(cause)]}, {"answer": [DENIED]})


@kind("docker-json-trace")
def docker_json_trace(d):
    trace, cause = trace_of(d)
    if d.variant % 2:
        address = f"{d.ip()}:{d.port()}"
        trace[-1] = f"ConnectionResetError: [Errno 104] Connection reset by peer while reading from {address}"
        cause = "Connection reset by peer"
    lines = (
        [("stdout", x) for x in calm_lines(d, d.amount(12))]
        + [("stderr", x) for x in trace]
        + [("stdout", x) for x in calm_lines(d, 1 + d.amount(12))]
    )
    text = "".join(
        json.dumps({"log": x + "\n", "stream": s, "time": f"{d.time:%Y-%m-%dT%H:%M:%S}.{100000000 + i}Z"}, separators=(",", ":")) + "\n"
        for i, (s, x) in enumerate(lines)
    )
    return Case("Why does the step fail?", {"c.json.log": text}, {"answer": [lit(cause)]}, {"answer": ['"stream"', DENIED]})


@kind("stream-lines-merged")
def stream_lines_merged(d):
    module = d.one("geohash", "pyproj", "lxml", "ruamel")
    trace = [
        "Traceback (most recent call last):",
        f'  File "/opt/{d.service}/main.py", line {d.number(2, 30)}, in <module>',
        f"    import {module}",
        f"ModuleNotFoundError: No module named '{module}'",
    ]
    calm = [
        f"{d.time:%Y-%m-%dT%H:%M}:{i + 1:02d}.{d.number(100000000, 999999999)}Z stdout F"
        f" {d.one('reading settings', 'opening ports', 'waiting for the store')}"
        for i in range(2 + d.amount(6))
    ]
    lines = calm + [f"{d.time:%Y-%m-%dT%H:%M}:51.{200000001 + 100 * i}Z stderr F {x}" for i, x in enumerate(trace)]
    return Case(
        f"When did {d.service} fail, and why?",
        {"pod.log": "\n".join(lines) + "\n"},
        {"top": [f"No module named .?{module}"], "all": [":51"]},
        {"all": ["stderr F"]},
    )
