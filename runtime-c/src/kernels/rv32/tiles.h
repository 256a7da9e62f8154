/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: packed rows (row_pairs.h) against two others at once on RISC-V, whose registers hold the sums of
 * four rows and two outputs: a pair of columns is four words and four weights for sixteen multiply-accumulates.
 */
#ifndef THIMBLE_TILES_H
#define THIMBLE_TILES_H

#include "tile_sums.h"

/* 1 where the loop is written in instructions. */
#if defined(__riscv) && __riscv_xlen == 32 && defined(__riscv_mul) && defined(__OPTIMIZE__) && !defined(__clang__) && \
    !defined(__riscv_32e) && !defined(THIMBLE_C_LOOPS)
#define THIMBLE_RV32 1
#include "tile_loop.h"
#else
#define THIMBLE_RV32 0
#endif

/*
 * Loads stay behind this. Without it gcc moves those of several columns to the beginning of a round, where there are
 * too few registers for them.
 */
#if defined(__GNUC__)
#define THIMBLE_LOADS_STAY __asm__ volatile("" : : : "memory")
#else
#define THIMBLE_LOADS_STAY ((void)0)
#endif

/* For functions that have registers to themselves. */
#if defined(__GNUC__)
#define THIMBLE_APART __attribute__((noinline))
#else
#define THIMBLE_APART
#endif

/* thimble_store (fixed.h) with one comparison where nothing is saturated, as most results are not. */
THIMBLE_INLINED void thimble_put_saturated(void *y, size_t index, uint32_t bits, int32_t value)
{
    if (bits == 8u) {
        ((int8_t *)y)[index] = (int8_t)(value == (int8_t)value ? value : INT8_MAX ^ (value >> 31));
    } else {
        ((int16_t *)y)[index] = (int16_t)(value == (int16_t)value ? value : INT16_MAX ^ (value >> 31));
    }
}

/* The sums of all four rows of an output begin alike. */
THIMBLE_INLINED thimble_column_t thimble_column_at(int32_t sum)
{
    const thimble_pair_sums_t s = {(uint32_t)sum, (uint32_t)sum + ((uint32_t)sum << 16)};
    const thimble_column_t column = {s, s};
    return column;
}

THIMBLE_INLINED thimble_two_t thimble_rows_of(thimble_pair_sums_t s)
{
    const thimble_two_t rows = {{(int32_t)(s.all - (s.upper << 16)), (int32_t)s.upper}};
    return rows;
}

/* Adds a pair of columns of `rows` rows, 2 or 4; y has the two weights. */
THIMBLE_INLINED thimble_column_t thimble_plus_pair(thimble_column_t s, const uint32_t *x, const int8_t *y,
                                                   uint32_t rows)
{
    const uint32_t a = (uint32_t)(int32_t)y[0];
    const uint32_t b = (uint32_t)(int32_t)y[1];
    s.first = thimble_pair_plus(s.first, x[0] * a + x[1] * b);
    if (rows > 2u) {
        s.last = thimble_pair_plus(s.last, x[2] * a + x[3] * b);
    }
    return s;
}

/* Adds the last column of an odd number. */
THIMBLE_INLINED thimble_column_t thimble_plus_odd(thimble_column_t s, const uint32_t *x, const int8_t *y, uint32_t rows)
{
    const uint32_t a = (uint32_t)(int32_t)y[0];
    s.first = thimble_pair_plus(s.first, x[0] * a);
    if (rows > 2u) {
        s.last = thimble_pair_plus(s.last, x[2] * a);
    }
    return s;
}

/* A pair of columns of a tile. */
THIMBLE_INLINED thimble_tile_t thimble_plus_tile(thimble_tile_t t, const uint32_t *x, const int8_t *a, const int8_t *b,
                                                 uint32_t rows)
{
    t.a = thimble_plus_pair(t.a, x, a, rows);
    t.b = thimble_plus_pair(t.b, x, b, rows);
    return t;
}

/* The tile plus all columns of `rows` rows, 2 or 4, which is known where this is inlined: x . a and x . b. */
THIMBLE_INLINED thimble_tile_t thimble_tile_sums(thimble_tile_t t, const uint32_t *x, const int8_t *a, const int8_t *b,
                                                 uint32_t columns, uint32_t rows)
{
    const int8_t *const end = a + (columns & ~1u);
#if THIMBLE_RV32
    const int8_t *const sixteens = a + (columns & ~15u);
    if (a != sixteens) {
        t = rows > 2u ? thimble_sixteens_of_four(t, &x, &a, &b, sixteens)
                      : thimble_sixteens_of_two(t, &x, &a, &b, sixteens);
    }
#endif
    while (a != end) {
        t = thimble_plus_tile(t, x, a, b, rows);
        x += rows;
        a += 2;
        b += 2;
    }
    if (columns % 2u != 0) {
        t.a = thimble_plus_odd(t.a, x, a, rows);
        t.b = thimble_plus_odd(t.b, x, b, rows);
    }
    return t;
}

#endif
