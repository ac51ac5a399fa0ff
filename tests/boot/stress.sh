#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The stress root server runs to its end: two million random system calls and the kernel is alive.
# KERNEL=FILE tries another kernel, for example one that checks its invariants.
# usage: stress.sh BUILD_FOLDER PLATFORM
build=$1 platform=$2
lib=$build/lib/adlc/$platform
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
case $platform in
qemu-riscv-virt)
    machine="qemu-system-riscv64 -machine virt -cpu rv64 -m 3072M -bios default" ;;
qemu-arm-virt)
    machine="qemu-system-aarch64 -machine virt,virtualization=on,gic-version=2 -cpu cortex-a53 -m 1024M" ;;
*) echo "skipped: no machine for $platform"; exit 77 ;;
esac
command -v "${machine%% *}" >/dev/null || { echo "skipped: no ${machine%% *}"; exit 77; }
[ -f "$lib/stress.elf" ] || { echo "no $lib/stress.elf"; exit 99; }
"$build/bin/adlc" image --platform "$platform" --kernel "${KERNEL:-$lib/kernel.elf}" \
    --root "$lib/stress.elf" -o "$work/image" || exit 1
: >"$work/serial"
# shellcheck disable=SC2086
timeout 110 $machine -nographic -nic none -kernel "$work/image" </dev/null >"$work/serial" 2>&1 &
guest=$!
while kill -0 $guest 2>/dev/null && ! grep -aq '^stress: done' "$work/serial"; do
    sleep 0.2
done
kill $guest 2>/dev/null
wait $guest 2>/dev/null
grep -aE '^stress: (done|step)' "$work/serial" | tail -n 1
grep -aq '^stress: done' "$work/serial" || { tail -n 8 "$work/serial"; exit 1; }
