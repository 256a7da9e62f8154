/* Causal depthwise convolution (docs/numerics.md, section 5). */
#include "thimble/fixed.h"
#include "thimble/kernels.h"

/* Row `row` of one output channel; `x` points at that row's input channel. */
static int32_t output(const thimble_convolution_t *p, const int8_t *x, uint32_t row, uint32_t column)
{
    const int8_t *const weight = p->weight + (size_t)column * p->taps;
    const uint32_t taps = row + 1 < p->taps ? row + 1 : p->taps;
    int32_t sum = p->bias[column];
    for (uint32_t i = 0; i < taps; i++) {
        sum += weight[p->taps - 1 - i] * *(x - (size_t)i * p->inputs);
    }
    return thimble_mul_high(thimble_shift_left(sum, p->shift), p->multiplier[column]) + p->zero_point;
}

void thimble_convolution_s8(const thimble_convolution_t *p, const int8_t *x, uint32_t first, uint32_t rows,
                            void *scratch, int8_t *y)
{
    (void)scratch;
    const uint32_t group = p->outputs / p->inputs;
    for (uint32_t row = first; row < first + rows; row++) {
        const int8_t *const newest = x + (size_t)row * p->inputs;
        for (uint32_t column = 0; column < p->outputs; column++) {
            *y++ = thimble_saturate_8(output(p, newest + column / group, row, column));
        }
    }
}
