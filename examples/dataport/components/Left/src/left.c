/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <string.h>

#include <camkes.h>

int run(void)
{
    printf("left: a letter has %u bytes, the dataport %u\n", (unsigned)sizeof(letter_t),
           (unsigned)outbox_get_size());
    outbox->number = 1;
    strcpy(outbox->text, "how are you?");
    outbox->check = 0x1234;
    outbox_release();
    sent_emit();

    arrived_wait();
    inbox_acquire();
    printf("left: letter %u says \"%s\", check %x\n", (unsigned)inbox->number, (char *)inbox->text,
           (unsigned)inbox->check);
    return 0;
}
