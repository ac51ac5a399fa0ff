/* SPDX-License-Identifier: BSD-2-Clause
 *
 * libcapdl: read, check and write capability specs.
 *
 * A spec is a capability graph: the kernel objects of a system and the capabilities between them. A
 * session holds one spec and what was said about it.  It is made with libcapdl_new(), gets its spec
 * with libcapdl_read(), and is given up with libcapdl_free(); everything that it hands out belongs
 * to it and stays until then.  Sessions are independent; one session must not be used by two
 * threads at once.
 *
 * No function prints, exits or keeps global state.  Input is not trusted: whatever the bytes are,
 * reading ends with a spec or with messages, in memory in proportion to it.
 *
 * See libcapdl(3); the forms are described in capdl(1), the language in capdl(5), the rules in
 * adlc-diagnostics(7).
 */
#ifndef LIBCAPDL_H
#define LIBCAPDL_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define LIBCAPDL_VERSION 1

struct libcapdl;

enum libcapdl_result {
    LIBCAPDL_OK = 0,
    LIBCAPDL_FAULTY = 1, /* there are messages of severity LIBCAPDL_ERROR */
    LIBCAPDL_NO_FORM =
        2, /* there is no such form, or not in this direction, or it is not recognised */
    LIBCAPDL_NO_SPEC = 3,   /* the session has no spec */
    LIBCAPDL_NO_MEMORY = 4, /* memory ran out, or the limit; the session can only be freed */
};

enum libcapdl_severity {
    LIBCAPDL_NOTE = 1,
    LIBCAPDL_WARNING = 2,
    LIBCAPDL_ERROR = 3,
};

/* Something said about a spec. Without a place, file is NULL and line and column are 0. */
struct libcapdl_message {
    enum libcapdl_severity severity;
    const char *rule; /* such as "spec-guard" */
    const char *text;
    const char *file;
    unsigned line, column; /* from 1 */
};

/* An object of the spec. */
struct libcapdl_object {
    const char *name;   /* "x[3]" for an element of an array */
    const char *type;   /* as in capDL text: "ep", "cnode", "pgd" ... */
    unsigned size_bits; /* CNode: log2 of its slots; frame, untyped: log2 of its bytes; else 0 */
    int has_address;
    uint64_t address; /* physical */
    size_t cap_count; /* capabilities in it */
};

/* A capability in an object. */
struct libcapdl_cap {
    uint32_t slot;
    size_t object;   /* index of what it names */
    unsigned rights; /* 1 write, 2 read, 4 grant, 8 grant reply */
    int executable, uncached;
    uint64_t badge, guard;
    unsigned guard_size;
};

/* LIBCAPDL_VERSION of the library that is linked. */
int libcapdl_version(void);

/* A new session that takes at most `limit` bytes of memory (0: 4 GiB); NULL when there is no
 * memory. */
struct libcapdl *libcapdl_new(size_t limit);

/* Gives the session and all that it handed out up; NULL is allowed. */
void libcapdl_free(struct libcapdl *session);

/* Number of forms, and the name of one; NULL behind the last. */
size_t libcapdl_form_count(void);
const char *libcapdl_form_name(size_t index);

/* Makes the spec of the session from `size` bytes in the form `form` (NULL: recognised by the bytes
 * and by the extension of `name`). `name` stands in messages. A spec that was there before is
 * forgotten. */
enum libcapdl_result libcapdl_read(struct libcapdl *session, const void *bytes, size_t size,
                                   const char *name, const char *form);

/* Checks the spec by all rules; warnings do not make it faulty. */
enum libcapdl_result libcapdl_check(struct libcapdl *session);

/* Writes the spec, which is checked first, in the form `form`; `*bytes` and `*size` get the result,
 * behind which there is a NUL. */
enum libcapdl_result libcapdl_write(struct libcapdl *session, const char *form, const char **bytes,
                                    size_t *size);

/* The messages of all calls, in their order. Zero, or -1 when there is no such message. */
size_t libcapdl_message_count(const struct libcapdl *session);
int libcapdl_message(struct libcapdl *session, size_t index, struct libcapdl_message *message);

/* The objects of the spec, and the capabilities in them by rising slot. Zero, or -1 when there is
 * no such object or capability. */
size_t libcapdl_object_count(const struct libcapdl *session);
int libcapdl_object(const struct libcapdl *session, size_t index, struct libcapdl_object *object);
int libcapdl_cap(const struct libcapdl *session, size_t object, size_t index,
                 struct libcapdl_cap *cap);

/* Index of the object of that name; (size_t)-1 when there is none. */
size_t libcapdl_find(const struct libcapdl *session, const char *name);

#ifdef __cplusplus
}
#endif

#endif
