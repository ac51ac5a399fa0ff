#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The conformance root server: every check must pass. KERNEL=FILE tries another kernel than ours,
# SERIAL=FILE keeps what was printed.
# usage: conformance.sh BUILD_FOLDER PLATFORM [KERNEL_NAME]
build=$1 platform=$2 name=${3:-kernel}
lib=$build/lib/adlc/$platform
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
serial=${SERIAL:-$work/serial}
[ -f "$lib/conformance.elf" ] || { echo "no $lib/conformance.elf"; exit 99; }
"$build/bin/adlc" image --platform "$platform" --kernel "${KERNEL:-$lib/$name.elf}" \
    --root "$lib/conformance.elf" -o "$work/image" || exit 1
echo "{\"platform\": \"$platform\", \"image\": \"image\"}" >"$work/adlc-manifest.json"

# Time counted in instructions, so that the tick does not come early on a busy machine.
"$build/bin/adlc" run "$work" --timeout 240 --expect '^[0-9]+ passed, [0-9]+ failed$' \
    -- -icount shift=0,sleep=off >"$serial" 2>&1
grep -a -e FAILED -e 'cannot go on' "$serial"
grep -a '^[0-9]* passed, ' "$serial" || tail -n 5 "$serial"
tr -d '\r' <"$serial" | grep -aq '^[1-9][0-9]* passed, 0 failed$'
