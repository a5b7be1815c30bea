#!/bin/bash
# PostgreSQL 15 and PgBouncer, second set: wrong password, missing database, role, right, extension, type and checkpoint,
# constraints, limits (connections, locks, memory, temporary files, time), a folder with wrong modes, a bad setting, a second
# server, read-only, encodings, a standby whose WAL is gone.
set -u
bin=/usr/lib/postgresql/15/bin
data=/var/lib/postgresql/15/main
log=/var/log/postgresql/postgresql-15-main.log
as() { setpriv --reuid=postgres --regid=postgres --clear-groups env HOME=/var/lib/postgresql LC_ALL=C.UTF-8 "$@"; }
mkdir -p /srv/shop /run/postgresql; chown postgres /run/postgresql
ip route replace local 10.20.0.11 dev lo table local src 10.20.0.31
cat > /srv/shop/ledger.py <<'PY'
"""Runs STATEMENT for SECONDS, as the application LABEL."""
import logging, random, sys, time
import psycopg2
label, seconds, dsn, statement = sys.argv[1], float(sys.argv[2]), sys.argv[3], sys.argv[4]
trace = len(sys.argv) > 5
logging.basicConfig(format="%(asctime)s %(levelname)-5s [" + label + "] %(message)s", level=logging.INFO, stream=sys.stdout)
log = logging.getLogger()
end, conn, n = time.time() + seconds, None, random.randint(3000, 9000)
log.info("starting, pid %d", random.randint(300, 900))
while time.time() < end:
    n += 1; began = time.time()
    try:
        if conn is None or conn.closed: conn = psycopg2.connect(dsn, connect_timeout=3); log.info("database connection open")
        with conn, conn.cursor() as c: c.execute(statement, {"n": n, "r": random.randint(1, 200)})
        log.info("entry %d written in %d ms", n, (time.time() - began) * 1000)
    except psycopg2.Error as e:
        log.error("entry %d not written: %s", n, str(e).strip(), exc_info=trace)
        if conn is None or conn.closed: conn = None; time.sleep(0.6)
    time.sleep(random.uniform(0.04, 0.12))
PY
fresh() {
    as rm -rf "$data"/*; mkdir -p "$data"; chown postgres "$data"; chmod 700 "$data"; rm -f "$log"; touch "$log"; chown postgres "$log"
    as $bin/initdb -D $data -A trust -k "$@" > /dev/null; echo "host all all 10.20.0.0/24 ${HBA:-trust}" >> $data/pg_hba.conf
    printf "listen_addresses = '*'\nshared_buffers = 32MB\nlog_line_prefix = '%%m [%%p] %%q%%u@%%d '\nlog_timezone = 'UTC'\nlog_checkpoints = on\nautovacuum_naptime = 5s\nunix_socket_directories = '/run/postgresql'\n" >> $data/postgresql.conf
}
set_() { printf '%s\n' "$@" >> $data/postgresql.conf; }
up() { as $bin/pg_ctl -D $data -l $log -w -t 20 start > /dev/null; }
down() { as $bin/pg_ctl -D $data -m "${1:-fast}" -w stop > /dev/null 2>&1; }
sql() { as psql -X -q -h /run/postgresql "$@"; }
schema() {
    sql -d postgres -c "create role ledger login password 'quince'" -c "create database ledger owner ledger"
    sql -d ledger -U ledger -c "create table accounts(id int primary key, name varchar(20) not null, amount numeric not null default 0)" -c "create table entries(id serial primary key, account int not null references accounts, note text, at timestamptz default now())" -c "insert into accounts select g, 'account ' || g, 100 from generate_series(1,200) g"
}
dsn="host=db01 dbname=ledger user=ledger password=quince"
insert="insert into entries(account, note) values (%(r)s, repeat('x', 90))"
run() { python3 /srv/shop/ledger.py "$@"; }
plog() { cp $log $o/evidence-postgresql.log; }
show() { local c; for c in "$@"; do echo "\$ $c"; eval "$c"; done 2>&1; }
begin() { o=/out/$1; mkdir -p $o; fresh; }

pgpassword() { HBA=scram-sha-256; begin pgpassword; up; schema; run ledger 4 "$dsn" "$insert" > $o/evidence-app.log; sql -d postgres -c "alter role ledger password 'medlar'"; run ledger 5 "$dsn" "$insert" >> $o/evidence-app.log; plog; }
pgdatabase() { begin pgdatabase; up; schema; run ledger 4 "$dsn" "$insert" > /dev/null; run ledger 4 "${dsn/dbname=ledger/dbname=ledger_prod}" "$insert" > /dev/null; run ledger 3 "$dsn" "$insert" > /dev/null; plog; }
pgrole() { begin pgrole; up; schema; { run report 4 "host=db01 dbname=ledger user=report_ro" "select 1"; } > $o/evidence-app.log; }
pgslots() {
    begin pgslots; set_ 'max_connections = 14' 'log_connections = on'; up; schema; run api 4 "$dsn" "$insert" > $o/evidence-app.log
    python3 -c "
import psycopg2, time
held = []
try:
    while True: held.append(psycopg2.connect('$dsn application_name=report-export'))
except psycopg2.Error: time.sleep(7)" & sleep 1; run api 5 "$dsn" "$insert" >> $o/evidence-app.log; wait $!; run api 2 "$dsn" "$insert" >> $o/evidence-app.log; plog
}
pgsequence() { begin pgsequence; up; schema; sql -d ledger -U ledger -c "insert into entries(id, account, note) select g, 1, 'restored' from generate_series(1, 4000) g"; run ledger 9 "$dsn" "$insert" > $o/evidence-app.log; plog; show "psql -h db01 -U ledger ledger -c 'select max(id) from entries' -c 'select last_value from entries_id_seq'" > $o/evidence-psql.txt; }
pgnotnull() { begin pgnotnull; up; schema; run import 5 "$dsn" "$insert" > $o/evidence-app.log; run import 3 "$dsn" "insert into accounts(id, name) values (%(n)s, (select name from accounts where id = -1))" x | sed 's/entry/account/' >> $o/evidence-app.log; }
pgforeign() { begin pgforeign; up; schema; run api 5 "$dsn" "$insert" > /dev/null & run cleanup 6 "$dsn" "delete from accounts where id = %(r)s" > /dev/null; wait $!; plog; }
pgpermission() { begin pgpermission; up; schema; sql -d ledger -c "create role audit login" -c "create table audit_trail(id serial, what text)"; run api 6 "$dsn" "$insert" > /dev/null & run audit 6 "host=db01 dbname=ledger user=audit" "insert into audit_trail(what) values ('login %(n)s')" > $o/evidence-audit.log; wait $!; plog; }
pgsetting() { begin pgsetting; up; schema; run api 3 "$dsn" "$insert" > /dev/null; down; set_ 'max_wall_size = 2GB' 'effective_cache_size = 1GB'; show "pg_ctl -D $data start" > /dev/null; as $bin/pg_ctl -D $data -l $log -w start > /dev/null 2>&1; plog; show "tail -n 4 $data/postgresql.conf" > $o/evidence-conf.txt; }
pgsecond() { begin pgsecond; up; schema; run api 2 "$dsn" "$insert" > /dev/null; { echo "postgres@db01:~\$ $bin/postgres -D $data"; as $bin/postgres -D $data; } > $o/evidence.txt 2>&1; }
pgmodes() { begin pgmodes; up; schema; run api 2 "$dsn" "$insert" > /dev/null; down; chmod 775 $data; { echo "postgres@db01:~\$ pg_ctl -D $data -w start"; as $bin/pg_ctl -D $data -w start; } > $o/evidence.txt 2>&1; chmod 700 $data; }
pgreadonly() { begin pgreadonly; up; schema; run api 4 "$dsn" "$insert" > $o/evidence-app.log; sql -d postgres -c "alter database ledger set default_transaction_read_only = on"; run api 5 "$dsn" "$insert" >> $o/evidence-app.log; plog; }
pgstatement() { begin pgstatement; set_ "statement_timeout = '400ms'"; up; schema; run api 8 "$dsn" "$insert" > /dev/null & run report 8 "$dsn" "select count(*), pg_sleep(0.01 * (random() * 60)) from accounts a, generate_series(1, 4000) g where md5(a.name || g) like '%%f%(r)s'" | sed 's/entry/report/' > $o/evidence-report.log; wait $!; plog; }
pgshared() { begin pgshared; up; schema; run api 3 "$dsn" "$insert" > /dev/null; down; set_ "shared_buffers = 900GB"; as $bin/pg_ctl -D $data -l $log -w start > /dev/null 2>&1; plog; }
pgextension() { begin pgextension; up; schema; printf 'begin;\ncreate table shops(id int primary key, name text);\ncreate extension postgis;\nalter table shops add column place geography(point);\ncommit;\n' > /tmp/0042_places.sql; show 'psql -h db01 -U postgres -v ON_ERROR_STOP=1 -f /tmp/0042_places.sql ledger' > $o/evidence.txt; }
pgtemp() { begin pgtemp; set_ "temp_file_limit = '20MB'" "work_mem = '1MB'" 'log_temp_files = 4MB'; up; schema; run api 9 "$dsn" "$insert" > /dev/null & sleep 2; for n in 100000 900000 150000; do sql -d ledger -U ledger -h db01 -c "select md5(g::text) m, repeat('y', 60) from generate_series(1,$n) g order by m desc offset 99999999" > /dev/null 2>&1; sleep 1; done; wait; plog; }
pglocks() {
    begin pglocks; set_ 'max_locks_per_transaction = 10' 'max_connections = 10'; up; schema; for i in $(seq 0 59); do sql -d ledger -U ledger -c "do \$\$ begin for i in 1..40 loop execute format('create table part_%s_%s(id int)', $i, i); end loop; end \$\$"; done; run api 6 "$dsn" "$insert" > /dev/null & sleep 1
    { echo '$ pg_dump -h db01 -U ledger ledger > /backup/ledger.sql'; as $bin/pg_dump -h db01 -U ledger ledger > /tmp/l.sql; } > $o/evidence-dump.txt 2>&1; wait; plog
}
pgwal() {
    begin pgwal; set_ 'min_wal_size = 4MB' 'max_wal_size = 4MB' "wal_keep_size = 0" 'max_wal_senders = 4'; sed -i 's/^#wal_level.*/wal_level = replica/' $data/postgresql.conf; as rm -rf $data; mkdir -p $data; chown postgres $data; as $bin/initdb -D $data -A trust --wal-segsize=1 > /dev/null; echo 'host all all 10.20.0.0/24 trust' >> $data/pg_hba.conf; echo 'host replication all 10.20.0.0/24 trust' >> $data/pg_hba.conf
    set_ "listen_addresses = '10.20.0.11'" 'min_wal_size = 2MB' 'max_wal_size = 2MB' 'wal_keep_size = 0' "unix_socket_directories = '/run/postgresql'" "log_line_prefix = '%m [%p] %q%u@%d '"; up; schema
    s=/var/lib/postgresql/15/standby; rm -rf $s; as $bin/pg_basebackup -h db01 -D $s -R; sed -i "s/10.20.0.11'/10.20.0.12'/; s#/run/postgresql#/tmp#" $s/postgresql.conf; as $bin/pg_ctl -D $s -l /tmp/standby.log -w start > /dev/null; run api 2 "$dsn" "$insert" > /dev/null; as $bin/pg_ctl -D $s -m fast -w stop > /dev/null
    for i in 1 2 3 4 5; do sql -d ledger -U ledger -c "insert into entries(account, note) select 1, repeat('z', 200) from generate_series(1,9000)"; sql -d postgres -c checkpoint; done; as $bin/pg_ctl -D $s -l /tmp/standby.log -w start > /dev/null; sleep 12; cp /tmp/standby.log $o/evidence-standby.log; as $bin/pg_ctl -D $s -m immediate stop > /dev/null
}
pgencoding() { begin pgencoding; up; schema; sql -d postgres -c "create database legacy owner ledger template template0 encoding latin1 lc_collate 'C' lc_ctype 'C'"; sql -d legacy -U ledger -c "create table names(id int, name text)"; run sync 5 "host=db01 dbname=legacy user=ledger client_encoding=utf8" "insert into names values (%(n)s, case when %(r)s > 150 then U&'Ko\\0161ice \\2603' else 'Bremen' end)" > $o/evidence-sync.log; }
pgcitext() { begin pgcitext; up; schema; printf 'create table public.users (\n    id integer not null,\n    email public.citext not null\n);\ncopy public.users (id, email) from stdin;\n1\ta@shop.example\n2\tb@shop.example\n\\.\n' > /tmp/users.sql; { echo '$ psql -h db01 -U postgres -f /tmp/users.sql shop_restore'; sql -d postgres -c 'create database shop_restore'; psql -h db01 -U postgres -f /tmp/users.sql shop_restore; } > $o/evidence.txt 2>&1; }
pglength() { begin pglength; up; schema; run import 4 "$dsn" "$insert" > $o/evidence-import.log; run import 3 "$dsn" "insert into accounts(id, name) values (%(n)s, 'Northern Wholesale Company ' || %(n)s)" >> $o/evidence-import.log; }
pgserial() { begin pgserial; up; schema; python3 - > $o/evidence-app.log <<PY
import logging, sys, threading, time, psycopg2
logging.basicConfig(format="%(asctime)s %(levelname)s [%(threadName)s] wallet: %(message)s", level=logging.INFO, stream=sys.stdout)
def work(k):
    c = psycopg2.connect("$dsn"); c.set_session(isolation_level="SERIALIZABLE")
    for i in range(25):
        try:
            with c, c.cursor() as q: q.execute("select sum(amount) from accounts where id < 20"); time.sleep(0.05); q.execute("update accounts set amount = amount + 1 where id = %s", (k,))
            logging.info("transfer %d-%d booked", k, i)
        except psycopg2.Error: logging.exception("transfer %d-%d lost", k, i)
for k in (3, 4, 5): threading.Thread(target=work, args=(k,), name="worker-%d" % k).start()
PY
}
pgcheckpoint() { begin pgcheckpoint; up; schema; run api 3 "$dsn" "$insert" > /dev/null; down immediate; as sh -c "rm $data/pg_wal/0*"; as $bin/pg_ctl -D $data -l $log -w start > /dev/null 2>&1; plog; }
pgcsv() { begin pgcsv; up; schema; { echo 'id,name,amount'; for i in $(seq 301 340); do [ $i = 327 ] && echo "$i,Baker, Sons and Partners,12.50" || echo "$i,customer $i,$((i * 3)).00"; done; } > /tmp/accounts.csv; show "psql -h db01 -U ledger ledger -c \"\\copy accounts from '/tmp/accounts.csv' csv header\"" > $o/evidence-import.txt; sed -n '20,35p' /tmp/accounts.csv > $o/evidence-accounts.csv; }
pgssl() { begin pgssl; up; schema; { echo '$ psql "host=db01 dbname=ledger user=ledger sslmode=require"'; psql "host=db01 dbname=ledger user=ledger sslmode=require"; } > $o/evidence.txt 2>&1; }
bouncer() { # bouncer LINES
    printf '[databases]\nledger = host=10.20.0.11 dbname=ledger\n[pgbouncer]\nlisten_addr = 10.20.0.31\nlisten_port = 6432\nauth_type = plain\nauth_file = /tmp/users.txt\nlogfile = /var/log/postgresql/pgbouncer.log\npidfile = /run/postgresql/pgbouncer.pid\nstats_period = 5\n%s\n' "$1" > /tmp/bouncer.ini; printf '"ledger" "quince"\n' > /tmp/users.txt; rm -f /var/log/postgresql/pgbouncer.log; chmod 644 /tmp/users.txt; as /usr/sbin/pgbouncer -q /tmp/bouncer.ini & sleep 1
}
bdsn="host=10.20.0.31 port=6432 dbname=ledger password=quince"
bpool() { begin bpool; set_ "max_connections = 30"; up; schema; bouncer $'pool_mode = session\ndefault_pool_size = 3\nquery_wait_timeout = 3'; run api 3 "$bdsn user=ledger" "$insert" > $o/evidence-app.log; for i in 1 2 3; do PGPASSWORD=quince psql -q -h 10.20.0.31 -p 6432 -U ledger ledger -c "select pg_sleep(14)" > /dev/null 2>&1 & done; sleep 1; run api 9 "${bdsn/password/connect_timeout=9 password} user=ledger" "$insert" >> $o/evidence-app.log; cp /var/log/postgresql/pgbouncer.log $o/evidence-pgbouncer.log; }
buser() { begin buser; up; schema; bouncer 'pool_mode = transaction'; run api 3 "$bdsn user=ledger" "$insert" > /dev/null; run billing 5 "$bdsn user=billing" "$insert" > /dev/null; cp /var/log/postgresql/pgbouncer.log $o/evidence-pgbouncer.log; }
bserver() { begin bserver; up; schema; bouncer $'pool_mode = transaction\nquery_wait_timeout = 2\nserver_login_retry = 1'; run api 4 "$bdsn user=ledger" "$insert" > $o/evidence-app.log; down; run api 7 "$bdsn user=ledger" "$insert" >> $o/evidence-app.log; cp /var/log/postgresql/pgbouncer.log $o/evidence-pgbouncer.log; }
for one in "$@"; do $one; HBA=trust; down immediate; done
