/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Kernel objects: alloc_obj, the types of objects, and objects as values.
 */
#include <string.h>

#include "adl/glue/claims.h"
#include "adl/glue/jinja_tree.h"

/* Kind of values, told apart by the address of its name. */
static const char object_name[] = "object";

/* A type of object as templates write it; `needs` says what it takes if it cannot be made, `bits`
 * is the size of a frame that the type itself says. */
struct object_type {
    const char *name;
    enum spec_kind kind;
    uint8_t bits;
    const char *needs;
};

#define X86   "a platform of x86"
#define IOMMU "a platform with an IOMMU"
#define MCS   "the MCS configuration"
#define PAGE_TABLES                                                                                \
    "an address space of its own: those of components get their page tables by themselves"

static const struct object_type object_types[] = {
    {"seL4_EndpointObject",         SPEC_KIND_ENDPOINT,      0,  NULL                                          },
    {"seL4_NotificationObject",     SPEC_KIND_NOTIFICATION,  0,  NULL                                          },
    {"seL4_FrameObject",            SPEC_KIND_FRAME,         0,  NULL                                          },
    {"seL4_SmallPageObject",        SPEC_KIND_FRAME,         12, NULL                                          },
    {"seL4_LargePageObject",        SPEC_KIND_FRAME,         21, NULL                                          },
    {"seL4_ARM_SectionObject",      SPEC_KIND_FRAME,         21, NULL                                          },
    {"seL4_HugePageObject",         SPEC_KIND_FRAME,         30, NULL                                          },
    {"seL4_UntypedObject",          SPEC_KIND_UNTYPED,       0,  NULL                                          },
    {"seL4_IRQHandler",             SPEC_KIND_IRQ,           0,  NULL                                          },
    {"seL4_TCBObject",              SPEC_KIND_TCB,           0,  NULL                                          },
    {"seL4_CapTableObject",         SPEC_KIND_CNODE,         0,  NULL                                          },
    {"seL4_ASID_Pool",              SPEC_KIND_ASID_POOL,     0,  NULL                                          },
    {"seL4_SchedContextObject",     SPEC_KIND_SC,            0,  MCS                                           },
    {"seL4_RTReplyObject",          SPEC_KIND_RTREPLY,       0,  MCS                                           },
    {"seL4_SchedControl",           SPEC_KIND_SCHED_CONTROL, 0,  MCS                                           },
    {"seL4_IA32_IOPort",            SPEC_KIND_IO_PORTS,      0,  X86                                           },
    {"seL4_IA32_IOSpace",           SPEC_KIND_IO_DEVICE,     0,  IOMMU                                         },
    {"seL4_ARM_IOSpace",            SPEC_KIND_ARM_IO_DEVICE, 0,  IOMMU                                         },
    {"seL4_IOPageTableObject",      SPEC_KIND_IO_PT,         0,  IOMMU                                         },
    {"seL4_ARMSID",                 SPEC_KIND_STREAMID,      0,  IOMMU                                         },
    {"seL4_ARMCB",                  SPEC_KIND_CONTEXTBANK,   0,  IOMMU                                         },
    {"seL4_ARMSMC",                 SPEC_KIND_SMC,           0,  "a kernel that passes on secure monitor calls"},
    {"seL4_VCPU",                   SPEC_KIND_VCPU,          0,  "a hypervisor platform"                       },
    {"seL4_ARM_SuperSectionObject", SPEC_KIND_FRAME,         0,  "a 32-bit platform"                           },
    {"seL4_X64_PML4",               SPEC_KIND_PAGE_TABLE,    0,  X86                                           },
    {"seL4_X64_PDPT",               SPEC_KIND_PAGE_TABLE,    0,  X86                                           },
    {"seL4_PageDirectoryObject",    SPEC_KIND_PAGE_TABLE,    0,  PAGE_TABLES                                   },
    {"seL4_PageTableObject",        SPEC_KIND_PAGE_TABLE,    0,  PAGE_TABLES                                   },
    {"seL4_AARCH64_PGD",            SPEC_KIND_PAGE_TABLE,    0,  PAGE_TABLES                                   },
    {"seL4_AARCH64_PUD",            SPEC_KIND_PAGE_TABLE,    0,  PAGE_TABLES                                   },
};

/* What is behind an object's value. */
struct claims_object {
    const struct claims *claims;
    struct spec_object_id id;
};

const struct spec_object_id *claims_object_of(struct jinja_value value)
{
    if (value.kind != JINJA_DICT || value.as.dict->type_name != object_name) {
        return NULL;
    }
    const struct claims_object *made = value.as.dict->data;
    return &made->id;
}

/* object.get_size_bits() */
static struct jinja_value object_size_bits(struct jinja_call *call)
{
    const struct claims_object *made = call->callable->data;
    jinja_check_arguments(call, 0, 0, "");
    return jinja_int(spec_object(made->claims->build->spec, made->id)->size_bits);
}

struct jinja_value claims_object_value(struct claims *claims, struct spec_object_id object)
{
    struct arena *arena = &claims->facts->c->arena;
    uint32_t index;
    if (map_get(&claims->values, object.index, &index)) {
        return claims->object_values.items[index];
    }
    struct jinja_value value = jinja_object_new(arena, object_name);
    struct claims_object *made = arena_new(arena, struct claims_object);
    *made = (struct claims_object){claims, object};
    value.as.dict->data = made;
    jinja_put(arena, value, "get_size_bits",
              jinja_callable_new(arena, "get_size_bits", object_size_bits, made));
    jinja_put(arena, value, "name", jinja_string(spec_object(claims->build->spec, object)->name));
    jinja_put(arena, value, "kind",
              jinja_string(spec_kind_keyword(spec_object(claims->build->spec, object)->kind)));
    value.as.dict->frozen = true;
    map_put(&claims->values, arena, object.index, (uint32_t)claims->object_values.count);
    vec_push(arena, &claims->object_values, value);
    return value;
}

static const struct object_type *find_type(struct jinja_call *call, const char *name)
{
    for (size_t i = 0; i < sizeof(object_types) / sizeof(object_types[0]); i++) {
        if (strcmp(object_types[i].name, name) == 0) {
            if (object_types[i].needs != NULL) {
                jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span,
                           "an object of type %s needs %s", name, object_types[i].needs);
            }
            return &object_types[i];
        }
    }
    jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span, "there are no objects of type `%s`",
               name);
}

/* number=, trigger=, target=, notification= of an interrupt handler. */
static void set_irq(struct claims *claims, struct jinja_call *call, struct spec_object_id id)
{
    if (claims_keyword(call, "number") == NULL) {
        jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span,
                   claims_keyword(call, "vector") != NULL
                       ? "interrupts of an IOAPIC or MSI need a platform of x86"
                       : "an interrupt handler needs `number=`");
    }
    struct spec_irq *irq = spec_object(claims->build->spec, id)->irq;
    irq->number = claims_number(call, "number", 0, UINT32_MAX);
    irq->target = (uint32_t)claims_number(call, "target", 0, 0);
    const struct jinja_value *trigger = claims_keyword(call, "trigger");
    if (trigger != NULL) {
        const struct jinja_value *edge =
            trigger->kind == JINJA_DICT ? jinja_get(trigger->as.dict, "value") : trigger;
        irq->trigger_given = true;
        irq->edge = edge != NULL && jinja_is_true(*edge);
    }
    const struct jinja_value *notification = claims_keyword(call, "notification");
    if (notification == NULL) {
        return;
    }
    const struct spec_cap *cap = claims_cap_of(*notification);
    if (cap == NULL || cap->object.index == SPEC_NO_OBJECT.index ||
        spec_object(claims->build->spec, cap->object)->kind != SPEC_KIND_NOTIFICATION) {
        jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span,
                   "`notification` is a capability to a notification: my_cnode[slot] or Cap(...)");
    }
    spec_put_cap(claims->build->spec, id,
                 (struct spec_cap){
                     .object = cap->object,
                     .rights = SPEC_READ | SPEC_WRITE,
                     .badge = cap->badge,
                 });
}

static void set_untyped(struct claims *claims, struct jinja_call *call, struct spec_object_id id)
{
    struct spec_object *object = spec_object(claims->build->spec, id);
    object->size_bits = (uint8_t)claims_number(call, "size_bits", 12, 47);
    if (object->size_bits < 4) {
        jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span,
                   "untyped memory has at least 2^4 bytes");
    }
    object->has_paddr = claims_keyword(call, "paddr") != NULL;
    object->paddr = claims_number(call, "paddr", 0, UINT64_MAX >> 8);
}

/* The frame of a name, which may lie at a physical address others map too. */
static struct spec_object_id new_frame(struct claims *claims, struct jinja_call *call,
                                       const struct object_type *type, const char *name)
{
    const char *label = claims->label;
    uint8_t bits = type->bits;
    if (bits == 0) {
        bits = claims_frame_bits(call, claims_number(call, "size", SYSTEM_BUILD_PAGE, UINT32_MAX));
    }
    if (claims_keyword(call, "paddr") == NULL) {
        struct spec_object_id id = system_build_object(claims->build, SPEC_KIND_FRAME, label, name);
        spec_object(claims->build->spec, id)->size_bits = bits;
        return id;
    }
    uint64_t paddr = claims_number(call, "paddr", 0, UINT64_MAX >> 8);
    struct spec_object_id id = system_build_frame_at(claims->build, paddr, bits, label, name);
    if (id.index == SPEC_NO_OBJECT.index || paddr % ((uint64_t)1 << bits) != 0) {
        jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span,
                   "physical address 0x%llx cannot be a frame of 2^%u bytes",
                   (unsigned long long)paddr, bits);
    }
    return id;
}

struct spec_object_id claims_object(struct claims *claims, struct jinja_call *call,
                                    const char *type_name)
{
    struct arena *arena = &claims->facts->c->arena;
    const char *name = jinja_argument_string(call, 0, "name", NULL);
    const struct object_type *type = find_type(
        call, type_name != NULL ? type_name : jinja_argument_string(call, 1, "type", NULL));
    const char *key = arena_printf(&call->jinja->scratch, "%s\n%s", claims->scope, name);
    uint32_t known;
    if (map_string_get(&claims->objects, key, &known)) {
        struct spec_object_id id = {known};
        if (spec_object(claims->build->spec, id)->kind != type->kind) {
            jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span,
                       "`%s` was claimed as an object of another type", name);
        }
        return id;
    }
    claims_count(claims, call->span, 1);
    struct spec_object_id id;
    if (type->kind == SPEC_KIND_FRAME) {
        id = new_frame(claims, call, type, name);
    } else {
        id = system_build_object(claims->build, type->kind, claims->label, name);
    }
    if (type->kind == SPEC_KIND_IRQ) {
        set_irq(claims, call, id);
    } else if (type->kind == SPEC_KIND_UNTYPED) {
        set_untyped(claims, call, id);
    } else if (type->kind == SPEC_KIND_CNODE) {
        spec_object(claims->build->spec, id)->size_bits =
            (uint8_t)claims_number(call, "size_bits", 4, 20);
    }
    map_string_put(&claims->objects, arena, arena_strdup(arena, key), id.index);
    return id;
}

static struct jinja_value global_alloc_obj(struct jinja_call *call)
{
    struct claims *claims = claims_of(call);
    jinja_check_arguments(call, 0, 3, CLAIMS_OBJECT_KEYWORDS);
    return claims_object_value(claims, claims_object(claims, call, NULL));
}

void claims_add_objects(struct claims *claims)
{
    struct arena *arena = &claims->facts->c->arena;
    claims_global(claims, "alloc_obj", global_alloc_obj);
    for (size_t i = 0; i < sizeof(object_types) / sizeof(object_types[0]); i++) {
        jinja_set(claims->jinja, object_types[i].name, jinja_string(object_types[i].name));
    }
    for (int edge = 0; edge < 2; edge++) {
        struct jinja_value trigger = jinja_object_new(arena, "trigger");
        jinja_put(arena, trigger, "value", jinja_int(edge));
        jinja_freeze(trigger);
        jinja_set(claims->jinja, edge != 0 ? "seL4_ARM_IRQ_EDGE" : "seL4_ARM_IRQ_LEVEL", trigger);
    }
}
