"""Kinds that need knowledge of codes, of technologies, or of how two things hang together."""

import datetime

from kinds.making import Case, comma, iso, kernel, kind, klog, lit, plain, slashes, syslog

DENIED = "cause itself is not shown"


@kind("exit-codes", variants=6)
def exit_codes(d):
    text, cause = d.form(
        (f"child ended with return code {d.one('-9', '137')}", "SIGKILL|signal 9|killed"),
        (f"Process finished with exit code {d.one(139, -11)}", "[Ss]egmentation|SIGSEGV|signal 11"),
        (f"{d.service} finished, rc=127", "not found|PATH|cannot be started"),
    )
    log = d.log(
        d.one(comma, iso),
        [
            (1, "INFO", d.service, f"reading {d.number(2, 90)} files"),
            (90, "INFO", "runner", text),
            (1, "INFO", "runner", f"next run in {d.number(2, 24)}h"),
        ],
    )
    return Case(f"What ended {d.service}?", {"run.log": log}, {"top": [cause]}, {"top": ["does not answer"]})


@kind("error-numbers", variants=6)
def error_numbers(d):
    text, cause = d.form(
        ("accept failed, errno=24", "open files|EMFILE|descriptor"),
        ("insert failed sqlstate=53100", "[Dd]isk|space"),
        (f"write of part {d.number(1, 9)} failed, errno=28", "[Dd]isk|space"),
    )
    log = d.log(
        d.one(iso, comma),
        [
            (1, "INFO", d.service, f"{d.number(100, 900)} feeds"),
            (3, "ERROR", d.service, text),
            (3, "ERROR", d.service, text),
            (1, "INFO", d.service, "trying again"),
        ],
    )
    return Case(f"Why does {d.service} fail?", {"svc.log": log}, {"top": [cause]})


@kind("certificate-without-ip-san")
def certificate_without_ip_san(d):
    ips = [d.ip() for _ in range(d.number(1, 3))]
    port = d.one(10250, 8443, 9100)
    events = [
        (
            9,
            "ERROR",
            "fetch.go:77",
            (
                f'"Failed to read host" err="Get \\"https://{ip}:{port}/stats\\": x509: cannot validate certificate for {ip} because it'
                f' doesn\'t contain any IP SANs" host="h{i}"'
            ),
        )
        for i, ip in enumerate(ips)
    ]
    return Case(
        "Why are there no figures?", {"collector.log": d.log(klog, events)}, {"top": ["[Cc]ertificate|not valid for"]}, {"all": [DENIED]}
    )


@kind("tls-name")
def tls_name(d):
    host = f"{d.other}.{d.one('lan', 'corp.test')}"
    text, cause = d.form(
        (f"dial https://{host}:{d.port()}: x509: certificate relies on legacy Common Name field, use SANs instead", "[Cc]ertificate"),
        (f"dial https://{host}:{d.port()}: x509: certificate is valid for {d.third}.lan, not {host}", "[Cc]ertificate"),
    )
    log = d.log(d.one(iso, slashes), [(1, "INFO", d.service, "starting")] + [(10, "ERROR", d.service, text)] * 3)
    return Case(f"Why does {d.service} not get through?", {"svc.log": log}, {"answer": [cause, lit(host)]}, {"answer": [DENIED]})


@kind("tls-to-plaintext")
def tls_to_plaintext(d):
    def envoy():
        at = f"[{d.time:%Y-%m-%d %H:%M:%S}.10{d.number(0, 9)}][{d.number(10, 40)}][debug]"
        error = "TLS_error:|268435703:SSL routines:OPENSSL_internal:WRONG_VERSION_NUMBER"
        return "".join(
            f"{at}[{c}] [source/common/{f}] [C{d.number(10, 90)}] {t}\n"
            for c, f, t in (
                ("connection", "tls/ssl_socket.cc:246", error),
                ("router", "router/router.cc:1279", f"upstream reset: reset reason: connection failure, transport failure reason: {error}"),
            )
        )

    def library():
        text = f"request to {d.other}:{d.port()} failed: [SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:1129)"
        return d.log(comma, [(3, "ERROR", d.service, text), (9, "ERROR", d.service, text)])

    def go():
        text = f'Get "https://{d.other}:{d.port()}/v1": http: server gave HTTP response to HTTPS client'
        return d.log(iso, [(3, "ERROR", d.service, text), (9, "ERROR", d.service, text)])

    return Case(
        "Why do the calls fail?",
        {"calls.log": d.form(envoy, library, go)()},
        {"top": ["plain|HTTP response|not TLS|without TLS"]},
        {"all": [DENIED]},
    )


@kind("token-clock")
def token_clock(d):
    later = lambda s: d.time + datetime.timedelta(seconds=s)

    def not_yet():
        skew = d.number(60, 300)
        row = lambda s: (
            f"{later(s):%Y-%m-%dT%H:%M:%S}.{d.number(100, 999)}Z edge WARN {d.one('GET', 'POST')} /{d.service} 401 {d.number(1, 9)}ms"
            f" token rejected: JWT not active yet (nbf {later(s + skew):%Y-%m-%dT%H:%M:%S}Z)"
        )
        calm = lambda s: f"{later(s):%Y-%m-%dT%H:%M:%S}.{d.number(100, 999)}Z edge INFO GET /{d.other} 200 {d.number(1, 9)}ms"
        return "\n".join([calm(0)] + [x for i in range(1, 4) for x in [row(9 * i)] + [calm(9 * i + 3)] * d.amount(2)]) + "\n", [
            "does not answer"
        ]

    def skewed():
        ahead = d.number(1000, 3000)
        text = (
            'store failed: 403 Forbidden\n<?xml version="1.0" encoding="UTF-8"?><Error><Code>RequestTimeTooSkewed</Code><Message>The'
            " difference between the request time and the current time is too large.</Message>"
            f"<RequestTime>{later(3):%Y%m%dT%H%M%SZ}</RequestTime><ServerTime>{later(3 - ahead):%Y-%m-%dT%H:%M:%SZ}</ServerTime><MaxAllowedSkewMilliseconds>900000</MaxAllowedSkewMilliseconds></Error>"
        )
        return d.log(plain, [(3, "ERROR", d.service, text), (1, "INFO", d.service, "given up")], before=False), ["^Permission"]

    log, never = d.form(not_yet, skewed)()
    return Case("Why are the calls refused?", {"calls.log": log}, {"top": ["[Cc]lock"]}, {"top": never})


@kind("version-mismatch")
def version_mismatch(d):
    old, new = d.number(20, 40), d.number(41, 90)
    text = d.one(
        f"database schema version {new} is newer than the version {old} that this binary supports",
        f"store format {new} is newer than this release can read (up to {old})",
        f"unsupported state version {new}, highest known is {old}",
    )
    log = d.log(
        iso,
        [
            (1, "INFO", d.service, f"image {d.number(2, 9)}.1 pulled"),
            (1, "ERROR", d.service, text),
            (1, "INFO", d.service, "stopped"),
            (10, "INFO", d.service, "starting"),
        ],
    )
    return Case("Why does it not start since we went back?", {"svc.log": log}, {"answer": [str(new), str(old)]}, {"answer": [DENIED]})


@kind("disk-link-not-disk")
def disk_link_not_disk(d):
    port = f"ata{d.number(1, 12)}"
    once = [
        (
            200,
            "",
            "",
            (
                f"{port}.00: exception Emask 0x10 SAct 0x40 SErr 0x400100 action 0x6 frozen\n{port}.00: irq_stat 0x08000000, interface"
                f" fatal error\n{port}: SError: {{ UnrecovData Handshk BadCRC }}\n{port}.00: failed command: {d.one('READ', 'WRITE')} FPDMA"
                f" QUEUED\n{port}.00: status: {{ DRDY }}\n{port}: hard resetting link"
            ),
        ),
        (1, "", "", f"{port}: SATA link up 6.0 Gbps (SStatus 133 SControl 300)\n{port}: EH complete"),
    ]
    return Case(
        "The disk tests fine; what are all these errors?",
        {"dmesg.txt": d.log(kernel, once * d.number(1, 3), most=6)},
        {"top": ["[Cc]able|[Ll]ink", port]},
        {"all": [DENIED]},
    )


@kind("nvme-controller-hangs")
def nvme_controller_hangs(d):
    name = f"nvme{d.number(0, 5)}"
    events = [
        (
            10,
            "",
            "kernel",
            (
                f"nvme {name}: I/O tag {d.number(10, 900)} (a0b1) opcode 0x1 (Write) QID {d.number(1, 16)} timeout, aborting"
                " req_op:WRITE(1) size:4096"
            ),
        ),
        (
            30,
            "",
            "kernel",
            f"nvme {name}: I/O tag {d.number(10, 900)} (a0b1) opcode 0x1 (Write) QID {d.number(1, 16)} timeout, reset controller",
        ),
        (70, "", "kernel", f"nvme {name}: Device not ready; aborting reset, CSTS=0x1"),
        (0, "", "kernel", f"I/O error, dev {name}n1, sector {d.number(9000, 99999)} op 0x1:(WRITE) flags 0x103000 phys_seg 1 prio class 2"),
        (0, "", "kernel", f"EXT4-fs error (device {name}n1p1): ext4_journal_check_start:83: comm {d.service}: Detected aborted journal"),
        (0, "", "kernel", f"EXT4-fs ({name}n1p1): Remounting filesystem read-only"),
    ]
    quiet = d.log(syslog, events, between=False, before=False, most=1)
    return Case(
        "Why can the root disk no longer be written?",
        {"messages.txt": quiet},
        {"top": [f"{name}.*(timeout|controller|timed out)|controller.*{name}"]},
        {"first": ["^The file system cannot be written"]},
    )


@kind("belongs-to-another-cluster")
def belongs_to_another_cluster(d):
    mine, theirs = d.hexes(16), d.hexes(16)

    def kafka():
        at = f"[{d.time:%Y-%m-%d %H:%M:%S},0{d.number(10, 99)}]"
        return (
            f"{at} INFO Cluster ID = {theirs} (kafka.server.KafkaServer)\n{at} ERROR Fatal error during KafkaServer startup. Prepare to"
            f" shutdown (kafka.server.KafkaServer)\nkafka.common.InconsistentClusterIdException: The Cluster ID {theirs} doesn't match"
            f" stored clusterId Some({mine}) in meta.properties. The broker is trying to join the wrong cluster. Configured"
            f" zookeeper.connect may be wrong.\n\tat kafka.server.KafkaServer.startup(KafkaServer.scala:{d.number(200, 300)})\n{at} INFO"
            " shutting down (kafka.server.KafkaServer)\n"
        )

    def own():
        return d.log(
            iso,
            [
                (1, "INFO", d.service, "joining"),
                (
                    2,
                    "ERROR",
                    d.service,
                    f"data directory /var/lib/{d.service} belongs to cluster {mine}, but the peers are of cluster {theirs}",
                ),
                (1, "INFO", d.service, "stopped"),
            ],
        )

    return Case(
        "Why does the member not join?", {"member.log": d.form(kafka, own)()}, {"top": ["cluster", f"{mine}|{theirs}"]}, {"all": [DENIED]}
    )


@kind("fallback-to-localhost")
def fallback_to_localhost(d):
    what, line = d.one("namespaces", "configmaps", "secrets"), d.number(3, 90)
    kind_ = {"namespaces": "kubernetes_namespace", "configmaps": "kubernetes_config_map", "secrets": "kubernetes_secret"}[what]
    calm = [f"aws_subnet.{d.other}[{i}]: Creation complete after {d.number(1, 9)}s [id=subnet-{d.hexes(6)}]\n" for i in range(d.amount(5))]
    box = [
        "╷",
        f"│ Error: Post \"http://localhost/api/v1/{what}\": dial tcp {d.one('127.0.0.1', '[::1]')}:80: connect: connection refused",
        "│ ",
        f"│   with {kind_}.{d.service},",
        f'│   on {d.other}.tf line {line}, in resource "{kind_}" "{d.service}":',
        f'│   {line}: resource "{kind_}" "{d.service}" {{',
        "│ ",
        "╵",
    ]
    return Case(
        "What stops the apply?",
        {"apply.log": "".join(calm) + f"{kind_}.{d.service}: Creating...\n" + "\n".join(box) + "\n"},
        {"top": [rf"provider|kubeconfig|{d.other}\.tf"]},
        {"all": ["other side runs"]},
    )


@kind("resolver-does-not-answer")
def resolver_does_not_answer(d):
    resolver = d.ip()
    fails = [
        f"[ERROR] plugin/errors: 2 {d.one('git', 'pypi', 'cdn')}.{d.service}.test. {d.one('A', 'AAAA')}: read udp"
        f" 10.42.{d.number(0, 9)}.{d.number(2, 90)}:{d.number(30000, 60000)}->{resolver}:53: i/o timeout"
        for _ in range(d.number(3, 8))
    ]
    calm = [
        "[INFO] CoreDNS-1.11.3",
        '[INFO] plugin/ready: Still waiting on: "kubernetes"',
        "[INFO] plugin/reload: Running configuration SHA512 = " + d.hexes(8),
    ][: 1 + d.amount(2)]
    return Case(
        "Why are outside names not found?",
        {"dns.log": "\n".join(calm + fails) + "\n"},
        {"top": ["[Rr]esolver|DNS", lit(resolver)]},
        {"all": [DENIED]},
    )


@kind("csi-driver-not-registered")
def csi_driver_not_registered(d):
    driver, plugin, n = f"{d.service}.csi.{d.one('test', 'vendor.io')}", f"{d.service}-csi-node", d.number(3, 6)
    row = lambda name, want: (
        f"{'storage':<13} {name:<20} {want:<9} {want:<9} {want:<7} {want:<12} {want:<11} kubernetes.io/os=linux   {d.number(3, 90)}d"
    )
    sets = (
        "NAMESPACE     NAME                 DESIRED   CURRENT   READY   UP-TO-DATE   AVAILABLE   NODE SELECTOR            AGE\n"
        + "\n".join(d.rows([row(plugin, n - 1), row("kube-proxy", n)], lambda i: row(f"agent-{i}", n), 3))
        + "\n"
    )
    pod = f"pod/{d.other}-{d.number(0, 5)}"
    events = (
        "LAST SEEN   TYPE      REASON        OBJECT              MESSAGE\n"
        + "\n".join(
            d.rows(
                [
                    f"{d.number(10, 50)}s         Warning   FailedMount   {pod:<19} MountVolume.MountDevice failed for volume"
                    f' "pv-{d.other}" : kubernetes.io/csi: attacher.MountDevice failed to create newCsiDriverClient: driver name {driver}'
                    " not found in the list of registered CSI drivers"
                ],
                lambda i: (
                    f'{d.number(3, 9)}m          Normal    Pulled        pod/{d.third}-{i:<9} Container image "registry.test/{d.third}:1"'
                    " already present on machine"
                ),
                3,
            )
        )
        + "\n"
    )
    nodes = (
        "NAME     STATUS   ROLES    AGE   VERSION\n"
        + "\n".join(f"wrk-{i + 11}   Ready    <none>   {d.number(2, 90)}d   v1.29.2" for i in range(n))
        + "\n"
    )
    return Case(
        f"Why does {pod[4:]} not get its volume?",
        d.files(daemonsets__txt=sets, events__txt=events, nodes__txt=nodes),
        {"top": [f"{plugin}|DaemonSet|CSI driver"], "lead": [f"{plugin}|DaemonSet"]},
        {"all": ["config map exists"]},
    )


@kind("rwo-claim-second-node")
def rwo_claim_second_node(d):
    claim, volume, hash_ = f"{d.service}-data", f"pvc-{d.hexes(4)}", d.hexes(4)
    row = lambda age, t, reason, obj, text: f"{age:<11} {t:<9} {reason:<20} {obj:<30} {text}"
    rows = d.rows(
        [
            row(
                "3m",
                "Normal",
                "Scheduled",
                f"pod/{d.service}-{hash_}-b",
                f"Successfully assigned {d.other}/{d.service}-{hash_}-b to wrk-{d.number(10, 99)}",
            ),
            row(
                "3m",
                "Warning",
                "FailedAttachVolume",
                f"pod/{d.service}-{hash_}-b",
                f'Multi-Attach error for volume "{volume}" Volume is already used by pod(s) {d.service}-{hash_}-a',
            ),
        ],
        lambda i: row(
            f"{i + 4}m", "Normal", "Pulled", f"pod/{d.third}-{i}", f'Container image "registry.test/{d.third}:2" already present on machine'
        ),
    )
    manifest = (
        f"apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata:\n  name: {claim}\n  namespace: {d.other}\nspec:\n  accessModes:\n  -"
        f" ReadWriteOnce\n  resources:\n    requests:\n      storage: {d.number(5, 90)}Gi\n  volumeName: {volume}\nstatus:\n  phase:"
        " Bound\n"
    )
    return Case(
        "Why does the other replica not come up?",
        d.files(events__txt=row("LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE") + "\n" + "\n".join(rows) + "\n", claim__yaml=manifest),
        {"lead": ["ReadWriteOnce"]},
        {"all": ["config map exists"]},
    )


@kind("liveness-kills-slow-start")
def liveness_kills_slow_start(d):
    delay, period, failures = d.one(10, 15, 30), d.one(10, 15), d.one(3, 5)
    end = d.time + datetime.timedelta(seconds=delay + period * failures - d.number(0, 2))
    text = f"""apiVersion: v1
kind: Pod
metadata:
  name: {d.service}-{d.hexes(4)}
  namespace: {d.other}
spec:
  containers:
  - name: {d.service}
    image: registry.test/{d.service}:{d.number(1, 9)}.2
    ports:
    - containerPort: {d.port()}
      name: web
    livenessProbe:
      httpGet:
        path: /{d.one('alive', 'healthz')}
        port: web
      initialDelaySeconds: {delay}
      periodSeconds: {period}
      failureThreshold: {failures}
status:
  phase: Running
  containerStatuses:
  - name: {d.service}
    ready: false
    restartCount: {d.number(5, 90)}
    state:
      running:
        startedAt: "{end + datetime.timedelta(seconds=2):%Y-%m-%dT%H:%M:%SZ}"
    lastState:
      terminated:
        exitCode: 0
        reason: Completed
        startedAt: "{d.time:%Y-%m-%dT%H:%M:%SZ}"
        finishedAt: "{end:%Y-%m-%dT%H:%M:%SZ}"
"""
    return Case("It ends with code 0 over and over. Why?", {"pod.yaml": text}, {"top": ["[Ll]iveness"]}, {"all": [DENIED]})


@kind("crash-site", variants=6)
def crash_site(d):
    function, file, line = (
        f"{d.one('berth', 'unit', 'plan')}_{d.one('find', 'next', 'free')}",
        d.one("berth", "unit", "plan"),
        d.number(20, 300),
    )

    def debugger():
        frame = f"#0  0x000055d0{d.hexes(4)} in {function} (t=0x0, n={d.number(1, 90)}) at {file}.c:{line}"
        return (
            (
                f"Core was generated by `/usr/sbin/{d.service}d -f /etc/{d.service}.conf'.\nProgram terminated with signal SIGSEGV,"
                f" Segmentation fault.\n{frame}\n{line}\t    return t->rows[n];\n[Current thread is 1 (Thread 0x7f10 (LWP {d.pid}))]\n(gdb)"
                f" bt\n{frame}\n#1  0x000055d0{d.hexes(4)} in on_call (fd={d.number(3, 30)}) at main.c:{d.number(20, 300)}\n#2 "
                f" 0x000055d0{d.hexes(4)} in main (argc=3, argv=0x7ffe) at main.c:{d.number(301, 400)}\n"
            ),
            [function],
        )

    def race():
        a, b, kind_ = d.one("Put", "Add"), d.one("Len", "Each"), d.one("Index", "Gauge")
        return (
            (
                f"==================\nWARNING: DATA RACE\nWrite at 0x00c0000{d.hexes(5)} by goroutine {d.number(7, 30)}:\n "
                f" {d.service}/store.(*{kind_}).{a}()\n      /src/store/store.go:{line} +0x4e\n  {d.service}/api.take()\n     "
                f" /src/api/take.go:{d.number(10, 90)} +0x91\n\nPrevious read at 0x00c0000{d.hexes(5)} by goroutine {d.number(31, 60)}:\n "
                f" {d.service}/store.(*{kind_}).{b}()\n      /src/store/store.go:{line + 20} +0x3a\n==================\nFound 1 data"
                " race(s)\nexit status 66\n"
            ),
            [a, b],
        )

    def dotnet():
        name = d.service.title()
        return (
            (
                f"{d.service} 2.{d.number(0, 9)}\nUnhandled exception. System.NullReferenceException: Object reference not set to an"
                f" instance of an object.\n   at {name}.Intake.Reader.Take(Row row) in /src/Reader.cs:line {line}\n   at"
                f" {name}.Intake.Job.Run() in /src/Job.cs:line {d.number(5, 90)}\n"
            ),
            ["Reader"],
        )

    text, names = d.form(debugger, race, dotnet)()
    return Case("Where in the code is the fault?", {"crash.txt": text}, {"answer": names})


@kind("node-with-address")
def node_with_address(d):
    node, secret = f"wrk-{d.number(10, 99)}", f"{d.service}-{d.one('cert', 'login')}"
    rows = d.rows(
        [
            f'  Warning  FailedMount  1m (x{d.number(2, 9)} over 5m)    kubelet  MountVolume.SetUp failed for volume "keys" : secret'
            f' "{secret}" not found'
        ],
        lambda i: (
            f'  Normal   Pulled       {i + 2}m                 kubelet  Container image "registry.test/base:{i}" already present on machine'
        ),
        3,
    )
    text = (
        f"Name:             {d.service}-{d.hexes(4)}-{d.hexes(5)}\nNamespace:        {d.other}\nNode:             {node}/{d.ip()}\nStatus: "
        "          Pending\nEvents:\n  Type     Reason       Age                From     Message\n  ----     ------       ----            "
        "   ----     -------\n"
        + "\n".join(rows)
        + "\n"
    )
    return Case(f"What keeps the pods on {node} from starting?", {"describe.txt": text}, {"top": [secret]}, {"all": ["does not occur"]})


@kind("runbook-by-own-words")
def runbook_by_own_words(d):
    word, thing = d.form(
        ("stale quorum file", "quorum"),
        ("ballast tank mismatch", "ballast"),
        ("orphaned berth lease", "berth"),
        ("ticker skipped a beat", "ticker"),
    )
    log = d.log(
        iso,
        [(2, "ERROR", d.service, f"{word} after {d.number(2, 9)} tries"), (2, "ERROR", d.other, f"lost the lead of zone-{d.number(1, 9)}")],
        most=6,
    )
    kb = {
        "many-5xx.md": "# Many 5xx\n\n## Diagnosis\n\nCount the errors of the log per minute. Read the first error.\n",
        "copy-stopped.md": "# Copy stopped\n\n## Diagnosis\n\nRead the last error; errors of the log name the statement.\n",
        f"{thing}-trouble.md": (
            f'# Trouble with the {thing}\n\n## Symptoms\n\nThe log says "{word}".\n\n## Mitigation\n\nStop the {thing} on one side, then'
            " start it again.\n"
        ),
    }
    return Case(
        f"What is wrong with {d.service}?",
        {"svc.log": log},
        {"all": [rf"K1 +{thing}-trouble"]},
        below=0.5,
        kb={k: kb[k] for k in d.shuffled(kb)},
    )
