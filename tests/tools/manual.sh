#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A man page must be clean mdoc/man. usage: manual.sh PAGE
command -v mandoc >/dev/null || { echo "skipped: mandoc is not installed"; exit 77; }
mandoc -Tlint -Wwarning "$1"
