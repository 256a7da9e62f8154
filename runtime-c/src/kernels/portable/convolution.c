/*
 * Causal depthwise convolution (docs/numerics.md, section 5).
 *
 * Four rows are computed at once: a tap meets values of four rows that follow each other, of which the next tap meets
 * three again. So each tap loads one weight and one value for its four multiply-accumulates.
 */
#include "thimble/fixed.h"
#include "thimble/kernels.h"

/* Row `row` of one output channel; `x` points at that row's input channel. */
static int32_t one_row(const thimble_convolution_data *p, const int8_t *x, uint32_t row, uint32_t column)
{
    const int8_t *const weight = p->weight + (size_t)column * p->taps;
    const uint32_t taps = row + 1 < p->taps ? row + 1 : p->taps;
    int32_t sum = p->bias[column];
    for (uint32_t i = 0; i < taps; i++) {
        sum += weight[p->taps - 1 - i] * *(x - (size_t)i * p->inputs);
    }
    return sum;
}

/* The sums of four rows, and the values of three rows that the next tap meets. */
typedef struct {
    int32_t s0;
    int32_t s1;
    int32_t s2;
    int32_t s3;
    int32_t a;
    int32_t b;
    int32_t c;
} window_t;

/* One tap, where d is the value of the fourth row. */
THIMBLE_INLINED window_t plus_tap(window_t w, int32_t weight, int32_t d)
{
    const window_t next = {w.s0 + weight * w.a, w.s1 + weight * w.b, w.s2 + weight * w.c, w.s3 + weight * d,
                           w.b,                 w.c,                 d};
    return next;
}

/* The window before the tap whose first value is that of row `row`; rows before the first are zeros. */
THIMBLE_INLINED window_t window_at(const int8_t *x, int32_t row, uint32_t stride, int32_t sum)
{
    const int8_t *const from = x + (size_t)(row < 0 ? 0 : row) * stride;
    const int8_t *const second = row < 0 ? from : from + stride;
    const int8_t *const third = row < -1 ? from : second + stride;
    const window_t window = {sum,
                             sum,
                             sum,
                             sum,
                             row < 0 ? 0 : *from,
                             row < -1 ? 0 : *second,
                             row < -2 ? 0 : *third};
    return window;
}

/* The window after all taps for rows `row` ... `row` + 3 of one output channel; x: row 0 of the input channel. */
THIMBLE_INLINED window_t four_rows(const thimble_convolution_data *p, const int8_t *x, uint32_t row, uint32_t column)
{
    const uint32_t stride = p->inputs;
    /* Taps before this one meet zeros only. */
    const uint32_t skipped = row + 4u < p->taps ? p->taps - row - 4u : 0;
    const int8_t *weight = p->weight + (size_t)column * p->taps + skipped;
    const int32_t oldest = (int32_t)row + 1 - (int32_t)(p->taps - skipped);
    const int8_t *fourth = x + (size_t)(oldest + 3) * stride;
    window_t w = window_at(x, oldest, stride, p->bias[column]);
    uint32_t taps = p->taps - skipped;
    for (; taps >= 4u; taps -= 4u) {
        w = plus_tap(w, weight[0], fourth[0]);
        w = plus_tap(w, weight[1], fourth[stride]);
        fourth += 2u * (size_t)stride;
        w = plus_tap(w, weight[2], fourth[0]);
        w = plus_tap(w, weight[3], fourth[stride]);
        fourth += 2u * (size_t)stride;
        weight += 4;
    }
    for (; taps != 0; taps--) {
        w = plus_tap(w, *weight++, *fourth);
        fourth += stride;
    }
    return w;
}

THIMBLE_INLINED int8_t result(const thimble_convolution_data *p, int32_t sum, int32_t multiplier)
{
    return thimble_saturate_8(thimble_requantized(sum, p->shift, multiplier, p->zero_point));
}

/* Rows `row` ... `row` + 3. */
static void block(const thimble_convolution_data *p, const int8_t *x, uint32_t row, int8_t *y)
{
    const thimble_convolution_data d = *p;
    const uint32_t group = d.outputs / d.inputs;
    uint32_t column = 0;
    for (const int8_t *const end = x + d.inputs; x != end; x++) {
        for (const uint32_t next = column + group; column != next; column++) {
            const int32_t multiplier = d.multiplier[column];
            const window_t w = four_rows(&d, x, row, column);
            y[0] = result(&d, w.s0, multiplier);
            y[d.outputs] = result(&d, w.s1, multiplier);
            y[2u * d.outputs] = result(&d, w.s2, multiplier);
            y[3u * d.outputs] = result(&d, w.s3, multiplier);
            y++;
        }
    }
}

THIMBLE_SHARED
void thimble_convolution_s8(const thimble_convolution_data *p, const int8_t *x, uint32_t first, uint32_t rows,
                            void *scratch, int8_t *y)
{
    const uint32_t group = p->outputs / p->inputs;
    const uint32_t end = first + rows;
    uint32_t row = first;
    (void)scratch;
    for (; end - row >= 4u; row += 4u) {
        block(p, x, row, y);
        y += (size_t)4u * p->outputs;
    }
    for (; row != end; row++) {
        const int8_t *const newest = x + (size_t)row * p->inputs;
        for (uint32_t column = 0; column < p->outputs; column++) {
            *y++ = result(p, one_row(p, newest + column / group, row, column), p->multiplier[column]);
        }
    }
}
