/* SPDX-License-Identifier: Apache-2.0 */
/* LayerNorm and RMSNorm with an integer reciprocal square root (docs/numerics.md, section 6). */
#include "row_factor.h"
#include "thimble/fixed.h"
#include "thimble/kernels.h"

/* R of one row less its mean. */
static int32_t factor_of(const thimble_norm_data *p, const int16_t *x, int32_t mean)
{
    uint64_t sum_of_squares = 0;
    for (const int16_t *const end = x + p->width; x != end; x++) {
        const int32_t c = *x - mean;
        sum_of_squares += (uint64_t)((int64_t)c * c);
    }
    return thimble_row_factor(p, sum_of_squares);
}

/* One result before it is saturated. */
static inline int32_t scaled(int32_t c, int32_t factor, int32_t gain, int32_t bias)
{
    return thimble_mul_high_add(c * factor, gain, bias) >> 8;
}

static void scale_row_s8(const thimble_norm_data *p, const int16_t *x, int32_t mean, int8_t *y)
{
    const int32_t factor = factor_of(p, x, mean);
    const int32_t *gain = p->gain;
    const int32_t *bias = p->bias;
    for (const int8_t *const end = y + p->width; y != end; y++) {
        *y = thimble_saturate_8(scaled(*x++ - mean, factor, *gain++, *bias++));
    }
}

static void scale_row_s16(const thimble_norm_data *p, const int16_t *x, int32_t mean, int16_t *y)
{
    const int32_t factor = factor_of(p, x, mean);
    const int32_t *gain = p->gain;
    const int32_t *bias = p->bias;
    for (const int16_t *const end = y + p->width; y != end; y++) {
        *y = thimble_saturate_16(scaled(*x++ - mean, factor, *gain++, *bias++));
    }
}

/* floor(sum(x) / width + 1/2); 2^15 is added to every value so that the division is one of natural numbers. */
static int32_t rounded_mean(const int16_t *x, uint32_t width)
{
    uint32_t sum = 0;
    for (uint32_t i = 0; i < width; i++) {
        sum += (uint32_t)(x[i] + 32768);
    }
    return (int32_t)((2 * sum + width) / (2 * width)) - 32768;
}

THIMBLE_SHARED
void thimble_layer_norm_s8(const thimble_norm_data *p, const int16_t *x, uint32_t rows, int8_t *y)
{
    for (uint32_t row = 0; row < rows; row++) {
        scale_row_s8(p, x, rounded_mean(x, p->width), y);
        x += p->width;
        y += p->width;
    }
}

THIMBLE_SHARED
void thimble_layer_norm_s16(const thimble_norm_data *p, const int16_t *x, uint32_t rows, int16_t *y)
{
    for (uint32_t row = 0; row < rows; row++) {
        scale_row_s16(p, x, rounded_mean(x, p->width), y);
        x += p->width;
        y += p->width;
    }
}

THIMBLE_SHARED
void thimble_rms_norm_s8(const thimble_norm_data *p, const int16_t *x, uint32_t rows, int8_t *y)
{
    for (uint32_t row = 0; row < rows; row++) {
        scale_row_s8(p, x, 0, y);
        x += p->width;
        y += p->width;
    }
}

THIMBLE_SHARED
void thimble_rms_norm_s16(const thimble_norm_data *p, const int16_t *x, uint32_t rows, int16_t *y)
{
    for (uint32_t row = 0; row < rows; row++) {
        scale_row_s16(p, x, 0, y);
        x += p->width;
        y += p->width;
    }
}
