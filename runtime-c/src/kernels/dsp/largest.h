/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: the largest scores of four query rows on the DSP extension (attention.c). */
#ifndef THIMBLE_LARGEST_H
#define THIMBLE_LARGEST_H

#include "dsp.h"

#if THIMBLE_DSP
#define THIMBLE_LARGER(largest, score) \
    "cmp " largest ", " score "\n\t" \
    "it lt\n\t" \
    "movlt " largest ", " score "\n\t"
/* Of a token. */
#define THIMBLE_LARGER_FOUR \
    "ldmia.w %[scores]!, {r4, r5, r6, r8}\n\t" THIMBLE_LARGER("%[a]", "r4") THIMBLE_LARGER("%[b]", "r5") \
    THIMBLE_LARGER("%[c]", "r6") THIMBLE_LARGER("%[d]", "r8")
#endif

/* The largest score of each row; four scores for each token, of which there is one at least. */
static thimble_four_t thimble_largest(const int32_t *scores, uint32_t tokens)
{
    thimble_four_t largest = {{scores[0], scores[1], scores[2], scores[3]}};
    const int32_t *const end = scores + (size_t)tokens * 4u;
#if THIMBLE_DSP
    /* The first of an odd number is known already. */
    scores += tokens % 2u * 4u;
    while (scores != end) {
        __asm__ volatile(THIMBLE_LARGER_FOUR THIMBLE_LARGER_FOUR
                         : [scores] "+r"(scores), [a] "+r"(largest.row[0]), [b] "+r"(largest.row[1]),
                           [c] "+r"(largest.row[2]), [d] "+r"(largest.row[3])
                         :
                         : "r4", "r5", "r6", "r8", "cc", "memory");
    }
#else
    for (; scores != end; scores += 4) {
        for (uint32_t row = 0; row < 4u; row++) {
            largest.row[row] = scores[row] > largest.row[row] ? scores[row] : largest.row[row];
        }
    }
#endif
    return largest;
}

#endif
