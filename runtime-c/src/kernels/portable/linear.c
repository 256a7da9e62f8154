/* SPDX-License-Identifier: Apache-2.0 */
/* Matrix products (docs/numerics.md, section 4). */
#include "thimble/fixed.h"
#include "thimble/kernels.h"

/* bias + x . weight for one row and one output; the compiler has bounded the sum. */
static int32_t dot(const int8_t *x, const int8_t *weight, uint32_t count, int32_t sum)
{
    uint32_t i = 0;
    for (; i + 4 <= count; i += 4) {
        sum += x[i] * weight[i] + x[i + 1] * weight[i + 1];
        sum += x[i + 2] * weight[i + 2] + x[i + 3] * weight[i + 3];
    }
    for (; i < count; i++) {
        sum += x[i] * weight[i];
    }
    return sum;
}

static int32_t output(const thimble_linear_data *p, const int8_t *x, uint32_t column)
{
    const int32_t sum = dot(x, p->weight + (size_t)column * p->inputs, p->inputs, p->bias[column]);
    return thimble_requantized(sum, p->shift, p->multiplier[column], p->zero_point);
}

THIMBLE_SHARED
void thimble_linear_s8(const thimble_linear_data *p, const int8_t *x, uint32_t rows, void *scratch, int8_t *y)
{
    (void)scratch;
    for (uint32_t row = 0; row < rows; row++) {
        for (uint32_t column = 0; column < p->outputs; column++) {
            *y++ = thimble_saturate_8(output(p, x, column));
        }
        x += p->inputs;
    }
}

THIMBLE_SHARED
void thimble_linear_s16(const thimble_linear_data *p, const int8_t *x, uint32_t rows, void *scratch, int16_t *y)
{
    (void)scratch;
    for (uint32_t row = 0; row < rows; row++) {
        for (uint32_t column = 0; column < p->outputs; column++) {
            *y++ = thimble_saturate_16(output(p, x, column));
        }
        x += p->inputs;
    }
}
