/* The line protocol over standard input and output, for a model built for the development machine. */
#include <stdio.h>
#include <stdlib.h>

#include "board.h"
#include "protocol.h"
#ifdef THIMBLE_TRAINING
#include "thimble_app.h"

/* The largest image that can be given, and where images lie: at multiples of this. */
#define MOST_IMAGE_BYTES (4u << 20)
#define IMAGE_ALIGNMENT 16u
#endif

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
    now->slow = 0;
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

#ifdef THIMBLE_TRAINING
/* Has the model run the image in a file, as if it had been installed. */
static void load(const char *name)
{
    static uint8_t room[MOST_IMAGE_BYTES + IMAGE_ALIGNMENT];
    uint8_t *const image = room + (IMAGE_ALIGNMENT - (uintptr_t)room % IMAGE_ALIGNMENT);
    FILE *const file = fopen(name, "rb");
    const size_t bytes = file != NULL ? fread(image, 1, MOST_IMAGE_BYTES, file) : 0;
    if (file == NULL || fclose(file) != 0 || thimble_app_load(0, image, bytes) != 0) {
        fprintf(stderr, "no image of this program: %s\n", name);
        exit(1);
    }
}
#endif

/* A program of a package that has a trainer takes one argument: the file of an image. */
int main(int argc, char **argv)
{
    thimble_board_start();
#ifdef THIMBLE_TRAINING
    if (argc > 1) {
        load(argv[1]);
    }
#else
    (void)argc;
    (void)argv;
#endif
    thimble_protocol_serve();
    return 0;
}
