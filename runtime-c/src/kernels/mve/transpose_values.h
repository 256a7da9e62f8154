/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: transposing columns of v on Helium, sixteen at a time, into what thimble_weighted_sums reads: four
 * groups of four columns, in each of which sixteen tokens of one column, in the order of their weights, lie beside
 * those of the next.
 *
 * Words of four columns, gathered from sixteen tokens, are stored in the order of weights and loaded byte by byte.
 * Where there are no sixteen columns or words, interleaving stores put four tokens together byte by byte; gathers of
 * words and interleaving stores of words put sixteen together and four columns side by side.
 */
#ifndef THIMBLE_TRANSPOSE_VALUES_H
#define THIMBLE_TRANSPOSE_VALUES_H

#include "softmax_weights.h"

#define THIMBLE_VALUE_COLUMNS 16u
/* v + 128 as unsigned values, as weights are. */
#define THIMBLE_VALUE_FLIP 0x80u

/* Columns of v from one on. */
typedef struct {
    const int8_t *quarter[THIMBLE_QUARTERS]; /* the first token of each quarter */
    size_t pitch;                            /* bytes from a token to the next */
    uint32_t columns;                        /* 1 ... 16 */
    uint32_t tiles;                          /* tokens of a quarter */
} thimble_values_t;

/* Sixteen columns, the next of which follows `group` bytes on but for every fourth. */
typedef struct {
    uint8_t *to;
    uint32_t group;
} thimble_transposed_t;

#if THIMBLE_MVE
#define THIMBLE_NEXT_TOKEN(row, pitch) "add " row ", " row ", " pitch "\n"
#define THIMBLE_LOAD_SOME(q, row) "vpst\n vldrbt.8 " q ", [" row "]\n"

/* Two tokens of two quarters: word i is column i. */
#define THIMBLE_TWO_QUARTERS(a, b, pitch, to) \
    THIMBLE_LOAD_SOME("q0", a) THIMBLE_LOAD_SOME("q2", b) THIMBLE_NEXT_TOKEN(a, pitch) THIMBLE_NEXT_TOKEN(b, pitch) \
    THIMBLE_LOAD_SOME("q1", a) THIMBLE_LOAD_SOME("q3", b) THIMBLE_NEXT_TOKEN(a, pitch) THIMBLE_NEXT_TOKEN(b, pitch) \
    "veor q0, q0, q4\n veor q1, q1, q4\n veor q2, q2, q4\n veor q3, q3, q4\n" \
    "vst40.8 {q0, q1, q2, q3}, [" to "]\n vst41.8 {q0, q1, q2, q3}, [" to "]\n" \
    "vst42.8 {q0, q1, q2, q3}, [" to "]\n vst43.8 {q0, q1, q2, q3}, [" to "]!\n"

/* Columns i, i + 4, i + 8 and i + 12, whose words q7 points at when it has moved on by `step`. */
#define THIMBLE_FOUR_COLUMNS(step, to, end) \
    "vldrw.u32 q0, [q7, #" step "]!\n vldrw.u32 q1, [q7, #64]\n vldrw.u32 q2, [q7, #128]\n" \
    "vldrw.u32 q3, [q7, #192]\n" \
    "vst40.32 {q0, q1, q2, q3}, [" to "]\n vst41.32 {q0, q1, q2, q3}, [" to "]\n" \
    "vst42.32 {q0, q1, q2, q3}, [" to "]\n vst43.32 {q0, q1, q2, q3}, [" to "]" end "\n"

#define THIMBLE_GATHER(to, group) \
    THIMBLE_FOUR_COLUMNS("-12", to, "") "add " to ", " to ", " group "\n" \
    THIMBLE_FOUR_COLUMNS("4", to, "") "add " to ", " to ", " group "\n" \
    THIMBLE_FOUR_COLUMNS("4", to, "") "add " to ", " to ", " group "\n" \
    THIMBLE_FOUR_COLUMNS("4", to, "!")

/* Where the words of columns 0, 4, 8 and 12 lie, and 12 bytes. */
#define THIMBLE_WORDS(zero, together) \
    "vidup.u32 q7, " zero ", #4\n vshl.i32 q7, q7, #2\n vadd.i32 q7, q7, " together "\n" \
    "mov " zero ", #12\n vadd.i32 q7, q7, " zero "\n"
#endif

/*
 * Some columns of two tiles, eight tokens: words of four tokens, first those of two quarters for each column, then
 * those of the other two. A tile alone is taken twice.
 */
static inline void thimble_two_tiles(const thimble_values_t *v, uint32_t tile, uint8_t *together)
{
    const size_t next = tile + 1u < v->tiles ? v->pitch : 0;
    const int8_t *a = v->quarter[0] + (size_t)tile * v->pitch;
    const int8_t *b = v->quarter[1] + (size_t)tile * v->pitch;
    const int8_t *c = v->quarter[2] + (size_t)tile * v->pitch;
    const int8_t *d = v->quarter[3] + (size_t)tile * v->pitch;
#if THIMBLE_MVE
    __asm__ volatile("vctp.8 %6\n vmov.i8 q4, #0x80\n"
                     THIMBLE_TWO_QUARTERS("%0", "%1", "%5", "%4")
                     THIMBLE_TWO_QUARTERS("%2", "%3", "%5", "%4")
                     : "+r"(a), "+r"(b), "+r"(c), "+r"(d), "+r"(together)
                     : "r"(next), "r"(v->columns)
                     : "memory", "q0", "q1", "q2", "q3", "q4");
#else
    for (uint32_t i = 0; i < 4u * v->columns; i++) {
        const size_t from = i / 4u + i % 2u * next;
        together[i] = (uint8_t)((uint8_t)(i / 2u % 2u == 0 ? a : b)[from] ^ THIMBLE_VALUE_FLIP);
        together[64u + i] = (uint8_t)((uint8_t)(i / 2u % 2u == 0 ? c : d)[from] ^ THIMBLE_VALUE_FLIP);
    }
#endif
}

/* The words of four tiles as sixteen tokens of each column. */
static inline void thimble_gather_values(const uint8_t *together, const thimble_transposed_t *transposed, uint8_t *to)
{
#if THIMBLE_MVE
    uint32_t zero = 0;
    __asm__ volatile(THIMBLE_WORDS("%0", "%2") THIMBLE_GATHER("%1", "%3")
                     : "+Te"(zero), "+r"(to)
                     : "r"(together), "r"(transposed->group)
                     : "memory", "q0", "q1", "q2", "q3", "q7");
#else
    for (uint32_t i = 0; i < 256u; i++) {
        const uint32_t column = i / 16u;
        const uint32_t token = i % 16u;
        to[(size_t)(column % 4u) * transposed->group + column / 4u * 16u + token] =
            together[token / 4u * 64u + column * 4u + token % 4u];
    }
#endif
}

#if THIMBLE_MVE
/*
 * Four columns of sixteen tokens: words of four columns are gathered from behind where q4 ... q7 point, each at a token
 * of each quarter, put into the order of weights, and taken apart byte by byte.
 */
#define THIMBLE_FOUR_OF_SIXTEEN \
    "vldrw.u32 q0, [q4, #4]!\n vldrw.u32 q1, [q5, #4]!\n" \
    "vst20.32 {q0, q1}, [%[first]]\n vst21.32 {q0, q1}, [%[first]]\n" \
    "vldrw.u32 q2, [q6, #4]!\n vldrw.u32 q3, [q7, #4]!\n" \
    "vst20.32 {q2, q3}, [%[second]]\n vst21.32 {q2, q3}, [%[second]]\n" \
    "vld40.8 {q0, q1, q2, q3}, [%[first]]\n vld41.8 {q0, q1, q2, q3}, [%[first]]\n" \
    "vld42.8 {q0, q1, q2, q3}, [%[first]]\n vld43.8 {q0, q1, q2, q3}, [%[first]]\n" \
    "vadd.i8 q0, q0, %[flip]\n vstrb.8 q0, [%0], #16\n vadd.i8 q1, q1, %[flip]\n vstrb.8 q1, [%1], #16\n" \
    "vadd.i8 q2, q2, %[flip]\n vstrb.8 q2, [%2], #16\n vadd.i8 q3, q3, %[flip]\n vstrb.8 q3, [%3], #16\n"

/* Sixteen columns of `count` times four tiles, from the first on. */
static THIMBLE_NO_FRAME void thimble_transpose_fours(const thimble_values_t *v, uint32_t count, uint8_t *together,
                                                     const thimble_transposed_t *transposed)
{
    uint8_t *a = transposed->to;
    uint8_t *b = a + transposed->group;
    uint8_t *c = b + transposed->group;
    uint8_t *d = c + transposed->group;
    uint32_t step = 4;
    __asm__ volatile("vldrw.u32 q4, [%[quarters]]\n vsub.i32 q4, q4, %[step]\n vadd.i32 q5, q4, %[pitch]\n"
                     "vadd.i32 q6, q5, %[pitch]\n vadd.i32 q7, q6, %[pitch]\n"
                     "lsl %[step], %[pitch], #2\n sub %[step], %[step], #16\n dls lr, %[count]\n"
                     "1:\n" THIMBLE_FOUR_OF_SIXTEEN THIMBLE_FOUR_OF_SIXTEEN
                     THIMBLE_FOUR_OF_SIXTEEN THIMBLE_FOUR_OF_SIXTEEN
                     "vadd.i32 q4, q4, %[step]\n vadd.i32 q5, q5, %[step]\n"
                     "vadd.i32 q6, q6, %[step]\n vadd.i32 q7, q7, %[step]\n"
                     "le lr, 1b\n"
                     : "+r"(a), "+r"(b), "+r"(c), "+r"(d), [step] "+r"(step)
                     : [first] "r"(together), [second] "r"(together + 32), [flip] "r"(THIMBLE_VALUE_FLIP),
                       [quarters] "r"(v->quarter), [pitch] "r"(v->pitch), [count] "r"(count)
                     : "lr", "memory", "q0", "q1", "q2", "q3", "q4", "q5", "q6", "q7");
}

/* Whether words of four columns may be gathered. */
static inline int thimble_has_words(const thimble_values_t *v)
{
    return v->columns == THIMBLE_VALUE_COLUMNS && (((uintptr_t)v->quarter[0] | v->pitch) & 3u) == 0;
}
#endif

/* Sixteen columns, or what is left of them; beyond those, and beyond the last token, there may be anything. */
static void thimble_transpose_values(const thimble_values_t *v, const thimble_transposed_t *transposed)
{
    uint64_t words[32];
    uint8_t *const together = (uint8_t *)words;
    uint32_t tile = 0;
#if THIMBLE_MVE
    if (thimble_has_words(v) && v->tiles >= 4u) {
        thimble_transpose_fours(v, v->tiles / 4u, together, transposed);
        tile = v->tiles / 4u * 4u;
    }
#else
    memset(words, 0, sizeof words);
#endif
    for (; tile < v->tiles; tile += 4u) {
        thimble_two_tiles(v, tile, together);
        if (tile + 2u < v->tiles) {
            thimble_two_tiles(v, tile + 2u, together + 128);
        }
        thimble_gather_values(together, transposed, transposed->to + (size_t)tile * 16u);
    }
}

#endif
