/*
 * Thimble runtime: softmax(q . k^T) . v in blocks of four query rows (docs/numerics.md, section 7), for kernel sets
 * whose header has been included and gives thimble_dot_4 (linear_blocks.h).
 */
#ifndef THIMBLE_ATTENTION_BLOCKS_H
#define THIMBLE_ATTENTION_BLOCKS_H

#include "four_rows.h"
#include "softmax.h"
#include "thimble/fixed.h"
#include "thimble/kernels.h"

/* The set's own: `rows` (1 ... 4) query rows of one head, of which q, k, v and y are the first columns. */
static void thimble_attend(const thimble_attention_t *p, const int8_t *q, uint32_t rows, const int8_t *k,
                           const int8_t *v, uint32_t tokens, uint32_t *scratch, int8_t *y);

static inline int32_t thimble_larger(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

/* The scores against all keys, which lie `stride` bytes apart, four for each token; returns the largest of each row. */
THIMBLE_NO_FRAME static thimble_four_t thimble_score_rows(const uint32_t *q, const int8_t *k, uint32_t head_width,
                                                          uint32_t stride, uint32_t tokens, int32_t *scores)
{
    thimble_four_t largest = {{INT32_MIN, INT32_MIN, INT32_MIN, INT32_MIN}};
    for (uint32_t j = 0; j < tokens; j++) {
        const thimble_four_t sums = thimble_dot_4(q, k, head_width, 0);
        scores[0] = sums.row[0];
        scores[1] = sums.row[1];
        scores[2] = sums.row[2];
        scores[3] = sums.row[3];
        largest.row[0] = thimble_larger(largest.row[0], sums.row[0]);
        largest.row[1] = thimble_larger(largest.row[1], sums.row[1]);
        largest.row[2] = thimble_larger(largest.row[2], sums.row[2]);
        largest.row[3] = thimble_larger(largest.row[3], sums.row[3]);
        k += stride;
        scores += 4;
    }
    return largest;
}

/* The multipliers that divide by the sums of weights, each 255 or more. */
static inline thimble_four_t thimble_reciprocals(const thimble_attention_t *p, thimble_four_t total)
{
    thimble_four_t multiplier;
    for (uint32_t row = 0; row < 4u; row++) {
        multiplier.row[row] = (int32_t)(p->numerator / (uint32_t)total.row[row]);
    }
    return multiplier;
}

/* A weighted sum as a result. */
THIMBLE_INLINED int8_t thimble_mixed(const thimble_attention_t *p, int32_t sum, int32_t multiplier)
{
    return thimble_saturate_8(thimble_requantized(sum, p->shift, multiplier, p->zero_point));
}

/* All rows, all heads. */
static inline void thimble_attend_all(const thimble_attention_t *p, const int8_t *q, uint32_t rows, const int8_t *k,
                                      const int8_t *v, uint32_t tokens, uint32_t *scratch, int8_t *y)
{
    const uint32_t head_width = p->width / p->heads;
    for (uint32_t first = 0; first < rows; first += 4u) {
        const uint32_t here = rows - first < 4u ? rows - first : 4u;
        for (uint32_t from = 0; from < p->width; from += head_width) {
            thimble_attend(p, q + from, here, k + from, v + from, tokens, scratch, y + from);
        }
        q += (size_t)4u * p->width;
        y += (size_t)4u * p->width;
    }
}

#endif
