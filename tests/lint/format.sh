#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# All C sources are in the house style.
exec sh tests/tools/format.sh --check
