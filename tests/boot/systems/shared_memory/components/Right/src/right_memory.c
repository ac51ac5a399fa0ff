// SPDX-License-Identifier: BSD-2-Clause
#include <stdio.h>
#include <string.h>

#include <camkes.h>
#include <camkes/dma.h>

int run(void)
{
    written_wait();
    char *message = dataport_unwrap_ptr(table->message);
    printf("right: %c %d \"%s\", %s address, %s\n", ((volatile char *)caps)[5000], table->last,
           message, table->paddr == camkes_dma_get_paddr(message) ? "same" : "another",
           camkes_dma_alloc(10, 0, true) == NULL ? "nothing to give out" : "memory of another's");
    printf("right: rights %d%d\n", caps_handle.readable, caps_handle.writable);
    strcpy(message, "seen");
    answered_emit();
    return 0;
}
