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
case $platform in
qemu-riscv-virt)
    cpu=riscv64 cross=riscv64-unknown-elf-
    flags="-march=rv64gc -mabi=lp64d -mcmodel=medany"
    machine="qemu-system-riscv64 -machine virt -cpu rv64 -m 3072M -bios default" ;;
qemu-arm-virt)
    cpu=aarch64 cross=aarch64-linux-gnu-
    flags="-fno-pic -fno-pie -mno-outline-atomics"
    machine="qemu-system-aarch64 -machine virt,virtualization=on,gic-version=2 -cpu cortex-a53 -m 1024M -nic none" ;;
*) echo "no such world for $platform"; exit 77 ;;
esac
for tool in ${cross}gcc ${machine%% *}; do
    command -v "$tool" >/dev/null || { echo "no $tool"; exit 77; }
done

# shellcheck disable=SC2086
${cross}gcc $flags -O1 -ffreestanding -nostdlib -static -fno-stack-protector \
    -ftls-model=local-exec -isystem "$lib/include" -Wl,-T,"$source/tests/boot/world/component.ld" \
    -Wl,--build-id=none,--no-warn-rwx-segments -o "$work/component.elf" \
    "$source/tests/boot/world/component.c" || exit 99
${cross}objcopy -O binary -j .text "$work/component.elf" "$work/component.bin" || exit 99
cc -std=c11 -D_POSIX_C_SOURCE=200809L -O1 -I"$source" -o "$work/make_world" \
    "$source/tests/boot/world/make_world.c" "$source"/loader/pack/*.c "$source"/adl/base/*.c \
    -lelf -lyaml -lm || exit 99

status=0
# world VARIANT LINE...: boots it and looks for the lines (regular expressions) in this order
world() {
    variant=$1
    shift
    "$work/make_world" $cpu "$work/component.bin" "$lib/init.elf" "$work/root" "$variant" &&
        "$build/bin/adlc" image --platform "$platform" --root "$work/root" -o "$work/image" ||
        exit 99
    # shellcheck disable=SC2086
    timeout 30 $machine -nographic -kernel "$work/image" </dev/null >"$work/raw" 2>&1
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
    world "$1" '^adlc-init: [0-9]+ objects, 2 threads started$' \
        '^client: word feed caps c a 1 10$' '^server: badge 77 label 7 words 41 99$' \
        '^client: reply 9 42$' '^server: signal 4$' '^client: large frame b16b00b5 e0e0$' \
        '^client: acknowledge 0$' '^client: shared 5a5a unmap 0$' \
        '^server: fault 5 badge 1234 address 10100000$' '^world: done$'
}
stops() {
    world "$1" "^adlc-init: $2\$" '^adlc-init: stopped$'
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
