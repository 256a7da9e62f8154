/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: the weight of an attention score (docs/numerics.md, section 7). */
#ifndef THIMBLE_SOFTMAX_H
#define THIMBLE_SOFTMAX_H

#include "thimble/fixed.h"
#include "thimble/kernels.h"

/*
 * round(255 * 2^(-t / 256)), half up, for t >= 0, where t is how far the score is below the row's largest, difference
 * times multiplier. With e = thimble_exp2[f] and s = 8 + the halvings it is
 * floor((e + 2^(s - 1)) / 2^s) = floor((floor(e / 2^(s - 1)) + 1) / 2).
 */
THIMBLE_INLINED uint32_t thimble_weight_below(int32_t difference, int32_t multiplier)
{
    const uint32_t t = (uint32_t)thimble_mul_high(difference, multiplier);
    const uint32_t e = thimble_exp2[t & 255u];
    return ((e >> (7u + thimble_at_most_15(t >> 8))) + 1u) >> 1;
}

/* The weight of a score. */
THIMBLE_INLINED uint32_t thimble_weight(const thimble_attention_data *p, int32_t largest, int32_t score)
{
    return thimble_weight_below(thimble_shift_left(largest - score, p->exponent_shift), p->exponent_multiplier);
}

#endif
