/*
 * softmax(q . k^T) . v on the DSP extension (docs/numerics.md, section 7): four query rows at a time, of which up to
 * four groups share what v needs.
 *
 * Scratch, in words of 32 bits, where T is `tokens` rounded up to a multiple of 4, H the head's width likewise and G
 * the number of groups:
 *
 *   2 H     the four query rows of a group, widened
 *   2 G T   the weights of each group as quad blocks of tokens
 *   2 T     four columns of v, transposed, which take half of it
 *
 * The scores of a group, four for each token, lie where its weights and what follows them will be.
 */
#include "dot.h"
#if THIMBLE_SINGLE_LOADS
#include "scores_paired.h"
#else
#include "scores.h"
#endif
#include "softmax.h"
#include "thimble/fixed.h"
#include "thimble/kernels.h"
#include "transposed.h"
#include "weighted_sums.h"

#define GROUPS 4u

/* What is known of a group of four query rows after its softmax. */
typedef struct {
    const uint32_t *weights;
    uint32_t rows; /* 1 ... 4 */
    int32_t multiplier[4];
} group_t;

/* The scores of up to four query rows, four for each token, of a head that the loops do not take. */
static void any_scores(const int8_t *q, uint32_t rows, const int8_t *k, uint32_t tokens, uint32_t stride,
                       uint32_t head_width, int32_t *scores)
{
    for (const int32_t *const end = scores + (size_t)tokens * 4u; scores != end; scores += 4) {
        for (uint32_t row = 0; row < 4u; row++) {
            scores[row] = thimble_dot_1(q + (size_t)(row < rows ? row : rows - 1u) * stride, k, head_width, 0);
        }
        k += stride;
    }
}

/* The largest score of each row. */
static thimble_four_t largest_of(const int32_t *scores, uint32_t tokens)
{
    thimble_four_t largest = {{scores[0], scores[1], scores[2], scores[3]}};
    const int32_t *const end = scores + (size_t)tokens * 4u;
    while (scores != end) {
        int32_t a;
        int32_t b;
        int32_t c;
        int32_t d;
        scores = thimble_load_four(scores, &a, &b, &c, &d);
        largest.row[0] = a > largest.row[0] ? a : largest.row[0];
        largest.row[1] = b > largest.row[1] ? b : largest.row[1];
        largest.row[2] = c > largest.row[2] ? c : largest.row[2];
        largest.row[3] = d > largest.row[3] ? d : largest.row[3];
    }
    return largest;
}

/* What turns a row's scores into weights. */
typedef struct {
    int32_t largest;
    int32_t multiplier;
    uint32_t shift;
} softmax_t;

/*
 * What the table is read at and the shift of its entry, for the weight of a score as thimble_weight in softmax.h gives
 * it: with t' = t + 8 * 256 the shift 8 + floor(t / 256) is that of t', and halvings beyond the fifteenth give zero in
 * any case.
 */
THIMBLE_INLINED int32_t exponent_of(softmax_t s, int32_t score)
{
    return thimble_mul_high_add(thimble_shift_left(s.largest - score, s.shift), s.multiplier, 8 * 256);
}

/* The weight of a score. */
THIMBLE_INLINED uint32_t weight_of(softmax_t s, const uint16_t *exp2, int32_t score)
{
    const int32_t t = exponent_of(s, score);
    return thimble_shifted_half_up(exp2[(uint32_t)t & 255u], thimble_upper_byte(t));
}

/* The weights of two scores as a word; what they need is loaded side by side. */
THIMBLE_INLINED uint32_t two_weights(softmax_t s, const uint16_t *exp2, const int32_t *first, const int32_t *second)
{
    const thimble_two_t scores = thimble_load_two(first, second);
    const int32_t t = exponent_of(s, scores.first);
    const int32_t u = exponent_of(s, scores.second);
    const thimble_two_t entries = thimble_look_up_two(exp2, (uint32_t)t & 255u, (uint32_t)u & 255u);
    return thimble_shifted_half_up((uint32_t)entries.first, thimble_upper_byte(t))
           | thimble_shifted_half_up((uint32_t)entries.second, thimble_upper_byte(u)) << 16;
}

/*
 * Turns the scores of one row, which lie four apart, into weights of 0 ... 255, its words of a quad block in the same
 * memory; returns their sum, 255 or more. That is safe: a row overwrites only scores of its own, those of the quad at
 * hand or before it. The shift is known where this is inlined.
 */
THIMBLE_INLINED uint32_t softmax_row(softmax_t s, int32_t *memory, uint32_t tokens)
{
    const uint16_t *const table = thimble_kept(thimble_exp2);
    const int32_t *scores = memory;
    uint32_t *words = (uint32_t *)memory;
    const uint32_t *const end = words + (size_t)(tokens / 4u) * THIMBLE_QUAD_WORDS;
    int32_t sum = 0;
    for (; words != end; words += THIMBLE_QUAD_WORDS) {
        const uint32_t w02 = two_weights(s, table, scores, scores + 8);
        const uint32_t w13 = two_weights(s, table, scores + 4, scores + 12);
        words[0] = w02;
        words[4] = w13;
        sum = thimble_dual_multiply_add(w13, 0x00010001u, thimble_dual_multiply_add(w02, 0x00010001u, sum));
        scores += 16;
    }
    if (tokens % 4u != 0) {
        const uint32_t w0 = weight_of(s, table, scores[0]);
        const uint32_t w1 = tokens % 4u > 1u ? weight_of(s, table, scores[4]) : 0;
        const uint32_t w2 = tokens % 4u > 2u ? weight_of(s, table, scores[8]) : 0;
        words[0] = w0 | w2 << 16;
        words[4] = w1;
        sum += (int32_t)(w0 + w1 + w2);
    }
    return (uint32_t)sum;
}

/* Turns the scores of a group of up to four rows into weights. */
static group_t softmax(const thimble_attention_data *p, int32_t *memory, uint32_t rows, uint32_t tokens)
{
    const thimble_four_t largest = largest_of(memory, tokens);
    group_t group = {(const uint32_t *)memory, rows, {0, 0, 0, 0}};
    for (uint32_t row = 0; row < 4u; row++) {
        softmax_t s = {largest.row[row], p->exponent_multiplier, 0};
        uint32_t sum;
        if (p->exponent_shift == 0) {
            sum = softmax_row(s, memory + row, tokens);
        } else {
            s.shift = p->exponent_shift;
            sum = softmax_row(s, memory + row, tokens);
        }
        group.multiplier[row] = (int32_t)(p->numerator / sum);
    }
    return group;
}

/* A tile of fewer than four tokens or columns; what is missing is zero. */
static void transpose_part(const int8_t *v, uint32_t stride, uint32_t columns, uint32_t tokens, uint32_t *transposed)
{
    uint32_t rows[4] = {0, 0, 0, 0};
    for (uint32_t i = 0; i < tokens && i < 4u; i++) {
        rows[i] = thimble_load_bytes(v + (size_t)i * stride, columns);
    }
    thimble_transpose_tile(rows[0], rows[1], rows[2], rows[3], transposed);
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
        transpose_part(v, stride, columns, left, transposed);
        v += (size_t)(left < 4u ? left : 4u) * stride;
    }
}

/*
 * What the weighted sums of a group need, over `words` words of its weights; y points at the first of the transposed
 * columns. Rows that are missing are the last one again.
 */
THIMBLE_INLINED thimble_weighted_sums_frame_t frame_of(const thimble_attention_data *p, const group_t *group,
                                                       uint32_t words, const uint32_t *transposed, uint32_t columns,
                                                       int8_t *y)
{
    const uint32_t last = (group->rows - 1u) * p->width;
    const thimble_weighted_sums_frame_t frame = {
        group->weights,
        group->weights + words,
        transposed,
        y,
        y + (columns & ~1u),
        thimble_skipped(words / THIMBLE_QUAD_WORDS),
        {group->multiplier[0], group->multiplier[1], group->multiplier[2], group->multiplier[3]},
        p->zero_point,
        p->shift,
        {group->rows > 1u ? p->width : 0, group->rows > 2u ? 2u * p->width : last, last},
        8 - (int32_t)(2u * words)};
    return frame;
}

/* Of two or four columns. Nothing else is in this function, for the loop takes all registers. */
THIMBLE_NO_FRAME THIMBLE_OUTLINED static void even_columns(const thimble_attention_data *p, const group_t *group,
                                                           uint32_t words, const uint32_t *transposed,
                                                           uint32_t columns, int8_t *y)
{
    thimble_weighted_sums_frame_t frame = frame_of(p, group, words, transposed, columns, y);
    thimble_weighted_sums_pairs(&frame);
}

/* Of a column that comes after them. */
THIMBLE_OUTLINED static void odd_column(const thimble_attention_data *p, const group_t *group, uint32_t words,
                                        const uint32_t *transposed, uint32_t columns, int8_t *y)
{
    const thimble_weighted_sums_frame_t frame = frame_of(p, group, words, transposed, columns, y);
    thimble_weighted_sums_column(&frame, columns - 1u, y + columns - 1u);
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
        const int8_t *const from = q + row / 4u * group_bytes;
        if (head_width % 4u == 0 && head_width <= THIMBLE_WIDEST_HEAD) {
            thimble_scores(from, rows - row, k, tokens, p->width, head_width, scratch, (int32_t *)transposed);
        } else {
            any_scores(from, rows - row, k, tokens, p->width, head_width, (int32_t *)transposed);
        }
        groups[row / 4u] = softmax(p, (int32_t *)transposed, rows - row < 4u ? rows - row : 4u, tokens);
        transposed += group_words;
    }
    for (uint32_t column = 0; column < head_width; column += 4u) {
        const uint32_t columns = head_width - column < 4u ? head_width - column : 4u;
        transpose_columns(v + column, p->width, columns, tokens, transposed);
        for (uint32_t row = 0; row < rows; row += 4u) {
            int8_t *const to = y + column + row / 4u * group_bytes;
            if (columns > 1u) {
                even_columns(p, &groups[row / 4u], group_words, transposed, columns, to);
            }
            if (columns % 2u != 0) {
                odd_column(p, &groups[row / 4u], group_words, transposed, columns, to);
            }
        }
    }
}

THIMBLE_SHARED
void thimble_attention_s8(const thimble_attention_data *p, const int8_t *q, uint32_t rows, const int8_t *k,
                          const int8_t *v, uint32_t tokens, void *scratch, int8_t *y)
{
    const uint32_t head_width = p->width / p->heads;
    for (uint32_t first = 0; first < rows; first += 4u * GROUPS) {
        const uint32_t here = rows - first < 4u * GROUPS ? rows - first : 4u * GROUPS;
        const size_t skipped = (size_t)first * p->width;
        for (uint32_t from = 0; from < p->width; from += head_width) {
            attend(p, q + skipped + from, here, k + from, v + from, tokens, (uint32_t *)scratch, y + skipped + from);
        }
    }
}
