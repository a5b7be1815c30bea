#!/bin/bash
# RabbitMQ with a disk alarm and with a queue that another version of the service declared otherwise; Mosquitto with an access
# list that lacks a topic and with its port in use. One run of each stays healthy.
set -u
mkdir -p /srv/shop /etc/rabbitmq /var/log/rabbitmq /var/lib/rabbitmq; chown -R rabbitmq /etc/rabbitmq /var/log/rabbitmq /var/lib/rabbitmq
ip route replace local 10.20.0.13 dev lo table local src 10.20.0.31
export HOME=/var/lib/rabbitmq RABBITMQ_NODENAME=rabbit@mq01
ctl() { setpriv --reuid=rabbitmq --regid=rabbitmq --clear-groups env RABBITMQ_NODENAME=rabbit@mq01 HOME=/var/lib/rabbitmq /usr/lib/rabbitmq/bin/"$@"; }
cat > /srv/shop/mail.py <<'PY'
"""Publishes and takes mails for SECONDS; DURABLE is how it declares its queue."""
import logging, sys, time
import pika

logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s", level=logging.INFO, stream=sys.stdout)
logging.getLogger("pika").setLevel(logging.WARNING)
log = logging.getLogger("mailer")
seconds, durable = float(sys.argv[1]), sys.argv[2] == "durable"
end, n = time.time() + seconds, 0
while time.time() < end:
    try:
        conn = pika.BlockingConnection(pika.ConnectionParameters("mq01", credentials=pika.PlainCredentials("shop", "apricot"), blocked_connection_timeout=6))
        ch = conn.channel(); ch.confirm_delivery()
        ch.queue_declare("mails", durable=durable)
        log.info("queue mails ready")
        while time.time() < end:
            n += 1
            ch.basic_publish("", "mails", b"x" * 400); log.info("mail %d queued", n)
            m = ch.basic_get("mails", auto_ack=True)
            if m[0]: log.info("mail %d sent", n)
            conn.sleep(0.15)
        conn.close()
    except Exception as e:
        log.error("mailer failed: %s: %s", type(e).__name__, e); log.info("restarting in 2 s"); time.sleep(2)
PY
rabbit() { # rabbit OUT
    mkdir -p "$1"; rm -rf /var/lib/rabbitmq/mnesia /var/log/rabbitmq/*
    printf 'listeners.tcp.default = 10.20.0.13:5672\nlog.file.level = info\n' > /etc/rabbitmq/rabbitmq.conf; chown -R rabbitmq /etc/rabbitmq
    setpriv --reuid=rabbitmq --regid=rabbitmq --clear-groups env HOME=/var/lib/rabbitmq RABBITMQ_NODENAME=rabbit@mq01 /usr/lib/rabbitmq/bin/rabbitmq-server > /dev/null 2>&1 & pid=$!
    sleep 12; ctl rabbitmqctl -q await_startup --timeout 60; ctl rabbitmqctl -q add_user shop apricot; ctl rabbitmqctl -q set_permissions shop '.*' '.*' '.*'
}
down() { ctl rabbitmqctl -q stop; wait $pid 2> /dev/null; }
alarm() {
    o=/out/rabbit-alarm; rabbit $o; python3 /srv/shop/mail.py 28 durable > $o/evidence-mailer.log & m=$!; sleep 5
    ctl rabbitmqctl -q set_disk_free_limit 900GB; sleep 14; ctl rabbitmqctl status > $o/evidence-status.txt 2>&1; wait $m
    cp /var/log/rabbitmq/rabbit@mq01.log $o/evidence-rabbit.log; down
}
declared() {
    o=/out/rabbit-declared; rabbit $o; python3 /srv/shop/mail.py 5 transient > $o/evidence-mailer.log; python3 /srv/shop/mail.py 12 durable >> $o/evidence-mailer.log
    cp /var/log/rabbitmq/rabbit@mq01.log $o/evidence-rabbit.log; ctl rabbitmqctl list_queues name durable messages consumers state > $o/evidence-queues.txt 2>&1; down
}
healthyrabbit() {
    o=/out/healthy-rabbit; rabbit $o; python3 /srv/shop/mail.py 14 durable > $o/evidence-mailer.log; ctl rabbitmqctl status > $o/evidence-status.txt 2>&1; timeout -s KILL 2 python3 /srv/shop/mail.py 9 durable > /dev/null; sleep 1; cp /var/log/rabbitmq/rabbit@mq01.log $o/evidence-rabbit.log; down
}
mosquit() { # mosquit OUT
    mkdir -p "$1" /etc/mosquitto /var/log/mosquitto; chown mosquitto /var/log/mosquitto; rm -f /var/log/mosquitto/*
    printf 'listener 1883 10.20.0.13\nallow_anonymous false\npassword_file /etc/mosquitto/passwd\nacl_file /etc/mosquitto/acl\nlog_dest file /var/log/mosquitto/mosquitto.log\nlog_type all\nlog_timestamp_format %%Y-%%m-%%dT%%H:%%M:%%S\n' > /etc/mosquitto/shop.conf
    printf 'user gate\ntopic readwrite plant/+/state\n\nuser panel\ntopic read plant/#\n' > /etc/mosquitto/acl
    touch /etc/mosquitto/passwd; mosquitto_passwd -b /etc/mosquitto/passwd gate rose; mosquitto_passwd -b /etc/mosquitto/passwd panel lily; chown mosquitto /etc/mosquitto/*
}
pub() { mosquitto_pub -h mq01 -u gate -P rose -i "gate-$1" -q 1 -t "$2" -m "$RANDOM"; }
acl() {
    o=/out/mosquitto-acl; mosquit $o; mosquitto -c /etc/mosquitto/shop.conf & pid=$!; sleep 1
    timeout 16 mosquitto_sub -h mq01 -u panel -P lily -i panel -q 1 -t 'plant/#' -v > $o/evidence-panel.txt & s=$!
    for i in $(seq 18); do pub 1 plant/oven/state; pub 2 plant/oven/alarm; pub 3 plant/belt/state; sleep 0.3; done > $o/evidence-gate.txt 2>&1; wait $s; sleep 1; cp /var/log/mosquitto/mosquitto.log $o/evidence-mosquitto.log; kill $pid
}
inuse() {
    o=/out/mosquitto-inuse; mosquit $o; sed -i 's#log_dest file.*#log_dest stderr#' /etc/mosquitto/shop.conf; mosquitto -c /etc/mosquitto/shop.conf 2> /dev/null & pid=$!; sleep 1
    { echo '$ mosquitto -c /etc/mosquitto/shop.conf -v'; mosquitto -c /etc/mosquitto/shop.conf -v; echo '$ ss -ltnp'; ss -ltnp; echo '$ ps aux'; ps aux | grep -v break; } > $o/evidence.txt 2>&1; kill $pid
}
healthymosquitto() {
    o=/out/healthy-mosquitto; mosquit $o; mosquitto -c /etc/mosquitto/shop.conf & pid=$!; sleep 1
    timeout 12 mosquitto_sub -h mq01 -u panel -P lily -i panel -q 1 -k 5 -t 'plant/#' > /dev/null & s=$!
    for i in $(seq 18); do pub 1 plant/oven/state; pub 3 plant/belt/state; sleep 0.4; done 2>&1; mosquitto_sub -h mq01 -u panel -P lily -i panel2 -t 'plant/#' > /dev/null & sleep 1; kill -9 $!; kill -HUP $pid; wait $s; sleep 1; cp /var/log/mosquitto/mosquitto.log $o/evidence-mosquitto.log; kill $pid
}
for one in "$@"; do $one; done
