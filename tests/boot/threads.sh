#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Threads of different priority share heap and locks of a component; two of them fault, one after the
# other, are reported, and the others go on.
# usage: threads.sh BUILD_FOLDER PLATFORM
build=$1 platform=$2
out=$build/tests/boot/$platform/threads
system=$(dirname "$0")/systems/threads/threads.camkes
"$build/bin/adlc" "$system" -o "$out" --platform "$platform" -q || exit 1
exec "$build/bin/adlc" run "$out" --timeout 120 --expect '^busy: started 50 times, counted all, wrong 0$' \
    --expect '^driver: wrong 0$' --expect '^busy: 3 levels down: 4$' \
    --expect 'busy: thread busy_overflow_0000 faulted: stack overflow, write at 0x' \
    --expect '^doomed2: calls its last$' \
    --expect 'busy: thread busy_jump_0000 faulted: null pointer jump to 0x40, pc 0x40$'
