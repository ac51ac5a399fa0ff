#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A spec with its derivation (`capdl plan --static`) says where everything lies: in each form it is
# read again to the same layout, its system boots, and everything lies there. Planned once more it is
# itself. So is one with untypeds of its own, and one whose root server needs more CNodes. Where the
# memory is another one, the root server says so in one line.
# usage: static.sh BUILD_FOLDER PLATFORM
build=$1 platform=$2
source=$(cd "$(dirname "$0")/../.." && pwd)
adlc=$build/bin/adlc capdl=$build/bin/capdl lib=$build/lib/adlc
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 99
case $(sed -n 's/^cpu: *//p' "$lib/$platform/plat.yaml") in
riscv64) arch=riscv tables="top = pt mid = pt" upper="top { 0: mid }" ;;
aarch64) arch=aarch64 tables="top = pgd up = pud mid = pd" upper="top { 0: up } up { 0: mid }" ;;
*) echo "no such system for $platform"; exit 77 ;;
esac
echo "{\"platform\": \"$platform\", \"image\": \"image\"}" >adlc-manifest.json
fail() { echo "$1"; exit 1; }

# derive SPEC: makes s.cdl, and its layout, sorted, in `planned`
derive() {
    "$capdl" plan "$1" --platform "$platform" --static -o s.cdl || fail "no derivation of $1"
    "$capdl" check s.cdl >/dev/null 2>err || { cat err; fail "s.cdl has faults"; }
    "$capdl" plan s.cdl --platform "$platform" --static | cmp - s.cdl || fail "$1: not a fixed point"
    "$capdl" plan s.cdl --platform "$platform" | sort >planned
    grep -q '(skipped)' planned && fail "$1: memory is skipped that is in no untyped"
    grep -q ', is memory_' planned || fail "$1: no untyped of the spec is one of the kernel's"
}

# boots FILE: its image is planned the same, and the running system is the spec and lies there
boots() {
    "$adlc" image --spec "$1" --elf "$2" --platform "$platform" -o image || fail "no image of $1"
    "$adlc" plan . | sort | diff planned - || fail "$1: another layout"
    "$adlc" verify image --spec s.cdl --elf "$2" >/dev/null || fail "$1: another image"
    "$adlc" run . --verify -E plan-differs || fail "$1: not so when it runs"
}

# A system with devices; all forms.
"$adlc" "$source/examples/driver/driver.camkes" -o b --platform "$platform" -q || exit 1
derive b/system.spec
boots s.cdl b/elf
for form in json binary; do
    "$capdl" plan b/system.spec --platform "$platform" --static --to $form -o s.$form &&
        "$capdl" plan s.$form --platform "$platform" | sort | diff planned - || fail "$form: another layout"
    boots s.$form b/elf
done

# One with untypeds of its own, nested, one of them named by a capability; and one whose root server
# needs CNodes of its own, which lie elsewhere.
irq=$(sed -n "/^component Uart /,/^}/s/.* interrupt_irq_number = \(.*\);/\1/p" \
    "$source/templates/builtin/plat/$platform/devices.camkes")
sed -e "s/@ARCH@/$arch/; s/@TABLES@/$tables/; s/@UPPER@/$upper/; s/@IRQ@/$irq/; s/@DOMAIN@/0/" \
    -e "s/@DOMAINS@//" "$source/tests/boot/by_hand/in.cdl" >hand.cdl
head -c 4096 /dev/zero >by_hand.bin
derive hand.cdl
grep -q 'memory/inner' planned && grep -q 'inner/inside\[1\]' planned || fail "no nested untypeds"
boots s.cdl .
echo "arch $arch objects { many[5000] = ep  cn = cnode (13 bits)  f[300] = frame (4k) }
      caps { cn { 0: many[] (RWG) f[] (RW) } }" >many.cdl
derive many.cdl
grep -q 'more CNodes of 4096 slots' planned || fail "no more CNodes are needed"
boots s.cdl .

# adlc does it in one go; what the system says stays the same.
out=$work/c
"$adlc" "$source/examples/events/events.camkes" --static -o "$out" --platform "$platform" -q || exit 1
grep -q '^  memory_[0-9a-f]* = ut ' "$out/system.cdl" || fail "adlc build --static: no untypeds"
"$adlc" run "$out" --verify -E plan-differs --timeout 120 \
    --expect "$(tail -n 1 "$source/examples/events/expected.txt")" || fail "adlc build --static"

# The same root server beside a larger device tree: its derivation is of other memory.
tree=$lib/$platform/devices.dtb
[ -f "$tree" ] || tree=$lib/$platform/board.dtb
cp "$tree" larger.dtb && fdtput larger.dtb / filler -t s "$(head -c 20000 /dev/zero | tr '\0' x)" ||
    exit 99
"$adlc" image --root "$out/image/root-server.elf" --platform "$platform" --dtb larger.dtb -o image &&
    "$adlc" run . --timeout 120 \
        --expect '^adlc-init: `memory_[0-9a-f]*` (.*): no untyped memory at this address: this board, kernel or root server is not the one planned for$'
