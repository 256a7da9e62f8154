/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: attention of a single query row on the DSP extension, as the last layer of a model has it that
 * answers from one token. There is nothing to share among rows: keys and v are widened as they are read.
 */
#ifndef THIMBLE_SINGLE_ROW_H
#define THIMBLE_SINGLE_ROW_H

#include "dot.h"
#include "transposed.h"

/* Adds the products of four columns of a row with those of two keys. */
static inline thimble_two_t thimble_add_scores(thimble_two_t sums, uint32_t row, uint32_t first, uint32_t second)
{
    const uint32_t even = thimble_bytes_02(row);
    const uint32_t odd = thimble_bytes_13(row);
    sums.first = thimble_dual_multiply_add(even, thimble_bytes_02(first), sums.first);
    sums.second = thimble_dual_multiply_add(even, thimble_bytes_02(second), sums.second);
    sums.first = thimble_dual_multiply_add(odd, thimble_bytes_13(first), sums.first);
    sums.second = thimble_dual_multiply_add(odd, thimble_bytes_13(second), sums.second);
    return sums;
}

/* The scores of a row for two keys: each is below 2^14 times the head's width. */
static inline thimble_two_t thimble_two_scores(const int8_t *row, const int8_t *first, const int8_t *second,
                                               uint32_t columns)
{
    const int8_t *const end = row + (columns & ~3u);
    thimble_two_t sums = {0, 0};
    while (row != end) {
        const uint32_t word = thimble_load_word(row);
        sums = thimble_add_scores(sums, word, thimble_load_word(first), thimble_load_word(second));
        row += 4;
        first += 4;
        second += 4;
    }
    for (const int8_t *const end_of_row = end + columns % 4u; row != end_of_row; row++) {
        sums.first += *row * *first++;
        sums.second += *row * *second++;
    }
    return sums;
}

/*
 * The scores of a row, shifted to where their differences are to be, four words apart, where the number of tokens is
 * odd one more; returns the largest.
 */
static int32_t thimble_row_scores(const int8_t *row, const int8_t *k, uint32_t tokens, uint32_t stride,
                                  uint32_t columns, uint32_t shift, int32_t *scores)
{
    int32_t largest = INT32_MIN;
    for (uint32_t left = tokens; left != 0;) {
        const uint32_t here = left < 2u ? left : 2u;
        thimble_two_t two = thimble_two_scores(row, k, here == 2u ? k + stride : k, columns);
        two.first = thimble_shift_left(two.first, shift);
        two.second = thimble_shift_left(two.second, shift);
        largest = two.first > largest ? two.first : largest;
        largest = two.second > largest ? two.second : largest;
        scores[0] = two.first;
        scores[4] = two.second;
        scores += 8;
        k += (size_t)here * stride;
        left -= here;
    }
    return largest;
}

/* Adds the products of up to four columns of two tokens with a word of weights. */
static inline thimble_four_t thimble_add_tokens(thimble_four_t sums, uint32_t first, uint32_t second, uint32_t weights)
{
    const uint32_t lower = thimble_lower_halves(first, second);
    const uint32_t upper = thimble_upper_halves(first, second);
    sums.row[0] = thimble_dual_multiply_add(thimble_bytes_02(lower), weights, sums.row[0]);
    sums.row[1] = thimble_dual_multiply_add(thimble_bytes_13(lower), weights, sums.row[1]);
    sums.row[2] = thimble_dual_multiply_add(thimble_bytes_02(upper), weights, sums.row[2]);
    sums.row[3] = thimble_dual_multiply_add(thimble_bytes_13(upper), weights, sums.row[3]);
    return sums;
}

/* The same of up to four tokens, two words of weights, where tokens or columns are fewer than four. */
static thimble_four_t thimble_add_part(thimble_four_t sums, const int8_t *v, uint32_t stride, uint32_t columns,
                                       uint32_t tokens, const uint32_t *weights)
{
    uint32_t rows[4];
    thimble_load_part(v, stride, columns, tokens, rows);
    sums = thimble_add_tokens(sums, rows[0], rows[2], weights[0]);
    return thimble_add_tokens(sums, rows[1], rows[3], weights[4]);
}

#if THIMBLE_DSP
/* Four columns of the token that v points at and of the next but one, with a word of weights; then v moves on. */
#define THIMBLE_TWO_TOKENS(step) \
    "ldr %[a], [%[v]]\n\t" \
    "ldr %[b], [%[v], %[one], lsl #1]\n\t" \
    "ldr %[w], [%[weights]], #16\n\t" \
    "add %[v], %[v], " step "\n\t" \
    "pkhbt %[c], %[a], %[b], lsl #16\n\t" \
    "pkhtb %[b], %[b], %[a], asr #16\n\t" \
    "sxtb16 %[a], %[c]\n\t" \
    "smlad %[s0], %[a], %[w], %[s0]\n\t" \
    "sxtb16 %[c], %[c], ror #8\n\t" \
    "smlad %[s1], %[c], %[w], %[s1]\n\t" \
    "sxtb16 %[a], %[b]\n\t" \
    "smlad %[s2], %[a], %[w], %[s2]\n\t" \
    "sxtb16 %[b], %[b], ror #8\n\t" \
    "smlad %[s3], %[b], %[w], %[s3]\n\t"
#endif

/* The sums of four columns of v by whole quads of weights. */
static thimble_four_t thimble_sums_of_quads(const uint32_t *weights, const uint32_t *end, const int8_t *v,
                                            uint32_t stride)
{
    thimble_four_t sums = {{0, 0, 0, 0}};
    while (weights != end) {
#if THIMBLE_DSP
        uint32_t a;
        uint32_t b;
        uint32_t c;
        uint32_t w;
        __asm__ volatile(THIMBLE_TWO_TOKENS("%[one]") THIMBLE_TWO_TOKENS("%[three]")
                         : [s0] "+r"(sums.row[0]), [s1] "+r"(sums.row[1]), [s2] "+r"(sums.row[2]),
                           [s3] "+r"(sums.row[3]), [v] "+r"(v), [weights] "+r"(weights), [a] "=&r"(a), [b] "=&r"(b),
                           [c] "=&r"(c), [w] "=&r"(w)
                         : [one] "r"(stride), [three] "r"(3u * stride)
                         : "memory");
#else
        sums = thimble_add_tokens(sums, thimble_load_word(v), thimble_load_word(v + 2u * (size_t)stride), weights[0]);
        v += stride;
        sums = thimble_add_tokens(sums, thimble_load_word(v), thimble_load_word(v + 2u * (size_t)stride), weights[4]);
        v += 3u * (size_t)stride;
        weights += THIMBLE_QUAD_WORDS;
#endif
    }
    return sums;
}

/*
 * The sums of up to four columns of v by the weights of a row, in quads of which each has its second word four words
 * behind its first one. A sum is below 2^15 times the number of tokens.
 */
static thimble_four_t thimble_row_sums(const uint32_t *weights, const int8_t *v, uint32_t stride, uint32_t columns,
                                       uint32_t tokens)
{
    const uint32_t whole = columns == 4u ? tokens / 4u : 0;
    const uint32_t *const end = weights + (size_t)whole * THIMBLE_QUAD_WORDS;
    thimble_four_t sums = thimble_sums_of_quads(weights, end, v, stride);
    weights = end;
    v += (size_t)whole * 4u * stride;
    for (uint32_t token = 4u * whole; token < tokens; token += 4u) {
        sums = thimble_add_part(sums, v, stride, columns, tokens - token, weights);
        weights += THIMBLE_QUAD_WORDS;
        v += 4u * (size_t)stride;
    }
    return sums;
}

#endif
