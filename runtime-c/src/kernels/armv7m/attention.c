/* SPDX-License-Identifier: Apache-2.0 */
/*
 * softmax(q . k^T) . v on Armv7-M (docs/numerics.md, section 7): four query rows at a time.
 *
 * Scratch, in words of 32 bits, where P(n) is (n + 1) / 2:
 *
 *   4 P(H)        the four query rows, packed; H is the head's width
 *   4 tokens      the scores, four for each token; then the weights in their place
 */
#include "attention_loops.h"
#include "softmax.h"
#include "thimble/fixed.h"
#include "thimble/kernels.h"

static inline int32_t larger(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

/* Turns the scores of two rows into weights of 0 ... 255 in their place, and leaves their sums. */
static void softmax(const thimble_attention_data *p, int32_t *scores, uint32_t tokens, int32_t *sums)
{
    const thimble_attention_data d = *p;
    const int32_t *const end = scores + (size_t)tokens * THIMBLE_TOKEN_WORDS;
    int32_t first = scores[0];
    int32_t second = scores[1];
    uint32_t sum = 0;
    uint32_t sum_of_second = 0;
    for (const int32_t *score = scores; score != end; score += THIMBLE_TOKEN_WORDS) {
        first = larger(first, score[0]);
        second = larger(second, score[1]);
    }
    for (; scores != end; scores += THIMBLE_TOKEN_WORDS) {
        const uint32_t weight = thimble_weight(&d, first, scores[0]);
        const uint32_t weight_of_second = thimble_weight(&d, second, scores[1]);
        thimble_store_weights(scores, weight, weight_of_second);
        sum += weight;
        sum_of_second += weight_of_second;
    }
    sums[0] = (int32_t)sum;
    sums[1] = (int32_t)sum_of_second;
}

/* The multipliers that divide by the sums of weights, each 255 or more. */
static inline thimble_four_t reciprocals(const thimble_attention_data *p, const thimble_four_t *total)
{
    thimble_four_t multiplier;
    for (uint32_t row = 0; row < 4u; row++) {
        multiplier.row[row] = (int32_t)(p->numerator / (uint32_t)total->row[row]);
    }
    return multiplier;
}

/* Up to four query rows, one head. */
static void attend(const thimble_attention_data *p, const int8_t *q, uint32_t rows, const int8_t *k,
                   const int8_t *v, uint32_t tokens, uint32_t *scratch, int8_t *y)
{
    const uint32_t head_width = p->width / p->heads;
    int32_t *const memory = (int32_t *)scratch + (size_t)thimble_pairs(head_width) * THIMBLE_PAIR_WORDS;
    int32_t *const end = memory + (size_t)tokens * THIMBLE_TOKEN_WORDS;
    thimble_four_t total;
    thimble_pack_rows(q, rows, p->width, head_width, scratch);
    const thimble_score_frame_t scores = {thimble_packed_columns(scratch, head_width), k, p->width - head_width, memory,
                                          end};
    thimble_score_loop(&scores);
    softmax(p, memory, tokens, total.row);
    softmax(p, memory + 2, tokens, total.row + 2);
    const int32_t *const weights = memory - 1;
    const thimble_weighted_sums_frame_t sums = {v,
                                                p->width,
                                                weights,
                                                weights + (size_t)(tokens & ~15u) * THIMBLE_TOKEN_WORDS,
                                                weights + (size_t)(tokens & ~1u) * THIMBLE_TOKEN_WORDS,
                                                end - 1,
                                                total,
                                                reciprocals(p, &total),
                                                p->shift,
                                                p->zero_point,
                                                y,
                                                y + head_width,
                                                rows > 1u ? p->width : 0,
                                                rows > 2u ? 2u * p->width : 0,
                                                rows > 3u ? 3u * p->width : 0};
    thimble_weighted_sums_loop(&sums);
}

THIMBLE_SHARED
void thimble_attention_s8(const thimble_attention_data *p, const int8_t *q, uint32_t rows, const int8_t *k,
                          const int8_t *v, uint32_t tokens, void *scratch, int8_t *y)
{
    const uint32_t head_width = p->width / p->heads;
    for (uint32_t first = 0; first < rows; first += 4u) {
        const uint32_t here = rows - first < 4u ? rows - first : 4u;
        for (uint32_t from = 0; from < p->width; from += head_width) {
            attend(p, q + from, here, k + from, v + from, tokens, (uint32_t *)scratch, y + from);
        }
        q += (size_t)4u * p->width;
        y += (size_t)4u * p->width;
    }
}
