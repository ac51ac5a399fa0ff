// SPDX-License-Identifier: BSD-2-Clause
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <camkes.h>

static int opened;

uint64_t large_sum(size_t numbers_sz, const uint64_t *numbers)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < numbers_sz; i++) {
        sum += numbers[i];
    }
    return sum;
}

char *large_reversed(const char *text)
{
    size_t length = strlen(text);
    char *result = malloc(length + 1);
    for (size_t i = 0; i < length; i++) {
        result[i] = text[length - 1 - i];
    }
    result[length] = '\0';
    return result;
}

int large_brighter(size_t *image_sz, pixel_t **image, pixel_t by)
{
    for (size_t i = 0; i < *image_sz; i++) {
        pixel_t *p = &(*image)[i];
        *p =
            (pixel_t){p->red + by.red, p->green + by.green, p->blue + by.blue, p->alpha + by.alpha};
    }
    return (int)*image_sz;
}

/* The first caller is answered only when somebody rang, and nobody else in its place. */
int door_open(int floor)
{
    int caller = (int)door_get_sender_id();
    if (opened++ == 0) {
        printf("server: waiting for the bell\n");
        bell_wait();
        printf("server: the bell rang\n");
        ready_emit();
    }
    return 100 * floor + caller;
}
