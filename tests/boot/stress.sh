#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The stress root server runs to its end: two million random system calls and the kernel is alive.
# KERNEL=FILE tries another kernel, for example one that checks its invariants.
# usage: stress.sh BUILD_FOLDER PLATFORM
build=$1 platform=$2
lib=$build/lib/adlc/$platform
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
[ -f "$lib/stress.elf" ] || { echo "no $lib/stress.elf"; exit 99; }
"$build/bin/adlc" image --platform "$platform" --kernel "${KERNEL:-$lib/kernel.elf}" \
    --root "$lib/stress.elf" -o "$work/image" || exit 1
echo "{\"platform\": \"$platform\", \"image\": \"image\"}" >"$work/adlc-manifest.json"

"$build/bin/adlc" run "$work" --timeout 110 --expect '^stress: done, more than 0x[0-9a-f]+ system calls$' >"$work/serial" 2>&1
status=$?
grep -aE '^stress: (done|step)' "$work/serial" | tail -n 1
[ $status -eq 0 ] || tail -n 8 "$work/serial"
exit $status
