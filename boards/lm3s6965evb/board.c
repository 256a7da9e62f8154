/*
 * Stellaris LM3S6965 evaluation board. In QEMU: its UART for output, semihosting for input and to stop, the watchdog
 * for instructions. Reference: Texas Instruments, "Stellaris LM3S6965 Microcontroller Data Sheet", chapters 5 (RCC), 10
 * (watchdog) and 12 (UART).
 */
#include "board.h"
#include "semihosted_input.h"

#define REGISTER(address) (*(volatile uint32_t *)(address))

#define UART 0x4000C000u
#define UART_DATA REGISTER(UART)
#define UART_FLAGS REGISTER(UART + 0x18u)
#define UART_CONTROL REGISTER(UART + 0x30u)
#define UART_FLAG_RECEIVE_EMPTY 0x10u
#define UART_FLAG_TRANSMIT_FULL 0x20u
#define UART_ON_TRANSMIT 0x101u
#define UART_ON_BOTH 0x301u

/* The system clock from the PLL: 200 MHz by 4. */
#define RUN_MODE_CLOCK REGISTER(0x400FE060u)
#define CLOCK_50_MHZ 0x01CE3AC0u

#define WATCHDOG 0x40000000u
#define WATCHDOG_LOAD REGISTER(WATCHDOG)
#define WATCHDOG_VALUE REGISTER(WATCHDOG + 4u)
#define WATCHDOG_CONTROL REGISTER(WATCHDOG + 8u)
#define WATCHDOG_COUNTS 1u /* and asks for an interrupt at 0, which nothing enables */

void thimble_board_start(void)
{
    RUN_MODE_CLOCK = CLOCK_50_MHZ;
    UART_CONTROL = input_begin() ? UART_ON_TRANSMIT : UART_ON_BOTH;
    WATCHDOG_LOAD = 0xFFFFFFFFu;
    WATCHDOG_CONTROL = WATCHDOG_COUNTS;
}

static int read_uart(void)
{
    while ((UART_FLAGS & UART_FLAG_RECEIVE_EMPTY) != 0u) {
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
        while ((UART_FLAGS & UART_FLAG_TRANSMIT_FULL) != 0u) {
        }
        UART_DATA = (uint8_t)bytes[at];
    }
}

void thimble_board_clock(thimble_board_time_t *now)
{
    now->slow = 0;
    now->ticks = 0xFFFFFFFFu - WATCHDOG_VALUE;
}

/* Under -icount shift=6 an instruction takes 64 ns and a tick 20: of i instructions floor(16 i / 5) ticks are seen. */
static uint64_t instructions_of(uint64_t ticks)
{
    return (5u * ticks + 15u) >> 4;
}

/* The counter wraps every 1.3 x 10^9 instructions, of which no model that fits here takes a hundredth. */
uint64_t thimble_board_instructions(const thimble_board_time_t *before, const thimble_board_time_t *after)
{
    uint64_t begun = before->ticks;
    return instructions_of(begun + (uint32_t)(after->ticks - before->ticks)) - instructions_of(begun);
}

void thimble_board_exit(int status)
{
    thimble_semihosting_exit(status);
}
