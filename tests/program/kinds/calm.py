"""Kinds whose trouble was called healthy."""

import json

from kinds.making import Case, iso, kernel, kind, klog, lit, syslog


@kind("healthy-claim")
def healthy_claim(d):
    heap = d.one(512, 1024, 4096)

    def unified(i):
        return (
            f"[{d.time:%Y-%m-%dT%H:%M}:{i * 2 + 1:02d}.120+0000][{d.number(100, 9000)}.{i}01s][info][gc] GC({300 + i}) Pause Full (G1"
            f" Compaction Pause) {heap - 2}M->{heap - 3}M({heap}M) {d.number(900, 2900)}.{d.number(100, 999)}ms"
        )

    def old(i):
        return (
            f"{d.time:%Y-%m-%dT%H:%M}:{i * 2 + 1:02d}.120+0000: {100 + 2 * i}.201: [Full GC (Allocation Failure) "
            f" {heap - 2}M->{heap - 3}M({heap}M), 1.9{i}10021 secs]"
        )

    return Case("", {"vm.gc.log": "".join(d.form(unified, old)(i) + "\n" for i in range(d.number(4, 9)))}, {}, {"answer": [r"healthy \["]})


@kind("json-level-below-message")
def json_level_below_message(d):
    cause = d.one("another sync is still in progress", "revision abc is locked by an interrupted run", "hook pre-install timed out")
    level = d.one("debug", "info")
    at = lambda i: f"{d.time:%Y-%m-%dT%H:%M}:{i:02d}.100Z"
    calm = lambda i: json.dumps(
        {
            "level": "info",
            "ts": at(i),
            "logger": f"controller.{d.third}",
            "msg": d.one("reconciliation started", "queue is empty", "cache synced"),
            "name": d.other,
        },
        separators=(",", ":"),
    )
    trouble = json.dumps(
        {
            "level": level,
            "ts": at(20),
            "logger": "events",
            "msg": "Warning",
            "object": {"kind": "Release", "namespace": d.other, "name": d.service},
            "reason": "error",
            "message": f"Upgrade failed: {cause}",
        },
        separators=(",", ":"),
    )
    lines = [calm(i) for i in range(1 + d.amount(9))] + [trouble] + [calm(30 + i) for i in range(d.amount(9))]
    return Case(f"Why does {d.service} stay at its old release?", {"controller.json.log": "\n".join(lines) + "\n"}, {"top": [cause]})


@kind("klog-info-says-trouble")
def klog_info_says_trouble(d):
    pod = f"{d.other}/{d.service}-{d.number(0, 9)}"

    def scale_up():
        why = d.one(
            "node(s) had untolerated taint {dedicated: batch}",
            "node(s) didn't match Pod's node affinity/selector",
            "Insufficient nvidia.com/gpu",
        )
        lines = [
            (
                0,
                "INFO",
                "orchestrator.go:546",
                (
                    f"Pod {pod} can't be scheduled on pool-{p}, predicate checking error: {why}; predicateName=NodeFilter; reasons: {why};"
                    " debugInfo="
                ),
            )
            for p in d.some("abcdef", 2 + d.amount(2))
        ]
        return [
            (0, "INFO", "klogx.go:87", f"Pod {pod} is unschedulable"),
            *lines,
            (0, "INFO", "orchestrator.go:157", "No expansion options"),
        ], why

    def scheduler():
        why = d.one("Insufficient memory", "Insufficient cpu")
        n = d.number(3, 9)
        return [
            (
                0,
                "INFO",
                "schedule_one.go:1010",
                f'"Unable to schedule pod; no fit; waiting" pod="{pod}" err="0/{n} nodes are available: {n} {why}."',
            )
        ], why

    events, why = d.form(scale_up, scheduler)()
    return Case(
        "Pods wait and no node is added. Why?",
        {"scaler.log": d.log(klog, events)},
        {"top": [lit(why.split(" {")[0]) + "|taint" * ("taint" in why)]},
    )


@kind("events-table-alone")
def events_table_alone(d):
    node = f"wrk-{d.number(10, 99)}"
    word, resource, state = d.form(
        ("MemoryPressure", "memory", "NodeHasInsufficientMemory"), ("DiskPressure", "ephemeral-storage", "NodeHasDiskPressure")
    )
    row = lambda kind_, reason, text: (
        f"  {kind_:<8} {reason:<26} {d.number(1, 50)}m (x{d.number(2, 9)} over {d.number(1, 9)}d)     kubelet  {text}"
    )
    rows = [
        row("Warning", "EvictionThresholdMet", f"Attempting to reclaim {resource}"),
        row("Normal", state, f"Node {node} status is now: {state}"),
    ]
    calm = [row("Normal", r, f"Node {node} status is now: {r}") for r in d.some(("NodeReady", "NodeHasSufficientPID"), min(2, d.amount(3)))]
    text = (
        "Events:\n  Type     Reason                     Age                 From     Message\n  ----     ------                     ----   "
        "             ----     -------\n"
        + "\n".join(d.shuffled(rows + calm))
        + "\n"
    )
    return Case(
        "Why does this node evict pods?",
        {"events.txt": text},
        {
            "top": ["[Mm]emory" if resource == "memory" else "[Dd]isk|ephemeral-storage"],
            "lead": ["[Mm]emory" if resource == "memory" else "[Dd]isk"],
        },
    )


@kind("kernel-alarm-words", variants=8)
def kernel_alarm_words(d):
    events, cause = d.form(
        (
            [
                (200, "", "", f"hwmon hwmon{d.number(0, 3)}: Undervoltage detected!"),
                (4, "", "", "hwmon hwmon1: Voltage normalised"),
                (90, "", "", "hwmon hwmon1: Undervoltage detected!"),
            ],
            "[Uu]ndervoltage",
        ),
        ([(5, "", "", "nf_conntrack: nf_conntrack: table full, dropping packet")] * d.number(2, 5), "table full"),
        ([(5, "", "", "neighbour: arp_cache: neighbor table overflow!")] * d.number(2, 5), "neighbou?r|ARP"),
        (
            [
                (
                    5,
                    "",
                    "",
                    (
                        f"mce: CPU{d.number(0, 15)}: Package temperature above threshold, cpu clock throttled (total events ="
                        f" {d.number(2, 900)})"
                    ),
                )
            ]
            * 2,
            "temperature|thrott|hot",
        ),
    )
    return Case("Why is this box so flaky?", {"dmesg.txt": d.log(kernel, events)}, {"top": [cause]}, {"all": ["healthy"]})


@kind("took-longer-than-expected")
def took_longer_than_expected(d):
    took, apply = f"{d.number(2, 9)}.{d.number(100000, 999999)}s", f"{d.number(1, 9)}.{d.number(100000, 999999)}s"
    record = lambda **more: json.dumps({"level": "warn", "ts": f"{d.time:%Y-%m-%dT%H:%M:%S}.300Z", **more}, separators=(",", ":"))
    sync = record(caller="wal/wal.go:805", msg="slow fdatasync", took=took, **{"expected-duration": "1s"})
    slow = record(
        caller="txn/util.go:93",
        msg="apply request took too long",
        took=apply,
        **{"expected-duration": "100ms", "prefix": "read-only range "},
        request=f'key:"/{d.service}/units"',
    )
    events = [(9, "WARN", "etcd", x) for x in d.shuffled([sync, slow, slow])]
    return Case("Why do changes apply so slowly?", {"etcd.log": d.log(syslog, events)}, {"top": ["fdatasync|[Dd]isk"]})


@kind("df-du-claim")
def df_du_claim(d):
    size, share, claim = d.number(50, 90), d.number(92, 97), f"pvc-{d.hexes(4)}"
    used, held = size * share // 100, size * share // 100 - d.number(12, 20)
    where = f"/var/lib/{d.service}"
    du = d.rows([f"{held}G\t{where}/{claim}"], lambda i: f"{d.number(1, 9)}.{i}G\t{where}/pvc-{d.hexes(4)}") + [
        f"{d.number(100, 900)}M\t{where}/pvc-{d.hexes(4)}"
    ]
    df = d.rows(
        [f"/dev/sda2        {size}G   {used}G  {size - used}G  {share}% /"],
        lambda i: f"tmpfs           {d.number(2, 9)}.0G     0  {d.number(2, 9)}.0G   0% /run/{i}",
    )
    text = (
        f"$ kubectl get pvc -n {d.other}\nNAME           STATUS   VOLUME     CAPACITY   ACCESS MODES   STORAGECLASS  "
        f" AGE\ndata-{d.service}-0  Bound    {claim}   {d.number(5, 12)}Gi       RWO            hostpath       {d.number(3, 90)}d\n$ df"
        " -h\nFilesystem      Size  Used Avail Use% Mounted on\n"
        + "\n".join(df)
        + f"\n$ du -sh {where}/*\n"
        + "\n".join(du)
        + "\n"
    )
    return Case("What uses up the disk here?", {"pasted.txt": text}, {"top": [f"{held}G|{share}"]})


@kind("http-4xx")
def http_4xx(d):
    status, path = d.one(413, 415, 431), f"/{d.one('photos', 'scans', 'plans')}"
    asked = [(f"POST {path}", status, 183)] + d.shuffled(
        [(f"POST {path}", status, 183)] * d.number(4, 9)
        + [(f"GET /{d.one('', 'plans', 'scans')}", 200, d.number(100, 9000)) for _ in range(1 + d.amount(20))]
    )
    lines = [
        f'{d.ip()} - - [{d.time:%d/%b/%Y:%H}:{10 + i}:{d.number(0, 59):02d} +0000] "{line} HTTP/1.1" {code} {size} "-" "curl/8.5"'
        for i, (line, code, size) in enumerate(asked)
    ]
    return Case(
        f"Why can nobody send {path[1:]}?", {"access.log": "\n".join(lines) + "\n"}, {"top": [str(status)]}, {"top": ["does not answer"]}
    )
