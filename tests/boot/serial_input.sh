#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# What is typed on the serial line reaches a client of the serial server, which answers.
# usage: serial_input.sh BUILD_FOLDER PLATFORM
build=$1 platform=$2
out=$build/tests/boot/$platform/serial_input
system=$(dirname "$0")/../../examples/serial/serial.camkes
"$build/bin/adlc" "$system" -o "$out" --platform "$platform" -q || exit 1
command=$("$build/bin/adlc" run "$out" --print) || exit 1
log=$out/log
: >"$log"
seen() { grep -q "$1" "$log"; }
# Types once the line is being read, leaves when the answer is there, or after a while.
type_in() {
    for second in $(seq 60); do
        if seen 'HELLO'; then
            return
        elif seen 'type something' && [ -z "$typed" ]; then
            printf 'hello\r'
            typed=$second
        fi
        sleep 1
    done
}
type_in | timeout 70 sh -c "exec $command" >"$log" 2>&1 &
for second in $(seq 60); do
    seen 'echo: HELLO' && break
    sleep 1
done
kill $! 2>/dev/null
cat "$log"
seen 'echo: HELLO'
