#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Formats all C sources in the house style (.clang-format), but for templates and the inputs of golden cases; with
# --check only says which differ.
command -v clang-format >/dev/null || { echo "skipped: clang-format is not installed"; exit 77; }
cd "$(dirname "$0")/../.." || exit 99
git rev-parse --git-dir >/dev/null 2>&1 || { echo "skipped: not a git work tree"; exit 77; }
how=-i
[ "${1:-}" = --check ] && how='--dry-run --Werror'
# shellcheck disable=SC2086
git ls-files -z -- '*.c' '*.h' ':!tests/golden' ':!*.template.*' | xargs -0 clang-format $how
