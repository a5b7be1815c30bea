#!/bin/bash
# nginx, Apache and Caddy broken one way at a time: directives and modules that are not there, upstreams that are away, refuse or
# answer too much, limits, sockets and folders without permission, certificates, a temporary folder that is full, semaphores.
set -u
mkdir -p /srv/shop/public /srv/shop/web /var/log/nginx /var/log/apache2 /var/log/caddy /etc/nginx/tls
echo '<h1>Shop</h1>' > /srv/shop/public/index.html; head -c 3000 /dev/zero | tr '\0' 'a' > /srv/shop/public/style.css; chmod -R a+rX /srv/shop/public
cat > /srv/shop/web/app.py <<'PY'
import http.server, random, socketserver, sys, time
class H(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        time.sleep(random.random() * 0.02)
        self.send_response(404 if self.path.endswith("41") else 200)
        if "login" in self.path:
            for i in range(6): self.send_header("Set-Cookie", "cart%d=%s" % (i, "x" * 1500))
        self.send_header("Content-Length", "3"); self.end_headers(); self.wfile.write(b"ok\n")
    def do_POST(self): self.rfile.read(int(self.headers["Content-Length"])); self.do_GET()
    def log_message(self, *a): pass
class S(socketserver.ThreadingMixIn, http.server.HTTPServer): daemon_threads = True
S(("127.0.0.1", int(sys.argv[1])), H).serve_forever()
PY
app() { python3 /srv/shop/web/app.py "${1:-8081}" 2> /dev/null & app=$!; sleep 0.7; }
conf() { # conf HTTP SERVER [MAIN]
    printf 'user www-data;\nworker_processes 1;\npid /run/nginx.pid;\nerror_log /var/log/nginx/error.log info;\n%s\nevents { worker_connections 256; }\nhttp {\n    include mime.types;\n    access_log /var/log/nginx/access.log;\n    %s\n    server {\n        listen 80;\n        server_name shop.example;\n        root /srv/shop/public;\n        %s\n    }\n}\n' "${3:-}" "$1" "$2" > /etc/nginx/nginx.conf
    rm -f /var/log/nginx/*; : > /var/log/nginx/error.log
}
proxy='location /api/ { proxy_pass http://127.0.0.1:8081; }'
visit() { # visit COUNT [PATH]
    for i in $(seq "$1"); do
        curl -s -m 5 -o /dev/null -A 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0' -H 'Host: shop.example' "http://web01${2:-/api/items/$((RANDOM % 200))}"
        [ $((i % 4)) = 0 ] && curl -s -o /dev/null -A 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X)' -H 'Host: shop.example' http://web01/style.css
        [ $((i % 17)) = 0 ] && curl -s -o /dev/null -A 'Googlebot/2.1' -H 'Host: shop.example' http://web01/robots.txt
    done
}
logs() { cp /var/log/nginx/error.log $o/evidence-error.log; cp /var/log/nginx/access.log $o/evidence-access.log; }
cert() { # cert NAME FILE
    openssl req -x509 -newkey rsa:2048 -nodes -days 365 -subj "/O=Shop GmbH/CN=$1" -addext "subjectAltName=DNS:$1" -keyout /etc/nginx/tls/$2.key -out /etc/nginx/tls/$2.crt 2> /dev/null
}
show() { local c; for c in "$@"; do echo "\$ $c"; eval "$c"; done 2>&1; }

ngdirective() { o=/out/ngdirective; mkdir -p $o; conf '' 'location /api/ { proxy_pass http://127.0.0.1:8081; proxy_read_timeoutt 5s; }'; show 'nginx -t' > $o/evidence.txt; }
nghost() { o=/out/nghost; mkdir -p $o; conf '' 'location /api/ { proxy_pass http://api02.shop.internal:8081; }'; show nginx 'tail -n 3 /var/log/nginx/error.log' 'curl -sI http://web01/' > $o/evidence.txt; }
ngbind() { o=/out/ngbind; mkdir -p $o; conf '' "$proxy"; python3 -m http.server 80 > /dev/null 2>&1 & sleep 1; nginx > /dev/null 2>&1; cp /var/log/nginx/error.log $o/evidence-error.log; show 'ss -ltnp' > $o/evidence-ss.txt; }
ngrefused() { o=/out/ngrefused; mkdir -p $o; conf '' "$proxy"; app; nginx; visit 700; kill $app; visit 200; visit 60 /style.css; logs; }
ngheader() { o=/out/ngheader; mkdir -p $o; conf '' "$proxy"; app; nginx; for k in $(seq 30); do visit 30; visit 1 "/api/login?u=$k"; done; logs; }
ngcycle() { o=/out/ngcycle; mkdir -p $o; conf '' "$proxy location / { try_files \$uri /app/index.html; }"; app; nginx; for i in $(seq 10); do visit 9; visit 1 /account/$i; done; cp /var/log/nginx/error.log $o/evidence-error.log; cp /etc/nginx/nginx.conf $o/evidence-nginx.conf; }
ngupstreamtls() {
    o=/out/ngupstreamtls; mkdir -p $o; cert pay.shop.internal pay; conf '' "$proxy location /pay/ { proxy_pass https://127.0.0.1:8443; proxy_ssl_verify on; proxy_ssl_trusted_certificate tls/pay.crt; proxy_ssl_name payments.shop.internal; }"
    openssl s_server -accept 8443 -cert /etc/nginx/tls/pay.crt -key /etc/nginx/tls/pay.key -www -quiet > /dev/null 2>&1 & app; nginx; for i in $(seq 8); do visit 12; visit 1 /pay/$i; done; logs
}
ngfiles() { o=/out/ngfiles; mkdir -p $o; conf '' "$proxy" 'worker_rlimit_nofile 24;'; app; nginx; visit 30; ab -q -n 600 -c 60 -H 'Host: shop.example' http://web01/api/items/7 > /dev/null 2>&1; visit 10; cp /var/log/nginx/error.log $o/evidence-error.log; }
ngspace() {
    o=/out/ngspace; mkdir -p $o /mnt/buf; mount -t tmpfs -o size=1m tmpfs /mnt/buf; conf 'client_body_temp_path /mnt/buf; client_max_body_size 20m;' "$proxy"; app; nginx; visit 30; head -c 4000000 /dev/urandom > /tmp/scan.pdf; head -c 200000 /dev/urandom > /tmp/s.pdf
    for i in 1 2 3 4 5; do curl -s -o /dev/null -A ShopScanner/2.0 -H 'Host: shop.example' --data-binary @/tmp/scan.pdf http://web01/api/documents; curl -s -o /dev/null -A ShopScanner/2.0 -H 'Host: shop.example' --data-binary @/tmp/s.pdf http://web01/api/documents; visit 8; done; logs; umount -l /mnt/buf
}
nglimit() { o=/out/nglimit; mkdir -p $o; conf 'limit_req_zone $binary_remote_addr zone=perip:1m rate=5r/s;' "location /api/ { limit_req zone=perip burst=3 nodelay; proxy_pass http://127.0.0.1:8081; }"; app; nginx; for i in 1 2 3 4 5 6; do visit 2; sleep 0.6; done; visit 60; logs; }
ngsocket() {
    o=/out/ngsocket; mkdir -p $o /run/php; printf '[global]\nerror_log = /tmp/fpm.log\n[www]\nuser = www-data\ngroup = www-data\nlisten = /run/php/shop.sock\nlisten.owner = root\nlisten.group = root\nlisten.mode = 0600\npm = static\npm.max_children = 2\n' > /tmp/fpm.conf
    php-fpm8.2 -F -y /tmp/fpm.conf 2> /dev/null & sleep 1; conf '' "$proxy location ~ \.php\$ { include fastcgi_params; fastcgi_pass unix:/run/php/shop.sock; }"; app; nginx; for i in $(seq 5); do visit 8; visit 1 /cart.php; done; cp /var/log/nginx/error.log $o/evidence-error.log; show 'ls -la /run/php' 'ps -o user,pid,args -C nginx,php-fpm8.2' > $o/evidence-shell.txt
}
ngmodule() { o=/out/ngmodule; mkdir -p $o; conf '' "$proxy"; sed -i '1i load_module modules/ngx_http_brotli_filter_module.so;' /etc/nginx/nginx.conf; show 'nginx -t' 'nginx -v' > $o/evidence.txt; }
ngduplicate() { o=/out/ngduplicate; mkdir -p $o; conf 'server { listen 80 default_server; return 444; } server { listen 80 default_server; server_name m.shop.example; }' "$proxy"; show 'nginx -t' > $o/evidence.txt; }
nghash() { o=/out/nghash; mkdir -p $o; conf 'server_names_hash_bucket_size 32; server { listen 80; server_name a-very-long-name-of-a-tenant-in-the-north.customers.shop.example; }' "$proxy"; show 'nginx -s reload' > $o/evidence.txt; }

apache() { # apache LINES: a server on port 80 with its own folder
    cat > /tmp/apache.conf <<C
ServerRoot /etc/apache2
ServerName web01
PidFile /run/apache.pid
ErrorLog /var/log/apache2/error.log
LogFormat "%h %l %u %t \"%r\" %>s %O" c
LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
LoadModule mime_module /usr/lib/apache2/modules/mod_mime.so
TypesConfig /etc/mime.types
User www-data
Group www-data
Listen 80
CustomLog /var/log/apache2/access.log c
DocumentRoot /srv/shop/public
<Directory /srv/shop/public>
    AllowOverride All
    Require all granted
</Directory>
$1
C
    rm -f /var/log/apache2/* /srv/shop/public/.htaccess; touch /etc/mime.types
}
mods() { local m; for m in "$@"; do echo "LoadModule ${m}_module /usr/lib/apache2/modules/mod_$m.so"; done; }
up() { apache2 -f /tmp/apache.conf -k start; sleep 1; }
alogs() { cp /var/log/apache2/error.log $o/evidence-error.log; cp /var/log/apache2/access.log $o/evidence-access.log; }
apcommand() { o=/out/apcommand; mkdir -p $o; apache $'ProxyPass /api/ http://127.0.0.1:8081/'; cp /tmp/apache.conf /etc/apache2/shop.conf; show 'apache2 -f /etc/apache2/shop.conf -k start' > $o/evidence.txt; }
apdenied() { o=/out/apdenied; mkdir -p $o; mkdir -p /srv/media; echo x > /srv/media/logo.png; apache $'LoadModule alias_module /usr/lib/apache2/modules/mod_alias.so\nAlias /media /srv/media\n<Directory />\n    Require all denied\n</Directory>'; up; for i in $(seq 12); do visit 6 /index.html; visit 1 /media/logo.png; done; alogs; }
aphtaccess() { o=/out/aphtaccess; mkdir -p $o; apache ''; up; visit 500 /index.html; printf 'RewriteEngine On\nRewriteRule ^old$ /new [R]\n' > /srv/shop/public/.htaccess; visit 30 /index.html; alogs; rm /srv/shop/public/.htaccess; }
approxy() { o=/out/approxy; mkdir -p $o; apache "$(mods proxy proxy_http)"$'\nProxyPass /api/ http://127.0.0.1:8085/ retry=3'; app 8085; up; visit 60; kill $app; visit 40; cp /var/log/apache2/error.log $o/evidence-error.log; tail -n 90 /var/log/apache2/access.log > $o/evidence-access.log; }
apcert() { o=/out/apcert; mkdir -p $o; apache "$(mods socache_shmcb ssl)"$'\nListen 443\n<VirtualHost *:443>\nServerName shop.example\nSSLEngine on\nSSLCertificateFile /etc/letsencrypt/live/shop.example/fullchain.pem\nSSLCertificateKeyFile /etc/letsencrypt/live/shop.example/privkey.pem\n</VirtualHost>'; cp /tmp/apache.conf /etc/apache2/shop.conf; show 'apache2 -f /etc/apache2/shop.conf -k start' 'ls -l /etc/letsencrypt/live/' > $o/evidence.txt; }
apworkers() {
    o=/out/apworkers; mkdir -p $o; apache "$(mods proxy proxy_http)"$'\nStartServers 1\nServerLimit 1\nThreadsPerChild 4\nMinSpareThreads 1\nMaxSpareThreads 4\nMaxRequestWorkers 4\nProxyPass /slow/ http://127.0.0.1:8086/'
    python3 -c "
import http.server, socketserver, time
class H(http.server.BaseHTTPRequestHandler):
    def do_GET(self): time.sleep(4); self.send_response(200); self.end_headers()
    def log_message(self, *a): pass
class S(socketserver.ThreadingMixIn, http.server.HTTPServer): daemon_threads = True
S(('127.0.0.1', 8086), H).serve_forever()" & sleep 1; up; visit 40 /index.html; for i in $(seq 16); do curl -s -o /dev/null http://web01/slow/report & done; for i in 1 2 3 4 5 6 7 8; do curl -s -m 1 -o /dev/null http://web01/index.html; done; sleep 8; visit 20 /index.html; alogs
}
apcgi() {
    o=/out/apcgi; mkdir -p $o; mkdir -p /srv/shop/cgi; printf '#!/bin/sh\r\necho Content-Type: text/plain\r\necho\r\necho ok\r\n' > /srv/shop/cgi/stock.sh; printf '#!/bin/sh\necho Content-Type: text/plain\necho\necho ok\n' > /srv/shop/cgi/price.sh; chmod 755 /srv/shop/cgi/*
    apache "$(mods alias cgid)"$'\nScriptSock /run/cgisock\nScriptAlias /cgi/ /srv/shop/cgi/\n<Directory /srv/shop/cgi>\nRequire all granted\n</Directory>'; up; for i in $(seq 8); do visit 6 /cgi/price.sh; visit 1 /cgi/stock.sh; done; alogs; show 'ls -l /srv/shop/cgi' 'head -c 40 /srv/shop/cgi/stock.sh | od -c | head -3' > $o/evidence-shell.txt; rm $o/evidence-access.log
}
apsemaphores() { o=/out/apsemaphores; mkdir -p $o; echo '250 32000 32 8' > /proc/sys/kernel/sem; for i in 1 2 3 4 5 6 7 8; do ipcmk -S 1 > /dev/null; done; cert shop.example shop; apache "Mutex sysvsem"$'\n'"$(mods socache_shmcb ssl)"$'\nListen 443\nSSLSessionCache shmcb:/run/ssl_cache(51200)\n<VirtualHost *:443>\nServerName shop.example\nSSLEngine on\nSSLCertificateFile /etc/nginx/tls/shop.crt\nSSLCertificateKeyFile /etc/nginx/tls/shop.key\n</VirtualHost>'; cp /tmp/apache.conf /etc/apache2/shop.conf; show 'apache2 -f /etc/apache2/shop.conf -k start' 'tail -n 5 /var/log/apache2/error.log' 'df -h /' > $o/evidence-apache.txt; show 'ipcs -s' 'ipcs -ls' > $o/evidence-ipcs.txt; }

caddyconf() { o=/out/caddyconf; mkdir -p $o /etc/caddy; printf ':80 {\n\troot * /srv/shop/public\n\tfile_server\n\treverse_proxy /api/* 127.0.0.1:8081\n\tratelimit 10\n}\n' > /etc/caddy/Caddyfile; show 'caddy run --config /etc/caddy/Caddyfile' > $o/evidence.txt; }
caddyup() { o=/out/caddyup; mkdir -p $o /etc/caddy; printf '{\n\tauto_https off\n}\n:80 {\n\tlog {\n\t\toutput stderr\n\t}\n\troot * /srv/shop/public\n\tfile_server\n\treverse_proxy /api/* localhost:9081\n}\n' > /etc/caddy/Caddyfile; app; caddy run --config /etc/caddy/Caddyfile > $o/evidence.log 2>&1 & c=$!; sleep 2; for i in 1 2 3 4 5; do visit 8 /index.html; visit 3; done; kill $c; sleep 1; }
for one in "$@"; do $one; done
