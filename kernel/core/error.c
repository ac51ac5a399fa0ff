/* SPDX-License-Identifier: BSD-2-Clause */
#include "kernel/error.h"

#include "kernel/state.h"

static enum outcome raise(uint64_t code, unsigned count, uint64_t first, uint64_t second)
{
    kernel.error.code = code;
    kernel.error.count = count;
    kernel.error.word[0] = first;
    kernel.error.word[1] = second;
    return OUTCOME_ERROR;
}

enum outcome error_invalid_argument(uint64_t argument)
{
    return raise(ERR_INVALID_ARGUMENT, 1, argument, 0);
}

enum outcome error_invalid_capability(uint64_t capability)
{
    return raise(ERR_INVALID_CAPABILITY, 1, capability, 0);
}

enum outcome error_illegal_operation(void)
{
    return raise(ERR_ILLEGAL_OPERATION, 0, 0, 0);
}

enum outcome error_range(uint64_t min, uint64_t max)
{
    return raise(ERR_RANGE, 2, min, max);
}

enum outcome error_alignment(void)
{
    return raise(ERR_ALIGNMENT, 0, 0, 0);
}

enum outcome error_failed_lookup(bool is_source)
{
    enum outcome outcome = raise(ERR_FAILED_LOOKUP, 2, is_source ? 1 : 0, kernel.lookup.kind);

    for (unsigned i = 0; i < kernel.lookup.count; i++) {
        kernel.error.word[2 + i] = kernel.lookup.word[i];
    }
    kernel.error.count += kernel.lookup.count;
    return outcome;
}

enum outcome error_truncated_message(void)
{
    return raise(ERR_TRUNCATED_MESSAGE, 0, 0, 0);
}

enum outcome error_delete_first(void)
{
    return raise(ERR_DELETE_FIRST, 0, 0, 0);
}

enum outcome error_revoke_first(void)
{
    return raise(ERR_REVOKE_FIRST, 0, 0, 0);
}

enum outcome error_not_enough_memory(uint64_t bytes_available)
{
    return raise(ERR_NOT_ENOUGH_MEMORY, 1, bytes_available, 0);
}

static bool fail(uint64_t kind, unsigned count, uint64_t a, uint64_t b, uint64_t c)
{
    kernel.lookup.kind = kind;
    kernel.lookup.count = count;
    kernel.lookup.word[0] = a;
    kernel.lookup.word[1] = b;
    kernel.lookup.word[2] = c;
    return false;
}

bool lookup_fail_invalid_root(void)
{
    return fail(LOOKUP_INVALID_ROOT, 0, 0, 0, 0);
}

bool lookup_fail_missing_capability(uint64_t bits_left)
{
    return fail(LOOKUP_MISSING_CAPABILITY, 1, bits_left, 0, 0);
}

bool lookup_fail_depth_mismatch(uint64_t bits_left, uint64_t bits_found)
{
    return fail(LOOKUP_DEPTH_MISMATCH, 2, bits_left, bits_found, 0);
}

bool lookup_fail_guard_mismatch(uint64_t bits_left, uint64_t guard, uint64_t guard_bits)
{
    return fail(LOOKUP_GUARD_MISMATCH, 3, bits_left, guard, guard_bits);
}
