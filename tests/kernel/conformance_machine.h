/*
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What differs between CPUs and boards in the conformance test. Register names and fault codes: a
 * machine_<cpu>.c and a start_<cpu>.S for each CPU. Interrupts: plat/<platform>.cmake names an
 * interrupt_<source>.c and the vectors of the controller.
 */
#ifndef TESTS_KERNEL_CONFORMANCE_MACHINE_H
#define TESTS_KERNEL_CONFORMANCE_MACHINE_H

#include <stdbool.h>
#include <stdint.h>

#include <sel4/sel4.h>

enum { MACHINE_RISCV64 = 0, MACHINE_AARCH64 = 1 };

struct machine {
    unsigned cpu;                                  /* MACHINE_... */
    uint64_t fault_read, fault_write, fault_fetch; /* FSR of faults at an unmapped page */
    uint64_t fault_read_only;                      /* FSR of a write to a read-only page */
    uint64_t unknown_length, exception_length;
    unsigned unknown_ip, unknown_number; /* message words of UnknownSyscall */
    uint64_t exception_number;           /* Number word after an undefined instruction */
    unsigned exception_number_word;
    uint64_t instruction_bytes; /* of a system call and of the undefined instruction */
    unsigned registers;         /* in seL4_UserContext */
    unsigned vspace_tag;        /* type number of an address space */
    unsigned paging_levels;     /* tables below the root for a 4 KiB page */
};

/* The facts of this CPU. */
extern const struct machine machine;

/* The vector of registers machine_probe works on: all general registers but the stack pointer, in
   the CPU's numbering, and how the system call uses them. */
enum { MACHINE_PROBE_REGISTERS = 31 };
struct machine_probe {
    uint64_t in[MACHINE_PROBE_REGISTERS], out[MACHINE_PROBE_REGISTERS];
};
/* Index of the register for capability, message info, MR0-3 and system call number. */
extern const unsigned machine_probe_cap, machine_probe_info, machine_probe_mr, machine_probe_number;

/* Loads every general register from in, makes a system call, stores them to out. */
void machine_probe(struct machine_probe *probe);

/* Fills the registers of a thread that is to run function(argument). */
void machine_start(seL4_UserContext *context, void (*function)(uint64_t), void *stack_top,
                   uint64_t argument, void *tls);

/* Gives the thread pointer for a block of thread-local storage that begins at `tls`. */
uint64_t machine_thread_pointer(void *tls);

/* The address of a register of a context: program counter, stack pointer, argument, a saved one. */
uint64_t *machine_pc(seL4_UserContext *context);
uint64_t *machine_sp(seL4_UserContext *context);
uint64_t *machine_argument(seL4_UserContext *context);
uint64_t *machine_tls(seL4_UserContext *context);

/* Copies `from` to `expected` as the kernel will show it after writing it (forced bits). */
void machine_sanitised(seL4_UserContext *expected, const seL4_UserContext *from);

/* Reads the thread pointer of the running thread. */
uint64_t machine_read_tls(void);

/* Executes an instruction the CPU refuses, then returns. */
void machine_undefined(void);

/* Makes a system call of any number with one argument; returns the capability register. */
uint64_t machine_system_call(int64_t number, uint64_t argument);

/* The address of the instruction that traps in the three functions above. */
extern const char machine_undefined_at[], machine_system_call_at[];

/* Calls the code at an address with a return address of `back`. */
void machine_jump(uint64_t address);

/* Makes written code visible to instruction fetches of this thread. */
void machine_sync_code(void *start, uint64_t bytes);

/* Code of a function that returns 42 and its size in bytes. */
extern const uint32_t machine_code[];
extern const uint64_t machine_code_bytes;

/* Floating point: fills all registers with values made of `seed`, yields `rounds` times through
   `yield` and counts the registers that changed. */
uint64_t machine_float_test(uint64_t seed, uint64_t rounds);

/* Sets up a source of interrupts, with its handler capability in slot `handler` signalling
   `notification`; `spare` to `spare` + 7 are free slots. Returns false if that fails. */
bool machine_interrupt_setup(seL4_CPtr handler, seL4_CPtr notification, seL4_CPtr spare);

/* Makes the interrupt come. */
void machine_interrupt_raise(void);

/* Takes its cause away, before the acknowledgement. */
void machine_interrupt_quiet(void);

#endif
