#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Installs libcapdl into an empty folder, moves it, compiles a program against it with what pkg-config says,
# shared and static, and runs both. Neither library may show a symbol that is not of its header.
# usage: libcapdl.sh BUILD_FOLDER COMPILER SANITIZERS
build=$1 cc=$2 sanitizers=$3
command -v pkg-config >/dev/null || { echo "skipped: pkg-config is not installed"; exit 77; }
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
cmake --install "$build" --prefix "$work/first" --component libcapdl >/dev/null || exit 1
mv "$work/first" "$work/moved"
pc=$(find "$work/moved" -name libcapdl.pc)
[ -n "$pc" ] || { echo "libcapdl.pc is not installed"; exit 1; }
PKG_CONFIG_PATH=$(dirname "$pc")
export PKG_CONFIG_PATH
lib=$(pkg-config --variable=libdir libcapdl)
flags="-std=c11 -Wall -Wextra -Werror -pedantic"
[ -z "$sanitizers" ] || flags="$flags -fsanitize=$sanitizers"

# run HOW: runs what was compiled and compares
run() {
    LD_LIBRARY_PATH=$lib "$work/$1" >"$work/$1.out" || { cat "$work/$1.out"; echo "$1: failed"; exit 1; }
    diff -u tests/library/expected.txt "$work/$1.out" || { echo "$1: another output"; exit 1; }
}
# shellcheck disable=SC2046,SC2086
"$cc" $flags -o "$work/shared" tests/library/use_libcapdl.c $(pkg-config --cflags --libs libcapdl) || exit 1
ldd "$work/shared" | grep -q "libcapdl.so.0 => $work/moved" || [ -n "$(LD_LIBRARY_PATH=$lib ldd "$work/shared" | grep "libcapdl.so.0 => ")" ] ||
    { echo "the program does not use the shared library"; exit 1; }
run shared
# shellcheck disable=SC2046,SC2086
"$cc" $flags -o "$work/static" tests/library/use_libcapdl.c $(pkg-config --cflags libcapdl) "$lib/libcapdl.a" \
    $(pkg-config --static --libs-only-l libcapdl | sed 's/-lcapdl//') || exit 1
run static

strangers=$(nm -D --defined-only "$lib/libcapdl.so" | awk '$2 != "A" { print $3 }' | grep -v '^libcapdl_.*@@LIBCAPDL_0.1$')
[ -z "$strangers" ] || { echo "libcapdl.so shows: $strangers"; exit 1; }
strangers=$(nm -g --defined-only "$lib/libcapdl.a" | awk 'NF == 3 { print $3 }' | grep -v '^libcapdl_')
[ -z "$strangers" ] || { echo "libcapdl.a shows: $strangers"; exit 1; }
declared=$(grep -o 'libcapdl_[a-z_]*(' "$(pkg-config --variable=includedir libcapdl)/libcapdl.h" | tr -d '(' | sort -u)
shown=$(nm -D --defined-only "$lib/libcapdl.so" | awk '$2 == "T" { sub(/@.*/, "", $3); print $3 }' | sort -u)
[ "$declared" = "$shown" ] || { echo "the header and the library differ:"; echo "$declared"; echo "$shown"; exit 1; }
