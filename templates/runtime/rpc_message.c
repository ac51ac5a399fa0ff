/* SPDX-License-Identifier: BSD-2-Clause */
#include <camkes/rpc.h>

#include <stdlib.h>
#include <string.h>

#include <camkes/program.h>
#include <camkes/reply.h>

#define MESSAGE_SIZE (seL4_MsgMaxLength * sizeof(seL4_Word))
#define TEXT_SIZE    128

void camkes_message_begin(struct camkes_message *m, char *shared, size_t capacity)
{
    capacity = shared != NULL ? capacity : MESSAGE_SIZE;
    *m = (struct camkes_message){
        .bytes = shared != NULL ? shared : (char *)seL4_GetIPCBuffer()->msg,
        .size = capacity,
        .capacity = capacity,
        .shared = shared != NULL,
    };
}

void camkes_message_answer(struct camkes_message *m)
{
    m->at = 0;
    m->size = m->capacity;
}

static void set_fault(struct camkes_message *m, camkes_error_type_t fault, size_t wanted,
                      size_t allowed)
{
    if (m->fault == CE_NO_ERROR) {
        m->fault = fault;
        m->wanted = wanted;
        m->allowed = allowed;
    }
}

void camkes_message_bad_method(struct camkes_message *m, size_t index, size_t count)
{
    set_fault(m, CE_INVALID_METHOD_INDEX, index, count - 1);
}

/* Room for `size` more bytes; `fault` is what it means that there is none. */
static bool has_room(struct camkes_message *m, size_t size, camkes_error_type_t fault)
{
    if (m->fault == CE_NO_ERROR && size > m->size - m->at) {
        set_fault(m, fault, size > SIZE_MAX - m->at ? SIZE_MAX : m->at + size, m->size);
    }
    return m->fault == CE_NO_ERROR;
}

void camkes_put(struct camkes_message *m, const void *value, size_t size)
{
    if (has_room(m, size, CE_BUFFER_LENGTH_EXCEEDED) && size > 0) {
        memcpy(m->bytes + m->at, value, size);
        m->at += size;
    }
}

void camkes_put_string(struct camkes_message *m, const char *text)
{
    text = text != NULL ? text : "";
    camkes_put(m, text, strlen(text) + 1);
}

void camkes_put_array(struct camkes_message *m, const void *items, size_t count, size_t size)
{
    size_t bytes;
    camkes_put(m, &count, sizeof(count));
    if (__builtin_mul_overflow(count, size, &bytes)) {
        bytes = SIZE_MAX;
    }
    camkes_put(m, items, bytes);
}

void camkes_put_strings(struct camkes_message *m, char *const *items, size_t count)
{
    camkes_put(m, &count, sizeof(count));
    for (size_t i = 0; m->fault == CE_NO_ERROR && i < count; i++) {
        camkes_put_string(m, items[i]);
    }
}

/* After it the compiler cannot take a value from shared memory again that it took before. */
static void read_once(void)
{
    __asm__ volatile("" ::: "memory");
}

void camkes_get(struct camkes_message *m, void *value, size_t size)
{
    if (has_room(m, size, CE_MALFORMED_RPC_PAYLOAD) && size > 0) {
        memcpy(value, m->bytes + m->at, size);
        m->at += size;
        read_once();
    }
}

void camkes_get_bools(struct camkes_message *m, bool *values, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        unsigned char byte = 0;
        camkes_get(m, &byte, sizeof(byte));
        values[i] = byte != 0;
    }
}

/* Memory for a parameter; at least one byte, so that NULL always means a fault. */
static void *allocate(struct camkes_message *m, size_t size)
{
    void *memory = malloc(size > 0 ? size : 1);
    if (memory == NULL) {
        set_fault(m, CE_ALLOCATION_FAILURE, size, 0);
    }
    return memory;
}

char *camkes_get_string(struct camkes_message *m)
{
    if (!has_room(m, 1, CE_MALFORMED_RPC_PAYLOAD)) {
        return NULL;
    }
    size_t length = strnlen(m->bytes + m->at, m->size - m->at);
    if (!has_room(m, length + 1, CE_MALFORMED_RPC_PAYLOAD)) {
        return NULL;
    }
    char *text = allocate(m, length + 1);
    if (text != NULL) {
        camkes_get(m, text, length + 1);
        text[length] = '\0'; /* it may have moved since it was found */
    }
    return text;
}

void *camkes_get_array(struct camkes_message *m, size_t *count, size_t size)
{
    size_t bytes, wanted = 0;
    *count = 0;
    camkes_get(m, &wanted, sizeof(wanted));
    if (__builtin_mul_overflow(wanted, size, &bytes)) {
        bytes = SIZE_MAX;
    }
    if (!has_room(m, bytes, CE_MALFORMED_RPC_PAYLOAD)) {
        return NULL;
    }
    void *items = allocate(m, bytes);
    if (items != NULL) {
        camkes_get(m, items, bytes);
        *count = wanted;
    }
    return items;
}

bool *camkes_get_bool_array(struct camkes_message *m, size_t *count)
{
    _Static_assert(sizeof(bool) == 1, "a bool is a byte of the message");
    unsigned char *bytes = camkes_get_array(m, count, sizeof(bool));
    for (size_t i = 0; i < *count; i++) {
        bytes[i] = bytes[i] != 0;
    }
    return (bool *)bytes;
}

char **camkes_get_strings(struct camkes_message *m, size_t *count)
{
    size_t wanted = 0;
    *count = 0;
    camkes_get(m, &wanted, sizeof(wanted));
    if (!has_room(m, wanted, CE_MALFORMED_RPC_PAYLOAD)) { /* each takes a byte or more */
        return NULL;
    }
    char **items = allocate(m, wanted * sizeof(*items));
    while (items != NULL && *count < wanted) {
        items[*count] = camkes_get_string(m);
        if (items[*count] == NULL) {
            camkes_free_strings(items, *count);
            *count = 0;
            return NULL;
        }
        ++*count;
    }
    return items;
}

void camkes_free_strings(char **items, size_t count)
{
    for (size_t i = 0; items != NULL && i < count; i++) {
        free(items[i]);
    }
    free(items);
}

static size_t word_count(size_t bytes)
{
    return (bytes + sizeof(seL4_Word) - 1) / sizeof(seL4_Word);
}

void camkes_message_end(struct camkes_message *m)
{
    if (m->fault == CE_NO_ERROR && !m->shared && word_count(m->at) * sizeof(seL4_Word) != m->size) {
        set_fault(m, CE_MALFORMED_RPC_PAYLOAD, m->at, m->size);
    }
}

seL4_MessageInfo_t camkes_message_info(struct camkes_message *m)
{
    if (m->fault != CE_NO_ERROR) {
        return seL4_MessageInfo_new(CAMKES_REFUSED, 0, 0, 0);
    }
    if (m->shared) {
        __atomic_thread_fence(__ATOMIC_RELEASE);
        return seL4_MessageInfo_new(0, 0, 0, 0);
    }
    size_t words = word_count(m->at);
    memset(m->bytes + m->at, 0, words * sizeof(seL4_Word) - m->at);
    return seL4_MessageInfo_new(0, 0, 0, words);
}

void camkes_message_received(struct camkes_message *m, seL4_MessageInfo_t info)
{
    size_t words = seL4_MessageInfo_get_length(info);
    m->at = 0;
    m->size = m->capacity;
    if (!m->shared) {
        m->size = (words < seL4_MsgMaxLength ? words : seL4_MsgMaxLength) * sizeof(seL4_Word);
    } else {
        __atomic_thread_fence(__ATOMIC_ACQUIRE);
    }
}

void camkes_call_begin(const struct camkes_client *client, struct camkes_message *m)
{
    camkes_protect_reply_cap();
    if (client->lock != NULL) {
        camkes_mutex_lock(client->lock);
    }
    camkes_message_begin(m, client->shared, client->shared_size);
}

void camkes_call_send(const struct camkes_client *client, struct camkes_message *m)
{
    if (m->fault != CE_NO_ERROR) {
        return;
    }
    seL4_MessageInfo_t answer = seL4_Call(client->endpoint, camkes_message_info(m));
    camkes_message_received(m, answer);
    if (seL4_MessageInfo_get_label(answer) != 0) {
        m->refused = true;
        set_fault(m, CE_MALFORMED_RPC_PAYLOAD, 0, m->size);
    }
}

static const char *fault_text(const struct camkes_message *m)
{
    if (m->refused) {
        return "the other side refused the call";
    }
    switch (m->fault) {
    case CE_BUFFER_LENGTH_EXCEEDED:
        return "the parameters do not fit into a message";
    case CE_INVALID_METHOD_INDEX:
        return "a request for a method that does not exist";
    case CE_ALLOCATION_FAILURE:
        return "out of memory for parameters";
    case CE_NO_ERROR:
    case CE_MALFORMED_RPC_PAYLOAD:
    case CE_SYSCALL_FAILED:
    case CE_OVERFLOW:
        break;
    }
    return "a message that does not fit the procedure";
}

/* Puts the fault into words, in `text`. */
static camkes_error_t describe(const struct camkes_message *m, const char *interface,
                               const char *method, char text[TEXT_SIZE])
{
    camkes_error_t error = {
        .type = m->fault,
        .instance = camkes_self()->instance->name,
        .interface = interface,
        .description = text,
    };
    strlcpy(text, method, TEXT_SIZE);
    strlcat(text, ": ", TEXT_SIZE);
    strlcat(text, fault_text(m), TEXT_SIZE);
    switch (m->fault) {
    case CE_BUFFER_LENGTH_EXCEEDED:
        error.current_length = m->allowed;
        error.target_length = m->wanted;
        break;
    case CE_INVALID_METHOD_INDEX:
        error.upper_bound = m->allowed;
        error.invalid_index = m->wanted;
        break;
    case CE_ALLOCATION_FAILURE:
        error.alloc_bytes = m->wanted;
        break;
    case CE_MALFORMED_RPC_PAYLOAD:
        error.length = m->allowed;
        error.current_index = m->wanted;
        break;
    case CE_NO_ERROR:
    case CE_SYSCALL_FAILED:
    case CE_OVERFLOW:
        break;
    }
    return error;
}

void camkes_call_end(const struct camkes_client *client, struct camkes_message *m,
                     const char *method)
{
    if (client->lock != NULL) {
        camkes_mutex_unlock(client->lock);
    }
    if (m->fault != CE_NO_ERROR) {
        char text[TEXT_SIZE];
        camkes_error_t error = describe(m, client->interface, method, text);
        (void)camkes_raise(*client->handler, &error);
    }
}

void camkes_request_fault(const struct camkes_message *m, const char *interface, const char *method,
                          camkes_error_handler_t handler)
{
    char text[TEXT_SIZE];
    camkes_error_t error = describe(m, interface, method, text);
    (void)camkes_report(handler, &error);
}
