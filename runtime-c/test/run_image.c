/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A model of the name tiny with the image of a file: its self-test, and the logits of the token ids that follow.
 *
 *     run_image FILE ID...
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "tiny.h"

#define MOST_BYTES (1u << 20)

static uint64_t image[MOST_BYTES / sizeof(uint64_t)];
static uint64_t arena[THIMBLE_TINY_ARENA_BYTES / sizeof(uint64_t) + 1u];

static size_t read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    size_t bytes = file != NULL ? fread(image, 1, sizeof image, file) : 0;
    if (file != NULL) {
        fclose(file);
    }
    return bytes;
}

int main(int argc, char **argv)
{
    static uint16_t ids[THIMBLE_TINY_MAX_TOKENS];
    thimble_tiny_t model;
    thimble_result_t result;
    uint32_t failed = 0;
    size_t count = (size_t)argc - 2u;
    int status;
    for (size_t i = 0; i < count && i < THIMBLE_TINY_MAX_TOKENS; i++) {
        ids[i] = (uint16_t)atoi(argv[i + 2u]);
    }
    status = thimble_tiny_open(&model, image, read_file(argv[1]), arena, sizeof arena);
    if (status == THIMBLE_OK) {
        status = thimble_tiny_selftest(&model, &failed);
    }
    printf("selftest %d %" PRIu32 "\n", status, failed);
    status = thimble_tiny_run(&model, ids, count, &result);
    printf("run %d", status);
    for (uint16_t label = 0; status == THIMBLE_OK && label < result.labels; label++) {
        printf(" %" PRId32, result.logits[label]);
    }
    printf("\n");
    return 0;
}
