#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The conformance root server: every check must pass. KERNEL=FILE tries another kernel than ours,
# SERIAL=FILE keeps what was printed.
# usage: conformance.sh BUILD_FOLDER PLATFORM
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
[ -f "$lib/conformance.elf" ] || { echo "no $lib/conformance.elf"; exit 99; }
"$build/bin/adlc" image --platform "$platform" --kernel "${KERNEL:-$lib/kernel.elf}" \
    --root "$lib/conformance.elf" -o "$work/image" || exit 1

# The guest halts at the end; a kernel that only stops the processor is ended here.
# shellcheck disable=SC2086
timeout 100 $machine -nographic -nic none -kernel "$work/image" </dev/null >"${SERIAL:-$work/serial}" 2>&1 &
guest=$!
while kill -0 $guest 2>/dev/null && ! grep -aq '^[0-9]* passed, ' "${SERIAL:-$work/serial}"; do
    sleep 0.2
done
kill $guest 2>/dev/null
wait $guest 2>/dev/null
grep -a -e FAILED -e 'cannot go on' "${SERIAL:-$work/serial}"
grep -a '^[0-9]* passed, ' "${SERIAL:-$work/serial}" || tail -n 5 "${SERIAL:-$work/serial}"
grep -aq '^[1-9][0-9]* passed, 0 failed' "${SERIAL:-$work/serial}"
