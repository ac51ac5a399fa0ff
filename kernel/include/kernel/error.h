/* SPDX-License-Identifier: BSD-2-Clause
 *
 * How kernel operations fail: the user's mistakes. A decoder returns an outcome; with OUTCOME_ERROR
 * the reply words stand in kernel.error, in message order, so that the reply is a plain copy.
 * Lookups that fail leave the reason in kernel.lookup and return false; the caller makes an error
 * or a fault of it.
 *
 * Each error_* function records the error and returns OUTCOME_ERROR, so that a check reads
 *     if (bad) { return error_range(1, 64); }
 */
#ifndef KERNEL_ERROR_H
#define KERNEL_ERROR_H

#include <stdbool.h>
#include <stdint.h>

enum outcome {
    OUTCOME_OK,
    OUTCOME_ERROR,
    OUTCOME_PREEMPTED, /* an interrupt waits; the caller's system call is restarted later */
};

/* Reason of a failed CSpace lookup: LOOKUP_* and its words in message order. */
struct lookup_failure {
    uint64_t kind;
    unsigned count;
    uint64_t word[3];
};

/* Error reply: ERR_* and its message words. */
struct api_error {
    uint64_t code;
    unsigned count;
    uint64_t word[5];
};

enum outcome error_invalid_argument(uint64_t argument);
enum outcome error_invalid_capability(uint64_t capability);
enum outcome error_illegal_operation(void);
enum outcome error_range(uint64_t min, uint64_t max);
enum outcome error_alignment(void);
/* Takes the reason from kernel.lookup. */
enum outcome error_failed_lookup(bool is_source);
enum outcome error_truncated_message(void);
enum outcome error_delete_first(void);
enum outcome error_revoke_first(void);
enum outcome error_not_enough_memory(uint64_t bytes_available);

/* Record a lookup failure; all return false. */
bool lookup_fail_invalid_root(void);
bool lookup_fail_missing_capability(uint64_t bits_left);
bool lookup_fail_depth_mismatch(uint64_t bits_left, uint64_t bits_found);
bool lookup_fail_guard_mismatch(uint64_t bits_left, uint64_t guard, uint64_t guard_bits);

#endif
