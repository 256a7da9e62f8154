/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: two packed rows by four outputs at a time, for weights of 4 bits (thimble_linear_fourfold_data).
 *
 * As paired_tile.h, but for what takes weights apart (fourfold_sums.h): two columns bring two words of rows and one of
 * weights for 16 multiply-accumulates. It needs 8 sums, 4 operands and 2 pointers; where r9 is reserved it has 3
 * operands and takes weights apart for each row. The loop takes 8 quads at a time.
 */
#ifndef THIMBLE_FOURFOLD_TILE_H
#define THIMBLE_FOURFOLD_TILE_H

#include "fourfold_sums.h"
#include "thimble/kernels.h"
#include "two_rows.h"

/* What the loop keeps in memory. */
typedef struct {
    const int32_t *weight;
    const uint32_t *block;
    const uint32_t *block_end;
    uint32_t first; /* what the first output's sum starts at, by row */
    uint32_t second;
    const int32_t *bias;
    const int32_t *multiplier;
    int32_t zero_point;
    uint32_t skipped; /* quads of 8; see dot.h */
    int8_t *y;
    int8_t *y_end; /* of the first row; at least four outputs on */
    int32_t step;  /* bytes from the first row of y to the second */
    uint32_t bits; /* of a result, 8 or 16 */
} thimble_fourfold_frame_t;

#if THIMBLE_DSP
/* The words of two columns: weights in r2, rows in r4 and r5; half the bytes of a quad: see dot.h. */
#if THIMBLE_SINGLE_LOADS
#define THIMBLE_FOURFOLD_LOADS \
    "ldr.w r5, [r1, #4]\n\t" \
    "ldr.w r4, [r1], #8\n\t" \
    "ldr.w r2, [r0], #4\n\t"
#define THIMBLE_FOURFOLD_HALF 56
#else
#define THIMBLE_FOURFOLD_LOADS \
    "ldrd r4, r5, [r1], #8\n\t" \
    "ldr.w r2, [r0], #4\n\t"
#define THIMBLE_FOURFOLD_HALF 52
#endif

/* Products of both rows, and of one after the other, with what the mask leaves of the weights. */
#define THIMBLE_FOURFOLD_BOTH(mask, a, b) \
    "and r3, r2, #" mask "\n\t" \
    "smlad " a ", r3, r4, " a "\n\t" \
    "smlad " b ", r3, r5, " b "\n\t"
#define THIMBLE_FOURFOLD_ONE(mask, a) \
    "and r3, r2, #" mask "\n\t" \
    "smlad " a ", r3, r4, " a "\n\t"
#define THIMBLE_FOURFOLD_ROW(a0, a1, a2, a3) \
    "ldr.w r4, [r1], #4\n\t" \
    THIMBLE_FOURFOLD_ONE("0x000f000f", a0) THIMBLE_FOURFOLD_ONE("0x00f000f0", a1) \
    THIMBLE_FOURFOLD_ONE("0x0f000f00", a2) \
    "smlad " a3 ", r2, r4, " a3 "\n\t"

/* With 14 registers. */
#define THIMBLE_FOURFOLD_COLUMNS_14 \
    THIMBLE_FOURFOLD_LOADS THIMBLE_FOURFOLD_BOTH("0x000f000f", "r6", "r10") \
    THIMBLE_FOURFOLD_BOTH("0x00f000f0", "r7", "r11") THIMBLE_FOURFOLD_BOTH("0x0f000f00", "r8", "r12") \
    "smlad r9, r2, r4, r9\n\t" \
    "smlad lr, r2, r5, lr\n\t"

/* With 13. */
#define THIMBLE_FOURFOLD_HALF_13 68
#define THIMBLE_FOURFOLD_COLUMNS_13 \
    "ldr.w r2, [r0], #4\n\t" THIMBLE_FOURFOLD_ROW("r5", "r6", "r7", "r8") \
    THIMBLE_FOURFOLD_ROW("r10", "r11", "r12", "lr")

/* A row's sums before any product, and after all each output's in place of its place's. */
#define THIMBLE_FOURFOLD_BEGIN(start, a0, a1, a2, a3) \
    "ldr " a0 ", " start "\n\t" \
    "lsl " a1 ", " a0 ", #4\n\t" \
    "lsl " a2 ", " a0 ", #8\n\t" \
    "add " a3 ", " a0 ", " a1 "\n\t" \
    "add " a3 ", " a3 ", " a2 "\n\t"
#define THIMBLE_FOURFOLD_APART(a0, a1, a2, a3) \
    "sub " a3 ", " a3 ", " a0 "\n\t" \
    "sub " a3 ", " a3 ", " a1 "\n\t" \
    "sub " a3 ", " a3 ", " a2 "\n\t"

/* Adds the biases of two outputs at r1, which moves on, to their sums shifted to where weights are of 8 bits. */
#define THIMBLE_FOURFOLD_BIASES(a, b, shift, c, d, shift_of_second) \
    "ldmia r1!, {r3, r4}\n\t" \
    "add " a ", r3, " a shift "\n\t" \
    "add " b ", r3, " b shift "\n\t" \
    "add " c ", r4, " c shift_of_second "\n\t" \
    "add " d ", r4, " d shift_of_second "\n\t"

/* r0: weights; r1: rows. */
#define THIMBLE_FOURFOLD_LOOP(a0, a1, a2, a3, b0, b1, b2, b3, columns, half) \
    ".balign 4\n" \
    "1:\n\t" \
    "ldr r1, %[block]\n\t" \
    "ldr r2, %[skipped]\n\t" THIMBLE_FOURFOLD_BEGIN("%[first]", a0, a1, a2, a3) \
    THIMBLE_FOURFOLD_BEGIN("%[second]", b0, b1, b2, b3) THIMBLE_ENTER_8(half) \
    ".balign 4\n" \
    "2:\n\t" THIMBLE_TILE_QUADS(columns) THIMBLE_TILE_QUADS(columns) \
    "ldr r2, %[block_end]\n\t" \
    "cmp r1, r2\n\t" \
    "bne.w 2b\n\t" \
    "ldr r1, %[bias]\n\t" THIMBLE_FOURFOLD_APART(a0, a1, a2, a3) THIMBLE_FOURFOLD_APART(b0, b1, b2, b3) \
    THIMBLE_FOURFOLD_BIASES(a0, b0, ", lsl #4", a1, b1, "") \
    THIMBLE_FOURFOLD_BIASES(a2, b2, ", asr #4", a3, b3, ", asr #8") \
    "str r1, %[bias]\n\t" \
    "ldr r1, %[multiplier]\n\t" \
    "ldr r2, %[zero_point]\n\t" \
    "ldmia r1!, {r3, r4}\n\t" THIMBLE_TILE_SCALE(a1, b1, a0, b0) \
    "ldmia r1!, {r3, r4}\n\t" THIMBLE_TILE_SCALE(a3, b3, a2, b2) \
    "str r1, %[multiplier]\n\t" \
    "ldr r1, %[y]\n\t" \
    "ldr r2, %[step]\n\t" \
    "ldr r3, %[y_end]\n\t" \
    "ldr r4, %[bits]\n\t" \
    "add r2, r1, r2\n\t" \
    "cmp r4, #8\n\t" \
    "bne.n 3f\n\t" THIMBLE_TILE_STORE(a1, b1, a3, b3, a0, b0, a2, b2, "#8", "strb", "1") \
    "b.n 4f\n" \
    "3:\n\t" THIMBLE_TILE_STORE(a1, b1, a3, b3, a0, b0, a2, b2, "#16", "strh", "2") \
    "4:\n\t"

#define THIMBLE_FOURFOLD_LOOPS \
    "ldr r0, %[weight]\n\t" \
    THIMBLE_WITH_R9(THIMBLE_FOURFOLD_LOOP("r6", "r7", "r8", "r9", "r10", "r11", "r12", "lr", \
                                          THIMBLE_FOURFOLD_COLUMNS_14, THIMBLE_FOURFOLD_HALF), \
                    THIMBLE_FOURFOLD_LOOP("r5", "r6", "r7", "r8", "r10", "r11", "r12", "lr", \
                                          THIMBLE_FOURFOLD_COLUMNS_13, THIMBLE_FOURFOLD_HALF_13))

#define THIMBLE_FOURFOLD_FRAME \
    : [bias] "+m"(f.bias), [multiplier] "+m"(f.multiplier), [y] "+m"(f.y), [ninth] "=&rm"(ninth) \
    : [weight] "m"(f.weight), [block] "m"(f.block), [block_end] "m"(f.block_end), [first] "m"(f.first), \
      [second] "m"(f.second), [zero_point] "m"(f.zero_point), [skipped] "m"(f.skipped), [y_end] "m"(f.y_end), \
      [step] "m"(f.step), [bits] "m"(f.bits) \
    : "r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8", "r10", "r11", "r12", "lr", "cc", "memory"

/* The results of four outputs for each of two rows, and so on to the last outputs. */
THIMBLE_NO_FRAME THIMBLE_OUTLINED static void thimble_fourfold_tile(const thimble_fourfold_frame_t *frame)
{
    thimble_fourfold_frame_t f = *frame;
    uint32_t ninth;
    __asm__ volatile(THIMBLE_FOURFOLD_LOOPS THIMBLE_FOURFOLD_FRAME);
}
#else
static void thimble_fourfold_tile(const thimble_fourfold_frame_t *frame)
{
    thimble_fourfold_frame_t f = *frame;
    for (; f.y != f.y_end; f.y += f.bits / 2u) {
        thimble_fourfold_t first = thimble_fourfold_begin(f.first);
        thimble_fourfold_t second = thimble_fourfold_begin(f.second);
        for (const uint32_t *x = f.block; x != f.block_end; x += 2) {
            first = thimble_fourfold_add(first, (uint32_t)*f.weight, x[0]);
            second = thimble_fourfold_add(second, (uint32_t)*f.weight++, x[1]);
        }
        thimble_fourfold_store(first, f.bias, f.multiplier, f.zero_point, f.y, f.bits);
        thimble_fourfold_store(second, f.bias, f.multiplier, f.zero_point, f.y + f.step, f.bits);
        f.bias += THIMBLE_TILE_OUTPUTS;
        f.multiplier += THIMBLE_TILE_OUTPUTS;
    }
}
#endif

#endif
