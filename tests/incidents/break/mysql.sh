#!/bin/bash
# MariaDB 10.11, second set: packets too large, tables, columns and engines that are not there, data too long, an unknown
# variable, a row held too long, a second server on the same folder, a folder of root's, a replica with a row of its own,
# a temporary folder that is full, a referenced row, a wrong password.
set -u
data=/var/lib/mysql
log=/var/log/mysql/error.log
mkdir -p /var/log/mysql /run/mysqld; chown mysql /var/log/mysql /run/mysqld
ip route replace local 10.20.0.11 dev lo table local src 10.20.0.31
q() { mariadb -S /run/mysqld/mysqld.sock -u root "$@"; }
fresh() { # fresh NAME [OPTION...]
    o=/out/$1; shift; mkdir -p $o; rm -rf "$data"; mkdir -p "$data"; chown mysql "$data"; rm -f $log; touch $log; chown mysql $log
    mariadb-install-db --user=mysql --datadir=$data --skip-test-db > /dev/null 2>&1; up "$@"
    q -e "create database blog; create user blog@'10.20.0.%' identified by 'mallow'; grant all on blog.* to blog@'10.20.0.%';
        use blog; create table posts(id int auto_increment primary key, title varchar(60) not null, body longtext, at datetime default now()); insert into posts(title) select concat('post ', seq) from seq_1_to_300;
        create table comments(id int auto_increment primary key, post int not null, text varchar(200), constraint comment_post foreign key (post) references posts(id)); insert into comments(post, text) select seq, 'nice' from seq_1_to_300"
}
up() {
    mariadbd --no-defaults --user=mysql --datadir=$data --socket=/run/mysqld/mysqld.sock --bind-address=10.20.0.11 --log-error=$log --pid-file=/run/mysqld/mysqld.pid --innodb-buffer-pool-size=32M --log-warnings=3 --skip-name-resolve "$@" & pid=$!
    for i in $(seq 40); do q -e "select 1" > /dev/null 2>&1 && break; sleep 0.5; done
}
down() { kill $pid; wait $pid 2> /dev/null; }
c() { mariadb -h 10.20.0.11 -u blog -p"${PW:-mallow}" blog "$@"; }
loop() { # loop COUNT WHAT STATEMENT
    for i in $(seq "$1"); do
        if r=$(c -N -e "$3" 2>&1); then echo "$(date '+%F %T.%3N') INFO  blog.$2 - $2 $((RANDOM % 500)) done"; else echo "$(date '+%F %T.%3N') ERROR blog.$2 - $2 $((RANDOM % 500)) failed: $r"; sleep 0.2; fi
    done
}
show() { local c; for c in "$@"; do echo "\$ $c"; eval "$c"; done 2>&1; }
mypacket() {
    fresh mypacket --max-allowed-packet=1M; { for i in 1 2 3 4; do loop 6 publish "insert into posts(title) values ('x')"; { printf "insert into posts(title, body) values ('gallery', '"; head -c 1400000 /dev/zero | tr '\0' 'a'; echo "');"; } > /tmp/p.sql; r=$(c --max-allowed-packet=64M < /tmp/p.sql 2>&1 | grep ^ERROR); echo "$(date '+%F %T.%3N') ERROR blog.publish - publish gallery-$i failed: $r"; done; } > $o/evidence-blog.log; sleep 1; cp $log $o/evidence-error.log
}
mytable() { fresh mytable; loop 14 search "select count(*) from posts" > $o/evidence-blog.log; q blog -e "rename table posts to Posts"; loop 14 search "select count(*) from posts" >> $o/evidence-blog.log; { echo 'MariaDB [blog]> show tables;'; q -t blog -e "show tables"; } > $o/evidence-tables.txt; }
mycolumn() { fresh mycolumn; loop 9 publish "insert into posts(title) values ('x')" > $o/evidence-blog.log; loop 6 publish "insert into posts(title, slug) values ('x', 'x')" >> $o/evidence-blog.log; loop 3 search "select count(*) from posts" >> $o/evidence-blog.log; }
mylong() { fresh mylong; for i in 1 2 3; do loop 8 publish "insert into posts(title) values ('x')"; loop 1 publish "insert into posts(title) values (repeat('A very long title ', 5))"; done > $o/evidence-blog.log; }
myvariable() { fresh myvariable; loop 5 search "select 1" > /dev/null; down; up --innodb-bufer-pool-chunk=8M 2> /dev/null; cp $log $o/evidence-error.log; }
mywait() {
    fresh mywait --innodb-lock-wait-timeout=2; loop 10 edit "update posts set at = now() where id = 5" > $o/evidence-blog.log; (q blog -e "begin; update posts set title = concat(title, ' ') ; select sleep(14); rollback" > /dev/null) & sleep 1
    loop 4 edit "update posts set at = now() where id = 5" >> $o/evidence-blog.log; q -t -e "show full processlist; select trx_id, trx_state, trx_started, trx_mysql_thread_id, trx_rows_locked from information_schema.innodb_trx" > $o/evidence-processlist.txt; wait %2; loop 8 edit "update posts set at = now() where id = 5" >> $o/evidence-blog.log
}
mysecond() { fresh mysecond; (timeout 12 mariadbd --no-defaults --user=mysql --datadir=$data --socket=/tmp/second.sock --port=3307 --innodb-buffer-pool-size=32M > $o/evidence.log 2>&1); }
myowner() { fresh myowner; loop 3 search "select 1" > /dev/null; down; chown -R root:root $data; chmod -R go-w $data; up; cp $log $o/evidence-error.log; chown -R mysql $data; }
myengine() { fresh myengine; printf "create table metrics(id int primary key, v double) engine=rocksdb;\n" > /tmp/metrics.sql; show 'mariadb -S /run/mysqld/mysqld.sock -u root blog < /tmp/metrics.sql' 'mariadb -S /run/mysqld/mysqld.sock -u root -e "show engines"' > $o/evidence.txt; }
myreplica() {
    fresh myreplica --log-bin --server-id=1; q -e "create user repl@'%' identified by 'r'; grant replication slave on *.* to repl@'%'"; s=/var/lib/mysql2; rm -rf $s; mkdir $s; chown mysql $s; mariadb-install-db --user=mysql --datadir=$s --skip-test-db > /dev/null 2>&1; rm -f /var/log/mysql/replica.log
    mariadbd --no-defaults --user=mysql --datadir=$s --socket=/run/mysqld/r.sock --bind-address=10.20.0.12 --server-id=2 --log-error=/var/log/mysql/replica.log --pid-file=/run/mysqld/r.pid --innodb-buffer-pool-size=32M --skip-name-resolve & sleep 5
    r() { mariadb -S /run/mysqld/r.sock -u root "$@"; }; mariadb-dump -S /run/mysqld/mysqld.sock -u root --master-data=1 --databases blog > /tmp/d.sql; r < /tmp/d.sql; r -e "change master to master_host='10.20.0.11', master_user='repl', master_password='r', master_log_file='$(q -N -e "show master status" | cut -f1)', master_log_pos=$(q -N -e "show master status" | cut -f2); start slave"; loop 8 publish "insert into posts(title) values ('x')" > /dev/null
    sleep 1; r blog -e "insert into posts(title) values ('by hand')"; loop 8 publish "insert into posts(title) values ('x')" > /dev/null; sleep 2; cp /var/log/mysql/replica.log $o/evidence-replica.log; { echo 'MariaDB [(none)]> show slave status\G'; r -e 'show slave status\G'; } > $o/evidence-status.txt
}
mytmp() { mkdir -p /mnt/mytmp; mount -t tmpfs -o size=8m,mode=1777 tmpfs /mnt/mytmp; fresh mytmp --tmpdir=/mnt/mytmp --sort-buffer-size=256k; for i in 1 2 3; do loop 6 search "select count(*) from posts"; loop 1 export "select md5(a.seq), repeat('x', 80) t from seq_1_to_400000 a order by 1 limit 399000, 1"; done > $o/evidence-blog.log; cp $log $o/evidence-error.log; }
myforeign() { fresh myforeign; loop 7 search "select count(*) from posts" > $o/evidence-blog.log; for i in 12 44 81; do loop 1 purge "delete from posts where id = $i"; done >> $o/evidence-blog.log; loop 4 search "select count(*) from posts" >> $o/evidence-blog.log; }
mypassword() { fresh mypassword; loop 12 search "select count(*) from posts" > $o/evidence-blog.log; q -e "set password for blog@'10.20.0.%' = password('new-mallow')"; loop 10 search "select 1" >> $o/evidence-blog.log; cp $log $o/evidence-error.log; }
for one in "$@"; do $one; done
