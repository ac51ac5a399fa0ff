/* SPDX-License-Identifier: BSD-2-Clause */
#include "loader/init/include/start_order.h"

/* Where an array's name ends, too. */
static unsigned char byte_at(const char *name, uint32_t at)
{
    return name[at] == '[' ? '\0' : (unsigned char)name[at];
}

static bool before(const struct spec_view *view, uint32_t a, uint32_t b)
{
    const char *x = spec_view_name(view, a);
    const char *y = spec_view_name(view, b);
    uint32_t at = 0;

    while (byte_at(x, at) != '\0' && byte_at(x, at) == byte_at(y, at)) {
        at++;
    }
    return byte_at(x, at) != byte_at(y, at) ? byte_at(x, at) < byte_at(y, at) : a < b;
}

/* Makes order[top ..] a heap with the last one on top, if it is one below `top`. */
static void sift_down(const struct spec_view *view, uint32_t *order, uint32_t top, uint32_t count)
{
    while (top < count / 2) {
        uint32_t child = 2 * top + 1;
        uint32_t kept = order[top];

        if (child + 1 < count && before(view, order[child], order[child + 1])) {
            child++;
        }
        if (!before(view, kept, order[child])) {
            return;
        }
        order[top] = order[child];
        order[child] = kept;
        top = child;
    }
}

uint32_t start_order_make(const struct spec_view *view, uint32_t *order)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < view->object_count; i++) {
        const struct capdl_object *o = &view->objects[i];

        if (o->kind == CAPDL_KIND_TCB &&
            (capdl_tcbs(view->spec)[o->detail].flags & CAPDL_TCB_RESUME) != 0) {
            order[count++] = i;
        }
    }
    for (uint32_t i = count / 2; i > 0; i--) {
        sift_down(view, order, i - 1, count);
    }
    for (uint32_t end = count; end > 1; end--) {
        uint32_t last = order[0];

        order[0] = order[end - 1];
        order[end - 1] = last;
        sift_down(view, order, 0, end - 1);
    }
    return count;
}
