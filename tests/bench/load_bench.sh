#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# What it costs until the first component runs, in guest instructions from power-on (QEMU executes one
# each nanosecond of its own time), and how many bytes of contents the root server copies: with pages
# of the image mapped as they are, and with the same pages copied, as other loaders do. Copied are
# pages that the spec wants in an untyped of its own; that is all the difference.
# usage: load_bench.sh BUILD_FOLDER
build=$1
platform=qemu-riscv-virt # the only CPU whose users can count from power-on
source=$(cd "$(dirname "$0")/../.." && pwd)
adlc=$build/bin/adlc
lib=$build/lib/adlc/$platform
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
ninja -C "$build/target/$platform" kernel_fast >"$work/log" 2>&1 || { tail -n 20 "$work/log"; exit 1; }
riscv64-unknown-elf-gcc -march=rv64gc -mabi=lp64d -mcmodel=medany -Os -ffreestanding -nostdlib -static \
    -fno-stack-protector -isystem "$lib/include" -Wl,-T,"$source/tests/boot/world/component.ld" \
    -Wl,--build-id=none,--no-warn-rwx-segments -o "$work/program" "$source/tests/bench/load/load_count.c" || exit 99
riscv64-unknown-elf-objcopy -O binary -j .text --pad-to 0x10001000 "$work/program" "$work/code.bin" || exit 99
echo "{\"platform\": \"$platform\", \"image\": \"image\"}" >"$work/adlc-manifest.json"

# system PAGES COPIED: a thread, and PAGES pages with contents in its address space; COPIED: in an untyped
system() {
    awk -v n="$1" -v copied="$2" '
BEGIN {
    leaves = int((n + 511) / 512)
    print "arch riscv"
    print "objects { top = pt  mid = pt  code_table = pt  leaf[" leaves "] = pt  cn = cnode (2 bits)"
    print "t = tcb (addr: 0, ip: 0x10000000, sp: 0x20002000, prio: 5, max_prio: 5, affinity: 0)"
    for (bits = 12; 2 ^ (bits - 12) < n; bits++) { }
    if (copied) print "memory = ut (" bits " bits) {"
    for (i = 0; i < n; i++)
        printf "f%d = frame (4k, fill: [{0 4096 CDL_FrameFill_FileData \"code.bin\" 0}])\n", i
    if (copied) print "}"
    print "} caps { t { cspace: cn (guard_size: 62)  vspace: top }  top { 0: mid }"
    print "mid { 128: code_table  256: leaf[] }  code_table { 0: f0 (RX) }"
    for (k = 0; k < leaves; k++) {
        printf "leaf[%d] {", k
        for (i = 512 * k > 1 ? 512 * k : 1; i < n && i < 512 * (k + 1); i++) printf " %d: f%d (RW)", i % 512, i
        print " }"
    }
    print "}"
}' >"$work/system.cdl"
}

# measure PAGES COPIED: bytes copied, instructions
measure() {
    system "$1" "$2"
    "$adlc" image --spec "$work/system.cdl" --platform $platform --kernel "$lib/kernel_fast.elf" -o "$work/image" ||
        return 1
    mapped=$("$adlc" plan "$work/image" --platform $platform | grep -c ' image  f')
    count=$("$adlc" run "$work" --timeout 100 --expect '^load: instructions' -- -icount shift=0,sleep=off 2>&1 |
        tr -d '\r' | sed -n 's/^load: instructions //p')
    [ -n "$count" ] && echo "$((($1 - mapped) * 4096)) $count"
}

echo
echo "until the first component runs: bytes copied, thousand instructions of the guest from power-on"
printf '%-8s %12s %12s %12s %12s %8s\n' pages mapped: "" copied: "" difference/page
for pages in 16 128 1024; do
    ours=$(measure $pages "") && copied=$(measure $pages 1) || exit 1
    echo "$pages $ours $copied" | awk '{ printf "%-8d %12d %12d %12d %12d %8d\n", $1, $2, $3 / 1000, $4, $5 / 1000, ($5 - $3) / $1 }'
done
