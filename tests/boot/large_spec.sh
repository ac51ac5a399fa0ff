#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A spec of 18000 objects, more than the kernel's first CNode has slots for several times over, is
# planned and booted; of one of 4500 the booted system is compared with the spec, too (of the large
# one it takes minutes to print: `large_spec.sh BUILD_FOLDER PLATFORM 1000`).
# usage: large_spec.sh BUILD_FOLDER PLATFORM [UNITS of 18 objects each, to compare]
build=$1 platform=$2 units=${3:-250}
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
case $(sed -n 's/^cpu: *//p' "$build/lib/adlc/$platform/plat.yaml") in
riscv64) arch=riscv tables="top = pt" upper="" mid=top ;;
aarch64) arch=aarch64 tables="top = pgd up = pud" upper="top { 0: up }" mid=up ;;
*) echo "no such system for $platform"; exit 77 ;;
esac
directory=$([ $arch = aarch64 ] && echo pd || echo pt)
echo "{\"platform\": \"$platform\", \"image\": \"image\"}" >"$work/adlc-manifest.json"
# make UNITS: per unit a thread with a CNode of its own, endpoints and notifications in it, and mapped frames.
make() {
    awk -v n="$1" -v arch=$arch -v tables="$tables" -v upper="$upper" -v mid=$mid -v dir=$directory '
BEGIN {
    leaves = int((n * 8 + 511) / 512)
    print "arch " arch
    print "objects { " tables " low = " dir " leaf[" leaves "] = pt"
    print "t[" n "] = tcb (addr: 0, ip: 0x1000, sp: 0x2000, prio: 5, max_prio: 6, affinity: 0, resume: False)"
    print "cn[" n "] = cnode (4 bits) e[" 4 * n "] = ep  s[" 4 * n "] = notification  f[" 8 * n "] = frame (4k) }"
    print "caps { " upper " " mid " { 0: low } low { 1: leaf[] }"
    for (i = 0; i < n; i++) {
        printf "t[%d] { cspace: cn[%d] (guard_size: 60) vspace: top }\n", i, i
        printf "cn[%d] { 0: e[%d..%d] (RW)  4: e[%d] (W, badge: %d)", i, 4 * i, 4 * i + 3, 4 * i, i + 1
        printf "  5: s[%d..%d] (R)  9: s[%d] (W, badge: %d)  10: t[%d]  11: f[%d] (RW) }\n",
            4 * i, 4 * i + 3, 4 * ((i + 1) % n), i + 1, i, 8 * i
    }
    for (i = 0; i < leaves; i++) {
        last = 512 * i + 511 < 8 * n ? 512 * i + 511 : 8 * n - 1
        printf "leaf[%d] { 0: f[%d..%d] (RW) }\n", i, 512 * i, last
    }
    print "}"
}' >"$work/system.cdl"
    "$build/bin/adlc" image --spec "$work/system.cdl" --platform "$platform" -o "$work/image"
}
make 1000 || exit 1
"$build/bin/adlc" plan "$work/image" --platform "$platform" | grep 'slots of the root server' || exit 1
"$build/bin/adlc" run "$work" --timeout 100 --expect '^adlc-init: 180[0-9][0-9] objects, 0 threads' ||
    exit 1
make "$units" && "$build/bin/adlc" verify "$work/image" --spec "$work/system.cdl" || exit 1
exec "$build/bin/adlc" run "$work" --verify --timeout 110
