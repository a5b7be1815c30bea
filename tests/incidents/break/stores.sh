#!/bin/bash
# Redis, SQLite, memcached, RabbitMQ, etcd and ZooKeeper, second set: limits of memory and clients, replicas, rights, scripts,
# damaged and foreign files, bad settings, wrong passwords and vhosts, a quorum that is lost.
set -u
ip route replace local 10.20.0.12 dev lo table local src 10.20.0.31
mkdir -p /etc/redis /srv/shop /var/log/redis /var/lib/till
show() { local c; for c in "$@"; do echo "\$ $c"; eval "$c"; done 2>&1; }
cat > /srv/shop/session.py <<'PY'
"""Keeps sessions in Redis for SECONDS with COMMAND (set, push, counter or sum)."""
import logging, random, sys, time
import redis
logging.basicConfig(format="%(asctime)s %(levelname)s session-store: %(message)s", level=logging.INFO, stream=sys.stdout)
log = logging.getLogger()
seconds, command, size, options = float(sys.argv[1]), sys.argv[2], int(sys.argv[3]), dict(a.split("=") for a in sys.argv[4:])
r = redis.Redis(host="cache01", port=6379, socket_timeout=1, **options)
end, n = time.time() + seconds, 0
while time.time() < end:
    n += 1; key = "session:%05d" % random.randint(1, 90000)
    try:
        if command == "set": r.set(key, random.randbytes(size))
        if command == "push": r.rpush("recent", key); r.ltrim("recent", 0, 99)
        if n % 4 == 0: r.get(key); log.info("%s refreshed", key)
        if n % 25 == 0: log.info("health ok, %d sessions", r.dbsize())
    except redis.RedisError as e:
        log.error("%s not stored", key, exc_info=len(str(e)) % 2 == 0) if n % 9 == 0 else log.error("%s not stored: %s", key, e)
        time.sleep(0.1)
    time.sleep(0.01)
PY
start() { # start NAME [LINE...]
    o=/out/$1; shift; mkdir -p $o; rm -rf /var/lib/redis/[a-z]*; rm -f /var/log/redis/*; touch /var/log/redis/redis-server.log; chown redis /var/lib/redis /var/log/redis /var/log/redis/*
    printf '%s\n' "port 6379" "bind 10.20.0.12" "protected-mode no" "dir /var/lib/redis" "logfile /var/log/redis/redis-server.log" 'save ""' "$@" > /etc/redis/redis.conf; again
}
again() { setpriv --reuid=redis --regid=redis --clear-groups redis-server /etc/redis/redis.conf & pid=$!; sleep 1; }
cli() { redis-cli -h cache01 "$@"; }
rlog() { cp /var/log/redis/redis-server.log $o/evidence-redis.log; }
session() { python3 /srv/shop/session.py "$@"; }
rememory() { start rememory 'maxmemory 6mb' 'maxmemory-policy noeviction'; session 14 set 9000 > $o/evidence-session.log; show 'redis-cli -h cache01 info memory' | tr -d '\r' > $o/evidence-memory.txt; }
reclients() { start reclients 'maxclients 8'; session 3 set 90 > $o/evidence-session.log; for i in $(seq 12); do (timeout 6 nc 10.20.0.12 6379 < <(sleep 6) > /dev/null) & done; sleep 0.5; session 4 set 90 >> $o/evidence-session.log; }
reconf() { start reconf; session 1 set 90 > /dev/null; kill $pid; echo 'maxmemory-polcy allkeys-lru' >> /etc/redis/redis.conf; show 'redis-server /etc/redis/redis.conf' > $o/evidence.txt; }
retype() { start retype; session 3 push 9 > $o/evidence-session.log; cli set recent none > /dev/null; session 4 push 9 >> $o/evidence-session.log; }
rereplica() { start rereplica; session 3 set 90 > $o/evidence-session.log; cli replicaof 10.20.0.11 6379 > /dev/null; session 4 set 90 >> $o/evidence-session.log; rlog; }
reauth() { start reauth 'replicaof 10.20.0.11 6379'; (cd /tmp; redis-server --port 6379 --bind 10.20.0.11 --requirepass plum --save '' > /dev/null &) ; sleep 7; head -n 1500 /var/log/redis/redis-server.log > $o/evidence-redis.log; show 'redis-cli -h cache01 info replication' | tr -d '\r' > $o/evidence-replication.txt; }
relua() { start relua 'lua-time-limit 500'; session 2 set 90 > $o/evidence-session.log; (timeout 9 redis-cli -h cache01 eval 'local n = 0; while true do n = n + 1 end' 0 > /dev/null 2>&1) & sleep 1; session 4 set 90 >> $o/evidence-session.log; rlog; kill -9 $pid; }
rerdb() { start rerdb; session 2 set 500 > /dev/null; cli save > /dev/null; kill -9 $pid; truncate -s 20000 /var/lib/redis/dump.rdb; again; sleep 1; rlog; }
reacl() { start reacl 'user session on >plum ~session:* +get +dbsize'; session 4 set 90 username=session password=plum > $o/evidence-session.log; show 'redis-cli -h cache01 acl list' > $o/evidence-acl.txt; }
memuser() { o=/out/memuser; mkdir -p $o; show 'memcached -u memcached -l 10.20.0.12 -m 64' > $o/evidence.txt; }

cat > /srv/shop/drawer.py <<'PY'
import logging, sqlite3, sys, time
logging.basicConfig(format="%(asctime)s [%(levelname)s] drawer - %(message)s", level=logging.INFO, stream=sys.stdout)
log = logging.getLogger(); count, statement = int(sys.argv[1]), sys.argv[2]
for n in range(count):
    db = sqlite3.connect("/var/lib/till/till.db")
    try:
        with db: db.execute(statement, (n,) if "?" in statement else ())
        log.info("sale %d booked", 5000 + n)
    except sqlite3.Error as e: log.error("sale %d not booked", 5000 + n, exc_info=n % 3 == 0); log.error("%s: %s", type(e).__name__, e)
    db.close(); time.sleep(0.03)
PY
lite() { o=/out/$1; mkdir -p $o; cd /var/lib/till; rm -f till.db*; sqlite3 till.db "create table sales(n int, item text, primary key(n)); create table stock(item text unique, amount int check (amount >= 0)); insert into stock values ('tea', 3)"; }
liteformed() { lite liteformed; python3 -c "
import sqlite3; d = sqlite3.connect('till.db'); d.executemany('insert into sales values (?, ?)', ((i, 'x' * 300) for i in range(100000, 103000))); d.commit()"; python3 /srv/shop/drawer.py 12 "insert into sales values (?, 'tea')" > $o/evidence-drawer.log; head -c 200000 /dev/urandom | dd of=till.db bs=4096 seek=3 conv=notrunc status=none; python3 /srv/shop/drawer.py 9 "insert into sales values (500 + ?, 'tea')" >> $o/evidence-drawer.log; }
litetable() { lite litetable; python3 /srv/shop/drawer.py 8 "insert into sales values (?, 'tea')" > $o/evidence-drawer.log; python3 /srv/shop/drawer.py 6 "insert into refunds values (?, 'tea')" >> $o/evidence-drawer.log; }
liteunique() { lite liteunique; python3 /srv/shop/drawer.py 14 "insert into sales values (?, 'tea')" > $o/evidence-drawer.log; python3 /srv/shop/drawer.py 14 "insert into sales values (? + 8, 'tea')" >> $o/evidence-drawer.log; }
litecheck() { lite litecheck; python3 /srv/shop/drawer.py 7 "update stock set amount = amount - 1 where item = 'tea'" > $o/evidence-drawer.log; }
litefull() { mkdir -p /var/lib/till; mount -t tmpfs -o size=300k tmpfs /var/lib/till; lite litefull; python3 /srv/shop/drawer.py 130 "insert into sales values (?, hex(zeroblob(3000)))" > $o/evidence-drawer.log; show 'ls -la /var/lib/till' > $o/evidence-ls.txt; cd /; umount -l /var/lib/till; }
litenotdb() { lite litenotdb; python3 /srv/shop/drawer.py 5 "insert into sales values (?, 'tea')" > $o/evidence-drawer.log; gzip -c till.db > /tmp/x; cp /tmp/x till.db; python3 /srv/shop/drawer.py 7 "insert into sales values (?, 'tea')" >> $o/evidence-drawer.log; }

export HOME=/var/lib/rabbitmq RABBITMQ_NODENAME=rabbit@mq01
ctl() { setpriv --reuid=rabbitmq --regid=rabbitmq --clear-groups env RABBITMQ_NODENAME=rabbit@mq01 HOME=/var/lib/rabbitmq /usr/lib/rabbitmq/bin/"$@"; }
rabbit() { # rabbit NAME [LINE]
    o=/out/$1; mkdir -p $o /etc/rabbitmq /var/log/rabbitmq /var/lib/rabbitmq; rm -rf /var/lib/rabbitmq/mnesia /var/log/rabbitmq/*; printf 'listeners.tcp.default = 10.20.0.13:5672\nlog.file.level = info\n%s\n' "${2:-}" > /etc/rabbitmq/rabbitmq.conf; chown -R rabbitmq /etc/rabbitmq /var/log/rabbitmq /var/lib/rabbitmq
    ctl rabbitmq-server > /tmp/rabbit.out 2>&1 & sleep 12; ctl rabbitmqctl -q await_startup --timeout 60; ctl rabbitmqctl -q add_user stock quince; ctl rabbitmqctl -q set_permissions stock '^stock' '^(stock|amq.default)' '.*'
}
cat > /srv/shop/stockd.py <<'PY'
import logging, sys, time
import pika
logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s", level=logging.INFO, stream=sys.stdout)
logging.getLogger("pika").setLevel(logging.CRITICAL); log = logging.getLogger("stockd")
end, password, vhost, queue = time.time() + float(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]
while time.time() < end:
    try:
        c = pika.BlockingConnection(pika.ConnectionParameters("mq01", virtual_host=vhost, credentials=pika.PlainCredentials("stock", password))); ch = c.channel(); ch.queue_declare(queue); log.info("consuming %s", queue)
        while time.time() < end: ch.basic_publish("", queue, b"x"); log.info("update published"); c.sleep(0.3)
    except Exception as e: log.error("broker connection lost: %r", e); time.sleep(1)
PY
mqpassword() { rabbit mqpassword; python3 /srv/shop/stockd.py 4 quince / stock > $o/evidence-stockd.log; ctl rabbitmqctl -q change_password stock quince2; python3 /srv/shop/stockd.py 6 quince / stock >> $o/evidence-stockd.log; cp /var/log/rabbitmq/rabbit@mq01.log $o/evidence-rabbit.log; }
mqvhost() { rabbit mqvhost; python3 /srv/shop/stockd.py 3 quince / stock > $o/evidence-stockd.log; python3 /srv/shop/stockd.py 7 quince warehouse stock >> $o/evidence-stockd.log; }
mqright() { rabbit mqright; python3 /srv/shop/stockd.py 3 quince / stock > $o/evidence-stockd.log; python3 /srv/shop/stockd.py 6 quince / prices >> $o/evidence-stockd.log; cp /var/log/rabbitmq/rabbit@mq01.log $o/evidence-rabbit.log; }
mqconf() { o=/out/mqconf; mkdir -p $o /etc/rabbitmq /var/log/rabbitmq /var/lib/rabbitmq; rm -rf /var/lib/rabbitmq/mnesia; printf 'listeners.tcp.default = 10.20.0.13:5672\nvm_memory_high_watermark.relativ = 0.5\n' > /etc/rabbitmq/rabbitmq.conf; chown -R rabbitmq /etc/rabbitmq /var/log/rabbitmq /var/lib/rabbitmq; { echo '$ rabbitmq-server'; timeout 40 setpriv --reuid=rabbitmq --regid=rabbitmq --clear-groups env RABBITMQ_NODENAME=rabbit@mq01 HOME=/var/lib/rabbitmq /usr/lib/rabbitmq/bin/rabbitmq-server; } > $o/evidence.txt 2>&1; rm /etc/rabbitmq/rabbitmq.conf; }
mqcookie() { rabbit mqcookie; echo WRONGCOOKIEOFROOT > /tmp/c; mkdir -p /root/q; cp /tmp/c /root/q/.erlang.cookie; chmod 400 /root/q/.erlang.cookie; { echo 'root@mq01:~# rabbitmqctl status'; HOME=/root/q RABBITMQ_NODENAME=rabbit@mq01 /usr/lib/rabbitmq/bin/rabbitmqctl status; } > $o/evidence.txt 2>&1; }

mkdir -p /srv/etcd; export ETCDCTL_API=3
etcd1() { exec etcd --name "$1" --data-dir "/srv/etcd/$1" --listen-client-urls "http://$2:2379" --advertise-client-urls "http://$2:2379" --listen-peer-urls "http://$2:2380" --initial-advertise-peer-urls "http://$2:2380" "${@:3}"; }
etcdquorum() {
    o=/out/etcdquorum; mkdir -p $o; rm -rf /srv/etcd/*; c=infra1=http://10.20.0.11:2380,infra2=http://10.20.0.12:2380,infra3=http://10.20.0.13:2380; p=; for i in 1 2 3; do etcd1 infra$i 10.20.0.1$i --initial-cluster $c > /tmp/e$i 2>&1 & p="$p $!"; done; sleep 4
    for i in $(seq 20); do etcdctl --endpoints http://10.20.0.11:2379 put /locks/$i x; done > /dev/null; set -- $p; kill -9 $2 $3; sleep 1; for i in 1 2; do echo "$(date '+%F %T') lock-manager: $(etcdctl --endpoints http://10.20.0.11:2379 put /locks/report x 2>&1)"; done > $o/evidence-locks.log; sleep 2; head -n 350 /tmp/e1 > $o/evidence-infra1.log
}
etcdmember() { o=/out/etcdmember; mkdir -p $o; rm -rf /srv/etcd/*; (etcd1 node1 10.20.0.11 --initial-cluster infra1=http://10.20.0.11:2380) > $o/evidence.log 2>&1; }
zk() { java -Xmx128m -cp "/tmp:/usr/share/java/zookeeper.jar:/usr/share/java/zookeeper-jute.jar:/usr/share/java/slf4j-api.jar:/usr/share/java/slf4j-log4j12.jar:/usr/share/java/log4j-1.2.jar:/usr/share/java/netty-all.jar:/usr/share/java/metrics-core.jar:/usr/share/java/snappy-java.jar" org.apache.zookeeper.server.quorum.QuorumPeerMain "$1"; }
zkbase() { o=/out/$1; mkdir -p $o; rm -rf /srv/zk; mkdir -p /srv/zk; printf 'log4j.rootLogger=INFO, C\nlog4j.appender.C=org.apache.log4j.ConsoleAppender\nlog4j.appender.C.layout=org.apache.log4j.PatternLayout\nlog4j.appender.C.layout.ConversionPattern=%%d{ISO8601} [myid:%%X{myid}] - %%-5p [%%t:%%C{1}@%%L] - %%m%%n\n' > /tmp/log4j.properties; }
zkpeers() { zkbase zkpeers; echo 1 > /srv/zk/myid; printf 'tickTime=2000\ninitLimit=10\nsyncLimit=5\ndataDir=/srv/zk\nclientPort=2181\nserver.1=10.20.0.11:2888:3888\nserver.2=10.20.0.12:2888:3888\nserver.3=10.20.0.13:2888:3888\n' > /tmp/zoo.cfg; zk /tmp/zoo.cfg > /tmp/zk.log 2>&1 & sleep 14; for i in 1 2 3; do echo ruok | nc -w 1 127.0.0.1 2181 > /dev/null; done; head -c 120000 /tmp/zk.log > $o/evidence.log; }
zkport() { zkbase zkport; printf 'tickTime=2000\ndataDir=/srv/zk\nclientPort=2181\n' > /tmp/zoo.cfg; nc -lk 2181 > /dev/null & sleep 1; timeout 20 bash -c "$(declare -f zk); zk /tmp/zoo.cfg" > $o/evidence.log 2>&1; }
for one in "$@"; do $one; done
