#!/bin/bash
# Names and certificates broken one way at a time: unbound that forwards to a host without a resolver, a BIND zone with a record
# beside a CNAME, dnsmasq that sends a domain to a server that refuses it, resolv.conf that only root may read, a server that
# leaves out the intermediate certificate, a client whose clock is a year behind. Runs of dnsmasq and BIND stay healthy.
set -u
mkdir -p /srv/dns /srv/shop /var/cache/bind /run/named; chown bind /run/named
id shop > /dev/null 2>&1 || useradd -m shop
as() { setpriv --reuid=shop --regid=shop --clear-groups env HOME=/home/shop "$@"; }
bind9() { # bind9 ZONE-LINE: authoritative for shop.internal on 10.20.0.11
    printf '$TTL 300\n@ IN SOA ns1.shop.internal. hostmaster.shop.internal. ( 2026112901 3600 600 86400 300 )\n  IN NS ns1.shop.internal.\nns1 IN A 10.20.0.11\napi IN A 10.20.0.31\nweb IN A 10.20.0.21\ncache IN A 10.20.0.12\nmq IN A 10.20.0.13\n%s\n' "$1" > /srv/dns/shop.internal.zone
    printf 'shop.example. 300 IN SOA ns1.shop.example. h.shop.example. 7 3600 600 86400 300\nshop.example. 300 IN NS ns1.shop.example.\nns1.shop.example. 300 IN A 10.20.0.11\nwww.shop.example. 300 IN A 10.20.0.21\n' > /srv/dns/shop.example.zone
    printf 'options { directory "/var/cache/bind"; listen-on { 10.20.0.11; }; listen-on-v6 { none; }; recursion no; dnssec-validation no; allow-query { any; }; pid-file "/run/named/named.pid"; };\nlogging { channel f { file "/var/log/named.log"; print-time yes; print-category yes; print-severity yes; severity info; }; category default { f; }; category queries { f; }; category query-errors { f; }; };\nzone "shop.internal" { type primary; file "/srv/dns/shop.internal.zone"; %s };\nzone "shop.example" { type primary; file "/srv/dns/shop.example.zone"; };\n' "${2:-}" > /srv/dns/named.conf; rm -f /var/log/named.log
    touch /var/log/named.log; chown bind /var/log/named.log; named -u bind -c /srv/dns/named.conf -f > /dev/null 2>&1 & named=$!; sleep 2
}
ask() { for i in $(seq "$1"); do for n in api web cache mq; do dig +short +tries=1 +timeout=2 @"$2" $n.shop.internal > /dev/null; done; dig +short +tries=1 +timeout=2 @"$2" www.shop.example > /dev/null; done; }
zone() {
    o=/out/bind-zone; mkdir -p $o; bind9 $'shop IN A 10.20.0.21\nshop IN CNAME web\n'; ask 8 10.20.0.11; { echo '$ dig @ns1 api.shop.internal'; dig @10.20.0.11 api.shop.internal; echo '$ dig @ns1 www.shop.example +short'; dig @10.20.0.11 www.shop.example +short; } | sed 's/@10.20.0.11/@ns1/' > $o/evidence-dig.txt; cp /var/log/named.log $o/evidence-named.log; kill $named
}
forward() {
    o=/out/unbound-forward; mkdir -p $o; bind9 ''; printf 'server:\n  interface: 127.0.0.53\n  use-syslog: no\n  logfile: /var/log/unbound.log\n  log-time-ascii: yes\n  verbosity: 2\n  log-queries: yes\n  log-servfail: yes\n  do-not-query-localhost: no\n  module-config: "iterator"\n  chroot: ""\n  username: ""\n  pidfile: /run/unbound.pid\n  local-zone: "internal." nodefault\nforward-zone:\n  name: "shop.internal."\n  forward-addr: 10.20.0.12\nforward-zone:\n  name: "shop.example."\n  forward-addr: 10.20.0.11\n' > /tmp/u.conf; rm -f /var/log/unbound.log
    unbound -d -c /tmp/u.conf & u=$!; sleep 1; ask 2 127.0.0.53; { echo '$ dig api.shop.internal'; dig @127.0.0.53 api.shop.internal; echo '$ dig www.shop.example'; dig @127.0.0.53 www.shop.example; } > $o/evidence-dig.txt; sleep 1; kill $u $named; tail -n 400 /var/log/unbound.log > $o/evidence-unbound.log; cp /tmp/u.conf $o/evidence-unbound.conf
}
masq() { # masq LINES: dnsmasq on 127.0.0.53
    printf 'listen-address=127.0.0.53\nbind-interfaces\nno-resolv\nlog-queries\nlog-facility=/var/log/dnsmasq.log\nuser=root\npid-file=/run/dnsmasq.pid\nserver=/shop.example/10.20.0.11\n%s\n' "$1" > /tmp/d.conf; rm -f /var/log/dnsmasq.log; dnsmasq -k -C /tmp/d.conf & masq=$!; sleep 1
}
refused() {
    o=/out/dnsmasq-refused; mkdir -p $o; bind9 '' 'allow-query { 10.20.0.99; };'; masq 'server=/shop.internal/10.20.0.11'; ask 12 127.0.0.53
    cat > /srv/shop/call.py <<'PY'
import logging, socket, time, sys
logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s %(message)s", level=logging.INFO, stream=sys.stdout)
log = logging.getLogger("checkout")
for n in range(1, 30):
    name = "www.shop.example" if n % 2 else "api.shop.internal"
    try: log.info("call %d to %s (%s) ok", n, name, socket.gethostbyname(name))
    except OSError as e: log.error("call %d to %s failed: %s", n, name, e)
    time.sleep(0.1)
PY
    cp /etc/resolv.conf /tmp/r; echo 'nameserver 127.0.0.53' > /etc/resolv.conf; python3 /srv/shop/call.py > $o/evidence-checkout.log; cp /tmp/r /etc/resolv.conf; kill $masq $named; cp /var/log/dnsmasq.log $o/evidence-dnsmasq.log
}
resolvconf() {
    o=/out/strace-resolv; mkdir -p $o; bind9 ''; cp /etc/resolv.conf /tmp/r; echo 'nameserver 10.20.0.11' > /etc/resolv.conf; chmod 600 /etc/resolv.conf
    { echo 'shop@app01:~$ curl -s http://api.shop.internal/; echo $?'; as curl -s http://api.shop.internal/; echo $?; echo 'shop@app01:~$ strace -f -e trace=network,openat,read curl -sS http://api.shop.internal/'; as strace -f -e trace=network,openat,read curl http://api.shop.internal/; echo 'root@app01:~# dig +short api.shop.internal'; dig +short api.shop.internal; } > $o/evidence.txt 2>&1; chmod 644 /etc/resolv.conf; cp /tmp/r /etc/resolv.conf; kill $named
}
pki() {
    rm -rf /srv/pki; mkdir -p /srv/pki; cd /srv/pki || exit; printf 'basicConstraints=critical,CA:TRUE\nkeyUsage=keyCertSign,cRLSign\n' > ca.ext; printf 'subjectAltName=DNS:api.shop.example\n' > leaf.ext
    openssl req -x509 -newkey rsa:2048 -nodes -days 3000 -subj '/C=DE/O=Shop Trust/CN=Shop Root R1' -keyout root.key -out root.crt 2> /dev/null
    openssl req -newkey rsa:2048 -nodes -subj '/C=DE/O=Shop Trust/CN=Shop Issuing G2' -keyout mid.key -out mid.csr 2> /dev/null; openssl x509 -req -in mid.csr -CA root.crt -CAkey root.key -CAcreateserial -days 2000 -extfile ca.ext -out mid.crt 2> /dev/null
    openssl req -newkey rsa:2048 -nodes -subj '/CN=api.shop.example' -keyout leaf.key -out leaf.csr 2> /dev/null; openssl x509 -req -in leaf.csr -CA mid.crt -CAkey mid.key -CAcreateserial -days 90 -extfile leaf.ext -out leaf.crt 2> /dev/null; cat leaf.crt mid.crt > full.crt; cp root.crt /tmp/roots.pem
}
chain() {
    o=/out/tls-chain; mkdir -p $o; pki; openssl s_server -accept 10.20.0.31:443 -cert leaf.crt -key leaf.key -www -quiet > /dev/null 2>&1 & s=$!; sleep 1
    { echo '$ curl -v https://api.shop.example/'; curl -sv --cacert /tmp/roots.pem --resolve api.shop.example:443:10.20.0.31 https://api.shop.example/; echo '$ openssl s_client -connect api.shop.example:443 -servername api.shop.example -showcerts </dev/null'; openssl s_client -connect 10.20.0.31:443 -servername api.shop.example -CAfile /tmp/roots.pem -showcerts < /dev/null; } 2>&1 | sed 's#/tmp/roots.pem#/etc/ssl/certs/ca-certificates.crt#' > $o/evidence.txt; kill $s
}
clock() {
    o=/out/clock-behind; mkdir -p $o; pki; openssl s_server -accept 10.20.0.31:443 -cert full.crt -cert_chain mid.crt -key leaf.key -www -quiet > /dev/null 2>&1 & s=$!; sleep 1; b='faketime -f -400d'
    { echo 'pi@gate7:~$ curl -v https://api.shop.example/'; $b curl -sv --cacert /tmp/roots.pem --resolve api.shop.example:443:10.20.0.31 https://api.shop.example/; echo 'pi@gate7:~$ date'; $b date; echo 'pi@gate7:~$ echo | openssl s_client -connect api.shop.example:443 2>/dev/null | openssl x509 -noout -subject -dates'; openssl s_client -connect 10.20.0.31:443 < /dev/null 2> /dev/null | openssl x509 -noout -subject -dates; } 2>&1 | sed 's#/tmp/roots.pem#/etc/ssl/certs/ca-certificates.crt#' > $o/evidence.txt; kill $s
}
healthydns() {
    o=/out/healthy-dnsmasq; mkdir -p $o; bind9 ''; masq 'server=/shop.internal/10.20.0.11'; ask 25 127.0.0.53; dig +short @127.0.0.53 wpad.shop.internal > /dev/null; dig +short @127.0.0.53 AAAA api.shop.internal > /dev/null; kill -HUP $masq; sleep 1; ask 10 127.0.0.53; cp /var/log/dnsmasq.log $o/evidence-dnsmasq.log; kill $masq
    o=/out/healthy-bind; mkdir -p $o; dig @10.20.0.11 www.elsewhere.example > /dev/null; ask 20 10.20.0.11; kill -HUP $named; sleep 1; ask 5 10.20.0.11; cp /var/log/named.log $o/evidence-named.log; kill $named
}
for one in "$@"; do $one; done
