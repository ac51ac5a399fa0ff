#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# What adlc costs, in instructions where the machine can count them (valgrind or perf), else not at
# all: counts are the same on every machine of a kind, times are not. usage: bench.sh BUILD_FOLDER
adlc=$1/bin/adlc
command -v valgrind >/dev/null || { echo "bench: valgrind is needed to count instructions"; exit 77; }
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT

# count COMMAND...: instructions it takes
count() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" 2>&1 >/dev/null |
        sed -n 's/.*Collected : //p'
}
# ring N: N components, each calling the next
ring() {
    echo 'import <std_connector.camkes>;'
    echo 'procedure P { int f(in int a); }'
    echo 'component C { control; provides P p; uses P u; attribute int id = 0; }'
    echo 'assembly { composition {'
    i=0
    while [ $i -lt "$1" ]; do echo "component C c$i;"; i=$((i + 1)); done
    i=0
    while [ $i -lt "$1" ]; do
        echo "connection seL4RPCCall k$i(from c$i.u, to c$(((i + 1) % $1)).p);"
        i=$((i + 1))
    done
    echo '} configuration {'
    i=0
    while [ $i -lt "$1" ]; do echo "c$i.id = $i;"; i=$((i + 1)); done
    echo '} }'
}

echo "parse, resolve and check a ring of n components (million instructions, thousand per component)"
for n in 10 100 400 1000 4000; do
    ring $n >"$work/ring.camkes"
    total=$(count "$adlc" check "$work/ring.camkes")
    printf '%8d %10d %8d\n' $n $((total / 1000000)) $((total / n / 1000))
done
echo "the capability graph of the same, as capDL"
for n in 10 100 400 1000; do
    ring $n >"$work/ring.camkes"
    total=$(count "$adlc" spec "$work/ring.camkes")
    printf '%8d %10d %8d\n' $n $((total / 1000000)) $((total / n / 1000))
done
echo "examples/adder: everything but compiling, nothing changed (million instructions)"
"$adlc" examples/adder/adder.camkes -q -o "$work/adder" || exit 1
total=$(count "$adlc" examples/adder/adder.camkes -q -o "$work/adder")
printf '%8s %10d\n' adder $((total / 1000000))
