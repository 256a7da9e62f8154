/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: what stands for numbers under training. */
#ifndef THIMBLE_TRAIN_FIXED_H
#define THIMBLE_TRAIN_FIXED_H

#include "thimble/symbols.h"
#include "thimble/train.h"

/* Gradients stay within +-4. */
#define LARGEST_GRADIENT (1 << 28)

/* floor(x / 2^shift + 1/2), shift 1 or more. */
static inline int64_t thimble_shifted(int64_t x, uint32_t shift)
{
    return (x + ((int64_t)1 << (shift - 1u))) >> shift;
}

/* The nearest value within -bound ... bound. */
static inline int32_t thimble_clamped(int64_t x, int32_t bound)
{
    return x < -(int64_t)bound ? -bound : x > bound ? bound : (int32_t)x;
}

/* x times a factor, rounded, within -bound ... bound. */
static inline int32_t thimble_scaled(int32_t x, const thimble_scaling_data *factor, int32_t bound)
{
    return thimble_clamped(thimble_shifted((int64_t)x * factor->multiplier, factor->shift), bound);
}

/* Adds a gradient to a value's, within their bounds. */
static inline void thimble_add_gradient(int32_t gradient, int32_t *to)
{
    *to = thimble_clamped((int64_t)*to + gradient, LARGEST_GRADIENT);
}

#endif
