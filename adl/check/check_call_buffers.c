/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Setting `buffer` of a procedure connection (adl.md 11.3): it names a dataport connection through
 * whose memory parameters go. Both must join the same two instances, one caller and one server, and
 * both sides must be able to read and write the memory.
 */
#include <string.h>

#include "adl/base/suggest.h"
#include "adl/check/checks.h"

struct check_buffer {
    struct compilation *c;
    const struct model *model;
    const struct model_connection *call;
    const struct model_setting *setting;
};

static enum model_end_kind check_buffer_kind(const struct check_buffer *b,
                                             const struct model_connection *connection)
{
    return b->model->connectors[connection->connector].from.kind;
}

/* Reports that there is no dataport connection of that name. */
static void check_buffer_unknown(const struct check_buffer *b, const char *name)
{
    struct suggest near;
    struct diag *diag =
        diag_report(&b->c->diags, DIAG_CALL_BUFFER, b->setting->value.span,
                    "parameters of `%s` cannot go through `%s`, which is no dataport connection",
                    b->call->name, name);

    suggest_start(&near, name);
    for (uint32_t i = 0; i < b->model->connection_count; i++) {
        if (check_buffer_kind(b, &b->model->connections[i]) == MODEL_END_DATAPORT) {
            suggest_consider(&near, b->model->connections[i].name);
        }
    }
    if (suggest_result(&near) != NULL) {
        diag_hint(diag, "did you mean `%s`?", suggest_result(&near));
    } else {
        diag_hint(diag, "name a seL4SharedData connection between the same two instances");
    }
}

static bool check_buffer_joins(const struct check_buffer *b, const struct model_connection *memory)
{
    uint32_t caller = b->call->from[0].instance, server = b->call->to[0].instance;
    uint32_t first = memory->from[0].instance, second = memory->to[0].instance;

    return (first == caller && second == server) || (first == server && second == caller);
}

/* Reports an end whose rights to the memory do not let it both read and write. */
static void check_buffer_rights(const struct check_buffer *b, const struct model_end *end)
{
    const char *target = b->model->instances[end->instance].name;
    const char *name =
        intern_printf(&b->c->interner, "%s_access", model_interface_of(b->model, end)->name);
    const struct model_setting *access = model_setting(b->model, target, name);
    struct diag *diag;

    if (access == NULL || access->value.kind != MODEL_VALUE_STRING ||
        access->value.string[0] == '\0' ||
        (strchr(access->value.string, 'R') != NULL && strchr(access->value.string, 'W') != NULL)) {
        return;
    }
    diag = diag_report(&b->c->diags, DIAG_CALL_BUFFER, access->value.span,
                       "`%s` cannot both read and write the memory that parameters of `%s` go "
                       "through",
                       target, b->call->name);
    diag_label(diag, b->setting->value.span, "the memory is named here");
    diag_hint(diag, "set `%s.%s` to \"RW\", or leave it out", target, name);
}

static void check_buffer_memory(const struct check_buffer *b)
{
    const char *name = b->setting->value.string;
    uint32_t index = model_connection_named(b->model, name);
    const struct model_connection *memory;
    struct diag *diag;

    if (index == UINT32_MAX ||
        check_buffer_kind(b, &b->model->connections[index]) != MODEL_END_DATAPORT) {
        check_buffer_unknown(b, name);
        return;
    }
    memory = &b->model->connections[index];
    if (b->call->from_count != 1 || b->call->to_count != 1 || memory->from_count != 1 ||
        memory->to_count != 1 || !check_buffer_joins(b, memory)) {
        diag = diag_report(&b->c->diags, DIAG_CALL_BUFFER, b->setting->value.span,
                           "`%s` and `%s` do not join the same two instances", b->call->name,
                           memory->name);
        diag_label(diag, b->call->span, "this is the connection of the calls");
        diag_label(diag, memory->span, "this is the memory");
        diag_hint(diag, "both must be between one caller and one server, the same for both");
        return;
    }
    check_buffer_rights(b, &memory->from[0]);
    check_buffer_rights(b, &memory->to[0]);
}

bool check_call_buffers(struct compilation *c, void *subject)
{
    struct check_buffer b = {.c = c, .model = ((const struct checks *)subject)->model};
    const char *name = intern_string(&c->interner, "buffer");

    for (uint32_t i = 0; i < b.model->connection_count; i++) {
        b.call = &b.model->connections[i];
        b.setting = model_setting(b.model, b.call->name, name);
        if (b.setting != NULL && b.setting->value.kind == MODEL_VALUE_STRING &&
            check_buffer_kind(&b, b.call) == MODEL_END_PROCEDURE && b.call->from_count > 0 &&
            b.call->to_count > 0) {
            check_buffer_memory(&b);
        }
    }
    return true;
}
