/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: two rows against one on cores that multiply one value at a time.
 *
 * The values of two rows in one word, x0 + 2^16 * x1, times a weight are the products of both. The sums of two such
 * products still keep apart: with 8-bit values x and weights of -127 and more
 *
 *   -32512 <= x[i] * w[i] + x[i + 1] * w[i + 1] <= 32512,
 *
 * so that the lower half of t, their sum, is a 16-bit value, and the upper one is floor(t / 2^16 + 1/2). The upper
 * halves are added up, and all of t modulo 2^32; what the second row has added to the latter is subtracted at the end.
 *
 * Where y may be -128, as keys may, x is negated: -32768 <= -(x[i] * y[i] + x[i + 1] * y[i + 1]) <= 32512. Then t may
 * be less than -2^31, but t + 2^15 is not.
 *
 * A block has for each pair of columns the words of rows 0 and 1, one for each column, and then those of rows 2 and 3,
 * if there are more than two rows. A row alone has a word for each column.
 */
#ifndef THIMBLE_ROW_PAIRS_H
#define THIMBLE_ROW_PAIRS_H

#include <stddef.h>
#include <stdint.h>

#include "four_rows.h"
#include "thimble/fixed.h"

/* Words of a pair of columns of two rows, and of four. */
#define THIMBLE_WORDS_OF_TWO 2u
#define THIMBLE_WORDS_OF_FOUR 4u

/* Pairs that hold so many columns. */
static inline uint32_t thimble_pairs(uint32_t columns)
{
    return (columns + 1u) / 2u;
}

/* Two rows' values of one column, times 1 or -1. */
THIMBLE_INLINED uint32_t thimble_packed(int32_t first, int32_t second, uint32_t sign)
{
    return ((uint32_t)first + ((uint32_t)second << 16)) * sign;
}

/* Packs two rows into `words` words a pair; an odd column's partner is not written, for nothing depends on it. */
THIMBLE_INLINED void thimble_pack_two(const int8_t *x, const int8_t *y, uint32_t columns, uint32_t sign, uint32_t words,
                                      uint32_t *block)
{
    const int8_t *const end = x + (columns & ~1u);
    while (x != end) {
        block[0] = thimble_packed(x[0], y[0], sign);
        block[1] = thimble_packed(x[1], y[1], sign);
        x += 2;
        y += 2;
        block += words;
    }
    if (columns % 2u != 0) {
        block[0] = thimble_packed(x[0], y[0], sign);
    }
}

/* Packs 1 ... 4 rows that lie `stride` bytes apart, up to two as two; a row that is missing repeats the first. */
THIMBLE_INLINED void thimble_pack_rows(const int8_t *x, uint32_t rows, uint32_t stride, uint32_t columns, uint32_t sign,
                                       uint32_t *block)
{
    const int8_t *const second = rows > 1u ? x + stride : x;
    if (rows <= 2u) {
        thimble_pack_two(x, second, columns, sign, THIMBLE_WORDS_OF_TWO, block);
    } else {
        const int8_t *const third = second + stride;
        thimble_pack_two(x, second, columns, sign, THIMBLE_WORDS_OF_FOUR, block);
        thimble_pack_two(third, rows > 3u ? third + stride : x, columns, sign, THIMBLE_WORDS_OF_FOUR, block + 2);
    }
}

/* A value for each of two rows. */
typedef struct {
    int32_t row[2];
} thimble_two_t;

/* The sums of two rows while they are built up: of the upper halves, and of all. */
typedef struct {
    uint32_t upper;
    uint32_t all;
} thimble_pair_sums_t;

/* Adds a column's or a pair of columns' products; the upper half is what is there once the lower is rounded away. */
THIMBLE_INLINED thimble_pair_sums_t thimble_pair_plus(thimble_pair_sums_t s, uint32_t t)
{
    s.upper += (uint32_t)((int32_t)(t + UINT32_C(0x8000)) >> 16);
    s.all += t;
    return s;
}

/* Two rows of a block by y, each added to the sum; the rows of the result are times the block's sign. */
THIMBLE_INLINED thimble_two_t thimble_dot_2(const uint32_t *x, const int8_t *y, uint32_t columns, uint32_t words,
                                            int32_t sum)
{
    thimble_pair_sums_t s = {(uint32_t)sum, (uint32_t)sum + ((uint32_t)sum << 16)};
    const int8_t *const end = y + (columns & ~1u);
    for (; y != end; y += 2) {
        const uint32_t a = (uint32_t)(int32_t)y[0];
        const uint32_t b = (uint32_t)(int32_t)y[1];
        s = thimble_pair_plus(s, x[0] * a + x[1] * b);
        x += words;
    }
    if (columns % 2u != 0) {
        const uint32_t a = (uint32_t)(int32_t)y[0];
        s = thimble_pair_plus(s, x[0] * a);
    }
    const thimble_two_t rows = {{(int32_t)(s.all - (s.upper << 16)), (int32_t)s.upper}};
    return rows;
}

#endif
