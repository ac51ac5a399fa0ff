#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Walks through a table of the language reference: FILE holds rows
#
#     == TITLE: VERDICT [OPTION...]
#     description
#
# with VERDICT reject, accept (without a word), warn, or model (accepted; its last lines are shown,
# from "assembly" on; undeclared attributes are no fault). What stands before the first row is
# prelude.camkes, which a row may import. A row without an assembly gets one with a single instance,
# behind its own lines. Prints every row's title and messages, and WRONG where the verdict is another:
# then the status is 1. Used by the golden cases of walk/, which set $TOOL and $work.
# usage: rows.sh FILE
awk -v work="$work" '
    /^== / { n++; title = work "/" sprintf("%03d", n); print substr($0, 4) >title ".title"; next }
    { print >(n ? title ".camkes" : work "/prelude.camkes") }
    ' "$1" || exit 99
cd "$work" || exit 99
status=0
for row in [0-9]*.title; do
    name=${row%.title}
    title=$(cat "$row")
    rest=${title##*: }
    verdict=${rest%% *}
    options=${rest#"$verdict"}
    [ "$verdict" = model ] && options="-A unknown-setting $options"
    cp "$name.camkes" row.camkes 2>/dev/null || : >row.camkes
    grep -q assembly row.camkes ||
        echo 'component Only { control; } assembly { composition { component Only only; } }' >>row.camkes
    # shellcheck disable=SC2086 # options are words
    "$TOOL" check --error-limit 0 row.camkes $options 2>messages >&2
    code=$?
    case $code in
    3) got=reject ;;
    0) [ -s messages ] && got=warn || got=accept ;;
    *) got="status $code" ;;
    esac
    [ "$got" = accept ] && [ "$verdict" = model ] && got=model
    [ "$got" = "$verdict" ] && echo "== ${title%: *}: $verdict" || { echo "== WRONG: $title: $got"; status=1; }
    sed '/^ *|$/d; /^$/d; /^adlc: /d' messages
    # shellcheck disable=SC2086
    [ "$verdict" = model ] && "$TOOL" model --text row.camkes $options | sed -n '/^assembly/,$p'
done
exit $status
