/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Capabilities: alloc, alloc_cap, Cap, my_cnode, cap_space; what all claims share.
 */
#include "adl/glue/claims.h"

#include <string.h>

#include "adl/glue/jinja_tree.h"

#define BADGE_MAX INT64_MAX

/* Kinds of values, told apart by the address of their names. */
static const char cap_name[] = "cap", cnode_name[] = "cnode";

/* A capability as a value: in a slot of a program's CNode, or (program NULL) made by Cap(). */
struct claim_cap {
    struct claims *claims;
    struct program_build *program;
    struct spec_cap cap;
    struct jinja_value value;
};

const struct spec_cap *claims_cap_of(struct jinja_value value)
{
    const struct claim_cap *cap = value.kind == JINJA_DICT && value.as.dict->type_name == cap_name
                                      ? value.as.dict->data
                                      : NULL;
    return cap != NULL ? &cap->cap : NULL;
}

void claims_global(struct claims *claims, const char *name, jinja_function *function)
{
    jinja_set(claims->jinja, name,
              jinja_callable_new(&claims->facts->c->arena, name, function, claims));
}

struct claims *claims_of(const struct jinja_call *call)
{
    struct claims *claims = call->callable->data;
    if (claims->program == NULL) {
        jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span,
                   "`%s` has nobody to work for: this template belongs to no program",
                   call->callable->name);
    }
    if (claims->closed) {
        jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span,
                   "`%s` comes too late: the files of a component are made when its CNode has its "
                   "size",
                   call->callable->name);
    }
    return claims;
}

void claims_count(struct claims *claims, struct span span, uint32_t more)
{
    if (more > CLAIMS_MAX || claims->claimed > CLAIMS_MAX - more) {
        jinja_fail(claims->jinja, DIAG_TEMPLATE_LIMIT, span,
                   "the template claims more than %u objects, capabilities and frames", CLAIMS_MAX);
    }
    claims->claimed += more;
}

const struct jinja_value *claims_keyword(const struct jinja_call *call, const char *name)
{
    for (size_t i = 0; i < call->keyword_count; i++) {
        if (strcmp(call->keywords[i].name, name) == 0) {
            jinja_defined(call->jinja, call->keywords[i].value, call->span);
            return call->keywords[i].value.kind != JINJA_NONE ? &call->keywords[i].value : NULL;
        }
    }
    return NULL;
}

bool claims_flag(const struct jinja_call *call, const char *name, bool fallback)
{
    const struct jinja_value *value = claims_keyword(call, name);
    return value != NULL ? jinja_is_true(*value) : fallback;
}

uint64_t claims_number(struct jinja_call *call, const char *name, uint64_t fallback, uint64_t most)
{
    const struct jinja_value *value = claims_keyword(call, name);
    if (value == NULL) {
        return fallback;
    }
    __int128 number = jinja_integer(call->jinja, *value, call->span, name);
    if (number < 0 || number > (__int128)most) {
        jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span,
                   "`%s` of `%s` is not from 0 to %llu", name, call->callable->name,
                   (unsigned long long)most);
    }
    return (uint64_t)number;
}

uint8_t claims_frame_bits(struct jinja_call *call, uint64_t size)
{
    static const uint8_t bits[] = {12, 21, 30};
    for (size_t i = 0; i < sizeof(bits); i++) {
        if (size == (uint64_t)1 << bits[i]) {
            return bits[i];
        }
    }
    jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span,
               "there are no frames of %llu bytes; they have 4096, 2097152 or 1073741824",
               (unsigned long long)size);
}

/* ---- capabilities ---- */

static uint8_t rights_of(const struct jinja_call *call)
{
    return (uint8_t)((claims_flag(call, "read", false) ? SPEC_READ : 0u) |
                     (claims_flag(call, "write", false) ? SPEC_WRITE : 0u) |
                     (claims_flag(call, "grant", false) ? SPEC_GRANT : 0u) |
                     (claims_flag(call, "grantreply", false) ? SPEC_GRANT_REPLY : 0u));
}

uint32_t claims_cap(struct claims *claims, const char *name, struct spec_cap cap, struct span span)
{
    struct arena *arena = &claims->facts->c->arena;
    const char *key = arena_printf(&claims->jinja->scratch, "%s\n%s\n%s",
                                   claims->program->program.name, claims->scope, name);
    uint32_t slot;
    if (map_string_get(&claims->caps, key, &slot)) {
        struct spec_cap *known =
            spec_cap_change(claims->build->spec, claims->program->program.cspace, slot);
        if (known != NULL) {
            known->rights |= cap.rights;
        }
        return slot;
    }
    claims_count(claims, span, 1);
    slot =
        (uint32_t)system_build_give_cap(claims->build, claims->program, claims->place, name, cap);
    map_string_put(&claims->caps, arena, arena_strdup(arena, key), slot);
    return slot;
}

/* A cap to `object` with the rights and badge that the keywords say. */
static struct spec_cap new_cap(struct claims *claims, struct jinja_call *call,
                               struct spec_object_id object)
{
    struct spec_cap cap = {.object = object};
    enum spec_kind kind = spec_object(claims->build->spec, object)->kind;
    bool full = kind == SPEC_KIND_TCB || kind == SPEC_KIND_CNODE;
    cap.rights = full ? SPEC_ALL_RIGHTS : kind == SPEC_KIND_IRQ ? 0 : rights_of(call);
    cap.badge = claims_number(call, "badge", 0, BADGE_MAX);
    return cap;
}

uint32_t claims_cap_to(struct claims *claims, struct jinja_call *call, struct spec_object_id object)
{
    struct spec_cap cap = new_cap(claims, call, object);
    return claims_cap(claims, jinja_argument_string(call, 0, "name", NULL), cap, call->span);
}

static struct jinja_value global_alloc(struct jinja_call *call)
{
    struct claims *claims = claims_of(call);
    jinja_check_arguments(call, 0, 3, CLAIMS_OBJECT_KEYWORDS);
    return jinja_int(claims_cap_to(claims, call, claims_object(claims, call, NULL)));
}

/* What is behind the value of a CNode. */
struct claim_cnode {
    struct claims *claims;
    struct program_build *program;
};

static bool is_cnode(struct jinja_value value)
{
    return value.kind == JINJA_DICT && value.as.dict->type_name == cnode_name;
}

/* alloc_cap(name, object, ...): the object may be None (an empty slot) or my_cnode. */
static struct jinja_value global_alloc_cap(struct jinja_call *call)
{
    struct claims *claims = claims_of(call);
    jinja_check_arguments(call, 0, 2, "name obj read write grant grantreply badge cached");
    const char *name = jinja_argument_string(call, 0, "name", NULL);
    struct jinja_value subject = jinja_argument(call, 1, "obj", NULL);
    if (subject.kind == JINJA_NONE) {
        struct spec_cap none = {.object = SPEC_NO_OBJECT};
        return jinja_int(claims_cap(claims, name, none, call->span));
    }
    if (is_cnode(subject)) {
        const struct claim_cnode *cnode = subject.as.dict->data;
        if (cnode->program != claims->program) {
            jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span,
                       "this is the CNode of another program");
        }
        return jinja_int(system_build_own_cnode(claims->build, claims->program));
    }
    const struct spec_object_id *object = claims_object_of(subject);
    if (object == NULL) {
        jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span,
                   "`alloc_cap` takes an object (of alloc_obj), my_cnode or none, not %s",
                   jinja_type_name(subject));
    }
    return jinja_int(claims_cap(claims, name, new_cap(claims, call, *object), call->span));
}

/* Shows in the value what the cap is now. */
static void show_cap(struct claim_cap *cap)
{
    struct arena *arena = &cap->claims->facts->c->arena;
    jinja_put_frozen(arena, cap->value, "read", jinja_bool((cap->cap.rights & SPEC_READ) != 0));
    jinja_put_frozen(arena, cap->value, "write", jinja_bool((cap->cap.rights & SPEC_WRITE) != 0));
    jinja_put_frozen(arena, cap->value, "grant", jinja_bool((cap->cap.rights & SPEC_GRANT) != 0));
    jinja_put_frozen(arena, cap->value, "grantreply",
                     jinja_bool((cap->cap.rights & SPEC_GRANT_REPLY) != 0));
    jinja_put_frozen(arena, cap->value, "badge", jinja_int(cap->cap.badge));
}

/* cap.set_badge(number) */
static struct jinja_value cap_set_badge(struct jinja_call *call)
{
    struct claim_cap *cap = call->callable->data;
    jinja_check_arguments(call, 1, 1, "badge");
    __int128 badge = jinja_argument_int(call, 0, "badge", NULL);
    if (badge < 0 || badge > BADGE_MAX) {
        jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span, "a badge is from 0 to 2^63 - 1");
    }
    cap->cap.badge = (uint64_t)badge;
    if (cap->program != NULL) {
        spec_cap_change(cap->claims->build->spec, cap->program->program.cspace, cap->cap.slot)
            ->badge = cap->cap.badge;
    }
    show_cap(cap);
    return jinja_string("");
}

static struct jinja_value cap_value(struct claims *claims, struct program_build *program,
                                    struct spec_cap cap)
{
    struct arena *arena = &claims->facts->c->arena;
    struct claim_cap *made = arena_new(arena, struct claim_cap);
    *made = (struct claim_cap){claims, program, cap, jinja_object_new(arena, cap_name)};
    made->value.as.dict->data = made;
    jinja_put(arena, made->value, "referent", claims_object_value(claims, cap.object));
    jinja_put(arena, made->value, "set_badge",
              jinja_callable_new(arena, "set_badge", cap_set_badge, made));
    made->value.as.dict->frozen = true;
    show_cap(made);
    return made->value;
}

/* Cap(object, read=, write=, grant=, grantreply=, badge=): one that is in no slot. */
static struct jinja_value global_cap(struct jinja_call *call)
{
    struct claims *claims = claims_of(call);
    jinja_check_arguments(call, 1, 1, "referent read write grant grantreply badge cached");
    const struct spec_object_id *object =
        claims_object_of(jinja_argument(call, 0, "referent", NULL));
    if (object == NULL) {
        jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span, "`Cap` takes an object");
    }
    claims_count(claims, call->span, 1);
    return cap_value(claims, NULL, new_cap(claims, call, *object));
}

/* my_cnode[slot] */
static bool cnode_slot(struct jinja *jinja, struct jinja_dict *dict, struct jinja_value key,
                       struct jinja_value *value)
{
    const struct claim_cnode *cnode = dict->data;
    struct claims *claims = cnode->claims;
    struct program_build *program = cnode->program;
    if (key.kind != JINJA_INT || key.as.integer < 0 || key.as.integer > UINT32_MAX) {
        return false;
    }
    const struct spec_cap *cap =
        spec_cap_at(claims->build->spec, program->program.cspace, (uint32_t)key.as.integer);
    if (cap == NULL) {
        return false;
    }
    claims_count(claims, jinja->at, 1);
    *value = cap_value(claims, program, *cap);
    return true;
}

static struct jinja_value cnode_value(struct claims *claims, struct program_build *program)
{
    struct arena *arena = &claims->facts->c->arena;
    struct jinja_value *known = &claims->cnodes[program - claims->build->programs];
    if (known->kind != JINJA_UNDEFINED) {
        return *known;
    }
    struct jinja_value value = jinja_object_new(arena, cnode_name);
    struct claim_cnode *cnode = arena_new(arena, struct claim_cnode);
    *cnode = (struct claim_cnode){claims, program};
    jinja_put(arena, value, "name",
              jinja_string(spec_object(claims->build->spec, program->program.cspace)->name));
    value.as.dict->missing = cnode_slot;
    value.as.dict->data = cnode;
    value.as.dict->frozen = true;
    *known = value;
    return value;
}

void claims_init(struct claims *claims, struct facts *facts, struct jinja *jinja,
                 struct system_build *build)
{
    static const struct {
        const char *name;
        jinja_function *function;
    } functions[] = {
        {"alloc",     global_alloc    },
        {"alloc_cap", global_alloc_cap},
        {"Cap",       global_cap      },
    };
    struct arena *arena = &facts->c->arena;
    *claims = (struct claims){.facts = facts, .jinja = jinja, .build = build};
    claims->cnodes = arena_array(arena, struct jinja_value, build->program_count);
    for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++) {
        claims_global(claims, functions[i].name, functions[i].function);
    }
    claims_add_objects(claims);
    claims_add_memory(claims);
    claims_add_frames(claims);
    claims_add_stash(claims);
    claims_add_errors(claims);
}

void claims_start(struct claims *claims, struct program_build *program, struct program_place place,
                  const char *label, struct jinja_value holder)
{
    claims->program = program;
    claims->place = place;
    claims->label = label;
    claims->scope =
        arena_printf(&claims->facts->c->arena, "%s %s",
                     place.connection == PROGRAM_OWN ? "instance" : "connection", label);
    claims->holder = holder;
    claims->claimed = 0;
    claims->closed = false;
    struct jinja_value cnode = cnode_value(claims, program);
    struct jinja_value space = jinja_object_new(&claims->facts->c->arena, "cap_space");
    jinja_put(&claims->facts->c->arena, space, "cnode", cnode);
    space.as.dict->frozen = true;
    jinja_set(claims->jinja, "my_cnode", cnode);
    jinja_set(claims->jinja, "cap_space", space);
}
