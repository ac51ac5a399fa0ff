#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The serial server with all that CAmkES's offers: rings, queues, a heartbeat for unfinished lines, the
# choice of who gets the input; and a client that spoils its rings.
# usage: serial_services.sh BUILD_FOLDER PLATFORM
build=$1 platform=$2
out=$build/tests/boot/$platform/serial_services
system=$(dirname "$0")/systems/serial_services/serial_services.camkes
"$build/bin/adlc" "$system" -o "$out" --platform "$platform" -q || exit 1
# The ring's client has the highest priority of them all. What comes in may be cut anywhere into the
# buffers that are read, but a single character cannot.
exec "$build/bin/adlc" run "$out" --timeout 120 --expect '^ring: a batch$' --expect '^ring: ready 0$' \
    --expect '^buffers: ready$' --expect '^hostile: the server lives$' \
    --send 'one\r' --expect '^ring: got one$' --expect '^ring: ready 1$' \
    --send '@1' --expect 'serial server: input goes to client 1$' \
    --send 'x' --expect '^buffers: read x$' \
    --send '\r@7' --expect 'clients: 01$' --send '@0' --expect 'serial server: input goes to client 0$' \
    --send '@@two\r' --expect '^ring: got @two$' --expect '^ring: ready 2$' \
    --send 'three\r' --expect '^ring: got three$'
