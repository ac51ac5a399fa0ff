/* SPDX-License-Identifier: BSD-2-Clause */
#include "loader/init/include/init_report.h"

#include "loader/init/include/init.h"

#define SLOTS_PER_LINE 16u

void init_report_text(const char *text)
{
    for (; *text != '\0'; text++) {
#ifdef CONFIG_PRINTING
        seL4_DebugPutChar(*text);
#endif
    }
}

void init_report_number(uint64_t value)
{
    char digits[21];
    unsigned at = sizeof digits - 1;

    digits[at] = '\0';
    do {
        at--;
        digits[at] = (char)('0' + (char)(value % 10));
        value /= 10;
    } while (value != 0);
    init_report_text(&digits[at]);
}

void init_report_object(const struct init *init, uint32_t object)
{
    if (object == CAPDL_NONE) {
        return;
    }
    init_report_text(" `");
    init_report_text(spec_view_name(&init->view, object));
    init_report_text("` (object ");
    init_report_number(object);
    init_report_text(")");
}

_Noreturn void init_report_stop(void)
{
    init_report_text("adlc-init: stopped\n");
#ifdef CONFIG_DEBUG_BUILD
    seL4_DebugHalt();
#endif
    for (;;) {
        (void)seL4_TCB_Suspend(seL4_CapInitThreadTCB);
    }
}

_Noreturn void init_report_fail(const struct init *init, uint32_t object, const char *text)
{
    init_report_text("adlc-init: ");
    init_report_text(text);
    init_report_object(init, object);
    init_report_text("\n");
    init_report_stop();
}

static const char *error_name(seL4_Error error)
{
    switch (error) {
    case seL4_NoError:
        return "NoError";
    case seL4_InvalidArgument:
        return "InvalidArgument";
    case seL4_InvalidCapability:
        return "InvalidCapability";
    case seL4_IllegalOperation:
        return "IllegalOperation";
    case seL4_RangeError:
        return "RangeError";
    case seL4_AlignmentError:
        return "AlignmentError";
    case seL4_FailedLookup:
        return "FailedLookup";
    case seL4_TruncatedMessage:
        return "TruncatedMessage";
    case seL4_DeleteFirst:
        return "DeleteFirst";
    case seL4_RevokeFirst:
        return "RevokeFirst";
    case seL4_NotEnoughMemory:
        return "NotEnoughMemory";
    case seL4_NumErrors:
    default:
        return "an unknown error";
    }
}

/* The words that come with an error, as chapter 4.1 of the kernel's manual has them; the stubs
   leave them in the IPC buffer. */
static void report_details(seL4_Error error)
{
    uint64_t first = seL4_GetMR(0);

    if (error == seL4_InvalidArgument || error == seL4_InvalidCapability) {
        init_report_text(" (number ");
        init_report_number(first);
        init_report_text(")");
    } else if (error == seL4_RangeError) {
        init_report_text(" (allowed: ");
        init_report_number(first);
        init_report_text(" to ");
        init_report_number(seL4_GetMR(1));
        init_report_text(")");
    } else if (error == seL4_NotEnoughMemory) {
        init_report_text(" (");
        init_report_number(first);
        init_report_text(" bytes left)");
    } else if (error == seL4_FailedLookup) {
        init_report_text(" (type ");
        init_report_number(seL4_GetMR(1));
        init_report_text(", ");
        init_report_number(seL4_GetMR(2));
        init_report_text(" bits left)");
    }
}

void init_report_check(const struct init *init, uint32_t object, const char *call, seL4_Error error)
{
    if (error == seL4_NoError) {
        return;
    }
    init_report_text("adlc-init:");
    init_report_object(init, object);
    init_report_text(" ");
    init_report_text(call);
    init_report_text(": ");
    init_report_text(error_name(error));
    report_details(error);
    init_report_text("\n");
    init_report_stop();
}

void init_report_snapshot(const struct init *init)
{
    for (uint32_t i = 0; i < init->view.object_count; i++) {
        init_report_text(i % SLOTS_PER_LINE == 0 ? "adlc-init: slots:" : "");
        init_report_text(" ");
        init_report_number(init->slot_of[i]);
        init_report_text(
            i % SLOTS_PER_LINE == SLOTS_PER_LINE - 1 || i + 1 == init->view.object_count ? "\n"
                                                                                         : "");
    }
#ifdef CONFIG_DEBUG_BUILD
    seL4_DebugSnapshot();
#else
    init_report_text("adlc-init: this kernel makes no snapshots\n");
#endif
}
