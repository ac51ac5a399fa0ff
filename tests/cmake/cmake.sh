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

# project FOLDER CMAKE-ARGUMENT...: configure, build, build again, boot
project() {
    folder=$1
    shift
    cmake -G Ninja -S "$here/$folder" -B "$out/$folder" -DPLATFORM="$platform" "$@" >"$out/log" 2>&1 ||
        fail "$folder: not configured"
    cmake --build "$out/$folder" >"$out/log" 2>&1 || fail "$folder: not built"
    cmake --build "$out/$folder" >"$out/log" 2>&1 || fail "$folder: not built again"
    grep -q "nothing to do" "$out/log" || fail "$folder: the second build did something"
    "$out/$folder/simulate" --dry-run --extra-qemu-args="-name it" >"$out/log" 2>&1 || fail "$folder: simulate"
    grep -q "qemu-system-.* -name it" "$out/log" || fail "$folder: simulate drops arguments"
    "$out/$folder/simulate" -M spike >"$out/log" 2>&1 && fail "$folder: simulate takes anything"
    (cd "$out/$folder" && ctest --output-on-failure) >"$out/log" 2>&1 || fail "$folder: not booted"
    grep -q "100% tests passed, 0 tests failed out of 1" "$out/log" || fail "$folder: no test was run"
    ls "$out/$folder"/images/capdl-loader-image-*-"$platform" >/dev/null || exit 1
}

# fault NAME MESSAGE: the project `faults` does not come further than to the message
fault() {
    cmake -G Ninja -S "$here/faults" -B "$out/fault-$1" -DPLATFORM="${3-$platform}" -DFAULT="$1" \
        -DCMAKE_PREFIX_PATH="$build" >"$out/log" 2>&1 && cmake --build "$out/fault-$1" >>"$out/log" 2>&1 &&
        [ "$1" != script ] && fail "fault $1: everything passed"
    tr '\n' ' ' <"$out/log" | tr -s ' ' | grep -qF "$2" || fail "fault $1: no message \`$2\`"
}

project plain -DCMAKE_PREFIX_PATH="$build"
project postbox -DCMAKE_MODULE_PATH="$build/lib/cmake/adlc/camkes"
grep -q "_stack_size: 8192" "$out/postbox/adlc/adlc.yaml" || { echo "default stack size lost"; exit 1; }
fault argument "\`Hello\` is declared with unknown arguments: SOURCE"
fault mcs "no MCS scheduling"
fault system "no system was declared"
fault library "needs what adlc does not have: library sel4utils"
fault script "has more than wait_for and send"
fault platform "there is no board \`x86_64\`; choose one of: qemu-arm-virt, qemu-riscv-virt" x86_64
