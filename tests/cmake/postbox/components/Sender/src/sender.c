/* SPDX-License-Identifier: BSD-2-Clause */
#include <camkes.h>
#include <platsupport/sync/spinlock.h>
#include <stamp.h>
#include <stdio.h>

int generated(void);
#ifdef SECOND
const char *second_text(void);
#endif

/* What programs for CAmkES have from camkes.h alone: assert, attributes, units of time. */
static int check_names(void *cookie UNUSED)
{
    sync_spinlock_t lock;

    assert(NS_IN_MS * MS_IN_S == NS_IN_S && MS_IN_MINUTE == 60000);
    assert(sync_spinlock_init(&lock) == 0 && sync_spinlock_lock(&lock) == 0);
    assert(sync_spinlock_trylock(&lock) == 1);
    assert(sync_spinlock_unlock(&lock) == 0 && sync_spinlock_trylock(&lock) == 0);
    return 0;
}

int run(void)
{
    if (check_names(NULL) != 0) {
        return 1;
    }
#ifdef SECOND
    post_letter(second_text(), get_instance_name(), stamp_value());
#else
    char text[64];
    snprintf(text, sizeof(text), "%s %s", GREETING, get_instance_name());
    printf("box: %s, stamp %d, generated %d, postage %d\n", text, stamp_value(), generated(),
           postage);
    post_letter(text, get_instance_name(), stamp_value());
#endif
    return 0;
}
