/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: the loop over the columns of a tile (tiles.h) in instructions of RISC-V. From C, gcc adds up what
 * belongs to several pairs of columns in an order of its own, for which it lacks registers: half an instruction more
 * for a multiply-accumulate.
 *
 * A pair of columns is four loads of words (two where there are two rows) and, for each output, two of weights and for
 * two rows each MUL, MUL, ADD; ADD to all; ADD of the half that rounds, SRAI and ADD to the upper halves.
 */
#ifndef THIMBLE_TILE_LOOP_H
#define THIMBLE_TILE_LOOP_H

#include "tile_sums.h"

/* Two rows and an output, whose weights are in t1 and t2. */
#define THIMBLE_TWO_ROWS(x, y, all, upper) \
    "mul t0, t1, " x "\n\t" \
    "mul a7, t2, " y "\n\t" \
    "add t0, t0, a7\n\t" \
    "add " all ", " all ", t0\n\t" \
    "add t0, t0, %[half]\n\t" \
    "srai t0, t0, 16\n\t" \
    "add " upper ", " upper ", t0\n\t"

/* The weights of the pair of columns that is so many pairs on. */
#define THIMBLE_WEIGHTS_AT(pair, y) \
    "lb t1, 2 * " pair "(" y ")\n\t" \
    "lb t2, 2 * " pair " + 1(" y ")\n\t"

/* A pair of columns of two rows, and of four. */
#define THIMBLE_TILE_OF_TWO(pair) \
    "lw t3, 8 * " pair "(%[x])\n\t" \
    "lw t4, 8 * " pair " + 4(%[x])\n\t" \
    THIMBLE_WEIGHTS_AT(pair, "%[a]") THIMBLE_TWO_ROWS("t3", "t4", "%[all_a]", "%[upper_a]") \
    THIMBLE_WEIGHTS_AT(pair, "%[b]") THIMBLE_TWO_ROWS("t3", "t4", "%[all_b]", "%[upper_b]")
#define THIMBLE_TILE_OF_FOUR(pair) \
    "lw t3, 16 * " pair "(%[x])\n\t" \
    "lw t4, 16 * " pair " + 4(%[x])\n\t" \
    "lw t5, 16 * " pair " + 8(%[x])\n\t" \
    "lw t6, 16 * " pair " + 12(%[x])\n\t" \
    THIMBLE_WEIGHTS_AT(pair, "%[a]") THIMBLE_TWO_ROWS("t3", "t4", "%[all_a]", "%[upper_a]") \
    THIMBLE_TWO_ROWS("t5", "t6", "%[all_c]", "%[upper_c]") \
    THIMBLE_WEIGHTS_AT(pair, "%[b]") THIMBLE_TWO_ROWS("t3", "t4", "%[all_b]", "%[upper_b]") \
    THIMBLE_TWO_ROWS("t5", "t6", "%[all_d]", "%[upper_d]")

/* 16 columns at a time until `end`; there are some. */
#define THIMBLE_SIXTEENS(pair, bytes) \
    "1:\n\t" pair("0") pair("1") pair("2") pair("3") pair("4") pair("5") pair("6") pair("7") \
    "addi %[a], %[a], 16\n\t" \
    "addi %[b], %[b], 16\n\t" \
    "addi %[x], %[x], 8 * " bytes "\n\t" \
    "bne %[a], %[end], 1b\n\t"

/* The tile plus all columns of four rows up to `end`; moves on what it reads. */
THIMBLE_INLINED thimble_tile_t thimble_sixteens_of_four(thimble_tile_t t, const uint32_t **x, const int8_t **a,
                                                        const int8_t **b, const int8_t *end)
{
    __asm__ volatile(THIMBLE_SIXTEENS(THIMBLE_TILE_OF_FOUR, "16")
                     : [x] "+r"(*x), [a] "+r"(*a), [b] "+r"(*b), [all_a] "+r"(t.a.first.all),
                       [upper_a] "+r"(t.a.first.upper), [all_b] "+r"(t.b.first.all), [upper_b] "+r"(t.b.first.upper),
                       [all_c] "+r"(t.a.last.all), [upper_c] "+r"(t.a.last.upper), [all_d] "+r"(t.b.last.all),
                       [upper_d] "+r"(t.b.last.upper)
                     : [end] "r"(end), [half] "r"(0x8000)
                     : "t0", "t1", "t2", "t3", "t4", "t5", "t6", "a7", "memory");
    return t;
}

/* The same of two rows. */
THIMBLE_INLINED thimble_tile_t thimble_sixteens_of_two(thimble_tile_t t, const uint32_t **x, const int8_t **a,
                                                       const int8_t **b, const int8_t *end)
{
    __asm__ volatile(THIMBLE_SIXTEENS(THIMBLE_TILE_OF_TWO, "8")
                     : [x] "+r"(*x), [a] "+r"(*a), [b] "+r"(*b), [all_a] "+r"(t.a.first.all),
                       [upper_a] "+r"(t.a.first.upper), [all_b] "+r"(t.b.first.all), [upper_b] "+r"(t.b.first.upper)
                     : [end] "r"(end), [half] "r"(0x8000)
                     : "t0", "t1", "t2", "t3", "t4", "t5", "t6", "a7", "memory");
    return t;
}

#endif
