/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/lib/libcapdl.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "adl/base/compilation.h"
#include "capdl/check/check_graph.h"
#include "capdl/check/check_lint.h"
#include "capdl/forms/forms.h"

#define DEFAULT_LIMIT ((size_t)4 << 30)

struct libcapdl {
    struct compilation c;
    struct spec *spec; /* NULL: none */
    bool exhausted;    /* memory ran out */
};

int libcapdl_version(void)
{
    return LIBCAPDL_VERSION;
}

struct libcapdl *libcapdl_new(size_t limit)
{
    struct libcapdl *session = calloc(1, sizeof(*session));

    if (session != NULL) {
        compilation_init(&session->c);
        session->c.diags.max_errors = 0;
        session->c.sources.no_files = true;
        session->c.options.no_files = true;
        session->c.arena.limit = limit != 0 ? limit : DEFAULT_LIMIT;
    }
    return session;
}

void libcapdl_free(struct libcapdl *session)
{
    if (session != NULL) {
        compilation_done(&session->c);
        free(session);
    }
}

size_t libcapdl_form_count(void)
{
    size_t count;

    (void)forms_all(&count);
    return count;
}

const char *libcapdl_form_name(size_t index)
{
    size_t count;
    const struct form *forms = forms_all(&count);

    return index < count ? forms[index].name : NULL;
}

/* ---- what may run out of memory ---- */

/* One call: what it is to do, and with what. */
struct call {
    struct libcapdl *session;
    const void *bytes;
    size_t size;
    const char *name;
    const struct form *form;
    struct strbuf out;
};

static enum libcapdl_result read_spec(struct call *call)
{
    call->session->spec = NULL;
    call->session->spec = call->form->read(&call->session->c, call->bytes, call->size, call->name);
    return call->session->spec != NULL ? LIBCAPDL_OK : LIBCAPDL_FAULTY;
}

static enum libcapdl_result check_spec(struct call *call)
{
    if (!check_graph(&call->session->c, call->session->spec)) {
        return LIBCAPDL_FAULTY;
    }
    check_lint(&call->session->c, call->session->spec);
    return LIBCAPDL_OK;
}

static enum libcapdl_result write_spec(struct call *call)
{
    strbuf_init(&call->out, &call->session->c.arena);
    return check_graph(&call->session->c, call->session->spec) &&
                   call->form->write(&call->session->c, call->session->spec, &call->out)
               ? LIBCAPDL_OK
               : LIBCAPDL_FAULTY;
}

/* Does what a call is to do, where memory that runs out leads back here. */
static enum libcapdl_result guarded(struct call *call,
                                    enum libcapdl_result (*run)(struct call *call))
{
    struct libcapdl *session = call->session;
    enum libcapdl_result result = LIBCAPDL_NO_MEMORY;
    jmp_buf out_of_memory;

    if (session->exhausted) {
        return LIBCAPDL_NO_MEMORY;
    }
    session->exhausted = true;
    session->c.arena.failure = &out_of_memory;
    if (setjmp(out_of_memory) == 0) {
        result = run(call);
        session->exhausted = false;
    }
    session->c.arena.failure = NULL;
    session->c.scratch.failure = NULL;
    session->c.lexing.failure = NULL;
    return session->exhausted ? LIBCAPDL_NO_MEMORY : result;
}

enum libcapdl_result libcapdl_read(struct libcapdl *session, const void *bytes, size_t size,
                                   const char *name, const char *form)
{
    struct call call = {.session = session, .bytes = bytes, .size = size, .name = name};

    call.form = form != NULL ? forms_find(form) : forms_guess(name, bytes, size);
    if (call.form == NULL || call.form->read == NULL) {
        return LIBCAPDL_NO_FORM;
    }
    return guarded(&call, read_spec);
}

enum libcapdl_result libcapdl_check(struct libcapdl *session)
{
    struct call call = {.session = session};

    return session->spec == NULL ? LIBCAPDL_NO_SPEC : guarded(&call, check_spec);
}

enum libcapdl_result libcapdl_write(struct libcapdl *session, const char *form, const char **bytes,
                                    size_t *size)
{
    struct call call = {.session = session, .form = forms_find(form)};
    enum libcapdl_result result;

    *bytes = NULL;
    *size = 0;
    if (call.form == NULL || call.form->write == NULL) {
        return LIBCAPDL_NO_FORM;
    }
    if (session->spec == NULL) {
        return LIBCAPDL_NO_SPEC;
    }
    result = guarded(&call, write_spec);
    if (result == LIBCAPDL_OK) {
        *bytes = call.out.text;
        *size = call.out.size;
    }
    return result;
}

/* ---- messages ---- */

size_t libcapdl_message_count(const struct libcapdl *session)
{
    return session->c.diags.list.count;
}

/* Where a message is; the look-up of lines may need memory. */
struct locating {
    struct call call; /* first: guarded() hands this on */
    const struct diag *diag;
    struct libcapdl_message *message;
};

static enum libcapdl_result locate(struct call *call)
{
    struct locating *locating = (struct locating *)call;
    struct source_place place;

    if (source_locate(&call->session->c.sources, locating->diag->span, &place)) {
        locating->message->file = place.name;
        locating->message->line = place.line;
        locating->message->column = place.column;
    }
    return LIBCAPDL_OK;
}

int libcapdl_message(struct libcapdl *session, size_t index, struct libcapdl_message *message)
{
    struct locating locating = {.call = {.session = session}, .message = message};
    const struct diag *diag;

    if (index >= session->c.diags.list.count) {
        return -1;
    }
    diag = session->c.diags.list.items[index];
    *message = (struct libcapdl_message){
        .severity = diag->severity == SEVERITY_ERROR     ? LIBCAPDL_ERROR
                    : diag->severity == SEVERITY_WARNING ? LIBCAPDL_WARNING
                                                         : LIBCAPDL_NOTE,
        .rule = diag_kind(diag->id)->name,
        .text = diag->message,
    };
    locating.diag = diag;
    (void)guarded(&locating.call, locate);
    return 0;
}

/* ---- objects ---- */

size_t libcapdl_object_count(const struct libcapdl *session)
{
    return session->spec != NULL ? session->spec->object_count : 0;
}

int libcapdl_object(const struct libcapdl *session, size_t index, struct libcapdl_object *object)
{
    const struct spec_object *from;

    if (index >= libcapdl_object_count(session)) {
        return -1;
    }
    from = &session->spec->objects[index];
    *object = (struct libcapdl_object){
        .name = from->name,
        .type = spec_object_keyword(session->spec->arch, from),
        .size_bits = from->size_bits,
        .has_address = from->has_paddr ? 1 : 0,
        .address = from->paddr,
        .cap_count = from->cap_count,
    };
    return 0;
}

int libcapdl_cap(const struct libcapdl *session, size_t object, size_t index,
                 struct libcapdl_cap *cap)
{
    const struct spec_cap *from;

    if (object >= libcapdl_object_count(session) ||
        index >= session->spec->objects[object].cap_count) {
        return -1;
    }
    from = &session->spec->objects[object].caps[index];
    *cap = (struct libcapdl_cap){
        .slot = from->slot,
        .object = from->object.index,
        .rights = from->rights,
        .executable = from->executable ? 1 : 0,
        .uncached = from->uncached ? 1 : 0,
        .badge = from->badge,
        .guard = from->guard,
        .guard_size = from->guard_size,
    };
    return 0;
}

size_t libcapdl_find(const struct libcapdl *session, const char *name)
{
    struct spec_object_id id =
        session->spec != NULL ? spec_find(session->spec, name) : SPEC_NO_OBJECT;

    return id.index != SPEC_NO_OBJECT.index ? id.index : (size_t)-1;
}
