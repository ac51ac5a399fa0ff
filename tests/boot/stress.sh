#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The stress root server runs to its end on the kernel that checks itself: random legal and illegal
# system calls, the invariants walked after each, and undefined behaviour traps. KERNEL=FILE tries
# another kernel.
# usage: stress.sh BUILD_FOLDER PLATFORM [PROGRAM [SECONDS]]
build=$1 platform=$2 program=${3:-stress} seconds=${4:-110}
lib=$build/lib/adlc/$platform
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
[ -f "$lib/$program.elf" ] || { echo "no $lib/$program.elf"; exit 99; }
"$build/bin/adlc" image --platform "$platform" --kernel "${KERNEL:-$lib/kernel_checked.elf}" \
    --root "$lib/$program.elf" -o "$work/image" || exit 1
echo "{\"platform\": \"$platform\", \"image\": \"image\"}" >"$work/adlc-manifest.json"

"$build/bin/adlc" run "$work" --timeout "$seconds" \
    --expect '^stress: done, [0-9]+ random system calls' >"$work/serial" 2>&1
status=$?
grep -aE '^stress: (done|step)' "$work/serial" | tail -n 1
[ $status -eq 0 ] || tail -n 8 "$work/serial"
exit $status
