// SPDX-License-Identifier: BSD-2-Clause
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <camkes.h>

static int calls;

void pre_init(void)
{
    printf("%s: number %d words %s numbers %d outer %d%s %d%s %d %d huge %llx\n",
           get_instance_name(), number, words, numbers[2], outer.one.a, outer.one.s,
           outer.many[1].a, outer.many[1].s, (int)outer.big, outer.list[1],
           (unsigned long long)huge);
}

void all_nothing(void)
{
    calls++;
}

int all_scalar(int a, const int *b, int *c, uint64_t *m)
{
    *c = a - *b;
    *m *= 3;
    return a + *b;
}

char *all_text(const char *a, char **b, char **c, char **d)
{
    size_t size = strlen(a) + strlen(*b) + 1;
    char *joined = malloc(size);
    snprintf(joined, size, "%s%s", a, *b);
    *c = strdup("from the server");
    (*d)[0] = 'X';
    return joined;
}

int all_arrays(size_t a_sz, const int *a, const size_t *b_sz, char **b, size_t *c_sz, uint64_t **c,
               size_t *d_sz, int8_t **d)
{
    *c_sz = a_sz;
    *c = malloc(a_sz * sizeof(**c));
    for (size_t i = 0; i < a_sz; i++) {
        (*c)[i] = (uint64_t)a[i] << 32;
    }
    free(*d);
    *d_sz = *b_sz;
    *d = malloc(*d_sz + 1);
    for (size_t i = 0; i < *d_sz; i++) {
        (*d)[i] = (int8_t)(*b)[i];
    }
    return (int)(a_sz + *b_sz);
}

int all_strings(size_t a_sz, char **a, const size_t *b_sz, char ***b, size_t *c_sz, char ***c,
                size_t *d_sz, char ***d)
{
    int length = 0;
    for (size_t i = 0; i < a_sz; i++) {
        length += (int)strlen(a[i]);
    }
    *c_sz = 2;
    *c = malloc(2 * sizeof(**c));
    (*c)[0] = strdup((*b)[0]);
    (*c)[1] = strdup("");
    (*d)[*d_sz - 1][0] = 'Z';
    return length + (int)*b_sz;
}

bool all_flag(char c, bool b, double d)
{
    return c == 'q' && b && d == 0.25;
}

uint64_t all_wide(int64_t low)
{
    return (uint64_t)low + huge;
}

/* Calls back to the caller while it waits for our answer, and takes a lock meanwhile. */
int all_total(size_t a_sz, const int *a)
{
    int sum = 0;
    for (size_t i = 0; i < a_sz; i++) {
        guard_lock();
        sum += back_twice(a[i]);
        guard_unlock();
    }
    memcpy(two, &sum, sizeof(sum));
    two_release();
    return sum;
}

int one_twice(int x)
{
    return absent_twice == NULL ? 2 * x + (int)all_get_sender_id() : -1;
}
