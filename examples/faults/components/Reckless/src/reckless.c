/* SPDX-License-Identifier: BSD-2-Clause
 * Each event has a thread of its own, which does one thing that it must not do. */
#include <stdint.h>
#include <stdio.h>

#include <camkes.h>
#include <sel4/sel4.h>

static const int constant = 1;
static int data = 1;

static void survived(const char *what)
{
    printf("reckless: survived: %s\n", what);
}

static void on_null_pointer(void *nothing)
{
    *(volatile int *)nothing = 1;
    survived("a null pointer");
}

static void on_constant_write(void *address)
{
    *(volatile int *)address = 2;
    survived("writing to a constant");
}

static void on_data_as_code(void *address)
{
    ((void (*)(void))(uintptr_t)address)();
    survived("data as code");
}

static int deeper(int level)
{
    volatile char room[256];
    room[level & 255] = (char)level;
    return level < 0 ? 0 : deeper(level + 1) + room[level & 255];
}

static void on_endless_recursion(void *level)
{
    printf("reckless: survived: recursion, %d\n", deeper((int)(uintptr_t)level));
}

static void on_illegal_instruction(void *nothing)
{
    (void)nothing;
    __asm__ volatile(".word 0");
    survived("an illegal instruction");
}

/* A call through a capability it was never given. */
static void on_stolen_capability(void *slot)
{
    (void)seL4_Call((seL4_CPtr)(uintptr_t)slot, seL4_MessageInfo_new(0, 0, 0, 0));
    survived("a stolen capability");
}

int work_twice(int number)
{
    if (number == 13) {
        printf("reckless: thirteen brings bad luck\n");
        int *volatile nowhere = (int *)(uintptr_t)number;
        *nowhere = number;
        survived("thirteen");
    }
    return 2 * number;
}

void pre_init(void)
{
    null_pointer_reg_callback(on_null_pointer, NULL);
    constant_write_reg_callback(on_constant_write, (void *)(uintptr_t)&constant);
    data_as_code_reg_callback(on_data_as_code, &data);
    endless_recursion_reg_callback(on_endless_recursion, NULL);
    illegal_instruction_reg_callback(on_illegal_instruction, NULL);
    stolen_capability_reg_callback(on_stolen_capability, (void *)(uintptr_t)4000);
}
