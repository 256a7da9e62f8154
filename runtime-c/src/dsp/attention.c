/*
 * softmax(q . k^T) . v on the DSP extension (docs/numerics.md, section 7): four query rows at a time.
 *
 * Scratch, in words of 32 bits, where T is `tokens` rounded up to a multiple of 4 and H the head's width likewise:
 *
 *   2 H     the four query rows, widened
 *   4 T     the scores, four for each token; then in their lower half the weights as a quad block of tokens, in their
 *           upper half four columns of v, turned and widened
 */
#include "dot.h"
#include "thimble/fixed.h"
#include "thimble/kernels.h"

/* What the four rows of a block need of their softmax: largest scores, then sums of weights. */
typedef struct {
    int32_t row[4];
} four_t;

static inline int32_t larger(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

/* Scores of four widened query rows against all keys, which lie `stride` bytes apart; returns the largest. */
static four_t score_rows(const uint32_t *q, const int8_t *k, uint32_t head_width, uint32_t stride, uint32_t tokens,
                         int32_t *scores)
{
    four_t largest = {{INT32_MIN, INT32_MIN, INT32_MIN, INT32_MIN}};
    for (uint32_t j = 0; j < tokens; j++) {
        thimble_dot_4(q, k, head_width, 0, scores);
        largest.row[0] = larger(largest.row[0], scores[0]);
        largest.row[1] = larger(largest.row[1], scores[1]);
        largest.row[2] = larger(largest.row[2], scores[2]);
        largest.row[3] = larger(largest.row[3], scores[3]);
        k += stride;
        scores += 4;
    }
    return largest;
}

/* round(255 * 2^(-t / 256)), half up, for t >= 0: as in the portable kernel, with one rounding shift less. */
static inline uint32_t weight_of(int32_t t)
{
    const uint32_t halvings = (uint32_t)t >> 8;
    const uint32_t shift = 7u + (halvings < 15u ? halvings : 15u);
    return ((uint32_t)(thimble_exp2[(uint32_t)t & 255u] >> shift) + 1u) >> 1;
}

/*
 * Turns the scores into weights of 0 ... 255, in the same memory as a quad block of tokens: a quad's 16 scores are read
 * before its 8 words are written, and those lie before the next quad. Returns the sums of weights, each 255 or more.
 */
static four_t weigh(const thimble_attention_t *p, uint32_t *memory, uint32_t tokens, const four_t *largest)
{
    const int32_t *scores = (const int32_t *)memory;
    four_t sums = {{0, 0, 0, 0}};
    for (uint32_t j = 0; j < tokens; j += 4u) {
        const uint32_t here = tokens - j < 4u ? tokens - j : 4u;
        uint32_t weights[4][4] = {{0}};
        for (uint32_t i = 0; i < here; i++) {
            for (uint32_t row = 0; row < 4u; row++) {
                const int32_t difference = thimble_shift_left(largest->row[row] - *scores++, p->exponent_shift);
                const uint32_t weight = weight_of(thimble_mul_high(difference, p->exponent_multiplier));
                weights[i][row] = weight;
                sums.row[row] += (int32_t)weight;
            }
        }
        for (uint32_t row = 0; row < 4u; row++) {
            memory[row] = weights[0][row] | weights[2][row] << 16;
            memory[row + 4u] = weights[1][row] | weights[3][row] << 16;
        }
        memory += THIMBLE_QUAD_WORDS;
    }
    return sums;
}

/* Turns a 4 x 4 tile, rows being tokens, into two words for each of its columns: tokens (0, 2) and (1, 3). */
static inline void turn_tile(const uint32_t rows[4], uint32_t *turned, uint32_t column_words)
{
    const uint32_t a02 = thimble_bytes_02(rows[0]);
    const uint32_t a13 = thimble_bytes_13(rows[0]);
    const uint32_t c02 = thimble_bytes_02(rows[2]);
    const uint32_t c13 = thimble_bytes_13(rows[2]);
    const uint32_t b02 = thimble_bytes_02(rows[1]);
    const uint32_t b13 = thimble_bytes_13(rows[1]);
    const uint32_t d02 = thimble_bytes_02(rows[3]);
    const uint32_t d13 = thimble_bytes_13(rows[3]);
    turned[0] = thimble_lower_halves(a02, c02);
    turned[1] = thimble_lower_halves(b02, d02);
    turned += column_words;
    turned[0] = thimble_lower_halves(a13, c13);
    turned[1] = thimble_lower_halves(b13, d13);
    turned += column_words;
    turned[0] = thimble_upper_halves(a02, c02);
    turned[1] = thimble_upper_halves(b02, d02);
    turned += column_words;
    turned[0] = thimble_upper_halves(a13, c13);
    turned[1] = thimble_upper_halves(b13, d13);
}

/* Turns up to four columns of v: `turned` holds 2 words a quad of tokens, one column after the other. */
static void turn_columns(const int8_t *v, uint32_t stride, uint32_t columns, uint32_t tokens, uint32_t *turned)
{
    const uint32_t column_words = 2u * thimble_quads(tokens);
    for (uint32_t j = 0; j < tokens; j += 4u) {
        uint32_t rows[4] = {0, 0, 0, 0};
        if (columns == 4u && tokens - j >= 4u) {
            rows[0] = thimble_load_word(v);
            rows[1] = thimble_load_word(v + stride);
            rows[2] = thimble_load_word(v + 2u * (size_t)stride);
            rows[3] = thimble_load_word(v + 3u * (size_t)stride);
        } else {
            for (uint32_t i = 0; i < tokens - j && i < 4u; i++) {
                rows[i] = thimble_load_bytes(v + (size_t)i * stride, columns);
            }
        }
        turn_tile(rows, turned, column_words);
        v += 4u * (size_t)stride;
        turned += 2;
    }
}

/* The weighted sums of `columns` turned columns for `rows` rows; y points at the first of them. */
static void mix(const thimble_attention_t *p, const uint32_t *weights, const uint32_t *turned, uint32_t columns,
                uint32_t tokens, const four_t *multiplier, uint32_t rows, int8_t *y)
{
    const uint32_t quads = thimble_quads(tokens);
    for (uint32_t column = 0; column < columns; column++) {
        int32_t sums[4];
        thimble_dot_4_wide(weights, turned, quads, sums);
        turned += 2u * quads;
        for (uint32_t row = 0; row < rows; row++) {
            const int32_t sum = thimble_shift_left(sums[row], p->shift);
            y[(size_t)row * p->width + column] =
                thimble_saturate_8(thimble_mul_high_add(sum, multiplier->row[row], p->zero_point));
        }
    }
}

/* Up to four query rows, one head. */
static void attend(const thimble_attention_t *p, const int8_t *q, uint32_t rows, const int8_t *k, const int8_t *v,
                   uint32_t tokens, uint32_t *scratch, int8_t *y)
{
    const uint32_t head_width = p->width / p->heads;
    uint32_t *const memory = scratch + thimble_quads(head_width) * THIMBLE_QUAD_WORDS;
    uint32_t *const turned = memory + thimble_quads(tokens) * THIMBLE_QUAD_WORDS;
    thimble_widen_rows(q, rows, p->width, head_width, scratch);
    const four_t largest = score_rows(scratch, k, head_width, p->width, tokens, (int32_t *)memory);
    const four_t total = weigh(p, memory, tokens, &largest);
    four_t multiplier;
    for (uint32_t row = 0; row < 4u; row++) {
        multiplier.row[row] = (int32_t)(p->numerator / (uint32_t)total.row[row]);
    }
    for (uint32_t column = 0; column < head_width; column += 4u) {
        const uint32_t columns = head_width - column < 4u ? head_width - column : 4u;
        turn_columns(v + column, p->width, columns, tokens, turned);
        mix(p, memory, turned, columns, tokens, &multiplier, rows, y + column);
    }
}

void thimble_attention_s8(const thimble_attention_t *p, const int8_t *q, uint32_t rows, const int8_t *k,
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
