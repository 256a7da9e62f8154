/*
 * The functions of board.h for QEMU's machine `virt`: a 16550 UART for output, semihosting for input and to stop, the
 * core's own counter for instructions. A board's board.c includes this once.
 *
 * References: QEMU, "'virt' Generic Virtual Platform (virt)" of RISC-V; National Semiconductor, "PC16550D".
 */
#ifndef THIMBLE_VIRT_BOARD_H
#define THIMBLE_VIRT_BOARD_H

#include "board.h"
#include "semihosted_input.h"

#define VIRT_UART_REGISTER(at) (*(volatile uint8_t *)(0x10000000u + (at)))

#define UART_DATA VIRT_UART_REGISTER(0u)
#define UART_LINE_STATE VIRT_UART_REGISTER(5u)
#define UART_RECEIVED 0x01u
#define UART_TRANSMIT_EMPTY 0x20u

#define READ_CSR(name, value)                                                                                          \
    __asm__ volatile(".option push\n .option arch, +zicsr\n csrr %0, " name "\n .option pop" : "=r"(value) : : "memory")

/* Under -icount shift=6 QEMU's counter of instructions counts nanoseconds, of which an instruction takes 64. */
#define INSTRUCTION_SHIFT 6

void thimble_board_start(void)
{
    (void)input_begin();
}

static int read_uart(void)
{
    while ((UART_LINE_STATE & UART_RECEIVED) == 0u) {
    }
    return (int)UART_DATA;
}

int thimble_board_read(void)
{
    return input_read(read_uart);
}

void thimble_board_write(const char *bytes, size_t len)
{
    size_t at;
    for (at = 0; at < len; at++) {
        while ((UART_LINE_STATE & UART_TRANSMIT_EMPTY) == 0u) {
        }
        UART_DATA = (uint8_t)bytes[at];
    }
}

/* The upper half is read before and after the lower one, which may have wrapped between them. */
void thimble_board_clock(thimble_board_time_t *now)
{
    uint32_t again;
    do {
        READ_CSR("minstreth", now->slow);
        READ_CSR("minstret", now->ticks);
        READ_CSR("minstreth", again);
    } while (again != now->slow);
}

uint64_t thimble_board_instructions(const thimble_board_time_t *before, const thimble_board_time_t *after)
{
    uint64_t begun = ((uint64_t)before->slow << 32) + before->ticks;
    return ((((uint64_t)after->slow << 32) + after->ticks) - begun) >> INSTRUCTION_SHIFT;
}

void thimble_board_exit(int status)
{
    thimble_semihosting_exit(status);
}

#endif
