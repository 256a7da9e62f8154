/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: loops over the columns of packed rows (row_pairs.h) in instructions of Armv6-M, for which eight
 * registers are all that they compute with; the others can be added to, added and moved.
 *
 * A right shift by 16 leaves in the carry the highest bit of the lower half, which is what rounds the upper one: shift
 * and addition with carry add up the upper halves, so that four multiply-accumulates are six instructions.
 *
 *   r0         the next pair of columns
 *   r1, r2     weights
 *   r3, r4     operands
 *   r5, r6     sums of upper halves: rows 0 and 1, rows 2 and 3
 *   r7         the next weight
 *   r8, r10    sums of all
 *   r12        the end of the last 16 columns
 */
#ifndef THIMBLE_ROW_LOOPS_H
#define THIMBLE_ROW_LOOPS_H

#include "row_pairs.h"

/*
 * 1 where loops are written in instructions. Without optimisation too few registers are free, and in code that may lie
 * anywhere gcc needs one to reach what the loops keep in memory; clang's loops are its own.
 */
#if THIMBLE_HALF_PRODUCTS && defined(__thumb__) && defined(__OPTIMIZE__) && !defined(__pic__) && \
    !defined(__clang__) && !defined(THIMBLE_C_LOOPS)
#define THIMBLE_ARMV6M 1
#else
#define THIMBLE_ARMV6M 0
#endif

/* Where the columns of a block lie. */
typedef struct {
    const uint32_t *block;
    const uint32_t *sixteens; /* the end of the last 16 */
    const uint32_t *pairs;    /* the end of the last pair that is complete */
    const uint32_t *end;
} thimble_block_columns_t;

/* Of two or four rows, which have so many words for a pair of columns. */
static inline thimble_block_columns_t thimble_block_columns(const uint32_t *block, uint32_t columns, uint32_t words)
{
    const thimble_block_columns_t c = {block, block + (size_t)(columns / 16u) * 8u * words,
                                       block + (size_t)(columns / 2u) * words,
                                       block + (size_t)thimble_pairs(columns) * words};
    return c;
}

/* Of a row alone. */
static inline thimble_block_columns_t thimble_row_columns(const uint32_t *block, uint32_t columns)
{
    const thimble_block_columns_t c = {block, block + (columns & ~15u), block + columns, block + columns};
    return c;
}

/*
 * What is read in memory is an operand that might be written, too, so that it lies where the stack pointer reaches it:
 * nothing that the compiler knows of it stands in for a load.
 */
#define THIMBLE_BLOCK_COLUMNS(c) \
    [block] "+m"(c.block), [sixteens] "+m"(c.sixteens), [pairs] "+m"(c.pairs), [end] "+m"(c.end)

#define THIMBLE_LOW_REGISTERS "r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7", "cc", "memory"

/* The weights of a pair of columns, so many weights on: LDRSB has no offset but a register. */
#define THIMBLE_TWO_WEIGHTS(first, second) \
    "movs r1, #" first "\n\t" \
    "movs r2, #" second "\n\t" \
    "ldrsb r1, [r7, r1]\n\t" \
    "ldrsb r2, [r7, r2]\n\t"

/* Two rows' products with a pair of columns, or with one, in r3. */
#define THIMBLE_PAIR_PRODUCTS \
    "ldm r0!, {r3, r4}\n\t" \
    "muls r3, r1, r3\n\t" \
    "muls r4, r2, r4\n\t" \
    "adds r3, r3, r4\n\t"
#define THIMBLE_ODD_PRODUCTS \
    "ldm r0!, {r3, r4}\n\t" \
    "muls r3, r1, r3\n\t"

/* Adds the products in r3 to the sums: with the carry, or, for rows that are negated, with 2^15 in r11 added first. */
#define THIMBLE_ADD_WITH_CARRY(upper, all) \
    "add " all ", " all ", r3\n\t" \
    "asrs r3, r3, #16\n\t" \
    "adcs " upper ", " upper ", r3\n\t"
#define THIMBLE_ADD_ROUNDED(upper, all) \
    "add " all ", " all ", r3\n\t" \
    "add r3, r3, r11\n\t" \
    "asrs r3, r3, #16\n\t" \
    "adds " upper ", " upper ", r3\n\t"

/* A pair of columns of two rows, and of four; `plus` is one of those that add. */
#define THIMBLE_PAIR_OF_TWO(first, second, plus) \
    THIMBLE_TWO_WEIGHTS(first, second) THIMBLE_PAIR_PRODUCTS plus("r5", "r8")
#define THIMBLE_PAIR_OF_FOUR(first, second, plus) \
    THIMBLE_PAIR_OF_TWO(first, second, plus) THIMBLE_PAIR_PRODUCTS plus("r6", "r10")

#define THIMBLE_ODD_OF_TWO(plus) \
    "movs r1, #0\n\t" \
    "ldrsb r1, [r7, r1]\n\t" THIMBLE_ODD_PRODUCTS plus("r5", "r8")
#define THIMBLE_ODD_OF_FOUR(plus) THIMBLE_ODD_OF_TWO(plus) THIMBLE_ODD_PRODUCTS plus("r6", "r10")

#define THIMBLE_SIXTEEN_COLUMNS(pair, plus) \
    pair("0", "1", plus) pair("2", "3", plus) pair("4", "5", plus) pair("6", "7", plus) pair("8", "9", plus) \
    pair("10", "11", plus) pair("12", "13", plus) pair("14", "15", plus) \
    "adds r7, r7, #16\n\t"

/* All columns from r0 on, 16 at a time; then on at 4, where all that are left have been there, too. */
#define THIMBLE_ALL_COLUMNS(pair, odd, plus) \
    "cmp r0, r12\n\t" \
    "bne.n 2f\n\t" \
    "b.n 3f\n" \
    "2:\n\t" THIMBLE_SIXTEEN_COLUMNS(pair, plus) \
    "cmp r0, r12\n\t" \
    "beq.n 3f\n\t" \
    "b.n 2b\n" \
    "3:\n\t" \
    "ldr r3, %[end]\n\t" \
    "cmp r0, r3\n\t" \
    "beq.n 4f\n\t" \
    "ldr r3, %[pairs]\n\t" \
    "cmp r0, r3\n\t" \
    "beq.n 6f\n" \
    "5:\n\t" pair("0", "1", plus) \
    "adds r7, r7, #2\n\t" \
    "ldr r3, %[pairs]\n\t" \
    "cmp r0, r3\n\t" \
    "bne.n 5b\n\t" \
    "ldr r3, %[end]\n\t" \
    "cmp r0, r3\n\t" \
    "beq.n 4f\n" \
    "6:\n\t" odd(plus) \
    "adds r7, r7, #1\n" \
    "4:\n\t"

/* The two sums of a pair of rows; the first in r0, the second in the register of the upper halves. */
#define THIMBLE_FIRST_SUM(upper, all) \
    "mov r0, " all "\n\t" \
    "lsls r1, " upper ", #16\n\t" \
    "subs r0, r0, r1\n\t"

/* The halves of the multiplier in r2, the lower in r2 and the upper in r3. */
#define THIMBLE_MULTIPLIER_HALVES \
    "asrs r3, r2, #15\n\t" \
    "adds r3, r3, #1\n\t" \
    "asrs r3, r3, #1\n\t" \
    "sxth r2, r2\n\t"

/* mul_high_of_halves (fixed.h) of r0 and the multiplier, in r0. The last shift leaves in the carry what rounds. */
#define THIMBLE_MULTIPLY_HALVES \
    "sxth r1, r0\n\t" \
    "asrs r0, r0, #15\n\t" \
    "adds r0, r0, #1\n\t" \
    "asrs r0, r0, #1\n\t" \
    "mov r4, r1\n\t" \
    "muls r4, r2, r4\n\t" \
    "asrs r4, r4, #16\n\t" \
    "muls r1, r3, r1\n\t" \
    "adds r1, r1, r4\n\t" \
    "mov r4, r0\n\t" \
    "muls r4, r2, r4\n\t" \
    "adds r1, r1, r4\n\t" \
    "muls r0, r3, r0\n\t" \
    "asrs r1, r1, #16\n\t" \
    "adcs r0, r0, r1\n\t"

/* Saturates r0 to 8 or 16 bits. */
#define THIMBLE_SATURATE_8 \
    "sxtb r1, r0\n\t" \
    "cmp r1, r0\n\t" \
    "beq.n 7f\n\t" \
    "asrs r0, r0, #31\n\t" \
    "movs r1, #127\n\t" \
    "eors r0, r0, r1\n" \
    "7:\n\t"
#define THIMBLE_SATURATE_16 \
    "sxth r1, r0\n\t" \
    "cmp r1, r0\n\t" \
    "beq.n 7f\n\t" \
    "asrs r0, r0, #31\n\t" \
    "movs r1, #255\n\t" \
    "lsls r1, r1, #7\n\t" \
    "adds r1, r1, #127\n\t" \
    "eors r0, r0, r1\n" \
    "7:\n\t"

/* The sum in r0 as a result: times 2^shift and the multiplier, plus the zero point in lr. */
#define THIMBLE_RESULT(saturate) \
    "ldr r1, %[shift]\n\t" \
    "lsls r0, r0, r1\n\t" THIMBLE_MULTIPLY_HALVES \
    "add r0, r0, lr\n\t" saturate

#endif
