/*
 * BBC micro:bit, of 2015: a Nordic nRF51822. In QEMU: its UART for output, semihosting for input and to stop, TIMER0
 * for instructions. Reference: Nordic Semiconductor, "nRF51 Series Reference Manual" 3.0: chapters 18 (TIMER) and 29
 * (UART).
 */
#include "board.h"
#include "semihosted_input.h"

#define REGISTER(address) (*(volatile uint32_t *)(address))

#define UART 0x40002000u
#define UART_START_RECEIVING REGISTER(UART)
#define UART_START_SENDING REGISTER(UART + 8u)
#define UART_RECEIVED REGISTER(UART + 0x108u)
#define UART_SENT REGISTER(UART + 0x11Cu)
#define UART_ENABLE REGISTER(UART + 0x500u)
#define UART_RECEIVE_DATA REGISTER(UART + 0x518u)
#define UART_SEND_DATA REGISTER(UART + 0x51Cu)
#define UART_BAUD_RATE REGISTER(UART + 0x524u)
#define UART_ON 4u
#define UART_115200_BAUD 0x01D7E000u

#define TIMER 0x40008000u
#define TIMER_START REGISTER(TIMER)
#define TIMER_CLEAR REGISTER(TIMER + 0xCu)
#define TIMER_CAPTURE REGISTER(TIMER + 0x40u)
#define TIMER_BITS REGISTER(TIMER + 0x508u)
#define TIMER_PRESCALE REGISTER(TIMER + 0x510u)
#define TIMER_CAPTURED REGISTER(TIMER + 0x540u)
#define TIMER_32_BITS 3u

/* Instructions up to the last reading. */
static uint64_t executed;

void thimble_board_start(void)
{
    UART_BAUD_RATE = UART_115200_BAUD;
    UART_ENABLE = UART_ON;
    UART_START_SENDING = 1u;
    if (!input_begin()) {
        UART_START_RECEIVING = 1u;
    }
    TIMER_BITS = TIMER_32_BITS;
    TIMER_PRESCALE = 0;
    TIMER_CLEAR = 1u;
    TIMER_START = 1u;
}

static int read_uart(void)
{
    while (UART_RECEIVED == 0u) {
    }
    UART_RECEIVED = 0;
    return (int)(UART_RECEIVE_DATA & 0xFFu);
}

int thimble_board_read(void)
{
    return input_read(read_uart);
}

void thimble_board_write(const char *bytes, size_t len)
{
    size_t at;
    for (at = 0; at < len; at++) {
        UART_SENT = 0;
        UART_SEND_DATA = (uint8_t)bytes[at];
        while (UART_SENT == 0u) {
        }
    }
}

/*
 * Under -icount shift=6 an instruction takes 64 ns, and a tick of 16 MHz 62.5: after i instructions the timer shows
 * floor(1024 i / 1000), from which i = ceil(125 t / 128) follows exactly. QEMU loses half a nanosecond in every
 * reading of it, so each reading starts it anew. 2^32 ticks are 4.2 x 10^9 instructions; no model that fits here takes
 * so many.
 */
void thimble_board_clock(thimble_board_time_t *now)
{
    TIMER_CAPTURE = 1u;
    TIMER_CLEAR = 1u;
    executed += ((uint64_t)TIMER_CAPTURED * 125u + 127u) >> 7;
    now->slow = (uint32_t)(executed >> 32);
    now->ticks = (uint32_t)executed;
}

uint64_t thimble_board_instructions(const thimble_board_time_t *before, const thimble_board_time_t *after)
{
    uint64_t begun = ((uint64_t)before->slow << 32) + before->ticks;
    return (((uint64_t)after->slow << 32) + after->ticks) - begun;
}

void thimble_board_exit(int status)
{
    thimble_semihosting_exit(status);
}
