/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: sums of four outputs whose weights lie in pairs (thimble_linear_paired_data).
 *
 * A 16-bit weight holds those of two outputs, 256 * b + a. Sums of products with it are 256 * B + A modulo 2^32; its
 * low byte, sign-extended, gives A, and the difference gives B, for the compiler has made sure that |B| < 2^23. So one
 * SXTB16 takes four weights apart where four bytes of one output would take two. The sums start at the biases a and
 * 256 * b + a.
 */
#ifndef THIMBLE_PAIRED_SUMS_H
#define THIMBLE_PAIRED_SUMS_H

#include "dot.h"

/* For outputs 0 and 1, and for 2 and 3: the sum of the pairs and that of the first of them. */
typedef struct {
    int32_t pair[2];
    int32_t first[2];
} thimble_pairs_t;

/* The sum of two outputs together before any product. */
static inline int32_t thimble_pair_of(const int32_t *bias)
{
    return (int32_t)((uint32_t)bias[0] + ((uint32_t)bias[1] << 8));
}

/* The sums before any product. */
static inline thimble_pairs_t thimble_pairs_begin(const int32_t *bias)
{
    const thimble_pairs_t sums = {{thimble_pair_of(bias), thimble_pair_of(bias + 2)}, {bias[0], bias[2]}};
    return sums;
}

/* Adds the products of two columns x with their words of weights, a of outputs 0 and 1 and b of 2 and 3. */
static inline thimble_pairs_t thimble_pairs_add(thimble_pairs_t sums, uint32_t a, uint32_t b, uint32_t x)
{
    sums.pair[0] = thimble_dual_multiply_add(a, x, sums.pair[0]);
    sums.pair[1] = thimble_dual_multiply_add(b, x, sums.pair[1]);
    sums.first[0] = thimble_dual_multiply_add(thimble_bytes_02(a), x, sums.first[0]);
    sums.first[1] = thimble_dual_multiply_add(thimble_bytes_02(b), x, sums.first[1]);
    return sums;
}

/* The second output's sum from that of the pairs and the first's. */
static inline int32_t thimble_second_of(int32_t pair, int32_t first)
{
    return (int32_t)((uint32_t)pair - (uint32_t)first) >> 8;
}

/* Stores the four results at y. */
THIMBLE_INLINED void thimble_pairs_store(thimble_pairs_t sums, const int32_t *multiplier, int32_t zero_point, void *y,
                                         uint32_t bits)
{
    const int32_t second = thimble_second_of(sums.pair[0], sums.first[0]);
    const int32_t fourth = thimble_second_of(sums.pair[1], sums.first[1]);
    thimble_store(y, 0, bits, thimble_requantized(sums.first[0], 0, multiplier[0], zero_point));
    thimble_store(y, 1, bits, thimble_requantized(second, 0, multiplier[1], zero_point));
    thimble_store(y, 2, bits, thimble_requantized(sums.first[1], 0, multiplier[2], zero_point));
    thimble_store(y, 3, bits, thimble_requantized(fourth, 0, multiplier[3], zero_point));
}

#if THIMBLE_DSP
/* Two columns of one row, x, with their words of weights, w. */
#if THIMBLE_SINGLE_LOADS
#define THIMBLE_PAIRS_LOADS \
    "ldr %[b], [%[w], #4]\n\t" \
    "ldr %[c], [%[x]], #4\n\t" \
    "ldr %[a], [%[w]], #8\n\t"
#else
#define THIMBLE_PAIRS_LOADS \
    "ldrd %[a], %[b], [%[w]], #8\n\t" \
    "ldr %[c], [%[x]], #4\n\t"
#endif
#define THIMBLE_PAIRS_COLUMNS \
    THIMBLE_PAIRS_LOADS \
    "smlad %[s0], %[a], %[c], %[s0]\n\t" \
    "smlad %[s1], %[b], %[c], %[s1]\n\t" \
    "sxtb16 %[a], %[a]\n\t" \
    "sxtb16 %[b], %[b]\n\t" \
    "smlad %[t0], %[a], %[c], %[t0]\n\t" \
    "smlad %[t1], %[b], %[c], %[t1]\n\t"
#define THIMBLE_PAIRS_QUAD THIMBLE_PAIRS_COLUMNS THIMBLE_PAIRS_COLUMNS
#define THIMBLE_PAIRS_OPERANDS \
    [s0] "+r"(sums.pair[0]), [s1] "+r"(sums.pair[1]), [t0] "+r"(sums.first[0]), [t1] "+r"(sums.first[1]), \
        [x] "+r"(x), [w] "+r"(weight), [a] "=&r"(a), [b] "=&r"(b), [c] "=&r"(c)
#endif

/* Adds the products of a row, whose words lie one after another, with the weights of four outputs. */
THIMBLE_INLINED thimble_pairs_t thimble_pairs_of_row(thimble_pairs_t sums, const int32_t *weight, const uint32_t *x,
                                                     uint32_t quads)
{
    const uint32_t *const end = x + 2u * quads;
#if THIMBLE_DSP
    const uint32_t *const end_of_fours = x + 2u * (quads & ~3u);
    uint32_t a;
    uint32_t b;
    uint32_t c;
    if (x != end_of_fours) {
        __asm__ volatile(".balign 4\n"
                         "1:\n\t" THIMBLE_PAIRS_QUAD THIMBLE_PAIRS_QUAD THIMBLE_PAIRS_QUAD THIMBLE_PAIRS_QUAD
                         "cmp %[x], %[end]\n\t"
                         "bne 1b\n\t"
                         : THIMBLE_PAIRS_OPERANDS
                         : [end] "r"(end_of_fours)
                         : "cc", "memory");
    }
    while (x != end) {
        __asm__ volatile(THIMBLE_PAIRS_QUAD : THIMBLE_PAIRS_OPERANDS : : "memory");
    }
#else
    for (; x != end; x++) {
        sums = thimble_pairs_add(sums, (uint32_t)weight[0], (uint32_t)weight[1], *x);
        weight += 2;
    }
#endif
    return sums;
}

#endif
