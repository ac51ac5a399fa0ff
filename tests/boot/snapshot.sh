#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The kernel's snapshot of a root server with known objects (tests/kernel/snapshot_main.c).
# SERIAL=FILE keeps what was printed.
# usage: snapshot.sh BUILD_FOLDER PLATFORM
build=$1 platform=$2
lib=$build/lib/adlc/$platform
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
serial=${SERIAL:-$work/serial}
[ -f "$lib/snapshot.elf" ] || { echo "no $lib/snapshot.elf"; exit 99; }
"$build/bin/adlc" image --platform "$platform" --root "$lib/snapshot.elf" -o "$work/image" || exit 1
echo "{\"platform\": \"$platform\", \"image\": \"image\"}" >"$work/adlc-manifest.json"
"$build/bin/adlc" run "$work" --timeout 120 --expect '^-- end of snapshot' >"$serial" 2>&1
text=$work/text
tr -d '\r' <"$serial" | sed -n '/^-- snapshot$/,/^-- end of snapshot$/p' >"$text"

bad=0
# expect PATTERN: exactly one line is like this.
expect() {
    [ "$(grep -cxE -e "$1" "$text")" = 1 ] || { echo "not exactly one line: $1"; bad=1; }
}
# name SLOT: the name of the object the initial thread's slot leads to.
name() {
    sed -n "s/^  $1: \([^ ]*\).*/\1/p" "$text" | tail -n 1
}

expect '-- end of snapshot'
expect 'arch (riscv|aarch64)'
ep=$(name 2000) cnode=$(name 2002) frame=$(name 2003) tcb=$(name 2004) signal=$(name 2005)
untyped=$(name 2006) inner=$(name 2007)
expect "  $ep = ep"
expect "  2000: $ep \(RWGP\)"
expect "  2001: $ep \(W, badge: 4660\)"
expect "  $cnode = cnode \(5 bits\)"
expect "  7: $signal \(R, badge: 9\)"
expect "  $frame = frame \(4k, paddr: ${frame#frame@}\)"
expect "  2003: $frame \(RW\)"
expect "  $tcb = tcb \(addr: 0x0, ip: 0x0, sp: 0x0, prio: 17, max_prio: 0, affinity: 0, resume: False, dom: 0\) -- .*"
expect "  8: $signal \(RW\)"
expect "  $signal = notification"
start=${untyped%@*}
expect "  $untyped = ut \(13 bits, paddr: ${start#ut@}\) \{"
expect "  $inner = ep"
expect "    $inner"
expect "  2008: irq@40"
expect "  40: irq@40"
expect "irq@40 \{"
expect "  4: irq_control"
# Every name that is used is that of an object that is there, and no object is there twice.
sed -n 's/^  \([a-z_]*@[^ ]*\) = .*/\1/p' "$text" | sort >"$work/objects"
uniq -d "$work/objects" | sed 's/^/twice: /'
[ -z "$(uniq -d "$work/objects")" ] || bad=1
grep -v '^ *--' "$text" | sed 's/ -- .*//' | grep -oE '[a-z_]+@[0-9a-zx@]+' | sort -u >"$work/names"
comm -13 "$work/objects" "$work/names" | sed 's/^/no such object: /' >"$work/lost"
cat "$work/lost"
[ ! -s "$work/lost" ] && [ -s "$work/names" ] && [ "$bad" = 0 ]
