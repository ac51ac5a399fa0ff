#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The conformance root server on the kernel with domains: the same checks, and that domains run as
# scheduled.
# usage: conformance_domains.sh BUILD_FOLDER PLATFORM
exec sh "$(dirname "$0")/conformance.sh" "$1" "$2" kernel_domains
