#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A system whose image has more pages than a CNode of 2^12 slots has room for: the kernel's first
# CNode grows with it. tests/slow/crowd_large.sh has one that does not fit in front of the boot loader
# and has more address spaces than one ASID pool.
# usage: crowd.sh BUILD_FOLDER PLATFORM
build=$1 platform=$2
[ "$platform" != rpi3 ] || { echo "takes too long on $platform"; exit 77; }
sh "$(dirname "$0")/many_components.sh" "$build" "$platform" 400 200 >"$build/tests/boot/$platform/crowd.log" 2>&1 ||
    { tail -n 20 "$build/tests/boot/$platform/crowd.log"; exit 1; }
"$build/bin/adlc" plan "$build/tests/boot/$platform/many_components_400" |
    grep 'slots of the root server, [0-9]* of 2^13 are free at the start (seL4: CONFIG_ROOT_CNODE_SIZE_BITS 13'
