#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The conformance root server on the kernel that checks itself: its invariants after each system
# call, and undefined behaviour (UBSan) traps.
# usage: conformance_checked.sh BUILD_FOLDER PLATFORM
exec sh "$(dirname "$0")/conformance.sh" "$1" "$2" kernel_checked
