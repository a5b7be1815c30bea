#!/bin/sh
# Runs SCRIPT in the Debian of prepare.sh with its own host name, processes, network (loopback only), /tmp and /dev;
# what it puts below /out comes to OUT. usage: lab.sh ROOT HOST SCRIPT OUT [ARG...]
set -eu
root=$1 host=$2 script=$3 out=$4
shift 4
mkdir -p "$out" "$root/out"
exec nice unshare --mount --uts --ipc --pid --net --fork --kill-child sh -euc '
    root=$1 host=$2 script=$3 out=$4
    shift 4
    hostname "$host"
    ip link set lo up
    for last in 11 12 13 21 31 41; do ip addr add "10.20.0.$last/32" dev lo; done
    mount --make-rprivate /
    mount --bind "$root" "$root"
    mount -t proc proc "$root/proc"
    mount -t tmpfs -o mode=755 tmpfs "$root/dev"
    for node in null zero full random urandom tty; do touch "$root/dev/$node"; mount --bind "/dev/$node" "$root/dev/$node"; done
    ln -s /proc/self/fd "$root/dev/fd"
    ln -s /proc/self/fd/1 "$root/dev/stdout"
    ln -s /proc/self/fd/2 "$root/dev/stderr"
    mkdir "$root/dev/shm" "$root/dev/pts"
    mount -t devpts -o newinstance,ptmxmode=0666 devpts "$root/dev/pts"
    ln -s pts/ptmx "$root/dev/ptmx"
    mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
    mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
    mount -t tmpfs -o mode=755 tmpfs "$root/run"
    mount --bind "$out" "$root/out"
    cp "$script" "$root/tmp/.break"
    printf "127.0.0.1 localhost\n10.20.0.11 db01 db01.shop.internal\n10.20.0.12 cache01 cache01.shop.internal\n10.20.0.13 mq01 mq01.shop.internal\n10.20.0.21 web01 web01.shop.internal\n10.20.0.31 app01 app01.shop.internal\n10.20.0.41 mon01 mon01.shop.internal\n127.0.1.1 build01\n127.0.1.2 ns1\n" > "$root/tmp/.hosts"
    touch "$root/etc/hosts"
    mount --bind "$root/tmp/.hosts" "$root/etc/hosts"
    exec chroot "$root" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/go/bin HOME=/root LANG=C.UTF-8 TZ=UTC bash /tmp/.break "$@"
' sh "$root" "$host" "$script" "$out" "$@"
