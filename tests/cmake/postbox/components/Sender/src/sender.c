/* SPDX-License-Identifier: BSD-2-Clause */
#include <camkes.h>
#include <stamp.h>
#include <stdio.h>

int generated(void);
#ifdef SECOND
const char *second_text(void);
#endif

int run(void)
{
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
