#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# What the kernel's operations cost on each platform, in instructions: QEMU executes one each
# nanosecond of its own time (-icount shift=0), and the guest counts. Beside it seL4's figures.
# usage: kernel_bench.sh BUILD_FOLDER [PLATFORM...]
build=$1
shift
here=$(dirname "$0")/kernel
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT

# count PLATFORM KERNEL PROGRAM: what its lines `PROGRAM name numbers` say
count() {
    lib=$build/lib/adlc/$1
    "$build/bin/adlc" image --platform "$1" --kernel "$lib/$2.elf" --root "$lib/$3.elf" \
        -o "$work/image" || return 1
    echo "{\"platform\": \"$1\", \"image\": \"image\"}" >"$work/adlc-manifest.json"
    "$build/bin/adlc" run "$work" --timeout 100 --expect "^$3: done" \
        -- -icount shift=0,sleep=off >"$work/serial" 2>&1 || { tail -n 5 "$work/serial"; return 1; }
    tr -d '\r' <"$work/serial" | sed -n "s/^$3 \([a-z]\)/\1/p"
}

[ $# -gt 0 ] || set -- $(ls "$build/lib/adlc")
for platform in "$@"; do
    cpu=$(sed -n 's/^cpu: *//p' "$build/lib/adlc/$platform/plat.yaml")
    ninja -C "$build/target/$platform" bench latency kernel_fast kernel_slow kernel_latency >"$work/log" 2>&1 ||
        { tail -n 20 "$work/log"; exit 1; }
    count "$platform" kernel_fast bench >"$work/fast" || { cat "$work/fast"; exit 1; }
    count "$platform" kernel_slow bench >"$work/slow" || { cat "$work/slow"; exit 1; }
    echo
    awk -v platform="$platform" -v cpu="$cpu" '
        FILENAME == ARGV[1] { if ($1 == cpu) { sel4[$2] = sprintf("%8s %8s", $3, $4) } next }
        FILENAME == ARGV[2] { slow[$1] = $2; spread[$1] = $3; next }
        FNR == 1 {
            printf "%-28s %17s %17s %17s\n", platform ", instructions", "ours", "seL4", "deviation"
            printf "%-28s %8s %8s %8s %8s %8s %8s\n", "", "fast", "slow", "fast", "slow", "fast", "slow"
        }
        {
            known = $1 in sel4 ? sel4[$1] : sprintf("%8s %8s", "-", "-")
            printf "%-28s %8d %8d %s %8d %8d\n", $1, $2, slow[$1], known, $3, spread[$1]
        }' "$here/sel4_figures.txt" "$work/slow" "$work/fast"
    count "$platform" kernel_latency latency >"$work/latency" || { cat "$work/latency"; exit 1; }
    echo
    awk -v platform="$platform" '
        NR == 1 { printf "%-44s\n", platform ", instructions with interrupts off at most" }
        { printf "%-44s %8d\n", $1, $2; if ($2 > most) { most = $2; name = $1 } }
        END { printf "%-44s %8d\n", "longest of all: " name, most }' "$work/latency"
done
