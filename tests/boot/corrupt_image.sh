#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A damaged image says so in one line and stops: bytes flipped and the end cut off, in the boot image
# (found by loader/boot) and in the root server's spec and frame contents (found by loader/init).
# usage: corrupt_image.sh BUILD_FOLDER PLATFORM
build=$1 platform=$2
out=$build/tests/boot/$platform/corrupt_image
example=$(dirname "$0")/../../examples/hello/hello.camkes
"$build/bin/adlc" "$example" -o "$out" --platform "$platform" -q || exit 1
image=$out/image/$platform.elf
root=$out/image/root-server.elf
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
cp -r "$out/adlc-manifest.json" "$work" && mkdir "$work/image" || exit 99
status=0

# flip FILE OFFSET: changes one bit there
flip() {
    byte=$(dd if="$1" bs=1 skip="$2" count=1 2>/dev/null | od -An -tu1 | tr -d ' ')
    # shellcheck disable=SC2059
    printf "\\$(printf %03o $((byte ^ 1)))" | dd of="$1" bs=1 seek="$2" conv=notrunc 2>/dev/null
}
# where FILE MAGIC: offset of the magic
where() {
    LC_ALL=C grep -obUa "$2" "$1" | tail -n 1 | cut -d: -f1
}
# refused WHAT REGEX: the image in $work must give a line that matches
refused() {
    if ! "$build/bin/adlc" run "$work" --timeout 120 --expect "$2" >"$work/serial" 2>&1; then
        echo "$1: not refused; the guest said:"
        tail -n 5 "$work/serial"
        status=1
    fi
}
repack() {
    "$build/bin/adlc" image --platform "$platform" --root "$work/root" -o "$work/image/$platform.elf" || exit 1
}

start=$(where "$image" adlcboot)
size=$(wc -c <"$image")
for offset in $((start + 9)) $((start + 4096 + 100)) $(((start + size) / 2)); do
    cp "$image" "$work/image/$platform.elf"
    flip "$work/image/$platform.elf" "$offset"
    refused "boot image, byte $offset" '^adlc-boot: .*(checksum|corrupt|version)'
done

spec=$(where "$root" adlcspec)
[ -n "$spec" ] || { echo "no spec in $root"; exit 1; }
for offset in $((spec + 8)) $((spec + 30)) $((spec + 200)) $((spec + 1000)); do
    cp "$root" "$work/root"
    flip "$work/root" "$offset"
    repack
    refused "spec, byte $((offset - spec))" '^adlc-init: spec: '
done
spec_size=$(wc -c <"$out/system.spec")
cp "$root" "$work/root"
dd if=/dev/zero of="$work/root" bs=1 seek=$((spec + spec_size / 2)) count=$((spec_size - spec_size / 2)) \
    conv=notrunc 2>/dev/null
repack
refused "spec cut in half" '^adlc-init: spec: '
exit $status
