/* SPDX-License-Identifier: Apache-2.0 */
/*
 * softmax(q . k^T) . v on the DSP extension (docs/numerics.md, section 7): four query rows at a time, of which up to
 * four groups share what v needs, or a single row.
 *
 * Scratch, in words of 32 bits, where T is `tokens` rounded up to a multiple of 4, H the head's width likewise and G
 * the number of groups:
 *
 *   2 H     the four query rows of a group, widened
 *   2 G T   the weights of each group as quad blocks of tokens
 *   2 T     four columns of v, transposed, which take half of it
 *
 * The scores of a group, four for each token, lie where its weights and what follows them will be. A single row has its
 * scores and weights four apart, too.
 */
#include "dot.h"
#include "largest.h"
#if THIMBLE_SINGLE_LOADS
#include "scores_paired.h"
#else
#include "scores.h"
#endif
#include "single_row.h"
#include "softmax_quads.h"
#include "thimble/fixed.h"
#include "thimble/kernels.h"
#include "transposed.h"
#include "weighted_sums.h"

#define GROUPS 4u

/* What is known of a group of four query rows after its softmax. */
typedef struct {
    const uint32_t *weights;
    uint32_t rows;         /* 1 ... 4 */
    int32_t multiplier[4]; /* times 2^shift */
} group_t;

/* Shifts the scores of four rows to where their differences are to be. */
static void shift_scores(int32_t *scores, uint32_t tokens, uint32_t shift)
{
    for (const int32_t *const end = scores + (size_t)tokens * 4u; scores != end; scores += 4) {
        const int32_t first = scores[0];
        const int32_t second = scores[1];
        const int32_t third = scores[2];
        const int32_t fourth = scores[3];
        scores[0] = thimble_shift_left(first, shift);
        scores[1] = thimble_shift_left(second, shift);
        scores[2] = thimble_shift_left(third, shift);
        scores[3] = thimble_shift_left(fourth, shift);
    }
}

/*
 * The scores of up to four query rows, four for each token and, where their number is odd, of one more. Rows that are
 * missing are the last one again. A head that the loops do not take has its rows one by one.
 */
static void scores_of_group(const thimble_attention_data *p, const int8_t *q, uint32_t rows, const int8_t *k,
                            uint32_t tokens, uint32_t *block, int32_t *scores)
{
    const uint32_t head_width = p->width / p->heads;
    if (head_width % 4u == 0 && head_width <= THIMBLE_WIDEST_HEAD) {
        thimble_scores(q, rows, k, tokens, p->width, head_width, block, scores);
        if (p->exponent_shift != 0) {
            shift_scores(scores, tokens, p->exponent_shift);
        }
        return;
    }
    for (uint32_t row = 0; row < 4u; row++) {
        thimble_row_scores(q + (size_t)(row < rows ? row : rows - 1u) * p->width, k, tokens, p->width, head_width,
                           p->exponent_shift, scores + row);
    }
}

/*
 * Turns the scores of a row into weights and returns what its sums are multiplied by. The sum of weights is 255 or
 * more: the largest score has that weight. What is missing in the last quad gets it, too; it is not in the sum, and v
 * has zeros there.
 */
static int32_t softmax_of(const thimble_attention_data *p, int32_t largest, int32_t *memory, uint32_t tokens)
{
    const uint32_t quads = thimble_quads(tokens);
    const uint32_t missing = 4u * quads - tokens;
    for (uint32_t token = tokens; token != 4u * quads; token++) {
        memory[4u * (size_t)token] = largest;
    }
    const uint32_t sum = thimble_softmax_quads(largest, p->exponent_multiplier, memory, quads) - 255u * missing;
    return (int32_t)(p->numerator / sum);
}

/* Turns the scores of a group of up to four rows into weights. */
static group_t softmax(const thimble_attention_data *p, int32_t *memory, uint32_t rows, uint32_t tokens)
{
    const thimble_four_t largest = thimble_largest(memory, tokens);
    group_t group = {(const uint32_t *)memory, rows, {0, 0, 0, 0}};
    for (uint32_t row = 0; row < 4u; row++) {
        group.multiplier[row] = softmax_of(p, largest.row[row], memory + row, tokens) << p->shift;
    }
    return group;
}

/* Transposes up to four columns of v. */
static void transpose_columns(const int8_t *v, uint32_t stride, uint32_t columns, uint32_t tokens, uint32_t *transposed)
{
    const int8_t *const end = v + (size_t)tokens * stride;
    if (columns == 4u) {
        const size_t tiles = tokens / 4u;
        thimble_transpose_tiles(v, stride, tiles, transposed);
        v += tiles * 4u * stride;
        transposed += tiles * THIMBLE_TILE_WORDS;
    }
    for (; v != end; transposed += THIMBLE_TILE_WORDS) {
        const uint32_t left = (uint32_t)(end - v) / stride;
        uint32_t tile[4];
        thimble_load_part(v, stride, columns, left, tile);
        thimble_transpose_tile(tile[0], tile[1], tile[2], tile[3], transposed);
        v += (size_t)(left < 4u ? left : 4u) * stride;
    }
}

/*
 * Four columns of a group, for `words` words of its weights; y has rows `stride` bytes apart. Rows that are missing are
 * the last one again. Nothing else is in this function, for the loop takes all registers.
 */
THIMBLE_NO_FRAME THIMBLE_OUTLINED static void four_columns(const thimble_attention_data *p, const group_t *group,
                                                           uint32_t words, const uint32_t *transposed, uint32_t stride,
                                                           int8_t *y)
{
    const uint32_t last = (group->rows - 1u) * stride;
    thimble_weighted_sums_frame_t frame = {
        group->weights,
        group->weights + words,
        transposed,
        y,
        y + 4,
        thimble_skipped(words / THIMBLE_QUAD_WORDS),
        {group->multiplier[0], group->multiplier[1], group->multiplier[2], group->multiplier[3]},
        p->zero_point,
        {group->rows > 1u ? stride : 0, group->rows > 2u ? 2u * stride : last, last},
        8 - (int32_t)(2u * words)};
    thimble_weighted_sums_pairs(&frame);
}

/* Of these four columns the first ones, which are all that a head has left. */
static void last_columns(const thimble_attention_data *p, const group_t *group, uint32_t words,
                         const uint32_t *transposed, uint32_t columns, int8_t *y)
{
    int8_t results[4][4];
    four_columns(p, group, words, transposed, sizeof results[0], results[0]);
    for (uint32_t row = 0; row < group->rows; row++) {
        memcpy(y + (size_t)row * p->width, results[row], columns);
    }
}

/* A single query row, one head. */
THIMBLE_OUTLINED static void attend_alone(const thimble_attention_data *p, const int8_t *q, const int8_t *k,
                                          const int8_t *v, uint32_t tokens, int32_t *scores, int8_t *y)
{
    const uint32_t head_width = p->width / p->heads;
    const int32_t largest = thimble_row_scores(q, k, tokens, p->width, head_width, p->exponent_shift, scores);
    const int32_t multiplier = softmax_of(p, largest, scores, tokens);
    for (uint32_t column = 0; column < head_width; column += 4u) {
        const uint32_t columns = head_width - column < 4u ? head_width - column : 4u;
        const thimble_four_t sums = thimble_row_sums((const uint32_t *)scores, v + column, p->width, columns, tokens);
        for (uint32_t i = 0; i < columns; i++) {
            y[column + i] =
                thimble_saturate_8(thimble_requantized(sums.row[i], p->shift, multiplier, p->zero_point));
        }
    }
}

/* Up to four groups of query rows, one head, of which q, k, v and y are the first columns. */
static void attend(const thimble_attention_data *p, const int8_t *q, uint32_t rows, const int8_t *k, const int8_t *v,
                   uint32_t tokens, uint32_t *scratch, int8_t *y)
{
    const uint32_t head_width = p->width / p->heads;
    const uint32_t group_words = thimble_quads(tokens) * THIMBLE_QUAD_WORDS;
    const size_t group_bytes = 4u * (size_t)p->width;
    uint32_t *const weights = scratch + (size_t)thimble_quads(head_width) * THIMBLE_QUAD_WORDS;
    uint32_t *transposed = weights;
    group_t groups[GROUPS];
    for (uint32_t row = 0; row < rows; row += 4u) {
        scores_of_group(p, q + row / 4u * group_bytes, rows - row, k, tokens, scratch, (int32_t *)transposed);
        groups[row / 4u] = softmax(p, (int32_t *)transposed, rows - row < 4u ? rows - row : 4u, tokens);
        transposed += group_words;
    }
    for (uint32_t column = 0; column < head_width; column += 4u) {
        const uint32_t columns = head_width - column < 4u ? head_width - column : 4u;
        transpose_columns(v + column, p->width, columns, tokens, transposed);
        for (uint32_t row = 0; row < rows; row += 4u) {
            int8_t *const to = y + column + row / 4u * group_bytes;
            if (columns == 4u) {
                four_columns(p, &groups[row / 4u], group_words, transposed, p->width, to);
            } else {
                last_columns(p, &groups[row / 4u], group_words, transposed, columns, to);
            }
        }
    }
}

THIMBLE_SHARED
void thimble_attention_s8(const thimble_attention_data *p, const int8_t *q, uint32_t rows, const int8_t *k,
                          const int8_t *v, uint32_t tokens, void *scratch, int8_t *y)
{
    const uint32_t head_width = p->width / p->heads;
    const uint32_t most = p->shift > THIMBLE_WIDEST_SHIFT ? 1u : 4u * GROUPS;
    for (uint32_t first = 0; first < rows; first += most) {
        const uint32_t here = rows - first < most ? rows - first : most;
        const size_t skipped = (size_t)first * p->width;
        for (uint32_t from = 0; from < p->width; from += head_width) {
            const int8_t *const queries = q + skipped + from;
            int8_t *const results = y + skipped + from;
            if (here == 1u) {
                attend_alone(p, queries, k + from, v + from, tokens, (int32_t *)scratch, results);
            } else {
                attend(p, queries, here, k + from, v + from, tokens, (uint32_t *)scratch, results);
            }
        }
    }
}
