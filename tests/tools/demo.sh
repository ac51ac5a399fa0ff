#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Compiles examples/adder and boots it until its result is on the screen. usage: demo.sh BUILD_FOLDER
build=$1
out=$build/demo
"$build/bin/adlc" examples/adder/adder.camkes -o "$out" || exit
exec "$build/bin/adlc" run "$out" --expect "$(tail -n 1 examples/adder/expected.txt)" --timeout 120
