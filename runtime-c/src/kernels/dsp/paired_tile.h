/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: two packed rows by four outputs at a time, for weights in pairs (thimble_linear_paired_data).
 *
 * Two rows are widened and interleaved (two_rows.h). So two columns bring as many words of rows as of weights, in one
 * run of loads, for 16 multiply-accumulates (docs/decisions/0011-dsp-kernels.md).
 *
 * The loop over columns takes 16 quads at a time and is entered in the middle where the number of quads is no multiple
 * of that, so that nothing is left over. It needs 8 sums, 4 operands and 2 pointers, all 14 registers that a core has;
 * what goes with an output waits in memory. Where r9 is reserved it has 3 operands and loads weights one by one. The
 * loop is long, and so results of 8 and of 16 bits share it.
 */
#ifndef THIMBLE_PAIRED_TILE_H
#define THIMBLE_PAIRED_TILE_H

#include "paired_sums.h"
#include "thimble/kernels.h"
#include "two_rows.h"

/* What the loop keeps in memory. */
typedef struct {
    const int32_t *weight;
    const uint32_t *block;
    const uint32_t *block_end;
    const int32_t *bias;
    const int32_t *multiplier;
    int32_t zero_point;
    uint32_t skipped; /* quads; see dot.h */
    int8_t *y;
    int8_t *y_end; /* of the first row; at least four outputs on */
    int32_t step;  /* bytes from the first row of y to the second */
    uint32_t bits; /* of a result, 8 or 16 */
} thimble_paired_frame_t;

#if THIMBLE_DSP
/*
 * Two columns of two rows by four outputs: pairs to the sums s, in place of their words the first outputs to the sums
 * t. s0, s1, t0 and t1 are those of the first two outputs and of each row.
 */
#define THIMBLE_TILE_PRODUCTS(s0, s1, s2, s3, t0, t1, t2, t3) \
    "smlad " s0 ", r2, r4, " s0 "\n\t" \
    "smlad " s1 ", r2, r5, " s1 "\n\t" \
    "smlad " s2 ", r3, r4, " s2 "\n\t" \
    "smlad " s3 ", r3, r5, " s3 "\n\t" \
    "sxtb16 r2, r2\n\t" \
    "sxtb16 r3, r3\n\t" \
    "smlad " t0 ", r2, r4, " t0 "\n\t" \
    "smlad " t1 ", r2, r5, " t1 "\n\t" \
    "smlad " t2 ", r3, r4, " t2 "\n\t" \
    "smlad " t3 ", r3, r5, " t3 "\n\t"

/* With 14 registers: all four words at once, ordered so that the first two loads have 16 bits; half: see dot.h. */
#if THIMBLE_SINGLE_LOADS
#define THIMBLE_TILE_LOADS \
    "ldr.n r3, [r0, #4]\n\t" \
    "ldr.n r5, [r1, #4]\n\t" \
    "ldr.w r2, [r0], #8\n\t" \
    "ldr.w r4, [r1], #8\n\t"
#define THIMBLE_TILE_HALF 52
#else
#define THIMBLE_TILE_LOADS \
    "ldrd r2, r3, [r0], #8\n\t" \
    "ldrd r4, r5, [r1], #8\n\t"
#define THIMBLE_TILE_HALF 48
#endif
#define THIMBLE_TILE_COLUMNS_14 \
    THIMBLE_TILE_LOADS THIMBLE_TILE_PRODUCTS("r8", "r9", "r12", "lr", "r6", "r7", "r10", "r11")

/* With 13 registers: rows in r3 and r4, and one after the other in r2 the pairs of outputs, the second first. */
#define THIMBLE_PAIR_PRODUCTS(s0, s1, t0, t1) \
    "smlad " s0 ", r2, r3, " s0 "\n\t" \
    "smlad " s1 ", r2, r4, " s1 "\n\t" \
    "sxtb16 r2, r2\n\t" \
    "smlad " t0 ", r2, r3, " t0 "\n\t" \
    "smlad " t1 ", r2, r4, " t1 "\n\t"
#define THIMBLE_TILE_HALF_13 52
#define THIMBLE_TILE_COLUMNS_13 \
    "ldr.n r2, [r0, #4]\n\t" \
    "ldr.n r4, [r1, #4]\n\t" \
    "ldr.w r3, [r1], #8\n\t" THIMBLE_PAIR_PRODUCTS("r12", "lr", "r10", "r11") \
    "ldr.w r2, [r0], #8\n\t" THIMBLE_PAIR_PRODUCTS("r7", "r8", "r5", "r6")

/* The second output's sum from that of the pairs and the first's. */
#define THIMBLE_SECOND(s, t) \
    "sub " s ", " s ", " t "\n\t" \
    "asr " s ", " s ", #8\n\t"

/* r0: weights; r1: rows. The sums start at the biases a and 256 * b + a of two outputs. */
#define THIMBLE_TILE_LOOP(s0, s1, s2, s3, t0, t1, t2, t3, columns, half) \
    ".balign 4\n" \
    "1:\n\t" \
    "ldr r2, %[bias]\n\t" \
    "ldmia.w r2!, {" t0 ", " s0 ", " t2 ", " s2 "}\n\t" \
    "str r2, %[bias]\n\t" \
    "ldr r1, %[block]\n\t" \
    "ldr r2, %[skipped]\n\t" \
    "add " s0 ", " t0 ", " s0 ", lsl #8\n\t" \
    "add " s2 ", " t2 ", " s2 ", lsl #8\n\t" \
    "mov " t1 ", " t0 "\n\t" \
    "mov " t3 ", " t2 "\n\t" \
    "mov " s1 ", " s0 "\n\t" \
    "mov " s3 ", " s2 "\n\t" THIMBLE_ENTER_16(half) \
    ".balign 4\n" \
    "2:\n\t" THIMBLE_TILE_QUADS(columns) THIMBLE_TILE_QUADS(columns) \
    THIMBLE_TILE_QUADS(columns) THIMBLE_TILE_QUADS(columns) \
    "ldr r2, %[block_end]\n\t" \
    "cmp r1, r2\n\t" \
    "bne.w 2b\n\t" \
    "ldr r1, %[multiplier]\n\t" \
    "ldr r2, %[zero_point]\n\t" \
    "ldmia r1!, {r3, r4}\n\t" THIMBLE_SECOND(s0, t0) THIMBLE_SECOND(s1, t1) THIMBLE_TILE_SCALE(s0, s1, t0, t1) \
    "ldmia r1!, {r3, r4}\n\t" THIMBLE_SECOND(s2, t2) THIMBLE_SECOND(s3, t3) THIMBLE_TILE_SCALE(s2, s3, t2, t3) \
    "str r1, %[multiplier]\n\t" \
    "ldr r1, %[y]\n\t" \
    "ldr r2, %[step]\n\t" \
    "ldr r3, %[y_end]\n\t" \
    "ldr r4, %[bits]\n\t" \
    "add r2, r1, r2\n\t" \
    "cmp r4, #8\n\t" \
    "bne.n 3f\n\t" THIMBLE_TILE_STORE(s0, s1, s2, s3, t0, t1, t2, t3, "#8", "strb", "1") \
    "b.n 4f\n" \
    "3:\n\t" THIMBLE_TILE_STORE(s0, s1, s2, s3, t0, t1, t2, t3, "#16", "strh", "2") \
    "4:\n\t"

#define THIMBLE_TILE_LOOPS \
    "ldr r0, %[weight]\n\t" \
    THIMBLE_WITH_R9(THIMBLE_TILE_LOOP("r8", "r9", "r12", "lr", "r6", "r7", "r10", "r11", THIMBLE_TILE_COLUMNS_14, \
                                      THIMBLE_TILE_HALF), \
                    THIMBLE_TILE_LOOP("r7", "r8", "r12", "lr", "r5", "r6", "r10", "r11", THIMBLE_TILE_COLUMNS_13, \
                                      THIMBLE_TILE_HALF_13))

/* The operands of the loops over the frame f, a copy in the function itself, where the stack pointer reaches it. */
#define THIMBLE_TILE_OPERANDS \
    : [bias] "+m"(f.bias), [multiplier] "+m"(f.multiplier), [y] "+m"(f.y), [ninth] "=&rm"(ninth) \
    : [weight] "m"(f.weight), [block] "m"(f.block), [block_end] "m"(f.block_end), [zero_point] "m"(f.zero_point), \
      [skipped] "m"(f.skipped), [y_end] "m"(f.y_end), [step] "m"(f.step), [bits] "m"(f.bits) \
    : "r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8", "r10", "r11", "r12", "lr", "cc", "memory"

/* The results of four outputs for each of two rows, and so on to the last outputs. */
THIMBLE_NO_FRAME THIMBLE_OUTLINED static void thimble_paired_tile(const thimble_paired_frame_t *frame)
{
    thimble_paired_frame_t f = *frame;
    uint32_t ninth;
    __asm__ volatile(THIMBLE_TILE_LOOPS THIMBLE_TILE_OPERANDS);
}
#else
static void thimble_paired_tile(const thimble_paired_frame_t *frame)
{
    thimble_paired_frame_t f = *frame;
    for (; f.y != f.y_end; f.y += f.bits / 2u) {
        thimble_pairs_t rows[2] = {thimble_pairs_begin(f.bias), thimble_pairs_begin(f.bias)};
        for (const uint32_t *x = f.block; x != f.block_end; x += 2) {
            for (uint32_t row = 0; row < 2u; row++) {
                rows[row] = thimble_pairs_add(rows[row], (uint32_t)f.weight[0], (uint32_t)f.weight[1], x[row]);
            }
            f.weight += 2;
        }
        for (uint32_t row = 0; row < 2u; row++) {
            thimble_pairs_store(rows[row], f.multiplier, f.zero_point, f.y + (row != 0 ? f.step : 0), f.bits);
        }
        f.bias += 4;
        f.multiplier += 4;
    }
}
#endif

#endif
