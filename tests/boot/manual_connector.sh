#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The connector that adlc-templates(7) adds step by step: the files are taken out of the manual page,
# built and booted.
# usage: manual_connector.sh BUILD_FOLDER PLATFORM
build=$1 platform=$2
out=$build/tests/boot/$platform/manual_connector
rm -rf "$out" && mkdir -p "$out" || exit 99
awk -v out="$out" '
/^\.\\" file / { name = out "/" $3; wanted = 1; next }
/^\.Bd/ && wanted { inside = 1; wanted = 0; next }
/^\.Ed/ { inside = 0 }
inside {
    gsub(/\\e/, "\\")
    if (!(name in seen)) {
        seen[name] = 1; folder = name; sub(/\/[^\/]*$/, "", folder); system("mkdir -p \"" folder "\"")
    }
    print > name
}' "$(dirname "$0")/../../man/adlc-templates.7" || exit 99
"$build/bin/adlc" "$out/bell.camkes" -o "$out/b" --platform "$platform" -q || exit 1
exec "$build/bin/adlc" run "$out/b" --timeout 120 --expect '^porter: the bell rang 3 times$'
