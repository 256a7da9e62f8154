/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Matrix products on Armv7-M with weights of 4 bits (docs/numerics.md, section 4). Up to four rows are packed once;
 * then the bytes of two outputs at a time become weights of 8 bits, which the loops of linear.c multiply with: a word
 * at a time where words may lie anywhere.
 *
 * Scratch: four packed rows, and the weights of two outputs.
 */
#include <string.h>

#include "packed_loop.h"
#include "linear_rows.h"
#include "twofold.h"

#if THIMBLE_ARMV7M
#include "linear_loop.h"
#else
#include "linear_blocks.h"
#endif

/* Results of two outputs for four rows. */
typedef union {
    int8_t s8[8];
    int16_t s16[8];
} two_outputs_t;

#ifdef __ARM_FEATURE_UNALIGNED
/* The words of both outputs' weights for a word of their bytes; none of these operations crosses bytes. */
static inline void halves_of(uint32_t word, uint32_t *first, uint32_t *second)
{
    /* Each byte plus 8: then its upper half is b whatever the sign of a. */
    const uint32_t up = ((word & UINT32_C(0x7f7f7f7f)) + UINT32_C(0x08080808)) ^ (word & UINT32_C(0x80808080));
    *first = (word & UINT32_C(0x0f0f0f0f)) << 4;
    *second = up & UINT32_C(0xf0f0f0f0);
}
#endif

/* Byte by byte. */
static void unfold_bytes(const int8_t *weight, uint32_t count, int8_t *first, int8_t *second)
{
    for (uint32_t i = 0; i < count; i++) {
        const int8_t a = thimble_twofold_first(weight[i]);
        first[i] = a;
        second[i] = (int8_t)(weight[i] - (a >> 4));
    }
}

/* Weights of two outputs, one row behind the other. */
static void unfold(const int8_t *weight, uint32_t count, int8_t *to)
{
#ifdef __ARM_FEATURE_UNALIGNED
    int8_t *second_to = to + count;
    const int8_t *const end = weight + (count & ~3u);
    while (weight != end) {
        uint32_t word;
        uint32_t first;
        uint32_t second;
        memcpy(&word, weight, 4u);
        halves_of(word, &first, &second);
        memcpy(to, &first, 4u);
        memcpy(second_to, &second, 4u);
        weight += 4;
        to += 4;
        second_to += 4;
    }
    unfold_bytes(weight, count % 4u, to, second_to);
#else
    unfold_bytes(weight, count, to, to + count);
#endif
}

/* Results of a few rows in their places: `stride` bytes from a row to the next. */
static void put(const two_outputs_t *results, uint32_t rows, uint32_t bytes, uint32_t stride, int8_t *y)
{
    for (uint32_t row = 0; row < rows; row++) {
        memcpy(y + (size_t)row * stride, results->s8 + (size_t)row * bytes, bytes);
    }
}

/* All outputs of up to four rows, which are packed where they are more than one. */
THIMBLE_INLINED void twofold_block(const thimble_linear_twofold_data *p, const int8_t *x, uint32_t rows,
                                   const uint32_t *block, int8_t *unfolded, int8_t *y, uint32_t bits)
{
    const uint32_t bytes = bits / 8u;
    const int8_t *weight = p->weight;
    for (uint32_t column = 0; column < p->outputs; column += 2u) {
        const uint32_t outputs = p->outputs - column < 2u ? 1u : 2u;
        const thimble_linear_data two = {unfolded,  p->bias + column, p->multiplier + column, p->inputs,
                                         outputs, 0,                p->zero_point};
        two_outputs_t results;
        unfold(weight, p->inputs, unfolded);
        if (rows == 1u) {
            thimble_linear_row(&two, x, &results, bits);
        } else if (bits == 8u) {
            thimble_linear_block_s8(&two, block, rows, &results);
        } else {
            thimble_linear_block_s16(&two, block, rows, &results);
        }
        put(&results, rows, outputs * bytes, p->outputs * bytes, y + column * bytes);
        weight += p->inputs;
    }
}

THIMBLE_INLINED void twofold_product(const thimble_linear_twofold_data *p, const int8_t *x, uint32_t rows,
                                     uint32_t *block, void *y, uint32_t bits)
{
    int8_t *const unfolded = (int8_t *)(block + (size_t)thimble_pairs(p->inputs) * THIMBLE_PAIR_WORDS);
    int8_t *to = (int8_t *)y;
    for (uint32_t left = rows; left != 0;) {
        const uint32_t here = left < 4u ? left : 4u;
        if (here > 1u) {
            thimble_pack_rows(x, here, p->inputs, p->inputs, block);
        }
        twofold_block(p, x, here, block, unfolded, to, bits);
        left -= here;
        x += (size_t)here * p->inputs;
        to += (size_t)here * p->outputs * (bits / 8u);
    }
}

THIMBLE_SHARED
void thimble_linear_twofold_s8(const thimble_linear_twofold_data *p, const int8_t *x, uint32_t rows, void *scratch,
                               int8_t *y)
{
    twofold_product(p, x, rows, (uint32_t *)scratch, y, 8u);
}

THIMBLE_SHARED
void thimble_linear_twofold_s16(const thimble_linear_twofold_data *p, const int8_t *x, uint32_t rows, void *scratch,
                                int16_t *y)
{
    twofold_product(p, x, rows, (uint32_t *)scratch, y, 16u);
}
