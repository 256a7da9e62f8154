/* The line protocol over standard input and output, for a model built for the development machine. */
#include <stdio.h>
#include <stdlib.h>

#include "board.h"
#include "protocol.h"

void thimble_board_start(void)
{
}

int thimble_board_read(void)
{
    int c = getchar();
    return c == EOF ? -1 : c;
}

void thimble_board_write(const char *bytes, size_t len)
{
    /* A reader that went away ends the program: there is nobody left to tell. */
    if (fwrite(bytes, 1, len, stdout) != len || fflush(stdout) != 0) {
        exit(1);
    }
}

void thimble_board_clock(thimble_board_time_t *now)
{
    now->seconds = 0;
    now->ticks = 0;
}

uint64_t thimble_board_instructions(const thimble_board_time_t *before, const thimble_board_time_t *after)
{
    (void)before;
    (void)after;
    return 0;
}

size_t thimble_board_stack_peak(void)
{
    return 0;
}

size_t thimble_board_stack_now(void)
{
    return 0;
}

char *thimble_board_spare(size_t *bytes)
{
    static char spare[4u << 20];
    *bytes = sizeof spare;
    return spare;
}

void thimble_board_exit(int status)
{
    exit(status);
}

int main(void)
{
    thimble_board_start();
    thimble_protocol_serve();
    return 0;
}
