/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The two interfaces of procedure All that the calling side has, as values: `call` sends messages,
 * `far` uses shared memory.
 */
#ifndef RPC_INTERFACE_H
#define RPC_INTERFACE_H

#include <camkes.h>

struct rpc_interface {
    void (*nothing)(void);
    int (*scalar)(int a, const int *b, int *c, uint64_t *m);
    char *(*text)(const char *a, char **b, char **c, char **d);
    int (*arrays)(size_t a_sz, const int *a, const size_t *b_sz, char **b, size_t *c_sz,
                  uint64_t **c, size_t *d_sz, int8_t **d);
    int (*strings)(size_t a_sz, char **a, const size_t *b_sz, char ***b, size_t *c_sz, char ***c,
                   size_t *d_sz, char ***d);
    bool (*flags)(bool a, const size_t *b_sz, bool **b, bool *c, size_t *d_sz, bool **d);
    double (*points)(point_t one, size_t many_sz, const point_t *many, point_t *sum, size_t *all_sz,
                     point_t **all);
};

static const struct rpc_interface rpc_by_message = {
    call_nothing, call_scalar, call_text, call_arrays, call_strings, call_flags, call_points,
};
static const struct rpc_interface rpc_by_memory = {
    far_nothing, far_scalar, far_text, far_arrays, far_strings, far_flags, far_points,
};

#endif
