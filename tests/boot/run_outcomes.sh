#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Every outcome of `adlc run`, by its exit status: expectations met (in their order, and as soon as the
# last is met), the guest ends without one, ends too early, gives up, or is out of time, even if it never
# pauses.
# usage: run_outcomes.sh BUILD_FOLDER PLATFORM
build=$1 platform=$2
adlc=$build/bin/adlc
out=$build/tests/boot/$platform/run_outcomes
system=$(dirname "$0")/systems/talker/talker.camkes
for lines in 0 20; do
    "$adlc" "$system" -D "LINES=$lines" -o "$out/$lines" --platform "$platform" -q || exit 1
done
said=$(mktemp) || exit 99
trap 'rm -f "$said"' EXIT
status=0

# outcome STATUS TEXT ARGUMENT...: adlc run must end with the status and say the text
outcome() {
    wanted=$1 text=$2
    shift 2
    timeout 60 "$adlc" run "$@" >"$said" 2>&1
    got=$?
    [ $got = "$wanted" ] && grep -aq -e "$text" "$said" && return
    echo "adlc run $*: status $got, not $wanted, or no \`$text\`; the last lines are"
    tail -n 5 "$said"
    status=1
}

outcome 0 '^line 6' "$out/0" --expect '^line 3$' --expect 'line [67]$'
outcome 0 '^line 20' "$out/20" --timeout 50
outcome 5 'the guest stopped before the expectation was met' "$out/20" --expect '^line 21$'
outcome 5 'the guest stopped before the expectation was met' "$out/20" --expect '^line 6$' --expect '^line 5$'
outcome 124 'nothing matched within 3 s' "$out/0" --expect 'no such line' --timeout 3
outcome 124 'no end within 3 s' "$out/0" --timeout 3

# An image that the loader refuses: given up at once, not when time is up.
bad=$out/bad
mkdir -p "$bad/image" && cp "$out/20/adlc-manifest.json" "$bad" && cp "$out/20/image/$platform.elf" "$bad/image" ||
    exit 99
size=$(wc -c <"$bad/image/$platform.elf")
printf 'damage' | dd of="$bad/image/$platform.elf" bs=1 seek=$((size - 5000)) conv=notrunc 2>/dev/null
outcome 5 'adlc-boot: ' "$bad" --expect 'line 1' --timeout 30
exit $status
