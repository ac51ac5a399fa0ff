// SPDX-License-Identifier: BSD-2-Clause
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <camkes.h>

#define ROUNDS 200
#define COUNT  8000

static int wrong[2];

/* Sums that differ from call to call, so that parameters of the other thread would be seen. */
static void add_up(unsigned thread)
{
    uint64_t *numbers = malloc(COUNT * sizeof(*numbers));
    for (uint64_t round = 0; round < ROUNDS; round++) {
        uint64_t expected = 0;
        for (uint64_t i = 0; i < COUNT; i++) {
            numbers[i] = (round + 1) * (thread + 3) + i;
            expected += numbers[i];
        }
        wrong[thread] += large_sum(COUNT, numbers) != expected;
    }
    free(numbers);
}

static void second(void *unused)
{
    (void)unused;
    add_up(1);
    finished_post();
}

static void check_text(void)
{
    char *text = malloc(60001), *result;
    for (int i = 0; i < 60000; i++) {
        text[i] = (char)('a' + i % 26);
    }
    text[60000] = '\0';
    result = large_reversed(text);
    int good = strlen(result) == 60000;
    for (int i = 0; i < 60000; i++) {
        good = good && result[i] == text[59999 - i];
    }
    printf("caller: long text %s\n", good ? "reversed" : "wrong");
    free(result);
    free(text);
}

static void check_structs(void)
{
    size_t size = 5000;
    pixel_t *image = calloc(size, sizeof(*image)), by = {1, 2, 3, 4};
    int good = large_brighter(&size, &image, by) == 5000 && size == 5000;
    for (size_t i = 0; i < size; i++) {
        good = good && image[i].red == 1 && image[i].green == 2 && image[i].alpha == 4;
    }
    printf("caller: image %s\n", good ? "brighter" : "wrong");
    free(image);
}

static camkes_error_action_t too_large(camkes_error_t *error)
{
    printf("caller: %s, needs %s than it has\n", error->description,
           error->type == CE_BUFFER_LENGTH_EXCEEDED &&
                   error->target_length > error->current_length &&
                   error->current_length == window_size
               ? "more"
               : "other");
    return CEA_DISCARD;
}

int run(void)
{
    ready_reg_callback(second, NULL);
    printf("caller: floor %d\n", door_open(3));
    add_up(0);
    finished_wait();
    finished_wait();
    printf("caller: wrong sums %d and %d\n", wrong[0], wrong[1]);
    check_text();
    check_structs();
    large_register_error_handler(too_large);
    uint64_t *numbers = calloc(8192, sizeof(*numbers));
    large_sum(8192, numbers);
    numbers[8190] = 7;
    printf("caller: largest %d\n", (int)large_sum(8191 - 1, numbers + 1));
    return 0;
}
