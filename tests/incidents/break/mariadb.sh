#!/bin/bash
# MariaDB 10.11 broken one way at a time: an account that is allowed from another host only, two transactions that wait for
# each other's rows, more clients than max_connections, an Aria table cut short. One run stays healthy.
set -u
data=/var/lib/mysql
log=/var/log/mysql/error.log
mkdir -p /var/log/mysql /run/mysqld; chown mysql /var/log/mysql /run/mysqld
ip route replace local 10.20.0.11 dev lo table local src 10.20.0.31
q() { mariadb -S /run/mysqld/mysqld.sock -u root "$@"; }
fresh() { # fresh [OPTION...]
    rm -rf "$data"; mkdir -p "$data"; chown mysql "$data"; : > $log; chown mysql $log
    mariadb-install-db --user=mysql --datadir=$data --skip-test-db > /dev/null 2>&1
    up "$@"
    q -e "create database shop; create user shop@'10.20.0.%' identified by 'apricot'; grant all on shop.* to shop@'10.20.0.%';
        use shop; create table stock(sku int primary key, amount int) engine=innodb; insert into stock select seq, 1000 from seq_1_to_500;
        create table visits(id int auto_increment primary key, page varchar(200), at timestamp default now()) engine=aria;"
}
up() {
    mariadbd --no-defaults --user=mysql --datadir=$data --socket=/run/mysqld/mysqld.sock --bind-address=0.0.0.0 --log-error=$log --pid-file=/run/mysqld/mysqld.pid \
        --innodb-buffer-pool-size=32M --log-warnings=3 --skip-name-resolve "$@" & pid=$!
    for i in $(seq 40); do q -e "select 1" > /dev/null 2>&1 && break; sleep 0.5; done
}
down() { kill $pid; wait $pid 2> /dev/null; }
c() { mariadb -h 10.20.0.11 -u shop -papricot shop "$@"; }
loop() { # loop COUNT STATEMENT: the application, one line per call
    for i in $(seq "$1"); do
        if r=$(c -N -e "$2" 2>&1); then echo "$(date '+%F %T.%3N') INFO  [stock-sync] item $((RANDOM % 500)) synced"; else echo "$(date '+%F %T.%3N') ERROR [stock-sync] sync of item $((RANDOM % 500)) failed: $r"; sleep 0.2; fi
    done
}
denied() {
    o=/out/mariadb-denied; mkdir -p $o; fresh; q -e "rename user shop@'10.20.0.%' to shop@'10.20.0.21'"
    { loop 3 "select 1" ; loop 22 "select count(*) from stock"; } > $o/evidence-sync.log; cp $log $o/evidence-error.log
    { echo "MariaDB [(none)]> select user, host from mysql.user;"; q -t -e "select user, host from mysql.user"; } > $o/evidence-users.txt; down
}
locks() {
    o=/out/mariadb-locks; mkdir -p $o; fresh --innodb-print-all-deadlocks=ON
    for i in 1 2 3 4; do
        c -e "begin; update stock set amount=amount-1 where sku=$i; select sleep(0.7); update stock set amount=amount+1 where sku=$((i+100)); commit" > /dev/null 2> /tmp/a & a=$!
        sleep 0.2; c -e "begin; update stock set amount=amount-2 where sku=$((i+100)); select sleep(0.7); update stock set amount=amount+2 where sku=$i; commit" > /dev/null 2> /tmp/b
        wait $a; cat /tmp/a /tmp/b >> $o/evidence-client.txt; loop 3 "select count(*) from stock" > /dev/null
    done
    q -e "show engine innodb status\G" > $o/evidence-innodb-status.txt; down
}
connections() {
    o=/out/mariadb-connections; mkdir -p $o; fresh --max-connections=12
    loop 20 "select count(*) from stock" > $o/evidence-sync.log
    for i in $(seq 13); do c -e "select sleep(9) /* report worker $i */" > /dev/null 2>&1 & done; sleep 1
    loop 20 "select count(*) from stock" >> $o/evidence-sync.log; q -t -e "show full processlist" > $o/evidence-processlist.txt 2>&1; sleep 6; loop 10 "select count(*) from stock" >> $o/evidence-sync.log; cp $log $o/evidence-error.log; down
}
crashed() {
    o=/out/mariadb-crashed; mkdir -p $o; fresh; for i in $(seq 60); do c -e "insert into visits(page) select concat('/catalog/', seq) from seq_1_to_200"; done
    down; truncate -s 300000 $data/shop/visits.MAD; head -c 4000 /dev/urandom | dd of=$data/shop/visits.MAI bs=1 seek=8192 conv=notrunc status=none; up --aria-recover-options=OFF
    loop 10 "select count(*) from stock" > $o/evidence-app.log; loop 12 "insert into visits(page) values ('/cart'); select max(at) from visits" >> $o/evidence-app.log; cp $log $o/evidence-error.log
    { echo 'MariaDB [shop]> check table visits;'; c -t -e "check table visits"; } > $o/evidence-check.txt 2>&1; down
}
healthy() {
    o=/out/healthy-mariadb; mkdir -p $o; fresh --slow-query-log=1 --long-query-time=0.3; loop 60 "select count(*) from stock; update stock set amount=amount+1 where sku=7" > $o/evidence-sync.log
    timeout -s KILL 0.5 mariadb -h 10.20.0.11 -u shop -papricot shop -e "select sleep(3)" > /dev/null; c -e "insert into stock values (1,1)" 2> /dev/null; sleep 3
    q -t -e "show global status where variable_name in ('Uptime','Threads_connected','Threads_running','Questions','Slow_queries','Aborted_clients','Aborted_connects','Connection_errors_max_connections','Max_used_connections','Innodb_row_lock_waits','Innodb_buffer_pool_reads','Innodb_buffer_pool_read_requests')" > $o/evidence-status.txt
    cp $log $o/evidence-error.log; down
}
for one in "$@"; do $one; done
