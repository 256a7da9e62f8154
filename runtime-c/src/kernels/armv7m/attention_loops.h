/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: the two products of attention on Armv7-M, four query rows at a time (attention.c). What goes with a
 * result waits in memory, for the loops take the registers.
 */
#ifndef THIMBLE_ATTENTION_LOOPS_H
#define THIMBLE_ATTENTION_LOOPS_H

#include "packed_loop.h"
#include "thimble/fixed.h"

/* Words of a token: its four scores, then the weights in their place. */
#define THIMBLE_TOKEN_WORDS 4u

/* Scores: four query rows, packed, by the keys. */
typedef struct {
    thimble_packed_columns_t columns;
    const int8_t *k;
    uint32_t bytes; /* from the end of a key to the next */
    int32_t *scores;
    int32_t *scores_end; /* at least one token on */
} thimble_score_frame_t;

/* Weighted sums: four rows of weights by columns of v. */
typedef struct {
    const int8_t *v;
    uint32_t stride;         /* bytes from a token's value to the next one's */
    const int32_t *weights;  /* the last word before them; so are the ends */
    const int32_t *sixteens; /* of the last 16 tokens */
    const int32_t *pairs;    /* of the last two */
    const int32_t *end;
    thimble_four_t total; /* the sums of weights */
    thimble_four_t multiplier;
    uint32_t shift;
    int32_t zero_point;
    int8_t *y;
    int8_t *y_end; /* of the first row; at least one column on */
    uint32_t to_1; /* bytes from the first row of y to the others, which may be the same */
    uint32_t to_2;
    uint32_t to_3;
} thimble_weighted_sums_frame_t;

#if THIMBLE_ARMV7M
#define THIMBLE_SCORE_LOOP(begin, compare) \
    "ldr r0, %[k]\n\t" \
    "mov.w r8, #0x7f007f00\n\t" begin \
    ".balign 4\n" \
    "1:\n\t" \
    "ldr r1, %[block]\n\t" \
    "ldr r3, %[offsets]\n\t" \
    "rsb r11, r3, #0\n\t" THIMBLE_PACKED_BEGIN(compare) \
    "3:\n\t" \
    "ldr r2, %[end]\n\t" \
    "ldr r3, %[scores]\n\t" \
    "ldr r4, %[bytes]\n\t" \
    "ldr r5, %[scores_end]\n\t" \
    "cmp r1, r2\n\t" \
    "bne.w 4f\n\t" THIMBLE_PACKED_END \
    "str r10, [r3], #16\n\t" \
    "str r11, [r3, #-12]\n\t" \
    "str r12, [r3, #-8]\n\t" \
    "str lr, [r3, #-4]\n\t" \
    "str r3, %[scores]\n\t" \
    "add r0, r0, r4\n\t" \
    "cmp r3, r5\n\t" \
    "bne.w 1b\n\t" \
    "b.w 8f\n" \
    "4:\n\t" THIMBLE_PACKED_REST \
    "8:\n\t"

/* Four scores for each key. The frame is copied to where the stack pointer reaches it. */
THIMBLE_NO_FRAME THIMBLE_OUTLINED static void thimble_score_loop(const thimble_score_frame_t *frame)
{
    thimble_score_frame_t f = *frame;
    uint32_t ninth;
    __asm__ volatile(THIMBLE_WITH_R9(THIMBLE_SCORE_LOOP("ldr r9, %[sixteens]\n\t", "cmp r1, r9\n\t"),
                                     THIMBLE_SCORE_LOOP("", "ldr r2, %[sixteens]\n\tcmp r1, r2\n\t"))
                     : [scores] "+m"(f.scores), [ninth] "=&rm"(ninth)
                     : [k] "m"(f.k), [bytes] "m"(f.bytes), [scores_end] "m"(f.scores_end),
                       THIMBLE_PACKED_COLUMNS(f.columns)
                     : THIMBLE_ALL_BUT_R9);
}

/*
 * A weight of 0 ... 255 times a value of v, to which 128 is added, is below 2^16, so that the two products in a word
 * keep apart with nothing added to them. The sums start below zero by what that makes them too large.
 */
static inline thimble_packed_sums_t thimble_weighted_sums_start(thimble_four_t total)
{
    const uint32_t upper_01 = 0u - 128u * (uint32_t)total.row[1];
    const uint32_t upper_23 = 0u - 128u * (uint32_t)total.row[3];
    const thimble_packed_sums_t sums = {upper_01, (upper_01 << 16) - 128u * (uint32_t)total.row[0], upper_23,
                                        (upper_23 << 16) - 128u * (uint32_t)total.row[2]};
    return sums;
}

/* Two rows' weights of a token: in the second of their words. */
static inline void thimble_store_weights(int32_t *words, uint32_t first, uint32_t second)
{
    words[1] = (int32_t)(first + (second << 16));
}

/* r0: the next token's value; r1: its weights; r8: the stride; sums as in packed_loop.h. */
#define THIMBLE_TWO_TOKENS(words_0, words_1, words_2, words_3) \
    "ldrb r2, [r0]\n\t" \
    "ldrb r3, [r0, r8]\n\t" \
    "ldr r4, " words_0 "\n\t" \
    "ldr r5, " words_1 "\n\t" \
    "ldr r6, " words_2 "\n\t" \
    "ldr r7, " words_3 "\n\t" \
    "add r0, r0, r8, lsl #1\n\t" \
    "eor r2, r2, #128\n\t" \
    "eor r3, r3, #128\n\t" \
    "muls r4, r2, r4\n\t" \
    "muls r5, r2, r5\n\t" \
    "muls r6, r3, r6\n\t" \
    "muls r7, r3, r7\n\t" THIMBLE_ADD_HALVES("r4", "r5") THIMBLE_ADD_HALVES("r6", "r7")
#define THIMBLE_EIGHT_TOKENS \
    THIMBLE_TWO_TOKENS("[r1, #8]", "[r1, #16]", "[r1, #24]", "[r1, #32]") \
    THIMBLE_TWO_TOKENS("[r1, #40]", "[r1, #48]", "[r1, #56]", "[r1, #64]") \
    THIMBLE_TWO_TOKENS("[r1, #72]", "[r1, #80]", "[r1, #88]", "[r1, #96]") \
    THIMBLE_TWO_TOKENS("[r1, #104]", "[r1, #112]", "[r1, #120]", "[r1, #128]!")

/* The tokens that are left, if there are any; then back to 3. */
#define THIMBLE_REST_OF_TOKENS \
    "ldr r2, %[pairs]\n\t" \
    "cmp r1, r2\n\t" \
    "beq.n 6f\n\t" \
    ".balign 4\n" \
    "5:\n\t" THIMBLE_TWO_TOKENS("[r1, #8]", "[r1, #16]", "[r1, #24]", "[r1, #32]!") \
    "ldr r2, %[pairs]\n\t" \
    "cmp r1, r2\n\t" \
    "bne.n 5b\n" \
    "6:\n\t" \
    "ldr r2, %[end]\n\t" \
    "cmp r1, r2\n\t" \
    "beq.w 3b\n\t" \
    "ldrb r2, [r0]\n\t" \
    "ldr r4, [r1, #8]\n\t" \
    "ldr r5, [r1, #16]!\n\t" \
    "eor r2, r2, #128\n\t" \
    "muls r4, r2, r4\n\t" \
    "muls r5, r2, r5\n\t" THIMBLE_ADD_HALVES("r4", "r5") \
    "b.w 3b\n"

#define THIMBLE_WEIGHTED_SUMS_LOOP(begin, compare) \
    "ldr r8, %[stride]\n\t" begin \
    ".balign 4\n" \
    "1:\n\t" \
    "ldr r0, %[v]\n\t" \
    "ldr r1, %[weights]\n\t" \
    "ldr r10, %[all_01]\n\t" \
    "ldr r11, %[upper_01]\n\t" \
    "ldr r12, %[all_23]\n\t" \
    "ldr lr, %[upper_23]\n\t" \
    "add r2, r0, #1\n\t" \
    "str r2, %[v]\n\t" compare \
    "beq.w 3f\n\t" \
    ".balign 4\n" \
    "2:\n\t" THIMBLE_EIGHT_TOKENS THIMBLE_EIGHT_TOKENS compare \
    "bne.w 2b\n" \
    "3:\n\t" \
    "ldr r2, %[end]\n\t" \
    "ldr r3, %[multiplier_2]\n\t" \
    "ldr r4, %[multiplier_3]\n\t" \
    "ldr r5, %[zero_point]\n\t" \
    "ldr r6, %[shift]\n\t" \
    "ldr r7, %[y]\n\t" \
    "cmp r1, r2\n\t" \
    "bne.w 4f\n\t" \
    "ldr r0, %[multiplier_0]\n\t" \
    "ldr r1, %[multiplier_1]\n\t" THIMBLE_PACKED_END \
    THIMBLE_PACKED_RESULT("r10", "r0", "#8") THIMBLE_PACKED_RESULT("r11", "r1", "#8") \
    THIMBLE_PACKED_RESULT("r12", "r3", "#8") THIMBLE_PACKED_RESULT("lr", "r4", "#8") \
    THIMBLE_PACKED_STORE("strb", "#1") \
    "bne.w 1b\n\t" \
    "b.w 8f\n" \
    "4:\n\t" THIMBLE_REST_OF_TOKENS \
    "8:\n\t"

/* Four results for each column. */
THIMBLE_NO_FRAME THIMBLE_OUTLINED static void thimble_weighted_sums_loop(const thimble_weighted_sums_frame_t *frame)
{
    thimble_weighted_sums_frame_t f = *frame;
    const thimble_packed_sums_t start = thimble_weighted_sums_start(f.total);
    uint32_t ninth;
    __asm__ volatile(THIMBLE_WITH_R9(THIMBLE_WEIGHTED_SUMS_LOOP("ldr r9, %[sixteens]\n\t", "cmp r1, r9\n\t"),
                                     THIMBLE_WEIGHTED_SUMS_LOOP("", "ldr r2, %[sixteens]\n\tcmp r1, r2\n\t"))
                     : [v] "+m"(f.v), [y] "+m"(f.y), [ninth] "=&rm"(ninth)
                     : [stride] "m"(f.stride), [weights] "m"(f.weights), [sixteens] "m"(f.sixteens),
                       [pairs] "m"(f.pairs), [end] "m"(f.end), [all_01] "m"(start.all_01),
                       [upper_01] "m"(start.upper_01), [all_23] "m"(start.all_23),
                       [upper_23] "m"(start.upper_23), [multiplier_0] "m"(f.multiplier.row[0]),
                       [multiplier_1] "m"(f.multiplier.row[1]), [multiplier_2] "m"(f.multiplier.row[2]),
                       [multiplier_3] "m"(f.multiplier.row[3]), [shift] "m"(f.shift), [zero_point] "m"(f.zero_point),
                       [y_end] "m"(f.y_end), [to_1] "m"(f.to_1), [to_2] "m"(f.to_2), [to_3] "m"(f.to_3)
                     : THIMBLE_ALL_BUT_R9);
}
#else
static void thimble_score_loop(const thimble_score_frame_t *frame)
{
    const uint32_t *const block = frame->columns.block;
    const uint32_t columns = frame->columns.count;
    const int8_t *k = frame->k;
    for (int32_t *scores = frame->scores; scores != frame->scores_end; scores += THIMBLE_TOKEN_WORDS) {
        const thimble_four_t sums = thimble_dot_4(block, k, columns, 0);
        scores[0] = sums.row[0];
        scores[1] = sums.row[1];
        scores[2] = sums.row[2];
        scores[3] = sums.row[3];
        k += columns;
        k += frame->bytes;
    }
}

/* Two rows' weights of a token: each in a word, for to take them apart costs what a second load does. */
static inline void thimble_store_weights(int32_t *words, uint32_t first, uint32_t second)
{
    words[0] = (int32_t)first;
    words[1] = (int32_t)second;
}

/* Two rows' sums, two tokens at a time: few enough registers for any core. */
THIMBLE_OUTLINED static void thimble_two_weighted(const thimble_weighted_sums_frame_t *f, const int8_t *v,
                                                  const int32_t *x, int32_t *sums)
{
    const uint32_t stride = f->stride;
    const int32_t *const end = x + (f->pairs - f->weights);
    int32_t s0 = 0;
    int32_t s1 = 0;
    for (; x != end; x += 2u * THIMBLE_TOKEN_WORDS) {
        const int32_t a = *v;
        v += stride;
        s0 += x[0] * a;
        s1 += x[1] * a;
        const int32_t b = *v;
        v += stride;
        s0 += x[4] * b;
        s1 += x[5] * b;
    }
    if (f->pairs != f->end) {
        s0 += x[0] * *v;
        s1 += x[1] * *v;
    }
    sums[0] = s0;
    sums[1] = s1;
}

static void thimble_weighted_sums_loop(const thimble_weighted_sums_frame_t *f)
{
    const uint32_t to[4] = {0, f->to_1, f->to_2, f->to_3};
    const int8_t *v = f->v;
    for (int8_t *y = f->y; y != f->y_end; y++) {
        thimble_four_t sums;
        thimble_two_weighted(f, v, f->weights + 1, sums.row);
        thimble_two_weighted(f, v, f->weights + 3, sums.row + 2);
        v++;
        for (uint32_t row = 0; row < 4u; row++) {
            y[to[row]] = thimble_saturate_8(thimble_requantized(sums.row[row], f->shift, f->multiplier.row[row],
                                                                f->zero_point));
        }
    }
}
#endif

#endif
