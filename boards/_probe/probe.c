/*
 * The functions of board.h where a debug probe runs the firmware: console and exit by semihosting, so pins, clocks and
 * UARTs stay as they are after a reset. Whoever drives the probe serves the calls: OpenOCD after `arm semihosting
 * enable`, pyOCD with `--semihosting`. Without one the core stops at the first of them.
 * Reference: Arm, "Semihosting for AArch32 and AArch64", operation 0x01: the file ":tt" is the console.
 */
#include "board.h"
#include "semihosting.h"

static const char console[] = ":tt";

static int input_file;
static int output_file;
static uint8_t input[64];
static uint32_t input_at;
static uint32_t input_count;

void thimble_board_start(void)
{
    input_file = thimble_semihosting_begin(console, sizeof console - 1u, THIMBLE_OPEN_READ);
    output_file = thimble_semihosting_begin(console, sizeof console - 1u, THIMBLE_OPEN_WRITE);
}

int thimble_board_read(void)
{
    if (input_at == input_count) {
        input_at = 0;
        input_count = thimble_semihosting_read(input_file, input, sizeof input);
    }
    return input_count > 0u ? (int)input[input_at++] : -1;
}

void thimble_board_write(const char *bytes, size_t len)
{
    thimble_semihosting_write(output_file, bytes, (uint32_t)len);
}

/* No instruction is counted: these cores count cycles, and not all of them do. */
void thimble_board_clock(thimble_board_time_t *now)
{
    now->slow = 0;
    now->ticks = 0;
}

uint64_t thimble_board_instructions(const thimble_board_time_t *before, const thimble_board_time_t *after)
{
    (void)before;
    (void)after;
    return 0;
}

void thimble_board_exit(int status)
{
    thimble_semihosting_exit(status);
}
