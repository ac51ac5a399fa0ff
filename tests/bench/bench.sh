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
# system SHAPE N: N instances of one type that calls and is called.
#   ring  each calls the next       star  all call the first       tree  each calls its parent, the
#   tree as components in components, eight to a level     mesh  a ring of calls, events and memory
system() {
    awk -v shape="$1" -v n="$2" '
    function tree(level, count,    i, each, members) {
        if (count <= 1) return "Leaf"
        members = count < 8 ? count : 8
        each = int((count + 7) / 8)
        if (!((level, each) in made)) {
            made[level, each] = tree(level + 1, each)
            types = types "component L" level " { provides P p; composition {\n"
            for (i = 0; i < members; i++) types = types " component " made[level, each] " x" i ";\n"
            types = types " export x0.p -> p; } }\n"
        }
        return "L" level
    }
    BEGIN {
        print "import <std_connector.camkes>;"
        print "procedure P { int f(in int a); }"
        print "component Leaf { control; provides P p; attribute int id = 0; }"
        print "component C { control; provides P p; maybe uses P u; emits E e; maybe consumes E c;"
        print " maybe dataport Buf a; maybe dataport Buf b; attribute int id = 0; }"
        if (shape == "tree") {
            top = tree(0, n)
            print types "assembly { composition { component " top " root; } }"
            exit
        }
        print "assembly { composition {"
        for (i = 0; i < n; i++) print "component C c" i ";"
        for (i = 0; i < n; i++) {
            j = shape == "star" ? 0 : (i + 1) % n
            if (shape != "star" || i > 0)
                print "connection seL4RPCCall k" i "(from c" i ".u, to c" j ".p);"
            if (shape == "mesh") {
                print "connection seL4Notification e" i "(from c" i ".e, to c" j ".c);"
                print "connection seL4SharedData s" i "(from c" i ".a, to c" j ".b);"
            }
        }
        print "} configuration {"
        for (i = 0; i < n; i++) print "c" i ".id = " i ";"
        print "} }"
    }'
}

for shape in ring star tree; do
    echo "parse, resolve and check a $shape of n instances (million instructions, thousand per instance)"
    for n in 10 100 400 1000 10000; do
        system $shape $n >"$work/system.camkes"
        total=$(count "$adlc" check "$work/system.camkes")
        printf '%8d %10d %8d\n' $n $((total / 1000000)) $((total / n / 1000))
    done
done
echo "generated code, and the capability graph as capDL, of n instances with 3 n connections (the same)"
for n in 10 100 400 1000; do
    system mesh $n >"$work/system.camkes"
    total=$(count "$adlc" glue "$work/system.camkes" -o "$work/glue$n")
    graph=$(count "$adlc" spec "$work/system.camkes")
    printf '%8d %10d %8d %10d %8d\n' $n $((total / 1000000)) $((total / n / 1000)) \
        $((graph / 1000000)) $((graph / n / 1000))
done
echo "examples/adder: everything but compiling, nothing changed (million instructions)"
"$adlc" examples/adder/adder.camkes -q -o "$work/adder" || exit 1
total=$(count "$adlc" examples/adder/adder.camkes -q -o "$work/adder")
printf '%8s %10d\n' adder $((total / 1000000))
