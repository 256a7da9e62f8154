/*
 * What the shared firmware needs from a board (boards/<board>/board.c) or from the host (boards/_harness/host/main.c).
 */
#ifndef THIMBLE_BOARD_H
#define THIMBLE_BOARD_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Makes the console and the clocks ready. Called once, before anything else. */
void thimble_board_start(void);

/* Waits for the next byte of input, 0 to 255; -1 when no more will ever come. */
int thimble_board_read(void);

/* Writes len bytes to the console. */
void thimble_board_write(const char *bytes, size_t len);

/* A reading of the board's clocks; all 0 where there are none. */
typedef struct {
    uint32_t slow;  /* in a unit of the board's; tells how often the other one wrapped */
    uint32_t ticks; /* a free-running counter that wraps */
} thimble_board_time_t;

/* Reads the clocks. */
void thimble_board_clock(thimble_board_time_t *now);

/* Instructions executed between two readings, however often the counter wrapped; always 0 where nothing counts. */
uint64_t thimble_board_instructions(const thimble_board_time_t *before, const thimble_board_time_t *after);

/* Most bytes of stack ever in use since boot; 0 where it is not known. */
size_t thimble_board_stack_peak(void);

/* Bytes of stack in use in the caller; 0 where it is not known. */
size_t thimble_board_stack_now(void);

/*
 * Memory that nothing else uses, for texts that are longer than a line, and its bytes; null and 0 where there is none.
 * What it holds is not kept between two calls.
 */
char *thimble_board_spare(size_t *bytes);

/* Starts the device anew, as a reset does. Does not return. Only firmware that takes updates needs it. */
void thimble_board_restart(void);

/* Ends the program: status 0 is success. Does not return where the board can stop at all. */
void thimble_board_exit(int status);

#ifdef __cplusplus
}
#endif

#endif
