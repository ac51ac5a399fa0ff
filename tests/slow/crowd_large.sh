#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# 1000 components: the root server goes behind the boot loader, its CNode has 2^14 slots, the address
# spaces need a second ASID pool; about 270 000 objects.
# usage: crowd_large.sh BUILD_FOLDER
build=$1
out=$build/tests/boot/qemu-riscv-virt
sh "$(dirname "$0")/../boot/many_components.sh" "$build" qemu-riscv-virt 1000 1200 >"$out/crowd_large.log" 2>&1 ||
    { tail -n 20 "$out/crowd_large.log"; exit 1; }
"$build/bin/adlc" plan "$out/many_components_1000" | grep 'slots of the root server, [0-9]* of 2^14'
