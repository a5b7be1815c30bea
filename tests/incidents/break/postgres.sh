#!/bin/bash
# PostgreSQL 15 broken one way at a time: archiving to a folder that is gone until the disk is full, a client address that
# pg_hba.conf lacks, bytes of a table overwritten, two transactions in opposite order, a forgotten open transaction, a data
# folder of another version, a cgroup too small for one query, code that came before its migration. One run stays healthy.
set -u
bin=/usr/lib/postgresql/15/bin
data=/var/lib/postgresql/15/main
log=/var/log/postgresql/postgresql-15-main.log
as() { setpriv --reuid=postgres --regid=postgres --clear-groups env HOME=/var/lib/postgresql LC_ALL=C.UTF-8 "$@"; }
mkdir -p /srv/shop /run/postgresql
chown postgres /run/postgresql
ip route replace local 10.20.0.11 dev lo table local src 10.20.0.31 # clients come from the application's host
cat > /srv/shop/orders.py <<'PY'
"""Takes orders for SECONDS and writes them to the database."""
import logging, random, sys, time
import psycopg2

logging.basicConfig(format="%(asctime)s %(levelname)s [%(threadName)s] %(name)s: %(message)s", level=logging.INFO, stream=sys.stdout)
log = logging.getLogger("shop.orders")
seconds, dsn, statement = float(sys.argv[1]), sys.argv[2], sys.argv[3]
log.info("orders service 2.14.0 starting, database %s", dsn.split("password")[0])
end, conn, n = time.time() + seconds, None, 4100
while time.time() < end:
    n += 1
    began = time.time()
    try:
        if conn is None or conn.closed:
            conn = psycopg2.connect(dsn, connect_timeout=3)
            log.info("connected to database, backend pid %d", conn.get_backend_pid())
        with conn, conn.cursor() as c:
            c.execute(statement, {"sku": random.randint(1, 200), "n": n})
        log.info("order %d accepted sku=%d items=%d in %d ms", n, random.randint(1000, 1200), random.randint(1, 5), (time.time() - began) * 1000)
    except psycopg2.Error as e:
        log.error("order %d failed: %s", n, str(e).strip())
        if conn is None or conn.closed:
            conn = None
            log.warning("retrying in 1 s")
            time.sleep(0.9)
    if n % 25 == 0:
        log.info("GET /health 200 1ms client=10.20.0.21")
    time.sleep(random.uniform(0.03, 0.1))
PY
fresh() { # fresh [INITDB OPTION...]
    as rm -rf "$data"/* "$data".old
    mkdir -p "$data" && chown postgres "$data" && chmod 700 "$data"
    : > "$log"; chown postgres "$log"
    as $bin/initdb -D $data -A trust -k "$@" > /dev/null
    echo "host all all 10.20.0.0/24 trust" >> $data/pg_hba.conf
    cat >> $data/postgresql.conf <<'C'
listen_addresses = '*'
shared_buffers = 32MB
log_line_prefix = '%m [%p] %q%u@%d '
log_timezone = 'UTC'
log_checkpoints = on
log_autovacuum_min_duration = 0
autovacuum_naptime = 5s
unix_socket_directories = '/run/postgresql'
C
}
up() { as $bin/pg_ctl -D $data -l $log -w -t 20 start > /dev/null; }
down() { as $bin/pg_ctl -D $data -m "${1:-fast}" -w stop > /dev/null 2>&1; }
sql() { as psql -X -q -h /run/postgresql "$@"; }
schema() {
    sql -d postgres -c "create role orders login" -c "create database orders owner orders"
    sql -d orders -U orders -c "create table stock(sku int primary key, amount int not null, note text)" \
        -c "create table orders(id int primary key, sku int, at timestamptz default now(), payload text)" \
        -c "insert into stock select g, 1000, repeat('x', 200) from generate_series(1,2000) g"
}
dsn="host=db01 dbname=orders user=orders"
insert="insert into orders(id, sku, payload) values (%(n)s, %(sku)s, repeat('x', 300))"

archive() {
    o=/out/pg-archive; mkdir -p $o
    mkdir -p $data; mount -t tmpfs -o size=100m tmpfs $data; fresh --wal-segsize=4
    printf "archive_mode = on\narchive_command = 'cp %%p /mnt/backup/wal/%%f'\nmin_wal_size = 8MB\nmax_wal_size = 16MB\nautovacuum_naptime = 1s\n" >> $data/postgresql.conf
    mkdir -p /mnt/backup/wal; chown postgres /mnt/backup/wal
    up; schema
    python3 /srv/shop/orders.py 5 "$dsn" "$insert" > $o/evidence-app.log &
    sleep 5; rm -rf /mnt/backup/wal; wait $!
    python3 /srv/shop/orders.py 24 "$dsn" "update stock set note = repeat(md5(random()::text), 30) where sku between %(sku)s and %(sku)s + 300" > $o/app2 &
    wait $!
    sed 1d $o/app2 >> $o/evidence-app.log; rm $o/app2
    { echo '$ df -h /var/lib/postgresql/15/main'; df -h $data; echo '$ du -sh /var/lib/postgresql/15/main/*'; du -sh $data/* | sort -h; } > $o/evidence-disk.txt
    cp $log $o/evidence-postgresql.log
    down immediate; umount $data
}
hba() {
    o=/out/pg-hba; mkdir -p $o; fresh; up; schema
    sed -i 's#^host all all 10.20.0.0/24 trust#host    orders          orders          10.20.0.21/32           trust#' $data/pg_hba.conf
    ip route replace local 10.20.0.11 dev lo table local src 10.20.0.21
    python3 /srv/shop/orders.py 4 "$dsn" "$insert" > /dev/null & as $bin/pg_ctl -D $data reload > /dev/null; wait $!
    ip route replace local 10.20.0.11 dev lo table local src 10.20.0.31
    python3 /srv/shop/orders.py 8 "$dsn" "$insert" > $o/evidence-app.log
    cp $log $o/evidence-postgresql.log; down
}
corrupt() {
    o=/out/pg-corrupt; mkdir -p $o; fresh; up; schema
    file=$data/$(sql -d orders -At -c "select pg_relation_filepath('stock')"); down
    dd if=/dev/urandom of="$file" bs=8192 seek=5 count=1 conv=notrunc status=none
    up; python3 /srv/shop/orders.py 12 "$dsn" "update stock set amount = amount - 1 where sku = %(sku)s" > $o/evidence-app.log
    cp $log $o/evidence-postgresql.log; down
}
deadlock() {
    o=/out/pg-deadlock; mkdir -p $o; fresh; echo "log_lock_waits = on" >> $data/postgresql.conf; up; schema
    python3 /srv/shop/orders.py 20 "$dsn application_name=orders" "$insert" > /dev/null &
    python3 - > $o/evidence-app.log <<'PY' &
import logging, sys, threading, time, psycopg2
logging.basicConfig(format="%(asctime)s %(levelname)s [%(threadName)s] %(name)s: %(message)s", level=logging.INFO, stream=sys.stdout)
def work(name, first, second, delay):
    log = logging.getLogger("shop." + name); time.sleep(delay)
    conn = psycopg2.connect("host=db01 dbname=orders user=orders application_name=" + name)
    for i in range(9):
        try:
            with conn, conn.cursor() as c:
                c.execute("update stock set amount = amount - 1 where sku = %s", (first,)); time.sleep(0.3 + delay * 3)
                c.execute("update stock set amount = amount + 1 where sku = %s", (second,))
            log.info("batch %d done, 2 rows moved", i)
        except psycopg2.Error as e: log.error("batch %d failed: %s", i, str(e).strip())
        time.sleep(0.4)
for a in (("reserve", 117, 42, 0.0), ("restock", 42, 117, 0.1)): threading.Thread(target=work, args=a, name=a[0]).start()
PY
    wait; cp $log $o/evidence-postgresql.log; down
}
idle() {
    o=/out/pg-idle; mkdir -p $o; fresh; printf "log_lock_waits = on\ndeadlock_timeout = 1s\n" >> $data/postgresql.conf; up; schema
    { echo "begin; update stock set amount = amount + 10;"; sleep 22; } | PGAPPNAME=psql sql -d orders -h db01 -U orders > /dev/null &
    (sleep 3; for i in 1 2 3; do python3 /srv/shop/orders.py 14 "$dsn application_name=orders options='-c lock_timeout=4s'" "update stock set amount = amount - 1 where sku = %(sku)s" > $o/app$i & done; wait) &
    sleep 13
    sql -d orders -c "select pid, application_name, state, wait_event_type, wait_event, now() - xact_start as xact_age, pg_blocking_pids(pid) as blocked_by, left(query, 60) as query from pg_stat_activity where backend_type = 'client backend' order by xact_start" > $o/evidence-activity.txt
    wait; mv $o/app1 $o/evidence-app.log; rm $o/app?; cp $log $o/evidence-postgresql.log; down
}
version() {
    o=/out/pg-version; mkdir -p $o; fresh; up; schema; down; echo 13 > $data/PG_VERSION
    { echo '$ pg_ctlcluster 15 main start'; as $bin/pg_ctl -D $data -l $log -w start; echo '$ tail -n 40 /var/log/postgresql/postgresql-15-main.log'; tail -n 40 $log; echo '$ psql -h db01 -U orders orders'; as psql -h db01 -U orders orders; } > $o/evidence.txt 2>&1
}
killed() {
    o=/out/pg-killed; mkdir -p $o /run/cg; fresh; printf "work_mem = '600MB'\nlog_min_duration_statement = 1000\n" >> $data/postgresql.conf
    mount -t cgroup -o memory cgroup /run/cg; mkdir /run/cg/postgresql; echo 220M > /run/cg/postgresql/memory.limit_in_bytes
    (echo $BASHPID > /run/cg/postgresql/cgroup.procs; up); schema
    python3 /srv/shop/orders.py 16 "$dsn" "$insert" > $o/evidence-app.log &
    sleep 5; sql -d orders -h db01 -U orders -c "set application_name = 'monthly_report'" -c "select md5(g::text), count(*) from generate_series(1, 9000000) g group by 1 order by 1 limit 10" > /dev/null 2>&1
    wait; cp $log $o/evidence-postgresql.log; dmesg | tail -n 60 > $o/evidence-dmesg.txt; down; sleep 1; rmdir /run/cg/postgresql; umount /run/cg
}
column() {
    o=/out/pg-column; mkdir -p $o; fresh; up; schema
    python3 /srv/shop/orders.py 5 "$dsn" "$insert" > $o/evidence-app.log
    python3 /srv/shop/orders.py 6 "$dsn" "insert into orders(id, sku, payload, discount_code) values (%(n)s + 5000, %(sku)s, 'x', 'SPRING')" | sed 's/service 2.14.0/service 2.15.0/' >> $o/evidence-app.log
    cp $log $o/evidence-postgresql.log; down
}
healthy() {
    o=/out/healthy-pg; mkdir -p $o; fresh; printf "log_connections = on\nlog_disconnections = on\ncheckpoint_timeout = 30s\nlog_min_duration_statement = 200\n" >> $data/postgresql.conf; up; schema
    as $bin/pgbench -h db01 -U orders -i -s 5 orders > /dev/null 2>&1
    as $bin/pgbench -h db01 -U orders -c 4 -T 45 -R 7 -C orders > $o/evidence-pgbench.txt 2>&1 &
    sleep 5; sql -d orders -U orders -c "insert into stock values (1, 5, '')" 2> /dev/null
    sleep 5; as $bin/pg_ctl -D $data reload > /dev/null
    sql -d orders -U orders -c "set statement_timeout = 300" -c "select pg_sleep(2)" 2> /dev/null
    sleep 4; python3 -c "import psycopg2,os; c=psycopg2.connect('$dsn'); c.cursor().execute('select 1'); os.kill(os.getpid(), 9)"
    wait; cp $log $o/evidence-postgresql.log; down
}
for one in "$@"; do $one; done
