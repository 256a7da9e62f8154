/*
 * What every start without an operating system does once its core runs C: initialised variables, a painted stack, and
 * the program between them. A core's start-up includes this once. The symbols come from its sections.ld.
 */
#ifndef THIMBLE_START_H
#define THIMBLE_START_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "board.h"
#include "protocol.h"

/* What an untouched word of the stack holds. */
#define STACK_PAINT 0xA5C35A3Cu

/* Bytes below the stack pointer that painting leaves alone: the frames of the painting itself. */
#define PAINT_MARGIN 64u

extern uint32_t thimble_stack_guard[];
extern uint32_t thimble_stack_low[];
extern uint32_t thimble_stack_top[];
extern uint32_t thimble_data_load[];
extern uint32_t thimble_data_start[];
extern uint32_t thimble_data_end[];
extern uint32_t thimble_bss_start[];
extern uint32_t thimble_bss_end[];
extern uint32_t thimble_spare_start[];
extern uint32_t thimble_spare_end[];

static uintptr_t stack_pointer(void)
{
    uintptr_t value;
#if defined(__riscv)
    __asm__ volatile("mv %0, sp" : "=r"(value));
#else
    __asm__ volatile("mov %0, sp" : "=r"(value));
#endif
    return value;
}

static size_t bytes_between(const uint32_t *from, const uint32_t *to)
{
    return (size_t)((uintptr_t)to - (uintptr_t)from);
}

static void paint_stack(void)
{
    volatile uint32_t *word = thimble_stack_low;
    uintptr_t end = stack_pointer() - PAINT_MARGIN;
    while ((uintptr_t)word < end) {
        *word++ = STACK_PAINT;
    }
}

size_t thimble_board_stack_peak(void)
{
    const volatile uint32_t *word = thimble_stack_low;
    while ((uintptr_t)word < (uintptr_t)thimble_stack_top && *word == STACK_PAINT) {
        word++;
    }
    return (size_t)((uintptr_t)thimble_stack_top - (uintptr_t)word);
}

size_t thimble_board_stack_now(void)
{
    return (size_t)((uintptr_t)thimble_stack_top - stack_pointer());
}

char *thimble_board_spare(size_t *bytes)
{
    *bytes = bytes_between(thimble_spare_start, thimble_spare_end);
    return (char *)thimble_spare_start;
}

static void start_variables(void)
{
    memcpy(thimble_data_start, thimble_data_load, bytes_between(thimble_data_start, thimble_data_end));
    memset(thimble_bss_start, 0, bytes_between(thimble_bss_start, thimble_bss_end));
}

/* Does not return. */
static void start_program(void)
{
    paint_stack();
    thimble_board_start();
    thimble_protocol_serve();
    thimble_board_exit(0);
    for (;;) {
    }
}

/* Tells the reader of the console and stops. */
static void tell_fault(void)
{
    static const char message[] = "\nerr fault\n";
    thimble_board_write(message, sizeof message - 1u);
    thimble_board_exit(70);
    for (;;) {
    }
}

#endif
