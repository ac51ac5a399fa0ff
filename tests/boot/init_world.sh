#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The root server alone: worlds that tests/boot/world makes, each with what must be said on the
# serial line.
# usage: init_world.sh BUILD_FOLDER PLATFORM
build=$1 platform=$2
source=$(cd "$(dirname "$0")/../.." && pwd)
lib=$build/lib/adlc/$platform
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
cpu=$(sed -n 's/^cpu: *//p' "$lib/plat.yaml")
case $cpu in
riscv64)
    cross=riscv64-unknown-elf-
    flags="-march=rv64gc -mabi=lp64d -mcmodel=medany" ;;
aarch64)
    cross=aarch64-linux-gnu-
    flags="-fno-pic -fno-pie -mno-outline-atomics" ;;
*) echo "no such world for $cpu"; exit 77 ;;
esac
command -v ${cross}gcc >/dev/null || { echo "no ${cross}gcc"; exit 77; }

# uart ATTRIBUTE: of the board's Uart, as components see it
uart() {
    sed -n "/^component Uart /,/^}/s/.* $1 = \(.*\);/\1/p" \
        "$source/templates/builtin/plat/$platform/devices.camkes"
}
paddr=$(uart registers_paddr) irq=$(uart interrupt_irq_number)
ram_end=$(sed -n '/^memory:/,/^devices:/s/.* end: \(0x[0-9a-f]*\).*/\1/p' "$lib/plat.yaml" | tail -n 1)
if [ -z "$paddr" ] || [ -z "$irq" ] || [ -z "$ram_end" ]; then
    echo "no UART or memory found for $platform"
    exit 99
fi
echo "{\"platform\": \"$platform\", \"image\": \"image\"}" >"$work/adlc-manifest.json"

# shellcheck disable=SC2086
${cross}gcc $flags -O1 -ffreestanding -nostdlib -static -fno-stack-protector \
    -ftls-model=local-exec -isystem "$lib/include" -Wl,-T,"$source/tests/boot/world/component.ld" \
    -Wl,--build-id=none,--no-warn-rwx-segments -o "$work/component.elf" \
    "$source/tests/boot/world/component.c" || exit 99
${cross}objcopy -O binary -j .text "$work/component.elf" "$work/component.bin" || exit 99
cc -std=c11 -D_POSIX_C_SOURCE=200809L -O1 -I"$source" -o "$work/make_world" \
    "$source/tests/boot/world/make_world.c" "$source"/loader/pack/boot_image.c "$source"/loader/pack/pack_elf.c \
    "$source"/loader/pack/pack_files.c "$source"/loader/pack/root_server.c "$source"/adl/base/*.c \
    -lelf -lyaml -lm || exit 99

status=0
# world VARIANT END LINE...: boots it, stops it at the line END and looks for the lines (all are
# regular expressions) in this order
world() {
    variant=$1 end=$2
    shift 2
    "$work/make_world" "$cpu" "$paddr" "$irq" "$ram_end" "$work/component.bin" "$lib/init.elf" \
        "$work/root" "$variant" &&
        "$build/bin/adlc" image --platform "$platform" --root "$work/root" -o "$work/image" ||
        exit 99
    "$build/bin/adlc" run "$work" --timeout 30 --expect "$end" >"$work/raw" 2>&1
    tr -d '\r' <"$work/raw" | sed -n '/^adlc-boot/,$p' >"$work/serial"
    at=1
    for line; do
        found=$(tail -n +$at "$work/serial" | grep -nE "$line" | head -n 1 | cut -d: -f1)
        if [ -z "$found" ]; then
            echo "world \`$variant\`: did not say \`$line\`, but:"
            cat "$work/serial"
            status=1
            return
        fi
        at=$((at + found))
    done
}

lives() {
    world "$1" '^world: done$' '^adlc-init: [0-9]+ objects, 2 threads started$' \
        '^client: word feed caps c a 1 10$' '^server: badge 77 label 7 words 41 99$' \
        '^client: reply 9 42$' '^server: signal 4$' '^client: large frame b16b00b5 e0e0$' \
        '^client: acknowledge 0$' '^client: shared 5a5a unmap 0$' \
        '^server: fault 5 badge 1234 address 10100000$' '^world: done$'
}
stops() {
    world "$1" '^adlc-init: stopped$' "^adlc-init: $2\$" '^adlc-init: stopped$'
}

lives ''
lives fixed
lives controls
lives slots # more than the kernel's CNode has free
lives many
stops memory '`huge` .*: not enough memory: 1 object\(s\) need 17179869184 bytes more'
stops address '`nowhere` .*: no untyped memory at this address'
stops overlap '`twin` .* `uart` .*: overlaps another object with a fixed address'
stops bound '`server` .*seL4_TCB_BindNotification: IllegalOperation'
stops shared-table '`table` .*PageTable_Map: InvalidCapability \(number 0\)'
exit $status
