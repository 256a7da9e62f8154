/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: four rows against one on Armv7-M, which multiplies one value at a time.
 *
 * A multiplication of 32 bits has room for more than one of 8: the values of two rows, packed as x0 + 2^16 * x1, times
 * a weight are the products of both. Two such products still keep apart: for 8-bit values x and w
 *
 *   -32512 <= x[i] * w[i] + x[i + 1] * w[i + 1] <= 32768,
 *
 * so that with 32512 added to each half the halves are natural numbers below 2^16. The upper half is added to one sum,
 * the whole modulo 2^32 to another, and what the second row has added to the latter is subtracted at the end. Four
 * instructions for four multiply-accumulates are what they would be unpacked, but the rows take half the loads, and on
 * a Cortex-M3 an addition takes one cycle, a multiply-accumulate two.
 *
 * Four rows make 16 bytes for each pair of columns: rows 0 and 1 of both columns, rows 2 and 3 of both columns.
 */
#ifndef THIMBLE_PACKED_H
#define THIMBLE_PACKED_H

#include <stddef.h>
#include <stdint.h>

#include "four_rows.h"
#include "thimble/fixed.h"

/*
 * 1 where loops are written in instructions (packed_loop.h). Without optimisation too few registers are free, and
 * clang's loops are its own.
 */
#if defined(__thumb2__) && defined(__OPTIMIZE__) && !defined(__clang__) && !defined(THIMBLE_C_LOOPS)
#define THIMBLE_ARMV7M 1
#else
#define THIMBLE_ARMV7M 0
#endif

/* Words of a pair of columns of four rows. */
#define THIMBLE_PAIR_WORDS 4u

/* What is added to each half of a pair's products, and to both. */
#define THIMBLE_HALF_OFFSET UINT32_C(0x7f00)
#define THIMBLE_OFFSET UINT32_C(0x7f007f00)

/* Pairs that hold so many columns. */
static inline uint32_t thimble_pairs(uint32_t columns)
{
    return (columns + 1u) / 2u;
}

/* Two rows' values of one column. */
static inline uint32_t thimble_packed(int32_t first, int32_t second)
{
    return (uint32_t)first + ((uint32_t)second << 16);
}

/*
 * Packs `rows` (1 ... 4) rows of `columns` values that lie `stride` bytes apart; rows that are missing repeat the
 * first. The odd column's partner is not written, for it is not read.
 */
static inline void thimble_pack_rows(const int8_t *x, uint32_t rows, uint32_t stride, uint32_t columns, uint32_t *block)
{
    const int8_t *const x1 = rows > 1u ? x + stride : x;
    const int8_t *const x2 = rows > 2u ? x1 + stride : x;
    const int8_t *const x3 = rows > 3u ? x2 + stride : x;
    uint32_t i = 0;
    for (; i + 2u <= columns; i += 2u) {
        block[0] = thimble_packed(x[i], x1[i]);
        block[1] = thimble_packed(x[i + 1u], x1[i + 1u]);
        block[2] = thimble_packed(x2[i], x3[i]);
        block[3] = thimble_packed(x2[i + 1u], x3[i + 1u]);
        block += THIMBLE_PAIR_WORDS;
    }
    if (i < columns) {
        block[0] = thimble_packed(x[i], x1[i]);
        block[2] = thimble_packed(x2[i], x3[i]);
    }
}

/* The sums of two pairs of rows while they are built up: of the upper halves, and of all. */
typedef struct {
    uint32_t upper_01;
    uint32_t all_01;
    uint32_t upper_23;
    uint32_t all_23;
} thimble_packed_sums_t;

/* Sums that come to `sum` + products once so many pairs have been added. */
THIMBLE_INLINED thimble_packed_sums_t thimble_packed_begin(int32_t sum, uint32_t pairs)
{
    const uint32_t upper = (uint32_t)sum - pairs * THIMBLE_HALF_OFFSET;
    const uint32_t all = upper + (upper << 16);
    const thimble_packed_sums_t sums = {upper, all, upper, all};
    return sums;
}

THIMBLE_INLINED thimble_four_t thimble_packed_end(thimble_packed_sums_t s)
{
    const thimble_four_t rows = {{(int32_t)(s.all_01 - (s.upper_01 << 16)), (int32_t)s.upper_01,
                                  (int32_t)(s.all_23 - (s.upper_23 << 16)), (int32_t)s.upper_23}};
    return rows;
}

/* Adds the halves of a pair of columns' products, offset included. */
THIMBLE_INLINED thimble_packed_sums_t thimble_packed_plus(thimble_packed_sums_t s, uint32_t t_01, uint32_t t_23)
{
    s.upper_01 += t_01 >> 16;
    s.all_01 += t_01;
    s.upper_23 += t_23 >> 16;
    s.all_23 += t_23;
    return s;
}

/* An odd column: its pair lacks the second. */
THIMBLE_INLINED thimble_packed_sums_t thimble_packed_odd(thimble_packed_sums_t s, const uint32_t *x, int32_t y)
{
    return thimble_packed_plus(s, x[0] * (uint32_t)y + THIMBLE_OFFSET, x[2] * (uint32_t)y + THIMBLE_OFFSET);
}

/* For each row r of the block: sum + row r . y, where y has `columns` values. */
THIMBLE_INLINED thimble_four_t thimble_dot_4(const uint32_t *x, const int8_t *y, uint32_t columns, int32_t sum)
{
    thimble_packed_sums_t s = thimble_packed_begin(sum, thimble_pairs(columns));
    const int8_t *const end = y + (columns & ~1u);
    for (; y != end; y += 2) {
        const uint32_t a = (uint32_t)(int32_t)y[0];
        const uint32_t b = (uint32_t)(int32_t)y[1];
        s = thimble_packed_plus(s, x[0] * a + x[1] * b + THIMBLE_OFFSET, x[2] * a + x[3] * b + THIMBLE_OFFSET);
        x += THIMBLE_PAIR_WORDS;
    }
    return thimble_packed_end(columns % 2u == 0 ? s : thimble_packed_odd(s, x, *y));
}

/* sum + the next four products, whose eight loads follow one another. */
THIMBLE_INLINED int32_t thimble_plus_four(const int8_t **x, const int8_t **y, int32_t sum)
{
#if THIMBLE_ARMV7M
    int32_t a, b, c, d, e, f, g, h;
    __asm__ volatile("ldrsb %[a], [%[x], #1]\n\t"
                     "ldrsb %[b], [%[x], #2]\n\t"
                     "ldrsb %[c], [%[x], #3]\n\t"
                     "ldrsb %[d], [%[x]], #4\n\t"
                     "ldrsb %[e], [%[y], #1]\n\t"
                     "ldrsb %[f], [%[y], #2]\n\t"
                     "ldrsb %[g], [%[y], #3]\n\t"
                     "ldrsb %[h], [%[y]], #4\n\t"
                     "mla %[sum], %[a], %[e], %[sum]\n\t"
                     "mla %[sum], %[b], %[f], %[sum]\n\t"
                     "mla %[sum], %[c], %[g], %[sum]\n\t"
                     "mla %[sum], %[d], %[h], %[sum]\n\t"
                     : [x] "+r"(*x), [y] "+r"(*y), [sum] "+r"(sum), [a] "=&r"(a), [b] "=&r"(b), [c] "=&r"(c),
                       [d] "=&r"(d), [e] "=&r"(e), [f] "=&r"(f), [g] "=&r"(g), [h] "=&r"(h)
                     :
                     : "memory");
#else
    const int8_t *const a = *x;
    const int8_t *const b = *y;
    sum += a[0] * b[0] + a[1] * b[1] + a[2] * b[2] + a[3] * b[3];
    *x += 4;
    *y += 4;
#endif
    return sum;
}

/* sum + x . y for one row that is not packed. */
static inline THIMBLE_NO_FRAME int32_t thimble_dot_1(const int8_t *x, const int8_t *y, uint32_t columns, int32_t sum)
{
    const int8_t *const end = x + columns;
    for (const int8_t *const last = x + (columns & ~15u); x != last;) {
        sum = thimble_plus_four(&x, &y, sum);
        sum = thimble_plus_four(&x, &y, sum);
        sum = thimble_plus_four(&x, &y, sum);
        sum = thimble_plus_four(&x, &y, sum);
    }
    while (x != end) {
        sum += *x++ * *y++;
    }
    return sum;
}

#endif
