/*
 * The functions of board.h for boards with an RP2040: UART 0 at GPIO 0 and 1, with 115,200 baud. A board's board.c
 * defines the macro and includes this once. The core runs at the crystal's clock, for the PLLs stay off.
 *
 * RP2040_CRYSTAL_HZ  the crystal's frequency, 1 to 15 MHz
 *
 * In an emulator the chip's testbench manager counts instructions, and semihosting ends the program. On a chip nothing
 * counts, and nothing ends.
 *
 * Reference: Raspberry Pi, "RP2040 Datasheet", 2.14 (resets), 2.15 (clocks), 2.16 (crystal), 2.19 (GPIO), 2.22.2
 * (testbench manager) and 4.2 (UART, which is Arm's PL011).
 */
#ifndef THIMBLE_RP2040_BOARD_H
#define THIMBLE_RP2040_BOARD_H

#include "board.h"
#include "semihosting.h"

#define RP2040_REGISTER(address) (*(volatile uint32_t *)(address))

/* What is written there clears bits of a device's register. */
#define CLEAR_ALIAS 0x3000u

#define RESETS 0x4000C000u
#define RESETS_CLEAR RP2040_REGISTER(RESETS + CLEAR_ALIAS)
#define RESETS_DONE RP2040_REGISTER(RESETS + 8u)
#define RESETS_NEEDED ((1u << 5) | (1u << 8) | (1u << 22)) /* GPIO, pads, UART 0 */

#define CLOCK_REFERENCE RP2040_REGISTER(0x40008030u)
#define CLOCK_REFERENCE_SELECTED RP2040_REGISTER(0x40008038u)
#define CLOCK_DEVICES RP2040_REGISTER(0x40008048u)
#define CLOCK_REFERENCE_CRYSTAL 2u
#define CLOCK_DEVICES_ON 0x800u /* of the core's clock */

#define CRYSTAL_CONTROL RP2040_REGISTER(0x40024000u)
#define CRYSTAL_STATE RP2040_REGISTER(0x40024004u)
#define CRYSTAL_DELAY RP2040_REGISTER(0x4002400Cu)
#define CRYSTAL_ON 0x00FABAA0u
#define CRYSTAL_STABLE 0x80000000u

#define PIN_0_FUNCTION RP2040_REGISTER(0x40014004u)
#define PIN_1_FUNCTION RP2040_REGISTER(0x4001400Cu)
#define PIN_FUNCTION_UART 2u

#define UART 0x40034000u
#define UART_DATA RP2040_REGISTER(UART)
#define UART_FLAGS RP2040_REGISTER(UART + 0x18u)
#define UART_BAUD_WHOLE RP2040_REGISTER(UART + 0x24u)
#define UART_BAUD_64TH RP2040_REGISTER(UART + 0x28u)
#define UART_LINE RP2040_REGISTER(UART + 0x2Cu)
#define UART_CONTROL RP2040_REGISTER(UART + 0x30u)
#define UART_FLAGS_RECEIVE_EMPTY 0x10u
#define UART_FLAGS_TRANSMIT_FULL 0x20u
#define UART_LINE_8_BITS 0x70u /* and queues of 32 */
#define UART_CONTROL_BOTH_ON 0x301u
#define UART_BAUD 115200u
#define UART_BAUD_DIVIDER_64THS ((4u * RP2040_CRYSTAL_HZ + UART_BAUD / 2u) / UART_BAUD)

#define TESTBENCH_PLATFORM RP2040_REGISTER(0x4006C000u)
#define TESTBENCH_EXECUTED RP2040_REGISTER(0x4006C010u)      /* the lower half; keeps the upper one */
#define TESTBENCH_EXECUTED_HIGH RP2040_REGISTER(0x4006C014u) /* as it was then */
#define TESTBENCH_PLATFORM_REAL 3u                           /* a chip or an FPGA */

static int is_emulated(void)
{
    return (TESTBENCH_PLATFORM & TESTBENCH_PLATFORM_REAL) == 0u;
}

/* About a millisecond until the crystal is stable. */
static void start_clocks(void)
{
    CRYSTAL_DELAY = (RP2040_CRYSTAL_HZ / 1000u + 255u) / 256u;
    CRYSTAL_CONTROL = CRYSTAL_ON;
    while ((CRYSTAL_STATE & CRYSTAL_STABLE) == 0u) {
    }
    CLOCK_REFERENCE = CLOCK_REFERENCE_CRYSTAL;
    while ((CLOCK_REFERENCE_SELECTED & (1u << CLOCK_REFERENCE_CRYSTAL)) == 0u) {
    }
    CLOCK_DEVICES = CLOCK_DEVICES_ON;
}

void thimble_board_start(void)
{
    start_clocks();
    RESETS_CLEAR = RESETS_NEEDED;
    while ((RESETS_DONE & RESETS_NEEDED) != RESETS_NEEDED) {
    }
    PIN_0_FUNCTION = PIN_FUNCTION_UART;
    PIN_1_FUNCTION = PIN_FUNCTION_UART;
    UART_BAUD_WHOLE = UART_BAUD_DIVIDER_64THS >> 6;
    UART_BAUD_64TH = UART_BAUD_DIVIDER_64THS & 0x3Fu;
    UART_LINE = UART_LINE_8_BITS;
    UART_CONTROL = UART_CONTROL_BOTH_ON;
}

/* No UART tells that nothing more will come; an emulator ends then. */
int thimble_board_read(void)
{
    while ((UART_FLAGS & UART_FLAGS_RECEIVE_EMPTY) != 0u) {
    }
    return (int)(UART_DATA & 0xFFu);
}

void thimble_board_write(const char *bytes, size_t len)
{
    size_t at;
    for (at = 0; at < len; at++) {
        while ((UART_FLAGS & UART_FLAGS_TRANSMIT_FULL) != 0u) {
        }
        UART_DATA = (uint8_t)bytes[at];
    }
}

void thimble_board_clock(thimble_board_time_t *now)
{
    now->ticks = 0;
    now->slow = 0;
    if (is_emulated()) {
        now->ticks = TESTBENCH_EXECUTED;
        now->slow = TESTBENCH_EXECUTED_HIGH;
    }
}

uint64_t thimble_board_instructions(const thimble_board_time_t *before, const thimble_board_time_t *after)
{
    uint64_t begun = ((uint64_t)before->slow << 32) + before->ticks;
    return (((uint64_t)after->slow << 32) + after->ticks) - begun;
}

void thimble_board_exit(int status)
{
    if (is_emulated()) {
        thimble_semihosting_exit(status);
    }
}

#endif
