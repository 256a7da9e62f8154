/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: four rows of a causal depthwise convolution at once (docs/numerics.md, section 5). A tap meets
 * values of four rows that follow each other, of which the next tap meets three again. So each tap loads one weight and
 * one value for its four multiply-accumulates.
 */
#ifndef THIMBLE_CONVOLUTION_WINDOW_H
#define THIMBLE_CONVOLUTION_WINDOW_H

#include "convolution_rows.h"

/* The sums of four rows, and the values of three rows that the next tap meets. */
typedef struct {
    int32_t s0;
    int32_t s1;
    int32_t s2;
    int32_t s3;
    int32_t a;
    int32_t b;
    int32_t c;
} thimble_window_t;

/* One tap, where d is the value of the fourth row. */
THIMBLE_INLINED thimble_window_t thimble_plus_tap(thimble_window_t w, int32_t weight, int32_t d)
{
    const thimble_window_t next = {w.s0 + weight * w.a, w.s1 + weight * w.b, w.s2 + weight * w.c, w.s3 + weight * d,
                                   w.b,                 w.c,                 d};
    return next;
}

/* The window before the tap whose first value is that of row `row`; rows before the first are zeros. */
THIMBLE_INLINED thimble_window_t thimble_window_at(const int8_t *x, int32_t row, uint32_t stride, int32_t sum)
{
    const int8_t *const from = x + (size_t)(row < 0 ? 0 : row) * stride;
    const int8_t *const second = row < 0 ? from : from + stride;
    const int8_t *const third = row < -1 ? from : second + stride;
    const thimble_window_t window = {sum,
                                     sum,
                                     sum,
                                     sum,
                                     row < 0 ? 0 : *from,
                                     row < -1 ? 0 : *second,
                                     row < -2 ? 0 : *third};
    return window;
}

/* The window after all taps for rows `row` ... `row` + 3 of one output channel; x: row 0 of the input channel. */
THIMBLE_INLINED thimble_window_t thimble_window_of(const thimble_convolution_data *p, const int8_t *x, uint32_t row,
                                                   uint32_t column)
{
    const uint32_t stride = p->inputs;
    /* Taps before this one meet zeros only. */
    const uint32_t skipped = row + 4u < p->taps ? p->taps - row - 4u : 0;
    const int8_t *weight = p->weight + (size_t)column * p->taps + skipped;
    const int32_t oldest = (int32_t)row + 1 - (int32_t)(p->taps - skipped);
    const int8_t *fourth = x + (size_t)(oldest + 3) * stride;
    thimble_window_t w = thimble_window_at(x, oldest, stride, p->bias[column]);
    uint32_t taps = p->taps - skipped;
    for (; taps >= 4u; taps -= 4u) {
        w = thimble_plus_tap(w, weight[0], fourth[0]);
        w = thimble_plus_tap(w, weight[1], fourth[stride]);
        fourth += 2u * (size_t)stride;
        w = thimble_plus_tap(w, weight[2], fourth[0]);
        w = thimble_plus_tap(w, weight[3], fourth[stride]);
        fourth += 2u * (size_t)stride;
        weight += 4;
    }
    for (; taps != 0; taps--) {
        w = thimble_plus_tap(w, *weight++, *fourth);
        fourth += stride;
    }
    return w;
}

/* Rows `row` ... `row` + 3. */
static void thimble_convolution_block(const thimble_convolution_data *p, const int8_t *x, uint32_t row, int8_t *y)
{
    const thimble_convolution_data d = *p;
    const uint32_t group = d.outputs / d.inputs;
    uint32_t column = 0;
    for (const int8_t *const end = x + d.inputs; x != end; x++) {
        for (const uint32_t next = column + group; column != next; column++) {
            const int32_t multiplier = d.multiplier[column];
            const thimble_window_t w = thimble_window_of(&d, x, row, column);
            y[0] = thimble_convolution_result(&d, w.s0, multiplier);
            y[d.outputs] = thimble_convolution_result(&d, w.s1, multiplier);
            y[2u * d.outputs] = thimble_convolution_result(&d, w.s2, multiplier);
            y[3u * d.outputs] = thimble_convolution_result(&d, w.s3, multiplier);
            y++;
        }
    }
}

#endif
