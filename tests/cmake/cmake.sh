#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The CMake package: projects are configured, built and booted by their own tests, and faults of
# projects are named.
# usage: cmake.sh BUILD_FOLDER PLATFORM
build=$1 platform=$2
command -v cmake >/dev/null && command -v ninja >/dev/null || { echo "skipped: no cmake or ninja"; exit 77; }
here=$(cd "$(dirname "$0")" && pwd)
out=$build/tests/cmake/$platform
rm -rf "$out" && mkdir -p "$out" || exit 99

fail() { echo "$1"; cat "$out/log"; exit 1; }

# project PATH TESTS CMAKE-ARGUMENT...: configure, build, build again, boot
project() {
    folder=${1##*/} source=$1 tests=$2
    shift 2
    cmake -G Ninja -S "$here/$source" -B "$out/$folder" -DPLATFORM="$platform" "$@" >"$out/log" 2>&1 ||
        fail "$folder: not configured"
    cmake --build "$out/$folder" >"$out/log" 2>&1 || fail "$folder: not built"
    cmake --build "$out/$folder" >"$out/log" 2>&1 || fail "$folder: not built again"
    grep -q "nothing to do" "$out/log" || fail "$folder: the second build did something"
    "$out/$folder/simulate" --dry-run --extra-qemu-args="-name it" >"$out/log" 2>&1 || fail "$folder: simulate"
    grep -q "qemu-system-.* -name it" "$out/log" || fail "$folder: simulate drops arguments"
    "$out/$folder/simulate" -M spike >"$out/log" 2>&1 && fail "$folder: simulate takes anything"
    (cd "$out/$folder" && ctest --output-on-failure) >"$out/log" 2>&1 || fail "$folder: not booted"
    grep -q "100% tests passed, 0 tests failed out of $tests" "$out/log" || fail "$folder: no test was run"
    ls "$out/$folder"/images/capdl-loader-image-*-"$platform" >/dev/null || exit 1
}

# fault NAME MESSAGE: the project `faults` does not come further than to the message
fault() {
    cmake -G Ninja -S "$here/faults" -B "$out/fault-$1" -DPLATFORM="${3-$platform}" -DFAULT="$1" \
        -DCMAKE_PREFIX_PATH="$build" >"$out/log" 2>&1 && cmake --build "$out/fault-$1" >>"$out/log" 2>&1 &&
        [ "$1" != script ] && fail "fault $1: everything passed"
    tr '\n' ' ' <"$out/log" | tr -s ' ' | grep -qF "$2" || fail "fault $1: no message \`$2\`"
}

project plain 1 -DCMAKE_PREFIX_PATH="$build"
project postbox 1 -DCMAKE_MODULE_PATH="$build/lib/cmake/adlc/camkes"
grep -q "_stack_size: 8192" "$out/postbox/adlc/adlc.yaml" || { echo "default stack size lost"; exit 1; }
grep -q "heap_size: 65536" "$out/postbox/adlc/adlc.yaml" || { echo "default heap size lost"; exit 1; }
project ../../examples/switching 2 -DCMAKE_MODULE_PATH="$build/lib/cmake/adlc/camkes"
grep -q "{domain: 1, duration: 2}" "$out/switching/adlc/adlc.yaml" || { echo "schedule lost"; exit 1; }
fault argument "\`Hello\` is declared with unknown arguments: SOURCE"
fault mcs "no MCS scheduling"
fault domains "KernelNumDomains=17, but adlc's kernel has 16 domains"
fault system "no system was declared"
fault library "needs what adlc does not have: library sel4utils"
fault script "has more than wait_for and send"
fault schedule "turns.c: not understood from here on: {.domain=TURN,.length=1}"
fault schedule_table "no_table.c has no table ksDomSchedule"
fault schedule_file "nowhere.c: there is no such file"
fault platform "there is no board \`x86_64\`; choose one of: qemu-arm-virt, qemu-riscv-virt" x86_64
