/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Capabilities in a JSON spec.
 */
#include <inttypes.h>
#include <string.h>

#include "capdl/forms/json_reader.h"

static uint8_t read_rights(struct json_reader *r, uint32_t fields)
{
    static const char *const keys[] = {"write", "read", "grant", "grant_reply"};
    uint32_t node = json_reader_need(r, fields, "rights");
    uint8_t rights = 0;

    for (unsigned bit = 0; node != 0 && bit < 4; bit++) {
        if (json_reader_truth(r, node, keys[bit])) {
            rights = (uint8_t)(rights | 1u << bit);
        }
    }
    return rights;
}

static void read_frame(struct json_reader *r, uint32_t fields, struct spec_cap *cap)
{
    uint32_t mapping = json_tree_get(&r->tree, fields, "mapping");

    /* Grant on a frame is the right to execute, which stands in a field of its own. */
    cap->rights = read_rights(r, fields) & (SPEC_READ | SPEC_WRITE | SPEC_GRANT_REPLY);
    cap->uncached = !json_reader_truth(r, fields, "cached");
    cap->executable = json_reader_truth(r, fields, "executable");
    if (mapping != 0) {
        cap->mapped_alias = true;
        cap->mapping_table = json_reader_object(r, json_reader_need(r, mapping, "object"), NULL);
        cap->mapping_slot = (uint32_t)json_reader_number(r, mapping, "slot", UINT32_MAX - 1);
    }
}

static void read_asid(struct json_reader *r, uint32_t fields, struct spec_cap *cap)
{
    uint32_t asid = json_tree_get(&r->tree, fields, "asid");

    if (asid != 0) {
        cap->has_asid = true;
        cap->asid_high = json_reader_number(r, asid, "high", UINT64_MAX);
        cap->asid_low = json_reader_number(r, asid, "low", UINT64_MAX);
    }
}

/* Takes what capabilities of this variant have beside the object. */
static void read_fields(struct json_reader *r, uint32_t fields, enum json_object variant,
                        struct spec_cap *cap)
{
    if (variant == JSON_ENDPOINT || variant == JSON_NOTIFICATION) {
        cap->badge = json_reader_number(r, fields, "badge", UINT64_MAX);
        cap->rights = read_rights(r, fields);
    } else if (variant == JSON_CNODE) {
        cap->guard = json_reader_number(r, fields, "guard", UINT64_MAX);
        cap->guard_size = (uint8_t)json_reader_number(r, fields, "guard_size", UINT8_MAX);
    } else if (variant == JSON_FRAME) {
        read_frame(r, fields, cap);
        read_asid(r, fields, cap);
    } else if (variant == JSON_PAGE_TABLE) {
        read_asid(r, fields, cap);
    } else if (variant == JSON_SMC) {
        (void)json_reader_maybe(r, fields, "badge", &cap->badge);
    }
}

/* The capability {"Kind": {"object": 3, ...}}; false after a report. */
static bool read_cap(struct json_reader *r, uint32_t node, struct spec_cap *cap)
{
    uint32_t fields = json_tree_is_object(&r->tree, node) ? r->tree.nodes[node].first : 0;
    enum json_object variant;
    uint32_t id = 0;

    if (fields == 0 || r->tree.nodes[fields].next != 0) {
        (void)json_reader_fault(r, node, "a capability is an object with one field: its kind");
        return false;
    }
    cap->object = json_reader_object(r, json_reader_need(r, fields, "object"), &id);
    if (cap->object.index == SPEC_NO_OBJECT.index) {
        return false;
    }
    variant = (enum json_object)r->variants[id];
    if (!json_tree_has_key(&r->tree, fields, json_kinds[variant].cap)) {
        (void)json_reader_fault(r, fields,
                                "object %" PRIu32
                                " is of the kind `%s`: a capability to it is of the "
                                "kind `%s`",
                                id, json_kinds[variant].object, json_kinds[variant].cap);
        return false;
    }
    read_fields(r, fields, variant, cap);
    return true;
}

/* One entry: {"slot": 1, "cap": ...}, or the pair [1, cap] of older tools. */
static void read_entry(struct json_reader *r, uint32_t node, struct spec_object_id holder)
{
    struct spec_cap cap = {.span = json_tree_span(&r->tree, node)};
    uint32_t value;
    uint64_t slot;

    if (json_tree_is_array(&r->tree, node)) {
        uint32_t first = r->tree.nodes[node].first;

        value = first != 0 ? r->tree.nodes[first].next : 0;
        if (!json_tree_number(&r->tree, first, &slot) || slot >= UINT32_MAX || value == 0) {
            (void)json_reader_fault(r, node, "a pair of a slot and a capability is expected");
            return;
        }
    } else {
        slot = json_reader_number(r, node, "slot", UINT32_MAX - 1);
        value = json_reader_need(r, node, "cap");
    }
    cap.slot = (uint32_t)slot;
    if (value != 0 && read_cap(r, value, &cap) && !spec_put_cap(r->spec, holder, cap)) {
        (void)json_reader_fault(r, node, "slot %" PRIu32 " of `%s` is filled twice", cap.slot,
                                spec_object(r->spec, holder)->name);
    }
}

void json_caps_read(struct json_reader *r, uint32_t node, struct spec_object_id holder)
{
    uint32_t slots = json_tree_get(&r->tree, node, "slots");
    uint32_t count = 0;

    if (slots == 0) {
        return;
    }
    slots = json_reader_array(r, node, "slots");
    if (slots == 0) {
        return;
    }
    for (uint32_t i = r->tree.nodes[slots].first; i != 0; i = r->tree.nodes[i].next) {
        count++;
    }
    spec_reserve_caps(r->spec, holder, count);
    for (uint32_t i = r->tree.nodes[slots].first; i != 0; i = r->tree.nodes[i].next) {
        read_entry(r, i, holder);
    }
}
