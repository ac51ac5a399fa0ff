/*
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The chapters of the conformance test in the order they run. Each leaves no thread running.
 */
#ifndef TESTS_KERNEL_CHAPTERS_H
#define TESTS_KERNEL_CHAPTERS_H

void chapter_boot(void);
void chapter_vectors(void);
void chapter_syscalls(void);
void chapter_untyped(void);
void chapter_derivation(void);
void chapter_tcb(void);
void chapter_ipc(void);
void chapter_reply(void);
void chapter_notification(void);
void chapter_vspace(void);
void chapter_faults(void);
void chapter_scheduling(void);
void chapter_domains(void);
void chapter_irq(void);
/* Prints the summary and does not return, unless the kernel does not tell what its memory is made
 * from. */
void chapter_reclaim(void);

#endif
