/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: the loop over the columns of four packed rows (packed.h) in instructions of Armv7-M.
 *
 * Loads that follow one another take one cycle each but the first, which takes two, as an LDM of them would; but they
 * may come from anywhere. So a pair of columns has its two weights and its four words in one run: 7 cycles of loads and
 * 12 of arithmetic for eight multiply-accumulates (a Cortex-M3's MLA takes two).
 *
 *   r0           the next weight
 *   r1           the next pair of columns
 *   r2 ... r7    operands
 *   r8           the offset of both halves
 *   r10 ... lr   sums: all and upper of rows 0 and 1, all and upper of rows 2 and 3
 */
#ifndef THIMBLE_PACKED_LOOP_H
#define THIMBLE_PACKED_LOOP_H

#include "packed.h"

/* Where the columns of four rows lie. */
typedef struct {
    const uint32_t *block;
    const uint32_t *sixteens; /* the end of the last 16 */
    const uint32_t *pairs;    /* the end of the last pair that is complete */
    const uint32_t *end;
    uint32_t offsets; /* what the offsets of all pairs come to */
    uint32_t count;
} thimble_packed_columns_t;

static inline thimble_packed_columns_t thimble_packed_columns(const uint32_t *block, uint32_t columns)
{
    const uint32_t pairs = thimble_pairs(columns);
    const thimble_packed_columns_t c = {block,
                                        block + (size_t)(columns / 16u) * 8u * THIMBLE_PAIR_WORDS,
                                        block + (size_t)(columns / 2u) * THIMBLE_PAIR_WORDS,
                                        block + (size_t)pairs * THIMBLE_PAIR_WORDS,
                                        pairs * THIMBLE_HALF_OFFSET,
                                        columns};
    return c;
}

#define THIMBLE_PACKED_COLUMNS(c) \
    [block] "m"(c.block), [sixteens] "m"(c.sixteens), [pairs] "m"(c.pairs), [end] "m"(c.end), [offsets] "m"(c.offsets)

#define THIMBLE_ALL_BUT_R9 \
    "r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8", "r10", "r11", "r12", "lr", "cc", "memory"

/* The products of two words, halves and all. */
#define THIMBLE_ADD_HALVES(t_01, t_23) \
    "add r11, r11, " t_01 ", lsr #16\n\t" \
    "add r10, r10, " t_01 "\n\t" \
    "add lr, lr, " t_23 ", lsr #16\n\t" \
    "add r12, r12, " t_23 "\n\t"

/* A pair of columns whose operands are loaded. */
#define THIMBLE_PAIR_PRODUCTS \
    "mla r4, r4, r2, r8\n\t" \
    "mla r6, r6, r2, r8\n\t" \
    "mla r4, r5, r3, r4\n\t" \
    "mla r6, r7, r3, r6\n\t" THIMBLE_ADD_HALVES("r4", "r6")

/* The pair that is so many pairs on, where the weights' pointer has moved on by eight already. */
#define THIMBLE_PAIR_AT(pair) \
    "ldrsb r2, [r0, #2 * " pair " - 16]\n\t" \
    "ldrsb r3, [r0, #2 * " pair " - 15]\n\t" \
    "ldr r4, [r1, #16 * " pair "]\n\t" \
    "ldr r5, [r1, #16 * " pair " + 4]\n\t" \
    "ldr r6, [r1, #16 * " pair " + 8]\n\t" \
    "ldr r7, [r1, #16 * " pair " + 12]\n\t" THIMBLE_PAIR_PRODUCTS

/* The next pair; the pointers to weights and rows move on by so many. */
#define THIMBLE_PAIR_AND_ON(weights, rows) \
    "ldrsb r3, [r0, #1]\n\t" \
    "ldrsb r2, [r0], #2 * " weights "\n\t" \
    "ldr r5, [r1, #4]\n\t" \
    "ldr r6, [r1, #8]\n\t" \
    "ldr r7, [r1, #12]\n\t" \
    "ldr r4, [r1], #16 * " rows "\n\t" THIMBLE_PAIR_PRODUCTS

/* 16 columns in their order, so that a line of flash that holds weights is read once. */
#define THIMBLE_EIGHT_PAIRS \
    THIMBLE_PAIR_AND_ON("8", "0") THIMBLE_PAIR_AT("1") THIMBLE_PAIR_AT("2") THIMBLE_PAIR_AT("3") THIMBLE_PAIR_AT("4") \
    THIMBLE_PAIR_AT("5") THIMBLE_PAIR_AT("6") THIMBLE_PAIR_AT("7") \
    "adds r1, r1, #128\n\t"

/* Sums that start at r11, less all offsets, and all 16 columns that there are; `compare` compares r1 with their end. */
#define THIMBLE_PACKED_BEGIN(compare) \
    "add r10, r11, r11, lsl #16\n\t" \
    "mov lr, r11\n\t" \
    "mov r12, r10\n\t" compare \
    "beq.w 3f\n\t" \
    ".balign 4\n" \
    "2:\n\t" THIMBLE_EIGHT_PAIRS compare \
    "bne.w 2b\n"

/* The columns that are left, if there are any; then back to 3. */
#define THIMBLE_PACKED_REST \
    "ldr r2, %[pairs]\n\t" \
    "cmp r1, r2\n\t" \
    "beq.n 6f\n\t" \
    ".balign 4\n" \
    "5:\n\t" THIMBLE_PAIR_AND_ON("1", "1") \
    "ldr r2, %[pairs]\n\t" \
    "cmp r1, r2\n\t" \
    "bne.n 5b\n" \
    "6:\n\t" \
    "ldr r2, %[end]\n\t" \
    "cmp r1, r2\n\t" \
    "beq.w 3b\n\t" \
    "ldrsb r2, [r0], #1\n\t" \
    "ldr r6, [r1, #8]\n\t" \
    "ldr r4, [r1], #16\n\t" \
    "mla r6, r6, r2, r8\n\t" \
    "mla r4, r4, r2, r8\n\t" THIMBLE_ADD_HALVES("r4", "r6") \
    "b.w 3b\n"

/* The sums of the four rows, in r10, r11, r12 and lr. */
#define THIMBLE_PACKED_END \
    "sub r10, r10, r11, lsl #16\n\t" \
    "sub r12, r12, lr, lsl #16\n\t"

/* A sum as a result: times 2^r6 and the multiplier, plus r5. The product's highest lower bit is what rounds it. */
#define THIMBLE_PACKED_RESULT(sum, multiplier, bits) \
    "lsl " sum ", " sum ", r6\n\t" \
    "smull r2, " sum ", " sum ", " multiplier "\n\t" \
    "lsls r2, r2, #1\n\t" \
    "adc " sum ", " sum ", r5\n\t" \
    "ssat " sum ", " bits ", " sum "\n\t"

/* Stores the results of the four rows at r7, which moves on; `to_...` are the bytes to the rows after the first. */
#define THIMBLE_PACKED_STORE(store, next) \
    "ldr r2, %[y_end]\n\t" \
    "ldr r3, %[to_1]\n\t" \
    "ldr r4, %[to_2]\n\t" \
    "ldr r5, %[to_3]\n\t" store " r11, [r7, r3]\n\t" store " r12, [r7, r4]\n\t" store " lr, [r7, r5]\n\t" \
    store " r10, [r7], " next "\n\t" \
    "cmp r7, r2\n\t" \
    "str r7, %[y]\n\t"

#endif
