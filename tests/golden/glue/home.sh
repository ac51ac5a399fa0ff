# SPDX-License-Identifier: BSD-2-Clause
# Read by the cmd of cases that change templates: a copy of them for adlc to use, in $templates, and
# `glue FILE`, which runs adlc with the names of temporary folders taken out of its messages.
installed=$(dirname "$(dirname "$TOOL")")
templates=$work/home/share/adlc/templates
mkdir -p "$work/home/share/adlc" || exit 99
cp -RL "$installed/share/adlc/templates" "$templates" || exit 99
ln -s "$installed/lib" "$work/home/lib" || exit 99
ADLC_HOME=$work/home
export ADLC_HOME

glue()
{
    "$TOOL" glue "$1" -o "$work/glue" 2>"$work/messages"
    result=$?
    sed "s|$work/home|HOME|g; s|$work|WORK|g" "$work/messages" >&2
    return $result
}
