/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/check/check_threads.h"

#include <inttypes.h>

#include "capdl/spec/sizes.h"

struct threads {
    struct compilation *c;
    const struct spec *spec;
    const struct spec_object *tcb;
    struct spec_object_id id;
};

__attribute__((format(printf, 2, 3))) static void remark(struct threads *k, const char *format, ...)
{
    va_list arguments;
    char *text;

    va_start(arguments, format);
    text = arena_vprintf(&k->c->arena, format, arguments);
    va_end(arguments);
    (void)diag_report(&k->c->diags, DIAG_SPEC_THREAD, k->tcb->span, "thread `%s` %s", k->tcb->name,
                      text);
}

/* log2 of the memory that an entry of a table of this level stands for. */
static unsigned entry_bits(enum spec_arch arch, uint8_t level)
{
    if (arch == SPEC_ARCH_ARM11 || arch == SPEC_ARCH_IA32) {
        return level > 0 ? 12 : arch == SPEC_ARCH_IA32 ? 22 : 20;
    }
    return 12u + 9u * (sizes_page_table_levels(arch) - 1u - level);
}

/* The frame mapped at an address; NULL when there is none. */
static const struct spec_cap *mapped_at(const struct threads *k, uint64_t address)
{
    const struct spec_cap *cap = spec_cap_at(k->spec, k->id, SPEC_TCB_VSPACE);

    for (unsigned depth = 0; cap != NULL && depth <= 4; depth++) {
        const struct spec_object *object = spec_object(k->spec, cap->object);
        uint64_t slot;

        if (object->kind != SPEC_KIND_PAGE_TABLE) {
            return cap;
        }
        if (object->level >= sizes_page_table_levels(k->spec->arch)) {
            return NULL;
        }
        slot = address >> entry_bits(k->spec->arch, object->level);
        slot %= sizes_table_slots(k->spec->arch, object->level);
        cap = spec_cap_at(k->spec, cap->object, (uint32_t)slot);
    }
    return NULL;
}

/* The capability that a CPtr of the thread means; NULL when there is none. */
static const struct spec_cap *cap_at(const struct threads *k, uint64_t cptr)
{
    const struct spec_cap *cap = spec_cap_at(k->spec, k->id, SPEC_TCB_CSPACE);
    unsigned left = spec_arch_word_bits(k->spec->arch);

    while (cap != NULL && left > 0) {
        const struct spec_object *node = spec_object(k->spec, cap->object);
        unsigned bits = cap->guard_size + node->size_bits;
        uint64_t rest;

        if (node->kind != SPEC_KIND_CNODE) {
            return cap;
        }
        if (bits == 0 || bits > left) {
            return NULL;
        }
        rest = left == 64 ? cptr : cptr & ((UINT64_C(1) << left) - 1);
        if (cap->guard_size > 0 && rest >> (left - cap->guard_size) != cap->guard) {
            return NULL;
        }
        left -= bits;
        rest = left >= 64 ? 0 : rest >> left;
        cap = spec_cap_at(k->spec, cap->object,
                          (uint32_t)(rest & ((UINT64_C(1) << node->size_bits) - 1)));
    }
    return cap;
}

static void check_addresses(struct threads *k)
{
    const struct spec_tcb *tcb = k->tcb->tcb;
    const struct spec_cap *code = mapped_at(k, tcb->ip);
    bool spare = !tcb->resume && tcb->ip == 0 && tcb->sp == 0; /* who starts it says where */

    if (tcb->set != SPEC_TCB_WHOLE) {
        return;
    }
    if (code == NULL && !spare) {
        remark(k, "starts at 0x%" PRIx64 ", where nothing is mapped", tcb->ip);
    } else if (code != NULL && !code->executable) {
        remark(k, "starts at 0x%" PRIx64 ", which is not executable", tcb->ip);
    }
    if (!spare && (tcb->sp == 0 || mapped_at(k, tcb->sp - 1) == NULL)) {
        remark(k, "has its stack below 0x%" PRIx64 ", where nothing is mapped", tcb->sp);
    }
    if (tcb->prio > tcb->max_prio) {
        remark(k, "has priority %u, but may only give %u", tcb->prio, tcb->max_prio);
    }
}

static void check_ipc_buffer(struct threads *k)
{
    const struct spec_cap *buffer = spec_cap_at(k->spec, k->id, SPEC_TCB_IPC_BUFFER);
    unsigned bits = spec_arch_word_bits(k->spec->arch) == 64 ? 10 : 9;
    uint64_t address = k->tcb->tcb->ipc_buffer;
    const struct spec_cap *mapping;

    if (buffer == NULL) {
        if (k->tcb->tcb->resume) {
            remark(k, "has no IPC buffer");
        }
        return;
    }
    if (k->tcb->tcb->set == SPEC_TCB_BARE) {
        return;
    }
    mapping = mapped_at(k, address);
    if (address % (UINT64_C(1) << bits) != 0) {
        remark(k, "has its IPC buffer at 0x%" PRIx64 ", which is not aligned", address);
    } else if (mapping == NULL || mapping->object.index != buffer->object.index) {
        remark(k, "has its IPC buffer at 0x%" PRIx64 ", where `%s` is not mapped", address,
               spec_object(k->spec, buffer->object)->name);
    }
}

static void check_fault_ep(struct threads *k)
{
    const struct spec_cap *cap = cap_at(k, k->tcb->tcb->fault_ep);

    if (k->tcb->tcb->fault_ep == 0) {
        return;
    }
    if (cap == NULL || spec_object(k->spec, cap->object)->kind != SPEC_KIND_ENDPOINT) {
        remark(k, "has its fault endpoint at %" PRIu64 ", where there is none",
               k->tcb->tcb->fault_ep);
    } else if ((cap->rights & SPEC_WRITE) == 0 ||
               (cap->rights & (SPEC_GRANT | SPEC_GRANT_REPLY)) == 0) {
        remark(k,
               "can neither send faults to endpoint %" PRIu64 " nor be answered: it needs the "
               "rights W and G or P",
               k->tcb->tcb->fault_ep);
    }
}

void check_threads(struct compilation *c, const struct spec *spec)
{
    struct threads k = {.c = c, .spec = spec};

    for (uint32_t i = 0; i < spec->object_count; i++) {
        if (spec->objects[i].kind != SPEC_KIND_TCB) {
            continue;
        }
        k.tcb = &spec->objects[i];
        k.id.index = i;
        if (spec_cap_at(spec, k.id, SPEC_TCB_CSPACE) == NULL) {
            remark(&k, "has no CSpace");
        } else {
            check_fault_ep(&k);
        }
        if (spec_cap_at(spec, k.id, SPEC_TCB_VSPACE) == NULL) {
            remark(&k, "has no VSpace");
        } else {
            check_addresses(&k);
        }
        check_ipc_buffer(&k);
    }
}
