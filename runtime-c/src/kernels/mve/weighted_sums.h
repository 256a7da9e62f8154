/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: the weighted sums of attention on Helium: pairs of query rows meet four transposed columns at a
 * time.
 */
#ifndef THIMBLE_WEIGHTED_SUMS_H
#define THIMBLE_WEIGHTED_SUMS_H

#include "tile.h"

/* What the loop over pairs reads; the first part is in an order that the assembly knows. */
typedef struct {
    int32_t zeros[2];   /* what the sums begin with; registers in between are a pointer and a counter */
    const uint8_t *w;   /* four columns, sixteen by sixteen side by side */
    int32_t zero;
    uint32_t count;     /* of the loop's rounds */
    int32_t others[5];
    const uint8_t *last; /* sixteen tokens of them, which stay in registers for all pairs */
} thimble_weighted_sums_t;

#if THIMBLE_MVE
/* Loads and products alternate as in THIMBLE_PRODUCTS; x: weights, from pair to pair. */
#define THIMBLE_WEIGHTED_16(x) \
    "vmladava.u8 r0, q0, q2\n" THIMBLE_LOAD("q3", "r3") "vmladava.u8 r8, q1, q2\n" \
    THIMBLE_LOAD("q2", "r3") "vmladava.u8 r2, q0, q3\n vmladava.u8 r10, q1, q3\n" \
    THIMBLE_LOAD("q3", "r3") "vmladava.u8 r4, q0, q2\n vmladava.u8 r12, q1, q2\n" \
    THIMBLE_LOAD("q2", "r3") "vmladava.u8 r6, q0, q3\n" THIMBLE_LOAD("q0", x) "vmladava.u8 lr, q1, q3\n" \
    THIMBLE_LOAD("q1", x)
#define THIMBLE_WEIGHTED_LAST \
    "vmladava.u8 r0, q0, q4\n vmladava.u8 r8, q1, q4\n vmladava.u8 r2, q0, q5\n vmladava.u8 r10, q1, q5\n" \
    "vmladava.u8 r4, q0, q6\n vmladava.u8 r12, q1, q6\n vmladava.u8 r6, q0, q7\n vmladava.u8 lr, q1, q7\n"

/* The loops: 64 tokens a round but for the last 16, or 16. */
#define THIMBLE_WEIGHTED_FOURS(x) \
    THIMBLE_LOAD("q2", "r3") "2:\n" THIMBLE_WEIGHTED_16(x) THIMBLE_WEIGHTED_16(x) THIMBLE_WEIGHTED_16(x) \
    "subs r5, r5, #1\n beq 3f\n" THIMBLE_WEIGHTED_16(x) "b 2b\n"
#define THIMBLE_WEIGHTED_ONES(x) \
    "cbz r5, 3f\n" THIMBLE_LOAD("q2", "r3") "2:\n" THIMBLE_WEIGHTED_16(x) "subs r5, r5, #1\n bne 2b\n"

/*
 * r1: the description; r7: the sums' end. The sums' pointer is r11 while x is r9; where that is reserved, x is r11, and
 * the sums' pointer waits where x was, from which `begin` takes it into r3 and `end` puts it back.
 */
#define THIMBLE_WEIGHTED_SUMS(loop, x, sums, begin, end) \
    "ldr r0, [r1, #40]\n vldrb.8 q4, [r0]\n vldrb.8 q5, [r0, #16]\n vldrb.8 q6, [r0, #32]\n vldrb.8 q7, [r0, #48]\n" \
    "1: ldm r1, {r0, r2, r3, r4, r5, r6, r8, r10, r12, lr}\n" THIMBLE_LOAD("q0", x) THIMBLE_LOAD("q1", x) \
    loop(x) "3:\n" THIMBLE_WEIGHTED_LAST \
    begin "stm " sums "!, {r0, r2, r4, r6, r8, r10, r12, lr}\n" end "cmp " sums ", r7\n bne 1b\n"

#define THIMBLE_DEFINE_WEIGHTED(name, loop) \
    static THIMBLE_NO_FRAME void name(const thimble_weighted_sums_t *description, const uint8_t *weights, \
                                      int32_t *sums, const int32_t *end) \
    { \
        register const thimble_weighted_sums_t *m __asm__("r1") = description; \
        register const int32_t *until __asm__("r7") = end; \
        register int32_t *to __asm__("r11") = sums; \
        const uint8_t *ninth = weights; \
        __asm__ volatile(THIMBLE_WITH_R9(THIMBLE_WEIGHTED_SUMS(loop, "r9", "r11", "", ""), \
                                         "ldr r3, %[ninth]\n str r11, %[ninth]\n mov r11, r3\n" \
                                         THIMBLE_WEIGHTED_SUMS(loop, "r11", "r3", "ldr r3, %[ninth]\n", \
                                                               "str r3, %[ninth]\n")) \
                         : "+r"(m), "+r"(to), [ninth] "+rm"(ninth) \
                         : "r"(until) \
                         : "r0", "r2", "r3", "r4", "r5", "r6", "r8", "r10", "r12", "lr", "cc", "memory", "q0", "q1", \
                           "q2", "q3", "q4", "q5", "q6", "q7"); \
    }

THIMBLE_DEFINE_WEIGHTED(thimble_weighted_fours, THIMBLE_WEIGHTED_FOURS)
THIMBLE_DEFINE_WEIGHTED(thimble_weighted_ones, THIMBLE_WEIGHTED_ONES)
#endif

/* Four columns of each of four groups; their sums lie `step` apart. */
typedef struct {
    const uint8_t *weights;
    const uint8_t *columns;
    uint32_t vectors; /* of 16 tokens, 1 or more */
    uint32_t pairs;   /* of rows, 1 or more */
    uint32_t step;
} thimble_weighted_t;

/*
 * The sums of weights and columns: eight for each pair of rows, those of the first row, then those of the second. None
 * reaches 2^32, for which there would have to be 2^16 tokens.
 */
static inline void thimble_weighted_sums(const thimble_weighted_t *x, int32_t *sums)
{
#if THIMBLE_MVE
    const uint32_t bytes = x->vectors * 64u;
    const uint32_t is_fours = x->vectors % 4u == 0;
    thimble_weighted_sums_t description = {{0, 0}, x->columns, 0, is_fours ? x->vectors / 4u : x->vectors - 1u,
                                           {0, 0, 0, 0, 0}, x->columns + bytes - 64u};
    for (uint32_t group = 0; group < 4u; group++) {
        const int32_t *const end = sums + (size_t)x->pairs * THIMBLE_TILE_SUMS;
        if (is_fours) {
            thimble_weighted_fours(&description, x->weights, sums, end);
        } else {
            thimble_weighted_ones(&description, x->weights, sums, end);
        }
        description.w += bytes;
        description.last += bytes;
        sums += x->step;
    }
#else
    for (uint32_t i = 0; i < 4u * x->pairs * THIMBLE_TILE_SUMS; i++) {
        const uint32_t group = i / (x->pairs * THIMBLE_TILE_SUMS);
        const uint32_t at = i % (x->pairs * THIMBLE_TILE_SUMS);
        const uint8_t *const row = x->weights + (size_t)(at / 8u) * x->vectors * 32u + at / 4u % 2u * 16u;
        const uint8_t *const columns = x->columns + (size_t)group * x->vectors * 64u + at % 4u * 16u;
        int32_t sum = 0;
        for (uint32_t j = 0; j < 16u * x->vectors; j++) {
            sum += row[j / 16u * 32u + j % 16u] * columns[j / 16u * 64u + j % 16u];
        }
        sums[group * x->step + at] = sum;
    }
#endif
}

#endif
