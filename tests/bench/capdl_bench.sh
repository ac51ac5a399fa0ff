#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# What capdl costs for scalar and array texts of 10^2 to 10^6 objects: time per object must not grow. The
# times are of this machine (user and system, the least of three runs), the memory is the same everywhere.
# usage: capdl_bench.sh BUILD_FOLDER [LARGEST]
capdl=$1/bin/capdl
largest=${2:-1000000}
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
cc -std=c11 -O2 -o "$work/bench" tests/bench/spec_bench.c || exit 1

# row LABEL N COMMAND...: one line
row() {
    label=$1 n=$2
    shift 2
    result=$("$work/bench" measure "$@") || exit 1
    echo "$label $n $result" | awk '{ printf "%-16s %8d %10.1f ms %8.2f us/object %8.1f MB\n", $1, $2, $3, $3 * 1000 / $2, $4 / 1024 }'
}

echo "capdl: reading and checking (target at 100000 objects: 400 ms, 100 MB)"
for kind in scalar array; do
    for n in 100 1000 10000 100000 1000000; do
        [ $n -le "$largest" ] || continue
        "$work/bench" $kind $n >"$work/$kind.$n.cdl"
        row $kind $n "$capdl" check "$work/$kind.$n.cdl"
    done
done
echo "capdl: reading, checking and writing (target at 100000 objects: 600 ms more than above)"
for kind in scalar array; do
    for form in text binary json c c-static xml dot dot-full; do
        row $kind-$form 100000 "$capdl" convert "$work/$kind.100000.cdl" --to $form -o "$work/out.$form"
    done
    row $kind-from-json 100000 "$capdl" check "$work/out.json"
    row $kind-from-binary 100000 "$capdl" check "$work/out.binary"
done
"$work/bench" arm 100000 >"$work/arm.cdl"
row arm 100000 "$capdl" check "$work/arm.cdl"
row arm-isabelle 100000 "$capdl" convert "$work/arm.cdl" --to isabelle -o "$work/out.thy"
