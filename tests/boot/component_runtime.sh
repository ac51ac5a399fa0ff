#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# What the runtime gives a component; a component in another domain of the description's schedule, with
# a static library.
# usage: component_runtime.sh BUILD_FOLDER PLATFORM
build=$1 platform=$2
out=$build/tests/boot/$platform/component_runtime
case $platform in
*riscv*) prefix=riscv64-unknown-elf pool=0x90000000 flags="-march=rv64gc -mabi=lp64d -mcmodel=medany" ;;
rpi3) prefix=aarch64-linux-gnu pool=0x10000000 flags= ;;
*) prefix=aarch64-linux-gnu pool=0x50000000 flags= ;;
esac
command -v "$prefix-gcc" >/dev/null || { echo "skipped: no $prefix-gcc"; exit 77; }
mkdir -p "$out" && rm -rf "$out/system" && cp -r "$(dirname "$0")/systems/component_runtime" "$out/system" || exit 99
(cd "$out/system/lib" && "$prefix-gcc" -O1 -ffreestanding $flags -c distance.c && "$prefix-ar" rc libdistance.a distance.o) ||
    exit 99
"$build/bin/adlc" "$out/system/component_runtime.camkes" -D "POOL=$pool" -o "$out/b" --platform "$platform" -q || exit 1
"$build/bin/adlc" run "$out/b" --timeout 120 --expect '^(runtime: done|.*faulted)' >"$out/log" &&
    "$build/bin/adlc" run "$out/b" --timeout 120 --expect '^far: 7 away, in a domain of its own$' >>"$out/log" &&
    "$build/bin/adlc" run "$out/b" --timeout 120 --expect '^placed: the pool is where it was asked for$' >>"$out/log"
status=$?
sed -n '/threads started/,$p' "$out/log"
[ $status -eq 0 ] || exit $status
grep -a "^runtime: done" "$out/log" >/dev/null || exit 1
! grep -a BAD "$out/log"
