/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <camkes.h>

int run(void)
{
    int numbers[] = {1, 2, 3};
    char *texts[] = {"a", "b"};
    char *text = strdup("word");
    int sum = service_add(2, 3);
    int total = service_total(3, numbers);
    int length = service_length("twelve bytes");
    int count = service_count(2, texts);
    service_change(&text);
    printf("honest: %d %d %d %d %s\n", sum, total, length, count, text);
    free(text);
    return 0;
}
