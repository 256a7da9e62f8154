/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: 2 ... 4 packed rows by all outputs of a matrix product on Armv7-M. What goes with an output waits in
 * memory, for the loop over columns takes the registers.
 */
#ifndef THIMBLE_LINEAR_LOOP_H
#define THIMBLE_LINEAR_LOOP_H

#include "packed_loop.h"
#include "thimble/kernels.h"

/* What the loop keeps in memory. Rows that are missing are the first once more, and stored where it is. */
typedef struct {
    const int8_t *weight;
    thimble_packed_columns_t columns;
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
    const thimble_linear_frame_t frame = {p->weight,
                                          thimble_packed_columns(block, p->inputs),
                                          p->bias,
                                          p->multiplier,
                                          (int8_t *)y,
                                          (int8_t *)y + stride,
                                          stride,
                                          rows > 2u ? 2u * stride : 0,
                                          rows > 3u ? 3u * stride : 0,
                                          p->shift,
                                          p->zero_point};
    return frame;
}

/* Results of 8 or 16 bits: how they are saturated, stored, and stored with y moved on. */
#define THIMBLE_LINEAR_LOOP(begin, compare, bits, store, next) \
    "ldr r0, %[weight]\n\t" begin \
    ".balign 4\n" \
    "1:\n\t" \
    "ldr r2, %[bias]\n\t" \
    "ldr r3, %[offsets]\n\t" \
    "ldr r1, %[block]\n\t" \
    "ldr r11, [r2], #4\n\t" \
    "mov.w r8, #0x7f007f00\n\t" \
    "str r2, %[bias]\n\t" \
    "sub r11, r11, r3\n\t" \
    THIMBLE_PACKED_BEGIN(compare) \
    "3:\n\t" \
    "ldr r2, %[end]\n\t" \
    "ldr r3, %[multiplier]\n\t" \
    "ldr r5, %[zero_point]\n\t" \
    "ldr r6, %[shift]\n\t" \
    "ldr r4, [r3], #4\n\t" \
    "ldr r7, %[y]\n\t" \
    "cmp r1, r2\n\t" \
    "bne.w 4f\n\t" \
    "str r3, %[multiplier]\n\t" THIMBLE_PACKED_END \
    THIMBLE_PACKED_RESULT("r10", "r4", bits) THIMBLE_PACKED_RESULT("r11", "r4", bits) \
    THIMBLE_PACKED_RESULT("r12", "r4", bits) THIMBLE_PACKED_RESULT("lr", "r4", bits) \
    THIMBLE_PACKED_STORE(store, next) \
    "bne.w 1b\n\t" \
    "b.w 8f\n" \
    "4:\n\t" THIMBLE_PACKED_REST \
    "8:\n\t"

#define THIMBLE_LINEAR_LOOPS(bits, store, next) \
    THIMBLE_WITH_R9(THIMBLE_LINEAR_LOOP("ldr r9, %[sixteens]\n\t", "cmp r1, r9\n\t", bits, store, next), \
                    THIMBLE_LINEAR_LOOP("", "ldr r2, %[sixteens]\n\tcmp r1, r2\n\t", bits, store, next))

#define THIMBLE_LINEAR_OPERANDS \
    : [bias] "+m"(f.bias), [multiplier] "+m"(f.multiplier), [y] "+m"(f.y), [ninth] "=&rm"(ninth) \
    : [weight] "m"(f.weight), [y_end] "m"(f.y_end), [to_1] "m"(f.to_1), [to_2] "m"(f.to_2), [to_3] "m"(f.to_3), \
      [shift] "m"(f.shift), [zero_point] "m"(f.zero_point), THIMBLE_PACKED_COLUMNS(f.columns) \
    : THIMBLE_ALL_BUT_R9

THIMBLE_NO_FRAME THIMBLE_OUTLINED static void thimble_linear_block_s8(const thimble_linear_data *p,
                                                                      const uint32_t *block, uint32_t rows, void *y)
{
    thimble_linear_frame_t f = thimble_linear_frame(p, block, rows, y, 8u);
    uint32_t ninth;
    __asm__ volatile(THIMBLE_LINEAR_LOOPS("#8", "strb", "#1") THIMBLE_LINEAR_OPERANDS);
}

THIMBLE_NO_FRAME THIMBLE_OUTLINED static void thimble_linear_block_s16(const thimble_linear_data *p,
                                                                       const uint32_t *block, uint32_t rows, void *y)
{
    thimble_linear_frame_t f = thimble_linear_frame(p, block, rows, y, 16u);
    uint32_t ninth;
    __asm__ volatile(THIMBLE_LINEAR_LOOPS("#16", "strh", "#2") THIMBLE_LINEAR_OPERANDS);
}

#endif
