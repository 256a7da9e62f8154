/* SPDX-License-Identifier: Apache-2.0 */
/*
 * LayerNorm and RMSNorm on Armv7-M, with the DSP extension or without (docs/numerics.md, section 6). Every value is
 * read twice: once for the sums, once to be scaled.
 */
#include "post_increment.h"
#include "row_factor.h"
#include "thimble/kernels.h"

/* Values that are added, and those that are scaled, in one round of a loop. */
#define EIGHT 8u
#define FOUR 4u

/* A square has 31 bits. */
THIMBLE_INLINED void add_value(const int16_t **x, thimble_row_sums_t *sums)
{
    const int32_t value = thimble_load_next_16(x);
    sums->sum += value;
    sums->squares += (uint32_t)(value * value);
}

#if THIMBLE_POST_INCREMENT && defined(__ARM_FEATURE_DSP)
/* Two values and their squares; where the sum of the values is of no use, the compiler leaves it out. */
THIMBLE_INLINED void add_two(const int16_t **x, thimble_row_sums_t *sums)
{
    const uint32_t pair = thimble_load_next_pair(x);
    __asm__("smlald %Q0, %R0, %1, %1" : "+r"(sums->squares) : "r"(pair));
    __asm__("smlad %0, %1, %2, %0" : "+r"(sums->sum) : "r"(pair), "r"(0x00010001));
}

THIMBLE_INLINED void add_four(const int16_t **x, thimble_row_sums_t *sums)
{
    add_two(x, sums);
    add_two(x, sums);
}
#else
/* Two squares come to 2^31 at most: both need one sum of 64 bits, and products of 64 bits take a Cortex-M3 longer. */
THIMBLE_INLINED void add_four(const int16_t **x, thimble_row_sums_t *sums)
{
    const int32_t a = thimble_load_next_16(x);
    const int32_t b = thimble_load_next_16(x);
    const int32_t c = thimble_load_next_16(x);
    const int32_t d = thimble_load_next_16(x);
    sums->sum += a + b + c + d;
    sums->squares += (uint32_t)(a * a) + (uint32_t)(b * b);
    sums->squares += (uint32_t)(c * c) + (uint32_t)(d * d);
}
#endif

THIMBLE_INLINED thimble_row_sums_t sums_of(const int16_t *x, uint32_t width)
{
    const int16_t *const end = x + width;
    thimble_row_sums_t sums = {0, 0};
    for (const int16_t *const last = x + width / EIGHT * EIGHT; x != last;) {
        add_four(&x, &sums);
        add_four(&x, &sums);
    }
    while (x != end) {
        add_value(&x, &sums);
    }
    return sums;
}

static thimble_row_scale_t centred_scale(const thimble_norm_data *p, const int16_t *x)
{
    return thimble_centred_scale(p, sums_of(x, p->width));
}

static thimble_row_scale_t plain_scale(const thimble_norm_data *p, const int16_t *x)
{
    const thimble_row_scale_t scale = {0, thimble_row_factor(p, sums_of(x, p->width).squares)};
    return scale;
}

/* (x - mean) * factor as x * factor + offset modulo 2^32, one instruction; the result is below 2^31. */
typedef struct {
    uint32_t factor;
    uint32_t offset;
} affine_t;

THIMBLE_INLINED int32_t scaled(affine_t f, int32_t x, int32_t gain, int32_t bias, uint32_t bits)
{
    const int32_t value = (int32_t)((uint32_t)x * f.factor + f.offset);
    return thimble_saturated_shift(thimble_mul_high_add(value, gain, bias), 8u, bits);
}

/* Loads that follow one another take a cycle each but the first. */
THIMBLE_INLINED void scale_two(affine_t f, const int16_t **x, const int32_t **gain, const int32_t **bias, void **y,
                               uint32_t bits)
{
    const int32_t a = thimble_load_next_16(x);
    const int32_t b = thimble_load_next_16(x);
    const int32_t gain_of_a = thimble_load_next_32(gain);
    const int32_t gain_of_b = thimble_load_next_32(gain);
    const int32_t bias_of_a = thimble_load_next_32(bias);
    const int32_t bias_of_b = thimble_load_next_32(bias);
    thimble_store_next(y, bits, scaled(f, a, gain_of_a, bias_of_a, bits));
    thimble_store_next(y, bits, scaled(f, b, gain_of_b, bias_of_b, bits));
}

THIMBLE_INLINED void scale_row(const thimble_norm_data *p, const int16_t *x, thimble_row_scale_t scale, void *y,
                               uint32_t bits)
{
    const affine_t f = {(uint32_t)scale.factor, 0u - (uint32_t)scale.mean * (uint32_t)scale.factor};
    const int32_t *gain = p->gain;
    const int32_t *bias = p->bias;
    const int16_t *const end = x + p->width;
    for (const int16_t *const last = x + p->width / FOUR * FOUR; x != last;) {
        scale_two(f, &x, &gain, &bias, &y, bits);
        scale_two(f, &x, &gain, &bias, &y, bits);
    }
    while (x != end) {
        thimble_store_next(&y, bits, scaled(f, thimble_load_next_16(&x), *gain++, *bias++, bits));
    }
}

static void scale_row_s8(const thimble_norm_data *p, const int16_t *x, thimble_row_scale_t scale, int8_t *y)
{
    scale_row(p, x, scale, y, 8u);
}

static void scale_row_s16(const thimble_norm_data *p, const int16_t *x, thimble_row_scale_t scale, int16_t *y)
{
    scale_row(p, x, scale, y, 16u);
}

THIMBLE_SHARED
void thimble_layer_norm_s8(const thimble_norm_data *p, const int16_t *x, uint32_t rows, int8_t *y)
{
    for (uint32_t row = 0; row < rows; row++) {
        scale_row_s8(p, x, centred_scale(p, x), y);
        x += p->width;
        y += p->width;
    }
}

THIMBLE_SHARED
void thimble_layer_norm_s16(const thimble_norm_data *p, const int16_t *x, uint32_t rows, int16_t *y)
{
    for (uint32_t row = 0; row < rows; row++) {
        scale_row_s16(p, x, centred_scale(p, x), y);
        x += p->width;
        y += p->width;
    }
}

THIMBLE_SHARED
void thimble_rms_norm_s8(const thimble_norm_data *p, const int16_t *x, uint32_t rows, int8_t *y)
{
    for (uint32_t row = 0; row < rows; row++) {
        scale_row_s8(p, x, plain_scale(p, x), y);
        x += p->width;
        y += p->width;
    }
}

THIMBLE_SHARED
void thimble_rms_norm_s16(const thimble_norm_data *p, const int16_t *x, uint32_t rows, int16_t *y)
{
    for (uint32_t row = 0; row < rows; row++) {
        scale_row_s16(p, x, plain_scale(p, x), y);
        x += p->width;
        y += p->width;
    }
}
