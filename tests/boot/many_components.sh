#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A ring of many components, more objects than the kernel's first CNode has slots for: each waits for
# the event of the one before it, says its name once and wakes the next.
# usage: many_components.sh BUILD_FOLDER PLATFORM [COMPONENTS] [SECONDS]
build=$1 platform=$2 count=${3:-40} seconds=${4:-120}
out=$build/tests/boot/$platform/many_components_$count
source=$out/source
mkdir -p "$source/components/Member/src" || exit 99

cat >"$source/components/Member/src/member.c" <<'END'
#include <stdio.h>

#include <camkes.h>

int run(void)
{
    if (!starts) {
        before_wait();
    }
    printf("ring: %s\n", get_instance_name());
    after_emit();
    if (starts) {
        before_wait();
        printf("ring: closed\n");
    }
    return 0;
}
END
{
    echo 'import <std_connector.camkes>;'
    echo 'component Member { control; attribute int starts = 0; consumes Turn before; emits Turn after; }'
    echo 'assembly { composition {'
    i=0
    while [ $i -lt "$count" ]; do
        echo "component Member m$i;"
        i=$((i + 1))
    done
    i=0
    while [ $i -lt "$count" ]; do
        echo "connection seL4Notification c$i(from m$i.after, to m$(((i + 1) % count)).before);"
        i=$((i + 1))
    done
    echo '} configuration { m0.starts = 1; } }'
} >"$source/many_components.camkes"
"$build/bin/adlc" "$source/many_components.camkes" -o "$out" --platform "$platform" \
    ${KERNEL:+--kernel "$KERNEL"} -q || exit 1

set --
i=0
while [ $i -lt "$count" ]; do
    set -- "$@" --expect "^ring: m$i\$"
    i=$((i + 1))
done
exec "$build/bin/adlc" run "$out" --timeout "$seconds" "$@" --expect '^ring: closed$'
