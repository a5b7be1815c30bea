#!/bin/sh
# Makes the folder ROOT a small Debian 12 with the real programs that the other scripts break. usage: prepare.sh ROOT
set -eu
root=$1
mmdebstrap --variant=minbase --include=ca-certificates,procps,iproute2,netcat-openbsd,less,bash bookworm "$root"
printf '#!/bin/sh\nexit 101\n' > "$root/usr/sbin/policy-rc.d" # no package may start its server
chmod 755 "$root/usr/sbin/policy-rc.d"
cp /etc/resolv.conf "$root/etc/resolv.conf"
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 sh -c '
    apt-get update -q
    nice apt-get install -qy --no-install-recommends "$@"' sh \
    postgresql redis-server nginx-light haproxy mosquitto mosquitto-clients mariadb-server sqlite3 \
    python3 python3-venv python3-pip python3-psycopg2 python3-redis python3-requests python3-pika python3-flask gunicorn \
    openjdk-17-jdk-headless php-fpm php-cli gcc g++ make cmake git openssh-server openssh-client cron rsyslog logrotate \
    dnsmasq unbound bind9 dnsutils openssl curl strace ansible-core prometheus prometheus-alertmanager prometheus-node-exporter \
    memcached etcd-server etcd-client faketime gdb supervisor apache2-utils nodejs rabbitmq-server zookeeper ruby pkg-config
umount "$root/dev" "$root/proc"
# the Go and Node.js of this machine, newer than Debian's
cp -a /usr/local/go "$root/usr/local/go"
mkdir -p "$root/usr/lib/node_modules"
cp -a /usr/lib/node_modules/npm "$root/usr/lib/node_modules/npm"
cp "$(readlink -f /usr/bin/node)" "$root/usr/bin/node"
