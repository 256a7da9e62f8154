/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: what tiles of two rows by four outputs share (docs/decisions/0011-dsp-kernels.md).
 *
 * Two rows are widened once to 16 bits and interleaved by quads of columns, 16 bytes a quad: columns (4q, 4q + 2) of
 * both rows, then columns (4q + 1, 4q + 3).
 */
#ifndef THIMBLE_TWO_ROWS_H
#define THIMBLE_TWO_ROWS_H

#include "dot.h"

/* Outputs of a tile, whose weights lie side by side. */
#define THIMBLE_TILE_OUTPUTS 4u

/* Words of one quad of two rows. */
#define THIMBLE_TILE_QUAD_WORDS 4u

#if THIMBLE_DSP
/* A quad of the row x and of the row y. */
#define THIMBLE_PACK_QUAD \
    "ldr %[a], [%[x]], #4\n\t" \
    "ldr %[b], [%[y]], #4\n\t" \
    "sxtb16 r4, %[a]\n\t" \
    "sxtb16 r5, %[b]\n\t" \
    "sxtb16 r6, %[a], ror #8\n\t" \
    "sxtb16 r8, %[b], ror #8\n\t" \
    "stmia.w %[to]!, {r4, r5, r6, r8}\n\t"
#define THIMBLE_PACK_OPERANDS \
    : [x] "+r"(x), [y] "+r"(y), [to] "+r"(to), [a] "=&r"(a), [b] "=&r"(b) \
    : \
    : "r4", "r5", "r6", "r8", "memory"
#endif

/* Up to four columns of a row. */
static inline void thimble_pack_part(const int8_t *x, uint32_t columns, uint32_t *to)
{
    const uint32_t word = thimble_load_bytes(x, columns);
    to[0] = thimble_bytes_02(word);
    to[2] = thimble_bytes_13(word);
}

/* Widens and interleaves the rows x and y. */
static void thimble_pack_two(const int8_t *x, const int8_t *y, uint32_t columns, uint32_t *to)
{
    const int8_t *const end = x + columns / 4u * 4u;
#if THIMBLE_DSP
    uint32_t a;
    uint32_t b;
    if (columns / 4u % 2u != 0) {
        __asm__ volatile(THIMBLE_PACK_QUAD THIMBLE_PACK_OPERANDS);
    }
    while (x != end) {
        __asm__ volatile(THIMBLE_PACK_QUAD THIMBLE_PACK_QUAD THIMBLE_PACK_OPERANDS);
    }
#else
    for (; x != end; x += 4) {
        thimble_pack_part(x, 4u, to);
        thimble_pack_part(y, 4u, to + 1);
        y += 4;
        to += THIMBLE_TILE_QUAD_WORDS;
    }
#endif
    if (columns % 4u != 0) {
        thimble_pack_part(x, columns % 4u, to);
        thimble_pack_part(y, columns % 4u, to + 1);
    }
}

/* Widens one row to words of its own. */
static void thimble_widen_row(const int8_t *x, uint32_t columns, uint32_t *to)
{
    for (uint32_t i = 0; i < columns; i += 4u) {
        const uint32_t word = columns - i >= 4u ? thimble_load_word(x + i) : thimble_load_bytes(x + i, columns - i);
        *to++ = thimble_bytes_02(word);
        *to++ = thimble_bytes_13(word);
    }
}

#if THIMBLE_DSP
/* Results before they are saturated: times r3 and r4, plus r2. */
#define THIMBLE_TILE_SCALE(s0, s1, t0, t1) \
    "smmlar " t0 ", " t0 ", r3, r2\n\t" \
    "smmlar " t1 ", " t1 ", r3, r2\n\t" \
    "smmlar " s0 ", " s0 ", r4, r2\n\t" \
    "smmlar " s1 ", " s1 ", r4, r2\n\t"

#define THIMBLE_TILE_SATURATE(bits, a, b, c, d) \
    "ssat " a ", " bits ", " a "\n\t" \
    "ssat " b ", " bits ", " b "\n\t" \
    "ssat " c ", " bits ", " c "\n\t" \
    "ssat " d ", " bits ", " d "\n\t"

/* r1: the first row of y; r2: the second; r3: where the first one ends. Then the next outputs, if there are any. */
#define THIMBLE_TILE_STORE(s0, s1, s2, s3, t0, t1, t2, t3, bits, store, size) \
    THIMBLE_TILE_SATURATE(bits, t0, s0, t2, s2) \
    THIMBLE_TILE_SATURATE(bits, t1, s1, t3, s3) \
    store " " t0 ", [r1], #4 * " size "\n\t" \
    store " " s0 ", [r1, #-3 * " size "]\n\t" \
    store " " t2 ", [r1, #-2 * " size "]\n\t" \
    store " " s2 ", [r1, #-" size "]\n\t" \
    store " " t1 ", [r2]\n\t" \
    store " " s1 ", [r2, #" size "]\n\t" \
    store " " t3 ", [r2, #2 * " size "]\n\t" \
    store " " s3 ", [r2, #3 * " size "]\n\t" \
    "str r1, %[y]\n\t" \
    "cmp r1, r3\n\t" \
    "bne.w 1b\n\t"

#define THIMBLE_TILE_QUADS(columns) columns columns columns columns columns columns columns columns
#endif

#endif
