/* SPDX-License-Identifier: BSD-2-Clause
 *
 * A program outside the project that uses libcapdl: reads, looks around, checks, writes, and does
 * what is wrong. Prints what it sees.
 */
#include <libcapdl.h>
#include <stdio.h>
#include <string.h>

/* The names of this program are its own: none of the library's may get in the way. */
int arena_init(void);
int arena_init(void)
{
    return 7;
}

static void print_messages(struct libcapdl *session)
{
    struct libcapdl_message message;

    for (size_t i = 0; libcapdl_message(session, i, &message) == 0; i++) {
        printf("%s:%u:%u: %d %s [%s]\n", message.file != NULL ? message.file : "-", message.line,
               message.column, (int)message.severity, message.text, message.rule);
    }
}

static int good(void)
{
    static const char text[] =
        "arch riscv\n"
        "objects { e = ep  c = cnode (2 bits)  f = frame (4k, paddr: 0x1000) }\n"
        "caps { c { 0: e (RW, badge: 5)  3: c (guard: 1, guard_size: 62)  1: f (R) } }\n";
    struct libcapdl *session = libcapdl_new(0);
    struct libcapdl_object object;
    struct libcapdl_cap cap;
    const char *bytes;
    size_t size;

    if (session == NULL ||
        libcapdl_read(session, text, sizeof(text) - 1, "good.cdl", NULL) != LIBCAPDL_OK) {
        return 1;
    }
    for (size_t i = 0; libcapdl_object(session, i, &object) == 0; i++) {
        printf("%s: %s, %u bits, address %d %#llx\n", object.name, object.type, object.size_bits,
               object.has_address, (unsigned long long)object.address);
        for (size_t k = 0; libcapdl_cap(session, i, k, &cap) == 0; k++) {
            printf("  %u -> %zu, rights %u, badge %llu, guard %llu of %u\n", (unsigned)cap.slot,
                   cap.object, cap.rights, (unsigned long long)cap.badge,
                   (unsigned long long)cap.guard, cap.guard_size);
        }
    }
    printf("find c: %zu, x: %d\n", libcapdl_find(session, "c"),
           libcapdl_find(session, "x") == (size_t)-1);
    printf("check %d\n", (int)libcapdl_check(session));
    if (libcapdl_write(session, "text", &bytes, &size) != LIBCAPDL_OK || strlen(bytes) != size) {
        return 1;
    }
    fputs(bytes, stdout);
    if (libcapdl_write(session, "json", &bytes, &size) != LIBCAPDL_OK ||
        libcapdl_read(session, bytes, size, "again", "json") != LIBCAPDL_OK) {
        return 1;
    }
    printf("objects after JSON: %zu\n", libcapdl_object_count(session));
    libcapdl_free(session);
    return 0;
}

static int bad(void)
{
    static const char text[] =
        "arch riscv\nobjects { e = ep  c = cnode (1 bits) }\ncaps { c { 5: e  0: e } }\n";
    struct libcapdl *session = libcapdl_new(0);
    static const char large[] = "arch riscv objects { e[100000] = ep }";
    const char *bytes = text;
    size_t size = 1;

    printf("check nothing %d\n", (int)libcapdl_check(session));
    printf("read %d\n", (int)libcapdl_read(session, "arch riscv objects {", 20, "cut.cdl", NULL));
    printf("read %d\n", (int)libcapdl_read(session, text, strlen(text), "bad.cdl", NULL));
    printf("check %d\n", (int)libcapdl_check(session));
    printf("write %d", (int)libcapdl_write(session, "json", &bytes, &size));
    printf(" %d %zu\n", bytes == NULL, size);
    printf("no form %d %d %d\n", (int)libcapdl_write(session, "gif", &bytes, &size),
           (int)libcapdl_read(session, "x", 1, "x", NULL),
           (int)libcapdl_read(session, "x", 1, "x", "xml"));
    print_messages(session);
    libcapdl_free(session);
    session = libcapdl_new(100000);
    printf("too large %d\n", (int)libcapdl_read(session, large, strlen(large), "x", NULL));
    printf("and then %d\n", (int)libcapdl_read(session, text, strlen(text), "x", NULL));
    libcapdl_free(session);
    libcapdl_free(NULL);
    return 0;
}

int main(void)
{
    if (libcapdl_version() != LIBCAPDL_VERSION || arena_init() != 7) {
        return 1;
    }
    for (size_t i = 0; i < libcapdl_form_count(); i++) {
        if (libcapdl_form_name(i) == NULL) {
            return 1;
        }
    }
    return good() != 0 || bad() != 0;
}
