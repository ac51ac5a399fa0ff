#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Start arguments beyond the registers are on the thread's stack, where capdl-loader-app would put
# them, whatever the stack is made of.
# usage: arguments.sh BUILD_FOLDER PLATFORM
build=$1 platform=$2
. "$(dirname "$0")/world/by_hand_program.sh"
table_levels
program arguments/arguments.c arguments || exit 99
sed -e "s/@ARCH@/$arch/; s/@TABLES@/$tables/; s/@UPPER@/$upper/" \
    "$source/tests/boot/arguments/in.cdl" >"$work/system.cdl"
image && "$adlc" run "$work" --verify || exit 1
# Nine words on a stack are ten, so that it stays a multiple of 16 below where it was: 80 bytes.
exec "$adlc" run "$work" --timeout 120 \
    --expect '^arguments: thread 001 has 013, wrong 000, stack ends 251$' \
    --expect '^arguments: thread 002 has 006, wrong 000, stack ends 254$' \
    --expect '^arguments: thread 003 has 013, wrong 000, stack ends 253$' \
    --expect '^arguments: thread 004 has 005, wrong 000, stack ends 255$' \
    --expect '^arguments: thread 005 has 004, wrong 000, stack ends 000$'
