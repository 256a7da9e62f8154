/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: a matrix product in blocks of up to four rows (docs/numerics.md, section 4).
 *
 * The file that includes this has included what gives
 *
 *   thimble_pack_rows(x, rows, stride, columns, block)   1 ... 4 rows as the set's loops read them
 *   thimble_dot_1(x, y, columns, sum)                    sum + x . y for one row that is not packed
 *
 * and defines what computes a block.
 */
#ifndef THIMBLE_LINEAR_ROWS_H
#define THIMBLE_LINEAR_ROWS_H

#include "thimble/fixed.h"
#include "thimble/kernels.h"

/* 2 ... 4 packed rows. */
static void thimble_linear_block_s8(const thimble_linear_data *p, const uint32_t *x, uint32_t rows, void *y);
static void thimble_linear_block_s16(const thimble_linear_data *p, const uint32_t *x, uint32_t rows, void *y);

/* One row; y points at its results, of `bits` bits each. */
THIMBLE_INLINED void thimble_linear_row(const thimble_linear_data *p, const int8_t *x, void *y, uint32_t bits)
{
    const int8_t *weight = p->weight;
    for (uint32_t column = 0; column < p->outputs; column++) {
        const int32_t sum = thimble_dot_1(x, weight, p->inputs, p->bias[column]);
        thimble_store(y, column, bits, thimble_requantized(sum, p->shift, p->multiplier[column], p->zero_point));
        weight += p->inputs;
    }
}

/* All rows; `block` has room for four of them, packed. */
THIMBLE_INLINED void thimble_linear_rows(const thimble_linear_data *p, const int8_t *x, uint32_t rows, uint32_t *block,
                                         void *y, uint32_t bits)
{
    int8_t *to = (int8_t *)y;
    for (uint32_t left = rows; left != 0;) {
        const uint32_t here = left < 4u ? left : 4u;
        if (here == 1u) {
            thimble_linear_row(p, x, to, bits);
        } else {
            thimble_pack_rows(x, here, p->inputs, p->inputs, block);
            if (bits == 8u) {
                thimble_linear_block_s8(p, block, here, to);
            } else {
                thimble_linear_block_s16(p, block, here, to);
            }
        }
        left -= here;
        x += (size_t)here * p->inputs;
        to += (size_t)here * p->outputs * (bits / 8u);
    }
}

#endif
