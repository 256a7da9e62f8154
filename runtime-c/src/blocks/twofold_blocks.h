/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: matrix products with weights of 4 bits (docs/numerics.md, section 4), for sets that read packed
 * rows. Up to four rows are packed once; then the bytes of two outputs at a time become weights of 8 bits, which the
 * loops for those multiply with. A row alone meets the bytes as they are: they would be taken apart for nothing else.
 *
 * Scratch: four packed rows, and the weights of two outputs. What the file that includes this has included is said in
 * product_blocks.h.
 */
#ifndef THIMBLE_TWOFOLD_BLOCKS_H
#define THIMBLE_TWOFOLD_BLOCKS_H

#include <string.h>

#include "row_pairs.h"
#include "thimble/kernels.h"
#include "twofold.h"

/* Results of two outputs for four rows. */
typedef union {
    int8_t s8[8];
    int16_t s16[8];
} thimble_two_outputs_t;

#if defined(__GNUC__)
#define THIMBLE_WORD_AT(x) __builtin_assume_aligned(x, 4)
#else
#define THIMBLE_WORD_AT(x) (x)
#endif

/* Four bytes at a time, from and to addresses that are multiples of four; no operation crosses bytes. */
static inline void thimble_unfold_words(const int8_t *weight, uint32_t count, int8_t *first)
{
    int8_t *second = first + count;
    for (const int8_t *const end = weight + count; weight != end; weight += 4) {
        uint32_t word;
        memcpy(&word, THIMBLE_WORD_AT(weight), 4u);
        /* Each byte plus 8: then its upper half is b whatever the sign of a. */
        const uint32_t up = ((word & UINT32_C(0x7f7f7f7f)) + UINT32_C(0x08080808)) ^ (word & UINT32_C(0x80808080));
        const uint32_t a = (word & UINT32_C(0x0f0f0f0f)) << 4;
        const uint32_t b = up & UINT32_C(0xf0f0f0f0);
        memcpy(THIMBLE_WORD_AT(first), &a, 4u);
        memcpy(THIMBLE_WORD_AT(second), &b, 4u);
        first += 4;
        second += 4;
    }
}

static inline void thimble_unfold_bytes(const int8_t *weight, uint32_t count, int8_t *first)
{
    int8_t *second = first + count;
    for (const int8_t *const end = weight + count; weight != end; weight++) {
        const int8_t a = thimble_twofold_first(*weight);
        *first++ = a;
        *second++ = (int8_t)(*weight - (a >> 4));
    }
}

/* Weights of two outputs, one row behind the other. */
static inline void thimble_unfold(const int8_t *weight, uint32_t count, int8_t *to)
{
    if ((((uintptr_t)weight | (uintptr_t)to | count) & 3u) == 0) {
        thimble_unfold_words(weight, count, to);
    } else {
        thimble_unfold_bytes(weight, count, to);
    }
}

/* Results of a few rows in their places: `stride` bytes from a row to the next. */
static inline void thimble_put_rows(const thimble_two_outputs_t *results, uint32_t rows, uint32_t bytes,
                                    uint32_t stride, int8_t *y)
{
    for (uint32_t row = 0; row < rows; row++) {
        memcpy(y + (size_t)row * stride, results->s8 + (size_t)row * bytes, bytes);
    }
}

/* All outputs of a row alone. */
THIMBLE_INLINED void thimble_twofold_row(const thimble_linear_twofold_data *p, const int8_t *x, void *y, uint32_t bits)
{
    const thimble_linear_twofold_data d = *p;
    const int8_t *weight = d.weight;
    for (uint32_t column = 0; column < d.outputs; column += 2u) {
        thimble_twofold_t sums = {0, 0};
        for (uint32_t i = 0; i < d.inputs; i++) {
            sums.first += x[i] * thimble_twofold_first(*weight);
            sums.both += x[i] * *weight++;
        }
        thimble_store(y, column, bits,
                      thimble_requantized(d.bias[column] + sums.first, 0, d.multiplier[column], d.zero_point));
        if (column + 1u < d.outputs) {
            const int32_t second = d.bias[column + 1u] + thimble_twofold_second(sums);
            thimble_store(y, column + 1u, bits,
                          thimble_requantized(second, 0, d.multiplier[column + 1u], d.zero_point));
        }
    }
}

/* All outputs of 2 ... 4 packed rows. */
THIMBLE_INLINED void thimble_twofold_block(const thimble_linear_twofold_data *p, const int8_t *x, uint32_t rows,
                                           const uint32_t *block, int8_t *unfolded, int8_t *y, uint32_t bits)
{
    const uint32_t bytes = bits / 8u;
    const int8_t *weight = p->weight;
    for (uint32_t column = 0; column < p->outputs; column += 2u) {
        const uint32_t outputs = p->outputs - column < 2u ? 1u : 2u;
        const thimble_linear_data two = {unfolded, p->bias + column, p->multiplier + column, p->inputs,
                                         outputs,  0,                p->zero_point};
        thimble_two_outputs_t results;
        thimble_unfold(weight, p->inputs, unfolded);
        thimble_linear_block(&two, x, block, rows, &results, bits);
        thimble_put_rows(&results, rows, outputs * bytes, p->outputs * bytes, y + column * bytes);
        weight += p->inputs;
    }
}

/* All rows. */
THIMBLE_INLINED void thimble_twofold_rows(const thimble_linear_twofold_data *p, const int8_t *x, uint32_t rows,
                                          uint32_t *block, void *y, uint32_t bits)
{
    int8_t *const unfolded = (int8_t *)(block + (size_t)thimble_pairs(p->inputs) * THIMBLE_WORDS_OF_FOUR);
    int8_t *to = (int8_t *)y;
    for (uint32_t left = rows; left != 0;) {
        const uint32_t here = left < 4u ? left : 4u;
        if (here == 1u) {
            thimble_twofold_row(p, x, to, bits);
        } else {
            thimble_linear_pack(x, here, p->inputs, block);
            thimble_twofold_block(p, x, here, block, unfolded, to, bits);
        }
        left -= here;
        x += (size_t)here * p->inputs;
        to += (size_t)here * p->outputs * (bits / 8u);
    }
}

#endif
