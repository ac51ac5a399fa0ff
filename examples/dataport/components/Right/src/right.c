/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <string.h>

#include <camkes.h>

int run(void)
{
    arrived_wait();
    inbox_acquire();
    printf("right: letter %u says \"%s\", check %x\n", (unsigned)inbox->number, (char *)inbox->text,
           (unsigned)inbox->check);
    outbox->number = inbox->number + 1;
    strcpy(outbox->text, "very well, thank you");
    outbox->check = inbox->check + 1;
    outbox_release();
    sent_emit();
    return 0;
}
