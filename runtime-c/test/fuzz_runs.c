/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs the fuzzer's target without the fuzzer.
 *
 *   fuzz_runs seeds FOLDER   writes what a fuzzer begins with
 *   fuzz_runs random RUNS    tries so many changes of that, the same ones each time
 *   fuzz_runs these FILE...  tries what files hold, as a fuzzer's corpus or what it found
 *
 * The last two print how often each reason was given: "<reason> <times>", a line each.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz_package.h"
#include "fuzz_recipe.h"

enum { MOST_BYTES = 4096, IMAGE = 448, SEEDS = 120 };

typedef struct {
    uint8_t bytes[MOST_BYTES + 1];
    size_t count;
} input_t;

static uint32_t random_state = 1;

/* Marsaglia, "Xorshift RNGs", 2003. */
static uint32_t next_random(uint32_t limit)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 17;
    random_state ^= random_state << 5;
    return random_state % limit;
}

static void put(input_t *input, const void *bytes, size_t count)
{
    memcpy(input->bytes + input->count, bytes, count);
    input->count += count;
}

/* Three parts of an image of 640 bytes: they change a few of its bytes, and make it longer. */
static void put_parts(input_t *input)
{
    static const uint8_t head[] = {0x86, 0x18, 164, 0x44, 1,    2,    3,    4,    0x19, 1,
                                   44,   0x42, 5,   6,    0x19, 0x02, 0x30, 0x58, 80};
    uint8_t longer[80];
    memset(longer, 0x3C, sizeof longer);
    put(input, head, sizeof head);
    put(input, longer, sizeof longer);
}

/* One part, from 550 to the end of a slot and beyond. */
static void put_long_part(input_t *input)
{
    static const uint8_t head[] = {0x82, 0x19, 0x02, 0x26, 0x59, 0x01, 0xF4};
    uint8_t bytes[500];
    memset(bytes, 0x5D, sizeof bytes);
    put(input, head, sizeof head);
    put(input, bytes, sizeof bytes);
}

static void put_payload(input_t *input, unsigned number)
{
    static const uint8_t no_parts[] = {0x80};
    uint8_t image[IMAGE];
    if ((input->bytes[FUZZ_MAKE] & FUZZ_PARTS) == 0) {
        memset(image, (int)(number + 1), sizeof image);
        put(input, image, sizeof image);
        put(input, image, number % 12u == 11 ? sizeof image : 0);
    } else if (number % 12u == 7) {
        put(input, no_parts, sizeof no_parts);
    } else if (number % 12u == 9) {
        put_long_part(input);
    } else {
        put_parts(input);
    }
}

/* The size of the image that parts make; of a manifest that is given, and is none. */
static unsigned size_of(unsigned number)
{
    static const unsigned sizes[] = {640, 640, 640, 640, 640, 8, 640, 700, 640, 1000, 640, 520};
    return sizes[number % 12u];
}

/* Good packages and bad ones for each kind of tree, payload and device; numbers tell them apart. */
static void make_seed(input_t *input, unsigned number)
{
    static const uint8_t makes[] = {0, FUZZ_PARTS, FUZZ_ONE_DEVICE, FUZZ_PARTS | FUZZ_REVOKES_OTHER,
                                    FUZZ_TWO_TREES | FUZZ_REVOKES_ITSELF, FUZZ_GIVEN};
    const uint8_t edit[] = {(uint8_t)(64u + number % 2u), (uint8_t)(number * 37u), (uint8_t)number, 0};
    uint8_t head[FUZZ_RECIPE_BYTES] = {0};
    head[FUZZ_MAKE] = (uint8_t)(FUZZ_IMAGE | makes[number % 6u] | (number % 4u == 3 ? FUZZ_TWO_TREES : 0));
    head[FUZZ_TREES] = (uint8_t)(number * 19u);
    head[FUZZ_CHUNKS] = (uint8_t)(2u + number);
    head[FUZZ_CHUNKS + 1] = (uint8_t)(7u * number);
    head[FUZZ_DEVICE] = (uint8_t)(number % 5u == 4 ? number : number % 2u);
    head[FUZZ_LOG] = (uint8_t)(number / 2u % 3u * 8u + (number % 7u == 6 ? number % 5u : 0) + number % 3u * 64u);
    head[FUZZ_FLASH] = (uint8_t)(number * 11u);
    head[FUZZ_FAULT] = (uint8_t)number;
    head[FUZZ_FAULT + 1] = (uint8_t)(1u + number);
    head[FUZZ_SEQUENCE] = (uint8_t)(number % 10u == 9 || number % 12u == 7 ? FUZZ_INSTALLED : 200u + number % 54u);
    head[FUZZ_EDITS] = number % 16u == 4 ? 1 : 0;
    head[FUZZ_SIZE] = (uint8_t)(size_of(number) / 256u);
    head[FUZZ_SIZE + 1] = (uint8_t)(size_of(number) % 256u);
    head[FUZZ_MORE] = (uint8_t)((number + number / 7u) % 7u + (number % 3u == 2 ? number / 3u * 16u : 0));
    head[FUZZ_CUT] = (uint8_t)(number % 16u);
    input->count = 0;
    put(input, head, sizeof head);
    put(input, edit, head[FUZZ_EDITS] * sizeof edit);
    put_payload(input, number);
}

/* Puts bytes in, as far as there is room. */
static void insert(input_t *input, size_t at, const uint8_t *bytes, size_t count)
{
    if (count <= MOST_BYTES - input->count) {
        memmove(input->bytes + at + count, input->bytes + at, input->count - at);
        memcpy(input->bytes + at, bytes, count);
        input->count += count;
    }
}

/* One more edit of the manifest. */
static void add_edit(input_t *input)
{
    uint8_t edit[4];
    for (unsigned i = 0; i < sizeof edit; i++) {
        edit[i] = (uint8_t)next_random(256);
    }
    if (input->count >= FUZZ_RECIPE_BYTES && input->bytes[FUZZ_EDITS] % 16u < 15u) {
        input->bytes[FUZZ_EDITS]++;
        insert(input, FUZZ_RECIPE_BYTES, edit, sizeof edit);
    }
}

static void change(input_t *input)
{
    const size_t within = next_random(2) == 0 && input->count > FUZZ_RECIPE_BYTES ? FUZZ_RECIPE_BYTES : input->count;
    const size_t at = next_random((uint32_t)within + 1u);
    const uint8_t byte = (uint8_t)next_random(256);
    const size_t removed = 1 + next_random(16);
    switch (next_random(5)) {
    case 0:
        add_edit(input);
        break;
    case 1:
        insert(input, at, &byte, 1);
        break;
    case 2:
        if (removed <= input->count - at) {
            memmove(input->bytes + at, input->bytes + at + removed, input->count - at - removed);
            input->count -= removed;
        }
        break;
    case 3:
        input->bytes[at] = byte;
        break;
    default:
        input->bytes[at] ^= (uint8_t)(1u << byte % 8u);
        break;
    }
}

static int write_seeds(const char *folder)
{
    static input_t input;
    for (unsigned number = 0; number < SEEDS; number++) {
        char name[4096];
        FILE *stream;
        make_seed(&input, number);
        if (snprintf(name, sizeof name, "%s/seed-%03u", folder, number) >= (int)sizeof name) {
            return 1;
        }
        stream = fopen(name, "wb");
        if (stream == NULL || fwrite(input.bytes, 1, input.count, stream) != input.count || fclose(stream) != 0) {
            return 1;
        }
    }
    return 0;
}

static int print_reasons(void)
{
    for (unsigned reason = 0; reason <= THIMBLE_UPDATE_ORDER; reason++) {
        printf("%u %lu\n", reason, fuzz_reasons[reason]);
    }
    return 0;
}

static int try_random(unsigned long runs)
{
    static input_t input;
    for (unsigned long run = 0; run < runs; run++) {
        random_state = (uint32_t)run * 2654435761u + 1u;
        make_seed(&input, (unsigned)(run % SEEDS));
        for (uint32_t left = next_random(4); left > 0; left--) {
            change(&input);
        }
        (void)LLVMFuzzerTestOneInput(input.bytes, input.count);
    }
    return print_reasons();
}

static int try_files(char **names, int count)
{
    static input_t input;
    for (int i = 0; i < count; i++) {
        FILE *const stream = fopen(names[i], "rb");
        if (stream == NULL) {
            return 1;
        }
        input.count = fread(input.bytes, 1, sizeof input.bytes, stream);
        fclose(stream);
        (void)LLVMFuzzerTestOneInput(input.bytes, input.count);
    }
    return print_reasons();
}

int main(int count, char **arguments)
{
    if (count == 3 && strcmp(arguments[1], "seeds") == 0) {
        return write_seeds(arguments[2]);
    }
    if (count == 3 && strcmp(arguments[1], "random") == 0) {
        return try_random(strtoul(arguments[2], NULL, 10));
    }
    if (count > 2 && strcmp(arguments[1], "these") == 0) {
        return try_files(arguments + 2, count - 2);
    }
    fprintf(stderr, "fuzz_runs seeds FOLDER | random RUNS | these FILE...\n");
    return 2;
}
