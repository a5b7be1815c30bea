#!/bin/bash
# Names, mail, directories, proxies, file servers and tunnels broken one way at a time: BIND, Unbound and dnsmasq with bad files and
# ports in use, Postfix and Dovecot, OpenLDAP, Squid, Varnish, HAProxy, vsftpd, exports, OpenVPN, stunnel, Mosquitto.
set -u
show() { local c; for c in "$@"; do echo "\$ $c"; eval "$c"; done 2>&1; }
out() { o=/out/$1; mkdir -p $o; rm -rf /srv/net; mkdir -p /srv/net; cd /srv/net || exit; }
syslog() { rm -f /var/log/mail.log /var/log/syslog /var/log/haproxy.log; mkdir -p /var/spool/rsyslog; printf 'module(load="imuxsock")\n%s\nmail.* /var/log/mail.log\n*.* /var/log/syslog\n' "${1:-}" > /tmp/rs.conf; rsyslogd -n -f /tmp/rs.conf -i /run/rs.pid & rs=$!; sleep 1; }
zonefile() { printf '$TTL 300\n@ IN SOA ns1.shop.internal. hostmaster.shop.internal. ( 2026112901 3600 600 86400 300 )\n  IN NS ns1.shop.internal.\nns1 IN A 10.20.0.11\napi IN A 10.20.0.31\nweb IN A 10.20.0.21\n%b' "$1" > shop.internal.zone; }
named_() { # named_ ZONE-OPTIONS
    mkdir -p /run/named /var/cache/bind; chown bind /run/named /var/cache/bind; printf 'options { directory "/var/cache/bind"; listen-on { 10.20.0.11; }; listen-on-v6 { none; }; recursion no; dnssec-validation no; pid-file "/run/named/named.pid"; };\nlogging { channel f { file "/var/log/named.log"; print-time yes; print-category yes; print-severity yes; }; category default { f; }; category queries { f; }; };\nzone "shop.internal" { type primary; file "/srv/net/shop.internal.zone"; %s };\n' "${1:-}" > named.conf; : > /var/log/named.log; chown bind /var/log/named.log; named -u bind -c /srv/net/named.conf -f > /dev/null 2>&1 & named=$!; sleep 2
}
bindcheck() { out bindcheck; zonefile ''; printf 'options {\n    directory "/var/cache/bind";\n    recursion no\n    allow-query { any; };\n};\nzone "shop.internal" { type primary; file "/srv/net/shop.internal.zone"; };\n' > named.conf; show 'named-checkconf /srv/net/named.conf' 'cat -n /srv/net/named.conf' > $o/evidence.txt; }
bindaddress() { out bindaddress; zonefile 'db IN A 10.20.0.311\n'; named_; for i in $(seq 12); do dig +short +tries=1 @10.20.0.11 api.shop.internal; dig +short +tries=1 @10.20.0.11 web.shop.internal; done > /dev/null; cp /var/log/named.log $o/evidence-named.log; }
bindtransfer() { out bindtransfer; zonefile ''; named_ 'allow-transfer { 10.20.0.12; };'; for i in 1 2 3; do dig +short @10.20.0.11 api.shop.internal > /dev/null; done; { echo '$ dig @ns1 shop.internal AXFR'; ip route replace local 10.20.0.11 dev lo table local src 10.20.0.13; dig @10.20.0.11 shop.internal AXFR | sed 's/@10.20.0.11/@ns1/'; } > $o/evidence-dig.txt 2>&1; sleep 1; cp /var/log/named.log $o/evidence-named.log; }
unboundport() { out unboundport; dnsmasq -k --listen-address=127.0.0.53 --bind-interfaces --no-resolv --user=root & sleep 1; printf 'server:\n  interface: 127.0.0.53\n  use-syslog: no\n  username: ""\n  chroot: ""\n' > u.conf; show 'unbound -d -c /srv/net/u.conf' 'ss -lunp' > $o/evidence.txt; }
unboundconf() { out unboundconf; printf 'server:\n  interface: 127.0.0.53\n  do-ip6: no\n  acces-control: 10.20.0.0/24 allow\n  use-syslog: no\n' > u.conf; show 'unbound -d -c /srv/net/u.conf' > $o/evidence.txt; }
masqoption() { out masqoption; printf 'no-resolv\nserver=10.20.0.11\ndhcp-rnage=10.20.0.100,10.20.0.150,12h\n' > d.conf; show 'dnsmasq --test -C /srv/net/d.conf' 'dnsmasq -k -C /srv/net/d.conf' > $o/evidence.txt; }
dnsname() { out dnsname; zonefile ''; named_; cp /etc/resolv.conf /tmp/r; echo 'nameserver 10.20.0.11' > /etc/resolv.conf; python3 - > $o/evidence-app.log <<'PY'
import logging, sys, time, urllib.request
logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s", level=logging.INFO, stream=sys.stdout); log = logging.getLogger("invoice-sender")
for n in range(1, 30):
    log.info("invoice %d rendered", n)
    if n % 5 == 0:
        try: urllib.request.urlopen("http://archive.shop.internal/put/%d" % n, timeout=3)
        except OSError as e: log.error("invoice %d not archived: %s", n, e)
    time.sleep(0.05)
PY
    { echo '$ dig archive.shop.internal'; dig archive.shop.internal; } > $o/evidence-dig.txt; cp /tmp/r /etc/resolv.conf; }

postfix_() { # postfix_ LINES: Postfix on 10.20.0.21, without chroot
    cp /usr/share/postfix/main.cf.debian main.cf 2> /dev/null; mkdir -p /etc/postfix /var/spool/postfix; cat > /etc/postfix/main.cf <<C
compatibility_level = 3.6
myhostname = mail.shop.example
mydestination = shop.example, localhost
mynetworks = 10.20.0.31/32
inet_interfaces = 10.20.0.21
inet_protocols = ipv4
alias_maps =
local_recipient_maps =
mailbox_command =
home_mailbox =
mail_spool_directory = /var/mail
smtp_connect_timeout = 3s
disable_dns_lookups = yes
smtp_host_lookup = native
smtputf8_enable = no
maillog_file =
$1
C
    sed 's/\(unix\|inet\|unix-dgram\|fifo\)\( *[-yn] *[-yn] *\)y/\1\2n/' /usr/share/postfix/master.cf.dist > /etc/postfix/master.cf; syslog; rm -rf /var/spool/postfix/{deferred,active,incoming,maildrop,bounce,defer}/*; postfix start > /dev/null 2>&1; sleep 2
}
mails() { # mails COUNT TO [SIZE]: submits mails from 10.20.0.31
    python3 - "$@" <<'PY'
import smtplib, sys
for n in range(int(sys.argv[1])):
    try:
        s = smtplib.SMTP("10.20.0.21", 25, timeout=5, source_address=("10.20.0.31" if len(sys.argv) < 5 else sys.argv[4], 0)); s.sendmail("shop@shop.example", [sys.argv[2]], "Subject: Order %d\n\n%s\n" % (n, "x" * int(sys.argv[3] if len(sys.argv) > 3 else 200))); s.quit()
    except Exception as e: print("mail", n, "to", sys.argv[2], "not accepted:", e)
PY
}
mlog() { sleep 1; cp /var/log/mail.log $o/evidence-mail.log; postfix stop > /dev/null 2>&1; }
pfrelay() { out pfrelay; id till1 > /dev/null 2>&1 || useradd -m till1; postfix_ ''; mails 6 till1@shop.example > /dev/null; mails 4 info@partner.example 200 10.20.0.41 > $o/evidence-app.log; mails 4 till1@shop.example > /dev/null; mlog; }
pfdeferred() { out pfdeferred; id till1 > /dev/null 2>&1 || useradd -m till1; postfix_ 'relayhost = [10.20.0.13]:587'; mails 5 till1@shop.example > /dev/null; mails 6 info@partner.example; sleep 2; show mailq > $o/evidence-mailq.txt; mlog; }
pfmap() { out pfmap; id till1 > /dev/null 2>&1 || useradd -m till1; postfix_ 'virtual_alias_maps = hash:/etc/postfix/virtual'; rm -f /etc/postfix/virtual*; mails 3 till1@shop.example; sleep 4; mlog; }
pfsize() { out pfsize; id till1 > /dev/null 2>&1 || useradd -m till1; postfix_ 'message_size_limit = 60000'; { mails 5 till1@shop.example; mails 3 till1@shop.example 90000; mails 2 till1@shop.example; } > $o/evidence-app.log; mlog; }
pfloop() { out pfloop; postfix_ $'transport_maps = inline:{partner.example=smtp:[10.20.0.21]:25}'; mails 3 info@partner.example; sleep 2; mlog; }
pfbox() { out pfbox; id till1 > /dev/null 2>&1 || useradd -m till1; postfix_ $'mailbox_size_limit = 40000\nmessage_size_limit = 30000'; rm -f /var/mail/till1; mails 6 till1@shop.example 9000; sleep 2; mlog; rm -f /var/mail/till1; }
pfparam() { out pfparam; postfix_ $'smtpd_tls_security_level = maybe'; mails 3 till1@shop.example > $o/evidence-app.log; sleep 2; mlog; }
doveconf_() { printf 'base_dir = /run/dovecot\nlog_path = /var/log/dovecot.log\nprotocols = imap\nssl = no\ndisable_plaintext_auth = no\nmail_location = maildir:/srv/mail/%%u\nlisten = 10.20.0.21\npassdb {\n  driver = passwd-file\n  args = scheme=plain /srv/net/users\n}\nuserdb {\n  driver = static\n  args = uid=vmail gid=vmail home=/srv/mail/%%u\n}\n%b' "$1" > dovecot.conf; printf 'till1:{plain}a\ntill2:{plain}b\n' > users; id vmail > /dev/null 2>&1 || useradd -r vmail; chmod 644 users; rm -rf /srv/mail /var/log/dovecot.log; mkdir -p /srv/mail; chown vmail:vmail /srv/mail; }
imap() { { sleep 0.5; printf 'a login %s %s\r\n' "$1" "$2"; sleep 3; printf 'b select INBOX\r\n'; sleep 0.5; printf 'c logout\r\n'; sleep 1; } | timeout 9 nc -q 1 10.20.0.21 143 > /dev/null; }
dovesetting() { out dovesetting; doveconf_ 'mail_max_userip_connection = 20\n'; show 'dovecot -c /srv/net/dovecot.conf' > $o/evidence.txt; }
doveright() { out doveright; doveconf_ ''; dovecot -c /srv/net/dovecot.conf; sleep 1; imap till1 a; imap till2 b; mkdir -p /srv/mail/till2/cur; chown -R root:root /srv/mail/till2; chmod -R 700 /srv/mail/till2; imap till1 a; imap till2 b; imap till2 b; sleep 1; doveadm -c /srv/net/dovecot.conf stop; cp /var/log/dovecot.log $o/evidence-dovecot.log; }
dovepassword() { out dovepassword; doveconf_ 'auth_verbose = yes\n'; dovecot -c /srv/net/dovecot.conf; sleep 1; for i in 1 2; do imap till1 a; imap till2 old; done; sleep 1; imap till1 a; doveadm -c /srv/net/dovecot.conf stop; cp /var/log/dovecot.log $o/evidence-dovecot.log; }
ldap() { # ldap: a small directory on 10.20.0.11
    mkdir -p db; printf 'include /etc/ldap/schema/core.schema\ninclude /etc/ldap/schema/cosine.schema\ninclude /etc/ldap/schema/inetorgperson.schema\npidfile /run/slapd.pid\nmodulepath /usr/lib/ldap\nmoduleload back_mdb\nloglevel stats\n%b\ndatabase mdb\nmaxsize %s\nsuffix "dc=shop,dc=example"\nrootdn "cn=admin,dc=shop,dc=example"\nrootpw plum\ndirectory /srv/net/db\n' "${1:-}" "${2:-10000000}" > slapd.conf
    syslog; slapd -h ldap://10.20.0.11:389 -f slapd.conf > /dev/null 2>&1; sleep 1; printf 'dn: dc=shop,dc=example\nobjectClass: dcObject\nobjectClass: organization\no: Shop\ndc: shop\n' | add > /dev/null; printf 'dn: ou=staff,dc=shop,dc=example\nobjectClass: organizationalUnit\nou: staff\n' | add > /dev/null
}
add() { ldapadd -x -H ldap://10.20.0.11 -D cn=admin,dc=shop,dc=example -w "${PW:-plum}" 2>&1; }
person() { printf 'dn: uid=%s,ou=staff,dc=shop,dc=example\nobjectClass: inetOrgPerson\nuid: %s\ncn: %s\nsn: %s\n%b\n\n' "$1" "$1" "$1" "$1" "${2:-title: staff}"; }
llog() { sleep 1; grep slapd /var/log/syslog > $o/evidence-slapd.log; }
ldapschema() { out ldapschema; ldap; { echo '$ ldapadd -x -D cn=admin,dc=shop,dc=example -W -f staff.ldif'; { person till1; person till2 'sshPublicKey: ssh-ed25519 AAAA till2'; person till3; } | add; } > $o/evidence.txt; }
ldappassword() { out ldappassword; ldap; person till1 | add > /dev/null; { for i in 1 2 3 4; do echo "$(date '+%F %T') staff-sync: $(person till$((i + 1)) | PW=$([ $i -lt 3 ] && echo plum || echo damson) add | grep . | tail -n 1)"; done; } > $o/evidence-sync.log; llog; }
ldapfull() { out ldapfull; ldap '' 300000; for i in $(seq 80); do person w$i "description: $(head -c 2500 /dev/zero | tr '\0' 'd')"; done | add | grep -v '^$' > $o/evidence-add.txt; llog; }
ldaptls() { out ldaptls; ldap; kill "$(cat /run/slapd.pid)"; sleep 1; sed -i '1i TLSCertificateFile /etc/ldap/tls/ldap.crt\nTLSCertificateKeyFile /etc/ldap/tls/ldap.key' slapd.conf; show 'slapd -d stats -h ldaps://10.20.0.11 -f /srv/net/slapd.conf' > $o/evidence.txt; }
squidbase() { printf 'http_port 10.20.0.13:3128\ncache_log /var/log/squid/cache.log\naccess_log stdio:/var/log/squid/access.log\npid_filename /run/squid.pid\nshutdown_lifetime 1 seconds\nacl shop src 10.20.0.31/32\n%b\nhttp_access allow shop\nhttp_access deny all\n' "${1:-}" > squid.conf; mkdir -p /var/log/squid; chown proxy /var/log/squid; rm -f /var/log/squid/*; }
squidline() { out squidline; squidbase 'acl office dstdomains .shop.example\n'; show 'squid -N -f /srv/net/squid.conf' > $o/evidence.txt; }
squiddeny() { out squiddeny; squidbase 'acl banned dstdomain .shop.internal\nhttp_access deny banned\n'; python3 -m http.server --bind 10.20.0.21 8000 > /dev/null 2>&1 & squid -N -f squid.conf & s=$!; sleep 3; p() { curl -s -o /dev/null -m 5 --interface 10.20.0.31 -x http://10.20.0.13:3128 "$1"; }; for i in $(seq 12); do p http://10.20.0.21:8000/$i; p http://web01.shop.internal:8000/packages/$i.deb; done; cp /var/log/squid/access.log $o/evidence-access.log; cp squid.conf $o/evidence-squid.conf; kill $s; sleep 2; }
varnishvcl() { out varnishvcl; printf 'vcl 4.1;\nbackend default { .host = "10.20.0.31"; .port = "8080"; }\nsub vcl_recv {\n    if (req.url ~ "^/static") {\n        unset req.http.Cookies;\n        return (lookup);\n    }\n}\n' > shop.vcl; show 'varnishd -C -f /srv/net/shop.vcl' 2>&1 | grep -v '^ *$' | head -n 60 > $o/evidence.txt; }
varnishback() { out varnishback; printf 'vcl 4.1;\nbackend default { .host = "10.20.0.31"; .port = "8080"; }\n' > shop.vcl; (varnishd -F -a 10.20.0.21:80 -f /srv/net/shop.vcl -s malloc,10m -n /srv/net/v > /tmp/v.log 2>&1 &) ; sleep 4; varnishlog -n /srv/net/v -g request > $o/evidence-varnishlog.txt 2>&1 & v=$!; sleep 1; curl -s -o /dev/null http://web01/item/1; curl -s -o /dev/null http://web01/item/2; sleep 2; kill $v; }
haconf_() { printf 'global\n    log /dev/log local0\ndefaults\n    mode http\n    log global\n    option httplog\n    timeout connect 2s\n    timeout client 5s\n    timeout server %s\nfrontend www\n    bind 10.20.0.21:80\n    default_backend web\n%b' "$1" "$2" > haproxy.cfg; }
hakeyword() { out hakeyword; haconf_ 5s 'backend web\n    balance roundrobin\n    option httpcheck GET /health\n    server web01 127.0.0.1:9001 check\n'; show 'haproxy -c -f /srv/net/haproxy.cfg' > $o/evidence.txt; }
hakey() { out hakey; openssl req -x509 -newkey rsa:2048 -nodes -days 90 -subj /CN=shop.example -keyout k.pem -out site.pem 2> /dev/null; haconf_ 5s 'backend web\n    server web01 127.0.0.1:9001\nfrontend tls\n    bind 10.20.0.21:443 ssl crt /srv/net/site.pem\n    default_backend web\n'; show 'haproxy -c -f /srv/net/haproxy.cfg' > $o/evidence.txt; }
haname() { out haname; haconf_ 5s 'backend web\n    server app03 app03.shop.internal:9001 check\n    server app01 app01.shop.internal:9001 check\n'; show 'haproxy -c -f /srv/net/haproxy.cfg' > $o/evidence.txt; }
ha() { haproxy -f haproxy.cfg > /dev/null 2>&1 & ha=$!; sleep 1; }
hatimeout() { out hatimeout; haconf_ 900ms 'backend web\n    server app01 127.0.0.1:9001\n'; syslog 'local0.* /var/log/haproxy.log'; python3 -c "
import http.server, socketserver, time
class H(http.server.BaseHTTPRequestHandler):
    def do_GET(self): time.sleep(3 if 'search' in self.path else 0.01); self.send_response(200); self.end_headers(); self.wfile.write(b'ok')
    def log_message(self, *a): pass
class S(socketserver.ThreadingMixIn, http.server.HTTPServer): daemon_threads = True
S(('127.0.0.1', 9001), H).serve_forever()" 2> /dev/null & sleep 1; ha; for i in $(seq 12); do for k in $(seq 9); do curl -s -o /dev/null http://web01/item/$k; done; curl -s -o /dev/null http://web01/search?q=$i; done; kill $ha; sleep 1; cp /var/log/haproxy.log $o/evidence-haproxy.log; cp haproxy.cfg $o/evidence-haproxy.cfg; }
hadown() { out hadown; haconf_ 5s 'backend web\n    server app01 127.0.0.1:9001 check inter 1s\n    server app02 127.0.0.1:9002 check inter 1s\n'; syslog 'local0.* /var/log/haproxy.log'; mkdir w; for p in 9001 9002; do python3 -m http.server --bind 127.0.0.1 --directory w $p > /dev/null 2>&1 & eval "w$p=$!"; done; sleep 1; ha; for i in $(seq 40); do curl -s -o /dev/null http://web01/; done; kill $w9001; sleep 4; for i in $(seq 20); do curl -s -o /dev/null http://web01/; done; kill $w9002; sleep 4; for i in $(seq 30); do curl -s -o /dev/null http://web01/; done; kill $ha; sleep 1; cp /var/log/haproxy.log $o/evidence-haproxy.log; }
ftpconf() { printf 'listen=YES\nlisten_address=10.20.0.21\nanonymous_enable=NO\nlocal_enable=YES\nxferlog_enable=YES\nvsftpd_log_file=/var/log/vsftpd.log\npam_service_name=ftpshop\nsecure_chroot_dir=/var/run/vsftpd/empty\nseccomp_sandbox=NO\n%b' "$1" > /etc/vsftpd-shop.conf; mkdir -p /var/run/vsftpd/empty; printf 'auth required pam_unix.so\naccount required pam_unix.so\nsession required pam_permit.so\n' > /etc/pam.d/ftpshop; id scans > /dev/null 2>&1 || useradd -m -s /bin/bash scans; echo scans:fig | chpasswd; }
ftpwritable() { out ftpwritable; ftpconf 'chroot_local_user=YES\nwrite_enable=YES\n'; vsftpd /etc/vsftpd-shop.conf & sleep 1; { echo '$ curl -v -T scan.pdf ftp://scans@10.20.0.21/'; echo x > scan.pdf; curl -sv -m 8 -T scan.pdf -u scans:fig ftp://10.20.0.21/; } 2>&1 | grep -v '^[{}] \[' > $o/evidence.txt; }
ftpoption() { out ftpoption; ftpconf 'write_enabled=YES\n'; show 'vsftpd /etc/vsftpd-shop.conf' > $o/evidence.txt 0>&1; }
exportbad() { out exportbad; printf '/srv/exports/photos 10.20.0.0/24(rw,sync,no_subtree_chek)\n' > /etc/exports; show 'exportfs -ra' 'cat /etc/exports' > $o/evidence.txt; }
vpnca() { out vpnca; openssl genpkey -algorithm rsa -out k.pem 2> /dev/null; openssl req -x509 -key k.pem -days 9 -subj /CN=gw -out c.pem; printf 'client\ndev tun\nproto udp\nremote 10.20.0.11 1194\nca /etc/openvpn/shop-ca.crt\ncert /srv/net/c.pem\nkey /srv/net/k.pem\n' > shop.conf; show 'openvpn --config /srv/net/shop.conf' > $o/evidence.txt; }
vpntun() { out vpntun; openvpn --genkey secret static.key; printf 'dev tun\nproto udp\nremote 10.20.0.11 1194\nsecret /srv/net/static.key\nifconfig 10.8.0.2 10.8.0.1\ncipher AES-256-CBC\n' > shop.conf; rm -f /dev/net/tun; timeout 8 bash -c 'openvpn --config /srv/net/shop.conf' > $o/evidence.log 2>&1; }
vpnkey() {
    out vpnkey; mk() { openssl req -x509 -newkey rsa:2048 -nodes -days 300 -subj "/CN=$1 CA" -keyout $1-ca.key -out $1-ca.crt 2> /dev/null; for n in server client; do openssl req -newkey rsa:2048 -nodes -subj "/CN=$n" -keyout $1-$n.key -out x.csr 2> /dev/null; openssl x509 -req -in x.csr -CA $1-ca.crt -CAkey $1-ca.key -CAcreateserial -days 200 -out $1-$n.crt 2> /dev/null; done; }; mk old; mk new
    timeout 14 openvpn --dev null --proto tcp-server --local 10.20.0.11 --lport 1194 --tls-server --dh none --ca new-ca.crt --cert new-server.crt --key new-server.key --verb 3 > $o/evidence-server.log 2>&1 & sleep 1; timeout 5 openvpn --dev null --proto tcp-client --remote 10.20.0.11 1194 --nobind --tls-client --ca new-ca.crt --cert old-client.crt --key old-client.key --verb 3 > $o/evidence-client.log 2>&1
}
tunnelcert() { out tunnelcert; openssl req -x509 -newkey rsa:2048 -nodes -days 300 -subj /CN=redis -keyout k.pem -out c.pem 2> /dev/null; printf 'foreground = yes\npid =\n[redis]\naccept = 10.20.0.12:6380\nconnect = 127.0.0.1:6379\ncert = /srv/net/redis-cert.pem\nkey = /srv/net/k.pem\n' > st.conf; show 'stunnel /srv/net/st.conf' > $o/evidence.txt; }
mqttpassword() { out mqttpassword; printf 'listener 1883 10.20.0.13\nallow_anonymous false\npassword_file /srv/net/pw\nlog_dest file /srv/net/m.log\nlog_type all\nlog_timestamp_format %%Y-%%m-%%dT%%H:%%M:%%S\n' > m.conf; touch pw; mosquitto_passwd -b pw oven rose; mosquitto_passwd -b pw belt lily; chmod 755 /srv/net; chown -R mosquitto /srv/net; mosquitto -c m.conf & sleep 1; for i in $(seq 12); do mosquitto_pub -h 10.20.0.13 -u oven -P rose -i oven-1 -t plant/oven -m $i; mosquitto_pub -h 10.20.0.13 -u belt -P lilac -i belt-4 -t plant/belt -m $i; sleep 0.2; done > /dev/null 2>&1; cp m.log $o/evidence-mosquitto.log; }
mqttfile() { out mqttfile; printf 'listener 1883 10.20.0.13\nallow_anonymous false\npassword_file /etc/mosquitto/passwd.shop\n' > m.conf; show 'mosquitto -c /srv/net/m.conf' > $o/evidence.txt; }
tlsexpired() { out tlsexpired; faketime '2026-05-01' openssl req -x509 -newkey rsa:2048 -nodes -days 180 -subj '/CN=mq01.shop.internal' -addext 'subjectAltName=DNS:mq01.shop.internal' -keyout k.pem -out c.pem 2> /dev/null; openssl s_server -accept 10.20.0.13:8883 -cert c.pem -key k.pem -quiet > /dev/null 2>&1 & sleep 1; { for i in 1 2 3; do echo "$(date '+%F %T') gate-7: $(mosquitto_pub -h mq01.shop.internal -p 8883 --cafile c.pem -t plant/gate -m x 2>&1 | tail -n 1)"; sleep 1; done; } > $o/evidence-gate.log; { echo '$ openssl s_client -connect mq01.shop.internal:8883 -CAfile /etc/plant/ca.pem </dev/null'; openssl s_client -connect mq01.shop.internal:8883 -CAfile c.pem < /dev/null; } > $o/evidence-openssl.txt 2>&1; }
natsconf() { out natsconf; printf 'listen: 10.20.0.13:4222\nauthorization {\n  user: shop\n  password: fig\n  timeuot: 2\n}\n' > nats.conf; show 'nats-server -c /srv/net/nats.conf' > $o/evidence.txt; }
for one in "$@"; do $one; done
