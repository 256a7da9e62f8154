/*
 * Matrix products on RISC-V with weights of 4 bits (docs/numerics.md, section 4). Up to four rows are packed once;
 * then the bytes of two outputs at a time become weights of 8 bits, which the loops of linear.c multiply with.
 *
 * Scratch: four packed rows, and the weights of two outputs.
 */
#include <string.h>

#include "linear_tiles.h"
#include "twofold.h"

/* Results of two outputs for four rows. */
typedef union {
    int8_t s8[8];
    int16_t s16[8];
} two_outputs_t;

/* Weights of two outputs, one row behind the other. */
static void unfold(const int8_t *weight, uint32_t count, int8_t *first)
{
    int8_t *second = first + count;
    for (const int8_t *const end = weight + count; weight != end; weight++) {
        const int8_t a = thimble_twofold_first(*weight);
        *first++ = a;
        *second++ = (int8_t)(*weight - (a >> 4));
    }
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
        if (bits == 8u) {
            thimble_linear_block_s8(&two, x, block, rows, &results);
        } else {
            thimble_linear_block_s16(&two, x, block, rows, &results);
        }
        put(&results, rows, outputs * bytes, p->outputs * bytes, y + column * bytes);
        weight += p->inputs;
    }
}

THIMBLE_INLINED void twofold_product(const thimble_linear_twofold_data *p, const int8_t *x, uint32_t rows,
                                     uint32_t *block, void *y, uint32_t bits)
{
    int8_t *const unfolded = (int8_t *)(block + (size_t)thimble_pairs(p->inputs) * THIMBLE_WORDS_OF_FOUR);
    int8_t *to = (int8_t *)y;
    for (uint32_t left = rows; left != 0;) {
        const uint32_t here = left < 4u ? left : 4u;
        if (here > 1u) {
            thimble_pack_rows(x, here, p->inputs, p->inputs, 1u, block);
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
