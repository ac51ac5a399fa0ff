#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# What is installed stands alone, in a folder with a blank in its name: the CMake package builds and
# boots a project outside the source tree from it, with no file of the source or build tree; man
# pages and the pkg-config file are there.
# usage: install.sh BUILD_FOLDER PLATFORM
build=$1 platform=$2
for tool in cmake ninja pkg-config; do
    command -v $tool >/dev/null || { echo "skipped: no $tool"; exit 77; }
done
source=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
prefix="$work/pre fix"
fail() { echo "$1"; cat "$work/log"; exit 1; }

cmake --install "$build" --prefix "$prefix" >"$work/log" 2>&1 || fail "not installed"
for page in "$source"/man/*.[1-8]; do
    name=${page##*/}
    cmp -s "$page" "$prefix/share/man/man${name##*.}/$name" || fail "man page $name is not installed"
done
PKG_CONFIG_PATH="$prefix/lib/pkgconfig" pkg-config --exists libcapdl || fail "no libcapdl for pkg-config"
unset ADLC_HOME CMAKE_PREFIX_PATH
cp -r "$prefix/share/doc/adlc/examples/switching" "$work/my project" || exit 1
cmake -G Ninja -S "$work/my project" -B "$work/b" -DPLATFORM="$platform" \
    -DCMAKE_MODULE_PATH="$prefix/lib/cmake/adlc/camkes" >"$work/log" 2>&1 || fail "not configured"
cmake --build "$work/b" >"$work/log" 2>&1 || fail "not built"
(cd "$work/b" && ctest --output-on-failure) >"$work/log" 2>&1 || fail "not booted"
if grep -rlF -e "$source/" -e "$(cd "$build" && pwd)/" "$work/b/CMakeCache.txt" "$work/b/adlc" \
    "$work/b/simulate" "$work/b/system/.adlc/build.ninja" >"$work/log"; then
    fail "something comes from the source or build tree"
fi
