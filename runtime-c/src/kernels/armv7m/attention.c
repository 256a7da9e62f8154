/*
 * softmax(q . k^T) . v on Armv7-M (docs/numerics.md, section 7): four query rows at a time.
 *
 * Scratch, in words of 32 bits, where P(n) is (n + 1) / 2:
 *
 *   4 P(H)        the four query rows, packed; H is the head's width
 *   4 tokens      the scores, four for each token; then the weights in their place
 */
#include "packed.h"
#include "softmax.h"
#include "thimble/fixed.h"
#include "thimble/kernels.h"

static inline int32_t larger(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

/* The scores against all keys, which lie `stride` bytes apart, four for each token; returns the largest of each row. */
THIMBLE_NO_FRAME static thimble_four_t score_rows(const uint32_t *q, const int8_t *k, uint32_t head_width,
                                                          uint32_t stride, uint32_t tokens, int32_t *scores)
{
    thimble_four_t largest = {{INT32_MIN, INT32_MIN, INT32_MIN, INT32_MIN}};
    for (uint32_t j = 0; j < tokens; j++) {
        const thimble_four_t sums = thimble_dot_4(q, k, head_width, 0);
        scores[0] = sums.row[0];
        scores[1] = sums.row[1];
        scores[2] = sums.row[2];
        scores[3] = sums.row[3];
        largest.row[0] = larger(largest.row[0], sums.row[0]);
        largest.row[1] = larger(largest.row[1], sums.row[1]);
        largest.row[2] = larger(largest.row[2], sums.row[2]);
        largest.row[3] = larger(largest.row[3], sums.row[3]);
        k += stride;
        scores += 4;
    }
    return largest;
}

/* Turns the scores into weights of 0 ... 255 in their place. Returns the sums of weights, each 255 or more. */
static thimble_four_t softmax(const thimble_attention_data *p, int32_t *scores, uint32_t tokens, thimble_four_t largest)
{
    const thimble_attention_data d = *p;
    thimble_four_t sums;
    for (uint32_t row = 0; row < 4u; row++) {
        uint32_t sum = 0;
        int32_t *score = scores + row;
        for (const int32_t *const end = score + (size_t)tokens * 4u; score != end; score += 4) {
            const uint32_t weight = thimble_weight(&d, largest.row[row], *score);
            *score = (int32_t)weight;
            sum += weight;
        }
        sums.row[row] = (int32_t)sum;
    }
    return sums;
}

/* The multipliers that divide by the sums of weights, each 255 or more. */
static inline thimble_four_t reciprocals(const thimble_attention_data *p, thimble_four_t total)
{
    thimble_four_t multiplier;
    for (uint32_t row = 0; row < 4u; row++) {
        multiplier.row[row] = (int32_t)(p->numerator / (uint32_t)total.row[row]);
    }
    return multiplier;
}

/* A weighted sum as a result. */
THIMBLE_INLINED int8_t mixed(const thimble_attention_data *p, int32_t sum, int32_t multiplier)
{
    return thimble_saturate_8(thimble_requantized(sum, p->shift, multiplier, p->zero_point));
}

/* The weighted sums of one head's columns for `rows` rows. */
THIMBLE_NO_FRAME static void mix(const thimble_attention_data *p, const int32_t *weights, const int8_t *v,
                                 uint32_t tokens, const thimble_four_t *multiplier, uint32_t rows, int8_t *y)
{
    const thimble_attention_data d = *p;
    const int8_t *const end = y + d.width / d.heads;
    for (; y != end; y++) {
        const thimble_four_t sums = thimble_weighted_4(weights, v++, d.width, tokens);
        y[0] = mixed(&d, sums.row[0], multiplier->row[0]);
        if (rows > 1u) {
            y[d.width] = mixed(&d, sums.row[1], multiplier->row[1]);
        }
        if (rows > 2u) {
            y[2u * d.width] = mixed(&d, sums.row[2], multiplier->row[2]);
        }
        if (rows > 3u) {
            y[3u * d.width] = mixed(&d, sums.row[3], multiplier->row[3]);
        }
    }
}

/* Up to four query rows, one head. */
static void attend(const thimble_attention_data *p, const int8_t *q, uint32_t rows, const int8_t *k,
                   const int8_t *v, uint32_t tokens, uint32_t *scratch, int8_t *y)
{
    const uint32_t head_width = p->width / p->heads;
    int32_t *const memory = (int32_t *)scratch + (size_t)thimble_pairs(head_width) * THIMBLE_PAIR_WORDS;
    thimble_pack_rows(q, rows, p->width, head_width, scratch);
    const thimble_four_t largest = score_rows(scratch, k, head_width, p->width, tokens, memory);
    const thimble_four_t total = softmax(p, memory, tokens, largest);
    const thimble_four_t multiplier = reciprocals(p, total);
    mix(p, memory, v, tokens, &multiplier, rows, y);
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
