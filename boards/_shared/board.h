/*
 * What the shared firmware needs from a board (boards/<board>/board.c) or from the host (boards/host/main.c).
 */
#ifndef THIMBLE_BOARD_H
#define THIMBLE_BOARD_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Makes the console and the counter ready. Called once, before anything else. */
void thimble_board_init(void);

/* Waits for the next byte of input, 0 to 255; -1 when no more will ever come. */
int thimble_board_read(void);

/* Writes len bytes to the console. */
void thimble_board_write(const char *bytes, size_t len);

/* The board's free-running counter; always 0 where there is none. */
uint32_t thimble_board_counter(void);

/* Instructions executed between two readings of the counter, for at most one wrap; always 0 where nothing counts. */
uint32_t thimble_board_instructions(uint32_t before, uint32_t after);

/* Most bytes of stack ever in use since boot; 0 where it is not known. */
size_t thimble_board_stack_peak(void);

/* Bytes of stack in use in the caller; 0 where it is not known. */
size_t thimble_board_stack_now(void);

/* Ends the program: status 0 is success. Does not return where the board can stop at all. */
void thimble_board_exit(int status);

#ifdef __cplusplus
}
#endif

#endif
