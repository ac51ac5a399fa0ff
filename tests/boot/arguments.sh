#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Start arguments beyond the registers are on the thread's stack, where capdl-loader-app would put
# them, whatever the stack is made of.
# usage: arguments.sh BUILD_FOLDER PLATFORM
build=$1 platform=$2
source=$(cd "$(dirname "$0")/../.." && pwd)
adlc=$build/bin/adlc
lib=$build/lib/adlc/$platform
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
case $(sed -n 's/^cpu: *//p' "$lib/plat.yaml") in
riscv64)
    arch=riscv tables="top = pt mid = pt" upper="top { 0: mid }" cross=riscv64-unknown-elf-
    flags="-march=rv64gc -mabi=lp64d -mcmodel=medany" ;;
aarch64)
    arch=aarch64 tables="top = pgd up = pud mid = pd" upper="top { 0: up } up { 0: mid }"
    cross=aarch64-linux-gnu- flags="-fno-pic -fno-pie -mno-outline-atomics" ;;
*) echo "no such system for $platform"; exit 77 ;;
esac
command -v ${cross}gcc >/dev/null || { echo "no ${cross}gcc"; exit 77; }
# shellcheck disable=SC2086
${cross}gcc $flags -Os -ffreestanding -nostdlib -static -fno-stack-protector \
    -ftls-model=local-exec -isystem "$lib/include" -Wl,-T,"$source/tests/boot/world/component.ld" \
    -Wl,--build-id=none,--no-warn-rwx-segments -o "$work/program" \
    "$source/tests/boot/arguments/arguments.c" || exit 99
${cross}objcopy -O binary -j .text --pad-to 0x10001000 "$work/program" "$work/arguments.bin" || exit 99
echo "{\"platform\": \"$platform\", \"image\": \"image\"}" >"$work/adlc-manifest.json"
sed -e "s/@ARCH@/$arch/; s/@TABLES@/$tables/; s/@UPPER@/$upper/" \
    "$source/tests/boot/arguments/in.cdl" >"$work/system.cdl"
"$adlc" image --spec "$work/system.cdl" --platform "$platform" -o "$work/image" &&
    "$adlc" verify "$work/image" --spec "$work/system.cdl" --elf "$work" >/dev/null &&
    "$adlc" run "$work" --verify || exit 1
# Nine words on a stack are ten, so that it stays a multiple of 16 below where it was: 80 bytes.
exec "$adlc" run "$work" --timeout 120 \
    --expect '^arguments: thread 001 has 013, wrong 000, stack ends 251$' \
    --expect '^arguments: thread 002 has 006, wrong 000, stack ends 254$' \
    --expect '^arguments: thread 003 has 013, wrong 000, stack ends 253$' \
    --expect '^arguments: thread 004 has 005, wrong 000, stack ends 255$' \
    --expect '^arguments: thread 005 has 004, wrong 000, stack ends 000$'
