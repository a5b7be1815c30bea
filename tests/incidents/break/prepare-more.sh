#!/bin/sh
# Adds to the Debian of prepare.sh the further programs that the scripts of the second set break. usage: prepare-more.sh ROOT
set -eu
root=$1
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 sh -c '
    apt-get update -q
    nice apt-get install -qy --no-install-recommends "$@"' sh \
    apache2 caddy varnish squid postfix dovecot-imapd slapd ldap-utils vsftpd nfs-kernel-server openvpn stunnel4 pgbouncer tomcat10 \
    maven cargo puma restic borgbackup gnupg rsync sudo jq uwsgi-core uwsgi-plugin-python3 python3-django python3-sqlalchemy \
    celery python3-yaml python3-dev python3-setuptools prometheus-blackbox-exporter docker.io docker-compose kubernetes-client \
    nats-server systemd dpkg-dev apt-utils xz-utils nodejs ruby perl
umount "$root/dev" "$root/proc"
