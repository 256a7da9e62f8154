/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: packed rows (row_pairs.h) by all outputs of a matrix product on Armv6-M. What goes with an output
 * waits in memory, for the loops take the registers.
 */
#ifndef THIMBLE_LINEAR_LOOPS_H
#define THIMBLE_LINEAR_LOOPS_H

#include "row_loops.h"
#include "thimble/kernels.h"

/* 1 ... 4 rows as the loops read them. */
THIMBLE_INLINED void thimble_linear_pack(const int8_t *x, uint32_t rows, uint32_t columns, uint32_t *block)
{
    if (rows > 1u) {
        thimble_pack_rows(x, rows, columns, columns, 1u, block);
    } else {
        for (const int8_t *const end = x + columns; x != end; x++) {
            *block++ = (uint32_t)(int32_t)*x;
        }
    }
}

#if THIMBLE_ARMV6M
/* What the loops keep in memory. Rows that are missing are the first once more, and stored where it is. */
typedef struct {
    const int8_t *weight;
    thimble_block_columns_t columns;
    const int32_t *bias;
    const int32_t *multiplier;
    int8_t *y;
    int8_t *y_end; /* of the first row; at least one output on */
    uint32_t to_1; /* bytes from the first row of y to the others */
    uint32_t to_2;
    uint32_t to_3;
    uint32_t shift;
    int32_t zero_point;
} thimble_linear_frame_t;

static inline thimble_linear_frame_t thimble_linear_frame(const thimble_linear_data *p, const uint32_t *block,
                                                          uint32_t rows, void *y, uint32_t bits)
{
    const uint32_t stride = p->outputs * (bits / 8u);
    const uint32_t words = rows > 2u ? THIMBLE_WORDS_OF_FOUR : THIMBLE_WORDS_OF_TWO;
    const thimble_block_columns_t columns =
        rows > 1u ? thimble_block_columns(block, p->inputs, words) : thimble_row_columns(block, p->inputs);
    const thimble_linear_frame_t frame = {p->weight,
                                          columns,
                                          p->bias,
                                          p->multiplier,
                                          (int8_t *)y,
                                          (int8_t *)y + stride,
                                          stride,
                                          2u * stride,
                                          rows > 3u ? 3u * stride : 0,
                                          p->shift,
                                          p->zero_point};
    return frame;
}

/* Before the first output; lr keeps the zero point. */
#define THIMBLE_LINEAR_BEGIN \
    ".syntax unified\n\t" \
    "ldr r0, %[sixteens]\n\t" \
    "mov r12, r0\n\t" \
    "ldr r0, %[zero_point]\n\t" \
    "mov lr, r0\n\t" \
    "ldr r7, %[weight]\n\t" \
    ".balign 4\n" \
    "1:\n\t" \
    "ldr r0, %[block]\n\t"

/* The next value of an array, in a register; the array begins one further on. */
#define THIMBLE_NEXT(array, to) \
    "ldr r3, " array "\n\t" \
    "ldm r3!, {" to "}\n\t" \
    "str r3, " array "\n\t"

/* After the columns: what the results need. r11 keeps the next weight. */
#define THIMBLE_LINEAR_RESULTS_BEGIN \
    THIMBLE_NEXT("%[multiplier]", "r2") \
    THIMBLE_MULTIPLIER_HALVES \
    "mov r11, r7\n\t" \
    "ldr r7, %[y]\n\t"

/* Results of the first two rows, and of the last two. */
#define THIMBLE_FIRST_RESULTS(saturate, store) \
    THIMBLE_FIRST_SUM("r5", "r8") THIMBLE_RESULT(saturate) store " r0, [r7]\n\t" \
    "mov r0, r5\n\t" THIMBLE_RESULT(saturate) \
    "ldr r1, %[to_1]\n\t" store " r0, [r7, r1]\n\t"
#define THIMBLE_LAST_RESULTS(saturate, store) \
    THIMBLE_FIRST_SUM("r6", "r10") THIMBLE_RESULT(saturate) \
    "ldr r1, %[to_2]\n\t" store " r0, [r7, r1]\n\t" \
    "mov r0, r6\n\t" THIMBLE_RESULT(saturate) \
    "ldr r1, %[to_3]\n\t" store " r0, [r7, r1]\n\t"

/* On to the next output, if there is one. */
#define THIMBLE_LINEAR_NEXT(bytes) \
    "adds r7, r7, #" bytes "\n\t" \
    "ldr r1, %[y_end]\n\t" \
    "str r7, %[y]\n\t" \
    "cmp r7, r1\n\t" \
    "mov r7, r11\n\t" \
    "beq.n 9f\n\t" \
    "b.n 1b\n" \
    "9:\n\t"

/* Both sums of two rows begin with the bias. */
#define THIMBLE_TWO_SUMS \
    THIMBLE_NEXT("%[bias]", "r5") \
    "lsls r4, r5, #16\n\t" \
    "adds r4, r4, r5\n\t" \
    "mov r8, r4\n\t"

#define THIMBLE_LINEAR_OF_TWO(saturate, store, bytes) \
    THIMBLE_LINEAR_BEGIN THIMBLE_TWO_SUMS \
    THIMBLE_ALL_COLUMNS(THIMBLE_PAIR_OF_TWO, THIMBLE_ODD_OF_TWO, THIMBLE_ADD_WITH_CARRY) \
    THIMBLE_LINEAR_RESULTS_BEGIN THIMBLE_FIRST_RESULTS(saturate, store) THIMBLE_LINEAR_NEXT(bytes)

#define THIMBLE_LINEAR_OF_FOUR(saturate, store, bytes) \
    THIMBLE_LINEAR_BEGIN THIMBLE_TWO_SUMS \
    "mov r10, r4\n\t" \
    "mov r6, r5\n\t" \
    THIMBLE_ALL_COLUMNS(THIMBLE_PAIR_OF_FOUR, THIMBLE_ODD_OF_FOUR, THIMBLE_ADD_WITH_CARRY) \
    THIMBLE_LINEAR_RESULTS_BEGIN THIMBLE_FIRST_RESULTS(saturate, store) THIMBLE_LAST_RESULTS(saturate, store) \
    THIMBLE_LINEAR_NEXT(bytes)

/* A row alone: r5 is the sum; one value a word. */
#define THIMBLE_PLUS(value, weight) \
    "movs r1, #" weight "\n\t" \
    "ldrsb r1, [r7, r1]\n\t" \
    "muls " value ", r1, " value "\n\t" \
    "adds r5, r5, " value "\n\t"
#define THIMBLE_PLUS_FOUR(a, b, c, d) \
    "ldm r0!, {r2, r3, r4, r6}\n\t" \
    THIMBLE_PLUS("r2", a) THIMBLE_PLUS("r3", b) THIMBLE_PLUS("r4", c) THIMBLE_PLUS("r6", d)

#define THIMBLE_LINEAR_OF_ONE(saturate, store, bytes) \
    THIMBLE_LINEAR_BEGIN THIMBLE_NEXT("%[bias]", "r5") \
    "cmp r0, r12\n\t" \
    "beq.n 3f\n" \
    "2:\n\t" \
    THIMBLE_PLUS_FOUR("0", "1", "2", "3") THIMBLE_PLUS_FOUR("4", "5", "6", "7") \
    THIMBLE_PLUS_FOUR("8", "9", "10", "11") THIMBLE_PLUS_FOUR("12", "13", "14", "15") \
    "adds r7, r7, #16\n\t" \
    "cmp r0, r12\n\t" \
    "bne.n 2b\n" \
    "3:\n\t" \
    "ldr r6, %[end]\n\t" \
    "cmp r0, r6\n\t" \
    "beq.n 4f\n" \
    "5:\n\t" \
    "ldm r0!, {r2}\n\t" THIMBLE_PLUS("r2", "0") \
    "adds r7, r7, #1\n\t" \
    "cmp r0, r6\n\t" \
    "bne.n 5b\n" \
    "4:\n\t" \
    THIMBLE_LINEAR_RESULTS_BEGIN \
    "mov r0, r5\n\t" THIMBLE_RESULT(saturate) store " r0, [r7]\n\t" THIMBLE_LINEAR_NEXT(bytes)

#define THIMBLE_LINEAR_OPERANDS \
    : [bias] "+m"(f.bias), [multiplier] "+m"(f.multiplier), [y] "+m"(f.y), [weight] "+m"(f.weight), \
      [y_end] "+m"(f.y_end), [to_1] "+m"(f.to_1), [to_2] "+m"(f.to_2), [to_3] "+m"(f.to_3), [shift] "+m"(f.shift), \
      [zero_point] "+m"(f.zero_point), THIMBLE_BLOCK_COLUMNS(f.columns) \
    : \
    : THIMBLE_LOW_REGISTERS, "r8", "r10", "r11", "r12", "lr"

/* A function of packed rows; y has results of so many bits. */
#define DEFINE_LINEAR_LOOP(name, loop, bits, saturate, store, bytes) \
    THIMBLE_NO_FRAME THIMBLE_OUTLINED static void name(const thimble_linear_data *p, const uint32_t *block, \
                                                       uint32_t rows, void *y) \
    { \
        thimble_linear_frame_t f = thimble_linear_frame(p, block, rows, y, bits); \
        __asm__ volatile(loop(saturate, store, bytes) THIMBLE_LINEAR_OPERANDS); \
    }

DEFINE_LINEAR_LOOP(thimble_linear_one_s8, THIMBLE_LINEAR_OF_ONE, 8u, THIMBLE_SATURATE_8, "strb", "1")
DEFINE_LINEAR_LOOP(thimble_linear_two_s8, THIMBLE_LINEAR_OF_TWO, 8u, THIMBLE_SATURATE_8, "strb", "1")
DEFINE_LINEAR_LOOP(thimble_linear_four_s8, THIMBLE_LINEAR_OF_FOUR, 8u, THIMBLE_SATURATE_8, "strb", "1")
DEFINE_LINEAR_LOOP(thimble_linear_one_s16, THIMBLE_LINEAR_OF_ONE, 16u, THIMBLE_SATURATE_16, "strh", "2")
DEFINE_LINEAR_LOOP(thimble_linear_two_s16, THIMBLE_LINEAR_OF_TWO, 16u, THIMBLE_SATURATE_16, "strh", "2")
DEFINE_LINEAR_LOOP(thimble_linear_four_s16, THIMBLE_LINEAR_OF_FOUR, 16u, THIMBLE_SATURATE_16, "strh", "2")

/* Packed rows by all outputs. */
THIMBLE_INLINED void thimble_linear_block(const thimble_linear_data *p, const int8_t *x, const uint32_t *block,
                                          uint32_t rows, void *y, uint32_t bits)
{
    (void)x;
    if (bits == 8u) {
        if (rows == 1u) {
            thimble_linear_one_s8(p, block, rows, y);
        } else if (rows == 2u) {
            thimble_linear_two_s8(p, block, rows, y);
        } else {
            thimble_linear_four_s8(p, block, rows, y);
        }
    } else if (rows == 1u) {
        thimble_linear_one_s16(p, block, rows, y);
    } else if (rows == 2u) {
        thimble_linear_two_s16(p, block, rows, y);
    } else {
        thimble_linear_four_s16(p, block, rows, y);
    }
}
#else
/* The sum of a row alone. */
static int32_t thimble_dot_words(const uint32_t *x, const int8_t *y, uint32_t columns, int32_t sum)
{
    for (const int8_t *const end = y + columns; y != end; y++) {
        sum += (int32_t)*x++ * *y;
    }
    return sum;
}

/* The sums of two of the rows of a block, or of the only one. */
THIMBLE_INLINED thimble_two_t thimble_linear_sums(const thimble_linear_data *p, const uint32_t *block, uint32_t rows,
                                                  const int8_t *weight, int32_t bias)
{
    const thimble_two_t one = {{rows == 1u ? thimble_dot_words(block, weight, p->inputs, bias) : 0, 0}};
    return rows == 1u ? one
                      : thimble_dot_2(block, weight, p->inputs,
                                      rows > 2u ? THIMBLE_WORDS_OF_FOUR : THIMBLE_WORDS_OF_TWO, bias);
}

THIMBLE_INLINED void thimble_linear_block(const thimble_linear_data *p, const int8_t *x, const uint32_t *block,
                                          uint32_t rows, void *y, uint32_t bits)
{
    (void)x;
    const int8_t *weight = p->weight;
    for (uint32_t column = 0; column < p->outputs; column++) {
        for (uint32_t row = 0; row < rows; row += 2u) {
            const thimble_two_t sums = thimble_linear_sums(p, block + row, rows, weight, p->bias[column]);
            for (uint32_t i = 0; i < 2u && row + i < rows; i++) {
                thimble_store(y, column + (row + i) * p->outputs, bits,
                              thimble_requantized(sums.row[i], p->shift, p->multiplier[column], p->zero_point));
            }
        }
        weight += p->inputs;
    }
}
#endif

#endif
