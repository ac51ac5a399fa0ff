#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# `adlc plan` says beforehand where the root server will put every object: all addresses are those
# that the kernel prints of the booted system. And what does not fit is said before an image is made.
# usage: plan.sh BUILD_FOLDER PLATFORM
build=$1 platform=$2
source=$(cd "$(dirname "$0")/../.." && pwd)
adlc=$build/bin/adlc
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
"$adlc" "$source/examples/events/events.camkes" -o "$work/b" --platform "$platform" -q || exit 1
"$adlc" plan "$work/b" >"$work/plan" || exit 1
sed -n 's/^0x0*\([0-9a-f]*\) .* \([^( ][^ ]*\)$/\1/p' "$work/plan" | sort >"$work/planned"
"$adlc" run "$work/b" --verify || exit 1
mkdir "$work/printing" && cp "$work/b/.adlc/verify.elf" "$work/printing/image" || exit 99
echo "{\"platform\": \"$platform\", \"image\": \"image\"}" >"$work/printing/adlc-manifest.json"
"$adlc" run "$work/printing" --timeout 120 --expect '^-- end of snapshot$' | tr -d '\r' >"$work/log"
# Slots of the objects, then what is in these slots of the root server's CNode, which is the largest.
sed -n 's/^adlc-init: slots: //p' "$work/log" | tr ' ' '\n' | grep -vx 0 | sort -u >"$work/slots"
node=$(sed -n 's/^  \(cnode@[^ ]*\) = cnode (12 bits)$/\1/p' "$work/log" | head -n 1)
sed -n "/^$node {/,/^}/s/^  \([0-9]*\): \([a-z_]*\)@0x\([0-9a-f]*\).*/\1 \3/p" "$work/log" |
    sort >"$work/contents"
join "$work/slots" "$work/contents" | cut -d' ' -f2 | sort >"$work/found"
[ -s "$work/found" ] || exit 99
diff "$work/planned" "$work/found" >"$work/diff" || { echo "planned < > found"; cat "$work/diff"; exit 1; }

# Too much: 8 GiB of memory, on boards of 1 and 3.
{
    echo "arch $(sed -n 's/^arch //p' "$work/b/system.cdl")"
    echo "objects { big[8] = frame (1024M) }"
} >"$work/big.cdl"
"$adlc" image --spec "$work/big.cdl" --platform "$platform" -o "$work/big" 2>"$work/err" && exit 1
cat "$work/err"
[ ! -e "$work/big" ] && grep -q 'object `big\[[0-9]\]` (frame, 1073741824 bytes) cannot be created: not enough memory' "$work/err" &&
    grep -q 'objects with [0-9]* bytes in all find no place' "$work/err"
