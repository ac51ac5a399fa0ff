#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# One golden case: runs the line in CASE/cmd inside the case's folder, compares what it prints and
# its exit status with out, err and rc (absent: empty, 0). UPDATE=1 rewrites them.
# $TOOL, $CAPDL and $work have a blank in their paths, so that a missing quote fails everywhere.
# usage: golden.sh BUILD_FOLDER/bin CASE
base=$(mktemp -d) || exit 99
trap 'rm -rf "$base"' EXIT
ln -s "$(dirname "$1")" "$base/the build" && mkdir "$base/a folder" && cd "$2" || exit 99
TOOL="$base/the build/bin/adlc" CAPDL="$base/the build/bin/capdl" work="$base/a folder"
export TOOL CAPDL work
sh ./cmd >"$work/out" 2>"$work/err"
echo $? >"$work/rc"
status=0
for part in out err rc; do
    [ -f $part ] && cp $part "$work/$part.want" || : >"$work/$part.want"
    [ $part = rc ] && [ ! -s "$work/rc.want" ] && echo 0 >"$work/rc.want"
    cmp -s "$work/$part" "$work/$part.want" && continue
    if [ -n "${UPDATE:-}" ]; then
        cp "$work/$part" $part
        [ $part = rc ] && [ "$(cat rc)" = 0 ] && rm -f rc
        [ -e $part ] && [ ! -s $part ] && rm -f $part
        continue
    fi
    diff -u --label "$part expected" --label "$part" "$work/$part.want" "$work/$part"
    status=1
done
exit $status
