/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: the reciprocal deviation of a row, which all norms share (docs/numerics.md, section 6). */
#ifndef THIMBLE_ROW_FACTOR_H
#define THIMBLE_ROW_FACTOR_H

#include "thimble/fixed.h"
#include "thimble/kernels.h"

/*
 * floor(sqrt(x)) for x >= 2^30 by Newton's iteration on integers (Cohen, A Course in Computational Algebraic Number
 * Theory, algorithm 1.7.1). It begins with (x / 2^16 + 2^16) / 2, which is no less than the root (a mean of two numbers
 * whose product is x) nor more than 1.25 of it; each step squares the error and halves it, so that three leave less
 * than 1/500; the roundings down never pass below floor(sqrt(x)), and what is left above it is one at most.
 */
static inline uint32_t thimble_square_root(uint32_t x)
{
    uint32_t root = (x >> 17) + 32768u;
    root = (root + x / root) >> 1;
    root = (root + x / root) >> 1;
    root = (root + x / root) >> 1;
    return root > x / root ? root - 1u : root;
}

/* R = 2^fraction * sqrt(width) / sqrt(sum_of_squares + epsilon), with |c * R| <= 2^30 * (1 + 2^-13). */
static inline int32_t thimble_row_factor(const thimble_norm_data *p, uint64_t sum_of_squares)
{
    uint64_t d = sum_of_squares + (uint64_t)p->epsilon;
    if (d == 0) {
        d = 1;
    }
    const int32_t excess = thimble_bit_length(d) - 31;
    /* floor(excess / 2), so that the mantissa has 31 or 32 bits; the offset keeps the division's operand positive. */
    const int32_t half = (excess + 64) / 2 - 32;
    const uint32_t mantissa = (uint32_t)(half >= 0 ? d >> (2 * half) : d << (-2 * half));
    const uint32_t quotient = p->numerator / thimble_square_root(mantissa);
    const int32_t shift = p->fraction - p->numerator_fraction - half;
    if (shift >= 0) {
        return (int32_t)(quotient << shift);
    }
    return (int32_t)((quotient + (UINT32_C(1) << (-shift - 1))) >> -shift);
}

/* Sums of a row's values and of their squares: |sum| <= 2^29, squares <= 2^44. */
typedef struct {
    int32_t sum;
    uint64_t squares;
} thimble_row_sums_t;

/* What becomes of a row's values before the gain: (x - mean) * factor. */
typedef struct {
    int32_t mean;
    int32_t factor;
} thimble_row_scale_t;

/* floor(sum / width + 1/2); 2^15 is added to every value so that the division is one of natural numbers. */
static inline int32_t thimble_rounded_mean(int32_t sum, uint32_t width)
{
    return (int32_t)((2u * ((uint32_t)sum + 32768u * width) + width) / (2u * width)) - 32768;
}

/* Of LayerNorm, in one pass over a row: the sum of (x - m)^2 is that of x^2 less m times that of 2 x - m. */
static inline thimble_row_scale_t thimble_centred_scale(const thimble_norm_data *p, thimble_row_sums_t sums)
{
    const int32_t mean = thimble_rounded_mean(sums.sum, p->width);
    const int64_t correction = (int64_t)mean * (2 * (int64_t)sums.sum - (int64_t)mean * (int32_t)p->width);
    const thimble_row_scale_t scale = {mean, thimble_row_factor(p, sums.squares - (uint64_t)correction)};
    return scale;
}

#endif
