/* SPDX-License-Identifier: BSD-2-Clause */
#include <box.h>
#include <camkes.h>
#include <stdio.h>

void slot_letter(const char *text, const char *sender, int stamp)
{
    printf("%s: %s from %s, stamp %d, drawers %u\n", BOX, text, sender, stamp, box_drawers());
}
