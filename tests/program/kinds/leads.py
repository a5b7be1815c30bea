"""Kinds where the consequence led instead of the cause."""

from kinds.making import Case, comma, iso, kind, lit


@kind("dependency-direction")
def dependency_direction(d):
    cause = d.one(
        f"snapshot format {d.number(7, 9)} is not known to this version (this is 1.{d.number(1, 9)})",
        f'schema of /data/{d.other}.db lacks the table "units"',
        f"licence key in /etc/{d.other}.key ended on 2026-01-0{d.number(1, 9)}",
    )
    name = d.other

    def compose():
        mark = lambda who, text: f"{who + '_1':<14} | {text}"
        t = f"{d.time:%Y-%m-%d %H:%M}"
        lines = [mark(d.third, f"{t}:00 INFO ready")] * bool(d.variant) + [
            mark(name, f"{t}:01.120 [info] starting"),
            mark(name, f"{t}:02.482 [error] cannot open store: {cause}"),
            mark(name, f"{t}:02.490 [error] START ABORTED"),
            f"{name}_1 exited with code 1",
        ]
        lines += [
            x
            for i in range(d.number(2, 4))
            for x in [
                mark(d.service, f"{t}:{10 + 5 * i:02d} ERROR connect tcp://{name}:{d.number(4000, 4009)}: getaddrinfo ENOTFOUND {name}"),
                *[mark(d.third, f"{t}:{12 + 5 * i:02d} INFO job done")] * bool(d.variant),
            ]
        ]
        return {"compose.log": "\n".join(lines) + "\n"}, ["^The host name"]

    def panics():
        own = (
            f" INFO  {name} > listening on 0.0.0.0:8080\n INFO  {name} > loading units\nthread 'main' panicked at"
            f" src/units.rs:{d.number(9, 99)}:43:\ncannot open store: {cause}\nnote: run with `RUST_BACKTRACE=1` environment variable to"
            " display a backtrace\n"
        )
        caller = (
            f"thread 'tokio-runtime-worker' panicked at src/call.rs:{d.number(9, 99)}:66:\nerror sending request for url"
            f" (http://{name}:8080/units): operation timed out\nnote: run with `RUST_BACKTRACE=1` environment variable to display a"
            " backtrace\n"
        )
        return d.files(**{f"{name}__log": own, f"{d.service}__log": caller}), []

    files, never = d.form(compose, panics)()
    return Case(f"Why can {d.service} not use {name}?", files, {"top": [lit(cause)]}, {"top": never})


@kind("own-fatal-over-refused-probe")
def own_fatal_over_refused_probe(d):
    ip, pod = d.ip(), f"{d.service}-{d.number(0, 4)}"
    value = f"tcp://{d.ip()}:80"
    own = d.one(
        f'nginx: [emerg] invalid port in "{value}" of the "listen" directive in /etc/nginx/conf.d/{d.service}.conf:{d.number(2, 30)}',
        f'nginx: [emerg] unknown directive "upstreams" in /etc/nginx/conf.d/{d.service}.conf:{d.number(2, 30)}',
    )
    describe = (
        f"Name:         {pod}\nNamespace:    {d.other}\nStatus:       Running\nContainers:\n  {d.service}:\n    State:          Running\n  "
        "  Ready:          False\nEvents:\n"
        "  Type     Reason     Age                   From     Message\n  ----     ------     ----                  ----     -------\n"
        f'  Warning  Unhealthy  5s (x{d.number(20, 200)} over 20m)    kubelet  Startup probe failed: Get "http://{ip}:80/": dial tcp'
        f" {ip}:80: connect: connection refused\n"
    )
    log = "".join(
        x + "\n"
        for x in [
            "Starting web server",
            own,
            *d.shuffled(
                ["Running migrations", "  Applying units.0004_names... OK", "[INFO] Booting worker with pid: 31"][: 1 + d.amount(2)]
            ),
        ]
    )
    env = (
        "\n".join(
            d.shuffled(
                [
                    f"{d.service.upper()}_PORT={value}",
                    f"{d.service.upper()}_SERVICE_HOST={value[6:-3]}",
                    *["LANG=C.UTF-8", "HOME=/root"][: d.amount(2)],
                ]
            )
        )
        + "\n"
    )
    return Case(
        f"Why does {pod} never become ready?",
        d.files(describe__txt=describe, env__txt=env, web__log=log),
        {"top": [lit(own.split("[emerg] ")[1].split(" in /")[0].split(" of ")[0])]},
        {"first": ["^The Startup probe fails"]},
    )


@kind("onset-line")
def onset_line(d):
    flag, cause = d.one("fast_quotes", "tariff_v3", "lazy_units"), d.one("unit missing", "no tariff", "empty reply of pricing")
    change = d.one(f"{flag} switched from off to on", f"flag {flag} set to on by {d.one('amira', 'jonas')}")
    path, n = f"/{d.one('quote', 'units', 'berths')}", d.number(10, 20)
    log = d.log(
        iso,
        [(30, "INFO", d.service, f"GET {path} 200")] * n
        + [(20, "INFO", "flags", change)]
        + [(30, "ERROR", d.service, f"GET {path} 500 {cause}")] * d.number(8, 15),
        between=False,
        before=False,
        most=1,
    )
    return Case("What changed just before the errors?", {"svc.log": log}, {"answer": [flag]})


@kind("first-error")
def first_error(d):
    path = f"/etc/{d.other}/{d.one('units', 'zones', 'badges')}.{d.one('dat', 'lic', 'db')}"
    first = d.one(f"shutting down: {path} is not readable", f"stopped: {path} is damaged")
    later = f"GET /{d.one('quote', 'plan')} 500 {d.other} not reachable"
    log = d.log(
        d.one(iso, comma),
        [(1, "INFO", d.service, "GET /plan 200"), (60, "ERROR", d.other, first)]
        + [(d.number(3, 30), "ERROR", d.service, later) for _ in range(d.number(3, 6))],
    )
    return Case("Which error came first?", {"all.log": log}, {"first": [lit(path)]})


@kind("build-root")
def build_root(d):
    source = d.one("gauge", "berth", "tariff")
    symbol = d.one("zstd_open", "units_find", "crc_update")
    head = [
        "Started by an SCM change",
        f"Running on builder-{d.number(1, 9)} in /var/ci/{d.service}",
        "[Pipeline] sh",
        f"+ {d.one('make all', 'make -j4')}",
    ]
    calm = [f"cc -O2 -c {x}.c -o {x}.o" for x in d.some(("main", "net", "log", "args", "time"), 1 + d.amount(4))]

    def link():
        return [
            f"/usr/bin/ld: {source}.o: in function `start':",
            f"{source}.c:(.text+0x{d.hexes(2)}): undefined reference to `{symbol}'",
            "collect2: error: ld returned 1 exit status",
        ], symbol

    def header():
        return [
            f"{source}.c:{d.number(2, 20)}:10: fatal error: {symbol}.h: No such file or directory",
            "compilation terminated.",
        ], f"{symbol}.h"

    error, cause = d.form(link, header)()
    tail = [
        f"make: *** [Makefile:{d.number(9, 60)}: {source}] Error 1",
        "[Pipeline] }",
        "ERROR: script returned exit code 2",
        "Finished: FAILURE",
    ]
    return Case(
        "Why did the build fail?",
        {"console.txt": "\n".join(head + calm + error + tail) + "\n"},
        {"top": [lit(cause)]},
        {"top": ["^Finished"]},
    )


@kind("strace-cause")
def strace_cause(d):
    ip, port, fd = d.ip(), d.port(), d.number(3, 9)
    calm = [
        x
        for p in d.some(("/etc/hosts", "/etc/localtime", "/etc/nsswitch.conf", "/etc/resolv.conf"), d.amount(3))
        for x in (f'openat(AT_FDCWD, "{p}", O_RDONLY|O_CLOEXEC) = {fd}', f"close({fd}) = 0")
    ]
    harmless = d.shuffled(
        [
            [f'access("/etc/ld.so.preload", R_OK) = -1 ENOENT (No such file or directory)'],
            [
                f"socket(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC|SOCK_NONBLOCK, 0) = {fd}",
                f'connect({fd}, {{sa_family=AF_UNIX, sun_path="/var/run/nscd/socket"}}, 110) = -1 ENOENT (No such file or directory)',
                f"close({fd}) = 0",
            ],
        ]
    )
    message = d.one("no store", "server gone")
    lines = (
        sum(harmless, [])
        + calm
        + [
            f"socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = {fd}",
            (
                f'connect({fd}, {{sa_family=AF_INET, sin_port=htons({port}), sin_addr=inet_addr("{ip}")}}, 16) = -1 ECONNREFUSED'
                " (Connection refused)"
            ),
            f"close({fd}) = 0",
            f'write(2, "{message}\\n", {len(message) + 1}) = {len(message) + 1}',
            "exit_group(2) = ?",
            "+++ exited with 2 +++",
        ]
    )
    return Case(
        f"The tool only says '{message}'. Why?",
        {"t.strace.txt": "\n".join(lines) + "\n"},
        {"first": [f"{lit(ip)}|{port}"]},
        {"first": ["^A file is missing"]},
    )


@kind("stopped-on-request")
def stopped_on_request(d):
    log = d.log(
        d.one(iso, comma),
        [
            (1, "INFO", d.service, "ready"),
            (900, "INFO", d.service, d.one("received SIGTERM, shutting down", "caught SIGTERM: draining")),
            (1, "INFO", d.service, f"{d.number(1, 30)} calls drained"),
            (1, "INFO", d.service, "stopped"),
            (2, "INFO", d.service, "ready"),
        ],
    )
    return Case(f"Why was {d.service} restarted?", {"svc.log": log}, {"answer": ["SIGTERM"]}, {"answer": ["does not answer", "crash"]})
