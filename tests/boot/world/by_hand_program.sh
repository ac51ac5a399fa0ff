# SPDX-License-Identifier: BSD-2-Clause
# To be sourced, with $build and $platform set, by tests that boot a system written by hand as capDL. Sets
# $source, $adlc, $lib, $arch (capDL's name) and $work, a folder that goes in the end. Leaves with 77 where there
# is no compiler for the platform.
# shellcheck shell=sh disable=SC2034,SC2154
source=$(cd "$(dirname "$0")/../.." && pwd)
adlc=$build/bin/adlc
lib=$build/lib/adlc/$platform
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
case $(sed -n 's/^cpu: *//p' "$lib/plat.yaml") in
riscv64) arch=riscv cross=riscv64-unknown-elf- flags="-march=rv64gc -mabi=lp64d -mcmodel=medany" ;;
aarch64) arch=aarch64 cross=aarch64-linux-gnu- flags="-fno-pic -fno-pie -mno-outline-atomics" ;;
*) echo "no such system for $platform"; exit 77 ;;
esac
command -v ${cross}gcc >/dev/null || { echo "no ${cross}gcc"; exit 77; }

# table_levels [SUFFIX]...: sets $tables, the objects above the last level of page tables of a VSpace (of one for
# each suffix, which is added to their names), and $upper, the capabilities in them
table_levels() {
    tables='' upper=''
    for s in "${@:-}"; do
        case $arch in
        riscv) tables="$tables top$s = pt mid$s = pt" upper="$upper top$s { 0: mid$s }" ;;
        *)
            tables="$tables top$s = pgd up$s = pud mid$s = pd"
            upper="$upper top$s { 0: up$s } up$s { 0: mid$s }" ;;
        esac
    done
}

# program FILE NAME: the C file below tests/boot as $work/NAME.bin, which is as it lies in memory from 0x10000000
# to 0x10001000
program() {
    # shellcheck disable=SC2086
    ${cross}gcc $flags -Os -ffreestanding -nostdlib -static -fno-stack-protector \
        -ftls-model=local-exec -I "$source" -isystem "$lib/include" -Wl,-T,"$source/tests/boot/world/component.ld" \
        -Wl,--build-id=none,--no-warn-rwx-segments -o "$work/program" "$source/tests/boot/$1" &&
        ${cross}objcopy -O binary -j .text --pad-to 0x10001000 "$work/program" "$work/$2.bin"
}

# image: that of $work/system.cdl, seen to be what the capDL text says
image() {
    echo "{\"platform\": \"$platform\", \"image\": \"image\"}" >"$work/adlc-manifest.json"
    "$adlc" image --spec "$work/system.cdl" --platform "$platform" -o "$work/image" &&
        "$adlc" verify "$work/image" --spec "$work/system.cdl" --elf "$work" >/dev/null
}
