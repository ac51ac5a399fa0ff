#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Two CNodes are handed the memory that is left: their programs find it where their boot information
# says, use it, and the first ends the root server and uses its memory. A CNode that is too small is
# said before there is an image.
# usage: hand_off.sh BUILD_FOLDER PLATFORM
build=$1 platform=$2
. "$(dirname "$0")/world/by_hand_program.sh"
table_levels _first _second
program hand_off/receiver.c hand_off || exit 99

# make BITS [OBJECTS]: the system, with a first CNode of that size, and more objects
make() {
    sed -e "s/@ARCH@/$arch/; s/@TABLES@/$tables/; s/@UPPER@/$upper/; s/@BITS@/$1/" \
        -e "s/@GUARD@/$((64 - $1))/; s/^  e = ep/& $2/" \
        "$source/tests/boot/hand_off/in.cdl" >"$work/system.cdl"
    image
}

# own: how much memory of the root server it must be, in hexadecimal digits: all, but for the pages
# that components got
own() {
    bytes=$("$adlc" plan "$work" | sed -n 's/^\([0-9]*\) bytes of the root server .* can be given back$/\1/p')
    printf '%x' "${bytes:-0}"
}

runs() {
    "$adlc" run "$work" --timeout 120 \
        --expect '^hand-off 1 first untyped 9$' --expect '^hand-off 1 slots 200$' \
        --expect '^hand-off 1 slot of the holding CNode 1$' --expect '^hand-off 1 has untypeds 1$' \
        --expect '^hand-off 1 has devices 1$' --expect '^hand-off 1 slots that are not as told 0$' \
        --expect '^hand-off 1 retype 0$' --expect '^hand-off 1 map 0$' \
        --expect '^hand-off 1 is zero 0$' --expect '^hand-off 1 keeps 5eee$' \
        --expect '^hand-off 1 retype of a megabyte 0$' \
        --expect '^hand-off 1 has memory of the root server 1$' \
        --expect "^hand-off 1 bytes of it $(own)\$" --expect '^hand-off 1 failures 0$' \
        --expect '^hand-off 2 first untyped d$' --expect '^hand-off 2 slots 100$' \
        --expect '^hand-off 2 slot of the holding CNode 0$' --expect '^hand-off 2 has untypeds 1$' \
        --expect '^hand-off 2 has devices 0$' --expect '^hand-off 2 slots that are not as told 0$' \
        --expect '^hand-off 2 retype 0$' --expect '^hand-off 2 map 0$' \
        --expect '^hand-off 2 is zero 0$' --expect '^hand-off 2 keeps 5eef$' \
        --expect '^hand-off 2 retype of a megabyte 0$' \
        --expect '^hand-off 1 afterwards, a call with badge 9$' \
        --expect '^hand-off 1 its page 5eee$'
}

make 9 && "$adlc" run "$work" --verify || exit 1
runs || exit 1
# with more pages of components in the image, which must not lie in the memory that is given back
make 9 "filled[300] = frame (4k, fill: [{0 4096 CDL_FrameFill_FileData \"hand_off.bin\" 0}])" && runs || exit 1
# as many objects as need several CNodes of the root server's own
make 9 'many[6000] = ep' && runs || exit 1

rm "$work/image"
make 4 2>"$work/err" && exit 1
[ ! -e "$work/image" ] && grep -q '`first_space` has 2^4 slots, too few for the untypeds that it is to receive' "$work/err"
