/* SPDX-License-Identifier: Apache-2.0 */
/* Element-wise operators (docs/numerics.md, section 8). */
#include "thimble/fixed.h"
#include "thimble/kernels.h"

/* Sums are built up for this many values at a time, on the stack. */
#define CHUNK 32u

THIMBLE_SHARED
void thimble_lookup_s8(const int8_t *table, const int8_t *x, size_t count, int8_t *y)
{
    for (size_t i = 0; i < count; i++) {
        y[i] = table[x[i] + 128];
    }
}

/* A term as x * factor + offset, which is (x - zero point) << shift: one multiply-add; |.| < 2^31 as in numerics.md. */
typedef struct {
    const void *x;
    int32_t factor;
    int32_t offset;
    int32_t multiplier;
} operand_t;

static operand_t operand_of(const thimble_term_data *term, const void *x)
{
    const int32_t factor = (int32_t)(UINT32_C(1) << term->shift);
    const operand_t operand = {x, factor, -thimble_shift_left(term->zero_point, term->shift), term->multiplier};
    return operand;
}

/* sum + the term's value at i; the number of bits is known where this is inlined. */
THIMBLE_INLINED int32_t plus_term(operand_t term, size_t i, uint32_t bits, int32_t sum)
{
    const int32_t x = bits == 8u ? ((const int8_t *)term.x)[i] : ((const int16_t *)term.x)[i];
    return thimble_mul_high_add(x * term.factor + term.offset, term.multiplier, sum);
}

/* A sum of two terms in one go. */
THIMBLE_INLINED void add_two(operand_t a, uint32_t a_bits, operand_t b, uint32_t b_bits, int32_t zero_point,
                             size_t count, void *y, uint32_t y_bits)
{
    for (size_t i = 0; i < count; i++) {
        thimble_store(y, i, y_bits, plus_term(b, i, b_bits, plus_term(a, i, a_bits, zero_point)));
    }
}

/* The loops of the four kinds of pairs; y_bits is known. */
THIMBLE_INLINED void add_pair(const thimble_add_data *p, const void *const *x, size_t count, void *y, uint32_t y_bits)
{
    const operand_t a = operand_of(&p->terms[0], x[0]);
    const operand_t b = operand_of(&p->terms[1], x[1]);
    if (p->terms[0].bits == 8u && p->terms[1].bits == 8u) {
        add_two(a, 8u, b, 8u, p->zero_point, count, y, y_bits);
    } else if (p->terms[0].bits == 8u) {
        add_two(a, 8u, b, 16u, p->zero_point, count, y, y_bits);
    } else if (p->terms[1].bits == 8u) {
        add_two(a, 16u, b, 8u, p->zero_point, count, y, y_bits);
    } else {
        add_two(a, 16u, b, 16u, p->zero_point, count, y, y_bits);
    }
}

static void add_term(const thimble_term_data *term, const void *x, size_t first, uint32_t count, int32_t *sums)
{
    const operand_t operand = operand_of(term, x);
    if (term->bits == 8u) {
        for (uint32_t i = 0; i < count; i++) {
            sums[i] = plus_term(operand, first + i, 8u, sums[i]);
        }
    } else {
        for (uint32_t i = 0; i < count; i++) {
            sums[i] = plus_term(operand, first + i, 16u, sums[i]);
        }
    }
}

/* A sum of any number of terms, chunk by chunk; y_bits is known. */
THIMBLE_INLINED void add_any(const thimble_add_data *p, const void *const *x, size_t count, void *y, uint32_t y_bits)
{
    int32_t sums[CHUNK];
    for (size_t first = 0; first < count; first += CHUNK) {
        const uint32_t chunk = count - first < CHUNK ? (uint32_t)(count - first) : CHUNK;
        for (uint32_t i = 0; i < chunk; i++) {
            sums[i] = p->zero_point;
        }
        for (uint32_t term = 0; term < p->term_count; term++) {
            add_term(&p->terms[term], x[term], first, chunk, sums);
        }
        for (uint32_t i = 0; i < chunk; i++) {
            thimble_store(y, first + i, y_bits, sums[i]);
        }
    }
}

THIMBLE_SHARED
void thimble_add_s8(const thimble_add_data *p, const void *const *x, size_t count, int8_t *y)
{
    if (p->term_count == 2u) {
        add_pair(p, x, count, y, 8u);
    } else {
        add_any(p, x, count, y, 8u);
    }
}

THIMBLE_SHARED
void thimble_add_s16(const thimble_add_data *p, const void *const *x, size_t count, int16_t *y)
{
    if (p->term_count == 2u) {
        add_pair(p, x, count, y, 16u);
    } else {
        add_any(p, x, count, y, 16u);
    }
}
