// SPDX-License-Identifier: BSD-2-Clause
#include <stdio.h>
#include <string.h>

#include <camkes.h>
#include <camkes/dma.h>

int run(void)
{
    unsigned kinds = 0;
    for (unsigned i = 0; i < dataport_get_num_frame_caps(&caps_handle); i++) {
        kinds += seL4_DebugCapIdentify(dataport_get_nth_frame_cap(&caps_handle, i));
    }
    printf("left: %u frames of 2^%d, kinds %u, id %u, size %d\n",
           dataport_get_num_frame_caps(&caps_handle),
           (int)dataport_get_frame_size_bits(&caps_handle), kinds, dataport_get_id(&caps_handle),
           (int)dataport_get_size(&caps_handle));
    char *message = camkes_dma_alloc(5000, 0, true);
    printf("left: pool %s\n",
           message >= (char *)device_memory && message + 5000 <= (char *)device_memory + 16384
               ? "allocated"
               : "missed");
    strcpy(message + 4500, "in the pool");
    ((char *)caps)[5000] = 'c';
    table->last = 99;
    table->message = dataport_wrap_ptr(message + 4500);
    table->paddr = camkes_dma_get_paddr(message + 4500);
    written_emit();
    answered_wait();
    printf("left: answered \"%s\"\n", message + 4500);
    camkes_dma_free(message, 5000);
    return 0;
}
