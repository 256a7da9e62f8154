/*
 * The functions of board.h for Arm's MPS2 and MPS3 prototyping boards: a CMSDK UART for output, semihosting for
 * input and to stop, the FPGAIO counter for instructions. A board's board.c defines the four macros and includes this
 * once.
 *
 * MPS_UART     address of UART 0
 * MPS_UART_HZ  its clock
 * MPS_FPGAIO   address of the FPGAIO block
 * MPS_TICK_NS  nanoseconds between two values of FPGAIO's counter with a prescaler of 0
 *
 * Reference: CMSDK APB UART: Arm DDI 0479, chapter 4; FPGAIO: the application note of each board.
 */
#ifndef THIMBLE_MPS_BOARD_H
#define THIMBLE_MPS_BOARD_H

#include "board.h"
#include "semihosted_input.h"

#define MPS_REGISTER(address) (*(volatile uint32_t *)(address))

/* CMSDK UART 0. */
#define UART_DATA MPS_REGISTER(MPS_UART)
#define UART_STATE MPS_REGISTER(MPS_UART + 4u)
#define UART_CONTROL MPS_REGISTER(MPS_UART + 8u)
#define UART_BAUD_DIVIDER MPS_REGISTER(MPS_UART + 16u)
#define UART_STATE_TRANSMIT_FULL 1u
#define UART_STATE_RECEIVE_FULL 2u
#define UART_CONTROL_TRANSMIT_ON 1u
#define UART_CONTROL_BOTH_ON 3u
#define UART_BAUD 115200u

/* FPGAIO: seconds since the start, and a free-running counter. */
#define FPGAIO_SECONDS MPS_REGISTER(MPS_FPGAIO + 0x10u)
#define FPGAIO_COUNTER MPS_REGISTER(MPS_FPGAIO + 0x18u)
#define FPGAIO_PRESCALE MPS_REGISTER(MPS_FPGAIO + 0x1Cu)

/* Under -icount shift=6 an instruction takes 2^6 ns of QEMU's virtual time. */
#define INSTRUCTION_NS 64u

/* Nanoseconds between two wraps of the counter: 2^32 ticks. */
#define WRAP_NS ((uint64_t)MPS_TICK_NS << 32)

#define NS_PER_SECOND 1000000000u

void thimble_board_start(void)
{
    UART_BAUD_DIVIDER = (MPS_UART_HZ + UART_BAUD / 2u) / UART_BAUD;
    UART_CONTROL = input_begin() ? UART_CONTROL_TRANSMIT_ON : UART_CONTROL_BOTH_ON;
    FPGAIO_PRESCALE = 0;
}

static int read_uart(void)
{
    while ((UART_STATE & UART_STATE_RECEIVE_FULL) == 0u) {
    }
    return (int)(UART_DATA & 0xFFu);
}

int thimble_board_read(void)
{
    return input_read(read_uart);
}

void thimble_board_write(const char *bytes, size_t len)
{
    size_t at;
    for (at = 0; at < len; at++) {
        while ((UART_STATE & UART_STATE_TRANSMIT_FULL) != 0u) {
        }
        UART_DATA = (uint8_t)bytes[at];
    }
}

/* The seconds first: what comes between the two reads is the same in every call. */
void thimble_board_clock(thimble_board_time_t *now)
{
    now->slow = FPGAIO_SECONDS;
    now->ticks = FPGAIO_COUNTER;
}

/*
 * After i instructions the counter, rounded down, reads floor(64 i / tick), from which i = ceil(tick t / 64) follows
 * exactly, for a tick is shorter than an instruction. 2^32 ticks are a whole number of instructions, so that a wrap
 * adds nothing to the rounding.
 */
static uint64_t instructions_at(uint64_t ticks)
{
    return (ticks * MPS_TICK_NS + INSTRUCTION_NS - 1u) / INSTRUCTION_NS;
}

/*
 * How often the counter wrapped: the difference of the seconds, which is right to one second, tells the time roughly,
 * and what the ticks lack of it is a whole number of wraps of more than 170 s each.
 */
static uint64_t wraps_between(const thimble_board_time_t *before, const thimble_board_time_t *after)
{
    uint64_t rough = (uint64_t)(after->slow - before->slow) * NS_PER_SECOND + WRAP_NS / 2u;
    uint64_t shown = (uint64_t)after->ticks * MPS_TICK_NS;
    uint64_t start = (uint64_t)before->ticks * MPS_TICK_NS;
    /* The same as a division by WRAP_NS, without the library's 64-bit one. */
    return (uint32_t)((rough + start - shown) >> 32) / MPS_TICK_NS;
}

uint64_t thimble_board_instructions(const thimble_board_time_t *before, const thimble_board_time_t *after)
{
    uint64_t wraps = wraps_between(before, after);
    return instructions_at((wraps << 32) + after->ticks) - instructions_at(before->ticks);
}

void thimble_board_exit(int status)
{
    thimble_semihosting_exit(status);
}

#endif
