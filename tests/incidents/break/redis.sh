#!/bin/bash
# Redis 7 broken one way at a time: no room for its snapshots, an append-only file with bytes overwritten, a rotated password
# that a client does not have, protected mode with a client on another host. One run stays healthy.
set -u
ip route replace local 10.20.0.12 dev lo table local src 10.20.0.31
mkdir -p /etc/redis /srv/shop /var/log/redis
cat > /srv/shop/cart.py <<'PY'
"""Keeps carts in Redis for SECONDS."""
import logging, random, sys, time
import redis

logging.basicConfig(format="%(asctime)s %(levelname)-7s %(name)s %(message)s", level=logging.INFO, stream=sys.stdout)
log = logging.getLogger("cart")
seconds, size, host, password = float(sys.argv[1]), int(sys.argv[2]), sys.argv[3], (sys.argv[4:] or [None])[0]
r = redis.Redis(host=host, port=6379, password=password, socket_timeout=2)
end, n = time.time() + seconds, 0
while time.time() < end:
    n += 1
    user = random.randint(1, 90000)
    try:
        r.set("cart:%d" % user, random.randbytes(size), ex=86400)
        if n % 3 == 0: log.info("cart %d saved, %d items", user, random.randint(1, 9))
        if n % 50 == 0: log.info("session sweep: %d keys, took %d ms", r.dbsize(), random.randint(1, 4))
    except redis.RedisError as e:
        log.error("cart %d not saved: %s: %s", user, type(e).__name__, e)
        time.sleep(0.1)
    time.sleep(0.01)
PY
start() { # start [LINE OF CONFIGURATION...]
    rm -rf /var/lib/redis/[a-z]*
    conf=/etc/redis/redis.conf; : > /var/log/redis/redis-server.log; chown redis /var/lib/redis /var/log/redis/redis-server.log
    printf '%s\n' "port 6379" "dir /var/lib/redis" "logfile /var/log/redis/redis-server.log" "daemonize no" "$@" > $conf
    again
}
again() { setpriv --reuid=redis --regid=redis --clear-groups redis-server /etc/redis/redis.conf & pid=$!; sleep 1; }
stop() { kill -"${1:-TERM}" $pid; wait $pid 2> /dev/null; }
bgsave() {
    o=/out/redis-bgsave; mkdir -p $o; mount -t tmpfs -o size=6m tmpfs /var/lib/redis
    start "bind * -::*" "protected-mode no" "save 5 10"
    python3 /srv/shop/cart.py 28 5000 cache01 > $o/evidence-cart.log
    { echo '$ redis-cli -h cache01 info persistence'; redis-cli -h cache01 info persistence | tr -d '\r'; } > $o/evidence-info.txt
    cp /var/log/redis/redis-server.log $o/evidence-redis.log; stop KILL; umount /var/lib/redis
}
aof() {
    o=/out/redis-aof; mkdir -p $o
    start "bind * -::*" "protected-mode no" "appendonly yes" "save \"\""
    python3 /srv/shop/cart.py 6 80 cache01 > /dev/null; stop
    f=$(ls /var/lib/redis/appendonlydir/*.incr.aof); head -c 200 /dev/urandom | dd of="$f" bs=1 seek=30000 conv=notrunc status=none
    again; sleep 1; again; sleep 1
    cp /var/log/redis/redis-server.log $o/evidence-redis.log
    { echo '$ ls -la /var/lib/redis/appendonlydir'; ls -la /var/lib/redis/appendonlydir; echo '$ redis-cli -h cache01 ping'; redis-cli -h cache01 ping; } > $o/evidence-shell.txt 2>&1
}
password() {
    o=/out/redis-password; mkdir -p $o
    start "bind * -::*" "requirepass s3cond-Winter" "save \"\""
    python3 /srv/shop/cart.py 3 80 cache01 s3cond-Winter > $o/evidence-cart.log
    python3 /srv/shop/cart.py 5 80 cache01 first-Autumn >> $o/evidence-cart.log
    { echo '$ redis-cli -h cache01 info clients'; redis-cli -h cache01 info clients; redis-cli -h cache01 -a s3cond-Winter --no-auth-warning info errorstats | tr -d '\r'; } > /dev/null
    stop
}
protected() {
    o=/out/redis-protected; mkdir -p $o
    start "bind * -::*" "save \"\""
    { python3 /srv/shop/cart.py 3 80 127.0.0.1; python3 /srv/shop/cart.py 5 80 cache01; } > $o/evidence-cart.log 2>&1
    cp /var/log/redis/redis-server.log $o/evidence-redis.log; stop
}
healthy() {
    o=/out/healthy-redis; mkdir -p $o
    start "bind * -::*" "protected-mode no" "save 5 10" "appendonly yes"
    python3 /srv/shop/cart.py 22 500 cache01 > $o/evidence-cart.log
    { redis-cli -h cache01 info | tr -d '\r'; } > $o/evidence-info.txt
    stop; again; sleep 1; redis-cli -h cache01 ping > /dev/null; cp /var/log/redis/redis-server.log $o/evidence-redis.log; stop
}
for one in "$@"; do $one; done
