/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: sums of four outputs whose weights of 4 bits share 16 bits (thimble_linear_fourfold_data).
 *
 * A 16-bit weight is 4096 * d + 256 * (c + 8) + 16 * (b + 8) + (a + 8) for the weights a, b, c and d of four outputs.
 * Three masks take the first three out of a word of two columns, each for an AND that no shift needs to follow: the
 * sums of products with what remains are those of a + 8, 16 * (b + 8) and 256 * (c + 8), and that with the whole word
 * is the sum of all four. So eight weights take one load and three ANDs where eight bytes in pairs take two loads and
 * two SXTB16. All sums are modulo 2^32. They start at what the eights add up to, -8 times the sum of the row times 1,
 * 16 and 256; the compiler has made sure that |sum of d * x| < 2^19, so that 4096 times as much fits.
 */
#ifndef THIMBLE_FOURFOLD_SUMS_H
#define THIMBLE_FOURFOLD_SUMS_H

#include "dot.h"

/* The sums of the first three outputs, times 1, 16 and 256, and of all four together. */
typedef struct {
    uint32_t place[4];
} thimble_fourfold_t;

/* What is added to the first three weights of four. */
#define THIMBLE_FOURFOLD_OFFSET 8u

/* sum + both values of a word. */
static inline int32_t thimble_add_values(uint32_t word, int32_t sum)
{
    return thimble_dual_multiply_add(word, UINT32_C(0x00010001), sum);
}

/* The first output's sum before any product, for a row whose values add up to so much. */
static inline uint32_t thimble_fourfold_start(int32_t row)
{
    return 0u - THIMBLE_FOURFOLD_OFFSET * (uint32_t)row;
}

/* All of them. */
static inline thimble_fourfold_t thimble_fourfold_begin(uint32_t start)
{
    const thimble_fourfold_t sums = {{start, start << 4, start << 8, start + (start << 4) + (start << 8)}};
    return sums;
}

/* Adds the products of two columns x with their word of weights. */
static inline thimble_fourfold_t thimble_fourfold_add(thimble_fourfold_t sums, uint32_t weights, uint32_t x)
{
    for (uint32_t i = 0; i < 3u; i++) {
        const uint32_t masked = weights & UINT32_C(0x000f000f) << (4u * i);
        sums.place[i] = (uint32_t)thimble_dual_multiply_add(masked, x, (int32_t)sums.place[i]);
    }
    sums.place[3] = (uint32_t)thimble_dual_multiply_add(weights, x, (int32_t)sums.place[3]);
    return sums;
}

/* Stores the four results at y. Weights are 16 times a, b, c and d. */
THIMBLE_INLINED void thimble_fourfold_store(thimble_fourfold_t sums, const int32_t *bias, const int32_t *multiplier,
                                            int32_t zero_point, void *y, uint32_t bits)
{
    const uint32_t *const s = sums.place;
    const int32_t a = bias[0] + (int32_t)(s[0] << 4);
    const int32_t b = bias[1] + (int32_t)s[1];
    const int32_t c = bias[2] + ((int32_t)s[2] >> 4);
    const int32_t d = bias[3] + ((int32_t)(s[3] - s[2] - s[1] - s[0]) >> 8);
    thimble_store(y, 0, bits, thimble_requantized(a, 0, multiplier[0], zero_point));
    thimble_store(y, 1, bits, thimble_requantized(b, 0, multiplier[1], zero_point));
    thimble_store(y, 2, bits, thimble_requantized(c, 0, multiplier[2], zero_point));
    thimble_store(y, 3, bits, thimble_requantized(d, 0, multiplier[3], zero_point));
}

#if THIMBLE_DSP
/* Two columns of one row, x, with their word of weights, w. */
#define THIMBLE_FOURFOLD_COLUMNS \
    "ldr %[a], [%[w]], #4\n\t" \
    "ldr %[c], [%[x]], #4\n\t" \
    "and %[b], %[a], #0x000f000f\n\t" \
    "smlad %[s0], %[b], %[c], %[s0]\n\t" \
    "and %[b], %[a], #0x00f000f0\n\t" \
    "smlad %[s1], %[b], %[c], %[s1]\n\t" \
    "and %[b], %[a], #0x0f000f00\n\t" \
    "smlad %[s2], %[b], %[c], %[s2]\n\t" \
    "smlad %[s3], %[a], %[c], %[s3]\n\t"
#define THIMBLE_FOURFOLD_QUAD THIMBLE_FOURFOLD_COLUMNS THIMBLE_FOURFOLD_COLUMNS
#define THIMBLE_FOURFOLD_OPERANDS \
    [s0] "+r"(sums.place[0]), [s1] "+r"(sums.place[1]), [s2] "+r"(sums.place[2]), [s3] "+r"(sums.place[3]), \
        [x] "+r"(x), [w] "+r"(weight), [a] "=&r"(a), [b] "=&r"(b), [c] "=&r"(c)
#endif

/* Adds the products of a row, whose words lie one after another, with the weights of four outputs. */
THIMBLE_INLINED thimble_fourfold_t thimble_fourfold_of_row(thimble_fourfold_t sums, const int32_t *weight,
                                                           const uint32_t *x, uint32_t quads)
{
    const uint32_t *const end = x + 2u * quads;
#if THIMBLE_DSP
    const uint32_t *const end_of_fours = x + 2u * (quads & ~3u);
    uint32_t a;
    uint32_t b;
    uint32_t c;
    if (x != end_of_fours) {
        __asm__ volatile(".balign 4\n"
                         "1:\n\t" THIMBLE_FOURFOLD_QUAD THIMBLE_FOURFOLD_QUAD
                         THIMBLE_FOURFOLD_QUAD THIMBLE_FOURFOLD_QUAD
                         "cmp %[x], %[end]\n\t"
                         "bne 1b\n\t"
                         : THIMBLE_FOURFOLD_OPERANDS
                         : [end] "r"(end_of_fours)
                         : "cc", "memory");
    }
    while (x != end) {
        __asm__ volatile(THIMBLE_FOURFOLD_QUAD : THIMBLE_FOURFOLD_OPERANDS : : "memory");
    }
#else
    for (; x != end; x++) {
        sums = thimble_fourfold_add(sums, (uint32_t)*weight++, *x);
    }
#endif
    return sums;
}

#endif
