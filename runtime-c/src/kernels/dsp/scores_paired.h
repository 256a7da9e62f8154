/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: the first product of attention on the DSP extension where words are loaded one by one (dsp.h): four
 * query rows by two keys at a time.
 *
 * The rows lie in pairs as weights do (paired_sums.h), 16 bytes for each quad of columns: columns (0, 2) of 256 * row 1
 * + row 0 and of 256 * row 3 + row 2, and the same of columns (1, 3). A score is below 2^14 times the head's width, so
 * that pairs hold those of fewer than 512 columns. Of two columns a word of each key, which holds four, meets both
 * pairs: 18 cycles for 16 multiply-accumulates, where a row a word would leave room for half of the sums.
 *
 * The loop over quads takes 8 at a time and is entered in the middle where their number is no multiple of that, so that
 * nothing is left over. It needs 8 sums, 3 operands and 3 pointers, all 14 registers that a core has; where r9 is
 * reserved it has 2 operands and loads keys again.
 */
#ifndef THIMBLE_SCORES_PAIRED_H
#define THIMBLE_SCORES_PAIRED_H

#include "paired_sums.h"

/* The widest head whose scores the loop computes. */
#define THIMBLE_WIDEST_HEAD 511u

/* Words of a quad of four rows in pairs. */
#define THIMBLE_PAIRED_QUAD_WORDS 4u

/* What the loop keeps in memory. */
typedef struct {
    const uint32_t *q;
    const uint32_t *q_end;
    const int8_t *k;
    const int8_t *second; /* the second key, which may be the first one again */
    int32_t *scores;
    int32_t *scores_end; /* two keys on at least */
    uint32_t rest;       /* bytes from the end of a key to the next but one */
    uint32_t skipped;    /* quads that the loop's first round leaves out */
} thimble_scores_frame_t;

#if THIMBLE_DSP
/*
 * Two columns: r2 and r3 get words of the keys, which r0 and r5 point at, r4 those of the pairs of rows, r1. s0, t0, s1
 * and t1 are the sums of pairs and of first rows of the first key, the others those of the second; half: see dot.h.
 */
#define THIMBLE_SCORES_PAIR(s, t, u, w) \
    "smlad " s ", r2, r4, " s "\n\t" \
    "smlad " u ", r3, r4, " u "\n\t" \
    "sxtb16 r4, r4\n\t" \
    "smlad " t ", r2, r4, " t "\n\t" \
    "smlad " w ", r3, r4, " w "\n\t"
#define THIMBLE_SCORES_COLUMNS(keys, rotation, t0, s0, t1, s1, w0, u0, w1, u1) \
    keys "ldr.w r4, [r1, #4]\n\t" \
    "sxtb16 r2, r2" rotation "\n\t" \
    "sxtb16 r3, r3" rotation "\n\t" THIMBLE_SCORES_PAIR(s1, t1, u1, w1) \
    "ldr.w r4, [r1], #8\n\t" THIMBLE_SCORES_PAIR(s0, t0, u0, w0)
#define THIMBLE_SCORES_HALF 62
#define THIMBLE_SCORES_14(t0, s0, t1, s1, w0, u0, w1, u1) \
    THIMBLE_SCORES_COLUMNS("ldr.n r2, [r0]\n\tldr.n r3, [r5]\n\t", "", t0, s0, t1, s1, w0, u0, w1, u1) \
    THIMBLE_SCORES_COLUMNS("ldr.w r2, [r0], #4\n\tldr.w r3, [r5], #4\n\t", ", ror #8", t0, s0, t1, s1, w0, u0, w1, u1)

/* With two operands: r2 gets words of the keys, r3 those of rows. */
#define THIMBLE_SCORES_KEY(key, rotation, sum) \
    "ldr.w r2, " key "\n\t" \
    "sxtb16 r2, r2" rotation "\n\t" \
    "smlad " sum ", r2, r3, " sum "\n\t"
#define THIMBLE_SCORES_PAIR_13(rotation, first, s, t, u, w) \
    THIMBLE_SCORES_KEY("[r0]", rotation, s) THIMBLE_SCORES_KEY("[r5]", rotation, u) \
    "sxtb16 r3, r3\n\t" \
    "smlad " w ", r2, r3, " w "\n\t" THIMBLE_SCORES_KEY(first, rotation, t)
#define THIMBLE_SCORES_COLUMNS_13(rotation, first, t0, s0, t1, s1, w0, u0, w1, u1) \
    "ldr.w r3, [r1, #4]\n\t" THIMBLE_SCORES_PAIR_13(rotation, "[r0]", s1, t1, u1, w1) \
    "ldr.w r3, [r1], #8\n\t" THIMBLE_SCORES_PAIR_13(rotation, first, s0, t0, u0, w0)
#define THIMBLE_SCORES_HALF_13 98
#define THIMBLE_SCORES_13(t0, s0, t1, s1, w0, u0, w1, u1) \
    THIMBLE_SCORES_COLUMNS_13("", "[r0]", t0, s0, t1, s1, w0, u0, w1, u1) \
    THIMBLE_SCORES_COLUMNS_13(", ror #8", "[r0], #4", t0, s0, t1, s1, w0, u0, w1, u1) \
    "add.w r5, r5, #4\n\t"

#define THIMBLE_SECOND_SCORE(s, t) \
    "sub " s ", " s ", " t "\n\t" \
    "asr " s ", " s ", #8\n\t"
#define THIMBLE_SCORES_LOOP(t0, s0, t1, s1, w0, u0, w1, u1, quad, half) \
    ".balign 4\n" \
    "1:\n\t" \
    "ldr r1, %[q]\n\t" \
    "ldr r2, %[skipped]\n\t" \
    "mov " t0 ", #0\n\t" \
    "mov " s0 ", #0\n\t" \
    "mov " t1 ", #0\n\t" \
    "mov " s1 ", #0\n\t" \
    "mov " w0 ", #0\n\t" \
    "mov " u0 ", #0\n\t" \
    "mov " w1 ", #0\n\t" \
    "mov " u1 ", #0\n\t" THIMBLE_ENTER_8(half) \
    ".balign 4\n" \
    "2:\n\t" quad(t0, s0, t1, s1, w0, u0, w1, u1) quad(t0, s0, t1, s1, w0, u0, w1, u1) \
    quad(t0, s0, t1, s1, w0, u0, w1, u1) quad(t0, s0, t1, s1, w0, u0, w1, u1) \
    quad(t0, s0, t1, s1, w0, u0, w1, u1) quad(t0, s0, t1, s1, w0, u0, w1, u1) \
    quad(t0, s0, t1, s1, w0, u0, w1, u1) quad(t0, s0, t1, s1, w0, u0, w1, u1) \
    "ldr r2, %[q_end]\n\t" \
    "cmp r1, r2\n\t" \
    "bne.w 2b\n\t" \
    "ldr r1, %[scores]\n\t" \
    "ldr r2, %[rest]\n\t" \
    "ldr r3, %[scores_end]\n\t" THIMBLE_SECOND_SCORE(s0, t0) THIMBLE_SECOND_SCORE(s1, t1) \
    THIMBLE_SECOND_SCORE(u0, w0) THIMBLE_SECOND_SCORE(u1, w1) \
    "stmia.w r1!, {" t0 ", " s0 ", " t1 ", " s1 ", " w0 ", " u0 ", " w1 ", " u1 "}\n\t" \
    "add r0, r0, r2\n\t" \
    "add r5, r5, r2\n\t" \
    "str r1, %[scores]\n\t" \
    "cmp r1, r3\n\t" \
    "bne.w 1b\n\t"

/* Four scores for each of two keys. The frame is copied to where the stack pointer reaches it. */
THIMBLE_NO_FRAME THIMBLE_OUTLINED static void thimble_scores_loop(const thimble_scores_frame_t *frame)
{
    thimble_scores_frame_t f = *frame;
    uint32_t ninth;
    __asm__ volatile("ldr r0, %[k]\n\t"
                     "ldr r5, %[second]\n\t"
                     THIMBLE_WITH_R9(THIMBLE_SCORES_LOOP("r6", "r7", "r8", "r9", "r10", "r11", "r12", "lr",
                                                         THIMBLE_SCORES_14, THIMBLE_SCORES_HALF),
                                     THIMBLE_SCORES_LOOP("r4", "r6", "r7", "r8", "r10", "r11", "r12", "lr",
                                                         THIMBLE_SCORES_13, THIMBLE_SCORES_HALF_13))
                     : [scores] "+m"(f.scores), [ninth] "=&rm"(ninth)
                     : [q] "m"(f.q), [q_end] "m"(f.q_end), [k] "m"(f.k), [second] "m"(f.second),
                       [scores_end] "m"(f.scores_end), [rest] "m"(f.rest), [skipped] "m"(f.skipped)
                     : "r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8", "r10", "r11", "r12", "lr", "cc", "memory");
}
#else
/* The scores of four rows for a key. */
static inline void thimble_scores_of_key(const thimble_scores_frame_t *f, const int8_t *k, int32_t *scores)
{
    thimble_pairs_t sums = {{0, 0}, {0, 0}};
    for (const uint32_t *q = f->q; q != f->q_end; q += THIMBLE_PAIRED_QUAD_WORDS) {
        const uint32_t word = thimble_load_word(k);
        sums = thimble_pairs_add(sums, q[0], q[1], thimble_bytes_02(word));
        sums = thimble_pairs_add(sums, q[2], q[3], thimble_bytes_13(word));
        k += 4;
    }
    for (uint32_t i = 0; i < 2u; i++) {
        scores[2u * i] = sums.first[i];
        scores[2u * i + 1u] = thimble_second_of(sums.pair[i], sums.first[i]);
    }
}

static void thimble_scores_loop(const thimble_scores_frame_t *frame)
{
    const uint32_t step = frame->rest + (uint32_t)(frame->q_end - frame->q);
    uint32_t at = 0;
    for (int32_t *scores = frame->scores; scores != frame->scores_end; scores += 8) {
        thimble_scores_of_key(frame, frame->k + at, scores);
        thimble_scores_of_key(frame, frame->second + at, scores + 4);
        at += step;
    }
}
#endif

/* Of four query rows those that are missing are the last one again. */
static inline const int8_t *thimble_query_row(const int8_t *q, uint32_t rows, uint32_t stride, uint32_t row)
{
    return q + (size_t)(row < rows ? row : rows - 1u) * stride;
}

/*
 * Widens two rows that share words, two apart; whether the second has a -128. There is no room for that beside a first
 * value below 0, and -127 stands for it.
 */
static inline uint32_t thimble_pair_rows(const int8_t *first, const int8_t *second, uint32_t columns, uint32_t *to)
{
    uint32_t least = 0;
    for (const int8_t *const end = first + columns; first != end; first += 4) {
        const uint32_t a = thimble_load_word(first);
        const uint32_t b = thimble_load_word(second);
        const uint32_t raised = thimble_at_least_minus_127(b);
        to[0] = thimble_add_halves(thimble_bytes_02(a), raised << 8 & 0xff00ff00u);
        to[2] = thimble_add_halves(thimble_bytes_13(a), raised & 0xff00ff00u);
        least |= raised ^ b;
        second += 4;
        to += THIMBLE_PAIRED_QUAD_WORDS;
    }
    return least;
}

/* Takes off what a second row's scores have too much where its value is -128 and -127 stood for it. */
static void thimble_correct_scores(const int8_t *row, const int8_t *k, uint32_t tokens, uint32_t stride,
                                   uint32_t columns, int32_t *scores)
{
    const int32_t *const end = scores + 4u * (size_t)tokens;
    for (const int8_t *const row_end = row + columns; row != row_end; row++) {
        const int8_t *value = k++;
        for (int32_t *score = *row == -128 ? scores : scores + 4u * (size_t)tokens; score != end; score += 4) {
            *score -= *value;
            value += stride;
        }
    }
}

/*
 * The scores of up to four query rows, four for each token and, where their number is odd, of one more; block has room
 * for four widened rows.
 */
static void thimble_scores(const int8_t *q, uint32_t rows, const int8_t *k, uint32_t tokens, uint32_t stride,
                           uint32_t head_width, uint32_t *block, int32_t *scores)
{
    const uint32_t even = tokens / 2u * 2u;
    thimble_scores_frame_t frame = {block,
                                    block + head_width,
                                    k,
                                    k + stride,
                                    scores,
                                    scores + 4u * (size_t)even,
                                    2u * stride - head_width,
                                    (0u - head_width / 4u) % 8u};
    uint32_t least[2];
    for (uint32_t pair = 0; pair < 2u; pair++) {
        least[pair] = thimble_pair_rows(thimble_query_row(q, rows, stride, 2u * pair),
                                        thimble_query_row(q, rows, stride, 2u * pair + 1u), head_width, block + pair);
    }
    if (even != 0) {
        thimble_scores_loop(&frame);
    }
    if (even != tokens) {
        frame.k += (size_t)even * stride;
        frame.second = frame.k;
        frame.scores = frame.scores_end;
        frame.scores_end += 8;
        thimble_scores_loop(&frame);
    }
    for (uint32_t pair = 0; pair < 2u; pair++) {
        if (least[pair] != 0) {
            const uint32_t row = 2u * pair + 1u;
            thimble_correct_scores(thimble_query_row(q, rows, stride, row), k, tokens, stride, head_width,
                                   scores + row);
        }
    }
}

#endif
