/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: a payload of parts, an array of offsets and byte strings, read as it comes. */
#ifndef THIMBLE_PARTS_H
#define THIMBLE_PARTS_H

#include <stdint.h>

#include "thimble/symbols.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What thimble_parts_read found. */
enum {
    /* It is no such payload, or its parts do not ascend. */
    THIMBLE_PARTS_BAD = 0,
    /* All bytes were used. */
    THIMBLE_PARTS_MORE = 1,
    /* The bytes that were used are some of a part; they belong to offset `at`, and `at` is now behind them. */
    THIMBLE_PARTS_BYTES = 2
};

/* A payload under way. */
typedef struct {
    uint32_t at;     /* offset in the new image */
    uint32_t left;   /* bytes of the part that are to come */
    uint32_t items;  /* items of the array that are to come */
    uint32_t number; /* what has come of a head */
    uint8_t wanted;  /* bytes of a head that are to come */
    uint8_t stage;
    uint8_t major;
    uint8_t shortest; /* bytes that the head's number has */
} thimble_parts_t;

/* Begins. */
void thimble_parts_begin(thimble_parts_t *parts);

/* Reads some of the next bytes, *used of them. */
int thimble_parts_read(thimble_parts_t *parts, const uint8_t *bytes, uint32_t count, uint32_t *used);

/* Whether the payload is complete. */
int thimble_parts_are_all(const thimble_parts_t *parts);

#ifdef __cplusplus
}
#endif

#endif
