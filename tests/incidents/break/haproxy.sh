#!/bin/bash
# HAProxy broken one way at a time: a health check on a path that a release removed, more waiting requests than one slot per
# server can serve. One run stays healthy.
set -u
mkdir -p /srv/shop /var/lib/haproxy /run/haproxy
cat > /srv/shop/web.py <<'PY'
import http.server, os, random, socketserver, sys, time
HEALTH, DELAY = sys.argv[2], float(sys.argv[3])
class H(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path != HEALTH and self.path.startswith("/health"): return self.answer(404, b"not found")
        if not self.path.startswith("/health"): time.sleep(DELAY * random.uniform(0.5, 1.5))
        self.answer(404 if self.path.endswith("13") else 200, b"ok\n")
    def answer(self, code, body):
        self.send_response(code); self.send_header("Content-Length", str(len(body))); self.end_headers(); self.wfile.write(body)
    def log_message(self, *a): pass
class S(socketserver.ThreadingMixIn, http.server.HTTPServer): daemon_threads = True
S(("127.0.0.1", int(sys.argv[1])), H).serve_forever()
PY
web() { # web HEALTH DELAY
    python3 /srv/shop/web.py 9001 "$1" "$2" 2> /dev/null & w1=$!
    python3 /srv/shop/web.py 9002 "$1" "$2" 2> /dev/null & w2=$!
    sleep 1
}
conf() { # conf SERVER-OPTIONS
    cat > /etc/haproxy/haproxy.cfg <<C
global
    log /dev/log local0
    maxconn 400
    stats socket /run/haproxy/admin.sock mode 660 level admin
defaults
    mode http
    log global
    option httplog
    option redispatch
    retries 2
    timeout connect 2s
    timeout client 10s
    timeout server 10s
    timeout queue 1500ms
frontend www
    bind 10.20.0.21:80
    default_backend web
backend web
    balance roundrobin
    option httpchk GET /health
    server web01 127.0.0.1:9001 check inter 1s fall 3 rise 2 $1
    server web02 127.0.0.1:9002 check inter 1s fall 3 rise 2 $1
C
}
run() { # run OUT: starts rsyslog for the log of HAProxy
    mkdir -p "$1"; rm -f /var/log/haproxy.log; mkdir -p /var/spool/rsyslog
    printf 'module(load="imuxsock")\n$template t,"%%timegenerated:::date-rfc3339%% %%hostname%% %%syslogtag%%%%msg%%\\n"\nlocal0.* /var/log/haproxy.log;t\n' > /tmp/rs.conf
    rsyslogd -n -f /tmp/rs.conf -i /run/rs.pid & rs=$!; sleep 1
    haproxy -W -f /etc/haproxy/haproxy.cfg -p /run/haproxy.pid > /dev/null 2>&1 & ha=$!; sleep 2
}
stop() { kill "$ha"; sleep 1; kill "$rs" "$w1" "$w2"; sleep 1; }
get() { for i in $(seq "$1"); do curl -s -o /dev/null "http://web01/catalog/$((RANDOM % 60))"; sleep 0.05; done; }
check() {
    o=/out/haproxy-check; web /health 0.02; conf ""; run $o; get 60
    kill $w1 $w2; web /healthz 0.02; get 160
    cp /var/log/haproxy.log $o/evidence-haproxy.log; cp /etc/haproxy/haproxy.cfg $o/evidence-haproxy.cfg
    { echo '$ curl -i http://127.0.0.1:9001/catalog/4'; curl -si http://127.0.0.1:9001/catalog/4; } > $o/evidence-curl.txt; stop
}
queue() {
    o=/out/haproxy-queue; web /health 0.3; conf "maxconn 2"; run $o; get 25
    ab -q -c 40 -n 260 http://web01/catalog/5 > /dev/null 2>&1
    cp /var/log/haproxy.log $o/evidence-haproxy.log; stop
}
healthy() {
    o=/out/healthy-haproxy; web /health 0.03; conf ""; run $o; get 150
    curl -s -m 0.01 http://web01/catalog/8; kill $w1; sleep 0.5; python3 /srv/shop/web.py 9001 /health 0.03 2> /dev/null & w1=$!; get 200
    kill -USR2 $ha; sleep 1; get 60; cp /var/log/haproxy.log $o/evidence-haproxy.log; stop
}
for one in "$@"; do $one; done
