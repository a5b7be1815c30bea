#!/bin/bash
# Python programs broken one way at a time: a missing setting that surfaces two exceptions later, two locks taken in opposite
# order, a virtual environment of another interpreter, a server certificate of a private authority, no threads left, a
# database that another writer holds, a database folder that is read-only, no file descriptors left. One run stays healthy.
set -u
mkdir -p /srv/shop/billing /var/lib/orders
id shop > /dev/null 2>&1 || useradd -m shop
as() { setpriv --reuid=shop --regid=shop --clear-groups env HOME=/home/shop "$@"; }
logging='import logging, sys; logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s %(message)s", level=logging.INFO, stream=sys.stdout)'
chained() {
    o=/out/py-chained; mkdir -p $o; cd /srv/shop/billing
    cat > config.py <<'PY'
import json
class ConfigError(Exception): pass
def load(path):
    with open(path) as f: raw = json.load(f)
    try:
        return {"currency": raw["currency"], "rate": float(raw["tax"]["rate"]), "terms": int(raw["terms_days"])}
    except (KeyError, ValueError) as e:
        raise ConfigError("cannot load configuration of tenant %s" % raw.get("tenant")) from e
PY
    cat > invoices.py <<PY
$logging
import json, os, random, time
import config
log = logging.getLogger("billing.invoices")
class InvoiceRunFailed(RuntimeError): pass
def run(tenant):
    cfg = config.load("/srv/shop/billing/tenants/%s.json" % tenant)
    for i in range(random.randint(4, 14)):
        log.info("tenant=%s invoice=%d amount=%.2f %s", tenant, random.randint(70000, 79999), random.random() * 900 * (1 + cfg["rate"]), cfg["currency"])
    log.info("tenant=%s done", tenant)
def main():
    log.info("invoice run 2026-11 starts, %d tenants", len(os.listdir("/srv/shop/billing/tenants")))
    for name in sorted(os.listdir("/srv/shop/billing/tenants")):
        try: run(name[:-5])
        except config.ConfigError as e:
            log.error("tenant=%s failed, run stops", name[:-5])
            raise InvoiceRunFailed("invoice run 2026-11 aborted after an error, nothing was sent") from e
main()
PY
    mkdir -p tenants; for t in acme bolt cedar delta elm fjord gamma; do echo "{\"tenant\": \"$t\", \"currency\": \"EUR\", \"tax\": {\"rate\": \"0.19\"}, \"terms_days\": 14}" > tenants/$t.json; done
    echo '{"tenant": "fjord", "currency": "NOK", "tax": {"rate": "25 %"}, "terms_days": 14}' > tenants/fjord.json
    python3 invoices.py > $o/evidence.log 2>&1
}
locks() {
    o=/out/py-locks; mkdir -p $o; cd /srv/shop
    cat > transfer.py <<PY
$logging
import faulthandler, random, signal, threading, time
faulthandler.register(signal.SIGUSR1, file=open("/var/tmp/ledger.dump", "w"))
log = logging.getLogger("ledger")
class Account:
    def __init__(self, name): self.name, self.lock, self.amount = name, threading.Lock(), 1000
cash, bank = Account("cash"), Account("bank")
def transfer(a, b, amount):
    with a.lock:
        time.sleep(random.random() * 0.02)
        with b.lock:
            a.amount -= amount; b.amount += amount
            log.info("[%s] moved %d from %s to %s", threading.current_thread().name, amount, a.name, b.name)
def deposits():
    while True: transfer(cash, bank, random.randint(1, 50)); time.sleep(random.random() * 0.4)
def payouts():
    while True: transfer(bank, cash, random.randint(1, 50)); time.sleep(random.random() * 0.4)
def heartbeat():
    while True: log.info("[heartbeat] alive, %d threads", threading.active_count()); time.sleep(1)
for f in (deposits, payouts, heartbeat): threading.Thread(target=f, name=f.__name__, daemon=True).start()
time.sleep(60)
PY
    python3 transfer.py > $o/evidence-ledger.log & pid=$!; sleep 22; kill -USR1 $pid; sleep 1; { echo "\$ kill -USR1 $pid; cat /var/tmp/ledger.dump"; cat /var/tmp/ledger.dump; } > $o/evidence-dump.txt; kill $pid
}
module() {
    o=/out/py-module; mkdir -p $o; cd /srv/shop; rm -rf venv; python3 -m venv --without-pip venv
    mkdir -p venv/lib/python3.10/site-packages/stripes; echo 'VERSION="4"' > venv/lib/python3.10/site-packages/stripes/__init__.py
    printf 'import json, stripes\nprint(stripes.VERSION)\n' > pay.py
    { echo 'shop@app01:/srv/shop$ venv/bin/python pay.py'; venv/bin/python pay.py; echo 'shop@app01:/srv/shop$ ls venv/lib venv/lib/*/site-packages'; ls venv/lib venv/lib/*/site-packages; echo 'shop@app01:/srv/shop$ venv/bin/python --version'; venv/bin/python --version; } > $o/evidence.txt 2>&1
}
tls() {
    o=/out/py-tls; mkdir -p $o /srv/shop/tls; cd /srv/shop/tls
    openssl req -x509 -newkey rsa:2048 -nodes -days 900 -subj "/O=Shop GmbH/CN=Shop Internal CA" -keyout ca.key -out ca.crt 2> /dev/null
    openssl req -newkey rsa:2048 -nodes -subj "/CN=app01.shop.internal" -keyout s.key -out s.csr 2> /dev/null
    printf 'subjectAltName=DNS:app01.shop.internal\n' > ext; openssl x509 -req -in s.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 300 -extfile ext -out s.crt 2> /dev/null
    python3 -c "
import http.server, ssl
s = http.server.HTTPServer(('10.20.0.31', 8443), http.server.SimpleHTTPRequestHandler); c = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER); c.load_cert_chain('s.crt', 's.key'); s.socket = c.wrap_socket(s.socket, server_side=True); s.serve_forever()" 2> /dev/null & pid=$!; sleep 1
    cat > /srv/shop/sync.py <<PY
$logging
import random, time, requests
log = logging.getLogger("price-sync")
for i in range(9):
    log.info("price list %d: %d rows read from file", i, random.randint(200, 900))
    for n in range(3):
        try: requests.get("https://app01.shop.internal:8443/prices", timeout=3); break
        except requests.RequestException as e: log.warning("attempt %d of 3 failed: %s", n + 1, e); time.sleep(0.3)
    else: log.error("price list %d not sent", i, exc_info=(i == 4)) if i != 4 else log.error("price list 4 not sent: giving up this cycle")
PY
    python3 /srv/shop/sync.py > $o/evidence-sync.log 2>&1; { echo '$ openssl s_client -connect app01.shop.internal:8443 -servername app01.shop.internal </dev/null'; openssl s_client -connect 10.20.0.31:8443 -servername app01.shop.internal < /dev/null; } > $o/evidence-openssl.txt 2>&1; kill $pid
}
threads() {
    o=/out/py-threads; mkdir -p $o; cd /srv/shop
    cat > worker.py <<PY
$logging
import threading, time, random
log = logging.getLogger("import-worker")
hang = threading.Event()
def job(n): hang.wait() if n % 3 == 0 else time.sleep(0.1); log.info("job %d imported %d rows", n, n * 7)
for n in range(1, 240):
    try: threading.Thread(target=job, args=(n,), daemon=True).start()
    except RuntimeError as e: log.exception("job %d not started", n); time.sleep(0.2)
    if n % 40 == 0: log.info("%d jobs accepted, %d threads", n, threading.active_count())
    time.sleep(0.02)
PY
    (ulimit -u 60; as python3 worker.py > /tmp/w.log 2>&1 & sleep 4; p=$(pgrep -u shop -o python3); { echo '$ cat /proc/'$p'/limits'; cat /proc/$p/limits; echo '$ ps -o pid,nlwp,user,cmd -u shop'; ps -o pid,nlwp,user,cmd -u shop; } > $o/evidence-limits.txt; wait); cp /tmp/w.log $o/evidence-worker.log
}
sqlitelocked() {
    o=/out/sqlite-locked; mkdir -p $o; cd /var/lib/orders; rm -f orders.db*; sqlite3 orders.db "create table t(n int, at text); create table archive(n int)"
    cat > /srv/shop/till.py <<PY
$logging
import sqlite3, time, random
log = logging.getLogger("till")
for n in range(1, 140):
    db = sqlite3.connect("/var/lib/orders/orders.db", timeout=1)
    try:
        with db: db.execute("insert into t values (?, datetime())", (n,))
        log.info("receipt %d stored", n)
    except sqlite3.OperationalError: log.exception("receipt %d not stored", n)
    db.close(); time.sleep(0.12)
PY
    cat > /srv/shop/archive.py <<PY
$logging
import sqlite3, time
log = logging.getLogger("archive")
db = sqlite3.connect("/var/lib/orders/orders.db", isolation_level=None)
log.info("nightly archive starts"); db.execute("begin immediate")
for part in range(1, 9): db.execute("insert into archive select n from t"); log.info("part %d of 8 copied, uploading to s3://shop-archive/2026/11/part-%d", part, part); time.sleep(1)
db.execute("commit"); log.info("nightly archive done")
PY
    python3 /srv/shop/till.py > $o/evidence-till.log & sleep 5; python3 /srv/shop/archive.py > $o/evidence-archive.log; wait
}
sqlitereadonly() {
    o=/out/sqlite-readonly; mkdir -p $o; cd /var/lib/orders; rm -f orders.db*; sqlite3 orders.db "create table t(n int, at text)"; chown shop orders.db; chown root:root .; chmod 755 .
    sed -i 's/range(1, 140)/range(1, 40)/' /srv/shop/till.py; as python3 /srv/shop/till.py > $o/evidence-till.log; { echo '$ ls -la /var/lib/orders'; ls -la /var/lib/orders; } > $o/evidence-ls.txt
}
descriptors() {
    o=/out/py-descriptors; mkdir -p $o; cd /srv/shop
    cat > proxy.py <<'PY'
import asyncio, logging, random, sys
logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s", level=logging.INFO, stream=sys.stdout)
log = logging.getLogger("gateway"); held = []
async def serve(r, w):
    await r.readline(); held.append(open("/srv/shop/public.txt")); n = len(held)
    log.info("request %d GET /price/%d 200", n, random.randint(1, 999)); w.write(b"HTTP/1.0 200 OK\r\n\r\nok"); await w.drain(); w.close()
async def main():
    s = await asyncio.start_server(serve, "10.20.0.31", 8090); log.info("gateway 1.9.2 listens on 10.20.0.31:8090")
    async with s: await s.serve_forever()
asyncio.run(main())
PY
    echo x > public.txt; (ulimit -n 128; exec python3 proxy.py > $o/evidence-gateway.log 2>&1) & pid=$!; sleep 1
    for i in $(seq 150); do curl -s -m 1 -o /dev/null http://10.20.0.31:8090/price; [ $i = 119 ] && { echo "\$ ls -l /proc/$pid/fd | tail -n 25"; ls -l /proc/$pid/fd | tail -n 25; } > $o/evidence-fd.txt; [ $i -gt 135 ] && break; done; kill $pid; sed -i 's#/srv/lab/root##' $o/*.txt
}
healthy() {
    o=/out/healthy-python; mkdir -p $o; cd /srv/shop
    cat > feed.py <<PY
$logging
import random, time, warnings
logging.captureWarnings(True); log = logging.getLogger("feed"); random.seed(4)
log.info("feed importer 3.2.1 starting with 2 workers, python %s", sys.version.split()[0])
import http.server, threading, urllib.error, urllib.request
class Busy(Exception): pass
class Supplier(http.server.BaseHTTPRequestHandler):
    calls = 0
    def do_GET(self): Supplier.calls += 1; self.send_response(503 if Supplier.calls % 17 == 0 else 200); self.end_headers(); self.wfile.write(b"%d" % random.randint(10, 400))
    def log_message(self, *a): pass
supplier = http.server.HTTPServer(("127.0.0.1", 8099), Supplier); threading.Thread(target=supplier.serve_forever, daemon=True).start()
def fetch(n, attempt):
    try: return int(urllib.request.urlopen("http://127.0.0.1:8099/feed/%d" % n).read())
    except urllib.error.HTTPError as e: raise Busy(str(e)) from e
for n in range(1, 170):
    for attempt in (1, 2, 3):
        try: rows = fetch(n, attempt); break
        except Busy as e: log.warning("feed %d attempt %d of 3: %s; will retry", n, attempt, e); time.sleep(0.15)
    else: log.error("feed %d failed", n)
    log.info("feed %d imported rows=%d skipped=%d took=%dms attempts=%d", n, rows, random.choice((0, 0, 0, 2)), random.randint(20, 90), attempt)
    if n == 60: import datetime; warnings.warn("datetime.utcnow() is deprecated, use datetime.now(timezone.utc)", DeprecationWarning, stacklevel=2); log.info("configuration reloaded, 0 changes")
    time.sleep(0.04)
log.info("run finished: 169 feeds, 0 failed, exit code 0")
PY
    python3 -W default feed.py > $o/evidence.log 2>&1
}
for one in "$@"; do $one; done
