/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: the weighted sums of attention on RISC-V, four columns of v at a time: a token is one load for each
 * row and each column.
 */
#ifndef THIMBLE_WEIGHTED_TILES_H
#define THIMBLE_WEIGHTED_TILES_H

#include "thimble/kernels.h"
#include "tiles.h"

/* Words of a token: its four scores, then the weights in their place. */
#define THIMBLE_TOKEN_WORDS 4u

/* The sums of four rows, or of the first ones, and a column. */
typedef struct {
    int32_t row[4];
} thimble_weighted_t;

/* Adds a token; `most`, 2 or 4, is known where this is inlined. */
THIMBLE_INLINED thimble_weighted_t thimble_plus_weighted(thimble_weighted_t s, const int32_t *weights, int32_t v,
                                                         uint32_t most)
{
    s.row[0] += weights[0] * v;
    s.row[1] += weights[1] * v;
    if (most > 2u) {
        s.row[2] += weights[2] * v;
        s.row[3] += weights[3] * v;
    }
    return s;
}

/* A column's results of up to `most` rows. */
THIMBLE_INLINED void thimble_put_weighted(const thimble_attention_data *p, thimble_weighted_t s, uint32_t rows,
                                          uint32_t most, const int32_t *multipliers, int8_t *y)
{
    for (uint32_t row = 0; row < most && row < rows; row++) {
        const int32_t result = thimble_requantized(s.row[row], p->shift, multipliers[row], p->zero_point);
        thimble_put_saturated(y, (size_t)row * p->width, 8u, result);
    }
}

/* Four columns. */
THIMBLE_INLINED void thimble_four_weighted(const thimble_attention_data *p, const int32_t *weights, uint32_t rows,
                                           uint32_t most, const int32_t *multipliers, const int8_t *v, uint32_t tokens,
                                           int8_t *y)
{
    const uint32_t stride = p->width;
    thimble_weighted_t a = {{0, 0, 0, 0}};
    thimble_weighted_t b = a;
    thimble_weighted_t c = a;
    thimble_weighted_t d = a;
    const int32_t *const end = weights + (size_t)tokens * THIMBLE_TOKEN_WORDS;
    for (; weights != end; weights += THIMBLE_TOKEN_WORDS) {
        a = thimble_plus_weighted(a, weights, v[0], most);
        b = thimble_plus_weighted(b, weights, v[1], most);
        c = thimble_plus_weighted(c, weights, v[2], most);
        d = thimble_plus_weighted(d, weights, v[3], most);
        v += stride;
    }
    thimble_put_weighted(p, a, rows, most, multipliers, y);
    thimble_put_weighted(p, b, rows, most, multipliers, y + 1);
    thimble_put_weighted(p, c, rows, most, multipliers, y + 2);
    thimble_put_weighted(p, d, rows, most, multipliers, y + 3);
}

/* One column. */
THIMBLE_INLINED void thimble_one_weighted(const thimble_attention_data *p, const int32_t *weights, uint32_t rows,
                                          uint32_t most, const int32_t *multipliers, const int8_t *v, uint32_t tokens,
                                          int8_t *y)
{
    thimble_weighted_t s = {{0, 0, 0, 0}};
    for (uint32_t token = 0; token < tokens; token++) {
        s = thimble_plus_weighted(s, weights, *v, most);
        weights += THIMBLE_TOKEN_WORDS;
        v += p->width;
    }
    thimble_put_weighted(p, s, rows, most, multipliers, y);
}

/* All columns of a head. */
THIMBLE_INLINED void thimble_weighted_sums(const thimble_attention_data *p, const int32_t *weights, uint32_t rows,
                                           uint32_t most, const int32_t *multipliers, const int8_t *v, uint32_t tokens,
                                           int8_t *y)
{
    const uint32_t head_width = p->width / p->heads;
    uint32_t column = 0;
    for (; column + 4u <= head_width; column += 4u) {
        thimble_four_weighted(p, weights, rows, most, multipliers, v + column, tokens, y + column);
    }
    for (; column < head_width; column++) {
        thimble_one_weighted(p, weights, rows, most, multipliers, v + column, tokens, y + column);
    }
}

#endif
