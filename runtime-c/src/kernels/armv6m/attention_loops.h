/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: the two products of attention on Armv6-M, two or four query rows at a time (attention.c). What goes
 * with a result waits in memory, for the loops take the registers.
 */
#ifndef THIMBLE_ATTENTION_LOOPS_H
#define THIMBLE_ATTENTION_LOOPS_H

#include "row_loops.h"
#include "thimble/fixed.h"

/* Words of a token: its four scores, then in the first two of them the weights of two rows each. */
#define THIMBLE_TOKEN_WORDS 4u

/* Scores: query rows, packed and negated, by the keys; two rows leave the third and fourth score as they are. */
typedef struct {
    thimble_block_columns_t columns;
    uint32_t rows;
    uint32_t width; /* columns of a key */
    const int8_t *k;
    uint32_t bytes; /* from the end of a key to the next */
    int32_t *scores;
    int32_t *scores_end; /* at least one token on */
} thimble_score_frame_t;

/* Weighted sums: rows of weights by columns of v. */
typedef struct {
    const int8_t *v;
    uint32_t stride;         /* bytes from a token's value to the next one's */
    const int32_t *weights;  /* of the first token */
    const int32_t *last;     /* of the token after the last */
    int32_t multiplier[4];
    uint32_t shift;
    int32_t zero_point;
    int8_t *y;
    int8_t *y_end; /* of the first row; at least one column on */
    uint32_t to_1; /* bytes from the first row of y to the others, which may be the same */
    uint32_t to_2;
    uint32_t to_3;
} thimble_weighted_sums_frame_t;

#if THIMBLE_ARMV6M
/* Before the first key, and after one; lr keeps what lies between keys, r11 the half that rounds. */
#define THIMBLE_SCORES_BEGIN \
    ".syntax unified\n\t" \
    "ldr r0, %[sixteens]\n\t" \
    "mov r12, r0\n\t" \
    "ldr r0, %[bytes]\n\t" \
    "mov lr, r0\n\t" \
    "movs r0, #128\n\t" \
    "lsls r0, r0, #8\n\t" \
    "mov r11, r0\n\t" \
    "ldr r7, %[k]\n\t" \
    ".balign 4\n" \
    "1:\n\t" \
    "ldr r0, %[block]\n\t" \
    "movs r5, #0\n\t" \
    "mov r8, r5\n\t"
#define THIMBLE_SCORES_NEXT \
    "ldr r4, %[scores_end]\n\t" \
    "str r3, %[scores]\n\t" \
    "add r7, r7, lr\n\t" \
    "cmp r3, r4\n\t" \
    "beq.n 9f\n\t" \
    "b.n 1b\n" \
    "9:\n\t"

/* Two scores of sums that are negated. */
#define THIMBLE_TWO_SCORES(upper, all) \
    "lsls r0, " upper ", #16\n\t" \
    "mov r1, " all "\n\t" \
    "subs r1, r0, r1\n\t" \
    "rsbs r2, " upper ", #0\n\t" \
    "stm r3!, {r1, r2}\n\t"

#define THIMBLE_SCORES_OF_TWO \
    THIMBLE_SCORES_BEGIN \
    THIMBLE_ALL_COLUMNS(THIMBLE_PAIR_OF_TWO, THIMBLE_ODD_OF_TWO, THIMBLE_ADD_ROUNDED) \
    "ldr r3, %[scores]\n\t" THIMBLE_TWO_SCORES("r5", "r8") \
    "adds r3, r3, #8\n\t" THIMBLE_SCORES_NEXT
#define THIMBLE_SCORES_OF_FOUR \
    THIMBLE_SCORES_BEGIN \
    "mov r10, r5\n\t" \
    "mov r6, r5\n\t" \
    THIMBLE_ALL_COLUMNS(THIMBLE_PAIR_OF_FOUR, THIMBLE_ODD_OF_FOUR, THIMBLE_ADD_ROUNDED) \
    "ldr r3, %[scores]\n\t" THIMBLE_TWO_SCORES("r5", "r8") THIMBLE_TWO_SCORES("r6", "r10") THIMBLE_SCORES_NEXT

/* The frame is copied word by word, for as a whole its address would have to be in a register, and stay there. */
#define DEFINE_SCORE_LOOP(name, loop) \
    THIMBLE_NO_FRAME THIMBLE_OUTLINED static void name(const thimble_score_frame_t *frame) \
    { \
        thimble_score_frame_t f = {{frame->columns.block, frame->columns.sixteens, frame->columns.pairs, \
                                    frame->columns.end}, \
                                   frame->rows, \
                                   frame->width, \
                                   frame->k, \
                                   frame->bytes, \
                                   frame->scores, \
                                   frame->scores_end}; \
        __asm__ volatile(loop \
                         : [scores] "+m"(f.scores), [k] "+m"(f.k), [bytes] "+m"(f.bytes), \
                           [scores_end] "+m"(f.scores_end), THIMBLE_BLOCK_COLUMNS(f.columns) \
                         : \
                         : THIMBLE_LOW_REGISTERS, "r8", "r10", "r11", "r12", "lr"); \
    }

DEFINE_SCORE_LOOP(thimble_scores_of_two, THIMBLE_SCORES_OF_TWO)
DEFINE_SCORE_LOOP(thimble_scores_of_four, THIMBLE_SCORES_OF_FOUR)

static inline void thimble_score_loop(const thimble_score_frame_t *frame)
{
    if (frame->rows <= 2u) {
        thimble_scores_of_two(frame);
    } else {
        thimble_scores_of_four(frame);
    }
}

/*
 * A token: r0 is its value, r1 its weights, r7 is 0. A product of 0 ... 255 and 8 bits has 16 bits, so that the halves
 * of a word are taken apart as in row_pairs.h.
 */
#define THIMBLE_WEIGHTED(words, upper, all) \
    "muls " words ", r2, " words "\n\t" \
    "add " all ", " all ", " words "\n\t" \
    "asrs " words ", " words ", #16\n\t" \
    "adcs " upper ", " upper ", " words "\n\t"
#define THIMBLE_TOKEN_OF_TWO \
    "ldrsb r2, [r0, r7]\n\t" \
    "ldr r3, [r1]\n\t" \
    "add r0, r0, r12\n\t" \
    "adds r1, r1, #16\n\t" THIMBLE_WEIGHTED("r3", "r5", "r8")
#define THIMBLE_TOKEN_OF_FOUR \
    "ldrsb r2, [r0, r7]\n\t" \
    "ldm r1!, {r3, r4}\n\t" \
    "add r0, r0, r12\n\t" \
    "adds r1, r1, #8\n\t" THIMBLE_WEIGHTED("r3", "r5", "r8") THIMBLE_WEIGHTED("r4", "r6", "r10")

/* The sum in r0 as a result of a row with that multiplier. */
#define THIMBLE_WEIGHTED_RESULT(multiplier) \
    "ldr r2, " multiplier "\n\t" THIMBLE_MULTIPLIER_HALVES THIMBLE_RESULT(THIMBLE_SATURATE_8)

#define THIMBLE_WEIGHTED_SUMS(tokens, more_results) \
    ".syntax unified\n\t" \
    "ldr r0, %[stride]\n\t" \
    "mov r12, r0\n\t" \
    "ldr r0, %[zero_point]\n\t" \
    "mov lr, r0\n\t" \
    "ldr r0, %[last]\n\t" \
    "mov r11, r0\n\t" \
    ".balign 4\n" \
    "1:\n\t" \
    "ldr r0, %[v]\n\t" \
    "ldr r1, %[weights]\n\t" \
    "adds r2, r0, #1\n\t" \
    "str r2, %[v]\n\t" \
    "movs r7, #0\n\t" \
    "movs r5, #0\n\t" \
    "movs r6, #0\n\t" \
    "mov r8, r7\n\t" \
    "mov r10, r7\n" \
    "2:\n\t" tokens \
    "cmp r1, r11\n\t" \
    "bne.n 2b\n\t" \
    "ldr r7, %[y]\n\t" \
    THIMBLE_FIRST_SUM("r5", "r8") THIMBLE_WEIGHTED_RESULT("%[multiplier_0]") \
    "strb r0, [r7]\n\t" \
    "mov r0, r5\n\t" THIMBLE_WEIGHTED_RESULT("%[multiplier_1]") \
    "ldr r1, %[to_1]\n\t" \
    "strb r0, [r7, r1]\n\t" more_results \
    "adds r7, r7, #1\n\t" \
    "ldr r1, %[y_end]\n\t" \
    "str r7, %[y]\n\t" \
    "cmp r7, r1\n\t" \
    "beq.n 9f\n\t" \
    "b.n 1b\n" \
    "9:\n\t"
#define THIMBLE_LAST_WEIGHTED_RESULTS \
    THIMBLE_FIRST_SUM("r6", "r10") THIMBLE_WEIGHTED_RESULT("%[multiplier_2]") \
    "ldr r1, %[to_2]\n\t" \
    "strb r0, [r7, r1]\n\t" \
    "mov r0, r6\n\t" THIMBLE_WEIGHTED_RESULT("%[multiplier_3]") \
    "ldr r1, %[to_3]\n\t" \
    "strb r0, [r7, r1]\n\t"

#define DEFINE_WEIGHTED_SUMS_LOOP(name, tokens, more_results) \
    THIMBLE_NO_FRAME THIMBLE_OUTLINED static void name(const thimble_weighted_sums_frame_t *frame) \
    { \
        thimble_weighted_sums_frame_t f = {frame->v, \
                                           frame->stride, \
                                           frame->weights, \
                                           frame->last, \
                                           {frame->multiplier[0], frame->multiplier[1], frame->multiplier[2], \
                                            frame->multiplier[3]}, \
                                           frame->shift, \
                                           frame->zero_point, \
                                           frame->y, \
                                           frame->y_end, \
                                           frame->to_1, \
                                           frame->to_2, \
                                           frame->to_3}; \
        __asm__ volatile(THIMBLE_WEIGHTED_SUMS(tokens, more_results) \
                         : [v] "+m"(f.v), [y] "+m"(f.y), \
                           [stride] "+m"(f.stride), [weights] "+m"(f.weights), [last] "+m"(f.last), \
                           [multiplier_0] "+m"(f.multiplier[0]), [multiplier_1] "+m"(f.multiplier[1]), \
                           [multiplier_2] "+m"(f.multiplier[2]), [multiplier_3] "+m"(f.multiplier[3]), \
                           [shift] "+m"(f.shift), [zero_point] "+m"(f.zero_point), [y_end] "+m"(f.y_end), \
                           [to_1] "+m"(f.to_1), [to_2] "+m"(f.to_2), [to_3] "+m"(f.to_3) \
                         : \
                         : THIMBLE_LOW_REGISTERS, "r8", "r10", "r11", "r12", "lr"); \
    }

DEFINE_WEIGHTED_SUMS_LOOP(thimble_weighted_sums_of_two, THIMBLE_TOKEN_OF_TWO, "")
DEFINE_WEIGHTED_SUMS_LOOP(thimble_weighted_sums_of_four, THIMBLE_TOKEN_OF_FOUR, THIMBLE_LAST_WEIGHTED_RESULTS)

static inline void thimble_weighted_sums_loop(const thimble_weighted_sums_frame_t *frame, uint32_t rows)
{
    if (rows <= 2u) {
        thimble_weighted_sums_of_two(frame);
    } else {
        thimble_weighted_sums_of_four(frame);
    }
}
#else
static void thimble_score_loop(const thimble_score_frame_t *frame)
{
    const uint32_t words = frame->rows > 2u ? THIMBLE_WORDS_OF_FOUR : THIMBLE_WORDS_OF_TWO;
    const int8_t *k = frame->k;
    for (int32_t *scores = frame->scores; scores != frame->scores_end; scores += THIMBLE_TOKEN_WORDS) {
        for (uint32_t row = 0; row < words; row += 2u) {
            const thimble_two_t sums = thimble_dot_2(frame->columns.block + row, k, frame->width, words, 0);
            scores[row] = -sums.row[0];
            scores[row + 1u] = -sums.row[1];
        }
        k += frame->width;
        k += frame->bytes;
    }
}

/* A column's sums of two rows, whose weights are the words at `weights` and each token after it. */
static thimble_two_t thimble_weighted_sum(const thimble_weighted_sums_frame_t *f, const int8_t *v,
                                          const int32_t *weights, const int32_t *last)
{
    thimble_pair_sums_t s = {0, 0};
    for (; weights != last; weights += THIMBLE_TOKEN_WORDS) {
        const uint32_t a = (uint32_t)(int32_t)*v;
        s = thimble_pair_plus(s, (uint32_t)*weights * a);
        v += f->stride;
    }
    const thimble_two_t rows = {{(int32_t)(s.all - (s.upper << 16)), (int32_t)s.upper}};
    return rows;
}

static void thimble_weighted_sums_loop(const thimble_weighted_sums_frame_t *f, uint32_t rows)
{
    const uint32_t to[4] = {0, f->to_1, f->to_2, f->to_3};
    const int8_t *v = f->v;
    for (int8_t *y = f->y; y != f->y_end; y++) {
        for (uint32_t row = 0; row < rows; row++) {
            const thimble_two_t sums =
                thimble_weighted_sum(f, v, f->weights + row / 2u, f->last + row / 2u);
            y[to[row]] = thimble_saturate_8(
                thimble_requantized(sums.row[row % 2u], f->shift, f->multiplier[row], f->zero_point));
        }
        v++;
    }
}
#endif

#endif
