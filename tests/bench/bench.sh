#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# What adlc costs: instructions, files and compiler runs, which are the same on every machine of a kind, and
# memory and time (user and system, the least of three runs), which are of this machine. Each goal has a line
# that says whether it is met; the status is 1 when one is not. usage: bench.sh BUILD_FOLDER
adlc=$1/bin/adlc
command -v valgrind >/dev/null || { echo "bench: valgrind is needed to count instructions"; exit 77; }
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
cc -std=c11 -O2 -o "$work/measure" tests/bench/spec_bench.c || exit 99
missed=0

# goal WHAT VALUE MOST UNIT: is the value at most that?
goal() {
    if awk -v value="$2" -v most="$3" 'BEGIN { exit !(value != "" && value + 0 <= most + 0) }'; then
        verdict=pass
    else
        verdict=FAIL missed=$((missed + 1))
    fi
    printf '  %s  %-66s %10s of %s %s\n' $verdict "$1" "$2" "$3" "$4"
}

# measure COMMAND...: sets ms and mb
measure() {
    result=$("$work/measure" measure "$@") || { ms='' mb=''; return; }
    ms=${result%% *}
    mb=$((${result##* } / 1024))
}

# count COMMAND...: instructions it takes
count() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" 2>&1 >/dev/null |
        sed -n 's/.*Collected : //p'
}
# system SHAPE N: N instances of one type that calls and is called.
#   ring  each calls the next       star  all call the first       tree  each calls its parent, the
#   tree as components in components, eight to a level     mesh  a ring of calls, events and memory
#   deep  components in components, three to each, as many levels as it takes     flat  leaves only
system() {
    awk -v shape="$1" -v n="$2" '
    function tree(level, count,    i, each, members) {
        if (count <= 1) return "Leaf"
        members = count < fan ? count : fan
        each = int((count + fan - 1) / fan)
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
        fan = shape == "deep" ? 3 : 8
        if (shape == "flat") {
            print "assembly { composition {"
            for (i = 0; i < n; i++) print "component Leaf x" i ";"
            print "} }"
            exit
        }
        if (shape == "tree" || shape == "deep") {
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

# checked SHAPE N: sets total to the instructions that checking the system takes
checked() {
    system "$1" "$2" >"$work/system.camkes"
    total=$(count "$adlc" check "$work/system.camkes")
}

for shape in ring star tree; do
    echo "parse, resolve and check a $shape of n instances (million instructions, thousand per instance)"
    for n in 10 100 400 1000 10000; do
        checked $shape $n
        printf '%8d %10d %8d\n' $n $((total / 1000000)) $((total / n / 1000))
        [ $n != 1000 ] || each=$((total / n))
    done
    goal "$shape: instructions per instance, 10000 for 1000, in %" $((total / 100 / each)) 130 %
    for n in 400 10000; do
        system $shape $n >"$work/system.camkes"
        measure "$adlc" check "$work/system.camkes"
        goal "$shape: check of $n instances" "$ms" $((n == 400 ? 15 : 1000)) ms
        goal "$shape: its memory" "$mb" 150 MB
    done
done

echo "2187 leaves, nested 8 levels deep and flat (million instructions)"
checked flat 2187
flat=$total
"$adlc" spec "$work/system.camkes" >"$work/flat.cdl"
checked deep 2187
"$adlc" spec "$work/system.camkes" >"$work/deep.cdl"
printf '%8s %10d\n%8s %10d\n' flat $((flat / 1000000)) deep $((total / 1000000))
goal "check of nested ones for that of flat ones, in %" $((total * 100 / flat)) 110 %
for kind in tcb cnode notification frame; do
    goal "${kind}s that composites add" $(($(grep -c "= $kind\b" "$work/deep.cdl") - \
        $(grep -c "= $kind\b" "$work/flat.cdl"))) 0 objects
done

echo "generated code, and the capability graph as capDL, of n instances with 3 n connections"
echo "(million instructions, thousand per instance, of each)"
for n in 10 100 400 1000; do
    system mesh $n >"$work/mesh.$n.camkes"
    total=$(count "$adlc" glue "$work/mesh.$n.camkes" -o "$work/glue$n")
    graph=$(count "$adlc" spec "$work/mesh.$n.camkes")
    printf '%8d %10d %8d %10d %8d\n' $n $((total / 1000000)) $((total / n / 1000)) \
        $((graph / 1000000)) $((graph / n / 1000))
    [ $n != 100 ] || each=$((total / n))
done
goal "instructions per instance, 1000 for 100, in %" $((total / 10 / each)) 130 %
goal "files of 1000 instances" "$(find "$work/glue1000" -type f | wc -l)" 1100 files
goal "bytes of them for each instance" $(($(find "$work/glue1000" -type f -exec cat {} + | wc -c) / 1000)) \
    12000 bytes
for n in 400 1000; do
    most=$((n == 400 ? 150 : 1000))
    measure /bin/sh -c "exec \"$adlc\" glue \"$work/mesh.$n.camkes\" -o \"$work/new\$\$\""
    goal "glue of $n instances into a new folder" "$ms" $most ms
    goal "its memory" "$mb" 300 MB
    measure "$adlc" glue "$work/mesh.$n.camkes" -o "$work/glue$n"
    goal "glue of $n instances where nothing changes" "$ms" $most ms
    measure /bin/sh -c "exec \"$adlc\" spec \"$work/mesh.$n.camkes\" >/dev/null"
    goal "graph of $n instances" "$ms" $most ms
    goal "its memory" "$mb" 300 MB
done

echo "compiler runs"
mkdir -p "$work/components/C/src"
echo 'int run(void); int p_f(int a); int run(void) { return 0; } int p_f(int a) { return a; }' \
    >"$work/components/C/src/c.c"
runs() { # sets compiled to how many files are compiled for a mesh of $1
    system mesh "$1" >"$work/mesh.camkes"
    "$adlc" "$work/mesh.camkes" -q -o "$work/built$1" || exit 1
    compiled=$(grep -c '^build .*: c[cx]' "$work/built$1/.adlc/build.ninja")
}
runs 10
few=$compiled
runs 20
goal "for 10 more instances of a type, each with 6 connection ends" $((compiled - few)) 10 runs

echo "a second run where nothing has changed"
"$adlc" examples/adder/adder.camkes -q -o "$work/adder" || exit 1
measure "$adlc" examples/adder/adder.camkes -q -o "$work/adder"
goal "examples/adder" "$ms" 30 ms
measure "$adlc" "$work/mesh.camkes" -q -o "$work/built20"
goal "20 instances" "$ms" 100 ms
echo "bench: $missed goals missed"
[ $missed = 0 ]
