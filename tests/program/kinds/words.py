"""Kinds where a word alone would bring the wrong rule."""

from kinds.making import Case, comma, iso, kind, klog, lit, logfmt, serilog, slashes, syslog


@kind("resolve-not-dns", variants=10)
def resolve_not_dns(d):
    def container():
        wanted, asking = (
            f"{d.service.title()}.Core.I{d.one('Tariffs', 'Clock', 'Parcels')}",
            f"{d.service.title()}.Web.{d.one('Home', 'Route')}Controller",
        )
        text = (
            f"Startup failed\nSystem.InvalidOperationException: Unable to resolve service for type '{wanted}' while attempting to activate"
            f" '{asking}'.\n   at Microsoft.Extensions.DependencyInjection.ServiceLookup.CallSiteFactory.CreateArgumentCallSites(Type"
            f" serviceType)\n   at {d.service.title()}.Web.Program.Main(String[] args) in /build/Program.cs:line {d.number(9, 80)}"
        )
        return d.log(serilog, [(1, "FATAL", "", text)]), lit(wanted)

    def placeholder():
        key = f"{d.service}.{d.one('queue.url', 'bucket', 'mail.sender')}"
        text = (
            "Application run failed\njava.lang.IllegalArgumentException: Could not resolve placeholder "
            f"'{key}' in value \"${{{key}}}\"\n\tat org.springframework.util.PropertyPlaceholderHelper.parseStringValue"
            "(PropertyPlaceholderHelper.java:180)"
        )
        return d.log(comma, [(2, "ERROR", "o.s.boot.SpringApplication", text)]), lit(key)

    def bundler():
        module, at = d.one("tiny-gauge", "map-lite", "fuzzy-bar"), f"/{d.service}/src/{d.one('Panel', 'Gauge', 'Search')}.jsx"
        head = "".join(f"asset chunk-{d.hexes(6)}.js {d.number(3, 90)} KiB [emitted]\n" for _ in range(d.amount(6)))
        return (
            (
                f"> webpack --mode production\n\n{head}ERROR in .{at} {d.number(1, 9)}:0-31\nModule not found: Error: Can't resolve"
                f" '{module}' in '/home/ci{at.rsplit('/', 1)[0]}'\n\nwebpack 5.{d.number(60, 90)}.0 compiled with 1 error in"
                f" {d.number(900, 9000)} ms\n"
            ),
            lit(module),
        )

    def peers():
        wants, has = d.one("chart-kit", "form-grid"), d.number(15, 18)
        at = f"{d.time:%Y-%m-%dT%H:%M}"
        return (
            f"{at}:01Z $ npm ci\n{at}:09Z npm error code ERESOLVE\n{at}:09Z npm error ERESOLVE could not resolve\n"
            f"{at}:09Z npm error While resolving: {wants}@2.{has}.0\n{at}:09Z npm error Found: vue@3.4.{has}\n"
            f'{at}:09Z npm error Could not resolve dependency:\n{at}:09Z npm error peer vue@"^2.6.0" from {wants}@2.{has}.0\n'
            f"{at}:10Z ERROR: Job failed: exit code 1\n"
        ), f"{wants}|ERESOLVE"

    def subnets():
        n = d.number(2, 4)
        text = (
            f'"Reconciler error" err="failed to resolve {n} qualified subnets for the internal load balancer: 0 match the tags '
            f'kubernetes.io/role/internal-elb" ingress="{d.service}/{d.other}"'
        )
        return d.log(klog, [(5, "ERROR", "controller.go:307", text), (60, "ERROR", "controller.go:307", text)]), "subnet"

    text, cause = d.form(container, placeholder, bundler, peers, subnets)()
    return Case(f"Why does {d.service} not come up?", {"out.log": text}, {"top": [cause]}, {"all": ["[Hh]ost name", r"\bDNS\b"]})


@kind("node-word-in-component")
def node_word_in_component(d):
    pod, peer, component = f"mesh-node-{d.hexes(5)}", d.ip(), d.one("meshnet/node", "tunnel/node", "wan/node")
    where = [f"wrk-{i}" for i in d.some(range(10, 99), 3 + d.amount(5))]
    head = (
        f'"Probe failed" probeType="Readiness" pod="net-system/{pod}" podUID="{d.hexes(4)}" containerName="agent" probeResult="failure"'
        " output=<"
    )
    lines = []
    for i in range(d.number(2, 4)):
        start = f"{d.time:%b %d %H:%M}:{i * 10 + 5:02d} {where[0]} kubelet[{d.pid}]:"
        lines += [
            f"{start} I{d.time:%m%d %H:%M}:{i * 10 + 5:02d}.120000    {d.pid} prober.go:107] {head}",
            f"{start}         {component} is not ready: router is not ready: BGP not established with {peer}",
            f"{start}  >",
        ]
    nodes = [f"{'NAME':<8}{'STATUS':<9}{'ROLES':<9}{'AGE':<7}VERSION"]
    nodes += [f"{n:<8}{'Ready':<9}{'<none>':<9}{d.number(3, 99)}d{'':<4}v1.30.1" for n in d.shuffled(where)]
    return Case(
        f"Why is {pod} on {where[0]} not ready?",
        d.files(kubelet__log="\n".join(lines) + "\n", nodes__txt="\n".join(nodes) + "\n"),
        {"top": ["BGP not established", lit(peer)]},
        {"all": ["A node is not ready"]},
    )


@kind("misconfigured-word")
def misconfigured_word(d):
    port, store = d.one(2379, 2181, 8500), d.one("etcd", "registry", "keystore")
    tried = "; ".join(f"error #{i}: dial tcp {d.ip()}:{port}: connect: connection refused" for i in range(d.number(2, 4)))
    text = f"Error: client: {store} cluster is unavailable or misconfigured; {tried}"
    style = d.one(iso, syslog, slashes)
    log = d.log(
        style,
        [(1, "ERROR", d.service, text), (10, "INFO", d.service, f"starting, version 2.{d.number(0, 9)}.1"), (1, "ERROR", d.service, text)],
    )
    return Case(
        f"What keeps {d.service} from starting?",
        {"agent.log": log},
        {"top": ["refuse", rf":{port}\b|10\.\d+\.\d+\.\d+"]},
        {"all": ["configuration is not valid"]},
    )


@kind("inotify-not-descriptors")
def inotify_not_descriptors(d):
    limit = d.one(64, 128, 256)

    def instances():
        text = f"msg=\"{d.service} cannot follow its files\" err=\"{d.one('fsnotify: ', '')}inotify_init1: too many open files\""
        return d.log(logfmt, [(1, "ERROR", "watch", text), (20, "ERROR", "watch", text)])

    def watches():
        text = f"Error: ENOSPC: System limit for number of file watchers reached, watch '/srv/{d.service}/pages'"
        return d.log(iso, [(1, "ERROR", d.service, text), (20, "ERROR", d.service, text)])

    limits = d.shuffled(
        [f"fs.inotify.max_user_instances = {limit}", "fs.inotify.max_queued_events = 16384", "fs.inotify.max_user_watches = 8192"]
    )
    return Case(
        f"Why does {d.service} crash?",
        d.files(
            agent__log=d.form(instances, watches)(), limits__txt="$ sysctl fs.inotify\n" + "\n".join(limits) + "\n$ ulimit -n\n1048576\n"
        ),
        {"top": ["inotify|max_user|[Ww]atch"]},
        {"all": ["ulimit -n \\d|[Rr]aise the (descriptor|open files)", "disk is full|[Ff]ree space"]},
    )


@kind("permission-denied-socket")
def permission_denied_socket(d):
    port, (a, b), program = d.port(), (d.ip(), d.ip()), d.one("nginx", "squid")
    domain = {"nginx": "httpd_t", "squid": "squid_t"}[program]
    stamp = int(d.time.timestamp())
    audit = [
        f"type=AVC msg=audit({stamp + i}.{d.number(100, 999)}:{7000 + i}): avc:  denied  {{ name_connect }} for  pid={d.pid}"
        f' comm="{program}" dest={port} scontext=system_u:system_r:{domain}:s0 tcontext=system_u:object_r:unreserved_port_t:s0'
        " tclass=tcp_socket permissive=0"
        for i in range(d.number(1, 3))
    ]
    text = f"connect() to {a}:{port} failed (13: Permission denied) while connecting to upstream"
    log = d.log(syslog, [(2, "ERROR", program, text), (4, "ERROR", program, text.replace(a, b))])
    return Case(
        "Why are no backends reached although they answer to curl?",
        d.files(audit__log="\n".join(audit) + "\n", proxy__log=log),
        {"top": ["SELinux|avc|AVC"]},
        {"all": ["owner and mode"]},
    )


@kind("banner-is-no-change")
def banner_is_no_change(d):
    address, version = f"{d.ip()}:{d.port()}", f"{d.number(1, 9)}.{d.number(0, 20)}.{d.number(0, 9)}"
    line = d.one("=", "*", "-") * d.number(40, 78)
    banner = f"{line}\n  {d.service.title()} gateway\n    Version:   v{version}\n    Commit:    {d.hexes(8)}\n{line}\n"
    text = f'Failed to list routes: Get "https://{address}/v1/routes": dial tcp {address}: connect: connection refused'
    log = d.log(klog, [(2, "ERROR", "routes.go:88", text), (5, "ERROR", "routes.go:88", text), (5, "ERROR", "routes.go:88", text)])
    return Case(
        "What is wrong with the gateway?",
        {"gateway.log": banner + log},
        {"top": ["refuse", lit(address.split(":")[0])]},
        {"all": [lit(version), "gateway`|Version:|Commit:", "undo it"]},
    )


@kind("second-instance")
def second_instance(d):
    lock, pid = f"/var/lib/{d.service}/{d.one('daemon', 'main', 'run')}.{d.one('lock', 'pid', 'lck')}", d.number(200, 30000)
    text = d.one(
        f"cannot lock {lock}: Resource temporarily unavailable (held by pid {pid})",
        f"another instance is already running (pid {pid}, lock file {lock})",
        f"could not acquire lock {lock}: held by process {pid}",
    )
    style = d.one(iso, comma, syslog)
    log = d.log(style, [(1, "INFO", d.service, "reading settings"), (1, "ERROR", d.service, text), (1, "INFO", d.service, "giving up")])
    return Case(
        f"Why can {d.service} not be started?",
        {"start.log": log},
        {"top": ["lock|already|instance", lit(pid)]},
        {"all": ["thread limit", "process limit"]},
    )
