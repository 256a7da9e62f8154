/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: the second product of attention on the DSP extension (attention.c): four query rows' weights by two
 * columns of v at a time.
 *
 * Four columns of v lie transposed (transposed.h), 4 words for each quad of tokens. The loop over quads takes 16 at a
 * time and is entered in the middle where their number is no multiple of that, so that nothing is left over. It needs 8
 * sums, 4 operands and 2 pointers, all 14 registers that a core has; where r9 is reserved it has 3 operands. What goes
 * with a result waits in memory.
 */
#ifndef THIMBLE_WEIGHTED_SUMS_H
#define THIMBLE_WEIGHTED_SUMS_H

#include "dot.h"
#include "transposed.h"

/*
 * The largest shift whose loop there is: a multiplier is below 2^25, 2^32 / 255 at most, and 2^31 with the shift in it.
 * Which of the factors of a sum has it does not matter to the product.
 */
#define THIMBLE_WIDEST_SHIFT 6u

/* Four rows of weights, packed, by columns of v, transposed. */
typedef struct {
    const uint32_t *weights;
    const uint32_t *weights_end;
    const uint32_t *transposed;
    int8_t *y;
    int8_t *y_end;    /* of the first row; at least two columns on */
    uint32_t skipped; /* quads; see dot.h */
    int32_t multiplier[4]; /* of each row, times 2^shift */
    int32_t zero_point;
    uint32_t rows[3]; /* bytes from the first row of y to the others, which may be the same */
    int32_t back;     /* bytes from the end of two transposed columns to the next two */
} thimble_weighted_sums_frame_t;

/* One of the four columns. */
static inline void thimble_weighted_sums_column(const thimble_weighted_sums_frame_t *f, uint32_t column, int8_t *y)
{
    const uint32_t *v = f->transposed + column / 2u * 2u;
    thimble_four_t sums = {{0, 0, 0, 0}};
    for (const uint32_t *x = f->weights; x != f->weights_end; x += THIMBLE_QUAD_WORDS) {
        sums = column % 2u == 0 ? thimble_dot_quad(x, thimble_bytes_02(v[0]), thimble_bytes_02(v[1]), sums)
                                : thimble_dot_quad(x, thimble_bytes_13(v[0]), thimble_bytes_13(v[1]), sums);
        v += THIMBLE_TILE_WORDS;
    }
    for (uint32_t row = 0; row < 4u; row++) {
        y[row == 0 ? 0 : f->rows[row - 1u]] =
            thimble_saturate_8(thimble_requantized(sums.row[row], 0, f->multiplier[row], f->zero_point));
    }
}

#if THIMBLE_DSP
/* r0: columns; r1: rows; r2, r3: of columns; r4, r5: of rows. The sums of two rows, s of the first column and t. */
#define THIMBLE_ROWS_PRODUCTS(s0, s1, t0, t1) \
    "smlad " s0 ", r2, r4, " s0 "\n\t" \
    "smlad " s1 ", r2, r5, " s1 "\n\t" \
    "smlad " t0 ", r3, r4, " t0 "\n\t" \
    "smlad " t1 ", r3, r5, " t1 "\n\t"

/* Two columns of two tokens, of which r3 has a byte each. */
#define THIMBLE_WIDEN_COLUMNS \
    "sxtb16 r2, r3\n\t" \
    "sxtb16 r3, r3, ror #8\n\t"

/* A quad, its second words first, so that the last load of each pointer moves it on; half: see dot.h. */
#if THIMBLE_SINGLE_LOADS
#define THIMBLE_WEIGHTED_SUMS_HALF 54
#define THIMBLE_WEIGHTED_SUMS_14(s0, s1, s2, s3, t0, t1, t2, t3) \
    "ldr.w r3, [r0, #4]\n\t" \
    "ldr.n r4, [r1, #16]\n\t" \
    "ldr.n r5, [r1, #20]\n\t" THIMBLE_WIDEN_COLUMNS THIMBLE_ROWS_PRODUCTS(s0, s1, t0, t1) \
    "ldr.n r4, [r1, #24]\n\t" \
    "ldr.n r5, [r1, #28]\n\t" THIMBLE_ROWS_PRODUCTS(s2, s3, t2, t3) \
    "ldr.w r3, [r0], #16\n\t" \
    "ldr.n r4, [r1, #8]\n\t" \
    "ldr.n r5, [r1, #12]\n\t" THIMBLE_WIDEN_COLUMNS THIMBLE_ROWS_PRODUCTS(s2, s3, t2, t3) \
    "ldr.w r5, [r1, #4]\n\t" \
    "ldr.w r4, [r1], #32\n\t" THIMBLE_ROWS_PRODUCTS(s0, s1, t0, t1)
#else
#define THIMBLE_WEIGHTED_SUMS_HALF 52
#define THIMBLE_WEIGHTED_SUMS_14(s0, s1, s2, s3, t0, t1, t2, t3) \
    "ldr.w r3, [r0, #4]\n\t" \
    "ldrd r4, r5, [r1, #16]\n\t" THIMBLE_WIDEN_COLUMNS THIMBLE_ROWS_PRODUCTS(s0, s1, t0, t1) \
    "ldrd r4, r5, [r1, #24]\n\t" THIMBLE_ROWS_PRODUCTS(s2, s3, t2, t3) \
    "ldr.w r3, [r0], #16\n\t" \
    "ldrd r4, r5, [r1, #8]\n\t" THIMBLE_WIDEN_COLUMNS THIMBLE_ROWS_PRODUCTS(s2, s3, t2, t3) \
    "ldrd r4, r5, [r1], #32\n\t" THIMBLE_ROWS_PRODUCTS(s0, s1, t0, t1)
#endif

/* With three operands, the rows one after the other in r4. */
#define THIMBLE_ROW_PRODUCTS(s, t) \
    "smlad " s ", r2, r4, " s "\n\t" \
    "smlad " t ", r3, r4, " t "\n\t"
#define THIMBLE_WEIGHTED_SUMS_HALF_13 60
#define THIMBLE_WEIGHTED_SUMS_13(s0, s1, s2, s3, t0, t1, t2, t3) \
    "ldr.w r3, [r0, #4]\n\t" THIMBLE_WIDEN_COLUMNS \
    "ldr.w r4, [r1, #16]\n\t" THIMBLE_ROW_PRODUCTS(s0, t0) \
    "ldr.w r4, [r1, #20]\n\t" THIMBLE_ROW_PRODUCTS(s1, t1) \
    "ldr.w r4, [r1, #24]\n\t" THIMBLE_ROW_PRODUCTS(s2, t2) \
    "ldr.w r4, [r1, #28]\n\t" THIMBLE_ROW_PRODUCTS(s3, t3) \
    "ldr.w r3, [r0], #16\n\t" THIMBLE_WIDEN_COLUMNS \
    "ldr.w r4, [r1, #12]\n\t" THIMBLE_ROW_PRODUCTS(s3, t3) \
    "ldr.w r4, [r1, #8]\n\t" THIMBLE_ROW_PRODUCTS(s2, t2) \
    "ldr.w r4, [r1, #4]\n\t" THIMBLE_ROW_PRODUCTS(s1, t1) \
    "ldr.w r4, [r1], #32\n\t" THIMBLE_ROW_PRODUCTS(s0, t0)

#define THIMBLE_FOUR_TIMES(text) text text text text
#define THIMBLE_ZERO_FOUR(a, b, c, d) \
    "mov " a ", #0\n\t" \
    "mov " b ", #0\n\t" \
    "mov " c ", #0\n\t" \
    "mov " d ", #0\n\t"
#define THIMBLE_SATURATE_FOUR(a, b, c, d) \
    "ssat " a ", #8, " a "\n\t" \
    "ssat " b ", #8, " b "\n\t" \
    "ssat " c ", #8, " c "\n\t" \
    "ssat " d ", #8, " d "\n\t"

/* The results of two rows before they are saturated: times r2 and r3, plus r1. */
#define THIMBLE_SCALE_ROWS(s0, s1, t0, t1) \
    "smmlar " s0 ", " s0 ", r2, r1\n\t" \
    "smmlar " s1 ", " s1 ", r3, r1\n\t" \
    "smmlar " t0 ", " t0 ", r2, r1\n\t" \
    "smmlar " t1 ", " t1 ", r3, r1\n\t"

#define THIMBLE_WEIGHTED_SUMS_LOOP(s0, s1, s2, s3, t0, t1, t2, t3, quad, half) \
    ".balign 4\n" \
    "1:\n\t" \
    "ldr r1, %[weights]\n\t" \
    "ldr r2, %[skipped]\n\t" THIMBLE_ZERO_FOUR(s0, s1, s2, s3) THIMBLE_ZERO_FOUR(t0, t1, t2, t3) \
    THIMBLE_ENTER_16(half) \
    ".balign 4\n" \
    "2:\n\t" THIMBLE_FOUR_TIMES(THIMBLE_FOUR_TIMES(quad(s0, s1, s2, s3, t0, t1, t2, t3))) \
    "ldr r2, %[weights_end]\n\t" \
    "cmp r1, r2\n\t" \
    "bne.w 2b\n\t" \
    "ldr r1, %[zero_point]\n\t" \
    "ldr r2, %[multiplier_0]\n\t" \
    "ldr r3, %[multiplier_1]\n\t" THIMBLE_SCALE_ROWS(s0, s1, t0, t1) \
    "ldr r2, %[multiplier_2]\n\t" \
    "ldr r3, %[multiplier_3]\n\t" THIMBLE_SCALE_ROWS(s2, s3, t2, t3) \
    "ldr r1, %[y]\n\t" \
    "ldr r2, %[row_1]\n\t" \
    "ldr r3, %[row_2]\n\t" \
    "ldr r4, %[row_3]\n\t" THIMBLE_SATURATE_FOUR(s0, s1, s2, s3) \
    "add r2, r1, r2\n\t" \
    "add r3, r1, r3\n\t" \
    "add r4, r1, r4\n\t" THIMBLE_SATURATE_FOUR(t0, t1, t2, t3) \
    "strb " s1 ", [r2]\n\t" \
    "strb " t1 ", [r2, #1]\n\t" \
    "strb " s2 ", [r3]\n\t" \
    "strb " t2 ", [r3, #1]\n\t" \
    "strb " s3 ", [r4]\n\t" \
    "strb " t3 ", [r4, #1]\n\t" \
    "strb " t0 ", [r1, #1]\n\t" \
    "strb " s0 ", [r1], #2\n\t" \
    "ldr r2, %[y_end]\n\t" \
    "ldr r3, %[back]\n\t" \
    "str r1, %[y]\n\t" \
    "add r0, r0, r3\n\t" \
    "cmp r1, r2\n\t" \
    "bne.w 1b\n\t"

/* Four results for each of two or four columns. The frame lies where the stack pointer reaches it. */
THIMBLE_INLINED void thimble_weighted_sums_pairs(thimble_weighted_sums_frame_t *f)
{
    uint32_t ninth;
    __asm__ volatile("ldr r0, %[transposed]\n\t"
                     THIMBLE_WITH_R9(THIMBLE_WEIGHTED_SUMS_LOOP("r6", "r7", "r8", "r9", "r10", "r11", "r12", "lr",
                                                                THIMBLE_WEIGHTED_SUMS_14, THIMBLE_WEIGHTED_SUMS_HALF),
                                     THIMBLE_WEIGHTED_SUMS_LOOP("r5", "r6", "r7", "r8", "r10", "r11", "r12", "lr",
                                                                THIMBLE_WEIGHTED_SUMS_13,
                                                                THIMBLE_WEIGHTED_SUMS_HALF_13))
                     : [y] "+m"(f->y), [ninth] "=&rm"(ninth)
                     : [skipped] "m"(f->skipped), [weights] "m"(f->weights), [weights_end] "m"(f->weights_end),
                       [transposed] "m"(f->transposed), [y_end] "m"(f->y_end), [multiplier_0] "m"(f->multiplier[0]),
                       [multiplier_1] "m"(f->multiplier[1]), [multiplier_2] "m"(f->multiplier[2]),
                       [multiplier_3] "m"(f->multiplier[3]), [zero_point] "m"(f->zero_point),
                       [row_1] "m"(f->rows[0]), [row_2] "m"(f->rows[1]), [row_3] "m"(f->rows[2]), [back] "m"(f->back)
                     : "r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8", "r10", "r11", "r12", "lr", "cc", "memory");
}
#else
static inline void thimble_weighted_sums_pairs(thimble_weighted_sums_frame_t *f)
{
    for (uint32_t column = 0; f->y != f->y_end; f->y++) {
        thimble_weighted_sums_column(f, column++, f->y);
    }
}
#endif

#endif
