"""Kinds of formats and of times."""

import datetime
import json

from kinds.making import Case, comma, iso, kernel, kind, lit


def step(t, seconds):
    return t + datetime.timedelta(seconds=seconds)


@kind("csv-export")
def csv_export(d):
    cause = d.one(
        f"carrier answers: customer {d.number(100, 999)} is suspended", f"carrier answers: contract {d.number(100, 999)} has been cancelled"
    )
    stamp = d.form(
        lambda s: f"{step(d.time, s):%b} {step(d.time, s).day}, {step(d.time, s):%Y @ %H:%M:%S}.410",
        lambda s: f"{step(d.time, s):%Y-%m-%dT%H:%M:%S}.410Z",
    )
    head = d.form(["@timestamp", "log.level", "service.name", "message"], ["time", "level", "service", "message"])
    rows = [(90 + i, "ERROR", d.service, f"parcel {d.number(1000, 9999)} not handed over: {cause}") for i in range(2)]
    rows += [(i * 9, "INFO", d.one(d.service, d.other), f"parcel {d.number(1000, 9999)} handed over") for i in range(2 + d.amount(8))]
    order = d.shuffled(range(4)) if d.variant else range(4)
    cells = [head] + [[stamp(s), level, who, text] for s, level, who, text in sorted(rows, reverse=True)]
    return Case(
        "Why are parcels not handed over?",
        {"export.csv": "".join(",".join(f'"{r[i]}"' for i in order) + "\n" for r in cells)},
        {"top": [lit(cause.split(": ")[1].split(" ", 2)[2])]},
        {"top": ["does not answer"]},
        below=0.5,
    )


@kind("json-export", variants=6)
def json_export(d):
    holder, table = f"{d.one('monthly', 'weekly', 'hourly')}-{d.one('purge', 'copy', 'audit')}", d.one("berths", "units", "plans")
    failed, lock, begun = (
        f"booking failed: take {table}: context deadline exceeded",
        f"Lock wait timeout exceeded; holder {holder}",
        f"{holder} started",
    )
    nano = lambda s: f"{int(step(d.time, s).replace(tzinfo=datetime.timezone.utc).timestamp())}000000000"
    calm = [(s, d.third, "info", "batch done") for s in range(d.amount(6))]
    entries = [
        (40, d.service, "error", failed),
        (30, d.service, "error", failed),
        (25, d.other, "warn", lock),
        (16, d.other, "info", begun),
        *calm,
    ]

    def loki():
        streams = [
            {"stream": {"app": a, "level": l}, "values": [[nano(s), x] for s, n, m, x in entries if (n, m) == (a, l)]}
            for a, l in d.shuffled(sorted({(e[1], e[2]) for e in entries}))
        ]
        return "q.json", {"status": "success", "data": {"resultType": "streams", "result": streams}}, f"{holder}|[Ll]ock"

    def viewer():
        records = [
            {
                "line": f"level={l} msg={json.dumps(x)}",
                "timestamp": nano(s),
                "date": f"{step(d.time, s):%Y-%m-%dT%H:%M:%S}.030Z",
                "fields": {"app": a},
            }
            for s, a, l, x in sorted(entries, reverse=True)
        ]
        return "records.json", records, f"{holder}|[Ll]ock"

    def har():
        slow = d.one("/api/nearby", "/api/forecast")
        entry = lambda path, took, status, text: {
            "startedDateTime": f"{d.time:%Y-%m-%dT%H:%M:%S}.000Z",
            "time": took + 12.1,
            "request": {"method": "GET", "url": f"https://{d.service}.test{path}"},
            "response": {"status": status, "statusText": text},
            "timings": {"blocked": 1, "dns": 1, "connect": 9, "send": 0.1, "wait": took, "receive": 1},
        }
        entries_ = d.rows(
            [entry(slow, 60000.0 + d.number(5, 90), 504, "Gateway Timeout"), entry("/", 40.2, 200, "OK")],
            lambda i: entry(f"/api/part{i}", d.number(20, 90), 200, "OK"),
        )
        return (
            "page.har",
            {"log": {"version": "1.2", "creator": {"name": "WebInspector", "version": "537.36"}, "pages": [], "entries": entries_}},
            slow,
        )

    name, value, cause = d.form(loki, viewer, har)()
    return Case(
        "Why is the page slow?" if name == "page.har" else "Why do bookings fail?",
        {name: json.dumps(value, indent=d.one(None, 1))},
        {"top": [cause]},
        {"top": ["does not answer"]},
    )


@kind("delimited-fields")
def delimited_fields(d):
    cause = d.one(
        f"cannot open journal /var/lib/{d.service}/j.db: read-only",
        f"member {d.other}-{d.number(2, 9)} has not joined: secret differs",
        f"quota of volume {d.other} is used up",
    )
    at = lambda s: f"{step(d.time, s):%Y-%m-%dT%H:%M:%S}.{d.number(100000, 999999)}Z"
    line = lambda s, sev, text: f"{at(s)};{sev};{d.host};P{d.number(1, 3)}/;[{d.service}-2/]; {text};"
    lines = (
        [line(i, "INFO", f"job {d.number(100, 999)} done") for i in range(1 + d.amount(12))]
        + [line(40, "ERR", f"start failed: {cause}")]
        + [line(50 + i, "INFO", "waiting") for i in range(d.amount(6))]
    )
    return Case(
        f"Why does {d.service}-2 not start?",
        {"cluster.log": "\n".join(lines) + "\n"},
        {"top": [lit(cause)]},
        {"all": [f"ERR;{d.host}"]},
        below=0.5,
    )


@kind("windows-events")
def windows_events(d):
    name, file = (
        d.service.title(),
        f"{d.one('D', 'E')}:\\{d.one('Forms', 'Labels', 'Plans')}\\{d.one('a4', 'strip', 'berth')}.{d.one('tpl', 'dat')}",
    )
    event = lambda s, log, source, number, level, text: (
        f"Log Name:      {log}\nSource:        {source}\nDate:          {step(d.time, s).month}/{step(d.time, s).day}/2026"
        f" {step(d.time, s):%I:%M:%S %p}\nEvent ID:      {number}\nLevel:         {level}\nComputer:     "
        f" {d.host.upper()}\nDescription:\n{text}\n"
    )
    calm = [
        event(
            -9 * i - 5,
            "System",
            "Service Control Manager",
            7036,
            "Information",
            f"The {d.one('Windows Update', 'Print Spooler', 'DHCP Client')} service entered the running state.",
        )
        for i in range(d.amount(4))
    ]
    events = [
        event(
            4,
            "System",
            "Service Control Manager",
            7034,
            "Error",
            f"The {name} service terminated unexpectedly.  It has done this {d.number(1, 9)} time(s).",
        ),
        event(
            2,
            "Application",
            ".NET Runtime",
            1026,
            "Error",
            f"Application: {name}.exe\nFramework Version: v4.0.30319\nDescription: The process was terminated due to an unhandled"
            f" exception.\nException Info: System.IO.FileNotFoundException\n   at {name}.Store.Open(System.String)\n   at"
            f" {name}.Program.Main()",
        ),
        event(0, "Application", name, 0, "Warning", f"template {file} was not found"),
        *calm,
    ]
    return Case(
        f"Why does the {name} service end?",
        {"events.txt": "\n".join(events)},
        {"top": [lit(file.split("\\")[-1])]},
        {"top": ["Level: Error"]},
    )


@kind("odd-dates")
def odd_dates(d):
    call = d.one("GetUnit()", "ListPlans()", "DropBucket()")
    first = step(d.time, 60)
    entry = lambda t: f"API: {call}\nTime: {t:%H:%M:%S} UTC {t:%m/%d/%Y}\nError: Access denied for user {d.service}\n"
    return Case(
        "When did it begin to fail?",
        {"audit.log": "".join(entry(step(first, 66 * i)) for i in range(2 + d.amount(6)))},
        {"all": [f"{first:%Y-%m-%d}", f"{first:%H:%M:%S}"]},
        {"all": ["times have no date"]},
    )


@kind("dmesg-seconds-as-time")
def dmesg_seconds_as_time(d):
    nic, server = d.one("ens5f0", "enp3s0", "eth2"), d.ip()
    events = [
        (40, "", "", f"{d.one('i40e', 'ixgbe')} 0000:{d.number(10, 90)}:00.0 {nic}: NIC Link is Down"),
        (30, "", "", f"nfs: server {server} not responding, still trying"),
        (
            130,
            "",
            "",
            (
                f"INFO: task {d.service}:{d.pid} blocked for more than 120 seconds.\n      Not tainted 5.15.0-91-generic"
                f" #101-Ubuntu\ntask:{d.service}        state:D stack:    0 pid:{d.pid} ppid: 1 flags:0x00000000"
            ),
        ),
    ]
    return Case(
        "What failed first on this host, and what after it?",
        {"dmesg.txt": d.log(kernel, events, most=5)},
        {"top": ["Link is Down", nic]},
        {"all": ["no line carries a time"]},
    )


@kind("journal-json-time")
def journal_json_time(d):
    micros = int(d.time.replace(tzinfo=datetime.timezone.utc).timestamp()) * 10**6
    record = lambda s, who, priority, text: json.dumps(
        {
            "__REALTIME_TIMESTAMP": str(micros + int(s * 10**6)),
            "_HOSTNAME": d.host,
            "SYSLOG_IDENTIFIER": who,
            "PRIORITY": str(priority),
            "MESSAGE": text,
        },
        separators=(",", ":"),
    )
    calm = [record(-20 + i, "systemd", 6, f"Started Session {d.number(10, 99)} of User backup.") for i in range(d.amount(12))]
    size = d.number(2, 60) * 1000000
    lines = [
        *calm,
        record(0, "kernel", 6, f"{d.service} invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0"),
        record(
            0.1,
            "kernel",
            3,
            f"Out of memory: Killed process {d.pid} ({d.service}) total-vm:{size + 900000}kB, anon-rss:{size}kB, file-rss:0kB,"
            " shmem-rss:0kB, UID:110 pgtables:15800kB oom_score_adj:0",
        ),
        record(0.3, "systemd", 4, f"{d.service}.service: Main process exited, code=killed, status=9/KILL"),
    ]
    return Case(
        f"What ended {d.service}, and when?",
        {"journal.json": "\n".join(lines) + "\n"},
        {"top": ["[Mm]emory", d.service], "all": [f"{d.time:%H:%M:%S}"]},
        {"all": ["no line carries a time", r"\(\)"]},
    )


@kind("counter-is-no-time")
def counter_is_no_time(d):
    bad, nic = d.number(10000, 900000), d.one("ens3", "eno2", "enp1s0")
    block = lambda i, name, errors: (
        f"{i}: {name}: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc mq state UP mode DEFAULT group default qlen 1000\n    link/ether"
        f" 52:54:00:{d.hexes(2)}:bb:cc brd ff:ff:ff:ff:ff:ff\n    RX:   bytes  packets  errors  dropped  missed   mcast\n    "
        f" {d.number(10**9, 2 * 10**9)} {d.number(10**7, 10**8)}  {errors:>6}   {errors // 2:>6}       0       0\n    TX:   bytes  packets "
        f" errors  dropped carrier collsns\n     {d.number(1700000000, 1900000000)} {d.number(10**7, 10**8)}       0        0       0     "
        "  0\n"
    )
    blocks = [block(i + 2, n, bad if n == nic else 0) for i, n in enumerate(d.shuffled([nic, *["bond7", "vlan12"][: d.amount(2)]]))]
    return Case(
        "Packets get lost on this host. Where?",
        {"link.txt": "".join(blocks)},
        {"top": [str(bad), nic]},
        {"all": [r"link\.txt.*\b20[2-3]\d-"], "steps": [r"\b20[2-3]\d-"], "top": ["bond7", "vlan12"]},
    )


@kind("line-starts-with-space")
def line_starts_with_space(d):
    upstream, n = f"{d.ip()}:53", d.number(3, 7)
    head = [
        ".:53",
        f"{d.time:%Y-%m-%dT%H:%M:%S}.100Z [INFO] CoreDNS-1.{d.number(2, 11)}.0",
        " [INFO] plugin/reload: Running configuration MD5 = " + d.hexes(8),
    ] + [" [INFO] plugin/ready: ready"] * d.amount(2)
    fails = [
        f" [ERROR] plugin/errors: 2 {d.one('maps', 'mail', 'api')}.{d.service}.test. {d.one('A', 'AAAA')}: unreachable backend: read udp"
        f" 10.42.{d.number(0, 9)}.{d.number(2, 90)}:{d.number(30000, 60000)}->{upstream}: i/o timeout"
        for _ in range(n)
    ]
    return Case(
        "How often did lookups fail, and where?",
        {"dns.log": "\n".join(head + fails) + "\n"},
        {"top": [lit(upstream.split(":")[0])], "lead": [f"L{len(head) + 1}"]},
        {"all": [f"L{len(head)}-L?{len(head) + n}"]},
    )


@kind("terraform-box")
def terraform_box(d):
    resource, line = f"aws_instance.{d.service}[{d.number(1, 9)}]", d.number(3, 90)
    kind_ = d.one(
        "VcpuLimitExceeded: You have requested more vCPU capacity than your current vCPU limit of 64 allows",
        "InstanceLimitExceeded: You have requested more instances (11) than your current instance limit of 10 allows",
    )
    calm = [f"aws_subnet.{d.other}[{i}]: Creation complete after {d.number(1, 9)}s [id=subnet-{d.hexes(6)}]\n" for i in range(d.amount(5))]
    box = [
        "╷",
        (
            "│ Error: creating EC2 Instance: operation error EC2: RunInstances, https response error StatusCode: 400, RequestID:"
            f" {d.hexes(6)}, api error {kind_} for the specified instance type"
        ),
        "│ ",
        f"│   with {resource},",
        f'│   on {d.other}.tf line {line}, in resource "aws_instance" "{d.service}":',
        f'│   {line}: resource "aws_instance" "{d.service}" {{',
        "│ ",
        "╵",
    ]
    return Case(
        "What stops the apply, and where?",
        {"apply.log": "".join(calm) + f"{resource}: Creating...\n" + "\n".join(box) + "\n"},
        {"lead": [rf"{d.other}\.tf|{lit(resource)}"], "top": ["[Ll]imit|[Qq]uota"]},
        {"all": ["[Qq]uota  is", "│"]},
    )


@kind("ansible-recap")
def ansible_recap(d):
    hosts = d.some(HOSTS_OF_PLAYS, 3 + d.amount(4))
    bad, good = hosts[0], hosts[1:]
    cause = d.one("No space left on device", "Read-only file system")
    number = {"No space left on device": 28, "Read-only file system": 30}[cause]
    fatal = f"fatal: [{bad}]: FAILED! => " + json.dumps(
        {
            "cache_updated": False,
            "changed": False,
            "msg": f"'/usr/bin/apt-get -y install htop' failed: E: Write error - write ({number}: {cause})\n",
            "rc": 100,
            "stderr": f"E: Write error - write ({number}: {cause})\n",
        }
    )
    text = [
        "PLAY [all] " + "*" * 60,
        "",
        "TASK [Gathering Facts] " + "*" * 50,
        *[f"ok: [{h}]" for h in d.shuffled(hosts)],
        "",
        "TASK [tools : install] " + "*" * 50,
        *d.shuffled([f"changed: [{h}]" for h in good] + [fatal]),
        "",
        "PLAY RECAP " + "*" * 60,
    ]
    text += [
        f"{h:<26} : ok={1 if h == bad else 2}    changed={0 if h == bad else 1}    unreachable=0    failed={int(h == bad)}    skipped=0   "
        " rescued=0    ignored=0   "
        for h in d.shuffled(hosts)
    ]
    return Case(
        "Why did the play stop?", {"play.log": "\n".join(text) + "\n"}, {"top": [cause], "lead": [bad]}, {"all": [rf"{h} +:" for h in good]}
    )


HOSTS_OF_PLAYS = ("app11", "app12", "store5", "store6", "lb21", "mon31", "ci41", "ci42")


@kind("selinux-denial")
def selinux_denial(d):
    program, port, stamp = d.one("nginx", "postfix", "named"), d.port(), int(d.time.replace(tzinfo=datetime.timezone.utc).timestamp())
    avc = lambda i: (
        f'type=AVC msg=audit({stamp + 10 * i}.211:{8800 + i}): avc:  denied  {{ name_connect }} for  pid={d.pid} comm="{program}"'
        f" dest={port} scontext=system_u:system_r:{program}_t:s0 tcontext=system_u:object_r:unreserved_port_t:s0 tclass=tcp_socket"
        " permissive=0"
    )
    call = lambda i: (
        f"type=SYSCALL msg=audit({stamp + 10 * i}.211:{8800 + i}): arch=c000003e syscall=42 success=no exit=-13 a0=7 items=0"
        f' pid={d.pid} comm="{program}" exe="/usr/sbin/{program}"'
    )
    calm = [
        f'type=USER_LOGIN msg=audit({stamp - 90 + i}.100:{8700 + i}): pid={d.pid + i} uid=0 auid=1000 msg=\'op=login acct="ops"'
        ' exe="/usr/sbin/sshd" res=success\''
        for i in range(d.amount(6))
    ]
    lines = calm + [x for i in range(d.number(1, 3)) for x in (avc(i), call(i))]
    return Case(
        "Why does the host itself refuse the connection?",
        {"audit.log": "\n".join(lines) + "\n"},
        {"top": ["denied|denies|SELinux", program], "all": [f"{d.time:%H:%M:%S}"]},
        {"all": ["contradicts"]},
    )


@kind("drift-fields")
def drift_fields(d):
    grows, calm, start, more = (
        d.one("open_files", "pending_calls", "db_handles"),
        d.one("heap_mb", "queue_depth"),
        d.number(10, 60),
        d.number(15, 40),
    )
    record = lambda i: {
        "ts": f"{step(d.time, 900 * i):%Y-%m-%dT%H:%M:%S}Z",
        "level": "info",
        "msg": "state",
        **dict(d.shuffled([(calm, 300 + d.number(0, 5)), (grows, start + more * i + d.number(0, 4))])),
    }
    n = d.number(30, 50)
    lines = [json.dumps(record(i)) for i in range(n)] + [
        json.dumps({"ts": f"{step(d.time, 900 * n):%Y-%m-%dT%H:%M:%S}Z", "level": "error", "msg": d.one("gave up", "worker ended")})
    ]
    return Case("Why did the worker give up?", {"state.json.log": "\n".join(lines) + "\n"}, {"answer": [grows]})


@kind("non-utf8-hang")
def non_utf8_hang(d):
    word = d.one("Gebühr", "Größe", "Müller")
    lines = [
        f"{step(d.time, i):%Y-%m-%d %H:%M:%S} INFO block {i}: "
        + " ".join(f"unit{i * d.one(100, 150) + k:05d}:ok" for k in range(d.number(140, 160)))
        for i in range(d.number(34, 42))
    ]
    text = (
        f"{d.time:%Y-%m-%d %H:%M:%S} INFO copy of {word} started\n"
        + "\n".join(lines)
        + f"\n{step(d.time, 60):%Y-%m-%d %H:%M:%S} ERROR {d.service}: write /srv/{d.other}: No space left on device\n"
    )
    return Case("Why did the copy stop?", {"copy.log": text.encode("latin-1")}, {"answer": ["[Ss]pace|[Dd]isk"]})
