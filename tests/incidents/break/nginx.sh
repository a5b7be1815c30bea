#!/bin/bash
# nginx broken one way at a time: an expired certificate, too few worker_connections, a body larger than allowed, files that a
# deployment left unreadable, a private key of another certificate at a reload, a slow upstream. One run stays healthy.
set -u
mkdir -p /etc/nginx/tls /srv/shop/public /var/log/nginx /srv/shop/app
cat > /srv/shop/app/api.py <<'PY'
import os, random, time
from flask import Flask, jsonify, request

app = Flask(__name__)
SLOW = float(os.environ.get("SLOW", "0"))

@app.get("/api/items/<int:n>")
def item(n):
    if n % 41 == 0: return jsonify(error="no such item"), 404
    time.sleep(0.01 + random.random() * 0.02)
    return jsonify(id=n, price=n * 3)

@app.get("/api/report")
def report():
    time.sleep(SLOW)
    return jsonify(rows=100)

@app.post("/api/upload")
def upload():
    return jsonify(bytes=len(request.get_data()))
PY
ssl_at() { # ssl_at DATE NAME: a certificate made on DATE for 90 days
    faketime "$1" openssl req -x509 -newkey rsa:2048 -nodes -days 90 -subj "/C=DE/O=Shop GmbH/CN=$2" -addext "subjectAltName=DNS:$2" -keyout /etc/nginx/tls/$2.key -out /etc/nginx/tls/$2.crt 2> /dev/null
}
conf() { # conf EVENTS HTTP SERVER
    cat > /etc/nginx/nginx.conf <<C
user www-data;
worker_processes 1;
pid /run/nginx.pid;
error_log /var/log/nginx/error.log info;
events { $1 }
http {
    include mime.types;
    $2
    access_log /var/log/nginx/access.log ${FORMAT:-combined};
    upstream api { server 127.0.0.1:8081; keepalive 8; }
    server {
        listen 80;
        server_name shop.example www.shop.example;
        root /srv/shop/public;
        location /api/ { proxy_pass http://api; proxy_http_version 1.1; proxy_set_header Connection ""; }
        $3
    }
}
C
    : > /var/log/nginx/error.log; : > /var/log/nginx/access.log
}
api() { (cd /srv/shop/app && exec setpriv --reuid=www-data --regid=www-data --clear-groups gunicorn -b 127.0.0.1:8081 -w 1 --threads 8 --access-logfile - "$@" api:app) > /srv/shop/gunicorn.log 2>&1 & gunicorn=$!; sleep 3; }
visit() { # visit COUNT [PATH...]
    for i in $(seq "$1"); do
        curl -s -o /dev/null -A "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0" -H 'Host: shop.example' "http://web01/api/items/$((RANDOM % 200))"
        [ $((i % 4)) = 0 ] && curl -s -o /dev/null -A "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X)" -H 'Host: shop.example' http://web01/style.css
        [ $((i % 17)) = 0 ] && curl -s -o /dev/null -A "Googlebot/2.1 (+http://www.google.com/bot.)" -H 'Host: shop.example' http://web01/robots.txt
        [ $((i % 23)) = 0 ] && curl -s -o /dev/null -A "zgrab/0.x" http://web01/.env
    done
}
stopall() { kill -QUIT "$(cat /run/nginx.pid)" 2> /dev/null; [ -n "${gunicorn:-}" ] && kill "$gunicorn"; sleep 1; gunicorn=; }
page() { echo '<h1>Shop</h1>' > /srv/shop/public/index.html; head -c 3000 /dev/zero | tr '\0' 'a' > /srv/shop/public/style.css; chmod -R a+rX /srv/shop/public; }
expired() {
    o=/out/nginx-expired; mkdir -p $o; page; ssl_at '2026-08-20 03:12:00' shop.example; cp /etc/nginx/tls/shop.example.crt /usr/local/share/ca-certificates/
    conf "worker_connections 256;" "" "listen 443 ssl; ssl_certificate tls/shop.example.crt; ssl_certificate_key tls/shop.example.key;"; nginx
    { echo '$ curl -v https://shop.example/'; curl -sv --cacert /etc/nginx/tls/shop.example.crt --resolve shop.example:443:10.20.0.21 https://shop.example/
      echo '$ openssl s_client -connect shop.example:443 -servername shop.example </dev/null'; openssl s_client -connect 10.20.0.21:443 -servername shop.example -CAfile /etc/nginx/tls/shop.example.crt < /dev/null; } > $o/evidence-client.txt 2>&1
    for i in 1 2 3 4 5 6; do curl -s --cacert /etc/nginx/tls/shop.example.crt --resolve shop.example:443:10.20.0.21 https://shop.example/; curl -s http://web01/ > /dev/null; done
    cp /var/log/nginx/error.log $o/evidence-error.log; stopall; rm /usr/local/share/ca-certificates/shop.example.crt
}
connections() {
    o=/out/nginx-connections; mkdir -p $o; page; conf "worker_connections 24;" "" ""; nginx; api
    visit 30; ab -q -n 1500 -c 40 -H 'Host: shop.example' http://web01/api/items/7 > /dev/null 2>&1; visit 10
    cp /var/log/nginx/error.log $o/evidence-error.log; tail -n 700 /var/log/nginx/access.log > $o/evidence-access.log; cp /etc/nginx/nginx.conf $o/evidence-nginx.conf; stopall
}
body() {
    o=/out/nginx-body; mkdir -p $o; page; conf "worker_connections 256;" "" ""; nginx; api; visit 60
    head -c 3500000 /dev/urandom > /tmp/photo.jpg; head -c 300000 /dev/urandom > /tmp/small.jpg
    for i in 1 2 3 4 5; do curl -s -o /dev/null -A "ShopUploader/3.1" -H 'Host: shop.example' --data-binary @/tmp/photo.jpg http://web01/api/upload; curl -s -o /dev/null -A "ShopUploader/3.1" -H 'Host: shop.example' --data-binary @/tmp/small.jpg http://web01/api/upload; visit 12; done
    cp /var/log/nginx/error.log $o/evidence-error.log; cp /var/log/nginx/access.log $o/evidence-access.log; stopall
}
unreadable() {
    o=/out/nginx-unreadable; mkdir -p $o; page; conf "worker_connections 256;" "" ""; nginx; api; visit 40
    chmod 750 /srv/shop/public; chown root:root /srv/shop/public; visit 60; curl -s -o /dev/null -H 'Host: shop.example' http://web01/
    cp /var/log/nginx/error.log $o/evidence-error.log; cp /var/log/nginx/access.log $o/evidence-access.log; { echo '$ ls -la /srv/shop'; ls -la /srv/shop; } > $o/evidence-ls.txt; stopall; chmod 755 /srv/shop/public
}
key() {
    o=/out/nginx-key; mkdir -p $o; page; ssl_at '2026-11-01 08:00:00' shop.example; ssl_at '2026-11-28 08:00:00' www.shop.example
    conf "worker_connections 256;" "" "listen 443 ssl; ssl_certificate tls/shop.example.crt; ssl_certificate_key tls/shop.example.key;"; nginx; api; visit 40
    cp /etc/nginx/tls/www.shop.example.crt /etc/nginx/tls/shop.example.crt
    sed -i 's#root /srv/shop/public;#root /srv/shop/public; location /new/ { return 200 "new"; }#' /etc/nginx/nginx.conf
    kill -HUP "$(cat /run/nginx.pid)"; visit 10; for i in 1 2 3; do curl -s -o /dev/null -H 'Host: shop.example' http://web01/new/; done; kill -HUP "$(cat /run/nginx.pid)"; sleep 1; visit 20
    cp /var/log/nginx/error.log $o/evidence-error.log; cp /var/log/nginx/access.log $o/evidence-access.log; { echo '$ ls -la --time-style=full-iso /etc/nginx/tls'; ls -la --time-style=full-iso /etc/nginx/tls; } > $o/evidence-ls.txt; stopall
}
slow() {
    o=/out/nginx-slow; mkdir -p $o; page; FORMAT=t conf "worker_connections 256;" "proxy_read_timeout 2s; log_format t '\$remote_addr [\$time_iso8601] \"\$request\" \$status rt=\$request_time urt=\$upstream_response_time';" ""
    nginx; SLOW=5 api; visit 30; for i in 1 2 3 4 5 6; do curl -s -o /dev/null -H 'Host: shop.example' http://web01/api/report & visit 6; done; sleep 6
    cp /var/log/nginx/error.log $o/evidence-error.log; cp /var/log/nginx/access.log $o/evidence-access.log; cp /srv/shop/gunicorn.log $o/evidence-gunicorn.log; stopall
}
healthy() {
    o=/out/healthy-nginx; mkdir -p $o; page; conf "worker_connections 256;" "" ""; nginx; SLOW=0.4 api; visit 150
    for i in 1 2 3; do curl -s -m 0.1 -o /dev/null -H 'Host: shop.example' http://web01/api/report; done; kill -HUP "$(cat /run/nginx.pid)"; visit 120
    cp /var/log/nginx/error.log $o/evidence-error.log; cp /var/log/nginx/access.log $o/evidence-access.log; stopall
}
for one in "$@"; do $one; done
