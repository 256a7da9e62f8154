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
#include "attention_blocks.h"

/* The weights of up to four tokens of one row, whose scores lie four apart, as its words of a quad; returns their sum. */
THIMBLE_INLINED uint32_t weigh_quad(const thimble_attention_t *p, const int32_t *scores, int32_t largest,
                                    uint32_t tokens, uint32_t *words)
{
    const uint32_t w0 = thimble_weight(p, largest, scores[0]);
    const uint32_t w1 = tokens > 1u ? thimble_weight(p, largest, scores[4]) : 0;
    const uint32_t w2 = tokens > 2u ? thimble_weight(p, largest, scores[8]) : 0;
    const uint32_t w3 = tokens > 3u ? thimble_weight(p, largest, scores[12]) : 0;
    words[0] = w0 | w2 << 16;
    words[4] = w1 | w3 << 16;
    return w0 + w1 + w2 + w3;
}

/*
 * Turns the scores into weights of 0 ... 255, in the same memory as a quad block of tokens. That is safe: of its own
 * quad a row overwrites only scores of its own, and the words of later quads lie where scores were read before.
 * Returns the sums of weights, each 255 or more.
 */
static thimble_four_t weigh(const thimble_attention_t *p, int32_t *memory, uint32_t tokens, thimble_four_t largest)
{
    const thimble_attention_t d = *p;
    const int32_t *scores = memory;
    uint32_t *words = (uint32_t *)memory;
    uint32_t s0 = 0;
    uint32_t s1 = 0;
    uint32_t s2 = 0;
    uint32_t s3 = 0;
    uint32_t j = 0;
    for (; j + 4u <= tokens; j += 4u) {
        s0 += weigh_quad(&d, scores, largest.row[0], 4u, words);
        s1 += weigh_quad(&d, scores + 1, largest.row[1], 4u, words + 1);
        s2 += weigh_quad(&d, scores + 2, largest.row[2], 4u, words + 2);
        s3 += weigh_quad(&d, scores + 3, largest.row[3], 4u, words + 3);
        scores += 16;
        words += THIMBLE_QUAD_WORDS;
    }
    if (j < tokens) {
        s0 += weigh_quad(&d, scores, largest.row[0], tokens - j, words);
        s1 += weigh_quad(&d, scores + 1, largest.row[1], tokens - j, words + 1);
        s2 += weigh_quad(&d, scores + 2, largest.row[2], tokens - j, words + 2);
        s3 += weigh_quad(&d, scores + 3, largest.row[3], tokens - j, words + 3);
    }
    const thimble_four_t sums = {{(int32_t)s0, (int32_t)s1, (int32_t)s2, (int32_t)s3}};
    return sums;
}

/* Turns a 4 x 4 tile, rows being tokens, into two words for each of its columns: tokens (0, 2) and (1, 3). */
THIMBLE_INLINED void turn_tile(uint32_t a, uint32_t b, uint32_t c, uint32_t d, uint32_t *turned)
{
    const uint32_t a02 = thimble_bytes_02(a);
    const uint32_t c02 = thimble_bytes_02(c);
    const uint32_t b02 = thimble_bytes_02(b);
    const uint32_t d02 = thimble_bytes_02(d);
    const uint32_t a13 = thimble_bytes_13(a);
    const uint32_t c13 = thimble_bytes_13(c);
    const uint32_t b13 = thimble_bytes_13(b);
    const uint32_t d13 = thimble_bytes_13(d);
    thimble_store_two(turned, thimble_lower_halves(a02, c02), thimble_lower_halves(b02, d02));
    thimble_store_two(turned + 2, thimble_lower_halves(a13, c13), thimble_lower_halves(b13, d13));
    thimble_store_two(turned + 4, thimble_upper_halves(a02, c02), thimble_upper_halves(b02, d02));
    thimble_store_two(turned + 6, thimble_upper_halves(a13, c13), thimble_upper_halves(b13, d13));
}

/* A tile of fewer than four tokens or columns; what is missing is zero. */
static void turn_part(const int8_t *v, uint32_t stride, uint32_t columns, uint32_t tokens, uint32_t *turned)
{
    uint32_t rows[4] = {0, 0, 0, 0};
    for (uint32_t i = 0; i < tokens && i < 4u; i++) {
        rows[i] = thimble_load_bytes(v + (size_t)i * stride, columns);
    }
    turn_tile(rows[0], rows[1], rows[2], rows[3], turned);
}

/* Turns up to four columns of v: 8 words for each quad of tokens. */
static void turn_columns(const int8_t *v, uint32_t stride, uint32_t columns, uint32_t tokens, uint32_t *turned)
{
    const int8_t *const end = v + (size_t)tokens * stride;
    if (columns == 4u) {
        const uint32_t *const full = turned + (size_t)(tokens / 4u) * THIMBLE_QUAD_WORDS;
        while (turned != full) {
            const uint32_t a = thimble_load_word(v);
            const uint32_t b = thimble_load_word(v + stride);
            v += 2u * (size_t)stride;
            turn_tile(a, b, thimble_load_word(v), thimble_load_word(v + stride), turned);
            v += 2u * (size_t)stride;
            turned += THIMBLE_QUAD_WORDS;
        }
    }
    for (; v != end; turned += THIMBLE_QUAD_WORDS) {
        const uint32_t left = (uint32_t)(end - v) / stride;
        turn_part(v, stride, columns, left, turned);
        v += (size_t)(left < 4u ? left : 4u) * stride;
    }
}

/* The weighted sums of `columns` turned columns for `rows` rows; y points at the first of them. */
static void mix(const thimble_attention_t *p, const uint32_t *weights, const uint32_t *turned, uint32_t columns,
                uint32_t tokens, const thimble_four_t *multiplier, uint32_t rows, int8_t *y)
{
    const thimble_attention_t d = *p;
    const thimble_four_t m = *multiplier;
    const uint32_t quads = thimble_quads(tokens);
    for (uint32_t column = 0; column < columns; column++) {
        const thimble_four_t sums = thimble_dot_4_wide(weights, turned, quads);
        turned += 2;
        if (rows == 4u) {
            y[0] = thimble_mixed(&d, sums.row[0], m.row[0]);
            y[d.width] = thimble_mixed(&d, sums.row[1], m.row[1]);
            y[2u * d.width] = thimble_mixed(&d, sums.row[2], m.row[2]);
            y[3u * d.width] = thimble_mixed(&d, sums.row[3], m.row[3]);
        } else {
            for (uint32_t row = 0; row < rows; row++) {
                y[(size_t)row * d.width] = thimble_mixed(&d, sums.row[row], m.row[row]);
            }
        }
        y++;
    }
}

/* Up to four query rows, one head. */
static void thimble_attend(const thimble_attention_t *p, const int8_t *q, uint32_t rows, const int8_t *k,
                           const int8_t *v, uint32_t tokens, uint32_t *scratch, int8_t *y)
{
    const uint32_t head_width = p->width / p->heads;
    uint32_t *const memory = scratch + thimble_quads(head_width) * THIMBLE_QUAD_WORDS;
    uint32_t *const turned = memory + thimble_quads(tokens) * THIMBLE_QUAD_WORDS;
    thimble_pack_rows(q, rows, p->width, head_width, scratch);
    const thimble_four_t largest = thimble_score_rows(scratch, k, head_width, p->width, tokens, (int32_t *)memory);
    const thimble_four_t total = weigh(p, (int32_t *)memory, tokens, largest);
    const thimble_four_t multiplier = thimble_reciprocals(p, total);
    for (uint32_t column = 0; column < head_width; column += 4u) {
        const uint32_t columns = head_width - column < 4u ? head_width - column : 4u;
        turn_columns(v + column, p->width, columns, tokens, turned);
        mix(p, memory, turned, columns, tokens, &multiplier, rows, y + column);
    }
}

void thimble_attention_s8(const thimble_attention_t *p, const int8_t *q, uint32_t rows, const int8_t *k,
                          const int8_t *v, uint32_t tokens, void *scratch, int8_t *y)
{
    thimble_attend_all(p, q, rows, k, v, tokens, (uint32_t *)scratch, y);
}
