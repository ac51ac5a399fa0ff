#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Every header of the host side stands alone: it compiles as the only include, twice.
git rev-parse --git-dir >/dev/null 2>&1 || { echo "skipped: not a git work tree"; exit 77; }
generated=${ADLC_BINARY_DIR:-build/dev}/generated
status=0
for header in $(git ls-files 'adl/*.h' 'capdl/*.h' 'loader/pack/*.h' 'loader/include/*.h' 'kernel/tools/*.h'); do
    printf '#include "%s"\n#include "%s"\ntypedef int only;\n' "$header" "$header" |
        gcc -std=c11 -D_POSIX_C_SOURCE=200809L -I. -I"$generated" -Wall -Wextra -Werror -fsyntax-only -x c - ||
        { echo "$header does not stand alone"; status=1; }
done
exit $status
