/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: sums on Helium whose 16-bit terms are exact. Eight values at a time; of some kinds there may be an
 * 8-bit term as well, whose values of even and odd number are apart until narrowing puts them side by side.
 */
#ifndef THIMBLE_EXACT_SUMS_H
#define THIMBLE_EXACT_SUMS_H

#include "exact_terms.h"
#include "mve.h"
#include "thimble/kernels.h"

/* y = sat16(a + b). */
static inline void thimble_add_exact(const int16_t *a, const int16_t *b, size_t eights, int16_t *y)
{
#if THIMBLE_MVE
    __asm__ volatile("dls lr, %3\n"
                     "1: vldrh.16 q0, [%0], #16\n vldrh.16 q1, [%1], #16\n vqadd.s16 q0, q0, q1\n"
                     "vstrh.16 q0, [%2], #16\n le lr, 1b\n"
                     : "+l"(a), "+l"(b), "+l"(y)
                     : "r"(eights)
                     : "lr", "memory", "q0", "q1");
#else
    for (size_t i = 0; i < 8u * eights; i++) {
        y[i] = thimble_saturate_16(a[i] + b[i]);
    }
#endif
}

#if THIMBLE_MVE
/* q0, q1 = the values of x; q2, q3: factor and multiplier of the 8-bit term, whose value q4, q5 is to be. */
#define THIMBLE_WIDEN(even, odd) "vmovlt.s16 " odd ", " even "\n vmovlb.s16 " even ", " even "\n"
#define THIMBLE_PLUS_EXACT(x) \
    "vldrh.16 q0, [" x "], #16\n" THIMBLE_WIDEN("q0", "q1") "vadd.i32 q4, q4, q0\n vadd.i32 q5, q5, q1\n"
#define THIMBLE_ADD_TO_8(more) \
    "vdup.32 q2, %4\n vdup.32 q3, %5\n dls lr, %7\n" \
    "1: vldrb.s16 q4, [%0], #8\n" THIMBLE_WIDEN("q4", "q5") "vmlas.u32 q4, q2, %6\n vmlas.u32 q5, q2, %6\n" \
    "vrmulh.s32 q4, q4, q3\n vrmulh.s32 q5, q5, q3\n" THIMBLE_PLUS_EXACT("%1") more \
    "vqmovnb.s32 q4, q4\n vqmovnt.s32 q4, q5\n vstrh.16 q4, [%3], #16\n le lr, 1b\n"

#define THIMBLE_DEFINE_ADD_TO_8(name, term_of_c, more) \
    static inline void name(const thimble_term_data *term, const int8_t *a, const int16_t *b, const int16_t *c, \
                            size_t eights, int16_t *y) \
    { \
        const int32_t offset = -thimble_shift_left(term->zero_point, term->shift); \
        __asm__ volatile(THIMBLE_ADD_TO_8(more) \
                         : "+l"(a), "+l"(b), "+l"(c), "+l"(y) \
                         : "r"(UINT32_C(1) << term->shift), "r"(term->multiplier), "r"(offset), "r"(eights) \
                         : "lr", "memory", "q0", "q1", "q2", "q3", "q4", "q5"); \
    }
#else
#define THIMBLE_DEFINE_ADD_TO_8(name, term_of_c, more) \
    static inline void name(const thimble_term_data *term, const int8_t *a, const int16_t *b, const int16_t *c, \
                            size_t eights, int16_t *y) \
    { \
        for (size_t i = 0; i < 8u * eights; i++) { \
            const int32_t value = thimble_shift_left(a[i] - term->zero_point, term->shift); \
            const int32_t sum = b[i] + (term_of_c ? c[i] : 0); \
            y[i] = thimble_saturate_16(thimble_mul_high_add(value, term->multiplier, sum)); \
        } \
    }
#endif

/* y = sat16(a + b) and sat16(a + b + c), where a is of 8 bits, with a scale of its own. */
THIMBLE_DEFINE_ADD_TO_8(thimble_add_8_exact, 0, "")
THIMBLE_DEFINE_ADD_TO_8(thimble_add_8_exact_exact, 1, THIMBLE_PLUS_EXACT("%2"))

/* How many of the first values have been computed: none where the terms are of other kinds. */
static inline size_t thimble_add_exactly(const thimble_add_data *p, const void *const *x, size_t count, int16_t *y)
{
    const thimble_exact_t terms = thimble_exact_terms(p);
    const thimble_term_data *const term = &p->terms[terms.order[0]];
    const void *const first = x[terms.order[0]];
    const int16_t *const second = (const int16_t *)x[terms.order[1]];
    const size_t eights = count / 8u;
    if (eights == 0) {
        return 0;
    }
    if (terms.others == 0 && terms.exact == 2u) {
        thimble_add_exact((const int16_t *)first, second, eights, y);
    } else if (terms.others == 1u && term->bits == 8u && terms.exact == 1u) {
        thimble_add_8_exact(term, (const int8_t *)first, second, second, eights, y);
    } else if (terms.others == 1u && term->bits == 8u && terms.exact == 2u) {
        thimble_add_8_exact_exact(term, (const int8_t *)first, second, (const int16_t *)x[terms.order[2]], eights, y);
    } else {
        return 0;
    }
    return 8u * eights;
}

#endif
