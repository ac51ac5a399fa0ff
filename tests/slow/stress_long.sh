#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Ten million random system calls on the kernel that checks itself, on a board of each CPU.
# usage: stress_long.sh BUILD_FOLDER
for platform in qemu-riscv-virt qemu-arm-virt; do
    echo "$platform"
    sh "$(dirname "$0")/../boot/stress.sh" "$1" $platform stress_long 3000 || exit
done
