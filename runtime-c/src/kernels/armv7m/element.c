/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Element-wise operators on Armv7-M, with the DSP extension or without (docs/numerics.md, section 8): four values at a
 * time, read one by one.
 */
#include "exact_terms.h"
#include "post_increment.h"
#include "thimble/kernels.h"

/* Values in one round of a loop. */
#define FOUR 4u

/* Sums of more terms than there are loops for are built up for this many values at a time, on the stack. */
#define CHUNK 32u

/*
 * The table from its middle on takes a signed index. Four values are loaded before the first of them is looked up, and
 * all entries before one is stored, for a load after another takes a cycle, and two where it waits for the other's
 * result.
 */
THIMBLE_SHARED
void thimble_lookup_s8(const int8_t *table, const int8_t *x, size_t count, int8_t *y)
{
    const int8_t *const middle = table + 128;
    const int8_t *const end = x + count;
    void *to = y;
    for (const int8_t *const last = x + count / FOUR * FOUR; x != last;) {
        int32_t a = thimble_load_next_8(&x);
        int32_t b = thimble_load_next_8(&x);
        int32_t c = thimble_load_next_8(&x);
        int32_t d = thimble_load_next_8(&x);
        a = middle[a];
        b = middle[b];
        c = middle[c];
        d = middle[d];
        thimble_store_next(&to, 8u, a);
        thimble_store_next(&to, 8u, b);
        thimble_store_next(&to, 8u, c);
        thimble_store_next(&to, 8u, d);
    }
    while (x != end) {
        thimble_store_next(&to, 8u, middle[thimble_load_next_8(&x)]);
    }
}

/* What a term's values are: exact ones leave nothing to multiply, sums of other terms have 32 bits. */
typedef enum { VALUES_8, VALUES_16, EXACT, SUMS, NONE } kind_t;

/* A term as x * factor + offset, which is (x - zero point) << shift; |.| < 2^31 as in numerics.md. */
typedef struct {
    const int8_t *x_8;
    const int16_t *x_16;
    const int32_t *x_32;
    int32_t factor;
    int32_t offset;
    int32_t multiplier;
} operand_t;

static inline operand_t operand_of(const thimble_term_data *term, const void *x)
{
    const operand_t operand = {(const int8_t *)x,
                               (const int16_t *)x,
                               (const int32_t *)x,
                               thimble_opaque((int32_t)(UINT32_C(1) << term->shift)),
                               thimble_opaque(-thimble_shift_left(term->zero_point, term->shift)),
                               term->multiplier};
    return operand;
}

/* Values that nothing is multiplied by. */
static inline operand_t plain(const void *x)
{
    const operand_t operand = {(const int8_t *)x, (const int16_t *)x, (const int32_t *)x, 0, 0, 0};
    return operand;
}

/* sum + the term's next value; the kind is known where this is inlined. */
THIMBLE_INLINED int32_t plus_next(operand_t *term, kind_t kind, int32_t sum)
{
    if (kind == NONE) {
        return sum;
    }
    if (kind == EXACT) {
        return sum + thimble_load_next_16(&term->x_16);
    }
    if (kind == SUMS) {
        return sum + thimble_load_next_32(&term->x_32);
    }
    const int32_t x = kind == VALUES_8 ? thimble_load_next_8(&term->x_8) : thimble_load_next_16(&term->x_16);
    return thimble_mul_high_add(x * term->factor + term->offset, term->multiplier, sum);
}

/* One sum of up to three terms; those without a multiplication come last, so that products are added to their sum. */
THIMBLE_INLINED void put_sum(operand_t *a, kind_t a_kind, operand_t *b, kind_t b_kind, operand_t *c, kind_t c_kind,
                             int32_t zero_point, void **y, uint32_t y_bits)
{
    const int32_t sum = plus_next(b, b_kind, plus_next(c, c_kind, zero_point));
    thimble_store_next(y, y_bits, thimble_saturated_shift(plus_next(a, a_kind, sum), 0u, y_bits));
}

/* Four at a time where it saves more than branches and is not rare, as sums that take several passes are. */
THIMBLE_INLINED void add_loop(operand_t a, kind_t a_kind, operand_t b, kind_t b_kind, operand_t c, kind_t c_kind,
                              int32_t zero_point, size_t count, void *y, uint32_t y_bits)
{
    const int often = THIMBLE_POST_INCREMENT && y_bits != 32u && b_kind != SUMS;
    const size_t fours = often ? count / FOUR : 0;
    for (const int8_t *const last = (int8_t *)y + fours * FOUR * (y_bits / 8u); y != last;) {
        put_sum(&a, a_kind, &b, b_kind, &c, c_kind, zero_point, &y, y_bits);
        put_sum(&a, a_kind, &b, b_kind, &c, c_kind, zero_point, &y, y_bits);
        put_sum(&a, a_kind, &b, b_kind, &c, c_kind, zero_point, &y, y_bits);
        put_sum(&a, a_kind, &b, b_kind, &c, c_kind, zero_point, &y, y_bits);
    }
    for (size_t i = count - fours * FOUR; i != 0; i--) {
        put_sum(&a, a_kind, &b, b_kind, &c, c_kind, zero_point, &y, y_bits);
    }
}

/* Of two terms, each of 8 or 16 bits, in the order that has the 8-bit one first; y_bits is known. */
THIMBLE_INLINED void add_two(const thimble_add_data *p, const void *const *x, size_t count, void *y, uint32_t y_bits)
{
    const uint32_t first = p->terms[0].bits == 16u && p->terms[1].bits == 8u ? 1u : 0u;
    const thimble_term_data *const s = &p->terms[first];
    const thimble_term_data *const t = &p->terms[1u - first];
    const operand_t a = operand_of(s, x[first]);
    const operand_t b = operand_of(t, x[1u - first]);
    if (t->bits == 8u) {
        add_loop(a, VALUES_8, b, VALUES_8, b, NONE, p->zero_point, count, y, y_bits);
    } else if (s->bits == 8u) {
        add_loop(a, VALUES_8, b, VALUES_16, b, NONE, p->zero_point, count, y, y_bits);
    } else {
        add_loop(a, VALUES_16, b, VALUES_16, b, NONE, p->zero_point, count, y, y_bits);
    }
}

/*
 * Of one term, which is added to the sums of others or, if there are none, to the zero point; rest and y_bits are
 * known.
 */
THIMBLE_INLINED void add_one(const thimble_term_data *term, const void *x, const int32_t *sums, kind_t rest,
                             int32_t zero_point, size_t count, void *y, uint32_t y_bits)
{
    const operand_t a = operand_of(term, x);
    const operand_t b = plain(sums);
    if (term->bits == 8u) {
        add_loop(a, VALUES_8, b, rest, b, NONE, zero_point, count, y, y_bits);
    } else {
        add_loop(a, VALUES_16, b, rest, b, NONE, zero_point, count, y, y_bits);
    }
}

/* A term's values from one on. */
static const void *values_from(const thimble_term_data *term, const void *x, size_t first)
{
    return (const int8_t *)x + first * (term->bits / 8u);
}

/* The sums of all terms but the last, of which there are two or more. */
static void sum_most(const thimble_add_data *p, const void *const *x, size_t first, size_t count, int32_t *sums)
{
    const void *const two[] = {values_from(&p->terms[0], x[0], first), values_from(&p->terms[1], x[1], first)};
    add_two(p, two, count, sums, 32u);
    for (uint32_t i = 2u; i + 1u < p->term_count; i++) {
        add_one(&p->terms[i], values_from(&p->terms[i], x[i], first), sums, SUMS, 0, count, sums, 32u);
    }
}

/* Of three terms or more, chunk by chunk; y_bits is known. */
THIMBLE_INLINED void add_many(const thimble_add_data *p, const void *const *x, size_t count, int8_t *y, uint32_t y_bits)
{
    int32_t sums[CHUNK];
    const uint32_t last = p->term_count - 1u;
    const thimble_term_data *const term = &p->terms[last];
    for (size_t first = 0; first < count; first += CHUNK) {
        const size_t here = count - first < CHUNK ? count - first : CHUNK;
        sum_most(p, x, first, here, sums);
        add_one(term, values_from(term, x[last], first), sums, SUMS, 0, here, y + first * (y_bits / 8u), y_bits);
    }
}

/* Of any number of terms; y_bits is known. */
THIMBLE_INLINED void add_any(const thimble_add_data *p, const void *const *x, size_t count, void *y, uint32_t y_bits)
{
    if (p->term_count == 1u) {
        add_one(&p->terms[0], x[0], NULL, NONE, p->zero_point, count, y, y_bits);
    } else if (p->term_count == 2u) {
        add_two(p, x, count, y, y_bits);
    } else {
        add_many(p, x, count, (int8_t *)y, y_bits);
    }
}

#if THIMBLE_POST_INCREMENT && defined(__ARM_FEATURE_DSP)
/* Two sums of two values. */
THIMBLE_INLINED void put_pair(const int16_t **a, const int16_t **b, void **y)
{
    int32_t sums;
    __asm__("qadd16 %0, %1, %2" : "=r"(sums) : "r"(thimble_load_next_pair(a)), "r"(thimble_load_next_pair(b)));
    thimble_store_next(y, 32u, sums);
}
#endif

/* y = sat16(a + b), two at a time where one instruction adds and saturates them. */
static void add_exact(const int16_t *a, const int16_t *b, size_t count, void *y)
{
#if THIMBLE_POST_INCREMENT && defined(__ARM_FEATURE_DSP)
    for (const int16_t *const last = a + count / FOUR * FOUR; a != last;) {
        put_pair(&a, &b, &y);
        put_pair(&a, &b, &y);
    }
    count %= FOUR;
#endif
    add_loop(plain(a), EXACT, plain(b), EXACT, plain(b), NONE, 0, count, y, 16u);
}

/* Of one term and one or two that are exact. */
static void add_to_exact(operand_t a, uint32_t bits, const void *b, const void *c, size_t count, int16_t *y)
{
    if (bits == 8u && c == NULL) {
        add_loop(a, VALUES_8, plain(b), EXACT, plain(b), NONE, 0, count, y, 16u);
    } else if (bits == 8u) {
        add_loop(a, VALUES_8, plain(b), EXACT, plain(c), EXACT, 0, count, y, 16u);
    } else if (c == NULL) {
        add_loop(a, VALUES_16, plain(b), EXACT, plain(b), NONE, 0, count, y, 16u);
    } else {
        add_loop(a, VALUES_16, plain(b), EXACT, plain(c), EXACT, 0, count, y, 16u);
    }
}

THIMBLE_SHARED
void thimble_add_s8(const thimble_add_data *p, const void *const *x, size_t count, int8_t *y)
{
    add_any(p, x, count, y, 8u);
}

THIMBLE_SHARED
void thimble_add_s16(const thimble_add_data *p, const void *const *x, size_t count, int16_t *y)
{
    const thimble_exact_t terms = thimble_exact_terms(p);
    const void *const first = x[terms.order[0]];
    const void *const second = x[terms.order[1]];
    if (terms.others == 0 && terms.exact == 2u) {
        add_exact((const int16_t *)first, (const int16_t *)second, count, y);
    } else if (terms.others + terms.exact >= 2u && terms.others <= 1u) {
        const thimble_term_data *const term = &p->terms[terms.order[0]];
        const void *const third = p->term_count == 3u ? x[terms.order[2]] : NULL;
        add_to_exact(operand_of(term, first), term->bits, second, third, count, y);
    } else {
        add_any(p, x, count, y, 16u);
    }
}
