#!/bin/bash
# Programs of a host broken one way at a time: authorized_keys that others may write, MaxStartups too low for a burst, a cron
# job whose script needs another PATH, a spool that logrotate refuses, a package whose set-up script fails, a lock of apt, a
# program that supervisor restarts in vain, a log target that is away, a playbook with a wrong variable, a repository folder
# of another user, a stale index.lock, a signal by a limit of CPU time, a mapped file cut short. Some runs stay healthy.
set -u
mkdir -p /srv/shop /run/sshd
id deploy > /dev/null 2>&1 || useradd -m -s /bin/bash deploy
ip route replace local 10.20.0.31 dev lo table local src 10.20.0.41
sshd() { # sshd CONFIGURATION
    ssh-keygen -A > /dev/null; printf 'ListenAddress 10.20.0.31\nLogLevel VERBOSE\nUsePAM no\n%s\n' "$1" > /tmp/sshd_config
    rm -rf /home/deploy/.ssh /root/.ssh; mkdir -p /home/deploy/.ssh /root/.ssh; ssh-keygen -q -t ed25519 -N '' -f /root/.ssh/id_ed25519 -C ci@mon01; cp /root/.ssh/id_ed25519.pub /home/deploy/.ssh/authorized_keys
    chown -R deploy /home/deploy/.ssh; chmod 700 /home/deploy/.ssh; chmod 600 /home/deploy/.ssh/authorized_keys; usermod -p '*' deploy; chmod 755 /home/deploy
    syslog; /usr/sbin/sshd -f /tmp/sshd_config; sleep 1
}
syslog() {
    rm -f /var/log/auth.log /var/log/syslog; mkdir -p /var/spool/rsyslog
    printf 'module(load="imuxsock")\n%s\nauth,authpriv.* /var/log/auth.log\n*.*;auth,authpriv.none /var/log/syslog\n' "${1:-}" > /tmp/rs.conf; rsyslogd -n -f /tmp/rs.conf -i /run/rs.pid & rs=$!; sleep 1
}
login() { ssh -o StrictHostKeyChecking=accept-new -o BatchMode=yes deploy@app01 "$@"; }
sshmodes() {
    o=/out/ssh-modes; mkdir -p $o; sshd ''; for i in 1 2 3 4; do login uptime > /dev/null; done 2>&1; chmod 775 /home/deploy; chgrp users /home/deploy; for i in 1 2 3; do login true; done 2> /dev/null
    { echo 'ci@mon01:~$ ssh -v deploy@app01'; login -v true; ssh -v -o BatchMode=yes deploy@app01 true; } 2>&1 | grep -v 'true: command' > $o/evidence-ssh.txt; sleep 1; cp /var/log/auth.log $o/evidence-auth.log; { echo '$ ls -lad /home/deploy /home/deploy/.ssh /home/deploy/.ssh/*'; ls -lad /home/deploy /home/deploy/.ssh /home/deploy/.ssh/*; } > $o/evidence-ls.txt; chmod 755 /home/deploy
}
sshstartups() {
    o=/out/ssh-startups; mkdir -p $o; sshd 'MaxStartups 4:60:8'; login true; for i in $(seq 24); do { echo "$(date +%T) deploy task $i: $(login true 2>&1 && echo ok)"; } >> $o/evidence-ci.log & done; for i in $(seq 9); do (nc 10.20.0.31 22 > /dev/null < <(sleep 9)) & done; sleep 1; for i in $(seq 25 40); do { echo "$(date +%T) deploy task $i: $(login true 2>&1 && echo ok)"; } >> $o/evidence-ci.log; done; sleep 2; cp /var/log/auth.log $o/evidence-auth.log
}
healthyssh() {
    o=/out/healthy-ssh; mkdir -p $o; sshd ''; login true; for i in $(seq 16); do login "echo $i" > /dev/null; [ $((i % 4)) = 0 ] && ssh -o BatchMode=yes -o StrictHostKeyChecking=no admin@app01 true 2> /dev/null; [ $((i % 5)) = 0 ] && { echo 'GET / HTTP/1.0' | nc -w 1 10.20.0.31 22 > /dev/null; }; done; kill -HUP "$(cat /run/sshd.pid)"; sleep 1; login true; sleep 1; cp /var/log/auth.log $o/evidence-auth.log
}
cronpath() {
    o=/out/cron-path; mkdir -p $o /opt/shop/bin; printf '#!/bin/sh\necho "backup of $1 written, 3 files"\n' > /opt/shop/bin/shopdump; chmod 755 /opt/shop/bin/shopdump
    printf '#!/bin/bash\nset -e\necho "$(date "+%%F %%T") backup starts"\nshopdump orders\necho "$(date "+%%F %%T") backup done"\n' > /srv/shop/backup.sh; chmod 755 /srv/shop/backup.sh; syslog
    printf '* * * * * root /srv/shop/backup.sh >> /var/log/backup.log 2>&1\n* * * * * root true # heartbeat\n' > /etc/cron.d/shop; rm -f /var/log/backup.log; cron -f & c=$!; sleep 190; kill $c
    { echo '$ tail /var/log/backup.log'; cat /var/log/backup.log; echo '$ PATH=/opt/shop/bin:$PATH; /srv/shop/backup.sh'; PATH=/opt/shop/bin:$PATH /srv/shop/backup.sh; echo '$ cat /etc/cron.d/shop'; cat /etc/cron.d/shop; } > $o/evidence-shell.txt 2>&1; cp /var/log/syslog $o/evidence-syslog.log; rm /etc/cron.d/shop
}
rotate() {
    o=/out/logrotate-modes; mkdir -p $o /var/log/shop; head -c 900000 /dev/zero | tr '\0' 'x' > /var/log/shop/shop.log; chmod 777 /var/log/shop; printf '/var/log/shop/*.log {\n  daily\n  size 500k\n  rotate 7\n  compress\n  missingok\n}\n' > /etc/logrotate.d/shop
    { echo '$ logrotate -v /etc/logrotate.conf'; logrotate -v /etc/logrotate.conf; echo '$ ls -la /var/log/shop'; ls -la /var/log/shop; } > $o/evidence.txt 2>&1; rm /etc/logrotate.d/shop; rm -rf /var/log/shop
}
deb() { # deb NAME VERSION CONTROL-LINES POSTINST
    rm -rf "/srv/deb/$1"; mkdir -p "/srv/deb/$1/DEBIAN" "/srv/deb/$1/usr/share/$1"; printf 'Package: %s\nVersion: %s\nArchitecture: all\nMaintainer: shop\nDescription: %s\n%b' "$1" "$2" "$1" "$3" > "/srv/deb/$1/DEBIAN/control"
    [ -n "${4:-}" ] && { printf '#!/bin/sh\nset -e\n%s\n' "$4" > "/srv/deb/$1/DEBIAN/postinst"; chmod 755 "/srv/deb/$1/DEBIAN/postinst"; }; dpkg-deb -b "/srv/deb/$1" "/srv/deb/$1.deb" > /dev/null
}
postinst() {
    o=/out/dpkg-postinst; mkdir -p $o; deb shop-common 3.2 '' ''; deb shop-agent 3.2 'Depends: shop-common\n' 'install -d -o shopagent -g shopagent /var/lib/shop-agent'; deb shop-plugins 3.2 'Depends: shop-agent (>= 3.2)\n' ''
    { echo '# apt-get install ./shop-common.deb ./shop-agent.deb ./shop-plugins.deb'; apt-get install -y /srv/deb/shop-common.deb /srv/deb/shop-agent.deb /srv/deb/shop-plugins.deb; echo '# apt-get -f install'; apt-get -f install -y; echo '# dpkg -l "shop*"'; dpkg -l 'shop*'; } > $o/evidence.txt 2>&1; sed -i 's#/srv/deb#/root/deb#g' $o/evidence.txt; dpkg -P --force-all shop-plugins shop-agent shop-common > /dev/null 2>&1
}
aptlock() {
    o=/out/apt-lock; mkdir -p $o; deb shop-slow 1.0 '' 'sleep 9'; deb shop-tools 1.1 '' ''; (apt-get install -y /srv/deb/shop-slow.deb > /dev/null 2>&1) & sleep 3
    { echo '# apt-get install shop-tools'; apt-get install -y /srv/deb/shop-tools.deb; echo "# exit $?"; echo '# ps -ef | grep -E "[a]pt-get|[d]pkg"'; ps -ef | grep -E "[a]pt-get|[d]pkg"; } 2>&1 | sed 's#/srv/deb#/root/deb#g' > $o/evidence.txt; wait; dpkg -P shop-slow shop-tools > /dev/null 2>&1
}
supervised() {
    o=/out/supervisor-env; mkdir -p $o /var/log/supervisor; printf 'import os, sys, time\nprint("ingest 1.4.0 starting", flush=True)\nbucket = os.environ["INGEST_BUCKET"]\ntime.sleep(99)\n' > /srv/shop/ingest.py
    printf 'import time\nn = 0\nwhile True: n += 1; print(time.strftime("%%F %%T"), "thumbnail", n, "rendered", flush=True); time.sleep(0.5)\n' > /srv/shop/thumbs.py
    printf '[supervisord]\nlogfile=/var/log/supervisor/supervisord.log\npidfile=/run/supervisord.pid\nnodaemon=true\nuser=root\n[unix_http_server]\nfile=/run/supervisor.sock\n[rpcinterface:supervisor]\nsupervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface\n[supervisorctl]\nserverurl=unix:///run/supervisor.sock\n[program:ingest]\ncommand=python3 /srv/shop/ingest.py\nstderr_logfile=/var/log/supervisor/ingest.err.log\nstdout_logfile=/var/log/supervisor/ingest.out.log\n[program:thumbs]\ncommand=python3 /srv/shop/thumbs.py\nstdout_logfile=/var/log/supervisor/thumbs.log\n' > /tmp/s.conf; rm -f /var/log/supervisor/*
    supervisord -c /tmp/s.conf > /dev/null 2>&1 & s=$!; sleep 14; { echo '$ supervisorctl status'; supervisorctl -c /tmp/s.conf status; } > $o/evidence-status.txt; cp /var/log/supervisor/supervisord.log $o/evidence-supervisord.log; kill $s; sleep 2; cp /var/log/supervisor/ingest.err.log $o/evidence-ingest.err.log
}
syslogaway() {
    o=/out/rsyslog-away; mkdir -p $o; (timeout 4 nc -lk 10.20.0.41 514 > /dev/null) & syslog '*.* action(type="omfwd" target="mon01" port="514" protocol="tcp" action.resumeRetryCount="-1" action.resumeInterval="2" queue.type="LinkedList" queue.size="120" queue.discardMark="100" queue.discardSeverity="6")'
    for i in $(seq 400); do logger -t shop-api "order $((7000 + i)) accepted in $((RANDOM % 90)) ms"; sleep 0.03; done; sleep 1; cp /var/log/syslog $o/evidence-syslog.log; cp /tmp/rs.conf $o/evidence-rsyslog.conf
}
playbook() {
    o=/out/ansible-undefined; mkdir -p $o; rm -rf /srv/play; mkdir -p /srv/play/group_vars; cd /srv/play; printf '[web]\nweb01 ansible_connection=local\nweb02 ansible_connection=local\n[db]\ndb01 ansible_connection=local\n' > hosts
    printf 'listen_port: 8080\nshop_release: 5.1.0\n' > group_vars/web.yml; printf 'backup_hour: 3\n' > group_vars/db.yml; printf 'port={{ listen_port }}\nrelease={{ shop_release }}\nbackup={{ backup_hour }}\nupstream={{ api_upstream }}\n' > app.conf.j2
    printf -- '- hosts: all\n  gather_facts: false\n  tasks:\n    - name: Make the folder of the service\n      ansible.builtin.file: {path: "/tmp/deploy/{{ inventory_hostname }}", state: directory}\n    - name: Copy the unit file\n      ansible.builtin.copy: {content: "x", dest: "/tmp/deploy/{{ inventory_hostname }}/unit"}\n- hosts: db\n  gather_facts: false\n  tasks:\n    - name: Set the hour of the backup\n      ansible.builtin.copy: {content: "{{ backup_hour }}", dest: "/tmp/deploy/backup"}\n- hosts: web\n  gather_facts: false\n  tasks:\n    - name: Set the release\n      ansible.builtin.copy: {content: "{{ shop_release }}", dest: "/tmp/deploy/{{ inventory_hostname }}/release"}\n    - name: Write the configuration\n      ansible.builtin.template: {src: app.conf.j2, dest: "/tmp/deploy/{{ inventory_hostname }}/app.conf"}\n    - name: Restart the service\n      ansible.builtin.command: "true"\n' > site.yml
    { echo '$ ansible-playbook -i hosts site.yml'; ansible-playbook -i hosts site.yml; } > $o/evidence.txt 2>&1
    o=/out/healthy-ansible; mkdir -p $o; printf 'backup_hour: 3\napi_upstream: 10.20.0.31\n' >> group_vars/web.yml; { echo '$ ansible-playbook -i hosts site.yml'; ansible-playbook -i hosts site.yml; } > $o/evidence.txt 2>&1
}
gits() {
    o=/out/git-owner; mkdir -p $o; rm -rf /srv/git /home/deploy/shop; git init -q --bare /srv/git/shop.git; chown -R deploy /srv/git; export GIT_AUTHOR_NAME=deploy GIT_AUTHOR_EMAIL=deploy@shop.example GIT_COMMITTER_NAME=deploy GIT_COMMITTER_EMAIL=deploy@shop.example
    d() { setpriv --reuid=deploy --regid=deploy --clear-groups env HOME=/home/deploy "$@"; }
    d git init -q -b main /home/deploy/shop; cd /home/deploy/shop; for i in 1 2 3 4; do seq $((i * 300)) | d tee f$i > /dev/null; d git add .; d git commit -qm "Part $i"; done; d git remote add origin /srv/git/shop.git; d git push -q origin main
    chown -R root:root /srv/git/shop.git/objects; chmod -R go-w /srv/git/shop.git/objects; seq 9000 | d tee f5 > /dev/null; d git add .; d git commit -qm "Part 5"
    git config --global --add safe.directory '*'; { echo 'deploy@app01:~/shop$ git push origin main'; d git push origin main; echo 'deploy@app01:~/shop$ ls -la /srv/git/shop.git'; ls -la /srv/git/shop.git; } > $o/evidence.txt 2>&1
    o=/out/git-lock; mkdir -p $o; chown -R deploy /srv/git; d git push -q origin main; d touch .git/index.lock; d touch -d '2026-11-27 02:14' .git/index.lock
    { for i in 1 2 3; do echo "+ git fetch origin"; d git fetch origin; echo "+ git reset --hard origin/main"; d git reset --hard origin/main; echo "exit status $?"; done; echo '$ ls -la --time-style=long-iso .git'; ls -la --time-style=long-iso .git; echo '$ ps -C git -o pid,lstart,args'; ps -C git -o pid,lstart,args; } > $o/evidence.txt 2>&1
}
signals() {
    o=/out/sig-xcpu; mkdir -p $o; cd /srv/shop; printf 'import time, sys, hashlib\nn = 0\nb = time.time()\nprint("rank: reading 48000 products", flush=True)\nwhile True:\n    for i in range(60000): hashlib.sha256(str(i).encode()).hexdigest()\n    n += 1; print(time.strftime("%%F %%T"), "rank: iteration", n, "cost", round(3000 / n, 1), "elapsed", round(time.time() - b), "s", flush=True)\n' > rank.py
    printf '#!/bin/bash\nulimit -t 5\npython3 /srv/shop/rank.py\necho "rank ended with status $?"\n' > rank.sh; { for i in 1 2; do bash -x rank.sh; done; } > $o/evidence.log 2>&1
    o=/out/sig-bus; mkdir -p $o; printf '#include <fcntl.h>\n#include <stdio.h>\n#include <sys/mman.h>\n#include <sys/stat.h>\n#include <unistd.h>\nstatic long sum_block(const unsigned char* block, long n) { long s = 0; for (long i = 0; i < n; i++) s += block[i]; return s; }\nint main(void) { int fd = open("/var/lib/orders/catalog.idx", O_RDONLY); struct stat st; fstat(fd, &st); unsigned char* p = mmap(0, st.st_size, PROT_READ, MAP_SHARED, fd, 0); printf("catalog.idx mapped, %%ld bytes\\n", (long)st.st_size);\n for (long at = 0; at < st.st_size; at += 65536) { printf("block %%ld ok, sum %%ld\\n", at / 65536, sum_block(p + at, 65536)); fflush(stdout); usleep(150000); } }\n' > scan.c; gcc -g -O0 -o scan scan.c
    mkdir -p /var/lib/orders; head -c 4194304 /dev/urandom > /var/lib/orders/catalog.idx; (sleep 2; truncate -s 1000000 /var/lib/orders/catalog.idx) & { echo '$ ls -l /var/lib/orders/catalog.idx; gdb -q -batch -ex run -ex bt ./scan; ls -l /var/lib/orders/catalog.idx'; ls -l --time-style=full-iso /var/lib/orders/catalog.idx; gdb -q -batch -ex run -ex bt -ex 'info frame' ./scan; ls -l --time-style=full-iso /var/lib/orders/catalog.idx; } > $o/evidence.txt 2>&1
}
healthyhost() {
    o=/out/healthy-host; mkdir -p $o; memcached -u memcache -l 10.20.0.12 & m=$!; setpriv --reuid=deploy --regid=deploy --clear-groups python3 -m http.server --bind 10.20.0.31 8080 > /dev/null 2>&1 & h=$!; sleep 1; for i in $(seq 40); do curl -s -o /dev/null http://10.20.0.31:8080/; done
    { for c in 'free -m' 'df -h' 'df -i' 'ps aux' 'ss -tlnp' 'ss -s'; do echo "\$ $c"; $c; done; } 2>&1 | grep -v '/out\|break' > $o/evidence.txt; kill $m $h
}
healthyapt() {
    o=/out/healthy-apt; mkdir -p $o; for v in 3.1 3.2; do deb shop-common $v '' ''; deb shop-agent $v 'Depends: shop-common\n' 'test "$2" = "" || echo "W: shop-agent: the option LEGACY_PORT is deprecated, it will be removed in 4.0" >&2'; echo "# apt-get install ./shop-common_$v.deb ./shop-agent_$v.deb"; apt-get install -y /srv/deb/shop-common.deb /srv/deb/shop-agent.deb; done > $o/evidence.txt 2>&1
    { echo '# dpkg --audit; echo $?'; dpkg --audit; echo $?; echo '# dpkg -l "shop*"'; dpkg -l 'shop*'; } >> $o/evidence.txt; sed -i 's#/srv/deb#/root/deb#g' $o/evidence.txt; dpkg -P shop-agent shop-common > /dev/null 2>&1
}
healthycron() {
    o=/out/healthy-cron; mkdir -p $o /var/log/shop; printf '#!/bin/sh\nlogger -t backup "copied 120 files, 0 failed"\n' > /srv/shop/ok.sh; chmod 755 /srv/shop/ok.sh; syslog; printf '* * * * * root /srv/shop/ok.sh\n* * * * * deploy test -e /home/deploy/queue && logger queue || true\n' > /etc/cron.d/shop; cron -f & c=$!; for i in $(seq 130); do logger -t shop-api -p user.info "request $i served in $((RANDOM % 80)) ms"; [ $((i % 40)) = 0 ] && logger -t shop-api -p user.warning "slow request: 812 ms for /report"; sleep 1; done; kill -HUP $rs; sleep 1; kill $c; cp /var/log/syslog $o/evidence-syslog.log; rm /etc/cron.d/shop
}
for one in "$@"; do $one; done
