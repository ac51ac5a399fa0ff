#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Events that are counted, that are the kernel's own, and that are bound by the receiver.
# usage: notifications.sh BUILD_FOLDER PLATFORM
build=$1 platform=$2
out=$build/tests/boot/$platform/notifications
system=$(dirname "$0")/systems/notifications/notifications.camkes
"$build/bin/adlc" "$system" -o "$out" --platform "$platform" -q || exit 1
exec "$build/bin/adlc" run "$out" --timeout 120 \
    --expect '^receiver: 1000 counted$' --expect '^receiver: native 1, then 0$' \
    --expect '^receiver: callback 0$' --expect '^receiver: called 1$' \
    --expect '^receiver: badge 12$' --expect '^sender: 10 lost$' \
    --expect '^receiver: then 65535$' --expect '^receiver: done$'
