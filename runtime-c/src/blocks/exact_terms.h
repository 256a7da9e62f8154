/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: terms of sums that already have the scale of the result, so that nothing is left to multiply: those
 * of residual streams.
 */
#ifndef THIMBLE_EXACT_TERMS_H
#define THIMBLE_EXACT_TERMS_H

#include "thimble/kernels.h"

/* Whether a term is its 16-bit value: mul_high(x << shift, 2^(32 - shift)) = x. */
static inline int thimble_is_exact(const thimble_term_data *term)
{
    return term->bits == 16u && term->zero_point == 0 && term->shift >= 2u &&
           term->multiplier == (int32_t)(UINT32_C(1) << (32u - term->shift));
}

/* The terms of a sum, an 8-bit one first and then those that are exact; so many of them that there are. */
typedef struct {
    uint32_t order[3];
    uint32_t exact;
    uint32_t others;
} thimble_exact_t;

static inline thimble_exact_t thimble_exact_terms(const thimble_add_data *p)
{
    thimble_exact_t terms = {{0, 0, 0}, 0, 0};
    if (p->term_count > 3u || p->zero_point != 0) {
        return terms;
    }
    for (uint32_t i = 0; i < p->term_count; i++) {
        if (!thimble_is_exact(&p->terms[i])) {
            terms.order[terms.others++] = i;
        }
    }
    for (uint32_t i = 0; i < p->term_count; i++) {
        if (thimble_is_exact(&p->terms[i])) {
            terms.order[terms.others + terms.exact++] = i;
        }
    }
    return terms;
}

#endif
