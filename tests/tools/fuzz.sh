#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Replays the corpus of a fuzz target; with libFuzzer also looks for new inputs for 30 seconds.
# usage: fuzz.sh PROGRAM FUZZ_FOLDER IS_LIBFUZZER
program=$1 folder=$2 fuzzing=$3
name=$(basename "$program")
corpus=$folder/corpus/${name#fuzz_}
[ -d "$corpus" ] || { echo "no corpus in $corpus"; exit 1; }
if [ "$fuzzing" = 0 ]; then
    exec "$program" "$corpus"/*
fi
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
dict=$folder/${name#fuzz_}.dict
[ -f "$dict" ] && set -- -dict="$dict" || set --
"$program" "$@" -max_total_time="${FUZZ_SECONDS:-30}" -rss_limit_mb=2048 -timeout=10 \
    -artifact_prefix="$work/" "$work" "$corpus"
