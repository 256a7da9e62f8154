/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: a causal depthwise convolution in blocks of four rows (docs/numerics.md, section 5). The file that
 * includes this defines what computes a block.
 */
#ifndef THIMBLE_CONVOLUTION_ROWS_H
#define THIMBLE_CONVOLUTION_ROWS_H

#include "thimble/fixed.h"
#include "thimble/kernels.h"

/* Rows `row` ... `row` + 3 from the input's first row on. */
static void thimble_convolution_block(const thimble_convolution_data *p, const int8_t *x, uint32_t row, int8_t *y);

/* Row `row` of one output channel; `x` points at that row's input channel. */
static inline int32_t thimble_convolution_row(const thimble_convolution_data *p, const int8_t *x, uint32_t row,
                                              uint32_t column)
{
    const int8_t *const weight = p->weight + (size_t)column * p->taps;
    const uint32_t taps = row + 1 < p->taps ? row + 1 : p->taps;
    int32_t sum = p->bias[column];
    for (uint32_t i = 0; i < taps; i++) {
        sum += weight[p->taps - 1 - i] * *(x - (size_t)i * p->inputs);
    }
    return sum;
}

THIMBLE_INLINED int8_t thimble_convolution_result(const thimble_convolution_data *p, int32_t sum, int32_t multiplier)
{
    return thimble_saturate_8(thimble_requantized(sum, p->shift, multiplier, p->zero_point));
}

/* All rows. */
THIMBLE_INLINED void thimble_convolution_rows(const thimble_convolution_data *p, const int8_t *x, uint32_t first,
                                            uint32_t rows, int8_t *y)
{
    const uint32_t group = p->outputs / p->inputs;
    const uint32_t end = first + rows;
    uint32_t row = first;
    for (; end - row >= 4u; row += 4u) {
        thimble_convolution_block(p, x, row, y);
        y += (size_t)4u * p->outputs;
    }
    for (; row != end; row++) {
        const int8_t *const newest = x + (size_t)row * p->inputs;
        for (uint32_t column = 0; column < p->outputs; column++) {
            const int32_t sum = thimble_convolution_row(p, newest + column / group, row, column);
            *y++ = thimble_convolution_result(p, sum, p->multiplier[column]);
        }
    }
}

#endif
