/* SPDX-License-Identifier: Apache-2.0 */
/*
 * softmax(q . k^T) . v on RISC-V (docs/numerics.md, section 7): four query rows at a time, or two where no more are
 * left.
 *
 * Scratch, in words of 32 bits, where P(n) is (n + 1) / 2:
 *
 *   4 P(H)        the query rows, packed; H is the head's width
 *   4 tokens      the scores, four for each token; then the weights in their place
 */
#include "softmax.h"
#include "thimble/fixed.h"
#include "thimble/kernels.h"
#include "weighted_tiles.h"

/* The scores of `most` rows, 2 or 4, of a token; the rows are negated. */
THIMBLE_INLINED void put_scores(thimble_column_t s, uint32_t most, int32_t *scores)
{
    const thimble_two_t first = thimble_rows_of(s.first);
    scores[0] = -first.row[0];
    scores[1] = -first.row[1];
    if (most > 2u) {
        const thimble_two_t last = thimble_rows_of(s.last);
        scores[2] = -last.row[0];
        scores[3] = -last.row[1];
    }
}

/* The scores of packed query rows; where the number of tokens is odd, the last one's tile has it twice. */
THIMBLE_INLINED void score(const uint32_t *q, uint32_t most, const int8_t *k, uint32_t stride, uint32_t columns,
                           uint32_t tokens, int32_t *scores)
{
    const thimble_tile_t start = {thimble_column_at(0), thimble_column_at(0)};
    for (uint32_t token = 0; token < tokens; token += 2u) {
        const uint32_t more = token + 1u < tokens ? 1u : 0;
        const int8_t *const next = k + (size_t)more * stride;
        const thimble_tile_t t = thimble_tile_sums(start, q, k, next, columns, most);
        put_scores(t.a, most, scores);
        put_scores(t.b, most, scores + more * THIMBLE_TOKEN_WORDS);
        scores += (size_t)2u * THIMBLE_TOKEN_WORDS;
        k = next + stride;
    }
}

/* Turns one row's scores into weights of 0 ... 255; returns the multiplier that divides by their sum, 255 or more. */
static int32_t softmax(const thimble_attention_data *p, int32_t *scores, const int32_t *end)
{
    const thimble_attention_data d = *p;
    int32_t largest = *scores;
    uint32_t sum = 0;
    for (const int32_t *score = scores; score != end; score += THIMBLE_TOKEN_WORDS) {
        largest = *score > largest ? *score : largest;
    }
    for (; scores != end; scores += THIMBLE_TOKEN_WORDS) {
        const uint32_t weight = thimble_weight(&d, largest, *scores);
        *scores = (int32_t)weight;
        sum += weight;
    }
    return (int32_t)(d.numerator / sum);
}

/* Up to `most` query rows, 2 or 4, one head; a row that is missing repeats the first. */
THIMBLE_INLINED void attend(const thimble_attention_data *p, const int8_t *q, uint32_t rows, uint32_t most,
                            const int8_t *k, const int8_t *v, uint32_t tokens, uint32_t *scratch, int8_t *y)
{
    const uint32_t head_width = p->width / p->heads;
    int32_t *const memory = (int32_t *)scratch + (size_t)thimble_pairs(head_width) * THIMBLE_WORDS_OF_FOUR;
    int32_t *const end = memory + (size_t)tokens * THIMBLE_TOKEN_WORDS;
    int32_t multipliers[4];
    thimble_pack_rows(q, rows, p->width, head_width, UINT32_MAX, scratch);
    score(scratch, most, k, p->width, head_width, tokens, memory);
    for (uint32_t row = 0; row < rows + rows % 2u; row++) {
        multipliers[row] = softmax(p, memory + row, end + row);
    }
    thimble_weighted_sums(p, memory, rows, most, multipliers, v, tokens, y);
}

THIMBLE_APART static void attend_two(const thimble_attention_data *p, const int8_t *q, uint32_t rows, const int8_t *k,
                                     const int8_t *v, uint32_t tokens, uint32_t *scratch, int8_t *y)
{
    attend(p, q, rows, 2u, k, v, tokens, scratch, y);
}

THIMBLE_APART static void attend_four(const thimble_attention_data *p, const int8_t *q, uint32_t rows, const int8_t *k,
                                      const int8_t *v, uint32_t tokens, uint32_t *scratch, int8_t *y)
{
    attend(p, q, rows, 4u, k, v, tokens, scratch, y);
}

THIMBLE_SHARED
void thimble_attention_s8(const thimble_attention_data *p, const int8_t *q, uint32_t rows, const int8_t *k,
                          const int8_t *v, uint32_t tokens, void *scratch, int8_t *y)
{
    const uint32_t head_width = p->width / p->heads;
    for (uint32_t first = 0; first < rows; first += 4u) {
        const uint32_t here = rows - first < 4u ? rows - first : 4u;
        for (uint32_t from = 0; from < p->width; from += head_width) {
            if (here <= 2u) {
                attend_two(p, q + from, here, k + from, v + from, tokens, (uint32_t *)scratch, y + from);
            } else {
                attend_four(p, q + from, here, k + from, v + from, tokens, (uint32_t *)scratch, y + from);
            }
        }
        q += (size_t)4u * p->width;
        y += (size_t)4u * p->width;
    }
}
