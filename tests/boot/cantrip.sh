#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The connectors of CantripOS: calls, shared memory, and the driver example with its device connectors.
# usage: cantrip.sh BUILD_FOLDER PLATFORM
build=$1 platform=$2
here=$(dirname "$0")
out=$build/tests/boot/$platform/cantrip
"$build/bin/adlc" "$here/systems/cantrip/cantrip.camkes" -o "$out" --platform "$platform" -q || exit 1
"$build/bin/adlc" run "$out" --timeout 120 \
    --expect '^first: memory good$' --expect '^first: memory is shared good$' \
    --expect '^first: too large good$' --expect '^first: a capability came good$' \
    --expect '^first: and went good$' --expect '^first: status good$' \
    --expect '^first: short answer good$' --expect '^first: signal good$' \
    --expect '^first: manual good$' --expect '^first: hello, first$' --expect '^first: page good$' \
    --expect '^second: signal good$' --expect '^second: page good$' || exit 1
rm -rf "$out.driver" && mkdir -p "$out.driver" || exit 99
cp -r "$here/../../examples/driver/components" "$out.driver" || exit 99
sed 's/seL4HardwareMMIO/cantripMMIO/; s/seL4HardwareInterrupt/cantripIRQ/' \
    "$here/../../examples/driver/driver.camkes" > "$out.driver/driver.camkes"
"$build/bin/adlc" "$out.driver/driver.camkes" -o "$out.driver/out" --platform "$platform" -q || exit 1
exec "$build/bin/adlc" run "$out.driver/out" --timeout 120 --expect '^clock: alarm 3$'
