#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A system written by hand as capDL: what the spec says is what the booted system has, and a program
# in it finds that it works. Then, that this can fail: images of another spec and of a root server
# that does something else.
# usage: by_hand.sh BUILD_FOLDER PLATFORM
build=$1 platform=$2
. "$(dirname "$0")/world/by_hand_program.sh"
table_levels
irq=$(sed -n "/^component Uart /,/^}/s/.* interrupt_irq_number = \(.*\);/\1/p" \
    "$source/templates/builtin/plat/$platform/devices.camkes")
program by_hand/by_hand.c by_hand || exit 99
status=0

# make DOMAIN DOMAINS: the system, with the second thread in that domain
make() {
    sed -e "s/@ARCH@/$arch/; s/@TABLES@/$tables/; s/@UPPER@/$upper/; s/@IRQ@/$irq/" \
        -e "s/@DOMAIN@/$1/; s/@DOMAINS@/$2/" "$source/tests/boot/by_hand/in.cdl" >"$work/system.cdl"
    image && "$adlc" run "$work" --verify
}

runs() {
    "$adlc" run "$work" --timeout 120 --expect '^by hand: word 1122334455667788$' \
        --expect '^by hand: device tree chunk 6$' --expect '^by hand: slots of the first CNode c$' \
        --expect '^by hand: plain page 0$' --expect '^by hand: bound notification 40$' \
        --expect '^by hand: call with badge 9$' \
        --expect '^by hand: label 5$' --expect '^by hand: fault with badge 77$' \
        --expect '^by hand: fault 5$' --expect '^by hand: retype of the spare untyped 0$' \
        --expect '^by hand: copy through two guards 0$' --expect '^by hand: bell 0$' \
        --expect '^by hand: acknowledge 0$' --expect '^by hand: domain capability 14$' \
        --expect '^by hand: unmap 0$' --expect '^by hand: left 7$' \
        --expect '^by hand: after revoking a copy 7$' \
        --expect '^by hand: after revoking its parent 3$' \
        --expect '^by hand: after revoking the original 1$' \
        --expect '^by hand: member of the untyped 4$' \
        --expect '^by hand: after revoking the untyped 0$' --expect '^by hand: done 0$'
}

# differs SED TEXT: against a spec changed like this, the image is not what it should be
differs() {
    sed "$1" "$work/system.cdl" >"$work/other.cdl"
    "$adlc" verify "$work/image" --spec "$work/other.cdl" >"$work/out" 2>&1 &&
        { echo "not noticed: $1"; status=1; }
    grep -q "$2" "$work/out" || { echo "not said for $1: $2"; cat "$work/out"; status=1; }
}

make 0 '' && runs || exit 1
make 1 'domains { schedule: [(0, 3), (1, 4000 us), (0, 0)] domain_set_start: 0 index_shift: 2 }' &&
    runs || exit 1
differs 's/badge: 0x40/badge: 0x41/' 'slot 5 of `space`: another capability'
differs 's/ - child_of seven//' 'slot 3 of `space` should not come from slot 2'
differs 's/guard: 1,/guard: 0,/' 'slot 11 of `space`'
differs 's/1, 4000 us/1, 6000 us/' 'another domain schedule'

# What the kernel printed of the running system: it passes as it is, and no change of it does.
mkdir "$work/printing" && cp "$work/.adlc/verify.elf" "$work/printing/image" &&
    cp "$work/adlc-manifest.json" "$work/printing" || exit 99
"$adlc" run "$work/printing" --timeout 120 --expect '^-- end of snapshot$' >"$work/log"
"$adlc" verify "$work/image" --snapshot "$work/log" || status=1
# changed SED TEXT: likewise for the log
changed() {
    tr -d '\r' <"$work/log" | sed "$1" >"$work/changed"
    "$adlc" verify "$work/image" --snapshot "$work/changed" >"$work/out" 2>&1 &&
        { echo "not noticed: $1"; status=1; }
    grep -q "$2" "$work/out" || { echo "not said for $1: $2"; cat "$work/out"; status=1; }
}
changed 's/(W, badge: 64)/(RW, badge: 64)/' 'slot 5 of `space` (cnode): rights `RW`, in the spec `W`'
changed 's/badge: 119/badge: 118/' 'badge 118, in the spec 119'
changed 's/prio: 99, max_prio: 99/prio: 99, max_prio: 255/' '`peer`: the maximum priority is 0xff'
changed 's/^  24: domain$/&\n  25: irq_control/' 'slot 25 of `space` (cnode): a capability to `irq_control`'
changed 's/^\(  0: frame@[^ ]*\) (RX)$/\1 (RWX)/' 'rights `RWX`, in the spec `RX`'
changed 's/^\(  0: frame@[^ ]*\) (RX)$/\1 (RX, uncached)/' 'uncached, in the spec cached'
changed 's/^  schedule: \[.*(0, 3), (1, /&7/' 'entry 3 of the domain schedule: domain 1'
changed '/^domains {/,/^}/d' 'the running system has no domain schedule'
changed '/^-- cdt/d' 'slot 3 of `space` (cnode) does not come from slot 2 of `space`'
exit $status
