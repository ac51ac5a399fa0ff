/* SPDX-License-Identifier: BSD-2-Clause
 *
 * What objects and capabilities are called in JSON (private to capdl/forms), for the writer and the
 * reader.
 */
#ifndef CAPDL_FORMS_JSON_KINDS_H
#define CAPDL_FORMS_JSON_KINDS_H

#include <stdbool.h>

#include "capdl/spec/spec.h"

/* The variants of an object of the JSON form. */
enum json_object {
    JSON_NO_OBJECT,
    JSON_ENDPOINT,
    JSON_NOTIFICATION,
    JSON_TCB,
    JSON_CNODE,
    JSON_UNTYPED,
    JSON_FRAME,
    JSON_PAGE_TABLE,
    JSON_ASID_POOL,
    JSON_IRQ,
    JSON_ARM_IRQ,
    JSON_RISCV_IRQ,
    JSON_IRQ_MSI,
    JSON_IRQ_IOAPIC,
    JSON_VCPU,
    JSON_IO_PORTS,
    JSON_IO_SPACE,
    JSON_IO_PAGE_TABLE,
    JSON_SCHED_CONTEXT,
    JSON_REPLY,
    JSON_SMC,
    JSON_DOMAIN_SET,
    JSON_OBJECTS
};

/* One variant: its tag, the tag of capabilities to it, the kind of the graph. */
struct json_kind {
    const char *object, *cap;
    enum spec_kind kind;
    bool unit; /* it has no fields: the tag alone is the object */
};

/* By enum json_object. */
extern const struct json_kind json_kinds[JSON_OBJECTS];

/* The variant of an object of the graph; JSON_NO_OBJECT: it has none. */
enum json_object json_kinds_of(enum spec_arch arch, const struct spec_object *object);

/* Names of the chunks of the boot info: in fills of the graph, and in JSON. NULL when there is
 * none. */
const char *json_kinds_chunk_to_json(const char *chunk);
const char *json_kinds_chunk_from_json(const char *id);

#endif
