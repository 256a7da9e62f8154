/*
 * Input of a board in an emulator: QEMU's UARTs do not tell their core that the input has ended, so a firmware that
 * waits for a byte would run, and keep the host's processor busy, for ever after whoever started it was killed. So
 * input is read from QEMU's own standard input, where the core sleeps until there is some, and sees the end. A board
 * includes this once, and keeps its UART's receiver off meanwhile, for it would take the bytes away. Where that file
 * cannot be opened, the UART is read.
 */
#ifndef THIMBLE_SEMIHOSTED_INPUT_H
#define THIMBLE_SEMIHOSTED_INPUT_H

#include "semihosting.h"

static int input_file;
static uint8_t input[64];
static uint32_t input_at;
static uint32_t input_count;

/* Opens the input; returns 0 where the board is to read its UART. */
static int input_begin(void)
{
    static const char path[] = "/dev/stdin";
    input_file = thimble_semihosting_begin(path, sizeof path - 1u, THIMBLE_OPEN_READ);
    return input_file >= 0;
}

/* The next byte; -1 at the end. */
static int input_read(int (*read_uart)(void))
{
    if (input_file < 0) {
        return read_uart();
    }
    if (input_at == input_count) {
        input_at = 0;
        input_count = thimble_semihosting_read(input_file, input, sizeof input);
    }
    return input_count > 0u ? (int)input[input_at++] : -1;
}

#endif
