/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: columns of v, transposed for the weighted sums of attention on the DSP extension. */
#ifndef THIMBLE_TRANSPOSED_H
#define THIMBLE_TRANSPOSED_H

#include "dot.h"

/* Words of four tokens and four columns. */
#define THIMBLE_TILE_WORDS 4u

/*
 * Transposes a 4 x 4 tile, rows being tokens, as far as halves go: a word holds two columns of tokens 0 and 2, or of 1
 * and 3, a byte each, which SXTB16 takes apart. Columns 0 and 1 have the first two words.
 */
THIMBLE_INLINED void thimble_transpose_tile(uint32_t a, uint32_t b, uint32_t c, uint32_t d, uint32_t *transposed)
{
    transposed[0] = thimble_lower_halves(a, c);
    transposed[1] = thimble_lower_halves(b, d);
    transposed[2] = thimble_upper_halves(a, c);
    transposed[3] = thimble_upper_halves(b, d);
}

/* Words of up to four tokens and columns; what is missing is zero. */
static void thimble_load_part(const int8_t *v, uint32_t stride, uint32_t columns, uint32_t tokens, uint32_t *rows)
{
    for (uint32_t i = 0; i < 4u; i++) {
        rows[i] = i < tokens ? thimble_load_bytes(v + (size_t)i * stride, columns) : 0;
    }
}

#if THIMBLE_DSP
/* Where loads are single, so are stores: a cycle each. */
#if THIMBLE_SINGLE_LOADS
#define THIMBLE_STORE_TILE \
    "str r4, [%[to]], #16\n\t" \
    "str r5, [%[to], #-12]\n\t" \
    "str r6, [%[to], #-8]\n\t" \
    "str r8, [%[to], #-4]\n\t"
#else
#define THIMBLE_STORE_TILE "stmia.w %[to]!, {r4, r5, r6, r8}\n\t"
#endif
#define THIMBLE_TRANSPOSED_TILE \
    "ldr %[a], [%[v]]\n\t" \
    "ldr %[b], [%[v], %[one]]\n\t" \
    "ldr r6, [%[v], %[one], lsl #1]\n\t" \
    "ldr r8, [%[v], %[three]]\n\t" \
    "add %[v], %[v], %[one], lsl #2\n\t" \
    "pkhbt r4, %[a], r6, lsl #16\n\t" \
    "pkhbt r5, %[b], r8, lsl #16\n\t" \
    "pkhtb r6, r6, %[a], asr #16\n\t" \
    "pkhtb r8, r8, %[b], asr #16\n\t" THIMBLE_STORE_TILE
#define THIMBLE_TRANSPOSED_OPERANDS \
    : [v] "+r"(v), [to] "+r"(transposed), [a] "=&r"(a), [b] "=&r"(b) \
    : [one] "r"(stride), [three] "r"(3u * stride) \
    : "r4", "r5", "r6", "r8", "memory"
#endif

/* Transposes `tiles` tiles, one below the other. */
static void thimble_transpose_tiles(const int8_t *v, uint32_t stride, size_t tiles, uint32_t *transposed)
{
    const uint32_t *const end = transposed + tiles * THIMBLE_TILE_WORDS;
#if THIMBLE_DSP
    uint32_t a;
    uint32_t b;
    if (tiles % 2u != 0) {
        __asm__ volatile(THIMBLE_TRANSPOSED_TILE THIMBLE_TRANSPOSED_OPERANDS);
    }
    while (transposed != end) {
        __asm__ volatile(THIMBLE_TRANSPOSED_TILE THIMBLE_TRANSPOSED_TILE THIMBLE_TRANSPOSED_OPERANDS);
    }
#else
    for (; transposed != end; transposed += THIMBLE_TILE_WORDS) {
        thimble_transpose_tile(thimble_load_word(v), thimble_load_word(v + stride),
                               thimble_load_word(v + 2u * (size_t)stride), thimble_load_word(v + 3u * (size_t)stride),
                               transposed);
        v += 4u * (size_t)stride;
    }
#endif
}

#endif
