/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: the first product of attention on the DSP extension where few instructions count (dsp.h): four query
 * rows by one key at a time, whose words LDM loads.
 *
 * The loop over quads takes 16 at a time and is entered in the middle where their number is no multiple of that, so
 * that nothing is left over. It takes all registers that a core has; what goes with a result waits in memory.
 */
#ifndef THIMBLE_SCORES_H
#define THIMBLE_SCORES_H

#include "dot.h"

/* The widest head whose scores the loop computes. */
#define THIMBLE_WIDEST_HEAD UINT32_MAX

/* Scores: four query rows, packed, by the keys. */
typedef struct {
    const uint32_t *q;
    const uint32_t *q_end;
    const int8_t *k;
    int32_t *scores;
    uint32_t skipped; /* quads; see dot.h */
    struct {
        uint32_t bytes; /* from the end of a key to the next */
        int32_t *end;   /* of the scores */
    } rest;
} thimble_score_frame_t;

#if THIMBLE_DSP
/*
 * r0: keys; r1: rows; r2, r3: a quad of a key, widened; r4 ... r7: of rows. The sums s0 ... s3 are
 * r8 ... r11 while lr keeps the end of the rows, or where r9 is reserved r8, r10, r11 and lr.
 */
#define THIMBLE_QUAD_PRODUCTS(s0, s1, s2, s3) \
    "ldmia.w r1!, {r4, r5, r6, r7}\n\t" \
    "smlad " s0 ", r2, r4, " s0 "\n\t" \
    "smlad " s1 ", r2, r5, " s1 "\n\t" \
    "smlad " s2 ", r2, r6, " s2 "\n\t" \
    "smlad " s3 ", r2, r7, " s3 "\n\t" \
    "ldmia.w r1!, {r4, r5, r6, r7}\n\t" \
    "smlad " s0 ", r3, r4, " s0 "\n\t" \
    "smlad " s1 ", r3, r5, " s1 "\n\t" \
    "smlad " s2 ", r3, r6, " s2 "\n\t" \
    "smlad " s3 ", r3, r7, " s3 "\n\t"
#define THIMBLE_SCORE_QUAD(s0, s1, s2, s3) \
    "ldr r3, [r0], #4\n\t" \
    "sxtb16 r2, r3\n\t" \
    "sxtb16 r3, r3, ror #8\n\t" THIMBLE_QUAD_PRODUCTS(s0, s1, s2, s3)
#define THIMBLE_FOUR_QUADS_OF_KEY(quad) quad quad quad quad

#define THIMBLE_ZERO_SUMS(s0, s1, s2, s3) \
    "mov " s0 ", #0\n\t" \
    "mov " s1 ", #0\n\t" \
    "mov " s2 ", #0\n\t" \
    "mov " s3 ", #0\n\t"
#define THIMBLE_ALL_BUT_R9 \
    "r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8", "r10", "r11", "r12", "lr", "cc", "memory"

#define THIMBLE_SCORE_LOOP(s0, s1, s2, s3, compare) \
    ".balign 4\n" \
    "1:\n\t" THIMBLE_ZERO_SUMS(s0, s1, s2, s3) \
    "ldr r1, %[q]\n\t" \
    "ldr r2, %[skipped]\n\t" THIMBLE_ENTER_16(26) \
    ".balign 4\n" \
    "2:\n\t" THIMBLE_FOUR_QUADS_OF_KEY(THIMBLE_FOUR_QUADS_OF_KEY(THIMBLE_SCORE_QUAD(s0, s1, s2, s3))) compare \
    "bne.w 2b\n\t" \
    "stmia.w r12!, {" s0 ", " s1 ", " s2 ", " s3 "}\n\t" \
    "ldrd r2, r3, %[rest]\n\t" \
    "add r0, r0, r2\n\t" \
    "cmp r12, r3\n\t" \
    "bne.w 1b\n\t"

/* Four scores for each key. The frame is copied to where the stack pointer reaches it. */
THIMBLE_NO_FRAME THIMBLE_OUTLINED static void thimble_score_loop(const thimble_score_frame_t *frame)
{
    thimble_score_frame_t f = *frame;
    uint32_t ninth;
    __asm__ volatile("ldr r0, %[k]\n\t"
                     "ldr r12, %[scores]\n\t"
                     THIMBLE_WITH_R9("ldr lr, %[q_end]\n"
                                     THIMBLE_SCORE_LOOP("r8", "r9", "r10", "r11", "cmp r1, lr\n\t"),
                                     THIMBLE_SCORE_LOOP("r8", "r10", "r11", "lr", "ldr r2, %[q_end]\n\tcmp r1, r2\n\t"))
                     : [ninth] "=&rm"(ninth)
                     : [skipped] "m"(f.skipped), [q] "m"(f.q), [q_end] "m"(f.q_end), [k] "m"(f.k),
                       [scores] "m"(f.scores), [rest] "m"(f.rest)
                     : THIMBLE_ALL_BUT_R9);
}
#else
static void thimble_score_loop(const thimble_score_frame_t *frame)
{
    thimble_score_frame_t f = *frame;
    const uint32_t quads = (uint32_t)(f.q_end - f.q) / THIMBLE_QUAD_WORDS;
    for (; f.scores != f.rest.end; f.scores += 4) {
        const thimble_four_t sums = thimble_dot_quads(f.q, f.k, quads, 0);
        memcpy(f.scores, sums.row, sizeof sums.row);
        f.k += (size_t)quads * 4u;
        f.k += f.rest.bytes;
    }
}
#endif

/* The scores of up to four query rows, four for each token; block has room for four widened rows. */
static void thimble_scores(const int8_t *q, uint32_t rows, const int8_t *k, uint32_t tokens, uint32_t stride,
                           uint32_t head_width, uint32_t *block, int32_t *scores)
{
    const uint32_t quads = head_width / 4u;
    const thimble_score_frame_t frame = {block,
                                         block + (size_t)quads * THIMBLE_QUAD_WORDS,
                                         k,
                                         scores,
                                         thimble_skipped(quads),
                                         {stride - head_width, scores + (size_t)tokens * 4u}};
    /* Rows that are missing are the last one again. */
    for (uint32_t row = 0; row < 4u; row++) {
        thimble_pack_row(q + (size_t)(row < rows ? row : rows - 1u) * stride, head_width, row, block);
    }
    thimble_score_loop(&frame);
}

#endif
