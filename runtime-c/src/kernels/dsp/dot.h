/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: four rows against one, the heart of the DSP kernels.
 *
 * Four rows are widened once to 16 bits and interleaved by quads of columns, 32 bytes a quad:
 *
 *   words 0 ... 3: columns (4q, 4q + 2) of rows 0 ... 3
 *   words 4 ... 7: columns (4q + 1, 4q + 3) of rows 0 ... 3
 *
 * because SXTB16 takes a word of four bytes apart just so, and one LDM then loads a word of every row. A quad costs 13
 * instructions for its 16 multiply-accumulates: a load, two SXTB16, two LDM and eight SMLAD.
 */
#ifndef THIMBLE_DOT_H
#define THIMBLE_DOT_H

#include "dsp.h"

/* Words of one quad of four rows. */
#define THIMBLE_QUAD_WORDS 8u

/* Quads that hold so many columns; the last is filled up with zeros. */
static inline uint32_t thimble_quads(uint32_t columns)
{
    return (columns + 3u) / 4u;
}

#if THIMBLE_DSP
/*
 * Goes to the loop at label 2, of which it leaves out the r2 first of the parts of 2 * `half` bytes that it consists
 * of. A table says where: a jump to an address from memory would leave the stack without a bound that tools can prove.
 */
#define THIMBLE_PART(number, half) "(2f - 3b) / 2 + " #number " * " #half
#define THIMBLE_PARTS(a, b, c, d, half) \
    THIMBLE_PART(a, half) ", " THIMBLE_PART(b, half) ", " THIMBLE_PART(c, half) ", " THIMBLE_PART(d, half) "\n\t"
#define THIMBLE_ENTER_8(half) \
    "tbh [pc, r2, lsl #1]\n" \
    "3:\n\t" \
    ".hword " THIMBLE_PARTS(0, 1, 2, 3, half) ".hword " THIMBLE_PARTS(4, 5, 6, 7, half)
#define THIMBLE_ENTER_16(half) \
    THIMBLE_ENTER_8(half) ".hword " THIMBLE_PARTS(8, 9, 10, 11, half) ".hword " THIMBLE_PARTS(12, 13, 14, 15, half)
#endif

/* Quads of a loop of 16 that its first round leaves out, so that the others leave nothing over. */
static inline uint32_t thimble_skipped(uint32_t quads)
{
    return (0u - quads) % 16u;
}

/* The word of up to four bytes; what is missing is zero. */
static inline uint32_t thimble_load_bytes(const int8_t *x, uint32_t count)
{
    uint32_t word = 0;
    memcpy(&word, x, count < 4u ? count : 4u);
    return word;
}

/* Writes one row of a quad block: `columns` values of x as row `row` (0 ... 3) of `block`. */
static inline void thimble_pack_row(const int8_t *x, uint32_t columns, uint32_t row, uint32_t *block)
{
    uint32_t *to = block + row;
    uint32_t i = 0;
    for (; i + 4u <= columns; i += 4u) {
        const uint32_t word = thimble_load_word(x + i);
        to[0] = thimble_bytes_02(word);
        to[4] = thimble_bytes_13(word);
        to += THIMBLE_QUAD_WORDS;
    }
    if (i < columns) {
        const uint32_t word = thimble_load_bytes(x + i, columns - i);
        to[0] = thimble_bytes_02(word);
        to[4] = thimble_bytes_13(word);
    }
}

/* Packs `rows` (1 ... 4) rows that lie `stride` bytes apart; rows that are missing become zero. */
static inline void thimble_pack_rows(const int8_t *x, uint32_t rows, uint32_t stride, uint32_t columns,
                                      uint32_t *block)
{
    if (rows < 4u) {
        memset(block, 0, (size_t)thimble_quads(columns) * THIMBLE_QUAD_WORDS * sizeof *block);
    }
    for (uint32_t row = 0; row < rows; row++) {
        thimble_pack_row(x + (size_t)row * stride, columns, row, block);
    }
}

#if THIMBLE_DSP
/* The sixteen products of a quad with the words %[t] and %[w]. */
#define THIMBLE_PRODUCTS \
    "ldmia %[x]!, {r4, r5, r6, r8}\n\t" \
    "smlad %[s0], %[t], r4, %[s0]\n\t" \
    "smlad %[s1], %[t], r5, %[s1]\n\t" \
    "smlad %[s2], %[t], r6, %[s2]\n\t" \
    "smlad %[s3], %[t], r8, %[s3]\n\t" \
    "ldmia %[x]!, {r4, r5, r6, r8}\n\t" \
    "smlad %[s0], %[w], r4, %[s0]\n\t" \
    "smlad %[s1], %[w], r5, %[s1]\n\t" \
    "smlad %[s2], %[w], r6, %[s2]\n\t" \
    "smlad %[s3], %[w], r8, %[s3]\n\t"

/* One quad against four bytes. */
#define THIMBLE_QUAD \
    "ldr %[w], [%[y]], #4\n\t" \
    "sxtb16 %[t], %[w]\n\t" \
    "sxtb16 %[w], %[w], ror #8\n\t" THIMBLE_PRODUCTS
#define THIMBLE_FOUR_QUADS THIMBLE_QUAD THIMBLE_QUAD THIMBLE_QUAD THIMBLE_QUAD

#define THIMBLE_DOT_OPERANDS \
    [s0] "+r"(s0), [s1] "+r"(s1), [s2] "+r"(s2), [s3] "+r"(s3), [x] "+r"(x), [y] "+r"(y), [w] "=&r"(w), [t] "=&r"(t)

#define THIMBLE_DOT_CLOBBERS "r4", "r5", "r6", "r8", "cc", "memory"
#endif

/* `sums` + one quad of four rows . the words (0, 2) and (1, 3) of four values. */
THIMBLE_INLINED thimble_four_t thimble_dot_quad(const uint32_t *x, uint32_t even, uint32_t odd, thimble_four_t sums)
{
    for (uint32_t row = 0; row < 4u; row++) {
        sums.row[row] = thimble_dual_multiply_add(even, x[row], sums.row[row]);
        sums.row[row] = thimble_dual_multiply_add(odd, x[row + 4u], sums.row[row]);
    }
    return sums;
}

/* For each row r of the block: sum + row r . y, over whole quads: 4 * quads bytes are read from y. */
THIMBLE_INLINED thimble_four_t thimble_dot_quads(const uint32_t *x, const int8_t *y, uint32_t quads, int32_t sum)
{
    const int8_t *const end = y + (size_t)quads * 4u;
#if THIMBLE_DSP
    int32_t s0 = sum;
    int32_t s1 = sum;
    int32_t s2 = sum;
    int32_t s3 = sum;
    const int8_t *const end_of_eights = y + (size_t)(quads & ~7u) * 4u;
    uint32_t w;
    uint32_t t;
    if (y != end_of_eights) {
        __asm__ volatile(".balign 4\n"
                         "1:\n\t" THIMBLE_FOUR_QUADS THIMBLE_FOUR_QUADS
                         "cmp %[y], %[end]\n\t"
                         "bne 1b\n\t"
                         : THIMBLE_DOT_OPERANDS
                         : [end] "r"(end_of_eights)
                         : THIMBLE_DOT_CLOBBERS);
    }
    while (y != end) {
        __asm__ volatile(THIMBLE_QUAD : THIMBLE_DOT_OPERANDS : : THIMBLE_DOT_CLOBBERS);
    }
    const thimble_four_t sums = {{s0, s1, s2, s3}};
#else
    thimble_four_t sums = {{sum, sum, sum, sum}};
    for (; y != end; y += 4) {
        const uint32_t word = thimble_load_word(y);
        sums = thimble_dot_quad(x, thimble_bytes_02(word), thimble_bytes_13(word), sums);
        x += THIMBLE_QUAD_WORDS;
    }
#endif
    return sums;
}

/* For each row r of the block: sum + row r . y, for any number of columns. */
THIMBLE_INLINED thimble_four_t thimble_dot_4(const uint32_t *x, const int8_t *y, uint32_t columns, int32_t sum)
{
    const uint32_t quads = columns / 4u;
    const thimble_four_t sums = thimble_dot_quads(x, y, quads, sum);
    if (columns % 4u == 0) {
        return sums;
    }
    const uint32_t word = thimble_load_bytes(y + (size_t)quads * 4u, columns % 4u);
    return thimble_dot_quad(x + (size_t)quads * THIMBLE_QUAD_WORDS, thimble_bytes_02(word), thimble_bytes_13(word),
                            sums);
}

/* sum + x . y for one row that is not packed. */
static inline int32_t thimble_dot_1(const int8_t *x, const int8_t *y, uint32_t columns, int32_t sum)
{
    const int8_t *const end = x + columns;
    for (; end - x >= 4; x += 4) {
        const uint32_t a = thimble_load_word(x);
        const uint32_t b = thimble_load_word(y);
        sum = thimble_dual_multiply_add(thimble_bytes_02(a), thimble_bytes_02(b), sum);
        sum = thimble_dual_multiply_add(thimble_bytes_13(a), thimble_bytes_13(b), sum);
        y += 4;
    }
    for (; x != end; x++) {
        sum += *x * *y++;
    }
    return sum;
}

#endif
