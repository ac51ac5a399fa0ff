/*
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What the chapters build on: fresh slots, objects made from the boot untypeds, raw invocations
 * and threads in this address space. Nothing here makes checks; what cannot work stops the run
 * with a line that says so.
 */
#ifndef TESTS_KERNEL_WORLD_H
#define TESTS_KERNEL_WORLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sel4/adlc_neutral.h>

#include "tests/kernel/verdict.h"

/* Slots from the first on are the world's. */
enum { WORLD_DEPTH = 64, WORLD_MAIN_PRIORITY = 50, WORLD_FIRST_SLOT = 600 };

/* As in <string.h>. */
void *memcpy(void *to, const void *from, size_t bytes);

/* Takes over the boot information; call once. */
void world_init(seL4_BootInfo *info);

/* The boot information. */
const seL4_BootInfo *world_info(void);

/* The untypeds of this program's own memory, and how many; NULL if the kernel does not tell. */
const adlc_BootInfoReclaim *world_reclaim(void);

/* How many domains the kernel has; how many entries its schedule. */
uint64_t world_domains(void);
uint64_t world_schedule_entries(void);

/* Prints why the run cannot go on and halts. */
void world_stop(const char *why) __attribute__((noreturn));

/* A slot of the initial CNode that was never used. */
seL4_CPtr world_slot(void);

/* `count` such slots side by side; returns the first. */
seL4_CPtr world_slots(unsigned count);

/* A fresh object in a fresh slot. */
seL4_CPtr world_object(uint64_t type, uint64_t size_bits);
seL4_CPtr world_endpoint(void);
seL4_CPtr world_notification(void);
seL4_CPtr world_cnode(uint64_t radix);
seL4_CPtr world_frame(void);
/* A fresh untyped of its own. */
seL4_CPtr world_untyped(uint64_t size_bits);

/* A 4 KiB frame of the device page at a physical address; 0 if no boot untyped holds it. */
seL4_CPtr world_device_frame(uint64_t address);

/* Maps the device page at a physical address, with the tables it needs; false if that fails. */
bool world_map_device(uint64_t address, uint64_t vaddr);

/* Copies of capabilities of the initial CNode into fresh slots. */
seL4_CPtr world_copy(seL4_CPtr source, seL4_CapRights_t rights);
seL4_CPtr world_mint(seL4_CPtr source, seL4_CapRights_t rights, uint64_t badge);

/* Deletes, revokes, shows the type of, a slot of the initial CNode. */
seL4_Error world_delete(seL4_CPtr slot);
seL4_Error world_revoke(seL4_CPtr slot);
unsigned world_identify(seL4_CPtr slot);

/* The frame capability of a page of this program. */
seL4_CPtr world_image_frame(const void *address);
uint64_t world_image_start(void);
uint64_t world_image_end(void);

/* Invokes a capability with `length` words and `caps` extra capabilities by a Call and gives the
   answer; words beyond those the kernel wrote are what was there before. */
struct reply world_call(seL4_CPtr service, uint64_t label, uint64_t length, const uint64_t *words,
                        unsigned caps, const seL4_CPtr *cap);

/* The system calls with every register visible. `words` go in and out. */
struct message {
    uint64_t badge, info, words[4];
};
void world_raw(int64_t number, uint64_t cap, struct message *message);

/* Info word of a message. */
uint64_t world_message(uint64_t label, uint64_t caps, uint64_t length);

/* A thread in this address space with its own stack, IPC buffer and thread-local storage. */
enum { WORLD_STACK = 4096 };
struct worker {
    seL4_CPtr tcb, fault_endpoint;
    seL4_IPCBuffer *buffer;
    void *stack_top, *tls;
};

/* Prepares a thread; it does not run yet. There are 12; world_worker_end gives one back. */
struct worker *world_worker(uint64_t priority, seL4_CPtr fault_endpoint);

/* Runs function(argument) in the thread. When it returns the thread waits for ever. */
void world_run(struct worker *worker, void (*function)(uint64_t), uint64_t argument);

/* Deletes the thread. */
void world_end(struct worker *worker);

#endif
