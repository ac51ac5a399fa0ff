/* SPDX-License-Identifier: BSD-2-Clause
 *
 * One forbidden thing per value of `attack`; each has to end in a fault of this thread. The numbers
 * of the attacks have no gaps.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <camkes.h>
#include <sel4/sel4.h>

/* What differs between the CPUs: the kernel's addresses, a function of one instruction (return),
 * and things only the kernel may do. */
#if defined(__riscv)
#define KERNEL_IMAGE  UINT64_C(0xffffffff80200000)
#define KERNEL_WINDOW UINT64_C(0xffffffc080200000)
#define KERNEL_DEVICE UINT64_C(0xffffffffc0000000)
#define RETURN        0x00008067u
#define READ_STATUS   "csrr t0, sstatus"
#define WRITE_TABLES  "csrw satp, zero"
#define WRITE_VECTORS "csrw stvec, zero"
#define FLUSH_TLB     "sfence.vma"
#define RETURN_TRAP   "sret"
#define MASK          "csrci sstatus, 2"
#define BREAKPOINT    "ebreak"
#define UNDEFINED     ".word 0"
#define SET_STACK     "mv sp, %0\n\tsd zero, 0(sp)"
#else
#define KERNEL_IMAGE  UINT64_C(0xffffffffc0000000)
#define KERNEL_WINDOW UINT64_C(0xffffff8040000000)
#define KERNEL_DEVICE UINT64_C(0xffffffffe0000000)
#define RETURN        0xd65f03c0u
#define READ_STATUS   "mrs x9, sctlr_el1"
#define WRITE_TABLES  "msr ttbr0_el1, xzr"
#define WRITE_VECTORS "msr vbar_el1, xzr"
#define FLUSH_TLB     "tlbi vmalle1"
#define RETURN_TRAP   "eret"
#define MASK          "msr daifset, #2"
#define BREAKPOINT    "brk #0"
#define UNDEFINED     ".word 0"
#define SET_STACK     "mov sp, %0\n\tstr xzr, [sp]"
#endif

typedef void function(void);

static uint32_t code_in_data[] = {RETURN, RETURN};
static const uint32_t code_in_constants[] = {RETURN, RETURN};

static void jump(uint64_t address)
{
    function *target = (function *)(uintptr_t)address;
    __builtin___clear_cache((char *)code_in_data, (char *)(code_in_data + 1));
    target();
}

static void jump_to(volatile const void *code)
{
    jump((uint64_t)(uintptr_t)code);
}

static void read_at(uint64_t address)
{
    (void)*(volatile uint64_t *)(uintptr_t)address;
}

static void write_at(uint64_t address)
{
    *(volatile uint64_t *)(uintptr_t)address = UINT64_C(0x0123456789abcdef);
}

static int overflow(int depth)
{
    volatile char room[512];
    room[depth % 512] = (char)depth;
    return depth < 0 ? 0 : overflow(depth + 1) + room[depth % 512];
}

static void jump_to_stack(void)
{
    volatile uint32_t code[] = {RETURN, RETURN};
    jump_to(code);
}

static void jump_to_heap(void)
{
    uint32_t *code = malloc(sizeof(*code));
    *code = RETURN;
    jump_to(code);
}

static void jump_to_buffer(void)
{
    seL4_SetMR(0, RETURN);
    seL4_GetIPCBuffer()->msg[0] = RETURN;
    jump_to(seL4_GetIPCBuffer()->msg);
}

static void system_call(seL4_Word number)
{
    seL4_Word words[4] = {~0ul, ~0ul, ~0ul, ~0ul}, cap = ~0ul, info = ~0ul;
    sel4_raw_syscall(number, &cap, &info, words);
}

static void use_memory(int which)
{
    switch (which) {
    case 0:
        jump(KERNEL_IMAGE);
        break;
    case 1:
        jump(KERNEL_WINDOW);
        break;
    case 2:
        read_at(KERNEL_IMAGE);
        break;
    case 3:
        write_at(KERNEL_WINDOW + 0x100000);
        break;
    case 4:
        read_at(KERNEL_DEVICE);
        break;
    case 5:
        jump_to(code_in_data);
        break;
    case 6:
        jump_to(code_in_constants);
        break;
    case 7:
        jump_to_stack();
        break;
    case 8:
        jump_to_heap();
        break;
    case 9:
        jump_to_buffer();
        break;
    case 10:
        write_at((uint64_t)(uintptr_t)run);
        break;
    case 11:
        write_at((uint64_t)(uintptr_t)code_in_constants);
        break;
    case 12:
        printf("%d\n", overflow(0));
        break;
    case 13:
        read_at(UINT64_C(0x8000000000000000));
        break; /* not canonical */
    case 14:
        jump(UINT64_C(0x4141414141414140));
        break;
    default:
        write_at(UINT64_MAX - 7);
        break;
    }
}

static void use_privilege(int which)
{
    switch (which) {
    case 16:
        __asm__ volatile(READ_STATUS ::: "memory");
        break;
    case 17:
        __asm__ volatile(WRITE_TABLES ::: "memory");
        break;
    case 18:
        __asm__ volatile(WRITE_VECTORS ::: "memory");
        break;
    case 19:
        __asm__ volatile(FLUSH_TLB ::: "memory");
        break;
    case 20:
        __asm__ volatile(RETURN_TRAP ::: "memory");
        break;
    case 21:
        __asm__ volatile(MASK ::: "memory");
        break;
    case 22:
        __asm__ volatile(BREAKPOINT ::: "memory");
        break;
    case 23:
        __asm__ volatile(UNDEFINED ::: "memory");
        break;
    default:
        __asm__ volatile(SET_STACK ::"r"(KERNEL_WINDOW + 0x200000) : "memory");
        break;
    }
}

static void use_calls(int which)
{
    switch (which) {
    case 25:
        system_call(12345);
        break;
    case 26:
        system_call((seL4_Word)seL4_SysCall);
        break;
    default:
        system_call((seL4_Word)seL4_SysRecv);
        break;
    }
}

int run(void)
{
    printf("hostile: attack %d\n", attack);
    if (attack < 16) {
        use_memory(attack);
    } else if (attack < 25) {
        use_privilege(attack);
    } else {
        use_calls(attack);
    }
    printf("hostile: attack %d survived\n", attack);
    return 0;
}
