#!/bin/bash
# Prometheus with a rule file that does not parse, with a target whose path moved, with a folder of root's; Alertmanager whose
# receiver is away; etcd at its quota and with a member of another cluster; memcached with values over its limit; ZooKeeper
# without its id. Runs of Prometheus, etcd, memcached and the node exporter stay healthy.
set -u
mkdir -p /srv/prom /etc/prometheus/rules /var/lib/prometheus /srv/etcd
prom() { # prom LINES-OF-SCRAPE
    printf 'global:\n  scrape_interval: 2s\n  evaluation_interval: 2s\nrule_files: [/etc/prometheus/rules/*.yml]\nalerting:\n  alertmanagers:\n    - static_configs: [{targets: ["10.20.0.41:9093"]}]\nscrape_configs:\n  - job_name: node\n    static_configs: [{targets: ["10.20.0.31:9100"]}]\n  - job_name: prometheus\n    static_configs: [{targets: ["10.20.0.41:9090"]}]\n%s' "${1:-}" > /etc/prometheus/prometheus.yml
    printf 'groups:\n  - name: shop\n    rules:\n      - alert: TargetDown\n        expr: up == 0\n        for: 4s\n        labels: {severity: page}\n      - record: job:up:sum\n        expr: sum by (job) (up)\n' > /etc/prometheus/rules/shop.yml
}
start() { exec prometheus --config.file=/etc/prometheus/prometheus.yml --storage.tsdb.path=/var/lib/prometheus --web.listen-address=10.20.0.41:9090 --storage.tsdb.min-block-duration=2h "$@"; }
node() { prometheus-node-exporter --web.listen-address=10.20.0.31:9100 --collector.disable-defaults --collector.loadavg --collector.meminfo --collector.uname --collector.time --collector.netdev > "${1:-/dev/null}" 2>&1 & node=$!; sleep 1; }
rule() {
    o=/out/prom-rule; mkdir -p $o; rm -rf /var/lib/prometheus/*; prom; node; start > /dev/null 2> /tmp/p.log & p=$!; sleep 4
    printf 'groups:\n  - name: checkout\n    rules:\n      - alert: CheckoutErrors\n        expr: sum(rate(http_requests_total{job="checkout",code=~"5.."}[5m]) / sum(rate(http_requests_total{job="checkout"}[5m])) > 0.05\n        for: 5m\n' > /etc/prometheus/rules/checkout.yml
    kill -HUP $p; sleep 2; kill $p; wait $p; (start > /dev/null 2>> /tmp/p.log); kill $node; cp /tmp/p.log $o/evidence-prometheus.log; rm /etc/prometheus/rules/checkout.yml
}
target() {
    o=/out/prom-target; mkdir -p $o; rm -rf /var/lib/prometheus/*; prom $'  - job_name: checkout\n    static_configs: [{targets: ["10.20.0.31:8090"]}]\n  - job_name: cart\n    static_configs: [{targets: ["10.20.0.31:8090"]}]\n    metrics_path: /internal/metrics\n'; node
    python3 -c "
import http.server
class H(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        ok = self.path == '/internal/metrics'; self.send_response(200 if ok else 404); self.end_headers(); self.wfile.write(b'checkout_orders_total 1\n' if ok else b'not found')
    def log_message(self, *a): pass
http.server.HTTPServer(('10.20.0.31', 8090), H).serve_forever()" & h=$!
    start --log.level=debug > /dev/null 2> /tmp/p.log & p=$!; sleep 14; curl -s http://10.20.0.41:9090/api/v1/targets?state=active | python3 -m json.tool > $o/evidence-targets.json; curl -s http://10.20.0.41:9090/api/v1/alerts | python3 -m json.tool > $o/evidence-alerts.json; cp /tmp/p.log $o/evidence-prometheus.log; kill $p $node $h; wait $p
}
owner() {
    o=/out/prom-owner; mkdir -p $o; rm -rf /var/lib/prometheus/*; prom; (start > /dev/null 2>&1) & p=$!; sleep 4; pkill -P $p; kill $p; sleep 1; chown -R root:root /var/lib/prometheus
    (cd / && setpriv --reuid=prometheus --regid=prometheus --clear-groups prometheus --config.file=/etc/prometheus/prometheus.yml --storage.tsdb.path=/var/lib/prometheus --web.listen-address=10.20.0.41:9090) > $o/evidence.log 2>&1
}
receiver() {
    o=/out/alertmanager-receiver; mkdir -p $o; rm -rf /var/lib/prometheus/* /srv/am; prom
    printf 'route: {receiver: chat, group_wait: 1s, group_interval: 2s, repeat_interval: 3s}\nreceivers:\n  - name: chat\n    webhook_configs: [{url: "http://10.20.0.31:8060/hook"}]\n' > /etc/prometheus/alertmanager.yml
    prometheus-alertmanager --config.file=/etc/prometheus/alertmanager.yml --storage.path=/srv/am --web.listen-address=10.20.0.41:9093 --cluster.listen-address= --log.level=debug > $o/evidence-alertmanager.log 2>&1 & a=$!
    python3 -c "
import http.server
class H(http.server.BaseHTTPRequestHandler):
    def do_POST(self): self.rfile.read(int(self.headers['Content-Length'])); self.send_response(403); self.end_headers(); self.wfile.write(b'{\"error\": \"invalid token\"}')
    def log_message(self, *a): pass
http.server.HTTPServer(('10.20.0.31', 8060), H).serve_forever()" & h=$!
    start --rules.alert.resend-delay=2s > /dev/null 2>&1 & p=$!; sleep 25; kill $a $p $h
}
etcd1() { exec etcd --name "$1" --data-dir "/srv/etcd/$1" --listen-client-urls "http://$2:2379" --advertise-client-urls "http://$2:2379" --listen-peer-urls "http://$2:2380" --initial-advertise-peer-urls "http://$2:2380" "${@:3}"; }
quota() {
    o=/out/etcd-quota; mkdir -p $o; rm -rf /srv/etcd/*; etcd1 infra1 10.20.0.11 --initial-cluster infra1=http://10.20.0.11:2380 --quota-backend-bytes=6000000 > $o/evidence-etcd.log 2>&1 & e=$!; sleep 3; export ETCDCTL_API=3 ETCDCTL_ENDPOINTS=http://10.20.0.11:2379
    { for i in $(seq 60); do echo "$(date '+%F %T.%3N') put /leases/worker-$((i % 9)): $(head -c 150000 /dev/urandom | base64 -w0 | etcdctl put /leases/worker-$((i % 9)) 2>&1)"; sleep 0.1; done; } > $o/evidence-writer.log; { echo '$ etcdctl endpoint status -w table'; etcdctl endpoint status -w table; echo '$ etcdctl endpoint health'; etcdctl endpoint health; } > $o/evidence-status.txt 2>&1; kill $e
}
mismatch() {
    unset ETCDCTL_ENDPOINTS
    o=/out/etcd-cluster; mkdir -p $o; rm -rf /srv/etcd/*; c=infra1=http://10.20.0.11:2380,infra2=http://10.20.0.12:2380,infra3=http://10.20.0.13:2380
    etcd1 infra3 10.20.0.13 --initial-cluster infra3=http://10.20.0.13:2380 --initial-cluster-token old > /dev/null 2>&1 & e=$!; sleep 3; kill $e; wait $e
    etcd1 infra1 10.20.0.11 --initial-cluster $c --initial-cluster-token shop > $o/evidence-infra1.log 2>&1 & e1=$!; etcd1 infra2 10.20.0.12 --initial-cluster $c --initial-cluster-token shop > /dev/null 2>&1 & e2=$!; sleep 3
    etcd1 infra3 10.20.0.13 --initial-cluster $c --initial-cluster-token shop > $o/evidence-infra3.log 2>&1 & e3=$!; sleep 9; { echo '$ etcdctl endpoint health --endpoints=...'; ETCDCTL_API=3 etcdctl --endpoints http://10.20.0.11:2379,http://10.20.0.12:2379,http://10.20.0.13:2379 endpoint status -w table; ETCDCTL_API=3 etcdctl --endpoints http://10.20.0.11:2379 member list -w table; } 2>&1 | sed 's/health --endpoints=.../status -w table; etcdctl member list -w table/' > $o/evidence-status.txt; kill $e1 $e2 $e3; wait $e1 $e2 $e3
    for f in $o/*.log; do head -n 300 $f > /tmp/x; cp /tmp/x $f; done
}
memcache() {
    o=/out/memcached-large; mkdir -p $o; memcached -u memcache -l 10.20.0.12 -I 512k -m 64 -vv > $o/evidence-memcached.log 2>&1 & m=$!; sleep 1
    python3 - > $o/evidence-app.log <<'PY'
import logging, random, socket, sys, time
logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s %(message)s", level=logging.INFO, stream=sys.stdout); log = logging.getLogger("catalog.cache")
s = socket.create_connection(("cache01", 11211)); f = s.makefile("rwb")
def call(line, body=b""):
    f.write(line.encode() + b"\r\n" + (body + b"\r\n" if body else b"")); f.flush(); return f.readline().decode().strip()
for n in range(1, 90):
    size = 700000 if n % 9 == 0 else random.randint(500, 9000); key = "category:%d:page" % n
    r = call("set %s 0 600 %d" % (key, size), b"x" * size)
    log.info("%s cached, %d bytes", key, size) if r == "STORED" else log.warning("%s not cached (%s), rendered in %d ms, every request will render it again", key, r, random.randint(900, 1500)); time.sleep(0.05)
PY
    kill $m; sleep 1; tail -n 250 $o/evidence-memcached.log > /tmp/x; cp /tmp/x $o/evidence-memcached.log
}
zookeeper() {
    o=/out/zookeeper-id; mkdir -p $o; rm -rf /srv/zk; mkdir -p /srv/zk; printf 'tickTime=2000\ninitLimit=10\nsyncLimit=5\ndataDir=/srv/zk\nclientPort=2181\nserver.1=10.20.0.11:2888:3888\nserver.2=10.20.0.12:2888:3888\nserver.3=10.20.0.13:2888:3888\n' > /etc/zookeeper/zoo.cfg; printf 'log4j.rootLogger=INFO, C\nlog4j.appender.C=org.apache.log4j.ConsoleAppender\nlog4j.appender.C.layout=org.apache.log4j.PatternLayout\nlog4j.appender.C.layout.ConversionPattern=%%d{ISO8601} [myid:%%X{myid}] - %%-5p [%%t:%%C{1}@%%L] - %%m%%n\n' > /tmp/log4j.properties
    java -Xmx128m -cp "/tmp:/usr/share/java/zookeeper.jar:/usr/share/java/zookeeper-jute.jar:/usr/share/java/slf4j-api.jar:/usr/share/java/slf4j-log4j12.jar:/usr/share/java/log4j-1.2.jar:/usr/share/java/netty-all.jar:/usr/share/java/metrics-core.jar:/usr/share/java/snappy-java.jar" org.apache.zookeeper.server.quorum.QuorumPeerMain /etc/zookeeper/zoo.cfg > $o/evidence.log 2>&1
}
healthyprom() {
    o=/out/healthy-prometheus; mkdir -p $o; rm -rf /var/lib/prometheus/*; prom; sed -i '/alerting/,/targets: \["10.20.0.41:9093/d' /etc/prometheus/prometheus.yml; node /tmp/n.log; start > /dev/null 2> /tmp/p.log & p=$!; sleep 8; kill -HUP $p; sleep 6; curl -s http://10.20.0.41:9090/api/v1/targets?state=active | python3 -m json.tool > $o/evidence-targets.json; curl -s 'http://10.20.0.41:9090/api/v1/query?query=nosuch(' > /dev/null
    cp /tmp/p.log $o/evidence-prometheus.log; kill $p $node; wait $p
}
healthyetcd() {
    unset ETCDCTL_ENDPOINTS
    o=/out/healthy-etcd; mkdir -p $o; rm -rf /srv/etcd/*; c=infra1=http://10.20.0.11:2380,infra2=http://10.20.0.12:2380,infra3=http://10.20.0.13:2380; for i in 1 2 3; do etcd1 infra$i 10.20.0.1$i --initial-cluster $c --initial-cluster-token shop --snapshot-count=100 > /tmp/e$i 2>&1 & done; sleep 4; export ETCDCTL_API=3
    for i in $(seq 130); do etcdctl --endpoints http://10.20.0.11:2379 put /jobs/$((i % 7)) $i > /dev/null; done; { echo '$ etcdctl endpoint status -w table'; etcdctl --endpoints http://10.20.0.11:2379,http://10.20.0.12:2379,http://10.20.0.13:2379 endpoint status -w table; echo '$ etcdctl endpoint health'; etcdctl --endpoints http://10.20.0.11:2379,http://10.20.0.12:2379,http://10.20.0.13:2379 endpoint health; } > $o/evidence-status.txt 2>&1; cp /tmp/e1 $o/evidence-infra1.log
}
healthymem() {
    o=/out/healthy-memcached; mkdir -p $o; memcached -u memcache -l 10.20.0.12 -m 64 & m=$!; sleep 1; python3 - <<'PY'
import random, socket
s = socket.create_connection(("cache01", 11211)); f = s.makefile("rwb")
for n in range(3000):
    k = "p:%d" % random.randint(1, 400); f.write(b"get %s\r\n" % k.encode()); f.flush(); l = f.readline()
    if l != b"END\r\n": f.readline(); f.readline()
    else: f.write(b"set %s 0 60 5\r\nhello\r\n" % k.encode()); f.flush(); f.readline()
PY
    { echo '$ printf "stats\r\nquit\r\n" | nc cache01 11211'; printf "stats\r\nquit\r\n" | nc cache01 11211; } | tr -d '\r' | sed 's/"stats\(.*\)quit\(.*\)" |/"stats\\r\\nquit\\r\\n" |/' > $o/evidence.txt; kill $m
}
for one in "$@"; do $one; done
