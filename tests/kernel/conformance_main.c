/*
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The conformance root server: runs on any kernel with seL4's classic interface, prints a line for
 * each check and `N passed, N failed` at the end, then halts the machine.
 */
#include "tests/kernel/chapters.h"
#include "tests/kernel/conformance_machine.h"
#include "tests/kernel/vectors.h"
#include "tests/kernel/vectors_tables.h"

/* Entered from start_<cpu>.S with the boot information. */
void conformance_main(seL4_BootInfo *info);

void chapter_vectors(void)
{
    vectors_prepare();
    vectors_objects();
    vectors_devices();
}

void conformance_main(seL4_BootInfo *info)
{
    static void (*const chapters[])(void) = {
        chapter_boot,         chapter_vectors, chapter_syscalls, chapter_untyped,
        chapter_derivation,   chapter_tcb,     chapter_ipc,      chapter_reply,
        chapter_notification, chapter_vspace,  chapter_faults,   chapter_scheduling,
        chapter_domains,      chapter_irq,     chapter_reclaim,
    };
    world_init(info);
    seL4_TCB_SetPriority(seL4_CapInitThreadTCB, seL4_CapInitThreadTCB, WORLD_MAIN_PRIORITY);
    for (unsigned i = 0; i < sizeof(chapters) / sizeof(chapters[0]); i++) {
        chapters[i]();
    }
    verdict_summary();
    for (;;) {
        seL4_DebugHalt();
    }
}
