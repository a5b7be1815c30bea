"""Kinds with the output of commands."""

from kinds.making import Case, iso, kind, lit


@kind("command-df-full")
def command_df_full(d):
    device, path, size = f"/dev/{d.one('sdb1', 'nvme1n1p1', 'mapper/vg-data')}", d.one("/", f"/srv/{d.service}", "/var"), d.number(20, 900)
    rows = d.rows(
        [f"{device:<22} {size}G  {size}G     0 100% {path}"],
        lambda i: (
            f"{d.one('tmpfs', '/dev/sd' + 'ghijkl'[i]):<22} {d.number(200, 300)}G  {d.number(2, 90)}G  {d.number(100, 190)}G "
            f" {d.number(1, 60)}% /mnt/{i}"
        ),
    )
    return Case(
        "Why can nothing be written?",
        {"df.txt": "Filesystem             Size  Used Avail Use% Mounted on\n" + "\n".join(rows) + "\n"},
        {"top": ["full", rf"(?<![\w/]){lit(path)}(?![\w/])"]},
        {"top": ["/mnt/"]},
    )


@kind("command-raid-state")
def command_raid_state(d):
    bad, gone, level = f"md{d.number(0, 3)}", d.one("sdc1", "sdd1", "nvme2n1"), d.form("raid5", "raid1")
    rest = ["sda1", "sdb1", "sde1"] if level == "raid5" else ["sda1"]
    n = len(rest) + 1
    state = "U" * (n - 1) + "_"
    array = (
        f"{bad} : active {level} {gone}[{n - 1}](F) "
        + " ".join(f"{x}[{i}]" for i, x in enumerate(rest))
        + f"\n      {d.number(900, 9000)}147200 blocks super 1.2 [{n}/{n - 1}] [{state}]\n"
    )
    arrays = d.rows(
        [array],
        lambda i: (
            f"md{i + 10} : active raid1 sd{'gjmptw'[i]}1[1] sd{'hknqux'[i]}1[0]\n      {d.number(900, 9000)}630464 blocks super 1.2 [2/2]"
            " [UU]\n"
        ),
        most=3,
    )
    return Case(
        "Are the arrays all right?",
        {"mdstat.txt": "Personalities : [raid1] [raid6] [raid5] [raid4]\n" + "\n".join(arrays) + "\nunused devices: <none>\n"},
        {"top": [bad]},
        {"top": [r"md1\d"]},
    )


@kind("command-broker-state")
def command_broker_state(d):
    topic, n = f"{d.service}.{d.one('events', 'meters')}", d.number(3, 6)
    lost = d.number(0, n - 1)
    row = lambda p: (
        f"\tTopic: {topic}\tPartition: {p}\tLeader: {'none' if p == lost else d.number(1, 3)}\tReplicas: 1,2,3\tIsr:"
        f" {'2' if p == lost else '1,2,3'}"
    )
    text = (
        f"Topic: {topic}\tTopicId: {d.hexes(8)}\tPartitionCount: {n}\tReplicationFactor: 3\tConfigs: min.insync.replicas=2\n"
        + "\n".join(d.shuffled([row(p) for p in range(n)]))
        + "\n"
    )
    return Case(f"Why do writes to {topic} fail?", {"topic.txt": text}, {"top": ["[Ll]eader|[Ii]sr|in.sync", rf"(?i)partition {lost}\b"]})


@kind("command-unit-status")
def command_unit_status(d):
    unit, binary = f"{d.service}.service", f"/opt/{d.service}/bin/{d.service}d"
    t = f"{d.time:%b %d %H:%M:%S} {d.host} systemd[1]:"
    lines = [
        f"x {unit} - {d.service.title()} daemon",
        f"     Loaded: loaded (/etc/systemd/system/{unit}; enabled; preset: enabled)",
        f"     Active: failed (Result: exit-code) since {d.time:%a %Y-%m-%d %H:%M:%S} UTC; {d.number(2, 50)}min ago",
        f"    Process: {d.pid} ExecStart={binary} --{d.one('daemon', 'serve')} (code=exited, status=203/EXEC)",
        f"   Main PID: {d.pid} (code=exited, status=203/EXEC)",
        *["        CPU: 12ms"] * bool(d.variant),
        "",
        f"{t} {unit}: Scheduled restart job, restart counter is at {d.number(3, 9)}.",
        f"{t} {unit}: Start request repeated too quickly.",
        f"{t} {unit}: Failed with result 'exit-code'.",
    ]
    return Case(
        f"Why does {d.service} not run?",
        {"status.txt": "\n".join(lines) + "\n"},
        {"top": ["203/EXEC"], "answer": [lit(binary)]},
        {"all": ["cause itself is not shown"], "first": ["Failed with result"]},
    )


@kind("command-smart")
def command_smart(d):
    pending, moved = d.number(8, 400), d.number(100, 3000)
    row = lambda n, name, raw, old="Old_age ": (
        f"{n:>3} {name:<23} 0x0032   {d.number(80, 100):03d}   080   010    {old}  Always       -       {raw}"
    )
    rows = [
        row(5, "Reallocated_Sector_Ct", moved, "Pre-fail"),
        row(197, "Current_Pending_Sector", pending),
        row(198, "Offline_Uncorrectable", pending),
    ]
    rows += [
        row(n, name, raw)
        for n, name, raw in d.some(
            [
                (9, "Power_On_Hours", d.number(900, 40000)),
                (12, "Power_Cycle_Count", d.number(3, 90)),
                (194, "Temperature_Celsius", d.number(25, 38)),
                (199, "UDMA_CRC_Error_Count", 0),
            ],
            d.amount(4),
        )
    ]
    rows.sort(key=lambda r: int(r[:3]))
    text = (
        "SMART overall-health self-assessment test result: PASSED\n\nID# ATTRIBUTE_NAME          FLAG     VALUE WORST THRESH TYPE     "
        " UPDATED  WHEN_FAILED RAW_VALUE\n"
        + "\n".join(rows)
        + "\n"
    )
    return Case(
        "Can this disk be trusted?",
        {"smart.txt": text},
        {"top": ["[Pp]ending|[Rr]ealloc|[Uu]ncorrect", f"{pending}|{moved}"]},
        {"all": ["ID# ATTR"]},
    )


@kind("command-memory")
def command_memory(d):
    total, left, cores = d.number(4000, 60000), d.number(20, 90), d.one(2, 4, 8)
    swap = d.one(1023, 2047, 4095)
    free = (
        f"$ free -m\n               total        used        free      shared  buff/cache   available\nMem:      {total:>10} "
        f" {total - 200:>10}  {left + 30:>10}         210         170  {left:>10}\nSwap:     {swap:>10}  {swap:>10}           0\n"
    )
    load = (
        f"$ uptime\n {d.time:%H:%M:%S} up {d.number(3, 90)} days,  4:12,  3 users,  load average: {cores * d.number(6, 12)}.12,"
        f" {cores * 5}.50, {cores * 4}.01\n"
    )
    nproc = f"$ nproc\n{cores}\n"
    more = ["$ date\nTue Mar  3 10:00:00 UTC 2026\n"][: d.amount(1)]
    return Case(
        "Why does everything crawl on this host?",
        {"host.txt": "".join(d.shuffled([free, load + nproc, *more]))},
        {"top": ["[Mm]emory|swap"]},
        {"first": ["^The system is overloaded"]},
    )


@kind("command-table-with-frame")
def command_table_with_frame(d):
    ends = [f"https://{d.ip()}:2379" for _ in range(2 + d.amount(3))]
    wide = max(map(len, ends)) + 2
    line = f"+{'-' * wide}+------------------+---------+---------+-----------+-----------+------------+------------------------+"
    cells = lambda *c: "|" + "|".join(str(x).center(w) for x, w in zip(c, (wide, 18, 9, 9, 11, 11, 12, 24))) + "|"
    rows = [
        [
            cells(
                e,
                d.hexes(16),
                "3.5.12",
                "2.1 GB",
                "false",
                9,
                d.number(9000, 99999),
                "" if i else "memberID:" + str(d.number(10**9, 10**10)),
            )
        ]
        + ([] if i else [cells("", "", "", "", "", "", "", "  alarm:NOSPACE")])
        for i, e in enumerate(ends)
    ]
    table = [
        line,
        cells("ENDPOINT", "ID", "VERSION", "DB SIZE", "IS LEADER", "RAFT TERM", "RAFT INDEX", "ERRORS"),
        line,
        *sum(d.shuffled(rows), []),
        line,
    ]
    return Case("Why are writes refused?", {"members.txt": "\n".join(table) + "\n"}, {"top": ["NOSPACE"]}, {"all": ["ENDPOINT"]})


@kind("helm-pending-state")
def helm_pending_state(d):
    n, state = d.number(4, 40), d.one("pending-upgrade", "pending-rollback")
    row = lambda r, s, text: (r, f"{d.time:%a %b} {r % 27 + 1:>2} 08:12:40 2026", s, f"{d.service}-2.{r}.0", f"2.{r}.0", text)
    rows = [row(n - i, "superseded", "Upgrade complete") for i in range(1 + d.amount(4), 1, -1)] + [
        row(n - 1, "deployed", "Upgrade complete"),
        row(n, state, "Preparing upgrade"),
    ]
    history = d.table([("REVISION", "UPDATED", "STATUS", "CHART", "APP VERSION", "DESCRIPTION"), *rows], d.form("  ", "\t"))
    job = d.log(
        iso,
        [
            (1, "INFO", "deploy", f"helm upgrade --install {d.service} ./chart --wait"),
            (1, "ERROR", "deploy", "Error: UPGRADE FAILED: another operation (install/upgrade/rollback) is in progress"),
            (0, "ERROR", "deploy", "job failed: exit status 1"),
        ],
    )
    return Case(
        "Why can the release not be deployed?",
        d.files(history__txt=history, job__log=job),
        {"top": ["in progress|pending"], "lead": [state]},
        {"all": ["cause itself is not shown"]},
    )


@kind("blocked-threads")
def blocked_threads(d):
    address, lock, holder = (
        f"0x00000000{d.hexes(4)}",
        f"{d.service}.{d.one('Fares', 'Berths', 'Units')}",
        f"{d.one('fares', 'units', 'berth')}-sync-{d.number(1, 9)}",
    )
    start = lambda name, i, state: (
        f'"{name}" #{i} daemon prio=5 os_prio=0 cpu={i}.2ms elapsed={d.number(100, 900)}.1s tid=0x00007f{i} nid=0x{d.hexes(2)} {state} '
        f" [0x00007f{i}]"
    )
    waits = [
        f"{start(f'worker-{i}', 40 + i, 'waiting for monitor entry')}\n   java.lang.Thread.State: BLOCKED (on object monitor)\n\tat"
        f" {lock}.find({lock.split('.')[1]}.java:{d.number(10, 90)})\n\t- waiting to lock <{address}> (a {lock})\n\tat"
        f" {d.service}.Api.get(Api.java:{d.number(10, 90)})\n"
        for i in range(d.number(3, 6))
    ]
    holds = (
        f"{start(holder, 30, 'runnable')}\n   java.lang.Thread.State: RUNNABLE\n\tat"
        " java.net.SocketInputStream.socketRead0(java.base@17.0.9/Native Method)\n\tat"
        f" {d.service}.Remote.load(Remote.java:{d.number(10, 90)})\n\tat {lock}.sync({lock.split('.')[1]}.java:{d.number(10, 90)})\n\t-"
        f" locked <{address}> (a {lock})\n"
    )
    idle = [
        f"{start(f'spare-{i}', 70 + i, 'waiting on condition')}\n   java.lang.Thread.State: WAITING (parking)\n\tat"
        " jdk.internal.misc.Unsafe.park(java.base@17.0.9/Native Method)\n\tat"
        " java.util.concurrent.LinkedBlockingQueue.take(java.base@17.0.9/LinkedBlockingQueue.java:435)\n"
        for i in range(d.amount(4))
    ]
    return Case(
        "Every call hangs. On what?",
        {
            "dump.txt": (
                f"{d.time:%Y-%m-%d %H:%M:%S}\nFull thread dump OpenJDK 64-Bit Server VM (17.0.9+9 mixed mode):\n\n"
                + "\n".join(d.shuffled(waits + [holds] + idle))
            )
        },
        {"top": [holder]},
        {"top": ["does not answer"]},
    )


@kind("lock-cycle")
def lock_cycle(d):
    def database():
        a, b, (x, y) = d.number(100, 999), d.number(1000, 9999), d.some(range(10, 99), 2)
        t = f"{d.time:%Y-%m-%d %H:%M:%S}.120 UTC [{a}]"
        sql = lambda n: f"UPDATE {d.service} SET seats = seats - {d.number(1, 3)} WHERE berth = {n}"
        one, two = sql(x), sql(y)
        calm = [
            f"{d.time:%Y-%m-%d %H:%M}:{i:02d}.020 UTC [{a + 50}] LOG:  connection authorized: user=app database={d.service}"
            for i in range(d.amount(5))
        ]
        text = [
            *calm,
            f"{t} ERROR:  deadlock detected",
            f"{t} DETAIL:  Process {a} waits for ShareLock on transaction 7001; blocked by process {b}.",
            f"\tProcess {b} waits for ShareLock on transaction 7002; blocked by process {a}.",
            f"\tProcess {a}: {one}",
            f"\tProcess {b}: {two}",
            f"{t} HINT:  See server log for query details.",
            f"{t} STATEMENT:  {one}",
        ]
        return text, [f"berth = {x}", f"berth = {y}"]

    def java():
        (a, b), (k, l) = d.some(("loader-1", "loader-2", "mover-4", "sorter-3"), 2), d.some(
            (f"{d.service}.Berth", f"{d.service}.Crane", f"{d.service}.Plan"), 2
        )
        p, q = f"0x00000000{d.hexes(4)}", f"0x00000000{d.hexes(4)}"
        text = [
            "Found one Java-level deadlock:",
            "=============================",
            f'"{a}":',
            f"  waiting to lock monitor 0x00007f{d.hexes(4)} (object {p}, a {k}),",
            f'  which is held by "{b}"',
            f'"{b}":',
            f"  waiting to lock monitor 0x00007f{d.hexes(4)} (object {q}, a {l}),",
            f'  which is held by "{a}"',
            "",
            "Java stack information for the threads listed above:",
            "===================================================",
            f'"{a}":',
            f"\tat {k}.take({k.split('.')[1]}.java:{d.number(10, 90)})",
            f"\t- waiting to lock <{p}> (a {k})",
            f"\tat {l}.move({l.split('.')[1]}.java:{d.number(10, 90)})",
            f"\t- locked <{q}> (a {l})",
            f'"{b}":',
            f"\tat {l}.take({l.split('.')[1]}.java:{d.number(10, 90)})",
            f"\t- waiting to lock <{q}> (a {l})",
            f"\tat {k}.move({k.split('.')[1]}.java:{d.number(10, 90)})",
            f"\t- locked <{p}> (a {k})",
            "",
            "Found 1 deadlock.",
        ]
        return text, [a, b]

    text, names = d.form(database, java)()
    return Case("Who blocks whom?", {"pasted.txt": "\n".join(text) + "\n"}, {"top": names}, {"top": ["cause itself is not shown"]})


@kind("gc-log")
def gc_log(d):
    heap = d.one(1024, 3072, 8192)
    line = lambda i: (
        f"[{d.time:%Y-%m-%dT%H:%M}:{i * 2:02d}.466+0000][{700 + 2 * i}.547s][info][gc] GC({40 + i}) Pause "
        + (
            f"Young (Normal) (G1 Evacuation Pause) {heap - 2}M->{heap - 2}M({heap}M) {d.number(9, 30)}.001ms"
            if i % 4 == 1
            else f"Full (G1 Compaction Pause) {heap - 1}M->{heap - d.number(2, 4)}M({heap}M) {d.number(1500, 3500)}.120ms"
        )
    )
    return Case(
        "Why does it freeze again and again?",
        {"gc.log": "".join(line(i) + "\n" for i in range(d.number(6, 20)))},
        {"top": ["[Hh]eap|[Mm]emory"]},
        {"top": ["does not answer"]},
    )


@kind("metrics-text")
def metrics_text(d):
    name, label = d.form(("mysql_up", "instance"), ("redis_up", "addr"))
    down, *up = [f"{d.ip()}:{d.port()}" for _ in range(2 + d.amount(4))]
    block = lambda n, text, bad, good: f"# HELP {n} {text}\n# TYPE {n} gauge\n" + "".join(
        d.shuffled([f'{n}{{{label}="{down}"}} {bad}\n'] + [f'{n}{{{label}="{x}"}} {good}\n' for x in up])
    )
    blocks = [
        block(name, "Whether the server could be reached by the last scrape (1 for yes, 0 for no).", 0, 1),
        block("exporter_last_scrape_error", "Whether the last scrape ended with an error (1 for error, 0 for success).", 1, 0),
    ]
    blocks += [block("process_open_fds", "Number of open file descriptors.", d.number(9, 90), d.number(9, 90))][: d.amount(1)]
    return Case(
        "Is every server up?",
        {"metrics.prom.txt": "".join(d.shuffled(blocks))},
        {"top": [lit(down)]},
        {"top": ["# HELP"] + [lit(x) for x in up]},
    )
