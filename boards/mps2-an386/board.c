/*
 * MPS2 with the AN386 image (Cortex-M4), also as QEMU emulates it.
 * Reference: Arm DAI 0386, "Application Note AN386"; CMSDK APB UART: Arm DDI 0479, chapter 4.
 */
#include "board.h"

#include "semihosting.h"

/* CMSDK UART 0. */
#define UART_DATA (*(volatile uint32_t *)0x40004000u)
#define UART_STATE (*(volatile uint32_t *)0x40004004u)
#define UART_CONTROL (*(volatile uint32_t *)0x40004008u)
#define UART_BAUD_DIVIDER (*(volatile uint32_t *)0x40004010u)
#define UART_STATE_TRANSMIT_FULL 1u
#define UART_STATE_RECEIVE_FULL 2u
#define UART_CONTROL_BOTH_ON 3u

/* 25 MHz peripheral clock / 115,200 baud, rounded. */
#define UART_DIVIDER_115200 217u

/* FPGAIO: a free-running counter at 25 MHz when its prescaler is 0. */
#define FPGAIO_COUNTER (*(volatile uint32_t *)0x40028018u)
#define FPGAIO_PRESCALE (*(volatile uint32_t *)0x4002801Cu)

void thimble_board_init(void) {
    UART_BAUD_DIVIDER = UART_DIVIDER_115200;
    UART_CONTROL = UART_CONTROL_BOTH_ON;
    FPGAIO_PRESCALE = 0;
}

int thimble_board_read(void) {
    while ((UART_STATE & UART_STATE_RECEIVE_FULL) == 0u) {
    }
    return (int)(UART_DATA & 0xFFu);
}

void thimble_board_write(const char *bytes, size_t len) {
    size_t at;
    for (at = 0; at < len; at++) {
        while ((UART_STATE & UART_STATE_TRANSMIT_FULL) != 0u) {
        }
        UART_DATA = (uint8_t)bytes[at];
    }
}

uint32_t thimble_board_counter(void) {
    return FPGAIO_COUNTER;
}

/*
 * With -icount shift=6 an instruction takes 64 ns of QEMU's virtual time and a tick of the counter 40 ns. The counter
 * is rounded down: after i instructions it reads floor(8 i / 5), from which i = ceil(5 ticks / 8) follows exactly.
 * 2^32 ticks are a whole number of instructions, so that a wrap adds nothing to the rounding.
 */
static uint64_t instructions_at(uint64_t ticks) {
    return (ticks * 5u + 7u) / 8u;
}

uint32_t thimble_board_instructions(uint32_t before, uint32_t after) {
    uint64_t wrapped = after < before ? (uint64_t)1 << 32 : 0;
    return (uint32_t)(instructions_at(wrapped + after) - instructions_at(before));
}

void thimble_board_exit(int status) {
    thimble_semihosting_exit(status);
}
