#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The manual page has every command and every option that `adlc help` knows, and no other option.
# usage: manual_options.sh PAGE ADLC
page=$1 adlc=$2
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
"$adlc" help | sed -n '/^commands:/,/^$/s/^  \([a-z]*\) .*/\1/p' >"$work/commands"
status=0
while read -r command; do
    grep -q "^\.It Cm $command\( \|\$\)" "$page" || { echo "$page: no command $command"; status=1; }
    "$adlc" help "$command" || exit 1
done <"$work/commands" >"$work/help"
grep "no command" "$work/help"
# -o, --output PATH -> o and -output, as mdoc's Fl has them
sed -n 's/^  \(-.\), \(--[a-z-]*\).*/\1\n\2/p; s/^  \(-.\) .*/\1/p; s/^      \(--[a-z-]*\).*/\1/p' "$work/help" |
    sed 's/^-//' | sort -u >"$work/known"
[ -s "$work/commands" ] && [ -s "$work/known" ] || { echo "adlc help lists nothing"; exit 1; }
sed -n '/^\.Ss Options/,/^\.El/p' "$page" | grep '^\.It' | tr ' ' '\n' |
    awk 'wanted { print; wanted = 0 } $0 == "Fl" { wanted = 1 }' | sort -u >"$work/described"
diff "$work/known" "$work/described" >"$work/diff" && exit $status
sed -n "s|^< \(.*\)|$page: option -\1 is not described|p; s|^> \(.*\)|$page: there is no option -\1|p" "$work/diff"
exit 1
