/*
 * All that this example needs of its board, a Cortex-M4 in QEMU's mps2-an386: vectors, variables, a console and an end
 * by semihosting. A project has its vendor's start-up instead.
 */
#include <stdint.h>
#include <string.h>

#include "start.h"

extern uint32_t stack_top[];
extern char data_load[], data_start[], data_end[], bss_start[], bss_end[];

typedef void (*vector_t)(void);

static void fault(void);
void reset(void);

/* What handles the exceptions that a program does not have handlers for. */
void pend_sv(void) __attribute__((weak, alias("unhandled")));
void sys_tick(void) __attribute__((weak, alias("unhandled")));
void unhandled(void);

void reset(void)
{
    memcpy(data_start, data_load, (size_t)(data_end - data_start));
    memset(bss_start, 0, (size_t)(bss_end - bss_start));
    end(program());
}

__attribute__((section(".vectors"), used)) static const struct {
    uint32_t *stack;
    vector_t handlers[15];
} vectors = {stack_top, {reset, fault, fault, fault, fault, fault, 0, 0, 0, 0, fault, fault, 0, pend_sv, sys_tick}};

static uintptr_t semihosting(uintptr_t operation, uintptr_t argument)
{
    register uintptr_t r0 __asm__("r0") = operation;
    register uintptr_t r1 __asm__("r1") = argument;
    __asm__ volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
    return r0;
}

void print(const char *text)
{
    (void)semihosting(0x04u, (uintptr_t)text);
}

void end(int status)
{
    const volatile uintptr_t block[2] = {0x20026u, (uintptr_t)status};
    (void)semihosting(0x20u, (uintptr_t)block);
    for (;;) {
    }
}

static void fault(void)
{
    print("fault\n");
    end(70);
}

void unhandled(void)
{
    fault();
}
