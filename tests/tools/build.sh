#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Configures (once) and builds a preset, quietly unless something fails.
# usage: build.sh PRESET JOBS [TARGET]
preset=$1 jobs=$2 target=${3:-all}
folder=build/$preset
log=$folder/build.log
mkdir -p "$folder" || exit 1
[ -f "$folder/build.ninja" ] || echo "adlc: building ($preset); this takes a minute or two the first time"
{ [ -f "$folder/build.ninja" ] || cmake --preset "$preset"; } >"$log" 2>&1 &&
    cmake --build "$folder" -j "$jobs" --target "$target" >>"$log" 2>&1 && exit 0
cat "$log"
echo "adlc: the build failed; the log above is in $log"
exit 1
