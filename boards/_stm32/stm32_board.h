/*
 * The functions of board.h for STM32F4 microcontrollers in QEMU: a USART for output, semihosting for input and to
 * stop, two 32-bit timers for instructions. A board's board.c defines the macros and includes this once. Clocks and
 * pins stay as they are after a reset, which an emulator does not mind; a chip would want its USART's clock and pins.
 *
 * STM32_USART     address of the console
 * STM32_USART_HZ  its clock
 * STM32_FAST      address of a 32-bit timer
 * STM32_SLOW      address of another
 *
 * Reference: ST RM0090, "STM32F405/415, STM32F407/417 ... reference manual", chapters 18 (TIM2 to TIM5) and 30
 * (USART).
 */
#ifndef THIMBLE_STM32_BOARD_H
#define THIMBLE_STM32_BOARD_H

#include "board.h"
#include "semihosted_input.h"

#define STM32_REGISTER(address) (*(volatile uint32_t *)(address))

#define USART_STATUS STM32_REGISTER(STM32_USART)
#define USART_DATA STM32_REGISTER(STM32_USART + 4u)
#define USART_BAUD_RATE STM32_REGISTER(STM32_USART + 8u)
#define USART_CONTROL STM32_REGISTER(STM32_USART + 12u)
#define USART_STATUS_RECEIVED 0x20u
#define USART_STATUS_TRANSMIT_EMPTY 0x80u
#define USART_CONTROL_TRANSMIT_ON 0x2008u
#define USART_CONTROL_BOTH_ON 0x200Cu
#define USART_BAUD 115200u

#define TIMER_CONTROL(timer) STM32_REGISTER(timer)
#define TIMER_EVENT(timer) STM32_REGISTER((timer) + 0x14u)
#define TIMER_COUNT(timer) STM32_REGISTER((timer) + 0x24u)
#define TIMER_PRESCALE(timer) STM32_REGISTER((timer) + 0x28u)
#define TIMER_TOP(timer) STM32_REGISTER((timer) + 0x2Cu)

/*
 * QEMU's timers count nanoseconds of its virtual time before they are prescaled, and under -icount shift=6 an
 * instruction takes 64 of them: with this prescaler a tick is an instruction.
 */
#define FAST_PRESCALE 63u

/* 2^16 ns, which are 2^10 instructions: it wraps after 78 hours. */
#define SLOW_PRESCALE 0xFFFFu
#define SLOW_TICK_BITS 10u

static void start_timer(uint32_t timer, uint32_t prescale)
{
    TIMER_PRESCALE(timer) = prescale;
    TIMER_TOP(timer) = 0xFFFFFFFFu;
    TIMER_EVENT(timer) = 1u;
    TIMER_CONTROL(timer) = 1u;
}

void thimble_board_start(void)
{
    USART_BAUD_RATE = (STM32_USART_HZ + USART_BAUD / 2u) / USART_BAUD;
    USART_CONTROL = input_begin() ? USART_CONTROL_TRANSMIT_ON : USART_CONTROL_BOTH_ON;
    start_timer(STM32_FAST, FAST_PRESCALE);
    start_timer(STM32_SLOW, SLOW_PRESCALE);
}

static int read_uart(void)
{
    while ((USART_STATUS & USART_STATUS_RECEIVED) == 0u) {
    }
    return (int)(USART_DATA & 0xFFu);
}

int thimble_board_read(void)
{
    return input_read(read_uart);
}

void thimble_board_write(const char *bytes, size_t len)
{
    size_t at;
    for (at = 0; at < len; at++) {
        while ((USART_STATUS & USART_STATUS_TRANSMIT_EMPTY) == 0u) {
        }
        USART_DATA = (uint8_t)bytes[at];
    }
}

void thimble_board_clock(thimble_board_time_t *now)
{
    now->slow = TIMER_COUNT(STM32_SLOW);
    now->ticks = TIMER_COUNT(STM32_FAST);
}

/*
 * The slow counter is right to a tick of its own, so the fast one's wraps are a whole number near to what it says.
 */
uint64_t thimble_board_instructions(const thimble_board_time_t *before, const thimble_board_time_t *after)
{
    uint32_t ticks = after->ticks - before->ticks;
    uint64_t rough = (uint64_t)(after->slow - before->slow) << SLOW_TICK_BITS;
    uint32_t wraps = (uint32_t)((rough + 0x80000000u - ticks) >> 32);
    return ((uint64_t)wraps << 32) + ticks;
}

void thimble_board_exit(int status)
{
    thimble_semihosting_exit(status);
}

#endif
