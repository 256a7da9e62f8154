/* SPDX-License-Identifier: Apache-2.0 */
/*
 * softmax(q . k^T) . v on Armv6-M (docs/numerics.md, section 7): four query rows at a time, or two where no more are
 * left.
 *
 * Scratch, in words of 32 bits, where P(n) is (n + 1) / 2:
 *
 *   4 P(H)        the query rows, packed; H is the head's width
 *   4 tokens      the scores, four for each token; then the weights in their place
 */
#include "attention_loops.h"
#include "softmax.h"
#include "thimble/fixed.h"
#include "thimble/kernels.h"

/* The largest of one row's scores. */
static int32_t largest_of(const int32_t *scores, const int32_t *end)
{
    int32_t largest = *scores;
    for (; scores != end; scores += THIMBLE_TOKEN_WORDS) {
        largest = *scores > largest ? *scores : largest;
    }
    return largest;
}

/*
 * Turns the scores of the first or the last two rows into weights of 0 ... 255, both in the word of the first of the
 * two scores. Leaves the multipliers that divide by their sums, each 255 or more.
 */
static void softmax(const thimble_attention_data *p, int32_t *scores, const int32_t *end, int32_t *multiplier)
{
    const thimble_attention_data d = *p;
    const int32_t first = largest_of(scores, end);
    const int32_t second = largest_of(scores + 1, end + 1);
    uint32_t sum = 0;
    uint32_t sum_of_second = 0;
    for (; scores != end; scores += THIMBLE_TOKEN_WORDS) {
        const uint32_t weight = thimble_weight(&d, first, scores[0]);
        const uint32_t weight_of_second = thimble_weight(&d, second, scores[1]);
        scores[0] = (int32_t)(weight + (weight_of_second << 16));
        sum += weight;
        sum_of_second += weight_of_second;
    }
    multiplier[0] = (int32_t)(d.numerator / sum);
    multiplier[1] = (int32_t)(d.numerator / sum_of_second);
}

/* Brings the weights of the last two rows to those of the first. */
static void join(int32_t *weights, const int32_t *end)
{
    for (; weights != end; weights += THIMBLE_TOKEN_WORDS) {
        weights[1] = weights[2];
    }
}

/* Up to four query rows, one head. */
static void attend(const thimble_attention_data *p, const int8_t *q, uint32_t rows, const int8_t *k, const int8_t *v,
                   uint32_t tokens, uint32_t *scratch, int8_t *y)
{
    const uint32_t head_width = p->width / p->heads;
    int32_t *const memory = (int32_t *)scratch + (size_t)thimble_pairs(head_width) * THIMBLE_WORDS_OF_FOUR;
    int32_t *const end = memory + (size_t)tokens * THIMBLE_TOKEN_WORDS;
    const uint32_t words = rows > 2u ? THIMBLE_WORDS_OF_FOUR : THIMBLE_WORDS_OF_TWO;
    thimble_weighted_sums_frame_t sums = {v,
                                          p->width,
                                          memory,
                                          end,
                                          {0, 0, 0, 0},
                                          p->shift,
                                          p->zero_point,
                                          y,
                                          y + head_width,
                                          rows > 1u ? p->width : 0,
                                          2u * p->width,
                                          rows > 3u ? 3u * p->width : 0};
    thimble_pack_rows(q, rows, p->width, head_width, UINT32_MAX, scratch);
    const thimble_score_frame_t scores = {thimble_block_columns(scratch, head_width, words), rows, head_width, k,
                                          p->width - head_width, memory, end};
    thimble_score_loop(&scores);
    softmax(p, memory, end, sums.multiplier);
    if (rows > 2u) {
        softmax(p, memory + 2, end + 2, sums.multiplier + 2);
        join(memory, end);
    }
    thimble_weighted_sums_loop(&sums, rows);
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
