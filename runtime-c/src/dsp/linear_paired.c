/*
 * Matrix products on the DSP extension with paired weights (docs/numerics.md, section 4): four rows and two outputs at
 * a time, 12 instructions for 16 multiply-accumulates.
 *
 * A 16-bit weight holds those of two outputs, 256 * b + a. Sums of products with it are 256 * B + A modulo 2^32; its
 * low byte, sign-extended, gives A, and the difference gives B, for the compiler has made sure that |B| < 2^23. So one
 * SXTB16 takes four weights apart where four bytes of one output would take two.
 */
#include "dot.h"
#include "thimble/fixed.h"
#include "thimble/kernels.h"

/* For four rows: products with the pairs, and with the first output's weights alone. */
typedef struct {
    int32_t pair[4];
    int32_t first[4];
} paired_sums_t;

#if THIMBLE_DSP
/* Two columns of four rows by two outputs. */
#define PAIR_OF_COLUMNS \
    "ldr %[w], [%[y]], #4\n\t" \
    "ldrd %[a], %[b], [%[x]], #8\n\t" \
    "sxtb16 %[l], %[w]\n\t" \
    "smlad %[s0], %[w], %[a], %[s0]\n\t" \
    "smlad %[t0], %[l], %[a], %[t0]\n\t" \
    "smlad %[s1], %[w], %[b], %[s1]\n\t" \
    "smlad %[t1], %[l], %[b], %[t1]\n\t" \
    "ldrd %[a], %[b], [%[x]], #8\n\t" \
    "smlad %[s2], %[w], %[a], %[s2]\n\t" \
    "smlad %[t2], %[l], %[a], %[t2]\n\t" \
    "smlad %[s3], %[w], %[b], %[s3]\n\t" \
    "smlad %[t3], %[l], %[b], %[t3]\n\t"
#define QUAD PAIR_OF_COLUMNS PAIR_OF_COLUMNS
#define FOUR_QUADS QUAD QUAD QUAD QUAD

/* The loop takes every register there is; its end stays in memory. */
#define LOOP(body) \
    "1:\n\t" body "ldr %[w], %[end]\n\t" \
    "cmp %[y], %[w]\n\t" \
    "bne 1b\n\t"
#define OPERANDS \
    [s0] "+r"(s0), [s1] "+r"(s1), [s2] "+r"(s2), [s3] "+r"(s3), [t0] "+r"(t0), [t1] "+r"(t1), [t2] "+r"(t2), \
        [t3] "+r"(t3), [x] "+r"(x), [y] "+r"(y), [w] "=&r"(w), [l] "=&r"(l), [a] "=&r"(a), [b] "=&r"(b)

/* x: a quad block of four rows; y: paired weights of `quads` quads. */
THIMBLE_INLINED THIMBLE_NO_FRAME paired_sums_t dot_paired(const uint32_t *x, const int16_t *y, uint32_t quads)
{
    const int16_t *const end = y + (size_t)quads * 4u;
    const int16_t *const end_of_eights = y + (size_t)(quads & ~7u) * 4u;
    int32_t s0 = 0;
    int32_t s1 = 0;
    int32_t s2 = 0;
    int32_t s3 = 0;
    int32_t t0 = 0;
    int32_t t1 = 0;
    int32_t t2 = 0;
    int32_t t3 = 0;
    uint32_t w;
    uint32_t l;
    uint32_t a;
    uint32_t b;
    if (y != end_of_eights) {
        __asm__ volatile(LOOP(FOUR_QUADS FOUR_QUADS) : OPERANDS : [end] "m"(end_of_eights) : "cc", "memory");
    }
    if (y != end) {
        __asm__ volatile(LOOP(QUAD) : OPERANDS : [end] "m"(end) : "cc", "memory");
    }
    const paired_sums_t sums = {{s0, s1, s2, s3}, {t0, t1, t2, t3}};
    return sums;
}
#else
static paired_sums_t dot_paired(const uint32_t *x, const int16_t *y, uint32_t quads)
{
    paired_sums_t sums = {{0, 0, 0, 0}, {0, 0, 0, 0}};
    for (uint32_t i = 0; i < 2u * quads; i++) {
        const uint32_t w = thimble_halves(y[0], y[1]);
        for (uint32_t row = 0; row < 4u; row++) {
            sums.pair[row] = thimble_dual_multiply_add(w, x[row], sums.pair[row]);
            sums.first[row] = thimble_dual_multiply_add(thimble_bytes_02(w), x[row], sums.first[row]);
        }
        x += 4;
        y += 2;
    }
    return sums;
}
#endif

/* B of 256 * B + A and A: exact, for the difference is 256 * B modulo 2^32. */
THIMBLE_INLINED int32_t second_of(int32_t pair, int32_t first)
{
    return (int32_t)((uint32_t)pair - (uint32_t)first) >> 8;
}

/* The constants of one output. */
typedef struct {
    int32_t bias;
    int32_t multiplier;
    uint32_t shift;
    int32_t zero_point;
} output_t;

THIMBLE_INLINED output_t output_of(const thimble_linear_paired_t *p, uint32_t column)
{
    const output_t output = {p->bias[column], p->multiplier[column], p->shift, p->zero_point};
    return output;
}

/* Stores a result of `bits` bits. */
THIMBLE_INLINED void store(void *y, size_t index, uint32_t bits, output_t output, int32_t sum)
{
    thimble_store(y, index, bits,
                  thimble_requantized(sum + output.bias, output.shift, output.multiplier, output.zero_point));
}

/* One row that is not packed, two outputs. */
THIMBLE_INLINED void single(const thimble_linear_paired_t *p, const int8_t *x, const int16_t *weight, int32_t *pair,
                            int32_t *first)
{
    int32_t s = 0;
    int32_t t = 0;
    for (uint32_t i = 0; i < p->inputs; i += 4u) {
        const uint32_t word = p->inputs - i >= 4u ? thimble_load_word(x + i) : thimble_load_bytes(x + i, p->inputs - i);
        const uint32_t even = thimble_bytes_02(word);
        const uint32_t odd = thimble_bytes_13(word);
        const uint32_t w02 = thimble_load_pair(weight);
        const uint32_t w13 = thimble_load_pair(weight + 2);
        s = thimble_dual_multiply_add(w13, odd, thimble_dual_multiply_add(w02, even, s));
        t = thimble_dual_multiply_add(thimble_bytes_02(w13), odd, t);
        t = thimble_dual_multiply_add(thimble_bytes_02(w02), even, t);
        weight += 4;
    }
    *pair = s;
    *first = t;
}

THIMBLE_INLINED void single_row(const thimble_linear_paired_t *p, const int8_t *x, void *y, uint32_t bits)
{
    const int16_t *weight = p->weight;
    for (uint32_t column = 0; column < p->outputs; column += 2u) {
        int32_t pair;
        int32_t first;
        single(p, x, weight, &pair, &first);
        weight += 4u * (size_t)thimble_quads(p->inputs);
        store(y, column, bits, output_of(p, column), first);
        if (column + 1u < p->outputs) {
            store(y, column + 1u, bits, output_of(p, column + 1u), second_of(pair, first));
        }
    }
}

/* Results of one row, two outputs of which the second may be missing. */
THIMBLE_INLINED void store_pair(const paired_sums_t *sums, uint32_t row, output_t a, output_t b, int both, void *y,
                                size_t at, uint32_t bits)
{
    store(y, at, bits, a, sums->first[row]);
    if (both) {
        store(y, at + 1u, bits, b, second_of(sums->pair[row], sums->first[row]));
    }
}

/* 2 ... 4 packed rows. The fields are read once: stores of bytes might change them, as far as C knows. */
THIMBLE_INLINED THIMBLE_NO_FRAME void block(const thimble_linear_paired_t *p, const uint32_t *x, uint32_t rows, void *y,
                                            uint32_t bits)
{
    const thimble_linear_paired_t d = *p;
    const uint32_t quads = thimble_quads(d.inputs);
    const int16_t *weight = d.weight;
    for (uint32_t column = 0; column < d.outputs; column += 2u) {
        const int both = column + 1u < d.outputs;
        const output_t a = output_of(&d, column);
        const output_t b = output_of(&d, both ? column + 1u : column);
        const paired_sums_t sums = dot_paired(x, weight, quads);
        weight += 4u * (size_t)quads;
        if (both && rows == 4u) {
            store_pair(&sums, 0, a, b, 1, y, column, bits);
            store_pair(&sums, 1, a, b, 1, y, column + d.outputs, bits);
            store_pair(&sums, 2, a, b, 1, y, column + 2u * d.outputs, bits);
            store_pair(&sums, 3, a, b, 1, y, column + 3u * d.outputs, bits);
        } else {
            for (uint32_t row = 0; row < rows; row++) {
                store_pair(&sums, row, a, b, both, y, (size_t)row * d.outputs + column, bits);
            }
        }
    }
}

THIMBLE_NO_FRAME THIMBLE_OUTLINED static void block_s8(const thimble_linear_paired_t *p, const uint32_t *x, uint32_t rows,
                                                       void *y)
{
    block(p, x, rows, y, 8u);
}

THIMBLE_NO_FRAME THIMBLE_OUTLINED static void block_s16(const thimble_linear_paired_t *p, const uint32_t *x,
                                                        uint32_t rows, void *y)
{
    block(p, x, rows, y, 16u);
}

/* All rows; `packed` has room for four of them. */
THIMBLE_INLINED void all_rows(const thimble_linear_paired_t *p, const int8_t *x, uint32_t rows, uint32_t *packed, void *y,
                              uint32_t bits)
{
    int8_t *to = (int8_t *)y;
    for (uint32_t left = rows; left != 0;) {
        const uint32_t here = left < 4u ? left : 4u;
        if (here == 1u) {
            single_row(p, x, to, bits);
        } else {
            thimble_pack_rows(x, here, p->inputs, p->inputs, packed);
            if (bits == 8u) {
                block_s8(p, packed, here, to);
            } else {
                block_s16(p, packed, here, to);
            }
        }
        left -= here;
        x += (size_t)here * p->inputs;
        to += (size_t)here * p->outputs * (bits / 8u);
    }
}

void thimble_linear_paired_s8(const thimble_linear_paired_t *p, const int8_t *x, uint32_t rows, void *scratch,
                              int8_t *y)
{
    all_rows(p, x, rows, (uint32_t *)scratch, y, 8u);
}

void thimble_linear_paired_s16(const thimble_linear_paired_t *p, const int8_t *x, uint32_t rows, void *scratch,
                               int16_t *y)
{
    all_rows(p, x, rows, (uint32_t *)scratch, y, 16u);
}
