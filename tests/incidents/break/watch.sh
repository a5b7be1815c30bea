#!/bin/bash
# Prometheus, Alertmanager, exporters and rsyslog, second set: unknown fields, slow, unreadable and too large
# targets, templates and receivers that are not there, a damaged log, text files of a wrong form, probes that fail.
set -u
mkdir -p /etc/prometheus/rules /srv/prom; rm -rf /etc/prometheus/rules/*
show() { local c; for c in "$@"; do echo "\$ $c"; eval "$c"; done 2>&1; }
out() { o=/out/$1; mkdir -p $o; rm -rf /srv/prom; mkdir -p /srv/prom; cd /srv/prom || exit; }
prom() { printf 'global:\n  scrape_interval: 2s\n  evaluation_interval: 2s\nscrape_configs:\n  - job_name: prometheus\n    static_configs: [{targets: ["10.20.0.41:9090"]}]\n%b' "${1:-}" > prometheus.yml; }
start() { exec prometheus --config.file=/srv/prom/prometheus.yml --storage.tsdb.path=/srv/prom/data --web.listen-address=10.20.0.41:9090 "$@"; }
targets() { curl -s http://10.20.0.41:9090/api/v1/targets?state=active | python3 -m json.tool > $o/evidence-targets.json; }
serve() { # serve BODY-EXPRESSION DELAY
    python3 -c "
import http.server, time
class H(http.server.BaseHTTPRequestHandler):
    def do_GET(self): time.sleep($2); b = ($1).encode(); self.send_response(200); self.send_header('Content-Type', 'text/plain; version=0.0.4'); self.send_header('Content-Length', str(len(b))); self.end_headers(); self.wfile.write(b)
    def log_message(self, *a): pass
http.server.ThreadingHTTPServer(('10.20.0.31', 8090), H).serve_forever()" 2> /dev/null & sleep 1
}
shop='  - job_name: shop\n    static_configs: [{targets: ["10.20.0.31:8090"]}]\n'
prfield() { out prfield; prom '  - job_name: shop\n    scrape_intervall: 10s\n    static_configs: [{targets: ["10.20.0.31:8090"]}]\n'; (start) > $o/evidence.log 2>&1; }
prslow() { out prslow; prom '  - job_name: shop\n    scrape_timeout: 1s\n    static_configs: [{targets: ["10.20.0.31:8090"]}]\n'; serve '"up_time 1\n"' 3; start --log.level=debug > $o/evidence-prometheus.log 2>&1 & sleep 12; targets; }
prformat() { out prformat; prom "$shop"; serve '"orders_total 5\norders open 3\n"' 0; start --log.level=debug > $o/evidence-prometheus.log 2>&1 & sleep 9; targets; }
prlimit() { out prlimit; prom '  - job_name: shop\n    sample_limit: 50\n    static_configs: [{targets: ["10.20.0.31:8090"]}]\n'; serve '"".join("cart_%d 1\n" % i for i in range(90))' 0; start --log.level=debug > $o/evidence-prometheus.log 2>&1 & sleep 9; targets; }
prauth() { out prauth; prom "$shop"; python3 -c "
import http.server
class H(http.server.BaseHTTPRequestHandler):
    def do_GET(self): self.send_response(401); self.send_header('WWW-Authenticate', 'Basic'); self.send_header('Content-Length', '0'); self.end_headers()
    def log_message(self, *a): pass
http.server.HTTPServer(('10.20.0.31', 8090), H).serve_forever()" 2> /dev/null & start > /dev/null 2>&1 & sleep 8; targets; }
prtwice() { out prtwice; prom "$shop"'  - job_name: shop\n    static_configs: [{targets: ["10.20.0.21:8090"]}]\n'; show 'promtool check config prometheus.yml' > $o/evidence.txt; }
prduplicate() { out prduplicate; prom "$shop"; sed -i '$a\  - job_name: old\n    honor_timestamps: true\n    static_configs: [{targets: ["10.20.0.31:8090"]}]' prometheus.yml; serve '"orders_total 5 %d\nqueue_depth{q=\"a\"} 4\nqueue_depth{q=\"a\"} %d\n" % (time.time() * 1000 - 4 * 3600000, time.time() % 50)' 0; start > $o/evidence-prometheus.log 2>&1 & sleep 16; }
prblock() { out prblock; prom; (start > /dev/null 2>&1) & p=$!; sleep 5; kill $p; sleep 2; mkdir -p data/chunks_head; head -c 900 /dev/urandom > data/chunks_head/000001; (timeout 8 prometheus --config.file=/srv/prom/prometheus.yml --storage.tsdb.path=/srv/prom/data --web.listen-address=10.20.0.41:9090) > $o/evidence.log 2>&1; }
amreceiver() { out amreceiver; printf 'route:\n  receiver: chat\n  routes:\n    - matchers: [severity="page"]\n      receiver: oncall\nreceivers:\n  - name: chat\n    webhook_configs: [{url: "http://10.20.0.31:8060/hook"}]\n' > am.yml; (prometheus-alertmanager --config.file=am.yml --storage.path=/srv/prom/am --web.listen-address=10.20.0.41:9093 --cluster.listen-address=) > $o/evidence.log 2>&1; }
amtemplate() { out amtemplate; printf '{{ define "shop.title" }}{{ .CommonLabels.alertname }}{{ end\n' > shop.tmpl; printf 'templates: [/srv/prom/*.tmpl]\nroute: {receiver: chat}\nreceivers:\n  - name: chat\n    webhook_configs: [{url: "http://10.20.0.31:8060/hook"}]\n' > am.yml; (timeout 8 prometheus-alertmanager --config.file=am.yml --storage.path=/srv/prom/am --web.listen-address=10.20.0.41:9093 --cluster.listen-address=) > $o/evidence.log 2>&1; }
amsmtp() { out amsmtp; printf 'global: {smtp_smarthost: "10.20.0.13:25", smtp_from: alerts@shop.example, smtp_require_tls: false}\nroute: {receiver: mail, group_wait: 1s, group_interval: 2s, repeat_interval: 3s}\nreceivers:\n  - name: mail\n    email_configs: [{to: oncall@shop.example}]\n' > am.yml; prometheus-alertmanager --config.file=am.yml --storage.path=/srv/prom/am --web.listen-address=10.20.0.41:9093 --cluster.listen-address= > $o/evidence.log 2>&1 & sleep 2; for i in 1 2 3 4; do curl -s -XPOST -H 'Content-Type: application/json' -d '[{"labels": {"alertname": "DiskFull", "instance": "db0'$i'"}}]' http://10.20.0.41:9093/api/v2/alerts; sleep 3; done; }
nodetext() { out nodetext; mkdir text; printf 'backup_last_success 1764374400\n' > text/backup.prom; printf '# HELP raid_state State\nraid_state{array="md0} 1\n' > text/raid.prom; prometheus-node-exporter --web.listen-address=10.20.0.31:9100 --collector.disable-defaults --collector.textfile --collector.loadavg --collector.textfile.directory=/srv/prom/text > $o/evidence.log 2>&1 & sleep 1; for i in 1 2 3 4 5; do curl -s -o /dev/null http://10.20.0.31:9100/metrics; sleep 1; done; }
nodeflag() { out nodeflag; show 'prometheus-node-exporter --web.listen-address=10.20.0.31:9100 --collector.systemd.unit-whitelist=shop.*' > $o/evidence.txt; }
blackname() { out blackname; openssl req -x509 -newkey rsa:2048 -nodes -days 300 -subj /CN=intern.shop.example -addext 'subjectAltName=DNS:intern.shop.example' -keyout k.pem -out c.pem 2> /dev/null; openssl s_server -accept 10.20.0.21:443 -cert c.pem -key k.pem -www -quiet > /dev/null 2>&1 & printf 'modules:\n  shop:\n    prober: http\n    timeout: 3s\n    http:\n      tls_config: {ca_file: /srv/prom/c.pem}\n' > b.yml; prometheus-blackbox-exporter --config.file=b.yml --web.listen-address=10.20.0.41:9115 > /dev/null 2>&1 & sleep 2; { echo "\$ curl 'mon01:9115/probe?target=https://web01/&module=shop&debug=true'"; curl -s 'http://mon01:9115/probe?target=https://web01/&module=shop&debug=true' | head -n 60; } > $o/evidence.txt; }
rsysconf() { out rsysconf; printf 'module(load="imuxsock")\nmodule(load="ommongodb")\n*.info;mail.none /var/log/messages\n' > rs.conf; show 'rsyslogd -N1 -f /srv/prom/rs.conf' > $o/evidence.txt; }
for one in "$@"; do $one; done
