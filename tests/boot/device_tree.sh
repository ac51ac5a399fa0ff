#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Drivers get registers and interrupts of devices that stand in the board's device tree: with a thread
# for them, in an event loop, and at a notification.
# usage: device_tree.sh BUILD_FOLDER PLATFORM
build=$1 platform=$2
systems=$(dirname "$0")/systems/device_tree
boot()
{
    name=$1
    shift
    out=$build/tests/boot/$platform/$name
    "$build/bin/adlc" "$systems/$name.camkes" -o "$out" --platform "$platform" -q &&
        "$build/bin/adlc" run "$out" --timeout 30 "$@"
}
boot device_tree \
    --expect '^clock: driver of /first$' --expect '^clock: driver of /soc/second@10$' \
    --expect '^clock: handled and acknowledged$' --expect '^clock: called back and acknowledged$' \
    --expect "^clock: another's interrupt is refused$" \
    --expect '^clock: registers found, 4096 bytes$' --expect '^clock: console flushed$' || exit
boot device_tree_loop --expect '^loop: tick has a bit of its own: yes$' \
    --expect '^loop: handled and acknowledged$' --expect '^loop: called back and acknowledged$' ||
    exit
boot typed_clock --expect '^typed: handled and acknowledged$' --expect '^typed: done$'
