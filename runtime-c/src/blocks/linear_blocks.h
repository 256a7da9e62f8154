/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: matrix products of four rows at a time (docs/numerics.md, section 4), for kernel sets that pack
 * them.
 *
 * The file that includes this has included the header of its set, which gives
 *
 *   thimble_pack_rows(x, rows, stride, columns, block)   1 ... 4 rows as the set's loops read them
 *   thimble_dot_4(block, y, columns, sum)                sum + each of the four rows . y
 *   thimble_dot_1(x, y, columns, sum)                    sum + x . y for one row that is not packed
 */
#ifndef THIMBLE_LINEAR_BLOCKS_H
#define THIMBLE_LINEAR_BLOCKS_H

#include "four_rows.h"
#include "linear_rows.h"
#include "thimble/fixed.h"
#include "thimble/kernels.h"

/* 2 ... 4 packed rows. The fields are read once: stores of bytes might change them, as far as C knows. */
THIMBLE_INLINED THIMBLE_NO_FRAME void thimble_linear_block(const thimble_linear_data *p, const uint32_t *x,
                                                           uint32_t rows, void *y, uint32_t bits)
{
    const thimble_linear_data d = *p;
    const int8_t *weight = d.weight;
    for (uint32_t column = 0; column < d.outputs; column++) {
        const int32_t multiplier = d.multiplier[column];
        const thimble_four_t sums = thimble_dot_4(x, weight, d.inputs, d.bias[column]);
        weight += d.inputs;
        thimble_store(y, column, bits, thimble_requantized(sums.row[0], d.shift, multiplier, d.zero_point));
        thimble_store(y, column + d.outputs, bits,
                      thimble_requantized(sums.row[1], d.shift, multiplier, d.zero_point));
        if (rows > 2u) {
            thimble_store(y, column + 2u * d.outputs, bits,
                          thimble_requantized(sums.row[2], d.shift, multiplier, d.zero_point));
        }
        if (rows > 3u) {
            thimble_store(y, column + 3u * d.outputs, bits,
                          thimble_requantized(sums.row[3], d.shift, multiplier, d.zero_point));
        }
    }
}

THIMBLE_NO_FRAME THIMBLE_OUTLINED static void thimble_linear_block_s8(const thimble_linear_data *p, const uint32_t *x,
                                                                      uint32_t rows, void *y)
{
    thimble_linear_block(p, x, rows, y, 8u);
}

THIMBLE_NO_FRAME THIMBLE_OUTLINED static void thimble_linear_block_s16(const thimble_linear_data *p, const uint32_t *x,
                                                                       uint32_t rows, void *y)
{
    thimble_linear_block(p, x, rows, y, 16u);
}

#endif
