#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Formats all C sources in the house style (.clang-format); with --check only says which differ.
command -v clang-format >/dev/null || { echo "skipped: clang-format is not installed"; exit 77; }
cd "$(dirname "$0")/../.." || exit 99
if [ "${1:-}" = --check ]; then
    git ls-files '*.c' '*.h' | xargs clang-format --dry-run --Werror
else
    git ls-files '*.c' '*.h' | xargs clang-format -i
fi
